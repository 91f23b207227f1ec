// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/spans.h"

#include <algorithm>
#include <stdexcept>

#include "engine/corrupt/corrupt_spans.h"
#include "engine/inspect/generate.h"

namespace cloze {

namespace {

using TokenIds = std::vector<TokenId>;

CorruptedSpans corrupt(const Pieces& pieces, const SpanRule& rule, const SpansRequest& request) {
  if (request.atRandom) return corruptSpans(pieces.ids, rule, random(static_cast<std::uint64_t>(request.seed), Purpose::Mask, 0, 0));
  std::vector<bool> hidden;
  for (const auto& [begin, end] : pieces.byteOffsets)
    hidden.push_back(std::any_of(request.hide.begin(), request.hide.end(), [b = begin, e = end](const auto& range) { return b < range.second && range.first < e; }));
  return hideSpans(pieces.ids, hidden, rule);
}

TokenIds withSpecialTokens(const Tokenizer& tokenizer, const TokenIds& text) {
  TokenIds ids;
  for (const Tokenizer::LayoutEntry& entry : tokenizer.layout(false))
    if (entry.id == Tokenizer::kTextA) ids.insert(ids.end(), text.begin(), text.end());
    else ids.push_back(entry.id);
  return ids;
}

bool isSentinel(const SpanRule& rule, TokenId id) { return std::find(rule.sentinels.begin(), rule.sentinels.end(), id) != rule.sentinels.end(); }

// What stands behind a sentinel, up to the next one.
TokenIds behindSentinel(const TokenIds& ids, TokenId sentinel, const SpanRule& rule) {
  const auto begin = std::find(ids.begin(), ids.end(), sentinel);
  if (begin == ids.end()) return {};
  return {begin + 1, std::find_if(begin + 1, ids.end(), [&](TokenId id) { return isSentinel(rule, id); })};
}

// The bytes of the text behind each span: kept pieces are passed over in their order.
void addHiddenBytes(const Pieces& pieces, const CorruptedSpans& corrupted, SpansResult& result) {
  std::size_t piece = 0, span = 0;
  for (std::size_t place = 0; place < corrupted.source.size(); ++place) {
    if (span == corrupted.spans.size() || corrupted.spans[span].source != static_cast<std::int32_t>(place)) {
      ++piece;
      continue;
    }
    const auto last = piece + static_cast<std::size_t>(corrupted.spans[span].size);
    result.hidden.emplace_back(pieces.byteOffsets[piece].first, pieces.byteOffsets[last - 1].second);
    piece = last;
    ++span;
  }
}

SpanRule spanRuleOf(const Tokenizer& tokenizer, const SpansRequest& request) {
  SpanSpec spec;
  spec.noiseDensity = request.noiseDensity;
  spec.meanSpanLength = request.meanSpanLength;
  if (request.atRandom || !request.hide.empty()) return makeSpanRule(spec, tokenizer);
  SpanRule rule;                                       // sentinels that the text itself may hold
  rule.sentinels = sentinelsOf(tokenizer);
  return rule;
}

Continuation write(InspectedModel& inspected, const TokenIds& source, const SpansRequest& request, Progress& progress) {
  GenerationRule rule;
  rule.maximumNew = request.maximumNew;
  rule.beams = request.beams;
  rule.candidates = request.beams > 1 ? 0 : 1;
  if (const TokenId end = inspected.tokenizer().special().end; end >= 0) rule.stops = {end};
  std::int64_t done = 0;
  return generateTokens(inspected.model(), source, rule, [&](TokenId) {
    progress.report("writing", ++done, rule.maximumNew);
    return true;
  }).front();
}

std::vector<std::string> named(const Tokenizer& tokenizer, const TokenIds& ids) {
  std::vector<std::string> tokens;
  for (const TokenId id : ids) tokens.push_back(tokenizer.token(id));
  return tokens;
}

void addSpans(const Tokenizer& tokenizer, const CorruptedSpans& corrupted, const TokenIds& source, const TokenIds& written, const SpanRule& rule, SpansResult& result) {
  for (std::size_t place = 0; place < source.size(); ++place) {
    if (!isSentinel(rule, source[place])) continue;
    const TokenIds hidden = behindSentinel(corrupted.target, source[place], rule), own = behindSentinel(written, source[place], rule);
    result.spans.push_back({static_cast<std::int64_t>(place), tokenizer.token(source[place]), tokenizer.decode(hidden), tokenizer.decode(own), !hidden.empty() && hidden == own});
  }
}

}  // namespace

SpansResult fillSpans(InspectedModel& inspected, const SpansRequest& request, Progress& progress) {
  if (!inspected.readsAndWrites()) throw std::invalid_argument("this model does not read one text and write another: " + inspected.model().architecture());
  inspected.requireWriting();
  const Tokenizer& tokenizer = inspected.tokenizer();
  const SpanRule rule = spanRuleOf(tokenizer, request);
  Pieces pieces;
  tokenizer.encode(request.text, pieces);
  if (pieces.ids.empty()) throw std::invalid_argument("the text is empty");
  const CorruptedSpans corrupted = corrupt(pieces, rule, request);
  const TokenIds source = withSpecialTokens(tokenizer, corrupted.source);
  const Continuation best = write(inspected, source, request, progress);
  SpansResult result;
  result.source = named(tokenizer, source);
  result.target = named(tokenizer, corrupted.target);
  result.written = named(tokenizer, best.ids);
  result.writtenText = tokenizer.decode(best.ids);
  result.stopped = best.stopped;
  result.step = inspected.step();
  for (const auto& step : best.candidates) result.probabilities.push_back(step.front().probability);
  result.probabilities.resize(std::min(result.probabilities.size(), best.ids.size()));
  addSpans(tokenizer, corrupted, source, best.ids, rule, result);
  addHiddenBytes(pieces, corrupted, result);
  return result;
}

}  // namespace cloze
