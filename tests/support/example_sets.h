// Example sets over made-up text, for tests of batches and of what loads them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/core/random.h"
#include "engine/data/examples.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_tokenizer.h"

namespace cloze::tests {

inline std::shared_ptr<const TokenStore> storeOf(const std::string& text) {
  TemporaryFolder folder;
  StoreRequest request;
  request.entries = {folder.write("text.txt", text)};
  request.tokenizer = std::make_shared<TinyTokenizer>();
  request.folder = folder.path() / "stores";
  Progress progress;
  return openStore(request, progress);            // stays mapped when the folder goes
}

// `documents` documents of 1 to 12 sentences of 2 to 14 words.
inline std::string text(int documents) {
  Random random(5, Purpose::Test, 0, 0);
  std::string result;
  for (int document = 0; document < documents; ++document) {
    for (std::uint64_t sentence = random.below(12) + 1; sentence > 0; --sentence) {
      for (std::uint64_t word = random.below(13) + 2; word > 0; --word) result += (word % 3 ? "w" : "longer") + std::to_string(random.below(1000)) + " ";
      result += ".\n";
    }
    result += "\n";
  }
  return result;
}

inline BatchRecipe recipeOf(ExampleKind kind, bool masked = true) {
  const TinyTokenizer tokenizer;
  BatchRecipe recipe = makeBatchRecipe(tokenizer, kind);
  recipe.predicted = masked ? Predicted::Masked : Predicted::Nothing;
  if (masked) recipe.masking = makeMaskingRule({}, tokenizer);
  recipe.sequenceLength = 64;
  recipe.shape.batchSize = 16;
  return recipe;
}

inline ExampleSet setOf(std::shared_ptr<const TokenStore> store, BatchRecipe recipe, std::uint64_t seed = 1) {
  auto documents = allDocuments(*store);
  return ExampleSet(std::move(store), std::move(documents), std::move(recipe), seed);
}

inline bool equal(const Batch& a, const Batch& b) {
  return a.rows == b.rows && a.length == b.length && a.ids == b.ids && a.typeIds == b.typeIds && a.attentionMask == b.attentionMask && a.predicted == b.predicted &&
         a.targets == b.targets && a.changes == b.changes && a.sentenceLabels == b.sentenceLabels && a.decoderIds == b.decoderIds && a.examples == b.examples;
}

inline const std::shared_ptr<const TokenStore>& sharedStore() {
  static const auto store = storeOf(text(300));
  return store;
}

}  // namespace cloze::tests
