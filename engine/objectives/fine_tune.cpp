// The losses of labelled tasks (Devlin et al., 2018, section 4): cross-entropy over labels, choices, the labels of words, starts and ends of a span;
// squared error for numbers. Of one task, of several with a head each, or of one head a layer. Beside them the penalty of a mixture of layers and the
// next word's loss (Radford et al., 2018, section 3.2, equation 5). R rows: sequences [B], labelled words [N] or all places [B * T].
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "engine/blocks/functions.h"
#include "engine/objectives/frozen_features.h"
#include "engine/objectives/objective.h"
#include "engine/objectives/settings.h"

namespace cloze {

namespace {

Head headOfKind(TaskKind kind) {
  switch (kind) {
    case TaskKind::Tagging: return Head::TokenLabels;
    case TaskKind::Span: return Head::Span;
    case TaskKind::Choice: return Head::Choice;
    default: return Head::SequenceLabels;
  }
}

std::int64_t outputsOf(const FineTuneSettings::Task& task) {
  return task.kind == TaskKind::Regression || task.kind == TaskKind::Choice ? 1 : task.kind == TaskKind::Span ? 2 : task.labels;
}

std::int64_t labelledRows(TaskKind kind, const Batch& batch) {
  switch (kind) {
    case TaskKind::Regression: return static_cast<std::int64_t>(batch.scores.size());
    case TaskKind::Tagging: return static_cast<std::int64_t>(batch.targets.size());
    case TaskKind::Span: return static_cast<std::int64_t>(batch.answerSpans.size()) / 2;
    default: return static_cast<std::int64_t>(batch.sentenceLabels.size());
  }
}

// ---- losses of rows [R, labels]

LossTerm labelError(const torch::Tensor& rows, const torch::Tensor& labels) {
  if (!labels.defined() || labels.numel() == 0) return {};
  const CrossEntropy entropy = crossEntropySum(rows.clone(), labels);                         // the logits are used up
  return {"", entropy.sum, 1, labels.numel(), entropy.correct};
}

LossTerm squaredError(const torch::Tensor& rows, const BatchTensors& batch) {
  if (!batch.scores.defined()) return {};
  return {"", (rows.view(-1) - batch.scores).square().sum(), 1, batch.scores.numel(), -1};
}

// The mean of the losses of both ends; `correct` counts starts.
LossTerm spanError(const torch::Tensor& rows, const BatchTensors& batch) {
  if (!batch.answerSpans.defined()) return {};
  const auto logits = rows.view({batch.ids.size(0), -1, 2});                                  // [B, T, 2]
  const auto end = [&](std::int64_t which) { return crossEntropySum(logits.select(2, which).contiguous().clone(), batch.answerSpans.select(1, which).contiguous()); };
  const CrossEntropy begins = end(0), ends = end(1);
  return {"", (begins.sum + ends.sum) / 2, 1, batch.answerSpans.size(0), begins.correct};
}

LossTerm errorOf(TaskKind kind, const torch::Tensor& rows, const BatchTensors& batch) {
  switch (kind) {
    case TaskKind::Regression: return squaredError(rows, batch);
    case TaskKind::Tagging: return labelError(rows, batch.targets);
    case TaskKind::Span: return spanError(rows, batch);
    case TaskKind::Choice: return labelError(rows.reshape({-1, batch.choices}), batch.sentenceLabels);
    default: return labelError(rows, batch.sentenceLabels);
  }
}

// Of every row of the batch its logits, flat.
std::vector<torch::Tensor> answersOf(TaskKind kind, const torch::Tensor& rows, const BatchTensors& batch) {
  std::vector<torch::Tensor> answers;
  const std::int64_t B = batch.ids.size(0), T = batch.ids.size(1);
  const auto places = kind == TaskKind::Tagging ? torch::div(batch.predicted, T, "floor") : torch::Tensor();
  for (std::int64_t row = 0; row < B; ++row) {
    if (kind == TaskKind::Tagging) answers.push_back(rows.index_select(0, (places == row).nonzero().view(-1)).reshape(-1).contiguous());
    else answers.push_back(rows.view({B, -1})[row].contiguous());
  }
  return answers;
}

class FineTuneObjective final : public Objective {
 public:
  explicit FineTuneObjective(const FineTuneSettings& settings) : m_settings(settings) {
    if (m_settings.tasks.empty()) throw std::logic_error("fine_tune: no task");
    if (!headPerLayer()) return;
    const FineTuneSettings::Task task = m_settings.tasks.front();
    m_settings.tasks.assign(static_cast<std::size_t>(m_settings.layers + 1), task);
    for (std::size_t layer = 0; layer < m_settings.tasks.size(); ++layer) m_settings.tasks[layer].name = "layer_" + std::to_string(layer);
  }

  LossReport compute(TextModel& model, const BatchTensors& batch, Pass& pass) override {
    LossReport report;
    for (const auto& task : m_settings.tasks) report.terms.push_back({termName(task), torch::zeros({}), 1, 0, -1});
    const torch::Tensor hidden = headPerLayer() ? answerEach(model, batch, pass, report) : answer(model, batch, pass, report);
    if (pass.training) addPenalty(model, batch, report);
    if (pass.training && m_settings.languageWeight > 0) addLanguage(model, batch, hidden, report);
    return report;
  }

  std::vector<std::int64_t> counts(const Batch& batch) const override {
    std::vector<std::int64_t> all(m_settings.tasks.size() + 2, 0);
    const std::int64_t labelled = labelledRows(m_settings.tasks[taskOf(batch.task)].kind, batch);
    for (std::size_t i = 0; i < m_settings.tasks.size(); ++i)
      if (headPerLayer() || i == taskOf(batch.task)) all[i] = labelled;
    all[all.size() - 2] = labelled;
    for (const std::uint8_t real : batch.attentionMask) all.back() += real;
    all.back() -= batch.rows;                                                                 // the first word of a row is not predicted
    return all;
  }

  HeadChoice head() const override {
    const FineTuneSettings::Task& first = m_settings.tasks.front();
    HeadChoice choice{headOfKind(first.kind), outputsOf(first), m_settings.features, {}};
    if (m_settings.tasks.size() == 1) return choice;
    for (const auto& task : m_settings.tasks) choice.named.push_back({task.name, headOfKind(task.kind), outputsOf(task)});
    return choice;
  }

  std::vector<std::pair<std::string, double>> metrics(const std::string& term, double meanLoss, std::int64_t correct, std::int64_t count) const override {
    if (term == kPenalty || term == kLanguage) return {{term, meanLoss}};
    if (correct < 0 || count == 0) return {};
    const bool several = m_settings.tasks.size() > 1;
    const std::string name = m_settings.tasks.front().kind == TaskKind::Span && !several ? "start_accuracy" : "accuracy";
    return {{several ? term + "/" + name : name, static_cast<double>(correct) / static_cast<double>(count)}};
  }

 private:
  static constexpr const char* kPenalty = "mix_penalty";
  static constexpr const char* kLanguage = "language_loss";

  bool headPerLayer() const { return m_settings.features.layers == FeatureLayers::Each; }
  std::size_t taskOf(std::int64_t number) const { return headPerLayer() ? 0 : static_cast<std::size_t>(number); }
  std::string termName(const FineTuneSettings::Task& task) const { return m_settings.tasks.size() > 1 ? task.name : "task"; }

  void addAnswer(std::size_t task, const torch::Tensor& rows, const BatchTensors& batch, const Pass& pass, LossReport& report) const {
    const TaskKind kind = m_settings.tasks.at(task).kind;
    if (!pass.training)
      for (torch::Tensor& answer : answersOf(kind, rows.detach(), batch)) report.answers.push_back(std::move(answer));
    LossTerm term = errorOf(kind, rows, batch);
    if (term.count == 0) return;
    term.name = report.terms[task].name;
    report.terms[task] = std::move(term);
  }

  // The head of the batch's task; returns the body's last layer.
  torch::Tensor answer(TextModel& model, const BatchTensors& batch, Pass& pass, LossReport& report) const {
    const std::size_t task = taskOf(batch.task);
    if (!model.taskHeads()) {
      const Output output = model.forward(batch, pass);
      const auto logits = model.taskLogits(output.hidden, batch, pass);
      const bool tags = m_settings.tasks[task].kind == TaskKind::Tagging;
      const auto rows = logits.reshape({-1, logits.size(-1)});
      addAnswer(task, tags ? gatherRows(rows, batch.predicted) : rows, batch, pass, report);
      return output.hidden;
    }
    torch::Tensor hidden;
    const auto features = featuresOf(model, batch, task, pass, hidden);
    addAnswer(task, model.taskHeads()->logits(features, placesOf(batch), task, pass), batch, pass, report);
    return hidden;
  }

  torch::Tensor answerEach(TextModel& model, const BatchTensors& batch, Pass& pass, LossReport& report) const {
    torch::Tensor hidden;
    const auto features = featuresOf(model, batch, 0, pass, hidden);
    for (std::size_t layer = 0; layer < m_settings.tasks.size(); ++layer) addAnswer(layer, model.taskHeads()->logits(features, placesOf(batch), layer, pass), batch, pass, report);
    return hidden;
  }

  static TaskHeads::Places placesOf(const BatchTensors& batch) { return {batch.ids.size(0), batch.ids.size(1), batch.predicted}; }

  // Made beforehand, made row by row by a frozen body, or of the whole batch with its gradient.
  torch::Tensor featuresOf(TextModel& model, const BatchTensors& batch, std::size_t head, Pass& pass, torch::Tensor& hidden) const {
    if (batch.features.defined()) return batch.features;
    if (m_settings.frozenBody) return frozenFeatures(model, batch, head);
    Output output = forwardForHeads(model, batch, pass);
    hidden = output.hidden;
    return model.taskHeads()->features({std::move(output.hiddenStates), batch.attentionMask, batch.predicted}, head);
  }

  void addPenalty(const TextModel& model, const BatchTensors& batch, LossReport& report) const {
    const auto penalty = model.penalty();
    if (!penalty.defined() && m_settings.languageWeight == 0) return;
    const std::int64_t share = penalty.defined() ? report.terms[headPerLayer() ? 0 : taskOf(batch.task)].count : 0;   // of each shard as much as it has of the step
    report.terms.push_back({kPenalty, share > 0 ? penalty * static_cast<double>(share) : torch::zeros({}), 1, share, -1});
  }

  void addLanguage(TextModel& model, const BatchTensors& batch, const torch::Tensor& hidden, LossReport& report) const {
    const std::int64_t B = batch.ids.size(0), T = batch.ids.size(1);
    const auto real = batch.attentionMask.defined() ? batch.attentionMask : torch::ones({B, T}, torch::kBool);
    const auto ahead = torch::cat({real.narrow(1, 1, T - 1), torch::zeros({B, 1}, torch::kBool)}, 1);   // a real token follows
    const auto rows = ahead.reshape({-1}).nonzero().view(-1);
    if (rows.numel() == 0) return report.terms.push_back({kLanguage, torch::zeros({}), m_settings.languageWeight, 0, -1});
    const auto targets = batch.ids.reshape({-1}).index_select(0, rows + 1);
    const CrossEntropy entropy = model.wordLoss(gatherRows(hidden.reshape({B * T, hidden.size(2)}), rows), targets);
    report.terms.push_back({kLanguage, entropy.sum, m_settings.languageWeight, rows.numel(), -1});
  }

  FineTuneSettings m_settings;
};

}  // namespace

std::unique_ptr<Objective> fineTune(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<FineTuneSettings>*>(&settings);
  if (!typed) throw std::logic_error("fine_tune: other settings");
  return std::make_unique<FineTuneObjective>(typed->value);
}

}  // namespace cloze
