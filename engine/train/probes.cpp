// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/probes.h"

#include "engine/inspector.h"

namespace cloze {

std::vector<Probed> fillProbes(const std::shared_ptr<const ModelSnapshot>& snapshot, const std::vector<std::string>& probes) {
  Inspector inspector(snapshot);
  Progress progress;
  std::vector<Probed> results;
  for (const std::string& text : probes) {
    FillRequest request;
    request.text = text;
    const FillResult result = inspector.fill(request, progress);
    results.push_back({result.step, text, fillJson(result)});
  }
  return results;
}

}  // namespace cloze
