// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_checkpoints.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/table_tools.h"
#include "widgets/shared/theme.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kMostCompared = 4;

QString pathOf(const CheckpointRow& row) { return QString::fromStdString(row.folder.string()); }

}  // namespace

RunCheckpoints::RunCheckpoints(RunData* run, QWidget* parent)
    : QWidget(parent), m_run(run), m_checkpoints(new CheckpointsModel(this)), m_table(makeTable(m_checkpoints, 4, tr("Checkpoints"))), m_banner(new Banner) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  column->addWidget(m_banner);
  column->addWidget(inCard(m_table), 1);
  makeButtons(column);
  m_look.setInterval(2000);
  connect(&m_look, &QTimer::timeout, this, [this] { if (isVisible()) refresh(); });
  m_look.start();
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunCheckpoints::enable);
  connect(m_table, &QTableView::activated, m_masks, &QPushButton::click);
  connect(run, &RunData::listsChanged, this, &RunCheckpoints::refresh);
  connect(run, &RunData::statusChanged, this, &RunCheckpoints::enable);
  refresh();
}

void RunCheckpoints::makeButtons(QBoxLayout* column) {
  QWidget* buttons = makeFlow(kSpace2, kSpace1);
  struct Row { QPushButton** button; QString text, help; const char* icon; };
  for (const Row& row : {Row{&m_masks, tr("Open in masked words"), tr("Hide words of a sentence and see what this checkpoint expects"), "mask"},
                         Row{&m_compare, tr("Compare"), tr("Choose two to four checkpoints (Ctrl+click): the same masks side by side"), "mask"},
                         Row{&m_neighbours, tr("Open in neighbours"), tr("Occurrences of a word that mean most nearly the same, of one checkpoint or of two side by side"), "neighbours"},
                         Row{&m_export, tr("Export..."), tr("Write a folder that from_pretrained of Hugging Face opens, without training state"), "export"},
                         Row{&m_pin, tr("Pin"), tr("Keep this checkpoint with its training state, whatever newer ones come"), "pin"},
                         Row{&m_delete, tr("Delete..."), tr("Take this checkpoint away from the disk"), "trash"}}) {
    *row.button = makeButton(row.text, QString::fromLatin1(row.icon));
    (*row.button)->setToolTip(row.help);
    buttons->layout()->addWidget(*row.button);
  }
  column->addWidget(buttons);
  const auto models = [this] {
    std::vector<ModelChoice> all;
    for (const ShownCheckpoint& row : chosen()) all.push_back(choiceOf(row));
    return all;
  };
  connect(m_masks, &QPushButton::clicked, this, [this, models] { if (const auto all = models(); !all.empty()) Q_EMIT masksRequested({all.front()}); });
  connect(m_compare, &QPushButton::clicked, this, [this, models] { Q_EMIT masksRequested(models()); });
  connect(m_neighbours, &QPushButton::clicked, this, [this, models] { Q_EMIT neighboursRequested(models()); });
  connect(m_export, &QPushButton::clicked, this, &RunCheckpoints::exportChosen);
  connect(m_pin, &QPushButton::clicked, this, &RunCheckpoints::pinChosen);
  connect(m_delete, &QPushButton::clicked, this, &RunCheckpoints::deleteChosen);
}

void RunCheckpoints::refresh() {
  m_checkpoints->setRows(shownCheckpoints(m_run->checkpoints()));
  if (!m_table->currentIndex().isValid() && m_checkpoints->rowCount() > 0) m_table->selectRow(0);
  enable();
}

ModelChoice RunCheckpoints::choiceOf(const CheckpointRow& row) const {
  return {tr("%1, step %2").arg(QString::fromStdString(m_run->row().name), formatCount(row.step)), row.folder, m_run->id(), m_run->colour(), false, row.step};
}

std::optional<ModelChoice> RunCheckpoints::modelOf(std::int64_t step) const {
  for (const ShownCheckpoint& row : m_checkpoints->rows())
    if (row.step == step && row.usable()) return choiceOf(row);
  return std::nullopt;
}

std::optional<ModelChoice> RunCheckpoints::newestModel() const {
  for (const ShownCheckpoint& row : m_checkpoints->rows())
    if (row.usable()) return choiceOf(row);
  return std::nullopt;
}

std::vector<ShownCheckpoint> RunCheckpoints::chosen() const {
  std::vector<ShownCheckpoint> rows;
  for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
    if (m_checkpoints->at(index.row()).usable()) rows.push_back(m_checkpoints->at(index.row()));
  return rows;
}

void RunCheckpoints::enable() {
  const std::vector<ShownCheckpoint> rows = chosen();
  for (QPushButton* button : {m_masks, m_export, m_pin, m_delete}) button->setEnabled(rows.size() == 1);
  m_neighbours->setEnabled(rows.size() == 1 || rows.size() == 2);
  m_compare->setEnabled(rows.size() > 1 && rows.size() <= kMostCompared);
  m_pin->setText(rows.size() == 1 && rows.front().pinned ? tr("Unpin") : tr("Pin"));
  if (rows.size() == 1 && rows.front().pinned) m_delete->setEnabled(false);
}

void RunCheckpoints::exportChosen() {
  const std::vector<ShownCheckpoint> rows = chosen();
  if (rows.empty()) return;
  const QString folder = QFileDialog::getSaveFileName(this, tr("Export as a Hugging Face folder"), pathOf(rows.front()) + QStringLiteral("-hf"));
  if (!folder.isEmpty()) Q_EMIT exportRequested(pathOf(rows.front()), folder);
}

void RunCheckpoints::pinChosen() {
  const std::vector<ShownCheckpoint> rows = chosen();
  if (!rows.empty()) Q_EMIT pinRequested(pathOf(rows.front()), !rows.front().pinned);
}

void RunCheckpoints::deleteChosen() {
  const std::vector<ShownCheckpoint> rows = chosen();
  if (rows.empty()) return;
  const CheckpointRow& row = rows.front();
  auto* box = new QMessageBox(QMessageBox::Question, tr("Delete this checkpoint?"), tr("The checkpoint of step %1 (%2) is taken away from the disk. This cannot be undone.").arg(formatCount(row.step), formatBytes(row.bytes)),
                              QMessageBox::NoButton, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* yes = box->addButton(tr("Delete the checkpoint"), QMessageBox::DestructiveRole);
  box->setDefaultButton(box->addButton(tr("Cancel"), QMessageBox::RejectRole));
  connect(yes, &QPushButton::clicked, this, [this, path = pathOf(row), step = row.step] { Q_EMIT deleteRequested(path, step); });
  box->open();
}

void RunCheckpoints::say(const QString& text, bool bad) {
  if (bad) m_banner->sayError(text);
  else m_banner->say(QStringLiteral("ok"), "banner-good", text);
  refresh();
}

}  // namespace cloze
