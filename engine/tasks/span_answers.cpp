// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/span_answers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <stdexcept>
#include <tuple>

#include "engine/text/utf8.h"

namespace cloze {
namespace {

using Range = std::pair<std::size_t, std::size_t>;

std::vector<Range> windowRanges(std::size_t tokens, std::size_t length, std::size_t step) {
  std::vector<Range> ranges;
  for (std::size_t begin = 0; ranges.empty() || ranges.back().second < tokens; begin += std::min(step, length)) ranges.emplace_back(begin, std::min(begin + length, tokens));
  return ranges;
}

// The window in which token `token` has most around it: the smaller side counts, and a little the window's length. The first of equals.
std::size_t bestWindow(const std::vector<Range>& ranges, std::size_t token) {
  std::size_t best = 0;
  double bestScore = -1;
  for (std::size_t window = 0; window < ranges.size(); ++window) {
    const auto [begin, end] = ranges[window];
    if (token < begin || token >= end) continue;
    const double score = static_cast<double>(std::min(token - begin, end - 1 - token)) + 0.01 * static_cast<double>(end - begin);
    if (score > bestScore) {
      bestScore = score;
      best = window;
    }
  }
  return best;
}

// Bytes [begin, end) of an answer that is given in code points.
std::pair<std::int32_t, std::int32_t> answerBytes(const std::string& passage, const TaskAnswer& answer) {
  std::size_t at = 0;
  for (std::int64_t i = 0; i < answer.start && at < passage.size(); ++i) at += static_cast<std::size_t>(decodeUtf8(passage, at).size);
  return {static_cast<std::int32_t>(at), static_cast<std::int32_t>(at + answer.text.size())};
}

class WindowMaker {
 public:
  WindowMaker(const Tokenizer& tokenizer, const TaskExample& example, const AnswerOptions& options)
      : m_layout(tokenizer.layout(true)) {
    tokenizer.encode(example.text, m_question);
    tokenizer.encode(example.pair, m_context);
    m_questionLength = std::min(m_question.ids.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, options.maximumQuestion)));
    const auto special = std::count_if(m_layout.begin(), m_layout.end(), [](const Tokenizer::LayoutEntry& entry) { return entry.id >= 0; });
    const std::int64_t room = options.maximumLength - static_cast<std::int64_t>(m_questionLength) - special;
    if (room < 1 || options.step < 1)
      throw std::invalid_argument("a window of " + std::to_string(options.maximumLength) + " tokens leaves no room for the passage beside a question of " +
                                  std::to_string(m_questionLength) + " and " + std::to_string(special) + " special tokens");
    m_ranges = windowRanges(m_context.ids.size(), static_cast<std::size_t>(room), static_cast<std::size_t>(options.step));
  }

  AnswerWindows make(const TaskExample& example) {
    AnswerWindows result;
    Range gold{0, 0};                                  // tokens of the passage; empty: none
    if (!example.answers.empty()) gold = goldTokens(example, result.misaligned);
    for (std::size_t window = 0; window < m_ranges.size(); ++window) result.windows.push_back(makeWindow(window, gold));
    return result;
  }

 private:
  // From the first token that ends behind the answer's begin to the last that begins before its end.
  Range goldTokens(const TaskExample& example, bool& misaligned) const {
    const auto [begin, end] = answerBytes(example.pair, example.answers.front());
    const auto& offsets = m_context.byteOffsets;
    std::size_t first = 0, last = offsets.size();
    while (first < offsets.size() && offsets[first].second <= begin) ++first;
    while (last > 0 && offsets[last - 1].first >= end) --last;
    misaligned = first >= last || offsets[first].first > begin || offsets[last - 1].second < end;
    return misaligned ? Range{0, 0} : Range{first, last};
  }

  AnswerWindow makeWindow(std::size_t number, Range gold) const {
    AnswerWindow window;
    const auto [begin, end] = m_ranges[number];
    bool hasNull = false;
    for (const Tokenizer::LayoutEntry& entry : m_layout) {
      if (entry.id == Tokenizer::kTextA) {
        for (std::size_t i = 0; i < m_questionLength; ++i) add(window, m_question.ids[i], entry.typeId);
      } else if (entry.id == Tokenizer::kTextB) {
        const auto shift = static_cast<std::int64_t>(window.ids.size()) - static_cast<std::int64_t>(begin);
        for (std::size_t i = begin; i < end; ++i) {
          add(window, m_context.ids[i], entry.typeId);
          window.contextBytes.back() = m_context.byteOffsets[i];
          window.mostContext.back() = bestWindow(m_ranges, i) == number;
        }
        if (gold.first >= begin && gold.second <= end && gold.first < gold.second) {
          window.start = static_cast<std::int64_t>(gold.first) + shift;
          window.end = static_cast<std::int64_t>(gold.second) - 1 + shift;
        }
      } else {
        if (!std::exchange(hasNull, true)) window.nullPosition = static_cast<std::int64_t>(window.ids.size());
        add(window, entry.id, entry.typeId);
      }
    }
    return window;
  }

  static void add(AnswerWindow& window, TokenId id, std::int32_t typeId) {
    window.ids.push_back(id);
    window.typeIds.push_back(typeId);
    window.contextBytes.emplace_back(-1, -1);
    window.mostContext.push_back(false);
  }
  std::vector<Tokenizer::LayoutEntry> m_layout;
  Pieces m_question, m_context;
  std::size_t m_questionLength = 0;
  std::vector<Range> m_ranges;
};

// Positions of the largest logits, the first of equals first.
std::vector<std::size_t> largest(const std::vector<float>& logits, std::size_t count) {
  std::vector<std::size_t> order(logits.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return logits[a] > logits[b]; });
  order.resize(std::min(count, order.size()));
  return order;
}

void addCandidates(const AnswerWindow& window, const AnswerLogits& logits, std::size_t number, const AnswerOptions& options, std::vector<AnswerCandidate>& candidates) {
  const auto inPassage = [&](std::size_t position) { return window.contextBytes[position].first >= 0; };
  const auto count = static_cast<std::size_t>(options.candidates);
  for (const std::size_t start : largest(logits.start, count)) {
    if (!inPassage(start) || !window.mostContext[start]) continue;
    for (const std::size_t end : largest(logits.end, count)) {
      if (!inPassage(end) || end < start || end - start + 1 > static_cast<std::size_t>(options.maximumAnswer)) continue;
      AnswerCandidate candidate;
      candidate.bytes = {window.contextBytes[start].first, window.contextBytes[end].second};
      candidate.score = static_cast<double>(logits.start[start]) + static_cast<double>(logits.end[end]);
      candidate.window = number;
      candidates.push_back(std::move(candidate));
    }
  }
}

void keepBestTexts(const std::string& passage, std::size_t count, std::vector<AnswerCandidate>& candidates) {
  std::stable_sort(candidates.begin(), candidates.end(), [](const AnswerCandidate& a, const AnswerCandidate& b) { return a.score > b.score; });
  std::set<std::string> seen;
  std::vector<AnswerCandidate> kept;
  for (AnswerCandidate& candidate : candidates) {
    if (kept.size() == count) break;
    const auto [begin, end] = candidate.bytes;
    candidate.text = passage.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    if (seen.insert(candidate.text).second) kept.push_back(std::move(candidate));
  }
  double sum = 0;
  for (AnswerCandidate& candidate : kept) sum += candidate.probability = std::exp(candidate.score - kept.front().score);
  for (AnswerCandidate& candidate : kept) candidate.probability /= sum;
  candidates = std::move(kept);
}

// The best mean over a sweep of thresholds: at first nothing is answered, then question after question by its difference.
std::pair<double, double> sweep(const std::vector<ScoredQuestion>& sorted, double ScoredQuestion::*score) {
  double sum = 0;
  for (const ScoredQuestion& question : sorted) sum += !question.hasAnswer;
  double best = sum, threshold = sorted.front().nullDifference - 1;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sum += sorted[i].hasAnswer ? sorted[i].*score : sorted[i].predictsText ? -1 : 0;
    const bool tied = i + 1 < sorted.size() && sorted[i + 1].nullDifference == sorted[i].nullDifference;
    if (tied || sum <= best) continue;
    best = sum;
    threshold = sorted[i].nullDifference;
  }
  return {best / static_cast<double>(sorted.size()), threshold};
}

}  // namespace

AnswerWindows answerWindows(const Tokenizer& tokenizer, const TaskExample& example, const AnswerOptions& options) {
  return WindowMaker(tokenizer, example, options).make(example);
}

double DecodedAnswer::nullDifference() const { return best.empty() ? std::numeric_limits<double>::infinity() : nullScore - best.front().score; }

std::string DecodedAnswer::text(double threshold) const { return best.empty() || nullDifference() > threshold ? std::string() : best.front().text; }

DecodedAnswer decodeAnswer(const std::string& passage, const std::vector<AnswerWindow>& windows, const std::vector<AnswerLogits>& logits, const AnswerOptions& options) {
  if (windows.size() != logits.size()) throw std::invalid_argument("as many logits as windows are needed");
  DecodedAnswer answer;
  answer.nullScore = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (logits[i].start.size() != windows[i].ids.size() || logits[i].end.size() != windows[i].ids.size())
      throw std::invalid_argument("window " + std::to_string(i) + " has " + std::to_string(windows[i].ids.size()) + " positions, its logits have another number");
    const auto null = static_cast<std::size_t>(windows[i].nullPosition);
    answer.nullScore = std::min(answer.nullScore, static_cast<double>(logits[i].start[null]) + static_cast<double>(logits[i].end[null]));
    addCandidates(windows[i], logits[i], i, options, answer.best);
  }
  keepBestTexts(passage, static_cast<std::size_t>(options.candidates), answer.best);
  return answer;
}

NullThreshold bestNullThreshold(std::vector<ScoredQuestion> questions) {
  if (questions.empty()) return {};
  std::stable_sort(questions.begin(), questions.end(), [](const ScoredQuestion& a, const ScoredQuestion& b) { return a.nullDifference < b.nullDifference; });
  NullThreshold result;
  std::tie(result.exact, result.exactThreshold) = sweep(questions, &ScoredQuestion::exact);
  std::tie(result.f1, result.f1Threshold) = sweep(questions, &ScoredQuestion::f1);
  return result;
}

}  // namespace cloze
