// Training a tokeniser of any kind on streamed text: one function, so that callers need not know the kinds. Deterministic: the same texts in
// the same order give the same files.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"
#include "engine/text/tokenizer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

struct TokenizerTraining {
  std::string kind = "wordpiece";          // one of tokenizerKinds()
  std::int64_t vocabularySize = 8000;      // upper limit, special tokens included
  bool lowercase = true;
  bool stripAccents = false;
  std::int64_t minimumFrequency = 2;       // wordpiece: pairs seen less often are not joined
  std::int64_t alphabetLimit = 1000;       // wordpiece: the most frequent characters that are kept
};

// "wordpiece", "unigram", "bpe" (sentencepiece), "unigram_sentinels" (T5), "unigram_cls_last" (XLNet), "byte_bpe" (GPT-2), "char_bpe" (GPT), "characters" (words read by their letters)
const std::vector<std::string>& tokenizerKinds();

// Calls `each` with every piece of text (a sentence, a line, a document; words do not cross pieces), in order, from the calling thread.
using TextSource = std::function<void(const std::function<void(std::string_view)>& each)>;

// std::invalid_argument: options out of range, a text without any word, or too little text for the vocabulary asked for (sentencepiece).
std::shared_ptr<const Tokenizer> trainTokenizer(const TokenizerTraining& options, const TextSource& texts, Progress& progress);

}  // namespace cloze
