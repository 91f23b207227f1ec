// Answers as spans of a passage (Devlin et al., 2019, section 4.2; google-research/bert run_squad.py): windows over a long passage, where the
// gold answer lies in each, and from logits back to texts. Texts are cut out of the passage by bytes, never put together from pieces.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/tasks/task.h"
#include "engine/text/tokenizer.h"

namespace cloze {

struct AnswerOptions {
  std::int64_t maximumLength = 384;                    // tokens of a window, special ones included
  std::int64_t maximumQuestion = 64;                   // tokens of the question; the rest is cut off
  std::int64_t step = 128;                             // tokens from one window's first to the next's ("doc_stride")
  std::int64_t maximumAnswer = 30;                     // tokens of an answer
  std::int64_t candidates = 20;                        // starts, ends and answers looked at
};

struct AnswerWindow {
  std::vector<TokenId> ids;
  std::vector<std::int32_t> typeIds;
  std::vector<std::pair<std::int32_t, std::int32_t>> contextBytes;   // of each position: [begin, end) in the passage; (-1, -1) outside it
  std::vector<bool> mostContext;                       // of each position: no other window shows this token with more around it
  std::int64_t nullPosition = 0;                       // stands for "no answer": the first special token
  std::int64_t start = -1, end = -1;                   // positions of the gold answer, the last one included; -1: it does not lie here
};

struct AnswerWindows {
  std::vector<AnswerWindow> windows;
  bool misaligned = false;                             // the tokens of the gold answer do not cover its text: not to be trained on
};

// The first gold answer is the one to learn. std::invalid_argument where the question leaves no room for the passage.
AnswerWindows answerWindows(const Tokenizer& tokenizer, const TaskExample& example, const AnswerOptions& options);

struct AnswerLogits { std::vector<float> start, end; };              // of each position of a window

struct AnswerCandidate {
  std::string text;
  std::pair<std::int64_t, std::int64_t> bytes;         // [begin, end) in the passage
  double score = 0;                                    // start + end logit
  double probability = 0;                              // among the candidates
  std::size_t window = 0;
};

struct DecodedAnswer {
  std::vector<AnswerCandidate> best;                   // by score, texts differ; may be empty
  double nullScore = 0;                                // the least of the windows' start + end logits at nullPosition
  double nullDifference() const;                       // nullScore - the best score; +infinity without a candidate
  std::string text(double threshold) const;            // "" where nullDifference() > threshold; +infinity: always the best
};
DecodedAnswer decodeAnswer(const std::string& passage, const std::vector<AnswerWindow>& windows, const std::vector<AnswerLogits>& logits, const AnswerOptions& options);

// SQuAD 2.0: above which difference "no answer" is said, so that the mean over all questions is best.
struct ScoredQuestion {
  double nullDifference = 0;                           // or a probability of "no answer"
  double exact = 0, f1 = 0;                            // of the answer predicted if one is given
  bool hasAnswer = true, predictsText = true;          // what is right; whether the prediction is not "" anyway
};
struct NullThreshold { double exact = 0, exactThreshold = 0, f1 = 0, f1Threshold = 0; };
NullThreshold bestNullThreshold(std::vector<ScoredQuestion> questions);

}  // namespace cloze
