// The New run page where a checkpoint is fine-tuned: which settings matter, what a checkpoint brings along, what is known of the labelled files.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/schema.h"
#include "engine/data/corpus.h"
#include "widgets/form/form_widget.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/translation.h"
#include "widgets/views/family_cards.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/task_card.h"
#include "widgets/views/task_source.h"

#include <QButtonGroup>
#include <QFileInfo>

namespace cloze {

namespace {

// A small model learns little at the rate that suits a large one.
constexpr std::int64_t kSmallModel = 3'000'000;
constexpr double kRateOfSmall = 2e-3, kRateOfLarge = 5e-5;

using Paths = std::set<std::string>;

const Paths kHiddenWhilePretraining{"name", "family.id", "family.preset", "data.train", "tokenizer.from", "family.config.vocab_size", "task.", "transfer.", "seeds", "fractions", "sampling"};
const Paths kHiddenWhileFineTuning{"name", "family.", "objective.", "tokenizer.", "data.train", "data.validation", "data.sequence_length", "data.short_sequence_probability", "init.from",
                                   "task.id", "task.train", "task.validation", "task.columns.", "probes", "seeds", "fractions", "sampling"};

void setSchedule(RunSpec& spec, double rate) {
  readJson(*spec.optimizer.settings(), Json{{"learning_rate", rate}});
  readJson(*spec.schedule.settings(), Json{{"warmup_steps", 20}});
  spec.train.epochs = 3;
  spec.train.evaluateEvery = 50;
  spec.train.checkpointEvery = 50;
}

}  // namespace

void NewRunView::connectTask() {
  connect(m_purposes, &QButtonGroup::idClicked, this, [this](int purpose) { setFineTuning(purpose == 1); });
  connect(m_source, &TaskSource::checkpointChosen, this, &NewRunView::startFrom);
  connect(m_source, &TaskSource::taskChosen, this, &NewRunView::chooseTask);
  connect(m_source, &TaskSource::filesChosen, this, &NewRunView::takeFiles);
  connectTogether();
  connect(m_preview->task(), &TaskCard::columnsChosen, this, [this](const TaskColumnsSpec& columns) {
    m_model->setValue("task.columns.text", columns.text);
    m_model->setValue("task.columns.pair", columns.pair);
    m_model->setValue("task.columns.label", columns.label);
  });
}

void NewRunView::setModels(const std::vector<ModelChoice>& models) { m_source->setModels(models); }

RunSpec NewRunView::usualFineTuning() const {
  RunSpec spec;
  spec.name = tr("Fine-tuning").toStdString();
  spec.data.train.clear();
  spec.data.validationFraction = 0.1;
  spec.task.id = m_source->firstTask();
  spec.task.train = m_source->usualFiles(spec.task.id);
  const bool known = m_spec.family.settings() && fineTunes(m_spec);
  setSchedule(spec, known && parametersOf(m_spec.family.id(), familyConfig(m_spec), m_spec.tokenizer.vocabSize) > kSmallModel ? kRateOfLarge : kRateOfSmall);
  return spec;
}

void NewRunView::setFineTuning(bool fineTuning) {
  if (fineTuning == fineTunes(m_spec)) return refreshPurpose();
  RunSpec next = m_other ? *m_other : RunSpec();
  const bool first = !m_other;
  if (first && fineTuning) next = usualFineTuning();
  if (first && !fineTuning) next.data.train = {kToyWorldEntry};
  m_other = spec();
  setSpec(next);
  if (!first || !fineTuning || !m_source->chooseUsable()) return;
  startFrom(QString::fromStdString(m_source->checkpoint()));
}

void NewRunView::fineTuneOn(const QStringList& tables) {
  setFineTuning(true);
  m_source->chooseTask("text_classification");
  m_source->addPaths(tables);
  if (!tables.isEmpty()) m_model->setValue("name", QFileInfo(tables.front()).completeBaseName().toStdString());
}

// Which settings are open, folded or not asked for at all.
void NewRunView::refreshPurpose() {
  const bool fineTuning = fineTunes(m_spec);
  m_purposes->button(fineTuning ? 1 : 0)->setChecked(true);
  if (fineTuning) m_source->setSpec(m_spec);
  if (fineTuning) m_preview->task()->setLimit(m_spec);
  if (fineTuning) refreshTogether();
  if (m_shownPurpose == fineTuning) return;
  m_shownPurpose = fineTuning;
  m_pretraining->setVisible(!fineTuning);
  m_source->setVisible(fineTuning);
  m_preview->setFineTuning(fineTuning);
  if (fineTuning) m_form->choose(kHiddenWhileFineTuning, {"train", "transfer", "optimizer", "schedule", "task"}, {"transfer.", "task."});
  else m_form->choose(kHiddenWhilePretraining, {"train", "optimizer", "schedule", "objective", "data", "tokenizer"}, {});
}

// Family, sizes and tokeniser are the checkpoint's.
void NewRunView::startFrom(const QString& checkpoint) {
  try {
    Json json = fileJson(m_spec);                       // with the task that is shown alone: the others stay beside it
    json.erase("family");
    json.erase("tokenizer");
    json["init"]["from"] = checkpoint.toStdString();
    json = followCheckpoint(std::move(json), {});
    if (!json.contains("family")) throw std::invalid_argument(checkpoint.toStdString() + ": " + tr("there is no checkpoint in it (config.json)").toStdString());
    RunSpec spec;
    spec.family = Variant(familyTable(), json["family"]["id"].get<std::string>());
    readJson(spec, json);
    const double rate = parametersOf(spec.family.id(), familyConfig(spec), spec.tokenizer.vocabSize) > kSmallModel ? kRateOfLarge : kRateOfSmall;
    if (!m_model->differs("optimizer.learning_rate")) readJson(*spec.optimizer.settings(), Json{{"learning_rate", rate}});
    takeSpec(spec);
    m_checkpointProblem.clear();
  } catch (const std::exception& error) {
    m_checkpointProblem = messageText(error.what());
  }
  m_source->showCheckpointProblem(m_checkpointProblem);
  refreshMessages();
}

void NewRunView::chooseTask(const QString& id) {
  m_model->setValue("task.id", id.toStdString());
  takeFiles(m_source->usualFiles(id.toStdString()), {});
}

void NewRunView::takeFiles(const std::vector<std::string>& train, const std::vector<std::string>& validation) {
  if (train != m_spec.task.train)
    for (const char* column : {"task.columns.text", "task.columns.pair", "task.columns.label"}) m_model->setValue(column, "");
  m_model->setValue("task.validation", validation);
  m_model->setValue("task.train", train);
  m_preview->clearBatch();
  m_batchStep = 0;
  if (!train.empty()) return askForPreview();
  m_preview->task()->clear();
}

// What the files are read for: other settings change nothing about them.
std::string NewRunView::aboutTask() const {
  const TaskSpec& task = m_spec.task;
  return Json{task.id, task.train, task.validation, task.columns.text, task.columns.pair, task.columns.label, m_spec.tokenizer.from}.dump();
}

// A folder becomes the files it stands for, and a table gets the columns that were guessed.
void NewRunView::showTask(const TaskPreview& preview) {
  if (!fineTunes(m_spec)) return;
  m_counted = preview.problems.empty() ? preview.examples : -1;
  if (!m_together.empty()) m_together.at(m_place).examples = m_counted;
  refreshTogether();
  m_taskProblem = preview.problems.empty() ? QString() : tr("The labelled examples cannot be read: see what is wrong beside them.");
  const std::pair<const char*, Json> found[] = {{"task.train", preview.train},
                                                {"task.validation", preview.validation},
                                                {"task.columns.text", preview.chosen.text},
                                                {"task.columns.pair", preview.chosen.pair},
                                                {"task.columns.label", preview.chosen.label}};
  for (const auto& [path, value] : found)
    if (m_model->row(path) && m_model->row(path)->current != value) m_model->setValue(path, value);
  m_asked[PreviewKind::Task] = aboutTask();
  m_preview->task()->show(preview, m_spec);
  refreshMessages();
}

QString NewRunView::reasonAboutTask() const {
  if (!fineTunes(m_spec)) return {};
  if (!m_checkpointProblem.isEmpty()) return m_checkpointProblem;
  if (m_spec.task.train.empty()) return tr("Choose the labelled examples.");
  const auto asked = m_asked.find(PreviewKind::Task);
  const bool known = asked != m_asked.end() && asked->second == aboutTask() && (!m_preview->task()->preview().train.empty() || !m_taskProblem.isEmpty());
  if (known && !m_taskProblem.isEmpty()) return m_taskProblem;
  if (known && m_preview->task()->preview().train == m_spec.task.train) return {};
  return tr("The labelled examples are being read.");
}

}  // namespace cloze
