// Metrics of tasks in double precision, equal to the references (tests/golden/metrics). An undefined value is NaN and is shown as such.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cloze {

using Labels = std::vector<std::int32_t>;

// Of no examples every metric is NaN; lists of two lengths are std::invalid_argument.
double accuracy(const Labels& predicted, const Labels& gold);
double matthews(const Labels& predicted, const Labels& gold, std::int32_t labels);        // 0 where predictions or labels are constant
double f1(const Labels& predicted, const Labels& gold, std::int32_t positive = 1);         // 0 without a true positive
double macroF1(const Labels& predicted, const Labels& gold, std::int32_t labels);          // over the classes that occur on either side
double pearson(const std::vector<double>& predicted, const std::vector<double>& gold);   // NaN without variance
double spearman(const std::vector<double>& predicted, const std::vector<double>& gold);  // ties share their mean rank
std::vector<std::vector<std::int64_t>> confusion(const Labels& predicted, const Labels& gold, std::int32_t labels);   // [gold][predicted]

// SQuAD's scripts: normalised exact match and bag-of-words F1, the best over the gold answers. 0 or 1; 0 to 1.
double exactMatch(const std::string& predicted, const std::vector<std::string>& gold);
// No gold answer means the empty one. Version 2 gives an empty side 1 only if both are empty; version 1 gives two empty sides 0.
double answerF1(const std::string& predicted, const std::vector<std::string>& gold, bool version2);
std::string normalisedAnswer(const std::string& text);      // lower case, no ASCII punctuation, no a/an/the, single blanks

// conlleval's chunks over IOB2, IOB1 or IOBES tag names.
struct SpanScore { double precision = 0, recall = 0, f1 = 0; std::int64_t predicted = 0, gold = 0, correct = 0; };
using TagRows = std::vector<std::vector<std::string>>;
SpanScore spanScore(const TagRows& predicted, const TagRows& gold);
std::map<std::string, SpanScore> spanScoreByType(const TagRows& predicted, const TagRows& gold);
// CoNLL-2005's scorer of semantic roles: V is left out, C-X continues the X before it, and all parts have to be right.
SpanScore roleScore(const TagRows& predicted, const TagRows& gold);

// Means over GLUE. Keys: task ids, "mnli" with the matched and "mnli-mm" with the mismatched numbers; values: the task's metrics, the one it
// is judged by first. Lecture: the plain mean of the first ones, MNLI's two counted separately, WNLI left out. Leaderboard: each task's metrics
// are averaged first, MNLI's two are one task, WNLI counts. What is NaN is left out of a mean.
enum class GlueAverage { Lecture, Leaderboard };
double glueAverage(const std::map<std::string, std::vector<double>>& metrics, GlueAverage kind);

}  // namespace cloze
