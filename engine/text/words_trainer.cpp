// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/words_trainer.h"

#include "engine/text/word_counter.h"
#include "engine/text/words.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

constexpr std::size_t kMostInputWords = 2'000'000, kLongestWord = 1000;   // bytes of a word that gets an id; a longer one is read by its letters alone

}  // namespace

std::shared_ptr<const Tokenizer> trainWords(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  WordsDefinition definition;
  definition.tokens = Words::specialTokens();
  definition.predictable = static_cast<TokenId>(definition.tokens.size());
  const Words splitter(definition);
  WordCounter counter;
  std::int64_t bytes = 0;
  texts([&](std::string_view text) {
    progress.report("counting words", bytes, 0);
    splitter.forEachWord(text, [&](std::size_t begin, std::size_t end) {
      if (end - begin <= kLongestWord) counter.add(text.substr(begin, end - begin));
    });
    bytes += static_cast<std::int64_t>(text.size());
  });
  std::vector<std::pair<std::string, std::int64_t>> words;
  counter.forEach([&](std::string_view word, std::int64_t count) {
    if (splitter.id(word) < 0) words.emplace_back(word, count);
  });
  if (words.empty()) throw std::invalid_argument("the text to train the tokeniser on holds no words (" + std::to_string(bytes) + " bytes were read)");
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [word, count] : words)
    if (definition.tokens.size() < static_cast<std::size_t>(options.vocabularySize) + kMostInputWords) definition.tokens.push_back(word);
  definition.predictable = static_cast<TokenId>(std::min(definition.tokens.size(), static_cast<std::size_t>(options.vocabularySize)));
  return std::make_shared<Words>(std::move(definition));
}

}  // namespace cloze
