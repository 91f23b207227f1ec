// What every tokeniser offers: text to pieces with offsets and back. Implementations: wordpiece, sentencepiece (unigram, BPE), bpe
// (over bytes or characters), words (read by their letters). Folders are in Hugging Face's layout.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloze {

using TokenId = std::int32_t;

// Pieces of one text. All vectors but the last have one entry a piece.
struct Pieces {
  std::vector<TokenId> ids;
  std::vector<std::pair<std::int32_t, std::int32_t>> byteOffsets;   // [begin, end) in the UTF-8 text as given
  std::vector<std::int32_t> words;                                  // number of the pre-token it belongs to; a special token in the text is one by itself
  std::vector<std::pair<std::size_t, std::string>> unknownTexts;    // sentencepiece, words: place of an unknown piece, and its (normalised) text
  void clear() { ids.clear(); byteOffsets.clear(); words.clear(); unknownTexts.clear(); }
};

// Roles of special tokens; -1: the vocabulary has none.
struct SpecialTokens {
  TokenId pad = -1, unknown = -1, classify = -1, separator = -1, mask = -1, begin = -1, end = -1;
};

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  virtual std::string kind() const = 0;                              // "wordpiece", "unigram", "bpe" ...
  // Pieces of `text`, without adding special tokens (those written in the text are recognised). Appends to `out`. Thread safe.
  virtual void encode(std::string_view text, Pieces& out) const = 0;
  virtual std::string decode(const std::vector<TokenId>& ids) const = 0;
  virtual TokenId size() const = 0;
  virtual const std::string& token(TokenId id) const = 0;            // 0 <= id < size()
  virtual TokenId id(std::string_view token) const = 0;              // -1 when unknown
  virtual TokenId predictable() const { return size(); }             // ids below it can be predicted; others are known as input only
  virtual bool continuesWord(TokenId id) const = 0;                  // "##ing"; for sentencepiece: a piece without the leading mark
  const SpecialTokens& special() const { return m_special; }
  bool isSpecial(TokenId id) const;                                  // any of special(), or another added special token
  // The ids around and between texts: single "[CLS] A [SEP]", pair "[CLS] A [SEP] B [SEP]". A sequence entry is a text (-1: A, -2: B) or an id.
  struct LayoutEntry { TokenId id; std::int32_t typeId; };
  static constexpr TokenId kTextA = -1, kTextB = -2;
  virtual std::vector<LayoutEntry> layout(bool pair) const = 0;
  // Of a pair cut evenly to an odd number of pieces, the first text keeps the odd one (Hugging Face's Python tokenisers), or the longer (its Rust ones).
  virtual bool firstKeepsOddPiece() const { return false; }
  // For models that read letters: slots a token has (0: they read ids), and the letters of a token's text, also of an unknown one.
  virtual std::int32_t letters() const { return 0; }
  virtual void spell(std::string_view /*token*/, std::int32_t* /*slots*/) const {}
  // What stands between two sentences of a document that are encoded one by one: a blank where it is part of the pieces.
  virtual std::string_view betweenSentences() const { return {}; }
  // Writes vocab.txt / tokenizer.json / tokenizer_config.json / special_tokens_map.json / spiece.model, as the kind has them.
  virtual void save(const std::filesystem::path& folder) const = 0;
  virtual std::string contentHash() const = 0;                       // vocabulary and options: the identity used by token stores
  // What was odd in the files it came from ("vocab.txt:17: blank line ..."), for whoever shows it.
  virtual std::vector<std::string> warnings() const { return {}; }

 protected:
  SpecialTokens m_special;
  std::vector<TokenId> m_extraSpecial;
};

enum class Truncation { None, LongestFirst, OnlyFirst, OnlySecond };

struct EncodeOptions {
  bool addSpecialTokens = true;
  std::int32_t maxLength = 0;                                        // 0: unlimited; counts special tokens
  Truncation truncation = Truncation::LongestFirst;
  std::int32_t stride = 0;                                           // pieces shared by neighbouring windows
};

// One window of a text or a pair with its special tokens.
struct Encoding {
  std::vector<TokenId> ids;
  std::vector<std::int32_t> typeIds;
  std::vector<std::pair<std::int32_t, std::int32_t>> byteOffsets;   // into the text that `sequence` names; (0, 0) for added special tokens
  std::vector<std::int32_t> words;                                   // -1 for added special tokens
  std::vector<std::int32_t> sequence;                                // 0: text, 1: pair, -1: added special token
  std::vector<std::pair<std::size_t, std::string>> unknownTexts;    // as in Pieces
  std::vector<bool> specialMask;                                     // added special tokens; one written in the text (isSpecial) is false
};

// The first window, then the overflowing ones (stride); a pair cut longest first has one window only. std::invalid_argument when maxLength
// leaves no room for text, when the text to be cut is too short for it, or when the stride is as long as a window.
std::vector<Encoding> encodeWindows(const Tokenizer& tokenizer, std::string_view text, std::optional<std::string_view> pair, const EncodeOptions& options);
inline Encoding encodeText(const Tokenizer& tokenizer, std::string_view text, const EncodeOptions& options = {}) {
  return encodeWindows(tokenizer, text, std::nullopt, options).front();
}

// Byte offsets of `text` to code-point offsets.
std::vector<std::pair<std::int32_t, std::int32_t>> codePointOffsets(std::string_view text, const std::vector<std::pair<std::int32_t, std::int32_t>>& byteOffsets);

// A folder in HF layout (tokenizer_config.json tells the class; a bare vocab.txt means BERT's WordPiece), a tokenizer.json, or any *.model.
// std::invalid_argument naming file and line for what is wrong, std::runtime_error when it cannot be read.
std::shared_ptr<const Tokenizer> loadTokenizer(const std::filesystem::path& path);

}  // namespace cloze
