// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/json.h"
#include "engine/inspector.h"

namespace cloze {
namespace {

Json maskJson(const MaskAnswer& mask) {
  Json candidates = Json::array();
  for (const Candidate& candidate : mask.candidates)
    candidates.push_back({{"token", candidate.token}, {"id", candidate.id}, {"probability", candidate.probability}});
  Json json{{"index", mask.index}, {"candidates", candidates}};
  if (mask.reading != Reading::BothSides) json["from"] = mask.reading == Reading::Before ? "before" : "after";
  if (mask.trueRank > 0) json["true"] = {{"token", mask.trueToken}, {"rank", mask.trueRank}, {"probability", mask.trueProbability}};
  return json;
}

}  // namespace

std::string fillJson(const FillResult& result) {
  Json masks = Json::array();
  for (const MaskAnswer& mask : result.masks) masks.push_back(maskJson(mask));
  return Json{{"masks", masks}, {"tokens", result.tokens}, {"step", result.step}}.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cloze
