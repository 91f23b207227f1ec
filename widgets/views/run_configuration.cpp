// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_configuration.h"

#include "widgets/models/list_models.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/table_tools.h"
#include "widgets/shared/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

QVBoxLayout* pageColumn(QWidget* page) {
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  return column;
}

}  // namespace

RunConfiguration::RunConfiguration(RunData* run, QWidget* parent) : QWidget(parent), m_run(run), m_settings(new SettingsModel(this)) {
  QVBoxLayout* column = pageColumn(this);
  auto* head = new QHBoxLayout;
  auto* filtered = new QSortFilterProxyModel;
  filtered->setSourceModel(m_settings);
  head->addWidget(makeFilter(filtered, tr("Search the settings")), 1);
  head->addWidget(new ElidedLabel(tr("As it was when the run was started; what differs from the preset comes first."), "small"), 2);
  QPushButton* copy = makeButton(tr("Copy"), QStringLiteral("copy"));
  copy->setToolTip(tr("Copy the rows that are shown, to paste into a sheet"));
  QPushButton* copyJson = makeButton(tr("Copy as JSON"), QStringLiteral("copy"));
  copyJson->setToolTip(tr("Copy the specification, as cloze train reads it"));
  head->addWidget(copy);
  head->addWidget(copyJson);
  column->addLayout(head);
  m_table = makeTable(filtered, 2, tr("Configuration"));
  column->addWidget(inCard(m_table), 1);
  connect(copy, &QPushButton::clicked, this, [this] { copyTable(m_table, true); });
  connect(copyJson, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(QString::fromStdString(m_run->spec().dump(2) + "\n")); });
  connect(run, &RunData::listsChanged, this, &RunConfiguration::refresh);
  refresh();
}

void RunConfiguration::refresh() {
  const std::string spec = m_run->spec().dump();
  if (spec == m_shown) return;
  m_shown = spec;
  m_settings->setRows(settingRows(m_run->spec()));
}

RunLog::RunLog(RunData* run, QWidget* parent) : QWidget(parent), m_run(run), m_events(new EventsModel(this)) {
  QVBoxLayout* column = pageColumn(this);
  auto* head = new QHBoxLayout;
  auto* filtered = new QSortFilterProxyModel;
  filtered->setSourceModel(m_events);
  head->addWidget(makeFilter(filtered, tr("Search the log")), 1);
  head->addStretch(1);
  QPushButton* copy = makeButton(tr("Copy"), QStringLiteral("copy"));
  copy->setToolTip(tr("Copy the rows that are shown, to paste into a sheet"));
  head->addWidget(copy);
  column->addLayout(head);
  m_table = makeTable(filtered, 2, tr("Log"));
  column->addWidget(inCard(m_table), 1);
  connect(copy, &QPushButton::clicked, this, [this] { copyTable(m_table, true); });
  connect(run, &RunData::listsChanged, this, &RunLog::refresh);
  refresh();
}

void RunLog::refresh() {
  std::vector<EventRow> events = m_run->events();
  std::reverse(events.begin(), events.end());
  m_events->setRows(std::move(events));
}

}  // namespace cloze
