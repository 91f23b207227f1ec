// Numbered tokens: a list read from vocab.txt (one a line, the line is the id) and the way back from text to id.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cloze {

class Vocabulary {
 public:
  Vocabulary() = default;
  explicit Vocabulary(std::vector<std::string> tokens);
  TokenId size() const { return static_cast<TokenId>(m_tokens.size()); }
  const std::string& token(TokenId id) const { return m_tokens.at(static_cast<std::size_t>(id)); }
  TokenId id(std::string_view token) const;       // -1 when unknown; of a repeated token the last one, as Hugging Face's readers
  const std::vector<std::string>& tokens() const { return m_tokens; }

 private:
  std::vector<std::string> m_tokens;
  std::unordered_map<std::string, TokenId> m_ids;
};

// A tokeniser whose tokens stand in a vocabulary: what all kinds of them answer alike.
class VocabularyTokenizer : public Tokenizer {
 public:
  TokenId size() const override { return m_vocabulary.size(); }
  const std::string& token(TokenId id) const override { return m_vocabulary.token(id); }
  TokenId id(std::string_view token) const override { return m_vocabulary.id(token); }
  std::string contentHash() const override { return m_contentHash; }

 protected:
  VocabularyTokenizer() = default;
  explicit VocabularyTokenizer(std::vector<std::string> tokens) : m_vocabulary(std::move(tokens)) {}
  Vocabulary m_vocabulary;
  std::string m_contentHash;
};

// A tokeniser's file as bytes. std::invalid_argument when it is over 256 MB or a Git LFS pointer, std::runtime_error when it cannot be read.
std::string readTokenizerFile(const std::filesystem::path& path);

struct VocabularyFile {
  std::vector<std::string> tokens;
  std::vector<std::string> warnings;              // "vocab.txt:17: ..." what was odd and what was made of it
};
// Accepts CRLF, a byte-order mark, blank lines and repeated tokens with a warning; std::invalid_argument naming file and line for invalid
// UTF-8, tokens over 4,096 bytes, more than five million lines and an empty file.
VocabularyFile readVocabulary(const std::filesystem::path& path);

}  // namespace cloze
