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
  std::int64_t leftOut = 0;                // pieces behind the end
};

// A model that predicts the next token guesses each piece from the text before it: the token that begins a text goes before the first one.
void beginText(Encoding& encoding, const Tokenizer& tokenizer) {
  const TokenId begin = tokenizer.special().begin;
  if (begin < 0 || (!encoding.ids.empty() && encoding.ids.front() == begin)) return;
  encoding.ids.insert(encoding.ids.begin(), begin);
  encoding.typeIds.insert(encoding.typeIds.begin(), 0);
  encoding.byteOffsets.insert(encoding.byteOffsets.begin(), {0, 0});
  encoding.words.insert(encoding.words.begin(), -1);
  encoding.sequence.insert(encoding.sequence.begin(), -1);
  encoding.specialMask.insert(encoding.specialMask.begin(), true);
}

// Readers from one side never see the word they guess: nothing is hidden from them.
bool readsOneSide(const InspectedModel& inspected) { return inspected.readings().front() != Reading::BothSides; }

// What stands for a hidden piece while the puzzle is posed.
TokenId maskOf(const InspectedModel& inspected) { return readsOneSide(inspected) ? inspected.tokenizer().size() : inspected.tokenizer().special().mask; }

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

void maskBytes(Puzzle& puzzle, const std::vector<std::pair<std::int32_t, std::int32_t>>& places, TokenId mask) {
  for (std::size_t i = 0; i < puzzle.encoding.ids.size(); ++i) {
    if (puzzle.encoding.sequence[i] < 0) continue;
    const auto [begin, end] = puzzle.encoding.byteOffsets[i];
    for (const auto& place : places)
      if (begin < place.second && place.first < end) puzzle.encoding.ids[i] = mask;
  }
}

// Cut to what the model takes, where that is wanted.
void encodePuzzle(Puzzle& puzzle, const InspectedModel& inspected, const FillRequest& request) {
  const auto encode = [&](const EncodeOptions& options) {
    Encoding encoding = encodeText(inspected.tokenizer(), request.text, options);
    if (inspected.predictsNext()) beginText(encoding, inspected.tokenizer());
    return encoding;
  };
  puzzle.encoding = encode({});
  const auto length = static_cast<std::int64_t>(puzzle.encoding.ids.size());
  const std::int64_t most = inspected.maximumLength();
  if (most <= 0 || length <= most) return;
  if (!request.cutLongText) throw std::invalid_argument("the text has " + std::to_string(length) + " tokens, this model takes at most " + std::to_string(most) + ": shorten it");
  EncodeOptions options;
  options.maxLength = static_cast<std::int32_t>(most - (inspected.predictsNext() ? 1 : 0));
  puzzle.encoding = encode(options);
  puzzle.leftOut = length - static_cast<std::int64_t>(puzzle.encoding.ids.size());
}

Puzzle posePuzzle(const InspectedModel& inspected, const FillRequest& request) {
  const Tokenizer& tokenizer = inspected.tokenizer();
  const bool next = readsOneSide(inspected);
  const std::string name = next ? "" : maskName(tokenizer);
  const TokenId mask = maskOf(inspected);
  Puzzle puzzle;
  encodePuzzle(puzzle, inspected, request);
  const auto length = static_cast<std::int64_t>(puzzle.encoding.ids.size());
  const std::vector<TokenId> original = puzzle.encoding.ids;
  maskPieces(puzzle, request.maskPieces, mask);
  maskBytes(puzzle, request.maskBytes, mask);
  for (std::int64_t i = 0; i < length; ++i) {
    const auto place = static_cast<std::size_t>(i);
    if (puzzle.encoding.ids[place] != mask) continue;
    puzzle.masks.push_back(i);
    puzzle.truths.push_back(original[place] == mask ? -1 : original[place]);
  }
  if (next) {
    puzzle.encoding.ids = original;
    if (puzzle.masks.empty() && !inspected.predictsNext()) throw std::invalid_argument("name the word to guess (cloze fill --word): this model has no mask token, its readers never see the word they guess");
    if (puzzle.masks.empty()) throw std::invalid_argument("this model predicts the next word, it does not fill masks: use `cloze generate`");
    if (puzzle.masks.front() == 0) throw std::invalid_argument("nothing stands before the first word: this model has nothing to guess it from");
  }
  if (puzzle.masks.empty())
    throw std::invalid_argument("the text has no " + name + ": write " + name + " where a word is to be guessed, for example \"The film was " + name + " .\"");
  return puzzle;
}

// Probabilities [N, V] at the positions: from both sides, from what stands before them, or after.
torch::Tensor probabilitiesAt(InspectedModel& inspected, const Encoding& encoding, const std::vector<std::int64_t>& positions, Reading reading) {
  const torch::NoGradGuard noGradients;
  std::vector<std::int64_t> places = positions;
  for (std::int64_t& place : places) place += reading == Reading::Before ? -1 : reading == Reading::After ? 1 : 0;
  const torch::Tensor rows = inspected.rowsAt(encoding, places);                                 // [N, H]
  const torch::Tensor result = torch::softmax(inspected.words().tokenLogits(rows, reading).to(torch::kFloat32), -1).contiguous();   // [N, V]
  if (!torch::isfinite(result).all().item<bool>())
    throw std::runtime_error("the model's probabilities are no numbers (NaN): its run diverged before this step, or its weights are damaged");
  return result;
}

// 1-based, ties by id.
std::int64_t rankOf(TokenId token, const float* probabilities, std::int64_t vocabulary) {
  std::int64_t rank = 1;
  for (std::int64_t id = 0; id < vocabulary; ++id)
    if (probabilities[id] > probabilities[token] || (probabilities[id] == probabilities[token] && id < token)) ++rank;
  return rank;
}

void addTruth(MaskAnswer& result, const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, TokenId truth) {
  if (truth < 0 || truth >= vocabulary) return;
  result.trueToken = tokenizer.token(truth);
  result.trueProbability = probabilities[truth];
  result.trueRank = rankOf(truth, probabilities, vocabulary);
}

// The word as it stands inside a sentence: some tokenisers have a piece of its own for a word after a space.
Pieces piecesOfWord(const Tokenizer& tokenizer, const std::string& word) {
  Pieces inside, alone;
  tokenizer.encode(" " + word, inside);
  if (inside.ids.size() == 1) return inside;
  tokenizer.encode(word, alone);
  return alone;
}

void addNamed(MaskAnswer& result, const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    const Pieces pieces = piecesOfWord(tokenizer, word);
    NamedCandidate named{word, {}, 0, 0};
    for (const TokenId id : pieces.ids) named.pieces.push_back(tokenizer.token(id));
    if (pieces.ids.size() == 1 && pieces.ids.front() < vocabulary && pieces.ids.front() != tokenizer.special().unknown) {
      named.probability = probabilities[pieces.ids.front()];
      named.rank = rankOf(pieces.ids.front(), probabilities, vocabulary);
    }
    result.named.push_back(std::move(named));
  }
}

// Which of the open masks is answered next: the leftmost, or the one the model is surest of.
std::size_t nextMask(const std::vector<MaskAnswer>& answers, FillMode mode) {
  if (mode == FillMode::Sequential) return 0;
  const auto surest = std::max_element(answers.begin(), answers.end(), [](const MaskAnswer& a, const MaskAnswer& b) {
    return a.candidates.front().probability < b.candidates.front().probability;
  });
  return static_cast<std::size_t>(surest - answers.begin());
}

void addAnswers(InspectedModel& inspected, const Puzzle& puzzle, const FillRequest& request, Reading reading, std::vector<MaskAnswer>& answers) {
  const torch::Tensor probabilities = probabilitiesAt(inspected, puzzle.encoding, puzzle.masks, reading);
  const std::int64_t vocabulary = probabilities.size(1);
  for (std::size_t mask = 0; mask < puzzle.masks.size(); ++mask) {
    const float* row = probabilities.data_ptr<float>() + static_cast<std::int64_t>(mask) * vocabulary;
    answers.emplace_back().candidates = bestCandidates(inspected.tokenizer(), row, vocabulary, request.topK);
    answers.back().index = puzzle.masks[mask];
    answers.back().reading = reading;
    addTruth(answers.back(), inspected.tokenizer(), row, vocabulary, puzzle.truths[mask]);
    addNamed(answers.back(), inspected.tokenizer(), row, vocabulary, request.candidates);
  }
}

// Answers the open masks all at once (Independent) or the chosen one, which is then filled with its best candidate.
void solve(InspectedModel& inspected, Puzzle& puzzle, const FillRequest& request, std::vector<MaskAnswer>& solved) {
  std::vector<MaskAnswer> answers;
  for (const Reading reading : inspected.readings()) addAnswers(inspected, puzzle, request, reading, answers);
  if (request.mode == FillMode::Independent || readsOneSide(inspected)) {
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
  solved.back().turn = static_cast<std::int64_t>(solved.size());
}

}  // namespace

std::vector<Candidate> bestCandidates(const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, std::int64_t topK) {
  const auto size = static_cast<std::size_t>(std::min<std::int64_t>(vocabulary, tokenizer.size()));
  std::vector<TokenId> ids(size);
  std::iota(ids.begin(), ids.end(), 0);
  const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(static_cast<std::size_t>(topK), size));
  std::partial_sort(ids.begin(), ids.begin() + count, ids.end(), [&](TokenId a, TokenId b) {
    return probabilities[a] != probabilities[b] ? probabilities[a] > probabilities[b] : a < b;
  });
  std::vector<Candidate> candidates;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const TokenId id = ids[static_cast<std::size_t>(i)];
    candidates.push_back({tokenizer.token(id), id, probabilities[id]});
  }
  return candidates;
}

FillResult fillMasks(InspectedModel& inspected, const FillRequest& request, Progress& progress) {
  if (request.topK < 1) throw std::invalid_argument("top-k must be at least 1, not " + std::to_string(request.topK));
  if (inspected.readsAndWrites())
    throw std::invalid_argument("this model fills no masks: it reads a text with gaps (<extra_id_0>) and writes what stood there; use `cloze generate`");
  inspected.requireWords();
  Puzzle puzzle = posePuzzle(inspected, request);
  const Tokenizer& tokenizer = inspected.tokenizer();
  FillResult result;
  result.step = inspected.step();
  result.mode = request.mode;
  result.leftOut = puzzle.leftOut;
  result.vocabulary = tokenizer.predictable();
  result.bytePieces = inspected.bytePieces();
  result.tokens = inspected.shownTokens(puzzle.encoding);
  for (const TokenId id : puzzle.encoding.ids) result.continuesWord.push_back(tokenizer.continuesWord(id));
  const auto total = static_cast<std::int64_t>(puzzle.masks.size());
  while (!puzzle.masks.empty()) {
    progress.report("filling masks", total - static_cast<std::int64_t>(puzzle.masks.size()), total);
    solve(inspected, puzzle, request, result.masks);
  }
  std::stable_sort(result.masks.begin(), result.masks.end(), [](const MaskAnswer& a, const MaskAnswer& b) { return a.index < b.index; });
  return result;
}

}  // namespace cloze
