// It knows heads, not families: losses and output names are those of Hugging Face's classes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/forward_calls.h"

#include <functional>
#include <map>
#include <stdexcept>

#include "engine/blocks/functions.h"
#include "engine/blocks/key_value_cache.h"
#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/inspect/forward_arguments.h"
#include "engine/inspect/generate.h"

namespace cloze {

namespace {

constexpr std::int64_t kIgnored = -100;              // a label that counts for nothing

torch::Tensor whole(const torch::Tensor& tensor) { return tensor.defined() ? tensor.to(torch::kInt64).contiguous() : tensor; }

// Mean cross-entropy over the labels that count: logits [..., C], labels [...].
torch::Tensor meanCrossEntropy(const torch::Tensor& logits, const torch::Tensor& labels, std::int64_t ignored = kIgnored) {
  const auto flat = labels.reshape({-1});
  const auto counted = (flat != ignored).nonzero().reshape({-1});
  const auto rows = gatherRows(logits.reshape({-1, logits.size(-1)}), counted);
  return crossEntropySum(rows, flat.index_select(0, counted)).sum / counted.numel();
}

// What stands at t predicts t + 1: logits [..., T, V], labels [..., T].
torch::Tensor nextTokenLoss(const torch::Tensor& logits, const torch::Tensor& labels) {
  const std::int64_t T = logits.size(-2);
  return meanCrossEntropy(logits.narrow(-2, 0, T - 1), whole(labels).narrow(-1, 1, T - 1).contiguous());
}

torch::Tensor sequenceLoss(const torch::Tensor& logits, const torch::Tensor& labels, const Json& otherKeys) {
  std::string problem = otherKeys.contains("problem_type") && otherKeys["problem_type"].is_string() ? otherKeys["problem_type"].get<std::string>() : "";
  if (problem.empty()) problem = logits.size(1) == 1 ? "regression" : labels.is_floating_point() ? "multi_label_classification" : "single_label_classification";
  if (problem == "regression") return torch::mse_loss(logits.size(1) == 1 ? logits.squeeze(1) : logits, labels.reshape(logits.size(1) == 1 ? torch::IntArrayRef{-1} : logits.sizes()).to(torch::kFloat32));
  if (problem == "single_label_classification") return meanCrossEntropy(logits, whole(labels));
  if (problem == "multi_label_classification") return torch::binary_cross_entropy_with_logits(logits, labels.to(torch::kFloat32));
  throw std::invalid_argument("problem_type \"" + problem + "\" is not known");
}

// Mean over the real tokens: logits [B, T], labels [B, T], 1 = replaced.
torch::Tensor replacedLoss(const torch::Tensor& logits, const torch::Tensor& labels, const torch::Tensor& mask) {
  const auto truth = labels.to(torch::kFloat32);
  return mask.defined() ? torch::binary_cross_entropy_with_logits(logits.masked_select(mask), truth.masked_select(mask))
                        : torch::binary_cross_entropy_with_logits(logits, truth);
}

using Caches = std::map<std::string, std::shared_ptr<KeyValueCache>>;   // by call
using Memories = std::map<std::string, std::shared_ptr<Memory>>;

std::shared_ptr<Memory> copyOf(const Memory& memory) {
  auto copy = std::make_shared<Memory>(memory);
  copy->filled = copy->filled.clone();
  for (torch::Tensor& state : copy->states) state = state.clone();
  return copy;
}

// One call: outputs by field name.
class Call {
 public:
  Call(TextModel& model, CallArguments arguments, bool training) : m_model(model), m_arguments(std::move(arguments)) {
    m_pass.training = training;
    m_pass.capture = {m_arguments.flag("output_hidden_states"), m_arguments.flag("output_attentions")};
    m_batch.ids = whole(m_arguments.tensor("input_ids"));
    m_batch.typeIds = whole(m_arguments.tensor("token_type_ids"));
    m_batch.positionIds = whole(m_arguments.tensor("position_ids"));
    if (const auto mask = m_arguments.tensor("attention_mask"); mask.defined()) m_batch.attentionMask = mask != 0;
    if (const auto mask = m_arguments.tensor("input_mask"); mask.defined()) m_batch.attentionMask = mask == 0;
    readOrder();
    if (!m_batch.ids.defined()) throw std::invalid_argument("input_ids is missing");
    if (model.head().head == Head::SequenceToSequence) readDecoder();
  }

  // With the cache of an earlier call, or a new one, which is kept under this call's id.
  void useCache(const std::string& id, Caches& caches) {
    const bool wanted = m_arguments.flag("use_cache");
    const std::string before = m_arguments.callBefore("past_key_values");
    if (!wanted && before.empty()) return;
    if (!before.empty() && !caches.count(before)) throw std::invalid_argument("past_key_values: call " + before + " kept none");
    m_cache = before.empty() ? std::make_shared<KeyValueCache>(cacheCapacity()) : caches.at(before);
    m_pass.cache = m_cache.get();
    caches[id] = m_cache;
  }

  // A copy of what an earlier call remembered, or nothing yet; it is kept under this call's id.
  void useMemory(const std::string& id, Memories& memories) {
    const bool wanted = m_arguments.flag("use_mems");
    const std::string before = m_arguments.callBefore("mems");
    if (!wanted && before.empty()) return;
    if (!before.empty() && !memories.count(before)) throw std::invalid_argument("mems: call " + before + " kept none");
    Memory empty = m_model.emptyMemory(m_batch.ids.size(0));
    if (!empty.filled.defined()) return;
    m_memory = copyOf(before.empty() ? empty : *memories.at(before));
    m_pass.memory = m_memory.get();
    if (wanted) memories[id] = m_memory;
  }

  // "sequences": the prompts, or a decoder's start token, with what was written behind them, filled up to the longest.
  NamedTensors generate() {
    const GenerationRule rule = generationRule();
    const Json config = toJson(m_model.config());
    const auto padding = config.contains("pad_token_id") && config["pad_token_id"].is_number_integer() ? config["pad_token_id"].get<std::int64_t>() : 0;
    const auto start = startToken(m_model);
    std::vector<std::vector<std::int64_t>> rows;
    std::vector<double> scores;
    std::size_t longest = 0;
    for (std::int64_t row = 0; row < m_batch.ids.size(0); ++row) {
      const std::vector<TokenId> prompt = promptOf(row, start.has_value());
      const Continuation best = generateTokens(m_model, prompt, rule).front();
      auto& ids = rows.emplace_back(start ? std::vector<std::int64_t>{*start} : std::vector<std::int64_t>(prompt.begin(), prompt.end()));
      ids.insert(ids.end(), best.ids.begin(), best.ids.end());
      if (best.stopped) ids.push_back(rule.stops.front());
      longest = std::max(longest, ids.size());
      scores.push_back(best.score);
    }
    std::vector<torch::Tensor> filled;
    for (auto& ids : rows) {
      ids.resize(longest, padding);
      filled.push_back(torch::tensor(ids, torch::kInt64));
    }
    m_fields["sequences"] = torch::stack(filled);
    if (rule.beams > 1) m_fields["sequences_scores"] = torch::tensor(scores).to(torch::kFloat32);
    return std::move(m_fields);
  }

  NamedTensors run() {
    if (m_batch.ids.dim() == 3) flattenChoices();
    const Output output = m_model.forward(m_batch, m_pass);
    addHead(output);
    const std::string side = m_batch.decoderIds.defined() ? "decoder_" : "";
    addStates(side + "hidden_states", bothStreams(output));
    if (output.predictedAttentions.empty()) addStates(side + "attentions", output.attentions);
    for (std::size_t i = 0; i < output.predictedAttentions.size(); ++i) addStates("attentions." + std::to_string(i), {output.attentions[i], output.predictedAttentions[i]});
    addStates("cross_attentions", output.crossAttentions);
    addStates("encoder_hidden_states", output.sourceHiddenStates);
    addStates("encoder_attentions", output.sourceAttentions);
    if (output.sourceHidden.defined()) m_fields["encoder_last_hidden_state"] = output.sourceHidden;
    if (m_model.head().head == Head::DoubleHeads && !output.hiddenStates.empty()) {
      auto& last = m_fields["hidden_states." + std::to_string(output.hiddenStates.size() - 1)];   // that one keeps the options apart
      last = last.view({-1, m_choices, last.size(1), last.size(2)});
    }
    if (m_cache) addCache();
    if (m_memory) addMemory();
    m_arguments.requireAllRead();
    return std::move(m_fields);
  }

 private:
  GenerationRule generationRule() {
    GenerationRule rule;
    rule.maximumNew = m_arguments.number("max_new_tokens", 20);
    rule.minimumNew = m_arguments.number("min_new_tokens", 0);
    rule.beams = m_arguments.number("num_beams", 1);
    rule.earlyStopping = m_arguments.flag("early_stopping");
    rule.lengthPenalty = m_arguments.real("length_penalty", 1);
    rule.noRepeat = m_arguments.number("no_repeat_ngram_size", 0);
    if (m_arguments.flag("do_sample")) throw std::invalid_argument("generate: no draws (do_sample false)");
    const Json config = toJson(m_model.config());
    const bool ends = config.contains("eos_token_id") && config["eos_token_id"].is_number_integer();
    if (ends) rule.stops = {config["eos_token_id"].get<TokenId>()};
    m_arguments.number("pad_token_id", 0);
    m_arguments.requireAllRead();
    return rule;
  }

  // A row of the ids; of a source without its padding.
  std::vector<TokenId> promptOf(std::int64_t row, bool source) const {
    auto ids = m_batch.ids[row];
    if (source && m_batch.attentionMask.defined()) ids = ids.masked_select(m_batch.attentionMask[row]);
    ids = ids.contiguous();
    return {ids.data_ptr<std::int64_t>(), ids.data_ptr<std::int64_t>() + ids.numel()};
  }

  void addCache() {
    const bool two = !m_cache->source.empty();
    for (std::size_t layer = 0; layer < m_cache->layers.size(); ++layer) {
      const std::string name = "past_key_values." + std::to_string(layer);
      m_fields[name + (two ? ".self_key" : ".key")] = m_cache->layers[layer].keys.narrow(2, 0, m_cache->length).clone();
      m_fields[name + (two ? ".self_value" : ".value")] = m_cache->layers[layer].values.narrow(2, 0, m_cache->length).clone();
      if (!two) continue;
      m_fields[name + ".cross_key"] = m_cache->source[layer].keys;
      m_fields[name + ".cross_value"] = m_cache->source[layer].values;
    }
  }

  // Time first: [places, B, H].
  void addMemory() {
    const auto filled = m_memory->filled.max().item<std::int64_t>();
    for (std::size_t i = 0; i < m_memory->states.size(); ++i) {
      const torch::Tensor& state = m_memory->states[i];
      m_fields["mems." + std::to_string(i)] = state.narrow(1, state.size(1) - filled, filled).transpose(0, 1).contiguous();
    }
  }

  // Who may look at whom (perm_mask [B, T, T], 1: may not), and the predicted places (target_mapping [B, N, T], one 1 a row). Where a configuration
  // says bi_data, the second half of the rows stands backwards.
  void readOrder() {
    if (const auto hidden = m_arguments.tensor("perm_mask"); hidden.defined()) m_batch.visible = (hidden == 0).to(torch::kUInt8).contiguous();
    const auto targets = m_arguments.tensor("target_mapping");
    if (targets.defined()) {
      const std::int64_t B = targets.size(0), T = targets.size(2);
      if (!targets.sum(2).eq(1).all().item<bool>()) throw std::invalid_argument("target_mapping: each row must name one place");
      m_batch.predicted = (targets.argmax(2) + T * torch::arange(B, torch::kInt64).unsqueeze(1)).reshape({-1}).contiguous();
      if (!m_batch.visible.defined()) m_batch.visible = torch::ones({B, T, T}, torch::kUInt8);
    }
    if (!m_batch.ids.defined() || !toJson(m_model.config()).value("bi_data", false)) return;
    const std::int64_t B = m_batch.ids.size(0);
    m_batch.backward = torch::arange(B, torch::kInt64) >= B / 2;
  }

  // Of a model with two streams what each layer says, then what its queries found: [B, N, H].
  std::vector<torch::Tensor> bothStreams(const Output& output) const {
    if (output.predictedStates.empty()) return output.hiddenStates;
    std::vector<torch::Tensor> states;
    for (std::size_t i = 0; i < output.hiddenStates.size(); ++i) {
      states.push_back(output.hiddenStates[i]);
      states.push_back(perRow(output.predictedStates[i]));
    }
    return states;
  }
  torch::Tensor perRow(const torch::Tensor& rows) const { return rows.view({m_batch.ids.size(0), -1, rows.size(1)}); }

  // As many tokens as the model has positions; without such a limit more than any case of tests has.
  std::int64_t cacheCapacity() const {
    constexpr std::int64_t kRoom = 1024;
    const std::int64_t positions = modelSizes(m_model.family(), m_model.config()).positions;
    return positions > 0 ? positions : kRoom;
  }

  // What the decoder reads: given, or the labels moved by one place behind the start token, ignored ones as padding.
  void readDecoder() {
    m_batch.decoderIds = whole(m_arguments.tensor("decoder_input_ids"));
    const auto labels = m_arguments.tensor("labels");
    if (m_batch.decoderIds.defined() || !labels.defined()) return;
    const Json config = toJson(m_model.config());
    const auto known = whole(labels);
    const auto shown = torch::where(known == kIgnored, torch::full_like(known, config.value("pad_token_id", std::int64_t{0})), known);
    const auto start = torch::full({known.size(0), 1}, config.value("decoder_start_token_id", std::int64_t{0}), torch::kInt64);
    m_batch.decoderIds = torch::cat({start, shown.narrow(1, 0, known.size(1) - 1)}, 1);
  }

  void addStates(const std::string& name, const std::vector<torch::Tensor>& states) {
    for (std::size_t i = 0; i < states.size(); ++i) m_fields[name + "." + std::to_string(i)] = states[i];
  }

  // [B, choices, T] -> [B * choices, T]
  void flattenChoices() {
    m_choices = m_batch.ids.size(1);
    for (torch::Tensor* tensor : {&m_batch.ids, &m_batch.typeIds, &m_batch.positionIds, &m_batch.attentionMask})
      if (tensor->defined()) *tensor = tensor->reshape({-1, tensor->size(-1)});
  }

  void addHead(const Output& output) {
    const torch::Tensor hidden = output.predicted.defined() ? perRow(output.predicted) : output.hidden;
    switch (m_model.head().head) {
      case Head::None:
        m_fields["last_hidden_state"] = hidden;
        if (m_model.hasPooler()) m_fields["pooler_output"] = m_model.pooled(hidden);
        return;
      case Head::Pretraining: return addPretraining(hidden);
      case Head::BidirectionalLm:
        addLogits("backward_logits", m_model.tokenLogits(hidden.flatten(0, 1), Reading::After).view({hidden.size(0), hidden.size(1), -1}), {});
        return addLogits("logits", tokenLogits(hidden), {});
      case Head::MaskedLm: return addLogits("logits", tokenLogits(hidden), [](const auto& logits, const auto& labels) { return meanCrossEntropy(logits, whole(labels)); });
      case Head::ReplacedTokens: return addLogits("logits", m_model.replacedLogits(hidden), [this](const auto& logits, const auto& labels) { return replacedLoss(logits, labels, m_batch.attentionMask); });
      case Head::NextSentence:
        return addLogits("logits", m_model.sentenceLogits(hidden), [](const auto& logits, const auto& labels) { return meanCrossEntropy(logits, whole(labels)); });
      case Head::SequenceLabels:
        return addLogits("logits", m_model.taskLogits(hidden, m_batch, m_pass), [this](const auto& logits, const auto& labels) { return sequenceLoss(logits, labels, m_model.otherKeys); });
      case Head::TokenLabels:
        return addLogits("logits", m_model.taskLogits(hidden, m_batch, m_pass), [](const auto& logits, const auto& labels) { return meanCrossEntropy(logits, whole(labels)); });
      case Head::Choice:
        return addLogits("logits", m_model.taskLogits(hidden, m_batch, m_pass).view({-1, m_choices}), [](const auto& logits, const auto& labels) { return meanCrossEntropy(logits, whole(labels)); });
      case Head::CausalLm: return addLogits("logits", tokenLogits(hidden), nextTokenLoss);
      case Head::DoubleHeads: return addDoubleHeads(hidden);
      case Head::SequenceToSequence:
        return addLogits("logits", tokenLogits(hidden), [](const auto& logits, const auto& labels) { return meanCrossEntropy(logits, whole(labels)); });
      case Head::Span: return addSpan(m_model.taskLogits(hidden, m_batch, m_pass));
    }
  }

  torch::Tensor tokenLogits(const torch::Tensor& hidden) {
    const auto logits = m_model.tokenLogits(hidden.reshape({-1, hidden.size(2)}));             // every row: parity, not speed
    return logits.view({hidden.size(0), hidden.size(1), -1});
  }

  // [B * choices, T, H]: words of every option, and which option is right.
  void addDoubleHeads(const torch::Tensor& hidden) {
    const auto logits = tokenLogits(hidden);
    auto answers = m_arguments.tensor("mc_token_ids");
    if (answers.defined()) answers = whole(answers).reshape({-1});
    m_fields["mc_logits"] = m_model.choiceLogits(hidden, answers, m_pass).view({-1, m_choices});
    if (const auto labels = m_arguments.tensor("mc_labels"); labels.defined()) m_fields["mc_loss"] = meanCrossEntropy(m_fields["mc_logits"], whole(labels));
    addLogits("logits", logits.view({-1, m_choices, logits.size(1), logits.size(2)}), nextTokenLoss);
  }

  void addLogits(const std::string& name, const torch::Tensor& logits, const std::function<torch::Tensor(const torch::Tensor&, const torch::Tensor&)>& loss) {
    m_fields[name] = logits;
    if (const auto labels = m_arguments.tensor("labels"); labels.defined() && loss) m_fields["loss"] = loss(logits, labels);
  }

  void addPretraining(const torch::Tensor& hidden) {
    m_fields["prediction_logits"] = tokenLogits(hidden);
    m_fields["seq_relationship_logits"] = m_model.sentenceLogits(hidden);
    const auto labels = m_arguments.tensor("labels"), sentence = m_arguments.tensor("next_sentence_label");
    if (labels.defined() && sentence.defined())
      m_fields["loss"] = meanCrossEntropy(m_fields["prediction_logits"], whole(labels)) + meanCrossEntropy(m_fields["seq_relationship_logits"], whole(sentence));
  }

  // [B, T, 2]; positions beyond the sequence count for nothing.
  void addSpan(const torch::Tensor& logits) {
    m_fields["start_logits"] = logits.select(2, 0);
    m_fields["end_logits"] = logits.select(2, 1);
    const auto start = m_arguments.tensor("start_positions"), end = m_arguments.tensor("end_positions");
    if (!start.defined() || !end.defined()) return;
    const std::int64_t T = logits.size(1);
    const auto term = [&](const char* name, const torch::Tensor& positions) { return meanCrossEntropy(m_fields[name], whole(positions).reshape({-1}).clamp(0, T), T); };
    m_fields["loss"] = (term("start_logits", start) + term("end_logits", end)) / 2;
  }

  TextModel& m_model;
  CallArguments m_arguments;
  BatchTensors m_batch;
  Pass m_pass;
  std::shared_ptr<KeyValueCache> m_cache;
  std::shared_ptr<Memory> m_memory;
  std::int64_t m_choices = 1;
  NamedTensors m_fields;
};

std::string textAt(const Json& json, const char* key, const std::string& fallback) {
  return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : fallback;
}

// The loss whose gradients are asked for.
torch::Tensor lossOf(const Json& description, NamedTensors& computed) {
  const std::string call = textAt(description, "loss_call", "out"), expression = textAt(description, "loss_expr", "");
  const auto field = [&](const std::string& name) {
    const auto found = computed.find(call + "." + name);
    if (found == computed.end()) throw std::invalid_argument("loss_call: call " + call + " gives no " + name);
    return found->second;
  };
  if (expression.empty()) return field("loss");
  if (expression == "loss_plus_mc") return computed[call + ".derived_loss"] = field("loss") + field("mc_loss");
  if (expression != "sum_last_sq") throw std::invalid_argument("loss_expr \"" + expression + "\" is not known");
  return computed[call + ".derived_loss"] = field("last_hidden_state").square().mean();
}

}  // namespace

NamedTensors namedGradients(TextModel& model) {
  NamedTensors gradients;
  for (const Parameter& parameter : model.parameters().all()) {
    const auto& gradient = parameter.tensor.grad();
    const auto values = gradient.defined() ? gradient : torch::zeros_like(parameter.tensor);
    for (const FileName& file : parameter.fileNames) gradients[file.name] = file.of(values);
  }
  return gradients;
}

NamedTensors runCalls(TextModel& model, const Json& description, const NamedTensors& inputs) {
  if (!description.contains("calls") || !description["calls"].is_array()) throw std::invalid_argument("case.json: calls must be a list");
  const bool training = textAt(description, "mode", "eval") == "train";
  NamedTensors computed;
  Caches caches;
  Memories memories;
  for (const Json& call : description["calls"]) {
    const std::string id = textAt(call, "id", "out"), method = textAt(call, "method", "forward");
    if (method != "forward" && method != "generate") throw std::invalid_argument("call " + id + ": method \"" + method + "\" is not supported");
    Call one(model, CallArguments(call.value("kwargs", Json::object()), inputs, id), training);
    if (method == "forward") {
      one.useCache(id, caches);
      one.useMemory(id, memories);
    }
    for (auto& [field, tensor] : method == "forward" ? one.run() : one.generate()) computed[id + "." + field] = tensor;
  }
  if (!description.contains("gradients") || description["gradients"].empty()) return computed;
  for (Parameter& parameter : model.parameters().all()) parameter.tensor.mutable_grad() = torch::Tensor();
  lossOf(description, computed).backward();
  for (const auto& [name, gradient] : namedGradients(model)) computed["grad." + name] = gradient;
  return computed;
}

}  // namespace cloze
