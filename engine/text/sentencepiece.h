// sentencepiece models of any type (unigram, BPE, words, characters; Kudo and Richardson 2018), with the ids, special tokens and cleaning that a
// family of Hugging Face puts around them. A bare *.model is taken as it is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/sentencepiece_cleaning.h"
#include "engine/text/sentencepiece_library.h"
#include "engine/text/special_tokens.h"
#include "engine/text/tokenizer_config.h"
#include "engine/text/vocabulary.h"

#include <optional>

namespace cloze {

// How a family uses a model: its ids, layout and cleaning.
enum class SentencePieceStyle {
  Plain,        // ids of the model; [CLS] A [SEP] or A <sep> <cls> when it has such pieces, else nothing is added
  Albert,       // [CLS] A [SEP] B [SEP]; cleaned; also what Cloze trains
  XlNet,        // A <sep> B <sep> <cls>; cleaned
  T5,           // A </s> B </s>; sentinels <extra_id_99> ... <extra_id_0> after the pieces
  XlmRoberta,   // <s> A </s></s> B </s>; ids moved by one, <mask> the last
};

struct SentencePieceDefinition {
  SentencePieceFile file;
  SentencePieceStyle style = SentencePieceStyle::Plain;
  SentencePieceCleaning cleaning;                   // Albert and XlNet
  std::int64_t extraIds = 100;                      // T5
  std::vector<AddedToken> added;                    // further ones; id -1: the vocabulary's
  std::vector<std::pair<std::string, std::optional<AddedToken>>> named;   // roles that a config names
  std::string source;                               // for messages
  bool trusted = false;                             // made by this program: loaded without trying it first
};

class SentencePiece final : public VocabularyTokenizer {
 public:
  explicit SentencePiece(SentencePieceDefinition definition);
  std::string kind() const override;                // "unigram", "bpe", "word", "char"
  void encode(std::string_view text, Pieces& out) const override;
  std::string decode(const std::vector<TokenId>& ids) const override;
  bool continuesWord(TokenId id) const override;
  std::vector<LayoutEntry> layout(bool pair) const override;
  bool firstKeepsOddPiece() const override { return true; }
  void save(const std::filesystem::path& folder) const override;

 private:
  struct Segment;
  void numberPieces();
  void assignRoles();
  TokenId addToken(AddedToken token);
  void addStyleTokens();
  void encodeSegment(std::string_view text, std::size_t from, std::size_t to, Pieces& out, std::int32_t& word) const;
  void appendPieces(const std::vector<SentencePieceModel::Piece>& pieces, const Segment& segment, Pieces& out, std::int32_t& word) const;
  void appendNumberAndComma(TokenId id, const Segment& segment, std::uint32_t begin, std::uint32_t end, Pieces& out, std::int32_t word) const;
  void append(TokenId id, std::pair<std::int32_t, std::int32_t> offsets, Pieces& out, std::int32_t word) const;
  bool endsWithNumberAndComma(TokenId id) const;
  std::string computeHash() const;

  SentencePieceDefinition m_definition;
  SentencePieceModel m_model;
  std::vector<std::string> m_tokens;                // while the vocabulary is made
  std::vector<TokenId> m_fromModel;                 // the model's number -> id
  std::vector<std::int32_t> m_toModel;              // id -> the model's number, -1: an added token
  std::vector<AddedToken> m_recognised;
  SpecialMatcher m_matcher;
  std::vector<bool> m_numberAndComma;               // pieces such as "2," that are cut again
};

// tokenizer.json of an ALBERT-style model, for Hugging Face's `tokenizers`. Equal results but for segmentations of equal score.
bool sentencePieceJsonPossible(const SentencePieceFile& file);       // unigram and BPE
std::string sentencePieceJson(const Tokenizer& tokenizer, const SentencePieceDefinition& definition, const std::vector<AddedToken>& added);

// `config` is that of its folder (empty: a bare model). std::invalid_argument for a class whose use of the model is not known.
std::shared_ptr<const Tokenizer> loadSentencePiece(const std::filesystem::path& model, const TokenizerConfig& config);

}  // namespace cloze
