// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/vocabulary.h"

#include "engine/core/files.h"
#include "engine/text/utf8.h"

#include <stdexcept>

namespace cloze {

namespace {

constexpr std::size_t kLongestToken = 4096, kMostTokens = 5'000'000, kMostWarnings = 20, kLargestFile = 256u << 20;

class VocabularyReader {
 public:
  VocabularyReader(const std::filesystem::path& path) : m_name(path.string()) {}

  VocabularyFile read(std::string_view bytes) {
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
      bytes.remove_prefix(3);
      m_line = 1;
      warn("begins with a byte-order mark, which is left out");
    }
    m_line = 0;
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      ++m_line;
      addLine(bytes.substr(0, end));
      bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    if (m_file.tokens.empty()) throw std::invalid_argument(m_name + ": is empty; expected one token a line");
    if (m_dropped > 0) m_file.warnings.push_back(m_name + ": " + std::to_string(m_dropped) + " more of these");
    return std::move(m_file);
  }

 private:
  void addLine(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (m_file.tokens.size() == kMostTokens) refuse("more than five million lines; is this a vocabulary?");
    if (line.size() > kLongestToken) refuse("a token of " + std::to_string(line.size()) + " bytes; at most 4,096 are accepted. Is this a vocabulary, one token a line?");
    if (firstBrokenByte(line) != std::string_view::npos) refuse("not valid UTF-8; save the vocabulary as UTF-8");
    if (line.empty()) warn("blank line; it keeps its id, nothing is ever cut into it");
    if (line.find('\0') != std::string_view::npos) warn("the token holds a NUL byte, which texts lose when they are cleaned");
    const auto [known, isNew] = m_seen.emplace(line, m_line);
    if (!isNew && !line.empty()) warn("\"" + std::string(line) + "\" is in line " + std::to_string(known->second) + " already; this id is used");
    if (!isNew) known->second = m_line;
    m_file.tokens.emplace_back(line);
  }

  void warn(const std::string& what) {
    if (m_file.warnings.size() < kMostWarnings) m_file.warnings.push_back(place() + what);
    else ++m_dropped;
  }
  [[noreturn]] void refuse(const std::string& what) const { throw std::invalid_argument(place() + what); }
  std::string place() const { return m_name + ":" + std::to_string(m_line) + ": "; }

  std::string m_name;
  std::size_t m_line = 0, m_dropped = 0;
  std::unordered_map<std::string_view, std::size_t> m_seen;         // views into the bytes being read
  VocabularyFile m_file;
};

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string> tokens) : m_tokens(std::move(tokens)) {
  m_ids.reserve(m_tokens.size());
  for (std::size_t id = 0; id < m_tokens.size(); ++id)
    if (!m_tokens[id].empty()) m_ids[m_tokens[id]] = static_cast<TokenId>(id);
}

TokenId Vocabulary::id(std::string_view token) const {
  const auto found = m_ids.find(std::string(token));
  return found == m_ids.end() ? -1 : found->second;
}

std::string readTokenizerFile(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (!error && size > kLargestFile) throw std::invalid_argument(path.string() + ": " + std::to_string(size >> 20) + " MB; files of tokenisers have at most 256 MB");
  std::string bytes = readFile(path);
  if (bytes.rfind("version https://git-lfs", 0) == 0) throw std::invalid_argument(path.string() + ": is a Git LFS pointer; fetch the file itself (git lfs pull)");
  return bytes;
}

VocabularyFile readVocabulary(const std::filesystem::path& path) {
  const std::string bytes = readTokenizerFile(path);
  return VocabularyReader(path).read(bytes);
}

}  // namespace cloze
