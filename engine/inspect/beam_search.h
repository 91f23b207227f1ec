// Beam search (Sutskever et al., 2014, section 3.2) over any model that gives log-probabilities of the next token: decoder-only models and the
// decoders of sequence-to-sequence ones. The formula is the textbook's: ../shared/reference/README.md, "Generated ids".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/text/tokenizer.h"

namespace cloze {

struct BeamRule {
  std::int64_t beams = 4, maximumNew = 20;
  double lengthPenalty = 1;                          // a sum is divided by length ^ this
  bool earlyStopping = false;                        // stop as soon as `beams` are ended
  std::vector<TokenId> ends;
};

struct Hypothesis { std::vector<TokenId> ids; double score = 0; bool ended = false; };   // ids without the end token

// Log-probabilities [beams][V] after each beam took a token: beam i goes on from beam parents[i] with tokens[i].
using Advance = std::function<std::vector<std::vector<float>>(const std::vector<std::int64_t>& parents, const std::vector<TokenId>& tokens)>;

// `first`: log-probabilities [V] behind the prompt. The best first; ties in the order of beam and token.
std::vector<Hypothesis> searchBeams(const BeamRule& rule, const std::vector<float>& first, const Advance& advance);

}  // namespace cloze
