// WordPiece as BERT uses it (Devlin et al. 2019; google-research/bert tokenization.py): BERT's normalisation, words at blanks and
// punctuation, each cut greedily into the longest known pieces, "##" before those that go on. Equal to Hugging Face's BertTokenizerFast.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/bert_characters.h"
#include "engine/text/piece_trie.h"
#include "engine/text/special_tokens.h"
#include "engine/text/vocabulary.h"
#include "engine/text/word_cache.h"

#include <array>
#include <string>
#include <vector>

namespace cloze {

// Everything a WordPiece tokeniser is. Files are read into it (wordpiece_files.h), the trainer makes one.
struct WordPieceDefinition {
  std::vector<std::string> tokens;              // the id is the place
  std::size_t modelTokens = 0;                  // how many of them the model cuts words into; the rest are added tokens. 0: all
  BertOptions characters;
  std::string continuation = "##";
  std::int32_t longestWord = 100;               // characters; a longer word is the unknown token
  SpecialTokens special;                        // unknown is needed
  std::vector<AddedToken> added;                // recognised in text
  std::vector<Tokenizer::LayoutEntry> single, pair;
  std::vector<std::string> warnings;
};

// BERT's five special tokens, recognised in text, and its layout, for these tokens. std::invalid_argument naming those that are missing;
// `source` is the file they came from.
WordPieceDefinition bertDefinition(std::vector<std::string> tokens, const BertOptions& characters, const std::string& source);

class WordPiece final : public VocabularyTokenizer {
 public:
  explicit WordPiece(WordPieceDefinition definition);   // std::invalid_argument when ids are out of range
  std::string kind() const override { return "wordpiece"; }
  void encode(std::string_view text, Pieces& out) const override;
  std::string decode(const std::vector<TokenId>& ids) const override;
  bool continuesWord(TokenId id) const override;
  std::vector<LayoutEntry> layout(bool pair) const override { return pair ? m_definition.pair : m_definition.single; }
  void save(const std::filesystem::path& folder) const override;
  std::vector<std::string> warnings() const override { return m_definition.warnings; }
  const WordPieceDefinition& definition() const { return m_definition; }   // its `tokens` have moved to token()

 private:
  struct Writer;
  void encodeSegment(std::string_view text, std::size_t from, std::size_t to, Writer& out) const;
  void asciiWord(std::string_view text, std::size_t begin, std::size_t end, Writer& out) const;
  void unit(std::string_view text, std::size_t begin, std::size_t end, Writer& out) const;
  bool fromCache(const CachedWord& entry, std::string_view word, std::size_t begin, Writer& out) const;
  void cutAscii(std::string_view word, std::size_t begin, Writer& out) const;
  void cutNormalised(std::string_view word, std::size_t begin, Writer& out) const;
  template <class Place> void cut(std::string_view normalised, const Place& place, Writer& out) const;
  std::string computeHash() const;

  WordPieceDefinition m_definition;
  std::shared_ptr<const BertCharacters> m_characters;   // shared by tokenisers with the same options
  SpecialMatcher m_matcher;
  PieceTrie m_trie;
  std::uint32_t m_continues = PieceTrie::kNowhere;       // the node of "##"
  enum class Ascii : std::uint8_t { Word, Space, Alone, Other };
  std::array<Ascii, 256> m_ascii{};                      // Other: a control character or a byte beyond ASCII
  std::array<TokenId, 128> m_alone{};                    // pieces of ASCII punctuation
  std::uint64_t m_number;                                // of this object, for the caches of threads
};

}  // namespace cloze
