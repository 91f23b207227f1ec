// Span corruption (Raffel et al., 2020, section 3.1.4; random_spans_noise_mask of the authors' code): spans of the text become one sentinel each, the
// target is each sentinel with what it stands for. Pure: ids, rule and random in, ids out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/random.h"
#include "engine/corrupt/span_spec.h"
#include "engine/text/tokenizer.h"

namespace cloze {

struct SpanRule {
  double noiseDensity = 0.15, meanSpanLength = 3;
  bool closingSentinel = false;
  std::vector<TokenId> sentinels;         // in the order they are used
  std::vector<std::uint8_t> special;      // [vocabulary] 1: never hidden
};

// The sentinels "<extra_id_0>", "<extra_id_1>", ... of a tokeniser; none: empty.
std::vector<TokenId> sentinelsOf(const Tokenizer& tokenizer);
// std::invalid_argument when the tokeniser has no sentinels.
SpanRule makeSpanRule(const SpanSpec& spec, const Tokenizer& tokenizer);

// How many tokens of `length` are hidden, in how many spans: round(density * n), half to even as the authors' code, at least one, never all.
struct NoiseCounts { std::int64_t tokens = 0, spans = 0; };
NoiseCounts noiseCounts(std::int64_t length, const SpanRule& rule);
// The longest text whose corrupted form has at most `room` tokens: 568 for 511.
std::int64_t textThatFits(std::int64_t room, const SpanRule& rule);

struct CorruptedSpans {
  std::vector<TokenId> source, target;
  struct Span { std::int32_t source, target, size; };   // place of its sentinel in the source; first hidden token in the target, and how many
  std::vector<Span> spans;
};
// The tokens that `hidden` marks, each run of them behind one sentinel while there are any; what is special stays.
CorruptedSpans hideSpans(const std::vector<TokenId>& ids, const std::vector<bool>& hidden, const SpanRule& rule);
// `ids`: text without padding. Begins with text that stays and ends with a hidden span, as the authors' does, where no token is special; a special
// token cuts a span in two. A text of fewer than two tokens that may be hidden stays as it is, with an empty target.
CorruptedSpans corruptSpans(const std::vector<TokenId>& ids, const SpanRule& rule, Random random);

}  // namespace cloze
