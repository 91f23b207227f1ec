// Byte-pair encoding (Sennrich et al., 2016, algorithm 1): a word begins as single symbols, and the pair that was learned first is joined until no
// pair is known. In two forms: over bytes, after GPT-2's splitting into words (Radford et al., 2019, section 2.2), or over characters with "</w>"
// on the last one, after BERT's (GPT-1 as Hugging Face reads it). Equal to Hugging Face's fast tokenisers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/bert_characters.h"
#include "engine/text/special_tokens.h"
#include "engine/text/vocabulary.h"

#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cloze {

// Everything such a tokeniser is. Files are read into it (bpe_files.h), the trainer makes one.
struct BpeDefinition {
  enum class Symbols { Bytes, Characters };
  Symbols symbols = Symbols::Bytes;
  std::vector<std::string> tokens;                    // the id is the place
  std::vector<std::pair<TokenId, TokenId>> merges;    // in the order they were learned
  bool addPrefixSpace = false;                        // bytes: a text that begins without a blank gets one
  bool trimOffsets = false;                           // bytes: blanks at the ends of a piece are outside its offsets (RoBERTa)
  BertOptions characters;                             // characters: how a text is cleaned
  std::string suffix = "</w>";                        // characters: on the last one of a word
  SpecialTokens special;                              // characters: unknown is needed
  std::vector<AddedToken> added;                      // recognised in text
};

class Bpe final : public VocabularyTokenizer {
 public:
  explicit Bpe(BpeDefinition definition);             // std::invalid_argument: a merge without its token, a byte without a token, ids out of range
  std::string kind() const override { return overBytes() ? "byte_bpe" : "char_bpe"; }
  void encode(std::string_view text, Pieces& out) const override;
  std::string decode(const std::vector<TokenId>& ids) const override;
  bool continuesWord(TokenId id) const override;
  // "<s> A </s>", "<s> A </s></s> B </s>" where there are such tokens (RoBERTa); else the texts alone.
  std::vector<LayoutEntry> layout(bool pair) const override;
  std::string_view betweenSentences() const override { return overBytes() ? " " : ""; }
  void save(const std::filesystem::path& folder) const override;
  const BpeDefinition& definition() const { return m_definition; }   // its `tokens` have moved to token()

 private:
  struct Symbol { TokenId id; std::int32_t begin, end; };             // bytes of the text
  using Symbols = std::vector<Symbol>;
  struct Joined { std::int32_t rank; TokenId id; };

  bool overBytes() const { return m_definition.symbols == BpeDefinition::Symbols::Bytes; }
  void encodeBytes(std::string_view text, std::size_t from, std::size_t to, Pieces& out, std::int32_t& word) const;
  void encodeCharacters(std::string_view text, std::size_t from, std::size_t to, Pieces& out, std::int32_t& word) const;
  template <class Cut> void word(std::string_view text, std::size_t begin, Pieces& out, std::int32_t& number, const Cut& cut) const;
  Symbols bytesOf(std::string_view word, std::int32_t base) const;
  Symbols charactersOf(std::string_view word, std::int32_t base) const;
  void join(Symbols& symbols) const;
  const Joined* joined(TokenId first, TokenId second) const;
  void trim(std::string_view text, std::size_t firstPiece, Pieces& out) const;
  std::string computeHash() const;

  BpeDefinition m_definition;
  BertCharacters m_characters;
  SpecialMatcher m_matcher;
  std::array<TokenId, 256> m_bytes{};
  std::unordered_map<std::uint64_t, Joined> m_joined;                 // by both ids
  std::uint64_t m_number;                                             // of this object, for the caches of threads
};

}  // namespace cloze
