// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/order.h"

#include <algorithm>
#include <stdexcept>

#include "engine/catalogue.h"
#include "engine/corrupt/order_tokens.h"
#include "engine/data/batch_order.h"
#include "engine/inspect/fill.h"

namespace cloze {
namespace {

void requireOrder(const InspectedModel& inspected) {
  const auto& objectives = family(inspected.family()).objectives;
  if (std::find(objectives.begin(), objectives.end(), "permutation_lm") == objectives.end())
    throw std::invalid_argument("this checkpoint predicts no words in a random order: models of " + inspected.family() + " do not learn that (XLNet does)");
  inspected.requireWords();
}

std::vector<std::int32_t> chosenPlaces(const Encoding& encoding, const OrderRequest& request) {
  std::vector<std::int32_t> places;
  for (std::size_t place = 0; place < encoding.ids.size(); ++place) {
    const auto [begin, end] = encoding.byteOffsets[place];
    if (encoding.sequence[place] >= 0 && std::any_of(request.predictBytes.begin(), request.predictBytes.end(),
                                                      [begin = begin, end = end](const auto& range) { return begin < range.second && range.first < end; }))
      places.push_back(static_cast<std::int32_t>(place));
  }
  return places;
}

Batch orderedRow(const Encoding& encoding, const OrderedTokens& ordered) {
  Batch batch;
  batch.rows = 1;
  batch.length = static_cast<std::int64_t>(encoding.ids.size());
  batch.ids = encoding.ids;
  batch.typeIds = encoding.typeIds;
  batch.attentionMask.assign(encoding.ids.size(), 1);
  batch.order = ordered.order;
  for (const std::int32_t place : ordered.positions) {
    batch.predicted.push_back(place);
    batch.targets.push_back(encoding.ids[static_cast<std::size_t>(place)]);
    batch.changes.push_back(Change::Ordered);
  }
  return batch;
}

void addAnswer(const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, TokenId truth, std::int64_t topK, OrderedToken& token) {
  token.candidates = bestCandidates(tokenizer, probabilities, vocabulary, topK);
  token.probability = probabilities[truth];
  token.rank = 1 + std::count_if(probabilities, probabilities + vocabulary, [&](float other) { return other > probabilities[truth]; });
}

}  // namespace

OrderResult predictInOrder(InspectedModel& inspected, const OrderRequest& request, Progress& progress) {
  requireOrder(inspected);
  progress.report("predicting in order", 0, 0);
  const Tokenizer& tokenizer = inspected.tokenizer();
  const Encoding encoding = encodeText(tokenizer, request.text);
  const PermutationRule rule = makePermutationRule({}, tokenizer);
  const Random random(static_cast<std::uint64_t>(request.seed), Purpose::Sample, 0, 0);
  const OrderedTokens ordered = request.predictBytes.empty() ? orderTokens(encoding.ids, 0, false, rule, random)
                                                             : orderChosen(encoding.ids, chosenPlaces(encoding, request), rule, random);
  if (ordered.positions.empty()) throw std::invalid_argument("the text has no two words of which one could be predicted: write a longer one");
  const Batch batch = orderedRow(encoding, ordered);
  const BatchOrder order(batch);
  OrderResult result;
  result.step = inspected.step();
  result.bytePieces = inspected.bytePieces();
  for (std::int64_t i = 0; i < batch.length; ++i) {
    const auto place = static_cast<std::size_t>(i);
    for (std::int64_t j = 0; j < batch.length; ++j) result.sees.push_back(order.sees(0, i, j));
    OrderedToken token;
    token.token = tokenizer.token(encoding.ids[place]);
    std::tie(token.byteBegin, token.byteEnd) = encoding.byteOffsets[place];
    token.continuesWord = tokenizer.continuesWord(encoding.ids[place]);
    token.special = encoding.sequence[place] < 0;
    result.tokens.push_back(std::move(token));
  }
  Memory none;
  const torch::Tensor expected = inspected.expectedAt(batch, none);                              // [N, V]
  if (!torch::isfinite(expected).all().item<bool>())
    throw std::runtime_error("the model's probabilities are no numbers (NaN): its run diverged before this step, or its weights are damaged");
  const std::vector<std::int32_t> numbers = order.numbers();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    OrderedToken& token = result.tokens[static_cast<std::size_t>(batch.predicted[i])];
    token.number = numbers[i];
    addAnswer(tokenizer, expected.data_ptr<float>() + static_cast<std::int64_t>(i) * expected.size(1), expected.size(1), batch.targets[i], request.topK, token);
  }
  return result;
}

}  // namespace cloze
