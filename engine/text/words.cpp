// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/words.h"

#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/text/tokenizer_config.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace cloze {

namespace {

constexpr const char* kVocabularyFile = "vocab.txt";
constexpr const char* kInputFile = "input_words.txt";

std::string hashOfDefinition(const WordsDefinition& definition) {
  Sha256 hash;
  hash.update("words " + std::to_string(definition.predictable) + (definition.splitPunctuation ? " punctuation " : " blanks ") + std::to_string(definition.letters) + "\n");
  for (const std::string& token : definition.tokens) hash.update(token + "\n");
  return hash.hexDigest();
}

std::string lines(const std::vector<std::string>& tokens, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += tokens[i] + "\n";
  return text;
}

}  // namespace

void spellWord(std::string_view word, std::int32_t slots, std::int32_t* out) {
  const bool beginsText = word == Words::specialTokens()[0], endsText = word == Words::specialTokens()[1];
  std::int32_t* const end = out + slots;
  *out++ = LetterIds::BeginWord;
  if (beginsText || endsText) *out++ = beginsText ? LetterIds::BeginText : LetterIds::EndText;
  else
    for (const char byte : word.substr(0, static_cast<std::size_t>(slots - 2))) *out++ = static_cast<unsigned char>(byte);
  *out++ = LetterIds::EndWord;
  std::fill(out, end, static_cast<std::int32_t>(LetterIds::Padding));
}

const std::vector<std::string>& Words::specialTokens() {
  static const std::vector<std::string> tokens{"<S>", "</S>", "<UNK>"};
  return tokens;
}

Words::Words(WordsDefinition definition) : m_definition(std::move(definition)), m_vocabulary(m_definition.tokens), m_characters({false, false, false, false}) {
  m_special.begin = id(specialTokens()[0]);
  m_special.end = id(specialTokens()[1]);
  m_special.unknown = id(specialTokens()[2]);
  if (m_special.begin < 0 || m_special.end < 0 || m_special.unknown < 0) throw std::invalid_argument("the vocabulary lacks <S>, </S> or <UNK>");
  if (m_definition.predictable < 3 || m_definition.predictable > size()) throw std::logic_error("Words: more predictable words than there are");
  if (m_definition.letters < 4) throw std::invalid_argument("a word needs at least 4 letters, not " + std::to_string(m_definition.letters));
  m_hash = hashOfDefinition(m_definition);
}

void Words::forEachWord(std::string_view text, const std::function<void(std::size_t, std::size_t)>& each) const {
  const auto& special = specialTokens();
  for (std::size_t i = 0; i < text.size();) {
    const DecodedCharacter first = decodeUtf8(text, i);
    if (isUnicodeSpace(first.value)) {
      i += static_cast<std::size_t>(first.size);
      continue;
    }
    std::size_t end = i;                                              // of the stretch without blanks
    for (; end < text.size(); end += static_cast<std::size_t>(decodeUtf8(text, end).size))
      if (isUnicodeSpace(decodeUtf8(text, end).value)) break;
    const bool whole = !m_definition.splitPunctuation || std::find(special.begin(), special.end(), text.substr(i, end - i)) != special.end();
    std::size_t begin = i;
    for (; i < end && !whole; ) {
      const DecodedCharacter character = decodeUtf8(text, i);
      const std::size_t next = i + static_cast<std::size_t>(character.size);
      if (m_characters.classify(character.value) == CharacterClass::Alone) {
        if (i > begin) each(begin, i);
        each(i, next);
        begin = next;
      }
      i = next;
    }
    if (end > begin) each(begin, end);
    i = end;
  }
}

void Words::encode(std::string_view text, Pieces& out) const {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
    throw std::invalid_argument("a text of " + std::to_string(text.size()) + " bytes is over 2 GB; cut it into documents");
  std::int32_t word = 0;
  forEachWord(text, [&](std::size_t begin, std::size_t end) {
    const std::string_view given = text.substr(begin, end - begin);
    const TokenId known = id(given);
    if (known < 0) out.unknownTexts.emplace_back(out.ids.size(), std::string(given));
    out.ids.push_back(known < 0 ? m_special.unknown : known);
    out.byteOffsets.emplace_back(static_cast<std::int32_t>(begin), static_cast<std::int32_t>(end));
    out.words.push_back(word++);
  });
}

std::string Words::decode(const std::vector<TokenId>& ids) const {
  std::string text;
  for (const TokenId id : ids) text += (text.empty() ? "" : " ") + token(id);
  return text;
}

std::vector<Tokenizer::LayoutEntry> Words::layout(bool pair) const {
  std::vector<LayoutEntry> layout{{m_special.begin, 0}, {kTextA, 0}, {m_special.end, 0}};
  if (pair) layout.insert(layout.end(), {{m_special.begin, 1}, {kTextB, 1}, {m_special.end, 1}});
  return layout;
}

void Words::save(const std::filesystem::path& folder) const {
  std::filesystem::create_directories(folder);
  const auto predictable = static_cast<std::size_t>(m_definition.predictable);
  writeFileAtomically(folder / kVocabularyFile, lines(m_definition.tokens, 0, predictable));
  if (predictable < m_definition.tokens.size()) writeFileAtomically(folder / kInputFile, lines(m_definition.tokens, predictable, m_definition.tokens.size()));
  writeTokenizerConfig(folder, kClass, Json{{"split_punctuation", m_definition.splitPunctuation}, {"max_characters_per_token", m_definition.letters}}, *this, {});
}

std::shared_ptr<const Words> readWords(const std::filesystem::path& folder) {
  WordsDefinition definition;
  definition.tokens = readVocabulary(folder / kVocabularyFile).tokens;
  definition.predictable = static_cast<TokenId>(definition.tokens.size());
  if (const auto more = folder / kInputFile; std::filesystem::exists(more))
    for (std::string& word : readVocabulary(more).tokens) definition.tokens.push_back(std::move(word));
  const auto file = folder / "tokenizer_config.json";
  const Json config = std::filesystem::exists(file) ? readJsonFile(file) : Json::object();
  const auto setting = [&](const char* key, auto& value, bool right) {
    if (!config.contains(key)) return;
    if (!right) throw std::invalid_argument(file.string() + ": " + key + ": " + config[key].dump() + " is not allowed");
    config.at(key).get_to(value);
  };
  setting("split_punctuation", definition.splitPunctuation, config.contains("split_punctuation") && config["split_punctuation"].is_boolean());
  const Json slots = config.value("max_characters_per_token", Json(definition.letters));
  setting("max_characters_per_token", definition.letters, slots.is_number_integer() && slots >= 4 && slots <= 4096);
  try {
    return std::make_shared<Words>(std::move(definition));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument((folder / kVocabularyFile).string() + ": " + error.what());
  }
}

std::shared_ptr<const Words> wordsWithoutVocabulary(std::int32_t letters) {
  WordsDefinition definition;
  definition.tokens = Words::specialTokens();
  definition.predictable = static_cast<TokenId>(definition.tokens.size());
  definition.splitPunctuation = false;
  definition.letters = letters;
  return std::make_shared<Words>(std::move(definition));
}

}  // namespace cloze
