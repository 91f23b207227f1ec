// The losses of labelled tasks (Devlin et al., 2018, section 4): cross-entropy over labels, choices, the labels of words, starts and ends of a span;
// squared error for numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "engine/blocks/functions.h"
#include "engine/objectives/objective.h"
#include "engine/objectives/settings.h"

namespace cloze {

namespace {

class FineTuneObjective final : public Objective {
 public:
  explicit FineTuneObjective(const FineTuneSettings& settings) : m_settings(settings) {}

  LossReport compute(TextModel& model, const BatchTensors& batch, Pass& pass) override {
    const Output output = model.forward(batch, pass);
    const auto logits = model.taskLogits(output.hidden, batch, pass);
    LossReport report;
    if (!pass.training) report.answers = answersOf(logits.detach(), batch);
    if (LossTerm term = termOf(logits, batch); term.count > 0) report.terms.push_back(std::move(term));
    return report;
  }

  std::vector<std::int64_t> counts(const Batch& batch) const override {
    switch (m_settings.kind) {
      case TaskKind::Regression: return {static_cast<std::int64_t>(batch.scores.size())};
      case TaskKind::Tagging: return {static_cast<std::int64_t>(batch.targets.size())};
      case TaskKind::Span: return {static_cast<std::int64_t>(batch.answerSpans.size()) / 2};
      default: return {static_cast<std::int64_t>(batch.sentenceLabels.size())};
    }
  }

  HeadChoice head() const override {
    switch (m_settings.kind) {
      case TaskKind::Regression: return {Head::SequenceLabels, 1};
      case TaskKind::Tagging: return {Head::TokenLabels, m_settings.labels};
      case TaskKind::Span: return {Head::Span, 2};
      case TaskKind::Choice: return {Head::Choice, 1};
      default: return {Head::SequenceLabels, m_settings.labels};
    }
  }

  std::vector<std::pair<std::string, double>> metrics(const std::string&, double, std::int64_t correct, std::int64_t count) const override {
    if (correct < 0 || count == 0) return {};
    return {{m_settings.kind == TaskKind::Span ? "start_accuracy" : "accuracy", static_cast<double>(correct) / static_cast<double>(count)}};
  }

 private:
  LossTerm termOf(const torch::Tensor& logits, const BatchTensors& batch) const {
    switch (m_settings.kind) {
      case TaskKind::Regression: return squaredError(logits, batch);
      case TaskKind::Tagging: return crossEntropy(gatherRows(logits.reshape({-1, logits.size(2)}), batch.predicted), batch.targets);
      case TaskKind::Span: return spanError(logits, batch);
      case TaskKind::Choice: return crossEntropy(logits.reshape({-1, batch.choices}), batch.sentenceLabels);
      default: return crossEntropy(logits, batch.sentenceLabels);
    }
  }

  static LossTerm crossEntropy(const torch::Tensor& logits, const torch::Tensor& labels) {
    if (!labels.defined() || labels.numel() == 0) return {};
    const CrossEntropy entropy = crossEntropySum(logits.clone(), labels);    // the logits are used up
    return {"task", entropy.sum, 1, labels.numel(), entropy.correct};
  }

  static LossTerm squaredError(const torch::Tensor& logits, const BatchTensors& batch) {
    if (!batch.scores.defined()) return {};
    return {"task", (logits.view(-1) - batch.scores).square().sum(), 1, batch.scores.numel(), -1};
  }

  // The mean of the losses of both ends; `correct` counts starts.
  static LossTerm spanError(const torch::Tensor& logits, const BatchTensors& batch) {
    if (!batch.answerSpans.defined()) return {};
    const auto end = [&](std::int64_t which) { return crossEntropySum(logits.select(2, which).contiguous().clone(), batch.answerSpans.select(1, which).contiguous()); };
    const CrossEntropy begins = end(0), ends = end(1);
    return {"task", (begins.sum + ends.sum) / 2, 1, batch.answerSpans.size(0), begins.correct};
  }

  std::vector<torch::Tensor> answersOf(const torch::Tensor& logits, const BatchTensors& batch) const {
    std::vector<torch::Tensor> answers;
    const std::int64_t B = logits.size(0);
    for (std::int64_t row = 0; row < B && m_settings.kind != TaskKind::Tagging; ++row) answers.push_back(logits[row].reshape(-1).contiguous());
    if (m_settings.kind != TaskKind::Tagging) return answers;
    const std::int64_t T = logits.size(1);
    const auto rows = torch::div(batch.predicted, T, "floor"), values = logits.reshape({-1, logits.size(2)}).index_select(0, batch.predicted);
    for (std::int64_t row = 0; row < B; ++row) answers.push_back(values.index_select(0, (rows == row).nonzero().view(-1)).reshape(-1).contiguous());
    return answers;
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
