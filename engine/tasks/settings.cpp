// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/settings.h"

#include <stdexcept>

#include "engine/core/json.h"
#include "engine/tasks/task.h"

namespace cloze {

std::vector<std::string> taskChoices() {
  std::vector<std::string> ids{""};
  for (const TaskInfo& task : taskTable()) ids.push_back(task.id);
  return ids;
}

TaskFeatures taskFeatures(const TransferSpec& transfer) {
  Json layers = Json::parse(transfer.features.layers.text, nullptr, false);
  if (layers.is_discarded()) layers = transfer.features.layers.text;   // typed into a form without quotes
  if (const Json number = layers.is_string() ? Json::parse(layers.get<std::string>(), nullptr, false) : Json(); number.is_number_unsigned()) layers = number;   // --set and forms write text
  TaskFeatures features;
  if (transfer.mode == "layer_probe") features.layers = FeatureLayers::Each;
  else if (layers == "each") throw std::invalid_argument("is \"each\", which is what transfer.mode layer_probe reads");
  else readFeatureLayers(layers, features);
  features.pooling = featurePooling(transfer.features.pooling);
  features.ownHead = readsFrozenBody(transfer);
  features.dropout = transfer.features.dropout;
  features.mixPenalty = transfer.features.mixPenalty;
  return features;
}

FreezeRule readFreeze(const FreeJson& freeze) {
  Json json = Json::parse(freeze.text, nullptr, false);
  if (json.is_discarded()) json = freeze.text;               // typed into a form without quotes
  if (json == "none") return {};
  if (json == "all_but_head") return {FreezeRule::Kind::AllButHead, 0};
  if (json == "gradual") return {FreezeRule::Kind::Gradual, 0};
  if (json.is_object() && json.size() == 1 && json.contains("below") && json["below"].is_number_unsigned())
    return {FreezeRule::Kind::Below, json["below"].get<std::int64_t>()};
  throw std::invalid_argument("is " + json.dump() + R"(; it must be "none", "all_but_head", "gradual" or {"below": number of lower layers})");
}

}  // namespace cloze
