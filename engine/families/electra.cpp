// ELECTRA (Clark et al., 2020): a small masked language model proposes replacements, a discriminator finds them; sections 2 and 3.
// The generator is trained by likelihood and thrown away; what is exported is the discriminator. Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/electra.h"

#include "engine/families/encoder.h"
#include "engine/heads/classifier.h"
#include "engine/heads/masked_lm.h"

namespace cloze {

namespace {

const std::string kElectraPrefix = "electra.";
constexpr std::uint64_t kGeneratorSeed = 0x6E65726174657267ull;   // both models have weights of one name: their first values differ

// Dense, activation, one number a token (section 2): greater than zero says "replaced".
class ReplacedTokenHead {
 public:
  ReplacedTokenHead(ParameterTable& parameters, const ElectraConfig& c)
      : m_dense(parameters, {"discriminator_predictions.dense", "discriminator_predictions.activation"}, {c.hiddenSize, c.hiddenSize, c.hiddenAct, {}}),
        m_judge(addLinear(parameters, "discriminator_predictions.dense_prediction", c.hiddenSize, 1)) {}
  // [B, T, H] -> [B, T]
  torch::Tensor forward(const torch::Tensor& hidden) const {
    return linear(m_dense.forward(hidden.reshape({-1, hidden.size(2)})), m_judge).view({hidden.size(0), hidden.size(1)});
  }

 private:
  ActivatedLinear m_dense;
  Affine m_judge;
};

// The first token, dense, gelu, labels; dropout before each map (section 3.1: fine-tuning).
class ElectraClassifier {
 public:
  ElectraClassifier(ParameterTable& parameters, std::int64_t width, std::int64_t labels, double dropout)
      : m_dense(parameters, {"classifier.dense", "classifier.activation"}, {width, width, "gelu", {}}),
        m_labels(parameters, "classifier.out_proj", {width, labels, dropout}), m_dropout(dropout) {}
  // [B, T, H] -> [B, labels]
  torch::Tensor forward(const torch::Tensor& hidden, Pass& pass) const {
    const auto first = hidden.select(1, 0).contiguous();
    return m_labels.forward(m_dense.forward(dropoutRows(first, nextDropout(pass, m_dropout), first.size(0))), pass);
  }

 private:
  ActivatedLinear m_dense;
  Classifier m_labels;
  double m_dropout;
};

// One of the two models; with the pre-training head the discriminator and, inside it, its generator.
class ElectraModel final : public TextModel {
 public:
  // lender: the discriminator's parameters, whose embeddings its generator shares (section 3.2).
  ElectraModel(const ElectraConfig& config, std::optional<std::uint64_t> seed, const HeadChoice& choice, const ParameterTable* lender = nullptr)
      : TextModel(seed, config.initializerRange, choice), m_settings(config), m_prefix(choice.head == Head::None ? "" : kElectraPrefix),
        m_encoder(lending(lender), config, m_prefix, config.embeddingSize) {
    addHeads(choice);
    if (choice.head == Head::Pretraining) addGenerator(seed);
  }

  Output forward(const BatchTensors& batch, Pass& pass) override { return m_encoder.forward(batch, pass); }
  torch::Tensor tokenLogits(const torch::Tensor& hidden) override { return m_maskedLm ? m_maskedLm->forward(hidden) : TextModel::tokenLogits(hidden); }
  torch::Tensor replacedLogits(const torch::Tensor& hidden) override { return m_replaced ? m_replaced->forward(hidden) : TextModel::replacedLogits(hidden); }
  torch::Tensor taskLogits(const torch::Tensor& hidden, const BatchTensors& batch, Pass& pass) override {
    if (m_classifier) return m_classifier->forward(hidden, pass);
    return m_task ? m_task->forward(hidden, pass) : TextModel::taskLogits(hidden, batch, pass);
  }

  TextModel* generator() override { return m_generator.get(); }
  Settings& config() override { return m_settings; }
  std::int64_t layers() const override { return m_settings.value.hiddenLayers; }
  std::string family() const override { return "electra"; }

 private:
  ParameterTable& lending(const ParameterTable* lender) {
    if (lender) m_parameters.borrow(*lender, m_prefix + "embeddings.");
    return m_parameters;
  }

  void addHeads(const HeadChoice& choice) {
    const ElectraConfig& c = m_settings.value;
    const double dropout = c.classifierDropout.value_or(c.hiddenDropout);
    if (choice.head == Head::MaskedLm) addMaskedLm();
    if (choice.head == Head::Pretraining || choice.head == Head::ReplacedTokens) m_replaced.emplace(m_parameters, c);
    if (choice.head == Head::SequenceLabels) m_classifier.emplace(m_parameters, c.hiddenSize, choice.labels, dropout);
    if (choice.head == Head::TokenLabels) m_task.emplace(m_parameters, "classifier", Classifier::Options{c.hiddenSize, choice.labels, dropout});
    if (choice.head == Head::Span) m_task.emplace(m_parameters, "qa_outputs", Classifier::Options{c.hiddenSize, 2, 0});
  }

  void addMaskedLm() {                                                                         // always the exact gelu
    const ElectraConfig& c = m_settings.value;
    m_maskedLm.emplace(m_parameters,
                       MaskedLmHead::Names{{"generator_predictions.dense", "generator_predictions.activation"}, "generator_predictions.LayerNorm",
                                           "generator_lm_head", "generator_lm_head.bias"},
                       MaskedLmHead::Options{c.hiddenSize, c.vocabSize, "gelu", c.layerNormEps, c.embeddingSize},
                       c.tieWordEmbeddings ? m_encoder.words() : torch::Tensor());
    if (c.tieWordEmbeddings) m_parameters.alias(m_prefix + "embeddings.word_embeddings.weight", {"generator_lm_head.weight"});
  }

  void addGenerator(std::optional<std::uint64_t> seed) {                                       // sec. 3.2: smaller, embeddings shared
    const auto own = seed ? std::optional(*seed ^ kGeneratorSeed) : std::nullopt;
    m_generator = std::make_unique<ElectraModel>(generatorOf(m_settings.value), own, HeadChoice{Head::MaskedLm}, &m_parameters);
    m_parameters.adopt(m_generator->parameters(), kGeneratorFolder);
  }

  SettingsOf<ElectraConfig> m_settings;
  std::string m_prefix;
  Encoder m_encoder;
  std::optional<MaskedLmHead> m_maskedLm;
  std::optional<ReplacedTokenHead> m_replaced;
  std::optional<ElectraClassifier> m_classifier;
  std::optional<Classifier> m_task;
  std::unique_ptr<ElectraModel> m_generator;
};

std::unique_ptr<TextModel> buildElectra(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  return std::make_unique<ElectraModel>(electraConfig(config), seed, head);
}

}  // namespace

ModelFactory electraFactory() {
  ModelFactory factory;
  factory.build = buildElectra;
  factory.encoderPrefix = kElectraPrefix;
  factory.architectures = {{Head::ReplacedTokens, "ElectraForPreTraining"}, {Head::Pretraining, "ElectraForPreTraining"}, {Head::None, "ElectraModel"},
                           {Head::MaskedLm, "ElectraForMaskedLM"}, {Head::SequenceLabels, "ElectraForSequenceClassification"},
                           {Head::TokenLabels, "ElectraForTokenClassification"}, {Head::Span, "ElectraForQuestionAnswering"}};
  return factory;
}

}  // namespace cloze
