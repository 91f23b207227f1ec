// Texts and pairs with their special tokens, cut to a length: the rules of Hugging Face tokenizers (truncate_encodings, Encoding::truncate),
// so that windows of a long text are the same there and here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

using Range = std::pair<std::size_t, std::size_t>;

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument(why); }

// The parts of `size` pieces that windows of `length` show, neighbours sharing `stride`.
std::vector<Range> parts(std::size_t size, std::size_t length, std::size_t stride) {
  if (size <= length) return {{0, size}};
  if (length == 0) return {{0, 0}, {0, size}};                        // nothing fits: all of it overflows
  if (stride >= length)
    refuse("a stride of " + std::to_string(stride) + " needs windows longer than that; special tokens and the other text leave " + std::to_string(length) + " pieces. Give a larger maximal length or a smaller stride");
  std::vector<Range> ranges;
  for (std::size_t start = 0; ranges.empty() || ranges.back().second < size; start += length - stride) ranges.push_back({start, std::min(start + length, size)});
  return ranges;
}

// Shares of a pair's room when the longer text is shortened first.
std::pair<std::size_t, std::size_t> longestFirst(std::size_t first, std::size_t second, std::size_t room, bool oddToFirst) {
  const bool swap = first > second;
  std::size_t shorter = swap ? second : first, longer = swap ? first : second;
  longer = shorter > room ? shorter : std::max(shorter, room - shorter);
  if (shorter + longer > room) {
    if (oddToFirst) return {room - room / 2, room / 2};
    shorter = room / 2;
    longer = shorter + room % 2;
  }
  return swap ? std::make_pair(longer, shorter) : std::make_pair(shorter, longer);
}

struct Plan {
  std::vector<Range> first, second;        // windows of each text; the shorter list stays at its first
};

struct Added { std::size_t tokens; bool oddToFirst; };

Plan planWindows(std::size_t first, std::size_t second, bool isPair, const Added& added, const EncodeOptions& options) {
  if (options.maxLength < 0 || options.stride < 0) refuse("the maximal length and the stride cannot be negative");
  const bool unlimited = options.maxLength == 0 || options.truncation == Truncation::None;
  const auto length = static_cast<std::size_t>(options.maxLength), stride = static_cast<std::size_t>(options.stride);
  if (!unlimited && length <= added.tokens)
    refuse("a maximal length of " + std::to_string(length) + " leaves no room for text: " + std::to_string(added.tokens) + " special tokens are added");
  if (unlimited || first + second + added.tokens <= length) return {{{0, first}}, {{0, second}}};
  const std::size_t room = length - added.tokens, excess = first + second - room;
  switch (options.truncation) {
    case Truncation::LongestFirst: {
      if (!isPair) return {parts(first, room, stride), {{0, 0}}};
      const auto [a, b] = longestFirst(first, second, room, added.oddToFirst);
      return {{parts(first, a, stride).front()}, {parts(second, b, stride).front()}};
    }
    case Truncation::OnlyFirst:
      if (first <= excess) refuse("the first text has " + std::to_string(first) + " pieces, and cutting only it would have to take away " + std::to_string(excess) + ": the second text is too long for the maximal length");
      return {parts(first, first - excess, stride), {{0, second}}};
    default:
      if (!isPair) refuse("only the second text was to be cut, but there is none");
      if (second <= excess) refuse("the second text has " + std::to_string(second) + " pieces, and cutting only it would have to take away " + std::to_string(excess) + ": the first text is too long for the maximal length");
      return {{{0, first}}, parts(second, second - excess, stride)};
  }
}

void append(Encoding& out, const Pieces& pieces, Range range, std::int32_t typeId, std::int32_t sequence) {
  for (const auto& [place, text] : pieces.unknownTexts)
    if (place >= range.first && place < range.second) out.unknownTexts.emplace_back(out.ids.size() + place - range.first, text);
  for (std::size_t i = range.first; i < range.second; ++i) {
    out.ids.push_back(pieces.ids[i]);
    out.typeIds.push_back(typeId);
    out.byteOffsets.push_back(pieces.byteOffsets[i]);
    out.words.push_back(pieces.words[i]);
    out.sequence.push_back(sequence);
    out.specialMask.push_back(false);
  }
}

void appendSpecial(Encoding& out, const Tokenizer::LayoutEntry& entry) {
  out.ids.push_back(entry.id);
  out.typeIds.push_back(entry.typeId);
  out.byteOffsets.emplace_back(0, 0);
  out.words.push_back(-1);
  out.sequence.push_back(-1);
  out.specialMask.push_back(true);
}

}  // namespace

std::vector<Encoding> encodeWindows(const Tokenizer& tokenizer, std::string_view text, std::optional<std::string_view> pair, const EncodeOptions& options) {
  using Layout = std::vector<Tokenizer::LayoutEntry>;
  const Layout layout = options.addSpecialTokens ? tokenizer.layout(pair.has_value())
                        : pair                   ? Layout{{Tokenizer::kTextA, 0}, {Tokenizer::kTextB, 1}}
                                                 : Layout{{Tokenizer::kTextA, 0}};
  Pieces first, second;
  tokenizer.encode(text, first);
  if (pair) tokenizer.encode(*pair, second);
  const auto added = static_cast<std::size_t>(std::count_if(layout.begin(), layout.end(), [](const Tokenizer::LayoutEntry& entry) { return entry.id >= 0; }));
  const Plan plan = planWindows(first.ids.size(), second.ids.size(), pair.has_value(), {added, tokenizer.firstKeepsOddPiece()}, options);
  std::vector<Encoding> windows(std::max(plan.first.size(), plan.second.size()));
  for (std::size_t w = 0; w < windows.size(); ++w) {
    for (const Tokenizer::LayoutEntry& entry : layout) {
      if (entry.id == Tokenizer::kTextA) append(windows[w], first, plan.first[std::min(w, plan.first.size() - 1)], entry.typeId, 0);
      else if (entry.id == Tokenizer::kTextB) append(windows[w], second, plan.second[std::min(w, plan.second.size() - 1)], entry.typeId, 1);
      else appendSpecial(windows[w], entry);
    }
  }
  return windows;
}

}  // namespace cloze
