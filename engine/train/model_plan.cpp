// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/model_plan.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"

namespace cloze {

ModelPlan modelPlan(const RunSpec& spec, const Tokenizer& tokenizer) {
  ModelPlan plan;
  plan.family = spec.family.id();
  std::shared_ptr<Settings> config = familyConfig(spec).clone();
  Json vocabulary = {{"vocab_size", tokenizer.size()}};
  if (toJson(*config).contains("pad_token_id") && tokenizer.special().pad >= 0) vocabulary["pad_token_id"] = tokenizer.special().pad;
  readJson(*config, vocabulary);
  plan.config = config;
  plan.objective = spec.objective.id();
  plan.objectiveSettings = spec.objective.settings()->clone();
  plan.seed = static_cast<std::uint64_t>(spec.seed);
  return plan;
}

}  // namespace cloze
