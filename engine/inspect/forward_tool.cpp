// `cloze forward`: the calls of a case.json on the tensors of an io.safetensors; every tensor that it lists is written under the same name.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "engine/inspect/forward_calls.h"
#include "engine/inspector.h"
#include "engine/io/hub_folder.h"
#include "engine/tools.h"

namespace cloze {

namespace {

// What case.json lists beside inputs and constants; everything when it lists nothing.
NamedTensors listed(const Json& description, const NamedTensors& computed, const std::string& source) {
  if (!description.contains("tensors") || !description["tensors"].is_object()) return computed;
  NamedTensors wanted;
  for (const auto& item : description["tensors"].items()) {
    if (item.key().compare(0, 3, "in.") == 0 || item.key().compare(0, 6, "const.") == 0) continue;
    const auto found = computed.find(item.key());
    if (found == computed.end()) throw std::invalid_argument(source + ": tensors." + item.key() + " is not computed by the calls");
    wanted[item.key()] = found->second;
  }
  return wanted;
}

}  // namespace

ForwardSummary forward(const ForwardRequest& request) {
  const std::filesystem::path checkpoint = resolveCheckpoint(request.checkpoint);
  const auto calls = request.calls.empty() ? checkpoint / "case.json" : request.calls;
  const auto inputs = request.inputs.empty() ? checkpoint / "io.safetensors" : request.inputs;
  const Json description = readJsonFile(calls);
  if (!description.is_object()) throw std::invalid_argument(calls.string() + ": expected a JSON object");
  const HubConfig hub = readHubConfig(checkpoint);
  ForwardSummary summary;
  summary.modelClass = description.contains("class") && description["class"].is_string() ? description["class"].get<std::string>() : hub.architecture;
  const auto model = loadModelFolder(checkpoint, nullptr, HeadChoice{headOf(hub.family, summary.modelClass), hub.head.labels});
  const NamedTensors tensors = listed(description, runCalls(*model, description, readSafetensors(inputs)), calls.string());
  writeSafetensors(request.out, tensors);
  for (const auto& entry : tensors) summary.tensors.push_back(entry.first);
  return summary;
}

}  // namespace cloze
