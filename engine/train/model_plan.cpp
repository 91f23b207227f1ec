// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/model_plan.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"

namespace cloze {

ModelPlan modelPlan(const RunSpec& spec, const Tokenizer& tokenizer) {
  ModelPlan plan;
  plan.family = spec.family.id();
  std::shared_ptr<Settings> config = familyConfig(spec).clone();
  Json vocabulary = {{"vocab_size", tokenizer.predictable()}};
  const Json known = toJson(*config);
  const SpecialTokens& special = tokenizer.special();
  for (const auto& [key, id] : {std::pair("pad_token_id", special.pad), {"bos_token_id", special.begin}, {"eos_token_id", special.end}})
    if (known.contains(key) && (id >= 0 || std::string(key) != "pad_token_id")) vocabulary[key] = id >= 0 ? Json(id) : Json();
  readJson(*config, vocabulary);
  plan.config = config;
  plan.objective = spec.objective.id();
  plan.objectiveSettings = spec.objective.settings()->clone();
  plan.seed = static_cast<std::uint64_t>(spec.seed);
  return plan;
}

}  // namespace cloze
