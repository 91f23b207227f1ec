// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/fill.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace cloze {
namespace {

// The text with its masks, before any is filled.
struct Puzzle {
  Encoding encoding;                       // masked
  std::vector<std::int64_t> masks;         // positions, ascending
  std::vector<TokenId> truths;             // [masks] -1 where it is not known
};

std::string maskName(const Tokenizer& tokenizer) {
  const TokenId mask = tokenizer.special().mask;
  if (mask < 0) throw std::invalid_argument("this model's tokeniser has no mask token, so it cannot fill one");
  return tokenizer.token(mask);
}

void maskPieces(Puzzle& puzzle, const std::vector<std::int64_t>& pieces, TokenId mask) {
  std::vector<std::size_t> ordinary;       // positions of the pieces, special tokens left out
  for (std::size_t i = 0; i < puzzle.encoding.ids.size(); ++i)
    if (puzzle.encoding.sequence[i] >= 0) ordinary.push_back(i);
  for (const std::int64_t piece : pieces) {
    if (piece < 0 || piece >= static_cast<std::int64_t>(ordinary.size()))
      throw std::invalid_argument("there is no piece " + std::to_string(piece) + ": the text has " + std::to_string(ordinary.size()) + ", counted from 0");
    puzzle.encoding.ids[ordinary[static_cast<std::size_t>(piece)]] = mask;
  }
}

Puzzle posePuzzle(const InspectedModel& inspected, const FillRequest& request) {
  const Tokenizer& tokenizer = inspected.tokenizer();
  const std::string name = maskName(tokenizer);
  const TokenId mask = tokenizer.special().mask;
  Puzzle puzzle;
  puzzle.encoding = encodeText(tokenizer, request.text);
  const auto length = static_cast<std::int64_t>(puzzle.encoding.ids.size());
  if (inspected.maximumLength() > 0 && length > inspected.maximumLength())
    throw std::invalid_argument("the text has " + std::to_string(length) + " tokens, this model takes at most " + std::to_string(inspected.maximumLength()) + ": shorten it");
  const std::vector<TokenId> original = puzzle.encoding.ids;
  maskPieces(puzzle, request.maskPieces, mask);
  for (std::int64_t i = 0; i < length; ++i) {
    const auto place = static_cast<std::size_t>(i);
    if (puzzle.encoding.ids[place] != mask) continue;
    puzzle.masks.push_back(i);
    puzzle.truths.push_back(original[place] == mask ? -1 : original[place]);
  }
  if (puzzle.masks.empty())
    throw std::invalid_argument("the text has no " + name + ": write " + name + " where a word is to be guessed, for example \"The film was " + name + " .\"");
  return puzzle;
}

// Probabilities [N, V] at the positions.
torch::Tensor probabilitiesAt(InspectedModel& inspected, const Encoding& encoding, const std::vector<std::int64_t>& positions) {
  const torch::NoGradGuard noGradients;
  const torch::Tensor hidden = inspected.lastHidden(encoding.ids, encoding.typeIds);            // [T, H]
  const torch::Tensor rows = hidden.index_select(0, torch::tensor(positions, torch::kInt64));    // [N, H]
  return torch::softmax(inspected.model().tokenLogits(rows).to(torch::kFloat32), -1).contiguous();   // [N, V]
}

MaskAnswer answer(const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, std::int64_t topK) {
  // A model may have more rows than its tokeniser has tokens (sizes rounded up): those have no name and are no candidates.
  const auto size = static_cast<std::size_t>(std::min<std::int64_t>(vocabulary, tokenizer.size()));
  std::vector<TokenId> ids(size);
  std::iota(ids.begin(), ids.end(), 0);
  const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(static_cast<std::size_t>(topK), size));
  std::partial_sort(ids.begin(), ids.begin() + count, ids.end(), [&](TokenId a, TokenId b) {
    return probabilities[a] != probabilities[b] ? probabilities[a] > probabilities[b] : a < b;
  });
  MaskAnswer result;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const TokenId id = ids[static_cast<std::size_t>(i)];
    result.candidates.push_back({tokenizer.token(id), id, probabilities[id]});
  }
  return result;
}

void addTruth(MaskAnswer& result, const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, TokenId truth) {
  if (truth < 0 || truth >= vocabulary) return;
  result.trueToken = tokenizer.token(truth);
  result.trueProbability = probabilities[truth];
  result.trueRank = 1;
  for (std::int64_t id = 0; id < vocabulary; ++id)
    if (probabilities[id] > probabilities[truth] || (probabilities[id] == probabilities[truth] && id < truth)) ++result.trueRank;
}

// Which of the open masks is answered next: the leftmost, or the one the model is surest of.
std::size_t nextMask(const std::vector<MaskAnswer>& answers, FillMode mode) {
  if (mode == FillMode::Sequential) return 0;
  const auto surest = std::max_element(answers.begin(), answers.end(), [](const MaskAnswer& a, const MaskAnswer& b) {
    return a.candidates.front().probability < b.candidates.front().probability;
  });
  return static_cast<std::size_t>(surest - answers.begin());
}

// Answers the open masks all at once (Independent) or the chosen one, which is then filled with its best candidate.
void solve(InspectedModel& inspected, Puzzle& puzzle, const FillRequest& request, std::vector<MaskAnswer>& solved) {
  const torch::Tensor probabilities = probabilitiesAt(inspected, puzzle.encoding, puzzle.masks);
  const std::int64_t vocabulary = probabilities.size(1);
  std::vector<MaskAnswer> answers;
  for (std::size_t mask = 0; mask < puzzle.masks.size(); ++mask) {
    const float* row = probabilities.data_ptr<float>() + static_cast<std::int64_t>(mask) * vocabulary;
    answers.push_back(answer(inspected.tokenizer(), row, vocabulary, request.topK));
    answers.back().index = puzzle.masks[mask];
    addTruth(answers.back(), inspected.tokenizer(), row, vocabulary, puzzle.truths[mask]);
  }
  if (request.mode == FillMode::Independent) {
    solved = std::move(answers);
    puzzle.masks.clear();
    return;
  }
  const std::size_t chosen = nextMask(answers, request.mode);
  const auto place = static_cast<std::ptrdiff_t>(chosen);
  puzzle.encoding.ids[static_cast<std::size_t>(puzzle.masks[chosen])] = static_cast<TokenId>(answers[chosen].candidates.front().id);
  puzzle.masks.erase(puzzle.masks.begin() + place);
  puzzle.truths.erase(puzzle.truths.begin() + place);
  solved.push_back(std::move(answers[chosen]));
}

}  // namespace

FillResult fillMasks(InspectedModel& inspected, const FillRequest& request, Progress& progress) {
  if (request.topK < 1) throw std::invalid_argument("top-k must be at least 1, not " + std::to_string(request.topK));
  inspected.requireMaskedLm();
  Puzzle puzzle = posePuzzle(inspected, request);
  const Tokenizer& tokenizer = inspected.tokenizer();
  FillResult result;
  result.step = inspected.step();
  for (const TokenId id : puzzle.encoding.ids) {
    result.tokens.push_back(tokenizer.token(id));
    result.continuesWord.push_back(tokenizer.continuesWord(id));
  }
  const auto total = static_cast<std::int64_t>(puzzle.masks.size());
  while (!puzzle.masks.empty()) {
    progress.report("filling masks", total - static_cast<std::int64_t>(puzzle.masks.size()), total);
    solve(inspected, puzzle, request, result.masks);
  }
  std::sort(result.masks.begin(), result.masks.end(), [](const MaskAnswer& a, const MaskAnswer& b) { return a.index < b.index; });
  return result;
}

}  // namespace cloze
