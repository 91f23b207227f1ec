// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/held_out.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/core/schema.h"
#include "engine/run_spec.h"
#include "engine/train/run_data.h"

namespace cloze {
namespace {

// The run's own data; a run whose folder lacks them (imported, moved) is tokenised anew with the tokeniser of the model that is asked.
PreparedData heldOutData(const HeldOutRequest& request, Progress& progress) {
  RunSpec spec;
  fromJson(spec, parseJson(request.specJson, "the run's specification"), UnknownKeys::AreKept);
  const bool complete = !request.out.empty() && std::filesystem::exists(request.out / "data.json") && std::filesystem::exists(request.out / "tokenizer");
  if (complete) return prepareData(spec, request.out, progress);
  if (!request.tokenizer.empty()) spec.tokenizer.from = request.tokenizer.string();
  return prepareData(spec, {}, progress);
}

HeldOutWord scoreWord(const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, TokenId truth) {
  HeldOutWord word;
  const auto size = std::min<std::int64_t>(vocabulary, tokenizer.size());
  const auto best = static_cast<TokenId>(std::max_element(probabilities, probabilities + size) - probabilities);
  word.predicted = tokenizer.token(best);
  word.probability = probabilities[best];
  word.trueToken = tokenizer.token(truth);
  word.trueProbability = probabilities[truth];
  word.trueRank = 1 + std::count_if(probabilities, probabilities + size, [&](float other) { return other > probabilities[truth]; });
  return word;
}

void scoreBatch(InspectedModel& inspected, const Batch& batch, Memory& memory, HeldOutResult& result) {
  const Tokenizer& tokenizer = inspected.tokenizer();
  const std::size_t first = result.rows.size();
  for (std::int64_t row = 0; row < batch.rows; ++row) {
    HeldOutRow& scored = result.rows.emplace_back();
    const bool two = batch.decoderLength > 0;
    for (std::int64_t place = row * batch.length; place < (row + 1) * batch.length; ++place) {
      const auto at = static_cast<std::size_t>(place);
      if (!batch.attentionMask[at]) break;
      (two ? scored.source : scored.tokens).push_back(tokenizer.token(batch.ids[at]));
      if (!two) scored.continuesWord.push_back(tokenizer.continuesWord(batch.ids[at]));
    }
  }
  if (batch.predicted.empty()) return;
  const torch::Tensor expected = inspected.expectedAt(batch, memory);                                     // [N, V]
  for (std::size_t i = 0; i < batch.predicted.size(); ++i) {
    HeldOutWord word = scoreWord(tokenizer, expected.data_ptr<float>() + static_cast<std::int64_t>(i) * expected.size(1), expected.size(1), batch.targets[i]);
    HeldOutRow& row = result.rows[first + static_cast<std::size_t>(batch.predicted[i] / batch.predictedLength())];
    if (batch.decoderLength > 0) {
      word.index = static_cast<std::int64_t>(row.tokens.size());
      row.tokens.push_back(word.trueToken);
      row.continuesWord.push_back(tokenizer.continuesWord(batch.targets[i]));
    } else {
      word.index = batch.predicted[i] % batch.length + (batch.changes[i] == Change::None ? 1 : 0);   // a next token stands one place further
    }
    row.loss -= std::log(std::max(word.trueProbability, 1e-30));
    row.words.push_back(std::move(word));
  }
}

}  // namespace

HeldOutResult scoreHeldOut(InspectedModel& inspected, const HeldOutRequest& request, Progress& progress) {
  inspected.requireWords();
  const PreparedData data = heldOutData(request, progress);
  if (!data.validation) throw std::invalid_argument("this run has no held-out text: nothing to show");
  if (data.tokenizer->contentHash() != inspected.tokenizer().contentHash()) throw std::invalid_argument("the run's tokeniser is not the one of this model");
  HeldOutResult result;
  result.step = inspected.step();
  result.bytePieces = inspected.bytePieces();
  const std::int64_t batches = data.validation->evaluationBatches();
  result.available = data.validation->size();
  const std::int64_t most = std::min(request.most, result.available);
  Memory memory;
  for (std::int64_t number = 0; number < batches && static_cast<std::int64_t>(result.rows.size()) < most; ++number) {
    progress.report("scoring held-out sentences", static_cast<std::int64_t>(result.rows.size()), most);
    scoreBatch(inspected, data.validation->evaluationBatch(number), memory, result);
  }
  double words = 0;
  for (HeldOutRow& row : result.rows) {
    result.loss += row.loss;
    words += static_cast<double>(row.words.size());
    if (!row.words.empty()) row.loss /= static_cast<double>(row.words.size());
  }
  if (words == 0) throw std::invalid_argument("this run's objective predicts no words: there are no samples of it");
  result.loss /= words;
  progress.report("scoring held-out sentences", most, most);
  return result;
}

}  // namespace cloze
