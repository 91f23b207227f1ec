// Metrics of tasks in double precision, equal to the references (tests/golden/metrics). An undefined value is NaN and is shown as such.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cloze {

using Labels = std::vector<std::int32_t>;

double accuracy(const Labels& predicted, const Labels& gold);
double matthews(const Labels& predicted, const Labels& gold, std::int32_t labels);
double f1(const Labels& predicted, const Labels& gold, std::int32_t positive = 1);
double macroF1(const Labels& predicted, const Labels& gold, std::int32_t labels);
double pearson(const std::vector<double>& predicted, const std::vector<double>& gold);   // NaN without variance
double spearman(const std::vector<double>& predicted, const std::vector<double>& gold);  // ties share their mean rank
std::vector<std::vector<std::int64_t>> confusion(const Labels& predicted, const Labels& gold, std::int32_t labels);   // [gold][predicted]

// SQuAD's scripts: normalised exact match and bag-of-words F1, the best over the gold answers. 0 or 1; 0 to 1.
double exactMatch(const std::string& predicted, const std::vector<std::string>& gold);
double answerF1(const std::string& predicted, const std::vector<std::string>& gold, bool version2);

// conlleval's chunks over IOB2, IOB1 or IOBES tag names.
struct SpanScore { double precision = 0, recall = 0, f1 = 0; std::int64_t predicted = 0, gold = 0, correct = 0; };
SpanScore spanScore(const std::vector<std::vector<std::string>>& predicted, const std::vector<std::vector<std::string>>& gold);

}  // namespace cloze
