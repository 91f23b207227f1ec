// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/task_source.h"

#include "engine/data/corpus.h"
#include "engine/tasks/task.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/tasks_together.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kShownLabels = 6;

QString kindText(const TaskInfo& task) {
  switch (task.kind) {
    case TaskKind::Regression: return TaskSource::tr("A number for each text");
    case TaskKind::Span: return TaskSource::tr("The answer to a question, found in a passage");
    case TaskKind::Tagging: return TaskSource::tr("A tag for every word");
    case TaskKind::Choice: return TaskSource::tr("Which of several texts goes on");
    case TaskKind::WordInContext: return TaskSource::tr("Whether a word means the same in two sentences");
    case TaskKind::Classification: break;
  }
  return task.labels.empty() ? TaskSource::tr("One of the classes found in the file") : TaskSource::tr("One of %n classes", nullptr, static_cast<int>(task.labels.size()));
}

QString filesText(const std::vector<std::string>& files) {
  if (files.empty()) return {};
  const QString first = QFileInfo(QString::fromStdString(files.front())).fileName();
  return files.size() == 1 ? first : TaskSource::tr("%1 and %n more", nullptr, static_cast<int>(files.size()) - 1).arg(first);
}

QString pathsText(const std::vector<std::string>& files) {
  QStringList paths;
  for (const std::string& file : files) paths << formatPath(QString::fromStdString(file));
  return paths.join(QLatin1Char('\n'));
}

}  // namespace

bool isToyTask(const std::string& id) { return id.rfind("toy-", 0) == 0; }

bool isTableTask(const std::string& id) { return id.rfind("text_", 0) == 0; }

QString taskFacts(const std::string& id) {
  const TaskInfo& task = taskInfo(id);
  QString text = kindText(task);
  if (task.kind == TaskKind::Classification && !task.labels.empty() && task.labels.size() <= kShownLabels) {
    QStringList labels;
    for (const std::string& label : task.labels) labels << QString::fromStdString(label);
    text += QStringLiteral(": ") + labels.join(QStringLiteral(", "));
  }
  return TaskSource::tr("%1. Judged by: %2.").arg(text, metricTitle(task.metrics.front()));
}

TaskSource::TaskSource(QWidget* parent) : QWidget(parent), m_checkpoints(new ModelPicker), m_tasks(new QComboBox), m_together(new TasksTogether), m_problem(makeText({}, "problem")), m_facts(makeText({}, "small")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  const auto section = [column](const QString& title) { column->addWidget(makeLabel(title.toUpper(), "section")); };
  section(tr("Checkpoint"));
  m_checkpoints->setToolTip(tr("The pre-trained model to start from: of a run, the shipped one, or a folder"));
  m_checkpoints->setAccessibleName(tr("Checkpoint to start from"));
  m_checkpoints->setMinimumContentsLength(12);
  column->addWidget(m_checkpoints);
  column->addWidget(m_problem);
  m_problem->hide();
  section(tr("Task"));
  m_tasks->setAccessibleName(tr("Task"));
  m_tasks->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_tasks->setMinimumContentsLength(12);
  m_tasks->setMaxVisibleItems(20);
  fillTasks();
  column->addWidget(m_tasks);
  column->addWidget(m_facts);
  section(tr("Labelled examples"));
  column->addWidget(makeFiles());
  section(tr("Learnt together"));
  column->addWidget(m_together);
  connect(m_checkpoints, &ModelPicker::changed, this, [this] { Q_EMIT checkpointChosen(QString::fromStdString(checkpoint())); });
  connect(m_tasks, &QComboBox::activated, this, [this] { Q_EMIT taskChosen(m_tasks->currentData().toString()); });
}

// The toy world first, where everything is at hand; a table of one's own last.
void TaskSource::fillTasks() {
  const auto add = [this](bool (*wanted)(const std::string& id)) {
    if (m_tasks->count() > 0) m_tasks->insertSeparator(m_tasks->count());
    for (const TaskInfo& task : taskTable()) {
      if (!wanted(task.id)) continue;
      m_tasks->addItem(schemaText(task.title), QString::fromStdString(task.id));
      m_tasks->setItemData(m_tasks->count() - 1, taskFacts(task.id) + (task.paper.empty() ? QString() : QStringLiteral(" ") + schemaText(task.paper)), Qt::ToolTipRole);
    }
  };
  add(isToyTask);
  add([](const std::string& id) { return !isToyTask(id) && !isTableTask(id); });
  add(isTableTask);
}

QWidget* TaskSource::makeFiles() {
  auto* files = new QWidget;
  auto* column = new QVBoxLayout(files);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace1);
  m_train = new ElidedLabel({}, nullptr);
  m_validation = new ElidedLabel({}, "small");
  column->addWidget(m_train);
  column->addWidget(m_validation);
  QWidget* buttons = makeFlow(kSpace1, kSpace1);
  const auto add = [buttons](const QString& text, const char* iconName, const QString& help) {
    QPushButton* button = makeButton(text, QString::fromLatin1(iconName));
    button->setToolTip(help);
    buttons->layout()->addWidget(button);
    return button;
  };
  m_toyWorld = add(tr("Toy world"), "example", tr("The labelled sets of the embedded world; they are written into Cloze's folder when they are first wanted"));
  QPushButton* folder = add(tr("Folder..."), "folder", tr("The set as it is distributed: its training and validation files are found in it"));
  QPushButton* training = add(tr("Files..."), "file", tr("Files to train on"));
  QPushButton* validation = add(tr("Validation..."), "file", tr("Files that are only evaluated; without them a share of the training examples is held out"));
  column->addWidget(buttons);
  connect(m_toyWorld, &QPushButton::clicked, this, [this] { take({kToyWorldEntry}, {}); });
  connect(folder, &QPushButton::clicked, this, &TaskSource::chooseFolder);
  connect(training, &QPushButton::clicked, this, &TaskSource::chooseTraining);
  connect(validation, &QPushButton::clicked, this, &TaskSource::chooseValidation);
  return files;
}

void TaskSource::setModels(const std::vector<ModelChoice>& models) {
  std::vector<ModelChoice> saved;
  std::copy_if(models.begin(), models.end(), std::back_inserter(saved), [](const ModelChoice& model) { return !model.live; });
  m_checkpoints->setModels(saved);
}

std::string TaskSource::checkpoint() const {
  const auto model = m_checkpoints->chosen();
  return model ? model->checkpoint.string() : std::string();
}

std::string TaskSource::firstTask() const { return m_tasks->itemData(0).toString().toStdString(); }

void TaskSource::chooseCheckpoint(const ModelChoice& model) {
  m_checkpoints->choose(model);
  Q_EMIT m_checkpoints->changed();
}

bool TaskSource::chooseUsable() {
  for (int i = 0; i < m_checkpoints->count(); ++i) {
    const QVariant model = m_checkpoints->itemData(i);
    const QString folder = model.isValid() ? QString::fromStdString(model.value<ModelChoice>().checkpoint.string()) : QString();
    if (folder.isEmpty() || !(QFileInfo::exists(folder + QStringLiteral("/config.json")) || QFileInfo::exists(folder + QStringLiteral("/run.json")))) continue;
    m_checkpoints->choose(model.value<ModelChoice>());
    return true;
  }
  return false;
}

void TaskSource::chooseTask(const std::string& id) {
  m_tasks->setCurrentIndex(m_tasks->findData(QString::fromStdString(id)));
  Q_EMIT taskChosen(QString::fromStdString(id));
}

TaskSource::Files TaskSource::usualFiles(const std::string& task) const {
  if (isToyTask(task)) return {kToyWorldEntry};
  const bool folder = m_origin.size() == 1 && m_origin.front() != kToyWorldEntry && QFileInfo(QString::fromStdString(m_origin.front())).isDir();
  const bool table = isTableTask(task) && !m_origin.empty() && m_origin.front() != kToyWorldEntry;
  return folder || table ? m_origin : Files();
}

void TaskSource::setSpec(const RunSpec& spec) {
  if (spec.init.from != "random" && spec.init.from != checkpoint()) m_checkpoints->choose({QFileInfo(QString::fromStdString(spec.init.from)).fileName(), spec.init.from, {}, 0, false});
  m_tasks->setCurrentIndex(m_tasks->findData(QString::fromStdString(spec.task.id)));
  m_facts->setText(spec.task.id.empty() ? QString() : taskFacts(spec.task.id));
  m_toyWorld->setVisible(isToyTask(spec.task.id));
  m_trainFiles = spec.task.train;
  m_validationFiles = spec.task.validation;
  m_train->setText(m_trainFiles.empty() ? tr("Choose a folder or files") : filesText(m_trainFiles));
  m_train->setToolTip(pathsText(m_trainFiles));
  m_validation->setText(!m_validationFiles.empty() ? tr("Validation: %1").arg(filesText(m_validationFiles))
                                                   : tr("Validation: %1 of the examples, held out").arg(formatPercent(spec.data.validationFraction)));
  m_validation->setToolTip(pathsText(m_validationFiles));
}

void TaskSource::showCheckpointProblem(const QString& text) {
  m_problem->setText(text);
  m_problem->setVisible(!text.isEmpty());
}

void TaskSource::take(Files train, Files validation) {
  m_origin = train;
  Q_EMIT filesChosen(train, validation);
}

void TaskSource::addPaths(const QStringList& paths) {
  Files files;
  for (const QString& path : paths) files.push_back(path.toStdString());
  if (!files.empty()) take(std::move(files), {});
}

void TaskSource::chooseFolder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the data set"));
  if (!folder.isEmpty()) addPaths({folder});
}

void TaskSource::chooseTraining() { addPaths(QFileDialog::getOpenFileNames(this, tr("Files to train on"))); }

void TaskSource::chooseValidation() {
  Files files;
  for (const QString& path : QFileDialog::getOpenFileNames(this, tr("Files that are only evaluated"))) files.push_back(path.toStdString());
  if (!files.empty()) Q_EMIT filesChosen(m_trainFiles, files);
}

}  // namespace cloze
