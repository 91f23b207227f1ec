// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/wordpiece.h"

#include "engine/core/error.h"
#include "engine/core/hash.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <limits>
#include <mutex>

namespace cloze {

namespace {

std::shared_ptr<const BertCharacters> charactersFor(const BertOptions& options) {
  static std::mutex mutex;
  static std::array<std::shared_ptr<const BertCharacters>, 16> made;
  const std::size_t which = static_cast<std::size_t>(options.lowercase | options.stripAccents << 1 | options.separateChinese << 2 | options.cleanText << 3);
  const std::lock_guard<std::mutex> lock(mutex);
  if (!made[which]) made[which] = std::make_shared<const BertCharacters>(options);
  return made[which];
}

}  // namespace

// Where pieces go: the vectors of `out` and the cache's thread.
struct WordPiece::Writer {
  Pieces& out;
  WordCache& cache;
  std::int32_t word = 0;
  void piece(TokenId id, std::int32_t begin, std::int32_t end) {
    out.ids.push_back(id);
    out.byteOffsets.emplace_back(begin, end);
    out.words.push_back(word);
  }
};

WordPieceDefinition bertDefinition(std::vector<std::string> tokens, const BertOptions& characters, const std::string& source) {
  WordPieceDefinition definition;
  definition.characters = characters;
  const Vocabulary vocabulary(tokens);
  std::string missing;
  const auto find = [&](const char* text) {
    const TokenId id = vocabulary.id(text);
    if (id < 0) missing += (missing.empty() ? "" : ", ") + std::string(text);
    definition.added.push_back({text, id, false, false, false, true});
    return id;
  };
  definition.special.pad = find("[PAD]");
  definition.special.unknown = find("[UNK]");
  definition.special.classify = find("[CLS]");
  definition.special.separator = find("[SEP]");
  definition.special.mask = find("[MASK]");
  if (!missing.empty())
    throw std::invalid_argument(source + ": the special tokens " + missing + " are missing; BERT's vocabularies hold [PAD], [UNK], [CLS], [SEP] and [MASK], each in a line of its own");
  definition.tokens = std::move(tokens);
  definition.single = bertLayout(definition.special, false);
  definition.pair = bertLayout(definition.special, true);
  return definition;
}

WordPiece::WordPiece(WordPieceDefinition definition)
    : VocabularyTokenizer(std::move(definition.tokens)), m_definition(std::move(definition)), m_characters(charactersFor(m_definition.characters)),
      m_matcher(m_definition.added), m_number(WordCache::newNumber()) {
  m_special = m_definition.special;
  if (m_special.unknown < 0 || m_special.unknown >= size()) throw std::invalid_argument("a WordPiece tokeniser needs an unknown token in its vocabulary");
  for (const AddedToken& added : m_definition.added) {
    if (added.id < 0 || added.id >= size()) throw std::invalid_argument("the id of the added token " + added.text + " is outside the vocabulary");
    if (added.special) m_extraSpecial.push_back(added.id);
  }
  if (m_definition.modelTokens == 0) m_definition.modelTokens = m_vocabulary.tokens().size();
  for (std::size_t id = 0; id < m_definition.modelTokens; ++id)
    if (!m_vocabulary.tokens()[id].empty()) m_trie.insert(m_vocabulary.tokens()[id], static_cast<TokenId>(id));
  m_continues = m_trie.find(m_definition.continuation);
  for (int byte = 0; byte < 256; ++byte) {
    const CharacterClass kind = byte < 128 ? m_characters->classify(static_cast<char32_t>(byte)) : CharacterClass::Word;
    const bool dropped = byte >= 128 || (kind == CharacterClass::Word && (byte < 32 || byte == 127));
    m_ascii[static_cast<std::size_t>(byte)] = dropped ? Ascii::Other : kind == CharacterClass::Space ? Ascii::Space : kind == CharacterClass::Alone ? Ascii::Alone : Ascii::Word;
    if (byte < 128) {
      const char letter = static_cast<char>(byte);
      const PieceTrie::Match match = m_trie.longest(PieceTrie::kRoot, std::string_view(&letter, 1));
      m_alone[static_cast<std::size_t>(byte)] = match.length == 1 ? match.value : m_special.unknown;
    }
  }
  m_contentHash = computeHash();
}

void WordPiece::encode(std::string_view text, Pieces& out) const {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
    throw std::invalid_argument("a text of " + std::to_string(text.size()) + " bytes is over 2 GB; cut it into documents");
  Writer writer{out, WordCache::ofThread(m_number)};
  for (std::size_t from = 0; from < text.size();) {
    const SpecialMatcher::Match special = m_matcher.find(text, from);
    encodeSegment(text, from, std::min(special.begin, text.size()), writer);
    if (special.begin == std::string_view::npos) return;
    writer.piece(special.id, static_cast<std::int32_t>(special.begin), static_cast<std::int32_t>(special.end));
    ++writer.word;
    from = special.end;
  }
}

void WordPiece::encodeSegment(std::string_view text, std::size_t from, std::size_t to, Writer& out) const {
  const auto kindAt = [&](std::size_t i) { return m_ascii[static_cast<unsigned char>(text[i])]; };
  const std::string_view segment = text.substr(0, to);
  for (std::size_t i = from; i < to;) {
    const std::size_t begin = i;
    while (i < to && kindAt(i) == Ascii::Word) ++i;
    if (i == to || kindAt(i) != Ascii::Other) {
      if (i > begin) asciiWord(text, begin, i, out);
      if (i < to && kindAt(i) == Ascii::Alone) {
        out.piece(m_alone[static_cast<unsigned char>(text[i])], static_cast<std::int32_t>(i), static_cast<std::int32_t>(i) + 1);
        ++out.word;
      }
      i += i < to;
      continue;
    }
    DecodedCharacter character{};
    CharacterClass kind = CharacterClass::Word;
    while (i < to) {
      character = decodeUtf8(segment, i);
      kind = m_characters->classify(character.value);
      if (kind != CharacterClass::Word) break;
      i += static_cast<std::size_t>(character.size);
    }
    if (i > begin) unit(text, begin, i, out);
    if (i == to) return;
    const std::size_t size = static_cast<std::size_t>(character.size);
    if (kind == CharacterClass::Alone) unit(text, i, i + size, out);
    i += size;
  }
}

bool WordPiece::fromCache(const CachedWord& entry, std::string_view word, std::size_t begin, Writer& out) const {
  if (!entry.matches(word)) return false;
  const auto base = static_cast<std::int32_t>(begin);
  for (int k = 0; k < entry.count; ++k) out.piece(entry.ids[k], base + entry.begins[k], base + entry.ends[k]);
  out.word += entry.count > 0;
  return true;
}

// Cuts a word with `cutWord` and keeps what came out, if it fits an entry.
template <class Cut>
static void cutAndKeep(CachedWord& entry, std::string_view word, std::size_t begin, Pieces& out, const Cut& cutWord) {
  const std::size_t before = out.ids.size();
  cutWord();
  const std::size_t count = out.ids.size() - before;
  if (count > static_cast<std::size_t>(CachedWord::kMostPieces)) return;
  entry.keyLength = static_cast<std::uint8_t>(word.size());
  entry.count = static_cast<std::uint8_t>(count);
  std::memcpy(entry.key, word.data(), word.size());
  for (std::size_t k = 0; k < count; ++k) {
    entry.ids[k] = out.ids[before + k];
    entry.begins[k] = static_cast<std::uint8_t>(out.byteOffsets[before + k].first - static_cast<std::int32_t>(begin));
    entry.ends[k] = static_cast<std::uint8_t>(out.byteOffsets[before + k].second - static_cast<std::int32_t>(begin));
  }
}

void WordPiece::asciiWord(std::string_view text, std::size_t begin, std::size_t end, Writer& out) const {
  const std::string_view word = text.substr(begin, end - begin);
  if (word.size() > CachedWord::kLongestKey) return cutAscii(word, begin, out);
  CachedWord& entry = out.cache.entry(word);
  if (!fromCache(entry, word, begin, out)) cutAndKeep(entry, word, begin, out.out, [&] { cutAscii(word, begin, out); });
}

void WordPiece::unit(std::string_view text, std::size_t begin, std::size_t end, Writer& out) const {
  const std::string_view word = text.substr(begin, end - begin);
  if (word.size() > CachedWord::kLongestKey) return cutNormalised(word, begin, out);
  CachedWord& entry = out.cache.entry(word);
  if (!fromCache(entry, word, begin, out)) cutAndKeep(entry, word, begin, out.out, [&] { cutNormalised(word, begin, out); });
}

void WordPiece::cutAscii(std::string_view word, std::size_t begin, Writer& out) const {
  const auto base = static_cast<std::int32_t>(begin);
  if (word.size() > static_cast<std::size_t>(m_definition.longestWord)) {
    out.piece(m_special.unknown, base, base + static_cast<std::int32_t>(word.size()));
    ++out.word;
    return;
  }
  static thread_local std::string lower;
  lower.assign(word);
  if (m_definition.characters.lowercase)
    for (char& letter : lower) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  struct Place {
    std::int32_t base;
    std::int32_t begin(std::size_t byte) const { return base + static_cast<std::int32_t>(byte); }
    std::int32_t end(std::size_t byte) const { return begin(byte) + 1; }
  };
  cut(lower, Place{base}, out);
}

void WordPiece::cutNormalised(std::string_view word, std::size_t begin, Writer& out) const {
  static thread_local NormalisedWord normalised;
  normalised.assign(word, static_cast<std::int32_t>(begin), m_definition.characters, m_definition.longestWord);
  if (normalised.characters() == 0) return;
  if (normalised.characters() > m_definition.longestWord) {
    out.piece(m_special.unknown, normalised.begin(0), normalised.lastEnd());
    ++out.word;
    return;
  }
  cut(normalised.text(), normalised, out);
}

// Longest match first; any rest that no piece covers makes the whole word unknown.
template <class Place>
void WordPiece::cut(std::string_view normalised, const Place& place, Writer& out) const {
  const std::size_t before = out.out.ids.size();
  std::uint32_t from = PieceTrie::kRoot;
  for (std::size_t at = 0; at < normalised.size(); from = m_continues) {
    const PieceTrie::Match match = m_trie.longest(from, normalised.substr(at));
    if (match.length == 0) {
      out.out.ids.resize(before);
      out.out.byteOffsets.resize(before);
      out.out.words.resize(before);
      out.piece(m_special.unknown, place.begin(0), place.end(normalised.size() - 1));
      break;
    }
    out.piece(match.value, place.begin(at), place.end(at + match.length - 1));
    at += match.length;
  }
  ++out.word;
}

bool WordPiece::continuesWord(TokenId id) const {
  const std::string& text = token(id);
  return text.size() > m_definition.continuation.size() && text.compare(0, m_definition.continuation.size(), m_definition.continuation) == 0;
}

std::string WordPiece::decode(const std::vector<TokenId>& ids) const {
  std::string text;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] < 0 || ids[i] >= size()) throw std::invalid_argument("id " + std::to_string(ids[i]) + " is outside the vocabulary of " + std::to_string(size()));
    const std::string& piece = token(ids[i]);
    const bool continues = i > 0 && piece.compare(0, m_definition.continuation.size(), m_definition.continuation) == 0;
    if (i > 0 && !continues) text.push_back(' ');
    text.append(piece, continues ? m_definition.continuation.size() : 0, std::string::npos);
  }
  return text;
}

std::string WordPiece::computeHash() const {
  Sha256 hash;
  const BertOptions& c = m_definition.characters;
  hash.update("wordpiece " + std::to_string(c.lowercase) + std::to_string(c.stripAccents) + std::to_string(c.separateChinese) + std::to_string(c.cleanText) + " " +
              m_definition.continuation + " " + std::to_string(m_definition.longestWord) + " " + std::to_string(m_definition.modelTokens) + "\n");
  for (const std::string& token : m_vocabulary.tokens()) {
    hash.update(token);
    hash.update("\n");
  }
  for (const AddedToken& added : m_definition.added) hash.update("added " + std::to_string(added.id) + " " + added.text + "\n");
  for (const bool pair : {false, true})
    for (const LayoutEntry& entry : layout(pair)) hash.update("layout " + std::to_string(entry.id) + " " + std::to_string(entry.typeId) + "\n");
  return hash.hexDigest();
}

}  // namespace cloze
