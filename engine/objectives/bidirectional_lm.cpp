// The next word and the one before (Peters et al., 2018, section 3.1): two readers of one text that never see each other, each with its loss; the
// total is their mean, as in the authors' training code. While training, the softmax may be over a sample of the words.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <stdexcept>

#include "engine/blocks/sampled_softmax.h"
#include "engine/objectives/objective.h"
#include "engine/objectives/settings.h"

namespace cloze {

namespace {

constexpr std::uint64_t kPlaceOfSample = std::uint64_t{1} << 40;     // no dropout site is that far

class BidirectionalLm final : public Objective {
 public:
  explicit BidirectionalLm(std::int64_t negativeSamples) : m_negativeSamples(negativeSamples) {}

  LossReport compute(TextModel& model, const BatchTensors& batch, Pass& pass) override {
    if (!batch.backwardTargets.defined()) throw std::logic_error("bidirectional_lm: the batch does not say what is predicted backwards");
    const Output output = model.forward(batch, pass);
    const auto rows = gatherRows(output.hidden.reshape({-1, output.hidden.size(2)}), batch.predicted);   // [N, H]
    LossReport report;
    report.terms.push_back(term("forward_lm", model, rows, Reading::Before, batch.targets, pass));
    report.terms.push_back(term("backward_lm", model, rows, Reading::After, batch.backwardTargets, pass));
    return report;
  }

  std::vector<std::int64_t> counts(const Batch& batch) const override {
    const auto count = static_cast<std::int64_t>(batch.predicted.size());
    return {count, count};
  }
  HeadChoice head() const override { return {Head::BidirectionalLm}; }

  std::vector<std::pair<std::string, double>> metrics(const std::string& term, double meanLoss, std::int64_t correct, std::int64_t count) const override {
    const std::string direction = term == "forward_lm" ? "forward" : "backward";
    const double accuracy = count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : std::nan("");
    return {{direction + "_lm_loss", meanLoss}, {direction + "_perplexity", std::exp(meanLoss)}, {direction + "_accuracy", accuracy}};
  }

 private:
  LossTerm term(const char* name, TextModel& model, const torch::Tensor& rows, Reading reading, const torch::Tensor& targets, const Pass& pass) const {
    const CrossEntropy entropy = entropyOf(model, rows, reading, targets, pass);
    return {name, entropy.sum, 0.5, targets.numel(), entropy.correct};
  }

  // The sample is one for the step, whatever the shards.
  CrossEntropy entropyOf(TextModel& model, const torch::Tensor& rows, Reading reading, const torch::Tensor& targets, const Pass& pass) const {
    if (!pass.training || m_negativeSamples == 0) return crossEntropySum(model.tokenLogits(rows, reading), targets);
    const TextModel::WordRows words = model.wordRows(rows, reading);
    const std::int64_t vocabulary = words.words.weight.size(0);
    if (m_negativeSamples >= vocabulary) return crossEntropySum(model.tokenLogits(rows, reading), targets);
    return sampledCrossEntropySum(words.hidden, words.words, targets, sampleWords(vocabulary, m_negativeSamples, pass.random.at(kPlaceOfSample)));
  }

  std::int64_t m_negativeSamples;
};

}  // namespace

std::unique_ptr<Objective> bidirectionalLm(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<BidirectionalLmSettings>*>(&settings);
  if (!typed) throw std::invalid_argument("bidirectional_lm: these are settings of another objective");
  return std::make_unique<BidirectionalLm>(typed->value.negativeSamples);
}

}  // namespace cloze
