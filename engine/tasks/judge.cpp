// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/judge.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "engine/tasks/align_tags.h"

namespace cloze {

namespace {

constexpr double kNoThreshold = std::numeric_limits<double>::infinity();   // an answer is always given

std::vector<double> softmax(const std::vector<float>& logits) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  std::vector<double> probabilities;
  double sum = 0;
  for (const float logit : logits) sum += probabilities.emplace_back(std::exp(logit - largest));
  for (double& probability : probabilities) probability /= sum;
  return probabilities;
}

std::int32_t largest(const std::vector<double>& values) {
  return static_cast<std::int32_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

double labelMetric(const std::string& name, const Labels& predicted, const Labels& gold, std::int32_t labels) {
  if (name == "accuracy") return accuracy(predicted, gold);
  if (name == "matthews") return matthews(predicted, gold, labels);
  if (name == "f1") return f1(predicted, gold);
  if (name == "macro_f1") return macroF1(predicted, gold, labels);
  throw std::logic_error("no metric \"" + name + "\" over labels");
}

double scoreMetric(const std::string& name, const std::vector<double>& predicted, const std::vector<double>& gold) {
  if (name == "pearson") return pearson(predicted, gold);
  if (name == "spearman") return spearman(predicted, gold);
  throw std::logic_error("no metric \"" + name + "\" over numbers");
}

Metrics judgeScores(const TaskExamples& examples, const std::vector<Prediction>& predictions) {
  std::vector<double> predicted, gold;
  for (const Prediction& prediction : predictions) {
    const TaskExample& example = examples.data().examples[static_cast<std::size_t>(prediction.example)];
    if (!example.scored) continue;
    predicted.push_back(prediction.score);
    gold.push_back(example.score);
  }
  Metrics metrics;
  if (!gold.empty())
    for (const std::string& name : examples.task().metrics) metrics.emplace_back(name, scoreMetric(name, predicted, gold));
  return metrics;
}

Metrics judgeLabels(const TaskExamples& examples, const std::vector<Prediction>& predictions) {
  const auto [predicted, gold] = labelPairs(examples, predictions);
  Metrics metrics;
  const auto labels = static_cast<std::int32_t>(examples.data().labels.size());
  if (!gold.empty())
    for (const std::string& name : examples.task().metrics) metrics.emplace_back(name, labelMetric(name, predicted, gold, labels));
  return metrics;
}

// ---- words and answers

std::vector<std::string> namesOf(const std::vector<std::int32_t>& tags, const std::vector<std::string>& labels) {
  std::vector<std::string> names;
  for (const std::int32_t tag : tags) names.push_back(labels.at(static_cast<std::size_t>(tag)));
  return names;
}

double tagMetric(const std::string& name, const TagRows& predicted, const TagRows& gold) {
  if (name == "span_f1") return spanScore(predicted, gold).f1;
  if (name == "role_f1") return roleScore(predicted, gold).f1;
  std::int64_t right = 0, words = 0;
  for (std::size_t row = 0; row < gold.size(); ++row)
    for (std::size_t word = 0; word < gold[row].size(); ++word, ++words) right += predicted[row][word] == gold[row][word];
  return words > 0 ? static_cast<double>(right) / static_cast<double>(words) : std::numeric_limits<double>::quiet_NaN();
}

Metrics judgeTags(const TaskExamples& examples, const std::vector<Prediction>& predictions) {
  TagRows predicted, gold;
  for (const Prediction& prediction : predictions) {
    const TaskExample& example = examples.data().examples[static_cast<std::size_t>(prediction.example)];
    if (example.tags.empty()) continue;
    predicted.push_back(namesOf(prediction.tags, examples.data().labels));
    gold.push_back(namesOf(example.tags, examples.data().labels));
  }
  Metrics metrics;
  if (!gold.empty())
    for (const std::string& name : examples.task().metrics) metrics.emplace_back(name, tagMetric(name, predicted, gold));
  return metrics;
}

// Version 2 says "no answer" where that scores higher than the best span, and once more at the threshold that is best for these questions.
Metrics judgeSpans(const TaskExamples& examples, const std::vector<Prediction>& predictions) {
  const bool version2 = examples.task().id == "squad-2.0";
  double exact = 0, overlap = 0;
  std::vector<ScoredQuestion> questions;
  for (const Prediction& prediction : predictions) {
    const TaskExample& example = examples.data().examples[static_cast<std::size_t>(prediction.example)];
    if (example.answers.empty() && !example.impossible) continue;
    std::vector<std::string> gold;
    for (const TaskAnswer& answer : example.answers) gold.push_back(answer.text);
    const std::string best = prediction.answer.text(kNoThreshold), said = version2 ? prediction.answer.text(0) : best;
    exact += exactMatch(said, gold);
    overlap += answerF1(said, gold, version2);
    questions.push_back({prediction.answer.nullDifference(), exactMatch(best, gold), answerF1(best, gold, version2), !gold.empty(), !best.empty()});
  }
  if (questions.empty()) return {};
  const auto count = static_cast<double>(questions.size());
  Metrics metrics{{"answer_f1", overlap / count}, {"exact_match", exact / count}};
  if (version2) metrics.emplace_back("best_answer_f1", bestNullThreshold(questions).f1);
  return metrics;
}

Prediction taggedOf(const TaskExamples& examples, const Answer& answer) {
  const ExampleRow& row = examples.row(answer.example);
  const std::vector<std::string>& labels = examples.data().labels;
  std::vector<std::vector<float>> scores;
  for (std::size_t word = 0; word < row.words.size(); ++word) {
    const auto from = answer.logits.begin() + static_cast<std::ptrdiff_t>(word * labels.size());
    scores.emplace_back(from, from + static_cast<std::ptrdiff_t>(labels.size()));
  }
  const auto outside = std::find(labels.begin(), labels.end(), "O");
  Prediction prediction;
  prediction.example = row.example;
  prediction.tags.assign(examples.data().examples[static_cast<std::size_t>(row.example)].words.size(),
                         outside == labels.end() ? 0 : static_cast<std::int32_t>(outside - labels.begin()));
  const std::vector<std::int32_t> best = bestValidTags(scores, labels);
  for (std::size_t word = 0; word < row.words.size(); ++word) prediction.tags[static_cast<std::size_t>(row.words[word])] = best[word];
  return prediction;
}

using RowAnswers = std::vector<std::pair<std::int64_t, const Answer*>>;      // rows of one example, in order

Prediction answeredOf(const TaskExamples& examples, std::int64_t example, const RowAnswers& rows) {
  std::vector<AnswerWindow> windows;
  std::vector<AnswerLogits> logits;
  for (const auto& [row, answer] : rows) {
    windows.push_back(examples.window(row));
    AnswerLogits one;
    for (std::size_t position = 0; position < windows.back().ids.size(); ++position) {
      one.start.push_back(answer->logits[2 * position]);
      one.end.push_back(answer->logits[2 * position + 1]);
    }
    logits.push_back(std::move(one));
  }
  Prediction prediction;
  prediction.example = example;
  prediction.answer = decodeAnswer(examples.data().examples[static_cast<std::size_t>(example)].pair, windows, logits, examples.answerOptions());
  return prediction;
}

Prediction chosenOf(const TaskExamples& examples, std::int64_t example, const RowAnswers& rows) {
  Prediction prediction;
  prediction.example = example;
  std::vector<float> logits;
  for (const auto& [row, answer] : rows) logits.insert(logits.end(), answer->logits.begin(), answer->logits.end());
  if (examples.task().kind == TaskKind::Regression) {
    prediction.score = logits.at(0);
  } else {
    prediction.probabilities = softmax(logits);
    prediction.label = largest(prediction.probabilities);
  }
  return prediction;
}

}  // namespace

std::vector<Prediction> predictionsOf(const TaskExamples& examples, const Answers& answers) {
  std::map<std::int64_t, RowAnswers> ofExample;
  for (const Answer& answer : answers) ofExample[examples.row(answer.example).example].emplace_back(answer.example, &answer);
  std::vector<Prediction> predictions;
  for (auto& [example, rows] : ofExample) {
    std::sort(rows.begin(), rows.end());
    if (examples.task().kind == TaskKind::Tagging) predictions.push_back(taggedOf(examples, *rows.front().second));
    else if (examples.task().kind == TaskKind::Span) predictions.push_back(answeredOf(examples, example, rows));
    else predictions.push_back(chosenOf(examples, example, rows));
  }
  return predictions;
}

LabelPairs labelPairs(const TaskExamples& examples, const std::vector<Prediction>& predictions) {
  LabelPairs pairs;
  for (const Prediction& prediction : predictions) {
    const TaskExample& example = examples.data().examples[static_cast<std::size_t>(prediction.example)];
    if (example.label < 0) continue;
    pairs.predicted.push_back(prediction.label);
    pairs.gold.push_back(example.label);
  }
  return pairs;
}

Metrics judgeAnswers(const TaskExamples& examples, const Answers& answers) {
  const std::vector<Prediction> predictions = predictionsOf(examples, answers);
  switch (examples.task().kind) {
    case TaskKind::Regression: return judgeScores(examples, predictions);
    case TaskKind::Tagging: return judgeTags(examples, predictions);
    case TaskKind::Span: return judgeSpans(examples, predictions);
    default: return judgeLabels(examples, predictions);
  }
}

}  // namespace cloze
