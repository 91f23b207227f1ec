// A small random model with a tokeniser of a few words, for what inspects models.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/inspect/model_snapshot.h"
#include "engine/objectives/batch_tensors.h"

namespace cloze::tests {

inline const std::vector<std::string> kTokens = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "bank", "of", "river", "money", "play", "##ing", "##ed", "a",
                                          "game", ".", ",", "in", "new", "york", "лук", "##а", "зелен", "##ый"};

struct SmallModel {
  std::shared_ptr<ModelSnapshot> snapshot = std::make_shared<ModelSnapshot>();
  std::unique_ptr<TextModel> model;            // the snapshot's own, for comparison

  // `edit` may change the weights before the snapshot is taken.
  explicit SmallModel(const std::filesystem::path& folder, const std::function<void(TextModel&)>& edit = [](TextModel&) {}) {
    std::ofstream vocabulary(folder / "vocab.txt");
    for (const std::string& token : kTokens) vocabulary << token << '\n';
    vocabulary.close();
    const FamilyInfo& info = families().front();
    auto config = info.makeConfig();
    readJson(*config, Json{{"vocab_size", kTokens.size()}, {"hidden_size", 32}, {"num_hidden_layers", 3}, {"num_attention_heads", 4}, {"intermediate_size", 48},
                           {"max_position_embeddings", 24}, {"initializer_range", 0.5}});
    auto built = buildModel(info.id, *config, 3);
    edit(*built);
    snapshot->step = 17;
    snapshot->family = info.id;
    snapshot->config = std::move(config);
    snapshot->tokenizer = loadTokenizer(folder);
    snapshot->layout = flatLayout(built->parameters());
    snapshot->weights = FlatBuffer(snapshot->layout.size);
    gatherWeights(built->parameters(), snapshot->layout, snapshot->weights);
    model = modelOf(*snapshot);
  }

  // Vectors [T, H] of one text alone at a layer.
  torch::Tensor hidden(const std::string& text, std::int64_t layer) {
    const torch::NoGradGuard noGradients;
    const Encoding encoding = encodeText(*snapshot->tokenizer, text);
    BatchTensors batch;
    const std::vector<std::int64_t> ids(encoding.ids.begin(), encoding.ids.end());
    batch.ids = torch::tensor(ids).unsqueeze(0);
    Pass pass;
    pass.capture.hiddenStates = true;
    return model->forward(batch, pass).hiddenStates.at(static_cast<std::size_t>(layer))[0];
  }
  torch::Tensor probabilities(const std::string& text, std::int64_t position) {
    const torch::NoGradGuard noGradients;
    return torch::softmax(model->tokenLogits(hidden(text, 3).narrow(0, position, 1)), -1)[0];   // [V]
  }
};

template <class Action>
std::string messageOf(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace cloze::tests
