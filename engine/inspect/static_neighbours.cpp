// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/static_neighbours.h"

#include <algorithm>
#include <stdexcept>

#include "engine/inspect/nearest.h"
#include "engine/inspect/words.h"

namespace cloze {
namespace {

// Of a model that reads letters: what it makes of each word of the vocabulary and, in the last row, of the given one.
torch::Tensor spelledEmbedding(InspectedModel& inspected, const std::string& word) {
  constexpr TokenId kTogether = 512;
  const Tokenizer& tokenizer = inspected.tokenizer();
  std::vector<TextWindow> windows;
  for (TokenId first = 0; first < tokenizer.size(); first += kTogether) {
    windows.emplace_back();
    for (TokenId id = first; id < std::min(tokenizer.size(), first + kTogether); ++id) windows.back().encoding.ids.push_back(id);
  }
  windows.emplace_back();
  windows.back().encoding.ids = {tokenizer.special().unknown};
  windows.back().encoding.unknownTexts = {{0, word}};
  std::vector<torch::Tensor> parts(windows.size());
  Progress progress;
  inspected.forEachHidden(windows, 0, progress, [&](const TextWindow& window, const torch::Tensor& hidden) { parts[static_cast<std::size_t>(&window - windows.data())] = hidden.clone(); });
  return torch::cat(parts).contiguous();               // [V + 1, E]
}

// The table with a row for each token: the first of the embedding layer that has room for the vocabulary.
torch::Tensor inputEmbedding(InspectedModel& inspected) {
  const std::int64_t tokens = inspected.tokenizer().size();
  for (const Parameter& parameter : inspected.model().parameters().all())
    if (parameter.layer == 0 && parameter.tensor.dim() == 2 && parameter.tensor.size(0) >= tokens) return parameter.tensor.detach().to(torch::kFloat32).contiguous();   // [V, E]
  throw std::runtime_error("this model (" + inspected.family() + ") has no table of input vectors, one a token");
}

// Without the marks that tokenisers put before or between words.
std::string plainToken(const std::string& token) {
  for (const char* mark : {"\xE2\x96\x81", "\xC4\xA0"})   // of sentencepiece, of byte-level BPE
    if (token.rfind(mark, 0) == 0) return token.substr(std::string(mark).size());
  return token;
}

std::vector<bool> wholeWords(const Tokenizer& tokenizer, std::int64_t rows) {
  std::vector<bool> allowed(static_cast<std::size_t>(rows));
  for (TokenId id = 0; id < tokenizer.size(); ++id)
    allowed[static_cast<std::size_t>(id)] = !tokenizer.isSpecial(id) && !tokenizer.continuesWord(id) && isWordText(plainToken(tokenizer.token(id)));
  return allowed;
}

std::string lowerCaseAscii(std::string text) {
  for (char& character : text)
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 32);
  return text;
}

}  // namespace

StaticResult nearestTokens(InspectedModel& inspected, const std::string& word, std::int64_t k) {
  const torch::NoGradGuard noGradients;
  const Tokenizer& tokenizer = inspected.tokenizer();
  Pieces pieces;
  tokenizer.encode(" " + word, pieces);
  const bool byLetters = tokenizer.letters() > 0;
  if (pieces.ids.empty() || (byLetters && pieces.ids.size() > 1)) throw std::invalid_argument("\"" + word + "\" is no single word");
  if (!byLetters && std::count(pieces.ids.begin(), pieces.ids.end(), tokenizer.special().unknown) > 0)
    throw std::invalid_argument("the vocabulary cannot spell \"" + word + "\"");
  const torch::Tensor table = byLetters ? spelledEmbedding(inspected, word) : inputEmbedding(inspected);
  torch::Tensor query = torch::zeros({table.size(1)});
  std::vector<bool> allowed = wholeWords(tokenizer, table.size(0));
  if (byLetters) query = table[table.size(0) - 1].contiguous();
  else
    for (const TokenId id : pieces.ids) query += table[id] / static_cast<double>(pieces.ids.size());
  if (pieces.ids.size() == 1) allowed[static_cast<std::size_t>(pieces.ids.front())] = false;
  const NearestRows rows(table.data_ptr<float>(), table.size(0), table.size(1));
  StaticResult result{word, {}, std::count(allowed.begin(), allowed.end(), true)};
  for (const Nearest& near : rows(query.data_ptr<float>(), k, allowed)) result.neighbours.push_back({plainToken(tokenizer.token(static_cast<TokenId>(near.row))), near.similarity});
  return result;
}

StaticResult nearestWords(const WordVectors& vectors, const std::string& word, std::int64_t k) {
  auto found = std::find(vectors.words.begin(), vectors.words.end(), word);
  if (found == vectors.words.end()) found = std::find(vectors.words.begin(), vectors.words.end(), lowerCaseAscii(word));
  if (found == vectors.words.end()) throw std::invalid_argument("\"" + word + "\" is not among the " + std::to_string(vectors.words.size()) + " words of " + vectors.file.filename().string());
  const auto own = static_cast<std::size_t>(found - vectors.words.begin());
  std::vector<bool> allowed(vectors.words.size(), true);
  allowed[own] = false;
  const NearestRows rows(vectors.values.data(), static_cast<std::int64_t>(vectors.words.size()), vectors.width);
  StaticResult result{*found, {}, static_cast<std::int64_t>(vectors.words.size()) - 1};
  for (const Nearest& near : rows(vectors.values.data() + own * static_cast<std::size_t>(vectors.width), k, allowed))
    result.neighbours.push_back({vectors.words[static_cast<std::size_t>(near.row)], near.similarity});
  return result;
}

}  // namespace cloze
