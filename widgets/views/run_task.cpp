// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_task.h"

#include "engine/run_spec.h"
#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/confusion_table.h"
#include "widgets/views/task_example.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>
#include <numeric>

namespace cloze {

namespace {

constexpr std::size_t kShownExamples = 12, kOwnBars = 8;
constexpr int kMostClasses = 12;                            // a larger matrix is no picture any more
constexpr int kChoiceLines = 4;
constexpr int kTaskId = Qt::UserRole + 1;

// Only what names the tasks: a frozen specification may come from another version.
RunSpec namedTasks(const Json& spec) {
  RunSpec named;
  if (!spec.is_object()) return named;
  named.task.id = spec.value(Json::json_pointer("/task/id"), std::string());
  for (const Json& task : spec.value("tasks", Json::array())) named.tasks.emplace_back().id = task.value("id", std::string());
  return named;
}

}  // namespace

RunTask::RunTask(RunData* run, QWidget* parent)
    : AskedPage(QStringLiteral("table"), tr("What the checkpoint answers on the validation examples appears here, once it is asked."), parent), m_run(run),
      m_model(new CheckpointBox(tr("Checkpoint that answers"))), m_tasks(new QComboBox), m_predict(makeButton(tr("Predict validation examples"), QStringLiteral("play"), "primary")),
      m_transfer(makeButton(tr("Did transfer help?"), QStringLiteral("chart"))), m_follow(new QCheckBox(tr("At each checkpoint"))), m_orders(new OrderButtons) {
  m_predict->setToolTip(tr("Asks this checkpoint about every example that the run keeps back"));
  m_follow->setToolTip(tr("While the run trains: asks again whenever a checkpoint is saved"));
  m_transfer->setToolTip(tr("The same task from scratch and from the checkpoint, with few labels and with many"));
  for (QWidget* control : std::initializer_list<QWidget*>{m_model, m_tasks, m_predict, m_follow, m_orders, m_transfer}) addControl(control);
  m_tasks->setAccessibleName(tr("Task"));
  m_tasks->setToolTip(tr("Which of the tasks that were learnt together"));
  m_tasks->hide();
  content()->addWidget(makeHead());
  m_examples = new QVBoxLayout;
  m_examples->setSpacing(kSpace2);
  content()->addWidget(m_filter = makeText({}, "heading"));
  m_all = makeButton(tr("Show all examples"), {}, "link");
  content()->addWidget(m_all, 0, Qt::AlignLeft);
  content()->addLayout(m_examples);
  m_filter->hide();
  m_all->hide();
  connect(m_tasks, &QComboBox::currentIndexChanged, this, &RunTask::showTask);
  connect(m_predict, &QPushButton::clicked, this, &RunTask::predict);
  connect(m_transfer, &QPushButton::clicked, this, &RunTask::transferAsked);
  connect(m_orders, &OrderButtons::changed, this, &RunTask::refreshExamples);
  connect(m_all, &QPushButton::clicked, this, [this] { chooseCell({}); });
  connect(m_confusion, &ConfusionTable::cellChosen, this, [this](int gold, int predicted) { chooseCell(std::pair(gold, predicted)); });
  connect(m_run, &RunData::listsChanged, this, &RunTask::refreshRun);
  setModels({});
  refreshRun();
}

// Metrics and matrix at the left, a text of one's own at the right.
QWidget* RunTask::makeHead() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, kSpace2);
  row->setSpacing(kSpace4);
  m_results = new QWidget;
  auto* column = new QVBoxLayout(m_results);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  m_tiles = new QHBoxLayout;
  m_tiles->setSpacing(kSpace2);
  column->addLayout(m_tiles);
  column->addWidget(m_summary = makeText({}, "small"));
  column->addWidget(makeConfusion());
  column->addStretch(1);
  m_results->hide();
  row->addWidget(m_results, 1);
  row->addWidget(makeOwn(), 1);
  return head;
}

QWidget* RunTask::makeConfusion() {
  m_confusionCard = new QWidget;
  auto* column = new QVBoxLayout(m_confusionCard);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace1);
  column->addWidget(makeLabel(tr("What was called what"), "heading"));
  column->addWidget(makeText(tr("Rows: true label. Columns: predicted. Click a cell, or choose it with the arrows and press Enter, to see its examples."), "small"));
  m_confusion = new ConfusionTable;
  column->addWidget(m_confusion);
  return m_confusionCard;
}

QWidget* RunTask::makeOwn() {
  m_own = new QWidget;
  auto* column = new QVBoxLayout(m_own);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  column->addWidget(makeLabel(tr("Your own text"), "heading"));
  m_text = new QLineEdit;
  m_pair = new QLineEdit;
  m_text->setAccessibleName(tr("Your own text"));
  m_pair->setAccessibleName(tr("The second text"));
  QPushButton* ask = makeButton(tr("Predict"), QStringLiteral("play"));
  ask->setToolTip(tr("What the chosen checkpoint says of this text"));
  m_choices = new QPlainTextEdit;
  m_choices->setAccessibleName(tr("The choices, one a line"));
  m_choices->setPlaceholderText(m_choices->accessibleName());
  m_choices->setTabChangesFocus(true);
  fitToText(m_choices, [this] { m_choices->setFixedHeight(kChoiceLines * m_choices->fontMetrics().lineSpacing() + kSpace4); });
  m_choices->hide();
  column->addWidget(m_text);
  column->addWidget(m_pair);
  column->addWidget(m_choices);
  column->addWidget(ask, 0, Qt::AlignLeft);
  column->addWidget(m_ownNote = makeText({}, "small"));
  column->addWidget(m_bars = new WordBars);
  m_ownAnswer = new QVBoxLayout;
  column->addLayout(m_ownAnswer);
  column->addStretch(1);
  m_ownNote->hide();
  connect(ask, &QPushButton::clicked, this, &RunTask::askOwn);
  for (QLineEdit* line : {m_text, m_pair}) connect(line, &QLineEdit::returnPressed, this, &RunTask::askOwn);
  return m_own;
}

bool RunTask::any() const { return m_tasks->count() > 0; }
std::string RunTask::taskName() const { return m_tasks->currentData().toString().toStdString(); }
TaskKind RunTask::kind() const { return any() ? taskInfo(m_tasks->currentData(kTaskId).toString().toStdString()).kind : TaskKind::Classification; }

// The specification comes from the log a moment after the page.
void RunTask::refreshRun() {
  if (any()) return;
  const RunSpec named = namedTasks(m_run->spec());
  const std::vector<TaskSpec> tasks = tasksOf(named);
  const std::vector<std::string> names = taskNames(named);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    m_tasks->addItem(schemaText(taskInfo(tasks[i].id).title), QString::fromStdString(names[i]));
    m_tasks->setItemData(m_tasks->count() - 1, QString::fromStdString(tasks[i].id), kTaskId);
  }
  m_tasks->setVisible(tasks.size() > 1);
  m_transfer->setVisible(tasks.size() == 1 && m_run->spec().value(Json::json_pointer("/init/from"), std::string("random")) != "random");
  showTask();
}

void RunTask::showTask() {
  if (!any() || m_tasks->currentData(kTaskId).isNull()) return;
  const bool span = kind() == TaskKind::Span, senses = kind() == TaskKind::WordInContext, choice = kind() == TaskKind::Choice;
  m_pair->setVisible(span || senses);
  m_choices->setVisible(choice);
  m_text->setPlaceholderText(span ? tr("A question") : senses ? tr("A text with its word in stars: the *bank* of the river") : choice ? tr("A text to be continued") : tr("Type a text and press Enter"));
  m_pair->setPlaceholderText(span ? tr("The passage that holds the answer") : senses ? tr("Another text with the word: the *bank* is closed") : tr("The second text"));
  for (QLineEdit* line : {m_text, m_pair}) line->setAccessibleName(line->placeholderText());
  m_result = {};
  m_cell.reset();
  showOwn({});
  showOwnProblem({});
  m_results->hide();
  refreshExamples();
  showAnswer(false);
}

void RunTask::setModels(const std::vector<ModelChoice>& models) {
  const bool newer = !models.empty() && (m_model->models().empty() || !(models.front() == m_model->models().front()));
  m_model->setModels(models);
  m_predict->setEnabled(!models.empty());
  if (!newer || !m_follow->isChecked()) return;
  m_model->choose(models.front());
  predict();
}

void RunTask::predict() {
  const auto model = m_model->chosen();
  if (!model) return;
  m_answering = *model;
  m_answeringTask = taskName();
  showWaiting(tr("Reading the examples..."));
  Q_EMIT asked(*model, taskName());
}

void RunTask::showResult(const TaskResult& result) {
  if (m_answeringTask != taskName()) return;
  m_result = result;
  m_cell.reset();
  const bool pairs = std::any_of(result.predictions.begin(), result.predictions.end(), [](const TaskPrediction& one) { return !one.pair.empty(); });
  m_pair->setVisible(pairs && kind() != TaskKind::Choice);
  showAnswer(!result.predictions.empty());
  refreshMetrics();
  refreshExamples();
}

void RunTask::refreshMetrics() {
  m_results->show();
  clearLayout(m_tiles);
  for (const auto& [name, value] : m_result.metrics) {
    if (m_tiles->count() == 3) break;
    auto* tile = new StatTile(metricTitle(name));
    tile->show(formatNumber(value), metricUnit(name));
    m_tiles->addWidget(tile, 1);
  }
  const QString examples = formatCount(static_cast<std::int64_t>(m_result.predictions.size()));
  QString text = m_answering.step >= 0 ? tr("%1 examples at step %2.").arg(examples, formatCount(m_answering.step)) : tr("%1 examples.").arg(examples);
  if (m_result.cut > 0) text += QLatin1Char(' ') + tr("%1 are longer than the model reads.").arg(formatCount(m_result.cut));
  if (kind() == TaskKind::Tagging || kind() == TaskKind::Span) text += QLatin1Char(' ') + tr("Solid lines: found. Dotted: right.");
  m_summary->setText(text);
  const bool matrix = !m_result.confusion.empty() && static_cast<int>(m_result.labels.size()) <= kMostClasses;
  m_confusionCard->setVisible(matrix);
  if (matrix) m_confusion->setCounts(m_result.labels, m_result.confusion);
}

void RunTask::chooseCell(std::optional<std::pair<int, int>> cell) {
  m_cell = cell;
  if (!cell) m_confusion->clearSelection();
  refreshExamples();
}

std::vector<std::size_t> RunTask::shownExamples() const {
  std::vector<std::size_t> among;
  std::vector<double> bad;
  for (std::size_t i = 0; i < m_result.predictions.size(); ++i) {
    const TaskPrediction& one = m_result.predictions[i];
    bad.push_back(badness(kind(), one));
    const bool here = !m_cell || (one.gold == m_result.labels.at(static_cast<std::size_t>(m_cell->first)) && one.label == m_result.labels.at(static_cast<std::size_t>(m_cell->second)));
    if (here) among.push_back(i);
  }
  return m_orders->pick(std::move(among), bad, kShownExamples);
}

void RunTask::refreshExamples() {
  clearLayout(m_examples);
  m_filter->setVisible(m_cell.has_value());
  m_all->setVisible(m_cell.has_value());
  if (m_cell) {
    const auto name = [this](int label) { return QString::fromStdString(m_result.labels.at(static_cast<std::size_t>(label))); };
    m_filter->setText(tr("True: %1, predicted: %2, examples: %3").arg(name(m_cell->first), name(m_cell->second), formatCount(m_confusion->count(m_cell->first, m_cell->second))));
  }
  for (const std::size_t example : shownExamples()) m_examples->addWidget(makeTaskExample(kind(), m_result.predictions[example], m_result.labels));
}

// ---- a text of one's own

void RunTask::askOwn() {
  const auto model = m_model->chosen();
  if (!model) return showOwnProblem(tr("There is no checkpoint yet: it can be asked once one is saved."));
  TypedExample example{m_text->text().trimmed(), m_pair->isHidden() ? QString() : m_pair->text().trimmed(), {}};
  if (kind() == TaskKind::Choice)
    for (const QString& line : m_choices->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) example.choices << line.trimmed();
  example.choices.removeAll(QString());
  const QString problem = ownProblem(example);
  showOwnProblem(problem);
  if (!problem.isEmpty()) return;
  m_ownTask = taskName();
  Q_EMIT ownAsked(*model, m_ownTask, example);
}

QString RunTask::ownProblem(const TypedExample& example) const {
  if (example.text.isEmpty()) return tr("The text is empty: type one and press Enter.");
  if (kind() == TaskKind::Span && example.pair.isEmpty()) return tr("The passage is empty: the answer is looked for in it.");
  if (kind() == TaskKind::Choice && example.choices.size() < 2) return tr("Type two or more choices, one a line.");
  const auto marked = [](const QString& text) { return text.count(QLatin1Char('*')) == 2 && !text.contains(QLatin1String("**")); };
  if (kind() == TaskKind::WordInContext && !(marked(example.text) && marked(example.pair))) return tr("Put stars around the word in both texts: the *bank* of the river.");
  return {};
}

void RunTask::showOwnProblem(const QString& text) {
  setRole(m_ownNote, "problem");
  m_ownNote->setText(text);
  m_ownNote->setVisible(!text.isEmpty());
}

void RunTask::showOwn(const TaskResult& result) {
  clearLayout(m_ownAnswer);
  m_bars->setBars({}, 0, false);
  if (result.predictions.empty() || m_ownTask != taskName()) return;
  const TaskPrediction& answer = result.predictions.front();
  std::vector<std::pair<std::string, double>> shares = answer.best;
  const std::vector<std::string>& names = answer.choices.empty() ? result.labels : answer.choices;
  for (std::size_t i = 0; i < std::min(answer.probabilities.size(), names.size()); ++i) shares.emplace_back(names[i], answer.probabilities[i]);
  std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (shares.size() > kOwnBars) shares.resize(kOwnBars);
  std::vector<BarText> bars;
  for (const auto& [label, share] : shares) bars.push_back({QString::fromStdString(label).left(60), share, {}, bars.empty(), {}});
  m_bars->setBars(bars, m_run->colour(), false);
  if (bars.empty() || kind() == TaskKind::Span) m_ownAnswer->addWidget(makeTaskExample(kind(), answer, result.labels));
}

}  // namespace cloze
