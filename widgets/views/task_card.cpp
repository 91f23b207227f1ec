// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/task_card.h"

#include "widgets/shared/format.h"
#include "widgets/shared/length_histogram.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/table_tools.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/task_source.h"

#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

enum Meaning { kText, kPair, kLabel };

constexpr std::size_t kShownLabels = 6, kShownProblems = 4;

QString meaningText(int meaning) { return meaning == kText ? TaskCard::tr("Text") : meaning == kPair ? TaskCard::tr("Second text") : TaskCard::tr("Label"); }

// Of what a known layout gives: text, pair, label.
QStringList headings(TaskKind kind) {
  switch (kind) {
    case TaskKind::Regression: return {TaskCard::tr("Text"), TaskCard::tr("Second text"), TaskCard::tr("Score")};
    case TaskKind::Span: return {TaskCard::tr("Question"), TaskCard::tr("Passage"), TaskCard::tr("Answer")};
    case TaskKind::Tagging: return {TaskCard::tr("Words"), TaskCard::tr("Predicate"), TaskCard::tr("Tags")};
    case TaskKind::Choice: return {TaskCard::tr("Beginning"), TaskCard::tr("Choices"), TaskCard::tr("Right one")};
    default: return {TaskCard::tr("Text"), TaskCard::tr("Second text"), TaskCard::tr("Label")};
  }
}

QString labelsText(const TaskReport& report) {
  std::int64_t all = 0;
  for (const auto& [label, count] : report.labels) all += count;
  QStringList parts;
  for (const auto& [label, count] : report.labels) {
    if (static_cast<std::size_t>(parts.size()) == kShownLabels) break;
    parts << QStringLiteral("%1 %2 (%3)").arg(QString::fromStdString(label), formatCount(count), formatPercent(all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0));
  }
  if (report.labels.size() > kShownLabels) parts << TaskCard::tr("and %n more", nullptr, static_cast<int>(report.labels.size() - kShownLabels));
  return parts.join(QStringLiteral(", "));
}

QString reportText(const TaskReport& report) {
  QString text = QFileInfo(QString::fromStdString(report.file.string())).fileName() + QStringLiteral(": ") + TaskCard::tr("%1 examples").arg(formatCount(report.rows));
  if (!report.labelled) text += QStringLiteral(", ") + TaskCard::tr("without labels");
  else if (!report.labels.empty()) text += QStringLiteral("; ") + labelsText(report);
  if (report.skippedRows > 0) text += QStringLiteral(". ") + TaskCard::tr("%1 rows are left out: %2").arg(formatCount(report.skippedRows), QString::fromStdString(report.skipped.empty() ? std::string() : report.skipped.front()));
  if (report.repairedLines > 0) text += QStringLiteral(". ") + TaskCard::tr("%1 lines are no UTF-8 and were repaired").arg(formatCount(report.repairedLines));
  return text;
}

}  // namespace

TaskCard::TaskCard(QWidget* parent)
    : PreviewCard(tr("Labelled examples"), tr("The first rows, the labels and the lengths appear here once the files are chosen."), parent), m_rows(new QStandardItemModel(0, 3, this)),
      m_table(makeTable(m_rows, 0, tr("First examples"))), m_reports(makeText({}, "small")), m_problems(makeText({}, "problem")), m_lengthText(makeText({}, "small")),
      m_lengths(new LengthHistogram) {
  m_mapping = makeColumns();
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setTextElideMode(Qt::ElideRight);
  m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  for (QWidget* part : std::initializer_list<QWidget*>{m_mapping, m_table, m_reports, m_problems, m_lengths, m_lengthText}) {
    body()->addWidget(part);
    part->hide();
  }
}

QWidget* TaskCard::makeColumns() {
  auto* mapping = new QWidget;
  auto* grid = new QGridLayout(mapping);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(kSpace2);
  grid->setVerticalSpacing(2);
  for (int meaning = kText; meaning <= kLabel; ++meaning) {
    auto* box = new QComboBox;
    m_columns[static_cast<std::size_t>(meaning)] = box;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(7);
    box->setAccessibleName(tr("Column: %1").arg(meaningText(meaning)));
    QLabel* label = makeLabel(meaningText(meaning), "small");
    label->setBuddy(box);
    grid->addWidget(label, 0, meaning);
    grid->addWidget(box, 1, meaning);
    grid->setColumnStretch(meaning, 1);
    connect(box, &QComboBox::activated, this, [this] {
      const auto chosen = [this](int which) { return column(which)->currentData().toString().toStdString(); };
      Q_EMIT columnsChosen({chosen(kText), chosen(kPair), chosen(kLabel)});
    });
  }
  return mapping;
}

void TaskCard::clear() {
  m_preview = {};
  for (QWidget* part : std::initializer_list<QWidget*>{m_mapping, m_table, m_reports, m_problems, m_lengths, m_lengthText}) part->hide();
  showProblem({});
}

void TaskCard::show(const TaskPreview& preview, const RunSpec& spec) {
  showProgress({});
  m_preview = preview;
  const TaskInfo& task = taskInfo(spec.task.id);
  m_windows = task.kind == TaskKind::Span;
  showColumns();
  showRows(task.kind);
  showReports(task.kind);
  showProblems();
  m_lengths->setLengths(preview.lengths);
  m_lengths->setVisible(!preview.lengths.empty());
  setLimit(spec);
}

void TaskCard::showColumns() {
  m_mapping->setVisible(m_preview.isTable && !m_preview.columns.empty());
  const std::string* chosen[] = {&m_preview.chosen.text, &m_preview.chosen.pair, &m_preview.chosen.label};
  for (int meaning = kText; meaning <= kLabel; ++meaning) {
    QComboBox* box = column(meaning);
    box->clear();
    if (meaning != kText) box->addItem(tr("none"), QString());
    for (const std::string& name : m_preview.columns) box->addItem(QString::fromStdString(name), QString::fromStdString(name));
    box->setCurrentIndex(box->findData(QString::fromStdString(*chosen[meaning])));
  }
}

// Columns of a known layout that are empty in every row are left out; those of a table say what they stand for.
void TaskCard::showRows(TaskKind kind) {
  const std::vector<std::vector<std::string>>& rows = m_preview.rows;
  QStringList titles = headings(kind);
  if (m_preview.isTable) {
    titles.clear();
    for (const std::string& name : m_preview.columns) {
      const int meaning = name == m_preview.chosen.text ? kText : name == m_preview.chosen.label ? kLabel : name == m_preview.chosen.pair ? kPair : -1;
      titles << (meaning < 0 ? QString::fromStdString(name) : QStringLiteral("%1 (%2)").arg(QString::fromStdString(name), meaningText(meaning)));
    }
  }
  m_rows->clear();
  m_rows->setHorizontalHeaderLabels(titles);
  int widest = 0;
  std::vector<std::size_t> letters(static_cast<std::size_t>(titles.size()), 0);
  for (const auto& row : rows) {
    QList<QStandardItem*> items;
    for (std::size_t i = 0; i < std::min(row.size(), letters.size()); ++i) {
      letters[i] += row[i].size();
      items << new QStandardItem(QString::fromStdString(row[i]).simplified());
      items.back()->setToolTip(QString::fromStdString(row[i]).left(600));
    }
    m_rows->appendRow(items);
  }
  for (int i = 0; i < titles.size(); ++i) {
    if (letters[static_cast<std::size_t>(i)] > letters[static_cast<std::size_t>(widest)]) widest = i;
    m_table->setColumnHidden(i, !m_preview.isTable && letters[static_cast<std::size_t>(i)] == 0);
  }
  QHeaderView* header = m_table->horizontalHeader();
  for (int i = 0; i < titles.size(); ++i) header->setSectionResizeMode(i, i == widest ? QHeaderView::Stretch : QHeaderView::Interactive);
  for (int i = 0; i < titles.size(); ++i)
    if (i != widest) {
      m_table->resizeColumnToContents(i);
      header->resizeSection(i, std::min(header->sectionSize(i), static_cast<int>(110 * Theme::current().fontScale())));
    }
  m_table->setVisible(!rows.empty());
  const int lines = static_cast<int>(rows.size()) * m_table->verticalHeader()->defaultSectionSize();
  m_table->setFixedHeight(header->sizeHint().height() + lines + 2 * m_table->frameWidth() + kSpace3);
}

void TaskCard::showReports(TaskKind) {
  QStringList lines;
  for (const auto* reports : {&m_preview.trainReports, &m_preview.validationReports})
    for (const TaskReport& report : *reports) lines << reportText(report);
  m_reports->setText(lines.join(QLatin1Char('\n')));
  m_reports->setVisible(!lines.isEmpty());
}

void TaskCard::showProblems() {
  QStringList lines;
  for (const Problem& problem : m_preview.problems) {
    if (static_cast<std::size_t>(lines.size()) == kShownProblems) break;
    const QString where = QFileInfo(QString::fromStdString(problem.where)).fileName();
    lines << (where.isEmpty() ? QString() : where + QStringLiteral(": ")) + messageText(problem.message);
  }
  if (m_preview.problems.size() > kShownProblems) lines << tr("and %n more", nullptr, static_cast<int>(m_preview.problems.size() - kShownProblems));
  m_problems->setText(lines.join(QLatin1Char('\n')));
  m_problems->setVisible(!lines.isEmpty());
}

void TaskCard::setLimit(const RunSpec& spec) {
  if (!fineTunes(spec)) return;
  const std::int64_t limit = maximumLength(spec);
  m_lengths->setLimit(limit);
  m_lengthText->setText(lengthText());
  m_lengths->setAccessibleDescription(m_lengthText->text());
  m_lengths->setAccessibleName(tr("Lengths of the examples"));
  m_lengthText->setVisible(!m_preview.trainReports.empty());
}

QString TaskCard::lengthText() const {
  if (m_preview.lengths.empty()) return tr("Lengths are counted in tokens once a checkpoint is chosen.");
  const auto counted = static_cast<std::int64_t>(m_preview.lengths.size());
  const std::int64_t longer = m_lengths->longer();
  QString text = counted < m_preview.examples ? tr("Of the first %1 examples the longest has %2 tokens.").arg(formatCount(counted), formatCount(m_lengths->longest()))
                                              : tr("The longest example has %1 tokens.").arg(formatCount(m_lengths->longest()));
  if (longer == 0) return text + QLatin1Char(' ') + (m_windows ? tr("Each is read at once.") : tr("None is cut."));
  const QString share = formatPercent(static_cast<double>(longer) / static_cast<double>(counted));
  return text + QLatin1Char(' ') + (m_windows ? tr("%1 (%2) are read in several windows.") : tr("%1 (%2) are cut.")).arg(formatCount(longer), share);
}

QString TaskCard::problemText() const { return m_problems->text(); }

}  // namespace cloze
