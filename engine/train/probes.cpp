// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/probes.h"

#include "engine/core/json.h"
#include "engine/inspector.h"

namespace cloze {

namespace {

Json toJson(const FillResult& result) {
  Json masks = Json::array();
  for (const MaskAnswer& mask : result.masks) {
    Json candidates = Json::array();
    for (const Candidate& candidate : mask.candidates)
      candidates.push_back({{"token", candidate.token}, {"id", candidate.id}, {"probability", candidate.probability}});
    masks.push_back({{"index", mask.index}, {"candidates", candidates}});
  }
  return {{"masks", masks}};
}

}  // namespace

std::vector<Probed> fillProbes(const std::shared_ptr<const ModelSnapshot>& snapshot, const std::vector<std::string>& probes) {
  Inspector inspector(snapshot);
  Progress progress;
  std::vector<Probed> results;
  for (const std::string& text : probes) {
    FillRequest request;
    request.text = text;
    const FillResult result = inspector.fill(request, progress);
    results.push_back({result.step, text, toJson(result).dump(-1, ' ', false, Json::error_handler_t::replace)});
  }
  return results;
}

}  // namespace cloze
