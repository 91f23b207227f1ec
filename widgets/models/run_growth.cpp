// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/run_growth.h"

#include "engine/core/schema.h"

#include <algorithm>

namespace cloze {

RunSpec grownSpec(const Json& frozen, const Growth& growth) {
  Json json = frozen;
  json["name"] = growth.name;
  json["init"] = {{"from", growth.checkpoint.string()}, {"parts", "all"}};
  json["tokenizer"]["from"] = growth.checkpoint.string();
  json["train"]["steps"] = growth.steps;
  json["train"]["epochs"] = 0;
  if (growth.learningRate > 0) json["optimizer"]["learning_rate"] = growth.learningRate;
  if (json.contains("schedule") && json["schedule"].contains("warmup_steps") && json["schedule"]["warmup_steps"].is_number_integer())
    json["schedule"]["warmup_steps"] = std::min<std::int64_t>(json["schedule"]["warmup_steps"].get<std::int64_t>(), growth.steps / 10);
  RunSpec spec;
  fromJson(spec, json, UnknownKeys::AreKept);          // the frozen one holds more than a specification: hashes, versions
  return spec;
}

}  // namespace cloze
