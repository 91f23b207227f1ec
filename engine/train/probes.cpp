// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/probes.h"

#include "engine/core/json.h"
#include "engine/inspector.h"

namespace cloze {

namespace {

// A model that writes is given the probe as a prompt: its candidates for the first token as for a mask, and the text it goes on with or answers with.
std::string continueProbe(Inspector& inspector, const std::string& text, Progress& progress) {
  constexpr std::int64_t kTokens = 16, kCandidates = 5;
  GenerateRequest request;
  request.prompt = text;
  request.maximumNew = kTokens;
  request.candidates = kCandidates;
  request.threads = 1;
  const GenerateResult continuation = inspector.generate(request, progress);
  FillResult result;
  result.tokens = inspector.pieces(text).tokens;
  result.continuesWord.assign(result.tokens.size(), false);
  result.step = continuation.step;
  MaskAnswer next;
  next.index = static_cast<std::int64_t>(result.tokens.size());
  if (!continuation.candidates.empty()) next.candidates = continuation.candidates.front();
  result.masks.push_back(next);
  Json json = Json::parse(fillJson(result));
  json["continuation"] = continuation.text;
  return json.dump();
}

}  // namespace

std::vector<Probed> fillProbes(const std::shared_ptr<const ModelSnapshot>& snapshot, const std::vector<std::string>& probes) {
  Inspector inspector(snapshot);
  Progress progress;
  std::vector<Probed> results;
  for (const std::string& text : probes) {
    if (inspector.predictsNext() || inspector.readsAndWrites()) {
      results.push_back({inspector.step(), text, continueProbe(inspector, text, progress)});
      continue;
    }
    FillRequest request;
    request.text = text;
    const FillResult result = inspector.fill(request, progress);
    results.push_back({result.step, text, fillJson(result)});
  }
  return results;
}

}  // namespace cloze
