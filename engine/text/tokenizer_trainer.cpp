// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer_trainer.h"

#include "engine/text/bpe_trainer.h"
#include "engine/text/sentencepiece_trainer.h"
#include "engine/text/wordpiece_trainer.h"
#include "engine/text/words_trainer.h"

#include <stdexcept>

namespace cloze {

namespace {

using TrainFunction = std::shared_ptr<const Tokenizer> (*)(const TokenizerTraining&, const TextSource&, Progress&);
struct KindRow { const char* kind; TrainFunction train; };

std::shared_ptr<const Tokenizer> wordPiece(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  return trainWordPiece(options, texts, progress);
}

constexpr KindRow kKinds[] = {{"wordpiece", wordPiece}, {"unigram", trainSentencePiece}, {"bpe", trainSentencePiece},
                               {"unigram_sentinels", trainSentencePiece}, {"unigram_cls_last", trainSentencePiece}, {"byte_bpe", trainByteBpe}, {"char_bpe", trainCharacterBpe}, {"characters", trainWords}};

void checkOptions(const TokenizerTraining& options) {
  std::vector<Problem> problems;
  if (options.vocabularySize < 64 || options.vocabularySize > 500000) problems.push_back({"vocab_size", std::to_string(options.vocabularySize) + " is not between 64 and 500000"});
  if (options.minimumFrequency < 1) problems.push_back({"min_frequency", std::to_string(options.minimumFrequency) + " is less than 1"});
  if (options.alphabetLimit < 1) problems.push_back({"alphabet_limit", std::to_string(options.alphabetLimit) + " is less than 1"});
  if (!problems.empty()) throw InvalidRequest(problems);
}

}  // namespace

const std::vector<std::string>& tokenizerKinds() {
  static const std::vector<std::string> kinds = [] {
    std::vector<std::string> names;
    for (const KindRow& row : kKinds) names.emplace_back(row.kind);
    return names;
  }();
  return kinds;
}

std::shared_ptr<const Tokenizer> trainTokenizer(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  checkOptions(options);
  for (const KindRow& row : kKinds)
    if (options.kind == row.kind) return row.train(options, texts, progress);
  std::string known;
  for (const std::string& kind : tokenizerKinds()) known += (known.empty() ? "" : ", ") + kind;
  const std::string nearest = nearestName(options.kind, tokenizerKinds());
  throw InvalidRequest({{"kind", "there is no tokeniser \"" + options.kind + "\"; there are " + known + (nearest.empty() ? "" : "; did you mean " + nearest + "?")}});
}

}  // namespace cloze
