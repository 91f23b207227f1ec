// ELMo (Peters et al., 2018): words from their letters, two stacks of LSTMs that read the text from its two ends and share words and softmax, and a
// mixture of all layers for tasks; sections 3.1-3.3. Details are the authors' (allenai/bilm-tf). Names of tensors are those of their HDF5 files.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/elmo.h"

#include <cmath>
#include <optional>

#include "engine/blocks/letter_encoder.h"
#include "engine/blocks/lstm.h"
#include "engine/blocks/scalar_mix.h"
#include "engine/core/schema.h"
#include "engine/families/text_model.h"
#include "engine/heads/classifier.h"

namespace cloze {

namespace {

constexpr std::int64_t kElmoAlphabet = 261;          // bytes, begin and end of text, begin and end of word, padding

LetterEncoder::Options elmoLetters(const ElmoConfig& c) {
  LetterEncoder::Options options;                                                             // sec. 3.4: 2048 filters, two highway layers
  options.alphabet = kElmoAlphabet;
  options.width = c.letterDim;
  options.out = c.projectionDim;
  options.highways = c.highways;
  options.filters = c.filterList();
  options.activation = c.activation;
  return options;
}

class ElmoModel final : public TextModel {
 public:
  ElmoModel(const ElmoConfig& config, std::optional<std::uint64_t> seed, const HeadChoice& choice)
      : TextModel(seed, 1, choice), m_settings(config),
        m_words(m_parameters, {"char_embed", "CNN.W_cnn_", "CNN.b_cnn_", "CNN_high_", "CNN_proj"}, elmoLetters(config)) {
    for (std::int64_t layer = 0; layer < config.layers; ++layer) addLayer(layer);
    m_parameters.setLayer(config.layers + 1);
    addHeads(choice);
  }

  Output forward(const BatchTensors& batch, Pass& pass) override {
    const Texts texts = read(batch);                                                          // sec. 3.1: x_k, of no context
    const Direction ahead = readAlong(0, texts.forward, texts, pass), back = readAlong(1, texts.backward, texts, pass);
    const auto joined = [&](std::size_t layer) {                                              // [B, T, 2P]
      return torch::cat({ahead.layers[layer], aligned(back.layers[layer], texts)}, 1).view({texts.rows, -1, 2 * m_settings.value.projectionDim});
    };
    Output output;
    const auto top = static_cast<std::size_t>(layers());
    output.hidden = dropoutRows(joined(top), nextDropout(pass, m_settings.value.dropout), texts.rows);
    if (pass.capture.hiddenStates || m_mix)
      for (std::size_t layer = 0; layer <= top; ++layer) output.hiddenStates.push_back(layer == top ? output.hidden : joined(layer));
    if (m_mix) output.hidden = m_mix->forward(output.hiddenStates, batch.attentionMask);      // sec. 3.2, equation 1
    if (!pass.capture.hiddenStates) output.hiddenStates.clear();
    return output;
  }

  WordRows wordRows(const torch::Tensor& hidden, Reading reading) override {                  // [N, 2P]: theta_s is one for both directions
    if (!m_softmax) return TextModel::wordRows(hidden, reading);
    return {hidden.narrow(1, reading == Reading::After ? m_settings.value.projectionDim : 0, m_settings.value.projectionDim), *m_softmax};
  }
  torch::Tensor tokenLogits(const torch::Tensor& hidden, Reading reading) override {
    if (!m_softmax) return TextModel::tokenLogits(hidden);
    const WordRows rows = wordRows(hidden, reading);
    return linear(rows.hidden, rows.words);
  }
  torch::Tensor tokenLogits(const torch::Tensor& hidden) override { return tokenLogits(hidden, Reading::Before); }
  torch::Tensor taskLogits(const torch::Tensor& hidden, const BatchTensors& batch, Pass& pass) override {   // sec. 3.3
    return m_task ? m_task->forward(hidden, pass) : TextModel::taskLogits(hidden, batch, pass);
  }
  torch::Tensor penalty() const override { return m_mix ? m_mix->penalty() : TextModel::penalty(); }
  LayerMix layerMix() const override {
    if (m_mix) return m_mix->mix();
    if (m_taskHeads && !TextModel::layerMix().shares.empty()) return TextModel::layerMix();
    const auto layers = static_cast<std::size_t>(m_settings.value.layers + 1);
    return {std::vector<double>(layers, 1 / static_cast<double>(layers)), 1, false};
  }

  // Of each direction and layer: what it said last, and its cells.
  Memory emptyMemory(std::int64_t rows) const override {
    Memory memory;
    for (std::int64_t i = 0; i < 2 * layers(); ++i) {
      memory.states.push_back(torch::zeros({rows, m_settings.value.projectionDim}, torch::kFloat32));
      memory.states.push_back(torch::zeros({rows, m_settings.value.dim}, torch::kFloat32));
    }
    return memory;
  }

  Settings& config() override { return m_settings; }
  std::int64_t layers() const override { return m_settings.value.layers; }
  std::string family() const override { return "elmo"; }

 private:
  struct Texts {
    std::int64_t rows = 0;
    torch::Tensor forward, backward;                 // [B * T, P], the second from the end of each row on
    torch::Tensor lengths;                           // [B]; undefined: all are T
    torch::Tensor reversal;                          // [B * T] the row where each row of the other direction stands; undefined: they are not aligned
  };
  struct Direction { std::vector<torch::Tensor> layers; };   // L + 1 x [B * T, P]

  void addLayer(std::int64_t layer) {
    const ElmoConfig& c = m_settings.value;
    m_parameters.setLayer(layer + 1);
    for (int direction = 0; direction < 2; ++direction) {
      const std::string name = "RNN_" + std::to_string(direction) + ".RNN.MultiRNNCell.Cell" + std::to_string(layer) + ".LSTMCell.";
      m_directions[direction].emplace_back(m_parameters, Lstm::Names{name + "W_0", name + "B", name + "W_P_0"},
                                           Lstm::Options{c.projectionDim, c.dim, c.projectionDim, c.cellClip, c.projectionClip});
    }
  }

  void addHeads(const HeadChoice& choice) {
    const ElmoConfig& c = m_settings.value;
    if (choice.head == Head::BidirectionalLm) {
      m_softmax = Affine{m_parameters.add("softmax.W", {c.vocabSize, c.projectionDim}, {Init::ScaledNormal, 1 / std::sqrt(static_cast<double>(c.projectionDim))}),
                         m_parameters.add("softmax.b", {c.vocabSize}, Init::Zeros, false)};
      for (const char* name : {"softmax.W", "softmax.b"}) m_parameters.rowPerToken(name);
    }
    if (choice.head != Head::TokenLabels) return;
    m_mix.emplace(m_parameters, "scalar_mix", ScalarMix::Options{c.layers + 1, c.mixLayerNorm, c.mixPenalty});
    m_task.emplace(m_parameters, "classifier", Classifier::Options{2 * c.projectionDim, choice.labels, c.mixDropout});
  }

  Texts read(const BatchTensors& batch) const {
    if (!batch.characters.defined()) throw std::invalid_argument("this model reads the letters of words; the batch has none (its tokeniser must be of the kind \"characters\")");
    const std::int64_t B = batch.characters.size(0), T = batch.characters.size(1), C = batch.characters.size(2);
    Texts texts;
    texts.rows = B;
    if (const auto mask = attentionBytesOf(batch); mask.defined()) texts.lengths = mask.sum(1, false, torch::kInt64).contiguous();
    if (batch.backwardCharacters.defined()) {                                                 // training: a text of its own, no place in common
      const auto both = m_words.forward(torch::cat({batch.characters.view({-1, C}), batch.backwardCharacters.view({-1, C})}));
      texts.forward = both.narrow(0, 0, B * T);
      texts.backward = both.narrow(0, B * T, B * T);
      return texts;
    }
    texts.forward = m_words.forward(batch.characters.reshape({-1, C}));
    const auto places = torch::arange(T, torch::kInt64).expand({B, T});
    const auto last = (texts.lengths.defined() ? texts.lengths : torch::full({B}, T, torch::kInt64)).unsqueeze(1) - 1;
    texts.reversal = (torch::where(places <= last, last - places, places) + T * torch::arange(B, torch::kInt64).unsqueeze(1)).reshape({-1});
    texts.backward = gatherRows(texts.forward, texts.reversal);
    return texts;
  }
  static torch::Tensor aligned(const torch::Tensor& backward, const Texts& texts) {
    return texts.reversal.defined() ? gatherRows(backward, texts.reversal) : backward;
  }

  // Dropout before each layer, its result added to what the layer read (not at the first).
  Direction readAlong(int direction, const torch::Tensor& words, const Texts& texts, Pass& pass) const {
    Direction result{{words}};
    for (std::size_t layer = 0; layer < m_directions[direction].size(); ++layer) {
      const auto input = dropoutRows(result.layers.back(), nextDropout(pass, m_settings.value.dropout), texts.rows);
      const std::size_t state = 2 * (static_cast<std::size_t>(direction) * m_directions[direction].size() + layer);
      const LstmResult read = m_directions[direction][layer].forward(input, texts.rows, texts.lengths, carried(state, texts.rows, pass));
      carry(state, read.end, pass);
      result.layers.push_back(layer > 0 && m_settings.value.skipConnections ? read.hidden + input : read.hidden);
    }
    return result;
  }
  static LstmState carried(std::size_t state, std::int64_t rows, const Pass& pass) {
    if (!pass.memory) return {};
    return {pass.memory->states.at(state).narrow(0, pass.firstRow, rows), pass.memory->states.at(state + 1).narrow(0, pass.firstRow, rows)};
  }
  static void carry(std::size_t state, const LstmState& end, const Pass& pass) {
    if (!pass.memory) return;
    const torch::NoGradGuard noGradient;
    pass.memory->states[state].narrow(0, pass.firstRow, end.hidden.size(0)).copy_(end.hidden);
    pass.memory->states[state + 1].narrow(0, pass.firstRow, end.cell.size(0)).copy_(end.cell);
  }

  SettingsOf<ElmoConfig> m_settings;
  LetterEncoder m_words;
  std::vector<Lstm> m_directions[2];
  std::optional<Affine> m_softmax;
  std::optional<ScalarMix> m_mix;
  std::optional<Classifier> m_task;
};

std::unique_ptr<TextModel> buildElmo(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  return std::make_unique<ElmoModel>(elmoConfig(config), seed, head);
}

// ---- the authors' options.json

struct OptionRow { const char* path; const char* key; bool required; };
constexpr OptionRow kOptionRows[] = {
    {"/lstm/projection_dim", "projection_dim", true}, {"/lstm/dim", "dim", true}, {"/lstm/n_layers", "n_layers", true},
    {"/lstm/use_skip_connections", "use_skip_connections", false}, {"/lstm/cell_clip", "cell_clip", true}, {"/lstm/proj_clip", "proj_clip", true},
    {"/char_cnn/embedding/dim", "char_dim", true}, {"/char_cnn/filters", "filters", true}, {"/char_cnn/n_highway", "n_highway", true},
    {"/char_cnn/activation", "activation", true}, {"/char_cnn/max_characters_per_token", "max_characters_per_token", true},
    {"/dropout", "dropout", false}};

bool recognisesElmo(const Json& options) { return options.is_object() && options.contains("lstm") && options.contains("char_cnn"); }

std::unique_ptr<Settings> readElmoOptions(const Json& options) {
  auto settings = std::make_unique<SettingsOf<ElmoConfig>>();
  std::vector<Problem> problems;
  Json config = {{"use_skip_connections", false}, {"vocab_size", 3}};
  for (const OptionRow& row : kOptionRows) {
    const Json::json_pointer path(row.path);
    if (options.contains(path)) config[row.key] = options.at(path);
    else if (row.required) problems.push_back({std::string(row.path + 1), "is missing"});
  }
  if (const Json::json_pointer count("/char_cnn/n_characters"); options.contains(count) && options.at(count) != 261 && options.at(count) != 262)
    problems.push_back({"char_cnn/n_characters", options.at(count).dump() + " is not supported; 261 (training) and 262 (the masked one beside them) are"});
  for (Problem& problem : fromJson(*settings, config)) problems.push_back(std::move(problem));
  if (problems.empty()) problems = elmoProblems(settings->value);
  if (!problems.empty()) throw InvalidRequest(std::move(problems));
  return settings;
}

Json elmoOptions(const Settings& settings) {
  Json config = toJson(*settings.clone()), options = Json::object();
  for (const OptionRow& row : kOptionRows) options[Json::json_pointer(row.path)] = config[row.key];
  options[Json::json_pointer("/char_cnn/n_characters")] = kElmoAlphabet + 1;
  options["bidirectional"] = true;
  return options;
}

std::int64_t elmoLetterSlots(const Settings& settings) { return elmoConfig(settings).letters; }

}  // namespace

ModelFactory elmoFactory() {
  ModelFactory factory;
  factory.build = buildElmo;
  factory.architectures = {{Head::BidirectionalLm, "ElmoForBidirectionalLM"}, {Head::None, "ElmoModel"}, {Head::TokenLabels, "ElmoForTokenClassification"}};
  factory.original = {"bilm", recognisesElmo, readElmoOptions, elmoOptions, elmoLetterSlots};
  return factory;
}

}  // namespace cloze
