// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/wordpiece_trainer.h"

#include "engine/text/bert_words.h"
#include "engine/text/piece_merger.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

const std::vector<std::string> kSpecialTokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
constexpr const char* kContinuation = "##";

// The most frequent characters, in code-point order. Each may need a second piece with "##", and the whole must fit the vocabulary.
void addAlphabet(const WordCounter& words, const TokenizerTraining& options, PieceMerger& merger) {
  const std::int64_t room = (options.vocabularySize - static_cast<std::int64_t>(kSpecialTokens.size())) / 2;
  for (const std::string& character : frequentCharacters(words, std::min(options.alphabetLimit, room))) merger.idOf(character);
}

void addWord(std::string_view text, std::int64_t count, PieceMerger& merger) {
  std::vector<std::uint32_t> pieces;
  for (std::size_t i = 0; i < text.size();) {
    const auto size = static_cast<std::size_t>(decodeUtf8(text, i).size);
    const std::string character(text.substr(i, size));
    if (merger.knows(character)) pieces.push_back(merger.idOf(i == 0 ? character : kContinuation + character));
    i += size;
  }
  merger.addWord(std::move(pieces), count);
}

BertOptions charactersOf(const TokenizerTraining& options) { return {options.lowercase, options.stripAccents, true, true}; }

}  // namespace

std::vector<std::string> trainWordPieceVocabulary(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  const WordCounter words = countBertWords(charactersOf(options), texts, progress);
  PieceMerger merger(options, kContinuation, progress);
  for (const std::string& token : kSpecialTokens) merger.idOf(token);
  addAlphabet(words, options, merger);
  words.forEach([&](std::string_view word, std::int64_t count) { addWord(word, count, merger); });
  merger.run();
  return merger.tokens();
}

std::shared_ptr<const WordPiece> trainWordPiece(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  return std::make_shared<WordPiece>(bertDefinition(trainWordPieceVocabulary(options, texts, progress), charactersOf(options), "the trained vocabulary"));
}

}  // namespace cloze
