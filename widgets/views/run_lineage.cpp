// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_lineage.h"

#include "engine/run_spec.h"
#include "widgets/models/runs_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/table_tools.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <set>

namespace cloze {

namespace {

QString whatOf(const RunRow& row, bool grown) {
  const VariantTable& objectives = objectiveTable();
  const bool tasks = !row.objective.empty() && std::none_of(objectives.begin(), objectives.end(), [&row](const VariantRow& objective) { return objective.id == row.objective; });
  if (tasks) return grown ? RunLineage::tr("fine-tuned: %1").arg(learnedText(row.objective)) : RunLineage::tr("trained from scratch: %1").arg(learnedText(row.objective));
  return grown ? RunLineage::tr("trained on") : RunLineage::tr("pre-trained");
}

class FamilyTree {
 public:
  FamilyTree(const std::vector<RunRow>& runs, const std::vector<LineageRow>& lineage) {
    for (const RunRow& row : runs) m_runs[row.id] = &row;
    for (const LineageRow& row : lineage) {
      m_parents.emplace(row.run, &row);
      m_children[row.parentRun].push_back(&row);
    }
  }

  // Upwards first; a circle in a log that was edited by hand ends the way.
  Relative around(const std::string& run) {
    std::string root = run;
    std::set<std::string> seen{root};
    for (auto parent = m_parents.find(root); parent != m_parents.end() && seen.insert(parent->second->parentRun).second; parent = m_parents.find(root)) root = parent->second->parentRun;
    m_told.clear();
    return relative(root, -1, false);
  }

 private:
  Relative relative(const std::string& id, std::int64_t fromStep, bool grown) {
    m_told.insert(id);
    Relative made;
    made.fromStep = fromStep;
    const auto row = m_runs.find(id);
    if (row != m_runs.end()) {
      made.id = id;
      made.name = QString::fromStdString(row->second->name.empty() ? id : row->second->name);
      made.what = whatOf(*row->second, grown);
    } else {
      made.name = QFileInfo(QString::fromStdString(id)).fileName();
      made.what = id.find('/') == std::string::npos ? RunLineage::tr("no longer in the log") : RunLineage::tr("checkpoint");
    }
    for (const LineageRow* child : m_children[id])
      if (m_told.count(child->run) == 0) made.children.push_back(relative(child->run, child->parentStep, true));
    return made;
  }
  std::map<std::string, const RunRow*> m_runs;
  std::map<std::string, const LineageRow*> m_parents;
  std::map<std::string, std::vector<const LineageRow*>> m_children;
  std::set<std::string> m_told;
};

QString textOf(const Relative& relative, int depth = 0) {
  QString text = QString(depth, QLatin1Char(' ')) + relative.name + relative.what + QString::number(relative.fromStep) + QLatin1Char('\n');
  for (const Relative& child : relative.children) text += textOf(child, depth + 1);
  return text;
}

QTreeWidgetItem* itemOf(const Relative& relative, const std::string& current) {
  auto* item = new QTreeWidgetItem({relative.name, relative.what, relative.fromStep >= 0 ? formatCount(relative.fromStep) : QString()});
  item->setData(0, Qt::UserRole, QString::fromStdString(relative.id));
  item->setToolTip(0, relative.id.empty() ? relative.name : RunLineage::tr("Open %1").arg(relative.name));
  item->setSizeHint(0, {0, QFontMetrics(Theme::current().body()).height() + 2 * kSpace2});
  item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
  if (relative.id.empty()) item->setFlags(Qt::ItemIsEnabled);
  if (relative.id == current) {
    QFont bold = Theme::current().body();
    bold.setBold(true);
    item->setFont(0, bold);
    item->setText(1, RunLineage::tr("%1 (this run)").arg(relative.what));
  }
  for (const Relative& child : relative.children) item->addChild(itemOf(child, current));
  return item;
}

}  // namespace

Relative familyOf(const std::string& run, const std::vector<RunRow>& runs, const std::vector<LineageRow>& lineage) { return FamilyTree(runs, lineage).around(run); }

RunLineage::RunLineage(RunData* run, QWidget* parent)
    : QWidget(parent), m_run(run), m_tree(new QTreeWidget), m_alone(new EmptyState(QStringLiteral("runs"), tr("Nothing grew from this run, and it grew from none. \"More steps\" and fine-tuning make relatives."))) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  m_card = new QWidget;
  auto* inside = new QVBoxLayout(m_card);
  inside->setContentsMargins(0, 0, 0, 0);
  inside->addWidget(makeText(tr("From the first weights downwards. A click on a run, or Enter, opens it."), "small"));
  m_tree->setHeaderLabels({tr("Run"), tr("What it learned"), tr("From step")});
  m_tree->setAccessibleName(tr("Lineage of the run"));
  m_tree->setRootIsDecorated(false);
  m_tree->setUniformRowHeights(true);
  m_tree->setIndentation(kSpace5);
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  inside->addWidget(inCard(m_tree), 1);
  column->addWidget(m_card, 1);
  column->addWidget(m_alone, 1);
  const auto open = [this](const QTreeWidgetItem* item) {
    const QString id = item->data(0, Qt::UserRole).toString();
    if (!id.isEmpty() && id != QString::fromStdString(m_run->id())) Q_EMIT runRequested(id);
  };
  connect(m_tree, &QTreeWidget::itemClicked, this, open);
  connect(m_tree, &QTreeWidget::itemActivated, this, open);
  setFamily({}, {});
}

void RunLineage::setFamily(const std::vector<RunRow>& runs, const std::vector<LineageRow>& lineage) {
  const Relative root = familyOf(m_run->id(), runs, lineage);
  m_alone->setVisible(root.children.empty());
  m_card->setVisible(!root.children.empty());
  if (const QString text = textOf(root); std::exchange(m_shown, text) == text) return;
  m_tree->clear();
  m_tree->addTopLevelItem(itemOf(root, m_run->id()));
  m_tree->expandAll();
}

}  // namespace cloze
