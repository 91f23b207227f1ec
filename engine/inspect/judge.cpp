// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/judge.h"

#include <algorithm>
#include <stdexcept>

#include "engine/core/random.h"
#include "engine/inspect/fill.h"
#include "engine/inspect/generate.h"

namespace cloze {
namespace {

Encoding encodeSentence(const InspectedModel& inspected, const JudgeRequest& request, JudgeResult& result) {
  Encoding encoding = encodeText(inspected.tokenizer(), request.text);
  const auto length = static_cast<std::int64_t>(encoding.ids.size());
  const std::int64_t most = inspected.maximumLength();
  if (most <= 0 || length <= most) return encoding;
  EncodeOptions options;
  options.maxLength = static_cast<std::int32_t>(most);
  encoding = encodeText(inspected.tokenizer(), request.text, options);
  result.leftOut = length - static_cast<std::int64_t>(encoding.ids.size());
  return encoding;
}

bool isChosen(const Encoding& encoding, std::size_t place, const JudgeRequest& request) {
  const auto [begin, end] = encoding.byteOffsets[place];
  return encoding.sequence[place] >= 0 && std::any_of(request.replaceBytes.begin(), request.replaceBytes.end(),
                                                       [begin = begin, end = end](const auto& range) { return begin < range.second && range.first < end; });
}

// Fills the chosen places of `shown` with words that the generator proposes, having seen masks there.
void propose(InspectedModel& inspected, const JudgeRequest& request, const Encoding& encoding, std::vector<TokenId>& shown, JudgeResult& result) {
  const Tokenizer& tokenizer = inspected.tokenizer();
  std::vector<std::int64_t> places;
  std::vector<TokenId> masked = encoding.ids;
  for (std::size_t place = 0; place < encoding.ids.size(); ++place) {
    if (encoding.ids[place] != tokenizer.special().mask && !isChosen(encoding, place, request)) continue;
    places.push_back(static_cast<std::int64_t>(place));
    masked[place] = tokenizer.special().mask;
  }
  if (places.empty()) return;
  inspected.requireWords();
  const torch::Tensor rows = inspected.lastHidden(masked, encoding.typeIds).index_select(0, torch::tensor(places, torch::kInt64));   // [N, H]
  const torch::Tensor expected = torch::softmax(inspected.words().tokenLogits(rows), -1).contiguous();                             // [N, V]
  const std::int64_t vocabulary = std::min<std::int64_t>(expected.size(1), tokenizer.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const float* row = expected.data_ptr<float>() + static_cast<std::int64_t>(i) * expected.size(1);
    const auto place = static_cast<std::size_t>(places[i]);
    Random random(static_cast<std::uint64_t>(request.seed), Purpose::Sample, 0, place);
    shown[place] = drawFromAll(row, vocabulary, random.uniform());
    JudgedToken& token = result.tokens[place];
    token.proposed = true;
    token.proposalProbability = row[shown[place]];
    token.candidates = bestCandidates(tokenizer, row, vocabulary, request.topK);
  }
}

}  // namespace

JudgeResult judgeText(InspectedModel& inspected, const JudgeRequest& request, Progress& progress) {
  const torch::NoGradGuard noGradients;
  inspected.requireReplacedHead();
  progress.report("judging the words", 0, 0);
  const Tokenizer& tokenizer = inspected.tokenizer();
  JudgeResult result;
  result.step = inspected.step();
  result.bytePieces = inspected.bytePieces();
  const Encoding encoding = encodeSentence(inspected, request, result);
  std::vector<TokenId> shown = encoding.ids;
  result.tokens.resize(shown.size());
  propose(inspected, request, encoding, shown, result);
  BatchTensors batch;
  batch.ids = torch::tensor(std::vector<std::int64_t>(shown.begin(), shown.end())).unsqueeze(0);        // [1, T]
  Pass pass;
  const torch::Tensor judged = torch::sigmoid(inspected.model().replacedLogits(inspected.model().forward(batch, pass).hidden)).contiguous();   // [1, T]
  if (!torch::isfinite(judged).all().item<bool>())
    throw std::runtime_error("the model's probabilities are no numbers (NaN): its run diverged before this step, or its weights are damaged");
  for (std::size_t place = 0; place < shown.size(); ++place) {
    JudgedToken& token = result.tokens[place];
    token.original = tokenizer.token(encoding.ids[place]);
    token.shown = tokenizer.token(shown[place]);
    token.continuesWord = tokenizer.continuesWord(shown[place]);
    token.special = encoding.sequence[place] < 0;
    token.replaced = shown[place] != encoding.ids[place];
    token.replacedProbability = judged.data_ptr<float>()[place];
  }
  return result;
}

}  // namespace cloze
