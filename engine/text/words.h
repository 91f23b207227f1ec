// Whole words that a model reads letter by letter (Peters et al., 2018; allenai/bilm-tf, bilm/data.py): text is cut at blanks, and at punctuation
// where wanted; nothing is normalised. The vocabulary, in the order of falling frequency, names what can be predicted; further words of the training
// text are known as input only. Any other word is unknown by its id and still known by its letters.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/bert_characters.h"
#include "engine/text/tokenizer.h"
#include "engine/text/vocabulary.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

struct WordsDefinition {
  std::vector<std::string> tokens;         // "<S>", "</S>", "<UNK>", then words; those that can be predicted first
  TokenId predictable = 0;                 // so many of them
  bool splitPunctuation = true;            // each mark a word by itself; false: words are what stands between blanks
  std::int32_t letters = 50;               // slots a word has; what does not fit is cut off
};

// Letters as numbers: bytes of UTF-8, then what is no byte.
struct LetterIds { enum : std::int32_t { BeginText = 256, EndText, BeginWord, EndWord, Padding, Count }; };
// begin, bytes, end, padding: `slots` numbers. "<S>" and "</S>" have a letter of their own.
void spellWord(std::string_view word, std::int32_t slots, std::int32_t* out);

class Words final : public Tokenizer {
 public:
  explicit Words(WordsDefinition definition);
  std::string kind() const override { return "characters"; }
  void encode(std::string_view text, Pieces& out) const override;
  std::string decode(const std::vector<TokenId>& ids) const override;
  TokenId size() const override { return m_vocabulary.size(); }
  TokenId predictable() const override { return m_definition.predictable; }
  const std::string& token(TokenId id) const override { return m_vocabulary.token(id); }
  TokenId id(std::string_view token) const override { return m_vocabulary.id(token); }
  bool continuesWord(TokenId) const override { return false; }
  std::vector<LayoutEntry> layout(bool pair) const override;
  std::int32_t letters() const override { return m_definition.letters; }
  void spell(std::string_view token, std::int32_t* out) const override { spellWord(token, m_definition.letters, out); }
  void save(const std::filesystem::path& folder) const override;
  std::string contentHash() const override { return m_hash; }

  // Calls each(begin, end) for every word of the text.
  void forEachWord(std::string_view text, const std::function<void(std::size_t, std::size_t)>& each) const;
  static const std::vector<std::string>& specialTokens();           // "<S>", "</S>", "<UNK>"
  static constexpr const char* kClass = "ElmoTokenizer";           // tokenizer_class

 private:
  WordsDefinition m_definition;
  Vocabulary m_vocabulary;
  BertCharacters m_characters;
  std::string m_hash;
};

// A folder that save() wrote, or one with a bare vocabulary of bilm-tf (vocab.txt beginning with <S>, </S>, <UNK>).
// std::invalid_argument naming the file and what is wrong.
std::shared_ptr<const Words> readWords(const std::filesystem::path& folder);
// What reads text for a model that came without a vocabulary: words are known by their letters only.
std::shared_ptr<const Words> wordsWithoutVocabulary(std::int32_t letters);

}  // namespace cloze
