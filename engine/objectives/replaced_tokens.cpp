// Replaced-token detection (Clark et al., 2020, section 2): a generator fills masked places with words drawn from what it expects there, the
// model says of every token whether it is the original. Loss: the generator's likelihood, and lambda times the judgement over all real tokens.
// The draw carries no gradient; it is a function of (seed, step, row, place) like every other, so a batch can be replayed and a run resumed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <stdexcept>

#include "engine/blocks/functions.h"
#include "engine/objectives/objective.h"
#include "engine/objectives/replaced_tokens.h"
#include "engine/objectives/settings.h"

namespace cloze {

namespace {

// A token from the probabilities that crossEntropySum leaves where the logits were, less one at the target.
std::int64_t drawToken(const float* residual, std::int64_t vocabulary, std::int64_t target, double uniform) {
  double sum = 0;
  for (std::int64_t id = 0; id < vocabulary; ++id) {
    sum += static_cast<double>(residual[id]) + (id == target ? 1.0 : 0.0);
    if (sum > uniform) return id;
  }
  return target;                                     // rounding: the probabilities add up to a little less than one
}

// What the generator puts at the predicted places: [N]. residual [N, V].
torch::Tensor drawTokens(const torch::Tensor& residual, const BatchTensors& batch, Pass& pass) {
  const Random draws = nextDraws(pass);
  const std::int64_t N = batch.predicted.numel(), V = residual.size(1), T = batch.ids.size(1);
  auto drawn = torch::empty({N}, torch::kInt64);
  const std::int64_t *place = batch.predicted.data_ptr<std::int64_t>(), *target = batch.targets.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < N; ++i) {
    Random random = draws.at(static_cast<std::uint64_t>(pass.firstRow + place[i] / T)).at(static_cast<std::uint64_t>(place[i] % T));
    drawn.data_ptr<std::int64_t>()[i] = drawToken(residual.data_ptr<float>() + i * V, V, target[i], random.uniform());
  }
  return drawn;
}

class ReplacedTokensObjective final : public Objective {
 public:
  explicit ReplacedTokensObjective(double weight) : m_weight(weight) {}

  LossReport compute(TextModel& model, const BatchTensors& batch, Pass& pass) override {
    TextModel* generator = model.generator();
    if (!generator) throw std::logic_error("replaced_tokens: the model has no generator");
    const auto hidden = generator->forward(batch, pass).hidden;                                 // sec. 2: G sees the masked text
    auto logits = generator->tokenLogits(gatherRows(hidden.reshape({-1, hidden.size(2)}), batch.predicted));   // [N, V]
    const CrossEntropy likelihood = crossEntropySum(logits, batch.targets);
    const ReplacedBatch shown = replaceTokens(batch, drawTokens(logits.detach(), batch, pass));
    const auto judged = model.replacedLogits(model.forward(shown.batch, pass).hidden);          // sec. 2: D sees the corrupted text, [B, T]
    const auto real = realTokens(judged, batch), labels = realTokens(shown.replaced, batch);    // [R]
    LossReport report;
    report.terms.push_back({"generator", likelihood.sum, 1, batch.predicted.numel(), likelihood.correct});
    report.terms.push_back({"replaced_tokens", torch::binary_cross_entropy_with_logits(real, labels, {}, {}, at::Reduction::Sum), m_weight, real.numel(),
                            (real > 0).eq(labels > 0.5).sum().item<std::int64_t>()});
    report.terms.push_back({"replaced", labels.sum(), 0, batch.predicted.numel(), (real > 0).logical_and(labels > 0.5).sum().item<std::int64_t>()});
    return report;
  }

  std::vector<std::int64_t> counts(const Batch& batch) const override {
    const auto predicted = static_cast<std::int64_t>(batch.predicted.size());
    return {predicted, batch.attentionMask.empty() ? batch.rows * batch.length : batch.tokens(), predicted};
  }

  HeadChoice head() const override { return {Head::Pretraining}; }

  std::vector<std::pair<std::string, double>> metrics(const std::string& term, double mean, std::int64_t correct, std::int64_t count) const override {
    const double share = count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : std::nan("");
    if (term == "generator") return {{"generator_loss", mean}, {"generator_accuracy", share}};
    if (term == "replaced_tokens") return {{"replaced_loss", mean}, {"replaced_accuracy", share}};
    return {{"replaced_share", mean}, {"replaced_found", mean > 0 ? share / mean : std::nan("")}};   // of the places; of those that were replaced
  }

 private:
  // [B, T] -> [R], padding left out.
  static torch::Tensor realTokens(const torch::Tensor& values, const BatchTensors& batch) {
    return batch.attentionMask.defined() ? values.masked_select(batch.attentionMask) : values.reshape({-1});
  }

  double m_weight;
};

}  // namespace

ReplacedBatch replaceTokens(const BatchTensors& batch, const torch::Tensor& tokens) {
  ReplacedBatch result;
  result.batch = batch;
  result.batch.ids = batch.ids.clone();
  result.batch.ids.view({-1}).index_copy_(0, batch.predicted, tokens);
  result.replaced = torch::zeros(batch.ids.sizes(), torch::kFloat32);
  result.replaced.view({-1}).index_copy_(0, batch.predicted, tokens.ne(batch.targets).to(torch::kFloat32));
  return result;
}

std::unique_ptr<Objective> replacedTokens(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<ReplacedTokensSettings>*>(&settings);
  if (!typed) throw std::invalid_argument("these settings are another objective's");
  return std::make_unique<ReplacedTokensObjective>(typed->value.weight);
}

}  // namespace cloze
