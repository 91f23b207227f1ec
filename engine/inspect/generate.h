// Going on from a prompt, or answering a source with a text of its own, token by token, with a cache of keys and values: the most probable one, a draw (temperature, the k most probable, the
// nucleus of Holtzman et al., 2020), or beams. A draw is a function of (seed, number of the token): the same request gives the same text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/families/text_model.h"
#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

struct GenerationRule {
  std::int64_t maximumNew = 50, minimumNew = 0;      // of new tokens; before the minimum a stop token is never taken
  double temperature = 0;                            // 0: the most probable token
  std::int64_t topK = 0;                             // draw among this many; 0: all
  double topP = 1;                                   // draw among the most probable ones that have this much together
  std::int64_t beams = 1;
  double lengthPenalty = 1;
  bool earlyStopping = false;                        // beams: stop as soon as so many have ended
  std::int64_t noRepeat = 0;                         // no run of so many tokens comes twice; 0: any may
  std::uint64_t seed = 1;
  std::vector<TokenId> stops;
  std::int64_t candidates = 0;                       // so many of each step's most probable tokens are told
  bool useCache = true;
  std::int64_t threads = 1;
};

struct TokenChoice { TokenId id = 0; double probability = 0; };
struct Continuation {
  std::vector<TokenId> ids;                          // without the stop token, and without the token that a decoder starts with
  double score = 0;                                  // beams: sum of log-probabilities over length ^ penalty
  bool stopped = false;                              // by a stop token
  std::vector<std::vector<TokenChoice>> candidates;  // per new token, most probable first, ties by id (not with beams)
};

// The token at `uniform` of [0, 1) of the cumulated probabilities.
TokenId drawFromAll(const float* probabilities, std::int64_t count, double uniform);

// The continuations of a prompt (not empty; the source of a model of two sequences, special tokens included), the best first; one without beams. When the context is full its older half is forgotten. `told` hears
// of each new token (not with beams); false stops. std::invalid_argument for settings that do not fit together.
std::vector<Continuation> generateTokens(TextModel& model, const std::vector<TokenId>& prompt, const GenerationRule& rule,
                                         const std::function<bool(TokenId)>& told = {});

// What a decoder reads first; nullopt: the model goes on from its prompt.
std::optional<TokenId> startToken(TextModel& model);

GenerateResult generateText(InspectedModel& inspected, const GenerateRequest& request, Progress& progress);

}  // namespace cloze
