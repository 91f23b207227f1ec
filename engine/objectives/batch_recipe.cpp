// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objectives/batch_recipe.h"

#include <stdexcept>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"

namespace cloze {

namespace {

struct Row { const char* objective; ExampleKind kind; Predicted predicted; };
constexpr Row kRows[] = {
    {"masked_lm", ExampleKind::Packed, Predicted::Masked},
    {"masked_lm+next_sentence", ExampleKind::SentencePairs, Predicted::Masked},
    {"next_sentence", ExampleKind::SentencePairs, Predicted::Nothing},
    {"causal_lm", ExampleKind::Stream, Predicted::Next},
    {"permutation_lm", ExampleKind::Packed, Predicted::Ordered},
    {"span_corruption", ExampleKind::Stream, Predicted::Spans},
    {"text_to_text", ExampleKind::TextPairs, Predicted::Target},
    {"replaced_tokens", ExampleKind::Packed, Predicted::Masked},
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
  const std::int64_t reused = row.predicted == Predicted::Ordered ? modelSizes(spec.family.id(), familyConfig(spec)).reused : 0;
  BatchRecipe recipe = makeBatchRecipe(tokenizer, reused > 0 ? ExampleKind::Segments : row.kind);
  recipe.predicted = row.predicted;
  if (const MaskingSpec* masking = maskingOf(spec.objective.settings()); masking && row.predicted == Predicted::Masked) {
    recipe.masking = makeMaskingRule(*masking, tokenizer);
    recipe.staticCopies = masking->staticCopies;
  }
  if (row.predicted == Predicted::Spans) {             // the authors' streams have nothing between documents, and end in the layout's end token
    recipe.spans = makeSpanRule(spec.objective.as<SpanCorruptionSettings>().spans, tokenizer);
    recipe.single = tokenizer.layout(false);
    recipe.separator = -1;
  }
  if (row.predicted == Predicted::Ordered) {
    recipe.permutation = makePermutationRule(spec.objective.as<PermutationLmSettings>().permutation, tokenizer);
    recipe.reused = reused;
    recipe.bothDirections = reused > 0 && toJson(familyConfig(spec)).value("bi_data", false);
  }
  if (row.predicted == Predicted::Target) recipe.targetLength = spec.objective.as<TextToTextSettings>().targetLength;
  recipe.shape = {spec.train.batchSize, spec.train.accumulate, spec.train.overfitOneBatch};
  recipe.sequenceLength = spec.data.sequenceLength;
  recipe.shortSequenceProbability = spec.data.shortSequenceProbability;
  return recipe;
}

}  // namespace cloze
