// Masked words (Devlin et al., 2018, section 3.1, task 1), next sentence (task 2), both together with equal weights; next words
// (Radford et al., 2018, equation 1), also of a second sequence (Raffel et al., 2020, section 3.1.4) or in a random order (Yang et al., 2019, section 2.2).
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <stdexcept>

#include "engine/blocks/functions.h"
#include "engine/objectives/objective.h"

namespace cloze {

namespace {

// Only the predicted positions go through the vocabulary head.
LossTerm wordTerm(const std::string& name, TextModel& model, const Output& output, const BatchTensors& batch) {
  const CrossEntropy entropy = model.wordLoss(predictedRows(output, batch), batch.targets);
  return {name, entropy.sum, 1, batch.predicted.numel(), entropy.correct};
}

LossTerm sentenceTerm(TextModel& model, const Output& output, const BatchTensors& batch) {
  if (!batch.sentenceLabels.defined()) throw std::logic_error("next_sentence: the batch has no sentence labels");
  const CrossEntropy entropy = crossEntropySum(model.sentenceLogits(output.hidden), batch.sentenceLabels);
  return {"next_sentence", entropy.sum, 1, batch.sentenceLabels.numel(), entropy.correct};
}

class LanguageObjective final : public Objective {
 public:
  LanguageObjective(bool masked, bool nextSentence) : m_masked(masked), m_nextSentence(nextSentence) {}

  LossReport compute(TextModel& model, const BatchTensors& batch, Pass& pass) override {
    const Output output = model.forward(batch, pass);
    LossReport report;
    if (m_masked) report.terms.push_back(wordTerm("masked_lm", model, output, batch));
    if (m_nextSentence) report.terms.push_back(sentenceTerm(model, output, batch));
    return report;
  }

  std::vector<std::int64_t> counts(const Batch& batch) const override {
    std::vector<std::int64_t> counts;
    if (m_masked) counts.push_back(static_cast<std::int64_t>(batch.predicted.size()));
    if (m_nextSentence) counts.push_back(static_cast<std::int64_t>(batch.sentenceLabels.size()));
    return counts;
  }

  HeadChoice head() const override { return {m_nextSentence ? (m_masked ? Head::Pretraining : Head::NextSentence) : Head::MaskedLm}; }

  std::vector<std::pair<std::string, double>> metrics(const std::string& term, double meanLoss, std::int64_t correct, std::int64_t count) const override {
    const double accuracy = count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : std::nan("");
    if (term == "next_sentence") return {{"next_sentence_loss", meanLoss}, {"next_sentence_accuracy", accuracy}};
    return {{"masked_lm_loss", meanLoss}, {"perplexity", std::exp(meanLoss)}, {"masked_accuracy", accuracy}};
  }

 private:
  bool m_masked, m_nextSentence;
};

// What stands at a position predicts the token after it, or in a random order the token at it: the batch says so by its targets.
class NextTokenObjective final : public Objective {
 public:
  NextTokenObjective(std::string term, Head head, std::string accuracy = "next_token_accuracy") : m_term(std::move(term)), m_accuracy(std::move(accuracy)), m_head(head) {}
  LossReport compute(TextModel& model, const BatchTensors& batch, Pass& pass) override {
    const Output output = model.forward(batch, pass);
    LossReport report;
    report.terms.push_back(wordTerm(m_term, model, output, batch));
    return report;
  }
  std::vector<std::int64_t> counts(const Batch& batch) const override { return {static_cast<std::int64_t>(batch.predicted.size())}; }
  HeadChoice head() const override { return {m_head}; }
  std::vector<std::pair<std::string, double>> metrics(const std::string&, double meanLoss, std::int64_t correct, std::int64_t count) const override {
    const double accuracy = count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : std::nan("");
    return {{m_term + "_loss", meanLoss}, {"perplexity", std::exp(meanLoss)}, {m_accuracy, accuracy}};
  }

 private:
  std::string m_term, m_accuracy;
  Head m_head;
};

}  // namespace

std::unique_ptr<Objective> causalLm(const Settings&) { return std::make_unique<NextTokenObjective>("causal_lm", Head::CausalLm); }
std::unique_ptr<Objective> permutationLm(const Settings&) { return std::make_unique<NextTokenObjective>("permutation_lm", Head::MaskedLm, "ordered_accuracy"); }
std::unique_ptr<Objective> spanCorruption(const Settings&) { return std::make_unique<NextTokenObjective>("span_corruption", Head::SequenceToSequence); }
std::unique_ptr<Objective> textToText(const Settings&) { return std::make_unique<NextTokenObjective>("text_to_text", Head::SequenceToSequence); }
std::unique_ptr<Objective> maskedLm(const Settings&) { return std::make_unique<LanguageObjective>(true, false); }
std::unique_ptr<Objective> nextSentence(const Settings&) { return std::make_unique<LanguageObjective>(false, true); }
std::unique_ptr<Objective> maskedLmAndNextSentence(const Settings&) { return std::make_unique<LanguageObjective>(true, true); }

}  // namespace cloze
