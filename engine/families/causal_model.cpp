// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/causal_model.h"

#include "engine/blocks/key_value_cache.h"
#include "engine/families/summary_options.h"

namespace cloze {

namespace {

// The last token of each row that is not padding: [B]. Without a padding id the last one.
torch::Tensor lastTokens(const torch::Tensor& ids, const std::optional<std::int64_t>& padding) {
  const std::int64_t B = ids.size(0), T = ids.size(1);
  if (!padding) return torch::full({B}, T - 1, torch::kInt64);
  const auto places = torch::arange(T, torch::kInt64).expand({B, T});
  return torch::where(ids != *padding, places, torch::zeros_like(places)).amax(1);
}

StackOptions causalLayers(const CausalSettings& settings, std::int64_t inner, const std::string& prefix) {
  StackOptions options;
  options.prefix = prefix + "h.";
  options.names.attention = {"attn.c_attn", {}, {}, {}};
  options.names.attentionOutput = {"attn.c_proj", "ln_1"};
  options.names.widen = {"mlp.c_fc", "mlp.act"};
  options.names.narrow = {"mlp.c_proj", "ln_2"};
  options.layers = settings.layers;
  options.width = settings.width;
  options.heads = settings.heads;
  options.inner = inner;
  options.activation = settings.activation;
  options.epsilon = settings.layerNormEpsilon;
  options.hiddenDropout = settings.residualDropout;
  options.attentionDropout = settings.attentionDropout;
  options.span = AttentionSpan::Causal;
  options.layout = MatrixLayout::InputsFirst;
  return options;
}

}  // namespace

std::string causalPrefix(const HeadChoice& choice) { return choice.head == Head::None ? "" : "transformer."; }

CausalOptions causalOptions(const CausalSettings& settings, std::int64_t inner, const CausalNames& names, const HeadChoice& choice) {
  const std::string prefix = causalPrefix(choice);
  CausalOptions options;
  options.embeddings.prefix = prefix;
  options.embeddings.tables = {{names.words, settings.vocabSize}, {names.positions, settings.positions}};
  options.embeddings.norm = "";
  options.embeddings.width = settings.width;
  options.embeddings.dropout = settings.embeddingDropout;
  options.layers = causalLayers(settings, inner, prefix);
  options.tied = settings.tieWordEmbeddings;
  options.initializerRange = settings.initializerRange;
  options.padding = settings.padTokenId;
  options.summary = summaryOptions(settings.summary);
  return options;
}

CausalModel::CausalModel(const CausalOptions& options, std::optional<std::uint64_t> seed, const HeadChoice& choice)
    : TextModel(seed, options.initializerRange, choice), m_options(options), m_embeddings(m_parameters, options.embeddings), m_layers(m_parameters, options.layers) {
  m_parameters.setLayer(options.layers.layers + 1);
  addHeads(choice);
}

void CausalModel::addHeads(const HeadChoice& choice) {
  const std::int64_t width = m_options.layers.width;
  const std::string words = m_options.embeddings.prefix + m_options.embeddings.tables.front().name + ".weight";
  if (choice.head == Head::CausalLm || choice.head == Head::DoubleHeads) {
    m_words = m_options.tied ? m_embeddings.words() : m_parameters.add("lm_head.weight", m_embeddings.words().sizes(), Init::Normal);
    if (m_options.tied) m_parameters.alias(words, {"lm_head.weight"});
  }
  if (choice.head == Head::DoubleHeads) {
    SequenceSummary::Options summary = m_options.summary;
    summary.width = width;
    summary.labels = choice.labels;
    m_choice.emplace(m_parameters, "multiple_choice_head.summary", summary);
  }
  if (choice.head == Head::SequenceLabels) m_score = m_parameters.add("score.weight", {choice.labels, width}, Init::Normal);
  if (choice.head == Head::TokenLabels) m_task.emplace(m_parameters, "classifier", Classifier::Options{width, choice.labels, m_options.classifierDropout});
  if (choice.head == Head::Span) m_task.emplace(m_parameters, "qa_outputs", Classifier::Options{width, 2, 0});
}

torch::Tensor CausalModel::positionsOf(const BatchTensors& batch, const Pass& pass) const {
  const std::int64_t before = pass.cache ? pass.cache->length : 0, end = before + batch.ids.size(1), positions = m_options.embeddings.tables[1].rows;
  if (batch.positionIds.defined()) return batch.positionIds;
  if (end > positions)
    throw std::invalid_argument("a sequence of " + std::to_string(end) + " tokens is longer than this model's " + std::to_string(positions) + " positions");
  return torch::arange(before, end, torch::kInt64).expand(batch.ids.sizes()).contiguous();
}

Output CausalModel::forward(const BatchTensors& batch, Pass& pass) {
  const std::int64_t B = batch.ids.size(0), T = batch.ids.size(1);
  std::vector<torch::Tensor> ids{batch.ids, positionsOf(batch, pass)};
  if (batch.typeIds.defined()) ids.push_back(batch.typeIds);
  const auto embedded = m_embeddings.forward(ids, pass);                                       // [B * T, H]
  const StackResult read = m_layers.forward(embedded, attentionBytesOf(batch), B, pass);
  const auto shaped = [&](const torch::Tensor& rows) { return rows.view({B, T, -1}); };        // [B, T, H]
  Output output;
  output.hidden = shaped(read.hidden);
  if (pass.capture.hiddenStates) output.hiddenStates.push_back(shaped(embedded));
  for (const auto& state : read.hiddenStates) output.hiddenStates.push_back(shaped(state));
  output.attentions = read.attentions;
  return output;
}

torch::Tensor CausalModel::tokenLogits(const torch::Tensor& hidden) {
  return m_words.defined() ? linear(hidden, {m_words, {}}) : TextModel::tokenLogits(hidden);
}

CrossEntropy CausalModel::wordLoss(const torch::Tensor& hidden, const torch::Tensor& targets) {
  const torch::Tensor words = m_words.defined() || !m_options.tied ? m_words : m_embeddings.words();   // also beside a task's head (Radford et al., 2018, section 3.2)
  return words.defined() ? linearCrossEntropySum(hidden, {words, {}}, targets) : TextModel::wordLoss(hidden, targets);
}

torch::Tensor CausalModel::taskLogits(const torch::Tensor& hidden, const BatchTensors& batch, Pass& pass) {
  if (m_task) return m_task->forward(hidden, pass);
  if (!m_score.defined()) return TextModel::taskLogits(hidden, batch, pass);
  const auto last = lastTokens(batch.ids, m_options.padding).view({-1, 1, 1}).expand({-1, 1, hidden.size(2)});
  return linear(hidden.gather(1, last).squeeze(1), {m_score, {}});                             // [B, labels]
}

torch::Tensor CausalModel::choiceLogits(const torch::Tensor& hidden, const torch::Tensor& positions, Pass& pass) {
  return m_choice ? m_choice->forward(hidden, positions, pass) : TextModel::choiceLogits(hidden, positions, pass);
}

}  // namespace cloze
