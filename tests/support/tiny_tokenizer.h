// A tokeniser small enough to reason about: words by spaces, cut into pieces of three bytes; ids 0-4 are special, 5-104 begin words, 105-204
// continue them. A word "@" gives no token at all.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/text/tokenizer.h"

namespace cloze::tests {

class TinyTokenizer : public Tokenizer {
 public:
  static constexpr TokenId kPad = 0, kUnknown = 1, kClassify = 2, kSeparator = 3, kMask = 4, kSize = 205;
  explicit TinyTokenizer(std::string hash = "tiny") : m_hash(std::move(hash)) {
    m_special.pad = kPad;
    m_special.unknown = kUnknown;
    m_special.classify = kClassify;
    m_special.separator = kSeparator;
    m_special.mask = kMask;
    for (TokenId id = 0; id < kSize; ++id) m_tokens.push_back("t" + std::to_string(id));
  }
  void dropMask() { m_special.mask = -1; }

  std::string kind() const override { return "tiny"; }
  void encode(std::string_view text, Pieces& out) const override {
    std::int32_t word = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      if (text.substr(begin, end - begin) != "@")
        for (std::size_t at = begin; at < end; at += 3) add(text.substr(at, std::min<std::size_t>(3, end - at)), at > begin, at, word, out);
      ++word;
      begin = end + 1;
    }
  }
  std::string decode(const std::vector<TokenId>&) const override { return {}; }
  TokenId size() const override { return kSize; }
  const std::string& token(TokenId id) const override { return m_tokens[static_cast<std::size_t>(id)]; }
  TokenId id(std::string_view) const override { return -1; }
  bool continuesWord(TokenId id) const override { return id >= 105; }
  std::vector<LayoutEntry> layout(bool pair) const override {
    if (!pair) return {{kClassify, 0}, {kTextA, 0}, {kSeparator, 0}};
    return {{kClassify, 0}, {kTextA, 0}, {kSeparator, 0}, {kTextB, 1}, {kSeparator, 1}};
  }
  void save(const std::filesystem::path&) const override {}
  std::string contentHash() const override { return m_hash; }

 private:
  static void add(std::string_view piece, bool continues, std::size_t at, std::int32_t word, Pieces& out) {
    std::uint32_t sum = 17;
    for (const char c : piece) sum = sum * 31 + static_cast<unsigned char>(c);
    out.ids.push_back(static_cast<TokenId>((continues ? 105 : 5) + sum % 100));
    out.byteOffsets.emplace_back(static_cast<std::int32_t>(at), static_cast<std::int32_t>(at + piece.size()));
    out.words.push_back(word);
  }
  std::string m_hash;
  std::vector<std::string> m_tokens;
};

}  // namespace cloze::tests
