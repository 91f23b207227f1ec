// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objectives/batch_recipe.h"

#include <stdexcept>

#include "engine/objectives/settings.h"

namespace cloze {

namespace {

struct Row { const char* objective; ExampleKind kind; Predicted predicted; };
constexpr Row kRows[] = {
    {"masked_lm", ExampleKind::Packed, Predicted::Masked},
    {"masked_lm+next_sentence", ExampleKind::SentencePairs, Predicted::Masked},
    {"next_sentence", ExampleKind::SentencePairs, Predicted::Nothing},
    {"causal_lm", ExampleKind::Stream, Predicted::Next},
    {"bidirectional_lm", ExampleKind::Continuous, Predicted::BothWays},
};

const Row& rowOf(const std::string& objective) {
  for (const Row& row : kRows)
    if (objective == row.objective) return row;
  throw std::invalid_argument("objective.id: there are no batches for \"" + objective + "\"");
}

}  // namespace

BatchRecipe batchRecipe(const RunSpec& spec, const Tokenizer& tokenizer) {
  const Row& row = rowOf(spec.objective.id());
  BatchRecipe recipe = makeBatchRecipe(tokenizer, row.kind);
  recipe.predicted = row.predicted;
  if (row.predicted == Predicted::Masked) {
    const MaskingSpec& masking = spec.objective.as<MaskedLmSettings>().masking;
    recipe.masking = makeMaskingRule(masking, tokenizer);
    recipe.staticCopies = masking.staticCopies;
  }
  recipe.batchSize = spec.train.batchSize;
  recipe.accumulate = spec.train.accumulate;
  recipe.onlyFirstBatch = spec.train.overfitOneBatch;
  recipe.sequenceLength = spec.data.sequenceLength;
  recipe.shortSequenceProbability = spec.data.shortSequenceProbability;
  return recipe;
}

}  // namespace cloze
