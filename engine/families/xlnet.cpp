// XLNet (Yang et al., 2019): words predicted in a random order by a stream of queries that does not know them, over a stream of contents that does;
// distances, segments and a memory of earlier text (Dai et al., 2019). Details and names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/xlnet.h"

#include <algorithm>
#include <optional>

#include "engine/blocks/feed_forward.h"
#include "engine/blocks/relative_attention.h"
#include "engine/families/text_model.h"
#include "engine/heads/classifier.h"
#include "engine/heads/sequence_summary.h"

namespace cloze {

namespace {

const std::string kXlnetPrefix = "transformer.";

RelativeAttention::Names relativeNames(const std::string& layer) {
  const std::string own = layer + "rel_attn.";
  return {own + "q", own + "k", own + "v", own + "o", own + "r", own + "r_w_bias", own + "r_r_bias", own + "r_s_bias", own + "seg_embed", own + "layer_norm"};
}

// Where the queries stand, rows of one length: [B, Q]; slots [N]: of them the predicted places, in the batch's order.
struct QueryPlaces { torch::Tensor places, slots; };

QueryPlaces queryPlaces(const torch::Tensor& predicted, std::int64_t batch, std::int64_t time) {
  const auto flat = predicted.contiguous();
  const std::int64_t* place = flat.data_ptr<std::int64_t>();
  std::vector<std::int64_t> counts(static_cast<std::size_t>(batch)), within;
  for (std::int64_t n = 0; n < flat.numel(); ++n) within.push_back(counts.at(static_cast<std::size_t>(place[n] / time))++);
  const std::int64_t most = *std::max_element(counts.begin(), counts.end());
  QueryPlaces result{torch::zeros({batch, most}, torch::kInt64), torch::empty({flat.numel()}, torch::kInt64)};
  for (std::int64_t n = 0; n < flat.numel(); ++n) {
    const std::int64_t slot = place[n] / time * most + within[static_cast<std::size_t>(n)];
    result.places.data_ptr<std::int64_t>()[slot] = place[n] % time;
    result.slots.data_ptr<std::int64_t>()[n] = slot;
  }
  return result;
}

// [B] the last token of each row that is real; undefined: of all it is the last one.
torch::Tensor lastReal(const BatchTensors& batch) {
  const auto mask = attentionBytesOf(batch);
  if (!mask.defined()) return {};
  return (mask.to(torch::kInt64) * torch::arange(mask.size(1), torch::kInt64)).amax(1);
}

class XlnetModel final : public TextModel {
 public:
  XlnetModel(const XlnetConfig& config, std::optional<std::uint64_t> seed, const HeadChoice& choice)
      : TextModel(seed, config.initializerRange, choice), m_settings(config), m_prefix(choice.head == Head::None ? "" : kXlnetPrefix) {
    m_words = m_parameters.add(m_prefix + "word_embedding.weight", {config.vocabSize, config.width}, Init::Normal);
    m_parameters.rowPerToken(m_prefix + "word_embedding.weight");
    m_query = m_parameters.add(m_prefix + "mask_emb", {1, 1, config.width}, Init::Normal, false);
    for (std::int64_t layer = 0; layer < config.layers; ++layer) addLayer(layer);
    m_parameters.setLayer(config.layers + 1);
    addHeads(choice);
  }

  Output forward(const BatchTensors& batch, Pass& pass) override {
    const double dropout = m_settings.value.dropout;
    const Plan plan = planOf(batch, pass);
    Streams streams;                                                                          // sec. 2.3: h = e(x), g = w
    streams.content = dropoutRows(embeddingSum({m_words}, {batch.ids}, -1), nextDropout(pass, dropout), plan.rows);
    if (plan.asks()) streams.query = dropoutRows(m_query.view({1, -1}).expand({plan.query.rule.places.numel(), -1}).contiguous(), nextDropout(pass, dropout), plan.rows);
    Output output;
    capture(streams, plan, pass, output);
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
      ++pass.layer;
      run(i, plan, pass, streams, output);
      capture(streams, plan, pass, output);
    }
    ++pass.layer;
    if (plan.remembers) countRemembered(plan, pass);
    if (streams.content.defined()) output.hidden = dropoutRows(streams.content, nextDropout(pass, dropout), plan.rows).view({plan.rows, plan.time, -1});
    if (plan.asks()) output.predicted = gatherRows(dropoutRows(streams.query, nextDropout(pass, dropout), plan.rows), plan.slots);
    return output;
  }

  torch::Tensor tokenLogits(const torch::Tensor& hidden) override {                           // sec. 2.2, equation 4
    return m_wordHead ? linear(hidden, *m_wordHead) : TextModel::tokenLogits(hidden);
  }
  torch::Tensor taskLogits(const torch::Tensor& hidden, const BatchTensors& batch, Pass& pass) override {
    if (m_summary) return m_task->forward(m_summary->forward(hidden, lastReal(batch), pass), pass);
    return m_task ? m_task->forward(hidden, pass) : TextModel::taskLogits(hidden, batch, pass);
  }

  // Of each layer: what entered it, the last mem_len tokens.
  Memory emptyMemory(std::int64_t rows) const override {
    Memory memory;
    const std::int64_t places = m_settings.value.memoryLength.value_or(0);
    if (places == 0) return memory;
    for (std::size_t i = 0; i < m_layers.size(); ++i) memory.states.push_back(torch::zeros({rows, places, m_settings.value.width}, torch::kFloat32));
    memory.filled = torch::zeros({rows}, torch::kFloat32);
    return memory;
  }

  Settings& config() override { return m_settings; }
  std::int64_t layers() const override { return m_settings.value.layers; }
  std::string family() const override { return "xlnet"; }

 private:
  struct Layer { RelativeAttention attention; FeedForward feedForward; };
  struct Streams { torch::Tensor content, query; };                                           // [B * T, H], [B * Q, H]; undefined: not needed any more
  // What all layers share: sizes, who sees whom, distances.
  struct Plan {
    std::int64_t rows = 0, time = 0, remembered = 0;                                          // B, T, M
    torch::Tensor sinusoids, slots;
    RelativeAttention::View content, query, queryEverywhere;                                  // the last for its weights alone
    bool remembers = false;
    bool asks() const { return slots.defined(); }
  };

  void addLayer(std::int64_t number) {
    const XlnetConfig& c = m_settings.value;
    const std::string name = m_prefix + "layer." + std::to_string(number) + ".";
    const RelativeAttention::Names names = relativeNames(name);
    const RelativeAttention::Options options{c.width, c.heads, c.headSize, c.layerNormEps, c.dropout};
    m_parameters.setLayer(number + 1);
    if (number == 0 || c.untieBiases) m_biases = RelativeAttention::addBiases(m_parameters, names, options);
    else shareBiases(names);
    RelativeAttention attention(m_parameters, names, options, m_biases);
    FeedForward::Options feedForward;
    feedForward.activation = c.activation;
    feedForward.narrow = {c.inner, c.width, c.layerNormEps, c.dropout, NormPlace::Post, {}, NormKind::Layer};
    feedForward.dropout = c.dropout;
    m_layers.push_back({attention, FeedForward(m_parameters, {name + "ff.layer_1", name + "ff.activation_function"}, {name + "ff.layer_2", name + "ff.layer_norm"}, feedForward)});
  }

  // Files hold a copy for each layer.
  void shareBiases(const RelativeAttention::Names& names) {
    const RelativeAttention::Names first = relativeNames(m_prefix + "layer.0.");
    m_parameters.alias(first.contentBias, {names.contentBias, true});
    m_parameters.alias(first.distanceBias, {names.distanceBias, true});
    m_parameters.alias(first.segmentBias, {names.segmentBias, true});
  }

  void addHeads(const HeadChoice& choice) {
    const XlnetConfig& c = m_settings.value;
    if (choice.head == Head::MaskedLm) {
      const auto words = c.tieWordEmbeddings ? m_words : m_parameters.add("lm_loss.weight", m_words.sizes(), Init::Normal);
      m_wordHead = Affine{words, m_parameters.add("lm_loss.bias", {c.vocabSize}, Init::Zeros, false)};
      m_parameters.rowPerToken("lm_loss.bias");
      if (c.tieWordEmbeddings) m_parameters.alias(m_prefix + "word_embedding.weight", {"lm_loss.weight"});
      else m_parameters.rowPerToken("lm_loss.weight");
    }
    if (choice.head == Head::SequenceLabels || choice.head == Head::Choice) addSummary(choice);
    if (choice.head == Head::TokenLabels) m_task.emplace(m_parameters, "classifier", Classifier::Options{c.width, choice.labels, 0});
    if (choice.head == Head::Span) m_task.emplace(m_parameters, "qa_outputs", Classifier::Options{c.width, 2, 0});
  }

  void addSummary(const HeadChoice& choice) {
    const XlnetConfig& c = m_settings.value;
    SequenceSummary::Options summary;
    summary.of = c.summaryType == "first" ? SummaryOf::First : c.summaryType == "mean" ? SummaryOf::Mean : SummaryOf::Chosen;
    summary.width = summary.labels = c.width;
    summary.activation = c.summaryActivation.value_or("linear");
    summary.mapped = c.summaryMapped;
    m_summary.emplace(m_parameters, "sequence_summary.summary", summary);
    m_task.emplace(m_parameters, "logits_proj", Classifier::Options{c.width, choice.head == Head::Choice ? 1 : choice.labels, c.summaryDropout});
  }

  Plan planOf(const BatchTensors& batch, Pass& pass) const {
    const XlnetConfig& c = m_settings.value;
    Plan plan;
    plan.rows = batch.ids.size(0);
    plan.time = plan.content.time = plan.query.time = batch.ids.size(1);
    plan.remembers = pass.memory && pass.memory->filled.defined();
    SightRule sight{plan.rows, plan.time, 0, attentionBytesOf(batch), batch.visible, batch.typeIds, {}, c.attention == "uni", c.sameLength};
    if (plan.remembers) {
      sight.filled = pass.memory->filled.narrow(0, pass.firstRow, plan.rows).clone();
      sight.remembered = plan.remembered = sight.filled.max().item<std::int64_t>();
    }
    const bool asks = batch.predicted.defined() && batch.predicted.numel() > 0 && (head().head == Head::MaskedLm || head().head == Head::None);
    if (asks && !sight.visible.defined()) sight.visible = hiddenFromAll(batch);
    plan.content.rule = ruleOf(sight, everyPlace(plan.rows, plan.time), true, batch);
    if (asks) {
      const QueryPlaces queries = queryPlaces(batch.predicted, plan.rows, plan.time);
      plan.slots = queries.slots;
      plan.query.rule = ruleOf(sight, queries.places, false, batch);
      if (pass.capture.attentions) plan.queryEverywhere = {plan.time, ruleOf(sight, everyPlace(plan.rows, plan.time), false, batch)};
    }
    plan.sinusoids = distances(plan, batch, pass);
    return plan;
  }

  static RelativeRule ruleOf(const SightRule& sight, const torch::Tensor& places, bool itself, const BatchTensors& batch) {
    RelativeRule rule;
    rule.bySegment = batch.typeIds.defined();
    rule.places = places;
    rule.sight = sightOf(sight, places, itself);
    if (batch.backward.defined()) rule.backward = batch.backward.to(torch::kUInt8).contiguous();
    return rule;
  }

  // Without an order nobody sees what is predicted, but each its own content: [B, T, T].
  static torch::Tensor hiddenFromAll(const BatchTensors& batch) {
    const std::int64_t B = batch.ids.size(0), T = batch.ids.size(1);
    return torch::ones({B * T}, torch::kUInt8).index_fill_(0, batch.predicted, 0).view({B, 1, T}).expand({B, T, T}).contiguous();
  }

  // One table for all rows, and one mask of dropout (as in Transformer-XL's code; XLNet's draws one a row).
  torch::Tensor distances(const Plan& plan, const BatchTensors& batch, Pass& pass) const {
    const XlnetConfig& c = m_settings.value;
    const std::int64_t keys = plan.remembered + plan.time;
    auto tables = distanceSinusoids(keys, plan.time, c.width, c.clampLength);
    if (batch.backward.defined()) tables = torch::cat({tables, distanceSinusoids(keys, plan.time, c.width, c.clampLength, true)});
    Dropout dropout = nextDropout(pass, c.dropout);
    dropout.firstRow = -1;
    return dropoutRows(tables, dropout, 1);
  }

  void run(std::size_t number, const Plan& plan, Pass& pass, Streams& streams, Output& output) const {
    const Layer& layer = m_layers[number];
    const RelativeAttention::Keys keys = layer.attention.keys(seenBy(number, plan, pass, streams.content), plan.sinusoids);
    if (plan.remembers) remember(number, plan, pass, streams.content);
    const auto through = [&](const torch::Tensor& stream, const RelativeAttention::View& view, std::vector<torch::Tensor>& attentions) {
      const RelativeAttention::Result result = layer.attention.forward(stream, keys, view, pass);
      if (pass.capture.attentions) attentions.push_back(result.probabilities);
      return layer.feedForward.forward(result.hidden, plan.rows, pass);
    };
    if (plan.asks() && pass.capture.attentions) output.predictedAttentions.push_back(attentionOfAll(layer, keys, plan, streams.query, pass));
    std::vector<torch::Tensor> notShown;
    const bool lastInTraining = number + 1 == m_layers.size() && plan.asks() && pass.training && !pass.capture.hiddenStates && !pass.capture.attentions;
    const auto content = lastInTraining ? torch::Tensor() : through(streams.content, plan.content, output.attentions);
    if (plan.asks()) streams.query = through(streams.query, plan.query, notShown);
    streams.content = content;
  }

  // The queries' weights at every place, [B, A, T, K]: a place that is not asked has the query zero.
  torch::Tensor attentionOfAll(const Layer& layer, const RelativeAttention::Keys& keys, const Plan& plan, const torch::Tensor& query, Pass& pass) const {
    const std::int64_t Q = plan.query.rule.places.size(1);
    const auto row = torch::div(plan.slots, Q, "floor");
    const auto flat = row * plan.time + plan.query.rule.places.view({-1}).index_select(0, plan.slots);
    const auto all = torch::zeros({plan.rows * plan.time, query.size(1)}).index_copy(0, flat, query.index_select(0, plan.slots));
    return layer.attention.forward(all, keys, plan.queryEverywhere, pass).probabilities;
  }

  void capture(const Streams& streams, const Plan& plan, const Pass& pass, Output& output) const {
    if (!pass.capture.hiddenStates) return;
    output.hiddenStates.push_back(streams.content.view({plan.rows, plan.time, -1}));
    if (plan.asks()) output.predictedStates.push_back(gatherRows(streams.query, plan.slots));
  }

  // Sec. 2.4: what a layer remembers of earlier text, then the text itself: [B * (M + T), H].
  static torch::Tensor seenBy(std::size_t number, const Plan& plan, const Pass& pass, const torch::Tensor& content) {
    if (plan.remembered == 0) return content;
    const auto mine = pass.memory->states.at(number).narrow(0, pass.firstRow, plan.rows);
    const auto last = mine.narrow(1, mine.size(1) - plan.remembered, plan.remembered);
    return torch::cat({last, content.view({plan.rows, plan.time, -1})}, 1).view({-1, content.size(1)});
  }

  std::int64_t tokensToKeep(const Plan& plan) const {
    const std::int64_t reused = m_settings.value.reuseLength.value_or(0);
    return reused > 0 ? std::min(reused, plan.time) : plan.time;
  }

  void remember(std::size_t number, const Plan& plan, const Pass& pass, const torch::Tensor& content) const {
    const torch::NoGradGuard noGradient;
    auto mine = pass.memory->states.at(number).narrow(0, pass.firstRow, plan.rows);
    const std::int64_t kept = tokensToKeep(plan);
    mine.copy_(torch::cat({mine, content.detach().view({plan.rows, plan.time, -1}).narrow(1, 0, kept)}, 1).narrow(1, kept, mine.size(1)));
  }

  void countRemembered(const Plan& plan, const Pass& pass) const {
    auto mine = pass.memory->filled.narrow(0, pass.firstRow, plan.rows);
    mine.add_(static_cast<double>(tokensToKeep(plan))).clamp_max_(static_cast<double>(pass.memory->states.front().size(1)));
  }

  SettingsOf<XlnetConfig> m_settings;
  std::string m_prefix;
  torch::Tensor m_words, m_query;                                                             // [V, H], [1, 1, H]
  RelativeAttention::Biases m_biases;
  std::vector<Layer> m_layers;
  std::optional<Affine> m_wordHead;
  std::optional<SequenceSummary> m_summary;
  std::optional<Classifier> m_task;
};

std::unique_ptr<TextModel> buildXlnet(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  return std::make_unique<XlnetModel>(xlnetConfig(config), seed, head);
}

}  // namespace

ModelFactory xlnetFactory() {
  ModelFactory factory;
  factory.build = buildXlnet;
  factory.encoderPrefix = kXlnetPrefix;
  factory.architectures = {{Head::MaskedLm, "XLNetLMHeadModel"}, {Head::None, "XLNetModel"}, {Head::SequenceLabels, "XLNetForSequenceClassification"},
                           {Head::TokenLabels, "XLNetForTokenClassification"}, {Head::Span, "XLNetForQuestionAnsweringSimple"}, {Head::Choice, "XLNetForMultipleChoice"}};
  return factory;
}

}  // namespace cloze
