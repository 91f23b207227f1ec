// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/bpe.h"

#include "engine/core/hash.h"
#include "engine/text/byte_alphabet.h"
#include "engine/text/gpt2_words.h"
#include "engine/text/utf8.h"
#include "engine/text/word_cache.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <stdexcept>

namespace cloze {

namespace {

std::uint64_t keyOf(TokenId first, TokenId second) { return static_cast<std::uint64_t>(static_cast<std::uint32_t>(first)) << 32 | static_cast<std::uint32_t>(second); }

bool isInside(std::string_view text, std::int32_t place) { return place < static_cast<std::int32_t>(text.size()) && (static_cast<unsigned char>(text[static_cast<std::size_t>(place)]) & 0xC0) == 0x80; }

}  // namespace

Bpe::Bpe(BpeDefinition definition)
    : VocabularyTokenizer(std::move(definition.tokens)), m_definition(std::move(definition)), m_characters(m_definition.characters), m_matcher(m_definition.added),
      m_number(WordCache::newNumber()) {
  m_special = m_definition.special;
  if (!overBytes() && m_special.unknown < 0) throw std::invalid_argument("a BPE tokeniser over characters needs an unknown token (<unk>) in its vocabulary");
  for (const AddedToken& added : m_definition.added) {
    if (added.id < 0 || added.id >= size()) throw std::invalid_argument("the id of the added token " + added.text + " is outside the vocabulary");
    if (added.special) m_extraSpecial.push_back(added.id);
  }
  for (std::size_t byte = 0; overBytes() && byte < 256; ++byte) {
    m_bytes[byte] = m_vocabulary.id(byteAlphabet()[byte]);
    if (m_bytes[byte] < 0) throw std::invalid_argument("vocab.json: the byte " + std::to_string(byte) + " (\"" + byteAlphabet()[byte] + "\") has no token; byte-level BPE needs all 256");
  }
  m_joined.reserve(m_definition.merges.size());
  for (std::size_t rank = 0; rank < m_definition.merges.size(); ++rank) {
    const auto [first, second] = m_definition.merges[rank];
    const std::string text = token(first) + token(second);
    const TokenId both = m_vocabulary.id(text);
    if (both < 0) throw std::invalid_argument("merges: \"" + token(first) + " " + token(second) + "\" gives a piece that the vocabulary lacks");
    m_joined.emplace(keyOf(first, second), Joined{static_cast<std::int32_t>(rank), both});
  }
  m_contentHash = computeHash();
}

void Bpe::encode(std::string_view text, Pieces& out) const {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
    throw std::invalid_argument("a text of " + std::to_string(text.size()) + " bytes is over 2 GB; cut it into documents");
  const std::size_t firstPiece = out.ids.size();
  std::int32_t word = 0;
  for (std::size_t from = 0; from < text.size();) {
    const SpecialMatcher::Match special = m_matcher.find(text, from);
    const std::size_t to = std::min(special.begin, text.size());
    if (to > from) overBytes() ? encodeBytes(text, from, to, out, word) : encodeCharacters(text, from, to, out, word);
    if (special.begin == std::string_view::npos) break;
    out.ids.push_back(special.id);
    out.byteOffsets.emplace_back(static_cast<std::int32_t>(special.begin), static_cast<std::int32_t>(special.end));
    out.words.push_back(word++);
    from = special.end;
  }
  if (m_definition.trimOffsets) trim(text, firstPiece, out);
}

// Pieces of a word from this thread's cache, or by `cut`, which gives its symbols before joining.
template <class Cut>
void Bpe::word(std::string_view text, std::size_t begin, Pieces& out, std::int32_t& number, const Cut& cut) const {
  const auto base = static_cast<std::int32_t>(begin);
  const auto add = [&](TokenId id, std::int32_t from, std::int32_t to) {
    out.ids.push_back(id);
    out.byteOffsets.emplace_back(from, to);
    out.words.push_back(number);
  };
  const bool short_ = text.size() <= CachedWord::kLongestKey;
  CachedWord* entry = short_ ? &WordCache::ofThread(m_number).entry(text) : nullptr;
  if (entry && entry->matches(text)) {
    for (int k = 0; k < entry->count; ++k) add(entry->ids[k], base + entry->begins[k], base + entry->ends[k]);
    number += entry->count > 0;
    return;
  }
  Symbols symbols = cut();
  join(symbols);
  for (const Symbol& symbol : symbols) add(symbol.id, symbol.begin, symbol.end);
  number += !symbols.empty();
  if (!entry || symbols.size() > static_cast<std::size_t>(CachedWord::kMostPieces)) return;
  entry->keyLength = static_cast<std::uint8_t>(text.size());
  entry->count = static_cast<std::uint8_t>(symbols.size());
  std::memcpy(entry->key, text.data(), text.size());
  for (std::size_t k = 0; k < symbols.size(); ++k) {
    entry->ids[k] = symbols[k].id;
    entry->begins[k] = static_cast<std::uint8_t>(symbols[k].begin - base);
    entry->ends[k] = static_cast<std::uint8_t>(symbols[k].end - base);
  }
}

void Bpe::encodeBytes(std::string_view text, std::size_t from, std::size_t to, Pieces& out, std::int32_t& number) const {
  const std::string_view segment = text.substr(0, to);
  std::size_t at = from;
  if (m_definition.addPrefixSpace && segment[from] != ' ') {           // the blank that is not there takes no bytes
    const std::string first = " " + std::string(segment.substr(from));
    const std::size_t end = endOfGpt2Word(first, 0);
    Symbols symbols = bytesOf(std::string_view(first).substr(0, end), static_cast<std::int32_t>(from) - 1);
    for (Symbol& symbol : symbols) symbol.begin = std::max(symbol.begin, static_cast<std::int32_t>(from));
    join(symbols);
    for (const Symbol& symbol : symbols) {
      out.ids.push_back(symbol.id);
      out.byteOffsets.emplace_back(symbol.begin, std::max(symbol.begin, symbol.end));
      out.words.push_back(number);
    }
    ++number;
    at = from + end - 1;
  }
  while (at < to) {
    const std::size_t end = endOfGpt2Word(segment, at);
    const std::string_view piece = segment.substr(at, end - at);
    word(piece, at, out, number, [&] { return bytesOf(piece, static_cast<std::int32_t>(at)); });
    at = end;
  }
}

void Bpe::encodeCharacters(std::string_view text, std::size_t from, std::size_t to, Pieces& out, std::int32_t& number) const {
  const std::string_view segment = text.substr(0, to);
  const auto emit = [&](std::size_t begin, std::size_t end) {
    if (end <= begin) return;
    const std::string_view piece = segment.substr(begin, end - begin);
    word(piece, begin, out, number, [&] { return charactersOf(piece, static_cast<std::int32_t>(begin)); });
  };
  std::size_t begin = from;
  for (std::size_t i = from; i < to;) {
    const DecodedCharacter character = decodeUtf8(segment, i);
    const std::size_t end = i + static_cast<std::size_t>(character.size);
    const CharacterClass kind = m_characters.classify(character.value);
    if (kind != CharacterClass::Word) {
      emit(begin, i);
      if (kind == CharacterClass::Alone) emit(i, end);
      begin = end;
    }
    i = end;
  }
  emit(begin, to);
}

Bpe::Symbols Bpe::bytesOf(std::string_view word, std::int32_t base) const {
  Symbols symbols;
  symbols.reserve(word.size());
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto at = static_cast<std::int32_t>(i);
    std::int32_t begin = at, end = at + 1;                             // a piece of a character stands for the whole of it
    while (begin > 0 && isInside(word, begin) && at - begin < 3) --begin;
    while (isInside(word, end) && end - begin < 4) ++end;
    symbols.push_back({m_bytes[static_cast<unsigned char>(word[i])], base + begin, base + end});
  }
  return symbols;
}

Bpe::Symbols Bpe::charactersOf(std::string_view word, std::int32_t base) const {
  static thread_local NormalisedWord normalised;
  normalised.assign(word, base, m_definition.characters, std::numeric_limits<std::int32_t>::max());
  const std::string_view text = normalised.text();
  Symbols symbols;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = i + static_cast<std::size_t>(decodeUtf8(text, i).size);
    std::string character(text.substr(i, end - i));
    if (end == text.size()) character += m_definition.suffix;
    const TokenId found = m_vocabulary.id(character);
    symbols.push_back({found >= 0 ? found : m_special.unknown, normalised.begin(i), normalised.end(end - 1)});
    i = end;
  }
  return symbols;
}

const Bpe::Joined* Bpe::joined(TokenId first, TokenId second) const {
  const auto found = m_joined.find(keyOf(first, second));
  return found == m_joined.end() ? nullptr : &found->second;
}

// The pair of the lowest rank first, the leftmost of equal ones. A heap of pairs; those that have changed since are passed over.
void Bpe::join(Symbols& symbols) const {
  struct Pair {
    std::int32_t rank, place;
    TokenId first, second, both;
    bool operator<(const Pair& other) const { return rank != other.rank ? rank > other.rank : place > other.place; }
  };
  const auto count = static_cast<std::int32_t>(symbols.size());
  std::vector<std::int32_t> before(symbols.size()), after(symbols.size());
  std::vector<Pair> heap;
  const auto consider = [&](std::int32_t left) {
    const std::int32_t right = after[static_cast<std::size_t>(left)];
    if (right >= count) return;
    const TokenId first = symbols[static_cast<std::size_t>(left)].id, second = symbols[static_cast<std::size_t>(right)].id;
    if (const Joined* both = joined(first, second)) {
      heap.push_back({both->rank, left, first, second, both->id});
      std::push_heap(heap.begin(), heap.end());
    }
  };
  for (std::int32_t i = 0; i < count; ++i) before[static_cast<std::size_t>(i)] = i - 1, after[static_cast<std::size_t>(i)] = i + 1;
  for (std::int32_t i = 0; i + 1 < count; ++i) consider(i);
  while (!heap.empty()) {
    const Pair pair = heap.front();
    std::pop_heap(heap.begin(), heap.end());
    heap.pop_back();
    Symbol& left = symbols[static_cast<std::size_t>(pair.place)];
    const std::int32_t next = after[static_cast<std::size_t>(pair.place)];
    if (left.id != pair.first || next >= count || symbols[static_cast<std::size_t>(next)].id != pair.second) continue;
    Symbol& right = symbols[static_cast<std::size_t>(next)];
    left = {pair.both, std::min(left.begin, right.begin), std::max(left.end, right.end)};
    right.id = -1;                                                     // gone
    const std::int32_t beyond = after[static_cast<std::size_t>(next)];
    after[static_cast<std::size_t>(pair.place)] = beyond;
    if (beyond < count) before[static_cast<std::size_t>(beyond)] = pair.place;
    if (before[static_cast<std::size_t>(pair.place)] >= 0) consider(before[static_cast<std::size_t>(pair.place)]);
    consider(pair.place);
  }
  symbols.erase(std::remove_if(symbols.begin(), symbols.end(), [](const Symbol& symbol) { return symbol.id < 0; }), symbols.end());
}

// As Hugging Face's ByteLevel does it, its treatment of the first piece included.
void Bpe::trim(std::string_view text, std::size_t firstPiece, Pieces& out) const {
  for (std::size_t i = firstPiece; i < out.ids.size(); ++i) {
    auto& [begin, end] = out.byteOffsets[i];
    if (isSpecial(out.ids[i])) {                                       // the blanks that it took
      while (begin < end && text[static_cast<std::size_t>(begin)] == ' ') ++begin;
      continue;
    }
    const std::string bytes = bytesOfToken(token(out.ids[i]));
    auto leading = static_cast<std::int32_t>(std::min(bytes.find_first_not_of(' '), bytes.size()));
    const std::size_t last = bytes.find_last_not_of(' ');
    const auto trailing = static_cast<std::int32_t>(last == std::string::npos ? bytes.size() : bytes.size() - last - 1);
    if (leading > 0 && (i == firstPiece || begin == 0) && m_definition.addPrefixSpace) --leading;
    for (; leading > 0 && begin < end; --leading) begin += decodeUtf8(text, static_cast<std::size_t>(begin)).size;
    begin = std::min(begin, end);
    if (trailing > 0) end = std::max(end - trailing, begin);
  }
}

bool Bpe::continuesWord(TokenId id) const { return overBytes() && !isSpecial(id) && token(id).compare(0, byteAlphabet()[' '].size(), byteAlphabet()[' ']) != 0; }

std::vector<Tokenizer::LayoutEntry> Bpe::layout(bool pair) const {
  const TokenId first = m_special.classify, last = m_special.separator;
  if (first < 0 || last < 0) return pair ? std::vector<LayoutEntry>{{kTextA, 0}, {kTextB, 1}} : std::vector<LayoutEntry>{{kTextA, 0}};
  if (!pair) return {{first, 0}, {kTextA, 0}, {last, 0}};
  return {{first, 0}, {kTextA, 0}, {last, 0}, {last, 0}, {kTextB, 0}, {last, 0}};
}

std::string Bpe::decode(const std::vector<TokenId>& ids) const {
  std::string text;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] < 0 || ids[i] >= size()) throw std::invalid_argument("id " + std::to_string(ids[i]) + " is outside the vocabulary of " + std::to_string(size()));
    std::string piece = token(ids[i]);
    if (overBytes()) {
      text += bytesOfToken(piece);
      continue;
    }
    const std::string& suffix = m_definition.suffix;
    for (std::size_t at = piece.find(suffix); at != std::string::npos && !suffix.empty(); at = piece.find(suffix, at)) piece.replace(at, suffix.size(), i + 1 < ids.size() ? " " : "");
    text += piece;
  }
  return overBytes() ? repairedUtf8(text) : text;
}

std::string Bpe::computeHash() const {
  Sha256 hash;
  const BertOptions& c = m_definition.characters;
  hash.update(kind() + " " + std::to_string(m_definition.addPrefixSpace) + std::to_string(c.lowercase) + std::to_string(c.stripAccents) + std::to_string(c.separateChinese) +
              std::to_string(c.cleanText) + " " + m_definition.suffix + "\n");
  for (const std::string& token : m_vocabulary.tokens()) hash.update(token + "\n");
  for (const auto& [first, second] : m_definition.merges) hash.update(std::to_string(first) + " " + std::to_string(second) + "\n");
  for (const AddedToken& added : m_definition.added) hash.update("added " + std::to_string(added.id) + " " + added.text + "\n");
  for (const auto& role : {m_special.classify, m_special.separator, m_special.begin, m_special.end}) hash.update("role " + std::to_string(role) + "\n");
  return hash.hexDigest();
}

}  // namespace cloze
