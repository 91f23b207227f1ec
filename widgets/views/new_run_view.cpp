// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/new_run_view.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "widgets/form/form_widget.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/cost_card.h"
#include "widgets/views/family_cards.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/task_card.h"
#include "widgets/views/task_source.h"
#include "widgets/views/text_sources.h"
#include "widgets/views/tokenizer_sample.h"
#include "widgets/views/tokenizer_source.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalBlocker>

#include <algorithm>

namespace cloze {

NewRunView::NewRunView(QWidget* parent) : QWidget(parent) {
  m_spec.data.train = {kToyWorldEntry};
  m_model = new FormModel(m_spec, this);
  m_model->setCheck([this] { return checkCombinations(this->spec(), Json()); });
  m_model->setChoiceFilter([this](const std::string& path, const std::string& id) { return allows(path, id); });
  m_pause.setSingleShot(true);
  m_pause.setInterval(300);
  setAcceptDrops(true);
  makePage();
  connectSignals();
  refresh();
  m_pause.start();                                       // the page is there first, its previews follow
}

void NewRunView::connectSignals() {
  connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) { m_model->setValue("name", text.toStdString()); });
  connect(m_families, &FamilyCards::chosen, this, [this](const QString& family) { chooseFamily(family.toStdString()); });
  connect(m_preset, &QComboBox::activated, this, [this](int index) { m_model->setValue("family.preset", m_preset->itemData(index).toString().toStdString()); });
  connect(m_texts, &TextSources::changed, this, &NewRunView::takeTexts);
  connect(m_texts, &TextSources::cancelled, this, [this] { Q_EMIT previewCancelled(PreviewKind::Text); });
  connect(m_tokenizer, &TokenizerSource::changed, this, [this] { m_model->setValue("tokenizer.from", m_tokenizer->from()); refreshMessages(); });
  connectTask();
  connect(m_model, &FormModel::edited, this, &NewRunView::refresh);
  connect(m_model, &FormModel::problemsChanged, this, &NewRunView::refreshMessages);
  connect(m_model, &FormModel::edited, &m_pause, qOverload<>(&QTimer::start));
  connect(m_model, &FormModel::edited, m_preview, &NewRunPreview::settingsChanged);
  connect(&m_pause, &QTimer::timeout, this, &NewRunView::askForPreview);
  connect(m_preview, &NewRunPreview::batchAsked, this, &NewRunView::askForBatch);
  connect(m_preview, &NewRunPreview::costAsked, this, &NewRunView::askForCost);
  connect(m_preview, &NewRunPreview::cancelled, this, &NewRunView::previewCancelled);
  connect(m_preview, &NewRunPreview::commandWanted, this, &NewRunView::specFileRequested);
  connect(m_preview->cost(), &CostCard::tryAsked, this, [this] { Q_EMIT trialRequested(Trial::TwentySteps); });
  connect(m_preview->cost(), &CostCard::overfitAsked, this, [this] { Q_EMIT trialRequested(Trial::OneBatch); });
  connect(m_banner, &Banner::triggered, m_banner, &Banner::clear);
  connect(m_start, &QPushButton::clicked, this, &NewRunView::startRequested);
  connect(m_queue, &QPushButton::clicked, this, &NewRunView::queueRequested);
}

// ---- settings

// Another family brings the objective and the kind of tokeniser it usually has, where it cannot go on with those chosen before.
void NewRunView::chooseFamily(const std::string& id) {
  if (id == m_spec.family.id()) return;
  m_model->setValue("family.id", id);
  const FamilyInfo& info = family(id);
  if (!info.objectives.empty() && !allows("objective.id", m_spec.objective.id())) m_model->setValue("objective.id", info.objectives.front());
  const FormRow* kind = m_model->row("tokenizer.kind");
  const bool known = kind && std::any_of(kind->choices.begin(), kind->choices.end(), [&info](const FormChoice& choice) { return choice.id == info.tokenizer; });
  if (known) m_model->setValue("tokenizer.kind", info.tokenizer);
}

bool NewRunView::allows(const std::string& path, const std::string& id) const {
  if (path != "objective.id") return true;
  const auto& known = family(m_spec.family.id()).objectives;
  return std::find(known.begin(), known.end(), id) != known.end();
}

void NewRunView::setSpec(const RunSpec& spec) {
  m_spec = spec;
  takeTogether(spec);
  takeSpec(RunSpec(m_spec));
}

void NewRunView::takeSpec(const RunSpec& spec) {
  m_spec = spec;
  RunSpec preset = fineTunes(spec) ? usualFineTuning() : RunSpec();   // what these settings would be if nothing were changed
  preset.family = Variant(familyTable(), spec.family.id());
  if (preset.family.settings() && spec.family.settings()) {
    auto& settings = preset.family.as<FamilySettings>();
    settings.preset = spec.family.as<FamilySettings>().preset;
    settings.applyPreset();
  }
  preset.objective = Variant(objectiveTable(), spec.objective.id());
  if (preset.optimizer.id() != spec.optimizer.id()) preset.optimizer = Variant(optimizerTable(), spec.optimizer.id());
  if (preset.schedule.id() != spec.schedule.id()) preset.schedule = Variant(scheduleTable(), spec.schedule.id());
  refreshPurpose();
  m_model->refresh(preset);
  m_banner->clear();
  m_preview->clearBatch();
  m_preview->settingsChanged();
  m_batchStep = 0;
  refresh();
  m_pause.start();
}

void NewRunView::takeTexts() {
  m_model->setValue("data.train", m_texts->texts());
  m_preview->clearBatch();
  m_batchStep = 0;
}

std::filesystem::path NewRunView::pastedFile() const { return m_texts->pastedFile(); }

std::string NewRunView::pastedText() const { return m_texts->pastedText(); }

// ---- previews

void NewRunView::askOnce(PreviewKind kind, const std::string& about) {
  std::string& asked = m_asked[kind];
  if (asked == about) return;
  asked = about;
  Q_EMIT previewRequested(kind, 1);
}

void NewRunView::askForPreview() {
  m_pause.stop();
  const Json all = toJson(m_spec);
  const bool hasText = !m_spec.data.train.empty() && !isFineTuning(m_spec);
  const std::string text = Json(m_spec.data.train).dump();
  if (hasText) askOnce(PreviewKind::Text, text);
  const bool needsPath = m_tokenizer->wantsExisting() && m_spec.tokenizer.from.empty();
  const auto& problems = m_model->problems();
  const bool tokenizerStands = std::none_of(problems.begin(), problems.end(), [](const auto& problem) { return problem.first.rfind("tokenizer.", 0) == 0; });
  if (hasText && !needsPath && tokenizerStands) askOnce(PreviewKind::Tokenizer, text + all["tokenizer"].dump());
  if (fineTunes(m_spec) && !m_spec.task.train.empty()) askOnce(PreviewKind::Task, aboutTask());
  if (problems.empty()) askOnce(PreviewKind::LearningRates, all["optimizer"].dump() + all["schedule"].dump() + all["train"].dump() + all["transfer"].dump() + all["family"].dump());
  refreshDoubts();
}

void NewRunView::askForBatch() {
  if (!m_model->problems().empty()) return m_preview->card(PreviewKind::Batch)->showProblem(reasonNotToStart());
  m_preview->card(PreviewKind::Batch)->showProgress(tr("Reading the text..."));
  Q_EMIT previewRequested(PreviewKind::Batch, ++m_batchStep);
}

void NewRunView::askForCost() {
  if (!m_model->problems().empty()) return m_preview->cost()->showProblem(reasonNotToStart());
  m_preview->cost()->showProgress(tr("Reading the text..."));
  Q_EMIT previewRequested(PreviewKind::Cost, 1);
}

void NewRunView::showLearningRates(const std::vector<LearningRateCurve>& curves) { m_preview->showLearningRates(curves, m_spec); }

void NewRunView::showText(const CorpusReport& report) {
  m_report = report;
  m_textProblem.clear();
  m_texts->showReport(report);
  refreshMessages();
}

void NewRunView::showTokenizer(const TokenizerSample& sample) {
  m_tokenizerProblem.clear();
  m_tokenizer->showProblem({});
  m_existingVocabulary = sample.trained ? 0 : sample.vocabulary;
  m_preview->pieces()->showSample(sample);
  refresh();
}

void NewRunView::showBatch(const BatchPreview& preview, std::int64_t step) { m_preview->showBatch(preview, step); }

void NewRunView::showEstimate(const CostEstimate& estimate) {
  m_preview->cost()->showCost(estimate, m_spec);
  refreshMessages();
}

void NewRunView::showPreviewProgress(PreviewKind kind, const QString& text) {
  if (kind == PreviewKind::Text) m_texts->showProgress(text);
  if (PreviewCard* card = m_preview->card(kind)) card->showProgress(text);
}

void NewRunView::showPreviewError(PreviewKind kind, const QString& text) {
  const QString said = text.isEmpty() ? tr("Cancelled.") : text;
  if (kind == PreviewKind::LearningRates) return m_preview->showLearningRates({}, m_spec);
  if (kind == PreviewKind::Text) {
    m_report.reset();
    m_textProblem = text;
    m_texts->showProblem(said);
  }
  if (kind == PreviewKind::Tokenizer && !m_spec.tokenizer.from.empty()) {
    m_tokenizerProblem = text;
    m_tokenizer->showProblem(said);
  }
  if (kind == PreviewKind::Task) {
    m_taskProblem = said;
    m_preview->task()->clear();
  }
  const bool told = kind == PreviewKind::Tokenizer && !m_spec.tokenizer.from.empty();   // beside the tokeniser already
  if (PreviewCard* card = m_preview->card(kind)) card->showProblem(told ? QString() : said);
  refreshMessages();
}

void NewRunView::showError(const QString& text) { m_banner->say(QStringLiteral("error"), "banner-bad", text, tr("Put away")); }

// ---- what is shown of the settings

void NewRunView::refresh() {
  const QString name = QString::fromStdString(m_spec.name);
  if (m_name->text() != name) m_name->setText(name);
  refreshPurpose();
  m_families->setFamily(m_spec.family.id());
  m_texts->setTexts(m_spec.data.train);
  const bool choosing = m_tokenizer->wantsExisting() && m_tokenizer->from().empty() && m_spec.tokenizer.from.empty();
  if (!choosing) m_tokenizer->setFrom(m_spec.tokenizer.from);
  const std::string text = Json(m_spec.data.train).dump();
  if (m_asked[PreviewKind::Text] != text) {              // what was found belongs to another text
    m_asked[PreviewKind::Text].clear();
    m_report.reset();
    m_textProblem.clear();
    m_texts->showProgress({});
  }
  if (m_spec.family.settings()) refreshPresets();
  refreshMessages();
}

void NewRunView::refreshPresets() {
  const auto& settings = m_spec.family.as<FamilySettings>();
  const std::int64_t vocabulary = m_existingVocabulary > 0 && !m_spec.tokenizer.from.empty() ? m_existingVocabulary : m_spec.tokenizer.vocabSize;
  const QString shown = QStringLiteral("%1 %2").arg(QString::fromStdString(settings.family)).arg(vocabulary);
  const QSignalBlocker block(m_preset);
  if (m_preset->property("shown").toString() != shown) {
    m_preset->setProperty("shown", shown);
    m_preset->clear();
    for (const PresetInfo& preset : presets(settings.family)) m_preset->addItem(presetTitle(settings.family, preset, vocabulary), QString::fromStdString(preset.id));
  }
  m_preset->setCurrentIndex(m_preset->findData(QString::fromStdString(settings.preset)));
  m_preset->setToolTip(m_preset->currentText());
  const std::int64_t parameters = m_model->problems().empty() ? parametersOf(settings.family, *settings.config, vocabulary) : 0;
  m_parameters->setText(parameters > 0 ? tr("%1 parameters with a vocabulary of %2").arg(formatCount(parameters), formatCount(vocabulary)) : QString());
}

QStringList NewRunView::doubts() const { return launchDoubts(m_spec, m_report, m_preview->cost()->cost()); }

void NewRunView::refreshDoubts() {
  const QStringList found = doubts();
  m_doubts->setText(found.size() > 2 ? found.mid(0, 2).join(QLatin1Char('\n')) + QLatin1Char('\n') + tr("and %n more", nullptr, static_cast<int>(found.size()) - 2) : found.join(QLatin1Char('\n')));
  m_doubts->setToolTip(found.join(QLatin1Char('\n')));
  m_doubts->setVisible(!found.isEmpty());
  m_doubtIcon->setVisible(!found.isEmpty());
}

void NewRunView::refreshMessages() {
  const QString reason = reasonNotToStart();
  m_reason->setText(reason);
  m_reason->setVisible(!reason.isEmpty());
  m_reasonIcon->setVisible(!reason.isEmpty());
  for (QPushButton* button : {m_start, m_queue}) button->setEnabled(reason.isEmpty());
  m_start->setToolTip(reason.isEmpty() ? tr("Starts now (Ctrl+Return)") : reason);
  m_preview->cost()->setTriesEnabled(reason.isEmpty());
  refreshDoubts();
}

QString NewRunView::reasonNotToStart() const {
  const QString task = reasonAboutTask();
  if (!task.isEmpty()) return task;
  if (!isFineTuning(m_spec) && m_spec.data.train.empty()) return tr("Choose the text to train on.");
  const std::string pasted = m_texts->pastedFile().string();
  for (const std::string& path : m_spec.data.train)
    if (path != kToyWorldEntry && path != pasted && !QFileInfo::exists(QString::fromStdString(path))) return tr("%1 is not there.").arg(formatPath(QString::fromStdString(path)));
  if (!m_textProblem.isEmpty() && !isFineTuning(m_spec)) return m_textProblem;
  if (!isFineTuning(m_spec) && m_tokenizer->wantsExisting() && m_spec.tokenizer.from.empty()) return tr("Choose the tokeniser, or train a new one.");
  if (!m_tokenizerProblem.isEmpty() && !m_spec.tokenizer.from.empty()) return m_tokenizerProblem;
  const auto& problems = m_model->problems();
  if (problems.empty()) return {};
  const auto& [path, message] = *problems.begin();
  const FormRow* row = m_model->row(path);
  const QString first = (row ? schemaText(row->info.shownLabel()) : QString::fromStdString(path)) + QStringLiteral(": ") + messageText(message);
  return problems.size() == 1 ? first : tr("%1 (and %n more)", nullptr, static_cast<int>(problems.size()) - 1).arg(first);
}

// ---- what is dropped

void NewRunView::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

// A specification is opened; a checkpoint is started from when fine-tuning; anything else is what is trained on.
void NewRunView::dropEvent(QDropEvent* event) {
  QStringList texts;
  for (const QUrl& url : event->mimeData()->urls()) {
    const QString path = url.toLocalFile();
    const bool fineTuning = fineTunes(m_spec), questions = fineTuning && taskInfo(m_spec.task.id).kind == TaskKind::Span;   // whose files end in .json, too
    if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) && !questions) Q_EMIT loadRequested(path);
    else if (fineTuning && QFileInfo::exists(path + QStringLiteral("/config.json"))) m_source->chooseCheckpoint({QFileInfo(path).fileName(), path.toStdString(), {}, 0, false});
    else if (!path.isEmpty()) texts << path;
  }
  if (fineTunes(m_spec)) m_source->addPaths(texts);
  else m_texts->addPaths(texts);
  event->acceptProposedAction();
}

}  // namespace cloze
