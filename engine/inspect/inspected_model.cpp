// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/inspected_model.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>
#include <utility>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/inspect/checkpoint_folder.h"
#include "engine/io/hub_folder.h"

namespace cloze {
namespace {

constexpr std::int64_t kTokensPerBatch = 2048;   // padding included: activations of one batch stay in a few megabytes

// The head to look at: that of words, or of a model that judges words: with its generator where that stands beside it.
Head inspectedHead(const HubConfig& hub, const std::filesystem::path& folder) {
  if (hub.head.head != Head::ReplacedTokens) return wordHead(hub.family);
  return std::filesystem::exists(folder / TextModel::kGeneratorFolder) ? Head::Pretraining : Head::ReplacedTokens;
}

// A text as a batch of one row.
BatchTensors rowOf(const Encoding& encoding) {
  BatchTensors batch;
  batch.ids = torch::tensor(std::vector<std::int64_t>(encoding.ids.begin(), encoding.ids.end())).unsqueeze(0);          // [1, T]
  if (std::any_of(encoding.typeIds.begin(), encoding.typeIds.end(), [](std::int32_t type) { return type != 0; }))
    batch.typeIds = torch::tensor(std::vector<std::int64_t>(encoding.typeIds.begin(), encoding.typeIds.end())).unsqueeze(0);
  return batch;
}

}  // namespace

InspectedModel::InspectedModel(const std::filesystem::path& folder) : m_tokenizer(loadTokenizer(folder)), m_step(stepOfCheckpoint(folder)) {
  LoadReport report;
  m_model = loadModelFolder(folder, &report, HeadChoice{inspectedHead(readHubConfig(folder), folder), 0});
  m_maximumLength = modelSizes(m_model->family(), m_model->config()).positions;
  std::set<std::string> headNames;
  for (const Parameter& parameter : m_model->parameters().all())
    if (parameter.layer > layers()) headNames.insert(parameter.name);
  for (const std::string& name : report.missing) {
    if (headNames.count(name) == 0) throw std::invalid_argument(folder.string() + ": the weights lack " + name + (report.missing.size() > 1 ? " and " + std::to_string(report.missing.size() - 1) + " more" : ""));
    if (m_missingHead.empty()) m_missingHead = name;
  }
}

InspectedModel::InspectedModel(const std::shared_ptr<const ModelSnapshot>& snapshot)
    : m_model(modelOf(*snapshot)), m_tokenizer(snapshot->tokenizer), m_step(snapshot->step), m_maximumLength(modelSizes(snapshot->family, *snapshot->config).positions) {}

bool InspectedModel::predictsNext() const { return m_model->head().head == Head::CausalLm; }

bool InspectedModel::readsAndWrites() const { return m_model->head().head == Head::SequenceToSequence; }

void InspectedModel::requireWriting() const {
  if (!readsAndWrites()) return requireCausalLm();
  if (!m_missingHead.empty()) throw std::invalid_argument("this checkpoint cannot write: it lacks weights of the decoder (" + m_missingHead + ")");
}

void InspectedModel::requireCausalLm() const {
  if (!predictsNext()) throw std::invalid_argument("this checkpoint cannot go on writing: " + m_model->architecture() + " does not predict the next token");
  if (!m_missingHead.empty()) throw std::invalid_argument("this checkpoint cannot go on writing: it lacks the weights of the language head (" + m_missingHead + ")");
}

bool InspectedModel::proposesWords() const {
  const Head head = m_model->head().head;
  return m_missingHead.empty() && (head == Head::MaskedLm || head == Head::Pretraining || head == Head::CausalLm);
}

void InspectedModel::requireWords() const {
  if (predictsNext() || readsAndWrites()) return requireWriting();
  const bool bothEnds = readings().size() > 1;
  if (bothEnds && !m_missingHead.empty())
    throw std::invalid_argument("this checkpoint cannot say which words it expects: it has no softmax (" + m_missingHead + "); the authors' own files never hold one");
  if (bothEnds) return;
  if (!m_missingHead.empty()) throw std::invalid_argument("this checkpoint cannot fill masks: it lacks the weights of the masked-word head (" + m_missingHead + ")");
  if (m_model->head().head == Head::ReplacedTokens)
    throw std::invalid_argument("this checkpoint cannot fill masks: " + m_model->architecture() + " judges words, and its generator is not beside it");
  if (!proposesWords()) throw std::invalid_argument("this checkpoint cannot fill masks: " + m_model->architecture() + " has no masked-word head");
}

void InspectedModel::requireReplacedHead() const {
  if (m_model->head().head != Head::ReplacedTokens && !m_model->generator())
    throw std::invalid_argument("this checkpoint cannot say which words were replaced: " + m_model->architecture() + " does not learn that (ELECTRA does)");
  if (!m_missingHead.empty()) throw std::invalid_argument("this checkpoint cannot say which words were replaced: it lacks " + m_missingHead);
}

std::int64_t InspectedModel::resolveLayer(std::int64_t layer) const {
  if (layer == -1) return layers();
  if (layer >= 0 && layer <= layers()) return layer;
  if (layer == kMixedLayers && !layerMix().shares.empty()) return layer;
  if (layer == kMixedLayers) throw std::invalid_argument("models of " + family() + " do not mix their layers");
  throw std::invalid_argument("there is no layer " + std::to_string(layer) + ": 0 (embeddings) to " + std::to_string(layers()) + ", or -1 for the last");
}

std::vector<TextWindow> InspectedModel::windows(const std::vector<std::string>& texts) const {
  EncodeOptions options;
  options.maxLength = static_cast<std::int32_t>(m_maximumLength);
  std::vector<TextWindow> result;
  for (std::size_t text = 0; text < texts.size(); ++text)
    for (Encoding& encoding : encodeWindows(tokenizer(), texts[text], std::nullopt, options))
      result.push_back({static_cast<std::int64_t>(text), std::move(encoding)});
  return result;
}

std::vector<std::string> InspectedModel::shownTokens(const Encoding& encoding) const {
  std::vector<std::string> tokens;
  for (const TokenId id : encoding.ids) tokens.push_back(tokenizer().token(id));
  if (tokenizer().letters() > 0)
    for (const auto& [place, word] : encoding.unknownTexts) tokens[place] = word;
  return tokens;
}

torch::Tensor InspectedModel::lettersOf(const std::vector<const TextWindow*>& batch, std::int64_t length) const {
  const std::int64_t slots = tokenizer().letters();
  auto letters = torch::zeros({static_cast<std::int64_t>(batch.size()), length, slots}, torch::kInt32);
  std::int32_t* row = letters.data_ptr<std::int32_t>();
  for (const TextWindow* window : batch) {
    std::int32_t* word = row;
    for (const std::string& token : shownTokens(window->encoding)) tokenizer().spell(token, std::exchange(word, word + slots));
    row += length * slots;
  }
  return letters;
}

std::vector<torch::Tensor> InspectedModel::hiddenOf(const std::vector<const TextWindow*>& batch, const std::vector<std::int64_t>& layers, Memory* memory) {
  const auto rows = static_cast<std::int64_t>(batch.size());
  std::int64_t length = 0;
  for (const TextWindow* window : batch) length = std::max(length, static_cast<std::int64_t>(window->encoding.ids.size()));
  const std::int64_t padding = std::max<TokenId>(tokenizer().special().pad, 0);
  BatchTensors tensors;
  tensors.ids = torch::full({rows, length}, padding, torch::kInt64);
  const bool segments = std::any_of(batch.begin(), batch.end(), [](const TextWindow* window) {
    return std::any_of(window->encoding.typeIds.begin(), window->encoding.typeIds.end(), [](std::int32_t type) { return type != 0; });
  });
  if (segments) tensors.typeIds = torch::zeros({rows, length}, torch::kInt64);
  tensors.attentionMask = torch::zeros({rows, length}, torch::kBool);
  for (std::int64_t row = 0; row < rows; ++row) {
    const Encoding& encoding = batch[static_cast<std::size_t>(row)]->encoding;
    const auto tokens = static_cast<std::int64_t>(encoding.ids.size());
    std::copy(encoding.ids.begin(), encoding.ids.end(), tensors.ids.data_ptr<std::int64_t>() + row * length);
    if (segments) std::copy(encoding.typeIds.begin(), encoding.typeIds.end(), tensors.typeIds.data_ptr<std::int64_t>() + row * length);
    std::fill_n(tensors.attentionMask.data_ptr<bool>() + row * length, tokens, true);
  }
  if (tokenizer().letters() > 0) tensors.characters = lettersOf(batch, length);
  Pass pass;
  pass.memory = memory;
  const std::int64_t last = m_model->layers();
  pass.capture.hiddenStates = layers != std::vector<std::int64_t>{last};
  const Output output = m_model->forward(tensors, pass);
  std::vector<torch::Tensor> hidden;
  const auto mixed = [&] {
    const LayerMix mix = layerMix();
    torch::Tensor sum;
    for (std::size_t j = 0; j < mix.shares.size(); ++j) {
      const auto part = output.hiddenStates.at(j) * (mix.gamma * mix.shares[j]);
      sum = sum.defined() ? sum + part : part;
    }
    return sum;
  };
  for (const std::int64_t layer : layers) hidden.push_back(layer == kMixedLayers ? mixed() : layer == last ? output.hidden : output.hiddenStates.at(static_cast<std::size_t>(layer)));
  return hidden;
}

void InspectedModel::forEachHidden(const std::vector<TextWindow>& windows, std::int64_t layer, Progress& progress, const Visit& visit) {
  forEachLayers(windows, {layer}, progress, [&visit](const TextWindow& window, const std::vector<torch::Tensor>& hidden) { visit(window, hidden.front()); });
}

void InspectedModel::forEachLayers(const std::vector<TextWindow>& windows, const std::vector<std::int64_t>& layers, Progress& progress, const VisitLayers& visit) {
  const torch::NoGradGuard noGradients;
  std::vector<std::size_t> order(windows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto tokensOf = [&](std::size_t window) { return static_cast<std::int64_t>(windows[window].encoding.ids.size()); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return tokensOf(a) < tokensOf(b); });

  const auto total = static_cast<std::int64_t>(windows.size());
  for (std::size_t begin = 0; begin < order.size();) {
    progress.report("reading sentences", static_cast<std::int64_t>(begin), total);
    std::size_t end = begin + 1;
    while (end < order.size() && tokensOf(order[end]) * static_cast<std::int64_t>(end + 1 - begin) <= kTokensPerBatch) ++end;
    std::vector<const TextWindow*> batch;
    for (std::size_t i = begin; i < end; ++i) batch.push_back(&windows[order[i]]);
    std::vector<torch::Tensor> hidden = hiddenOf(batch, layers);
    for (torch::Tensor& layer : hidden) layer = layer.to(torch::kFloat32).contiguous();
    for (std::size_t row = 0; row < batch.size(); ++row) {
      std::vector<torch::Tensor> rows;                                                    // each [T, H]
      for (const torch::Tensor& layer : hidden) rows.push_back(layer[static_cast<std::int64_t>(row)].narrow(0, 0, tokensOf(order[begin + row])));
      visit(*batch[row], rows);
    }
    begin = end;
  }
  progress.report("reading sentences", total, total);
}

void InspectedModel::forEachCarried(const std::vector<TextWindow>& windows, std::int64_t layer, Progress& progress, const Visit& visit) {
  const torch::NoGradGuard noGradients;
  Memory memory = m_model->emptyMemory(1);
  if (memory.states.empty()) throw std::invalid_argument("models of " + family() + " carry no state from text to text");
  const auto total = static_cast<std::int64_t>(windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    progress.report("reading sentences", static_cast<std::int64_t>(i), total);
    visit(windows[i], hiddenOf({&windows[i]}, {layer}, &memory).front()[0].to(torch::kFloat32).contiguous());
  }
  progress.report("reading sentences", total, total);
}

torch::Tensor InspectedModel::expectedAt(const Batch& batch, Memory& memory) {
  const torch::NoGradGuard noGradients;
  const BatchTensors tensors = toTensors(batch);
  Pass pass;
  if (batch.goesOn && memory.states.empty()) memory = m_model->emptyMemory(batch.rows);
  if (batch.goesOn && !memory.states.empty()) pass.memory = &memory;
  const torch::Tensor rows = predictedRows(words().forward(tensors, pass), tensors);             // [N, H]
  return torch::softmax(words().tokenLogits(rows).to(torch::kFloat32), -1).contiguous();        // [N, V]
}

torch::Tensor InspectedModel::lastHidden(const std::vector<TokenId>& ids, const std::vector<std::int32_t>& typeIds) {
  Encoding encoding;
  encoding.ids = ids;
  encoding.typeIds = typeIds;
  return lastHidden(encoding);
}

torch::Tensor InspectedModel::lastHidden(const Encoding& encoding) {
  const torch::NoGradGuard noGradients;
  const TextWindow window{0, encoding};
  if (cloze::family(family()).letters > 0) return hiddenOf({&window}, {layers()}).front()[0];
  Pass pass;
  return words().forward(rowOf(encoding), pass).hidden[0];
}

torch::Tensor InspectedModel::rowsAt(const Encoding& encoding, const std::vector<std::int64_t>& places) {
  const torch::NoGradGuard noGradients;
  const torch::Tensor wanted = torch::tensor(places, torch::kInt64);
  if (cloze::family(family()).letters > 0) return lastHidden(encoding).index_select(0, wanted);
  BatchTensors batch = rowOf(encoding);
  batch.predicted = wanted;
  Pass pass;
  return predictedRows(words().forward(batch, pass), batch);
}

}  // namespace cloze
