// BERT (Devlin et al., 2018): a Transformer encoder that sees both sides, pre-trained by filling blanks and judging sentence pairs; section 3.
// Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/bert.h"

#include <algorithm>

#include "engine/families/encoder.h"
#include "engine/heads/classifier.h"
#include "engine/heads/masked_lm.h"
#include "engine/heads/pooler.h"

namespace cloze {

namespace {

const std::string kPrefix = "bert.";

bool isOneOf(Head head, std::initializer_list<Head> heads) { return std::find(heads.begin(), heads.end(), head) != heads.end(); }

class BertModel final : public TextModel {
 public:
  BertModel(const BertConfig& config, std::optional<std::uint64_t> seed, const HeadChoice& choice)
      : TextModel(seed, config.initializerRange, choice), m_settings(config), m_prefix(choice.head == Head::None ? "" : kPrefix),
        m_encoder(m_parameters, config, m_prefix, config.hiddenSize) {
    addHeads(choice);
  }

  Output forward(const BatchTensors& batch, Pass& pass) override { return m_encoder.forward(batch, pass); }

  torch::Tensor tokenLogits(const torch::Tensor& hidden) override {                           // sec. 3.1, task 1
    return m_maskedLm ? m_maskedLm->forward(hidden) : TextModel::tokenLogits(hidden);
  }
  torch::Tensor pooled(const torch::Tensor& hidden) override { return m_pooler ? m_pooler->forward(hidden) : TextModel::pooled(hidden); }
  bool hasPooler() const override { return m_pooler.has_value(); }
  torch::Tensor sentenceLogits(const torch::Tensor& hidden) override {                        // sec. 3.1, task 2
    Pass noDropout;
    return m_nextSentence ? m_nextSentence->forward(pooled(hidden), noDropout) : TextModel::sentenceLogits(hidden);
  }
  torch::Tensor taskLogits(const torch::Tensor& hidden, const BatchTensors& batch, Pass& pass) override {   // sec. 4
    return m_task ? m_task->forward(m_pooler ? pooled(hidden) : hidden, pass) : TextModel::taskLogits(hidden, batch, pass);
  }

  Settings& config() override { return m_settings; }
  std::int64_t layers() const override { return m_settings.value.hiddenLayers; }
  std::string family() const override { return "bert"; }

 private:
  void addHeads(const HeadChoice& choice) {
    const BertConfig& c = m_settings.value;
    const Head head = choice.head;
    const bool pools = isOneOf(head, {Head::None, Head::Pretraining, Head::NextSentence, Head::SequenceLabels, Head::Choice});
    if (pools && choice.features.isUsual())                                                   // other heads read the layers themselves
      m_pooler.emplace(m_parameters, m_prefix + "pooler.dense", c.hiddenSize);
    if (isOneOf(head, {Head::Pretraining, Head::MaskedLm})) addMaskedLm();
    if (isOneOf(head, {Head::Pretraining, Head::NextSentence}))
      m_nextSentence.emplace(m_parameters, "cls.seq_relationship", Classifier::Options{c.hiddenSize, 2, 0});
    if (isOneOf(head, {Head::SequenceLabels, Head::TokenLabels, Head::Choice}))
      m_task.emplace(m_parameters, "classifier",
                     Classifier::Options{c.hiddenSize, head == Head::Choice ? 1 : choice.labels, c.classifierDropout.value_or(c.hiddenDropout)});
    if (head == Head::Span) m_task.emplace(m_parameters, "qa_outputs", Classifier::Options{c.hiddenSize, 2, 0});
  }

  void addMaskedLm() {
    const BertConfig& c = m_settings.value;
    const std::string decoder = "cls.predictions.decoder", bias = "cls.predictions.bias";
    const std::string ownBias = c.tieWordEmbeddings ? bias : decoder + ".bias";
    m_maskedLm.emplace(m_parameters,
                       MaskedLmHead::Names{{"cls.predictions.transform.dense", "cls.predictions.transform.transform_act_fn"},
                                           "cls.predictions.transform.LayerNorm", decoder, ownBias},
                       MaskedLmHead::Options{c.hiddenSize, c.vocabSize, c.hiddenAct, c.layerNormEps},
                       c.tieWordEmbeddings ? m_encoder.words() : torch::Tensor());
    if (c.tieWordEmbeddings) {
      m_parameters.alias(bias, {decoder + ".bias"});
      m_parameters.alias(m_prefix + "embeddings.word_embeddings.weight", {decoder + ".weight"});
    } else {
      m_parameters.alias(ownBias, {bias, true});                                              // files hold both, the same values
    }
  }

  SettingsOf<BertConfig> m_settings;
  std::string m_prefix;
  Encoder m_encoder;
  std::optional<Pooler> m_pooler;
  std::optional<MaskedLmHead> m_maskedLm;
  std::optional<Classifier> m_nextSentence, m_task;
};

std::unique_ptr<TextModel> buildBert(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  return std::make_unique<BertModel>(bertConfig(config), seed, head);
}

}  // namespace

ModelFactory bertFactory() {
  ModelFactory factory;
  factory.build = buildBert;
  factory.encoderPrefix = kPrefix;
  factory.architectures = {{Head::Pretraining, "BertForPreTraining"}, {Head::None, "BertModel"}, {Head::MaskedLm, "BertForMaskedLM"},
                           {Head::NextSentence, "BertForNextSentencePrediction"}, {Head::SequenceLabels, "BertForSequenceClassification"},
                           {Head::TokenLabels, "BertForTokenClassification"}, {Head::Span, "BertForQuestionAnswering"},
                           {Head::Choice, "BertForMultipleChoice"}};
  return factory;
}

}  // namespace cloze
