// Windows over a long passage, where the answer lies in them, answers out of logits, the threshold of "no answer"; words and their pieces.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "engine/core/json.h"
#include "engine/tasks/align_tags.h"
#include "engine/tasks/metrics.h"
#include "engine/tasks/span_answers.h"
#include "tests/support/suite.h"
#include "tests/support/tiny_tokenizer.h"

using namespace cloze;
using namespace cloze::tests;

namespace {

// "w0 w1 w2 ...": a token each.
std::string passage(int words) {
  std::string text;
  for (int i = 0; i < words; ++i) text += (i == 0 ? "w" : " w") + std::to_string(i);
  return text;
}

TaskExample question(const std::string& context, const std::string& answer) {
  TaskExample example;
  example.text = "who is";
  example.pair = context;
  if (const std::size_t at = context.find(answer); !answer.empty() && at != std::string::npos) example.answers = {{answer, static_cast<std::int64_t>(at)}};
  return example;
}

AnswerOptions options(std::int64_t length, std::int64_t step) {
  AnswerOptions result;
  result.maximumLength = length;
  result.step = step;
  return result;
}

std::vector<std::string> shownTokens(const std::string& context, const AnswerWindow& window) {
  std::vector<std::string> tokens;
  for (const auto& [begin, end] : window.contextBytes)
    if (begin >= 0) tokens.push_back(context.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  return tokens;
}

std::vector<AnswerLogits> flatLogits(const std::vector<AnswerWindow>& windows) {
  std::vector<AnswerLogits> logits;
  for (const AnswerWindow& window : windows) logits.push_back({std::vector<float>(window.ids.size(), -5), std::vector<float>(window.ids.size(), -5)});
  return logits;
}

}  // namespace

class SpanAnswersTest : public QObject {
  Q_OBJECT
  const TinyTokenizer m_tokenizer;

 private Q_SLOTS:
  void windowsCoverThePassage();
  void everyTokenCountsInOneWindow();
  void theAnswerIsWhereItLies();
  void marksAnAnswerThatTokensDoNotCover();
  void countsCodePoints();
  void cutsALongQuestion();
  void refusesWithoutRoom();
  void takesTheBestSpan();
  void leavesOutWhatIsNoAnswer();
  void tellsTextsOnce();
  void answersNothingWithoutCandidates();
  void saysNoAnswerAboveTheThreshold();
  void findsSquadsThreshold();
  void neverAnsweringCanBeBest();
  void theFirstPieceCarriesTheTag();
  void tellsLostAndCutWords();
  void decodesOnlyValidTags();
};

void SpanAnswersTest::windowsCoverThePassage() {
  const std::string context = passage(10);
  const auto windows = answerWindows(m_tokenizer, question(context, ""), options(9, 3)).windows;      // 9 - 2 - 3: four tokens
  QCOMPARE(windows.size(), std::size_t{3});
  QCOMPARE(shownTokens(context, windows[0]), (std::vector<std::string>{"w0", "w1", "w2", "w3"}));
  QCOMPARE(shownTokens(context, windows[1]), (std::vector<std::string>{"w3", "w4", "w5", "w6"}));
  QCOMPARE(shownTokens(context, windows[2]), (std::vector<std::string>{"w6", "w7", "w8", "w9"}));
  QCOMPARE(windows[0].ids.size(), std::size_t{9});
  QCOMPARE(windows[0].ids.front(), TokenId{TinyTokenizer::kClassify});
  QCOMPARE(windows[0].nullPosition, std::int64_t{0});
  QCOMPARE(windows[0].typeIds, (std::vector<std::int32_t>{0, 0, 0, 0, 1, 1, 1, 1, 1}));
  QCOMPARE(answerWindows(m_tokenizer, question(context, ""), options(15, 3)).windows.size(), std::size_t{1});
}

void SpanAnswersTest::everyTokenCountsInOneWindow() {
  const auto windows = answerWindows(m_tokenizer, question(passage(50), ""), options(17, 5)).windows;
  std::map<std::int32_t, int> counted;
  std::int64_t middle = 0;
  for (const AnswerWindow& window : windows)
    for (std::size_t i = 0; i < window.ids.size(); ++i) {
      if (window.mostContext[i]) ++counted[window.contextBytes[i].first];
      QVERIFY(!window.mostContext[i] || window.contextBytes[i].first >= 0);
    }
  QCOMPARE(counted.size(), std::size_t{50});
  for (const auto& [begin, count] : counted) QCOMPARE(count, 1);
  for (std::size_t i = 0; i < windows[1].ids.size(); ++i) middle += windows[1].mostContext[i];
  QCOMPARE(middle, std::int64_t{5});                   // as many as the step, in the middle: its edges are better seen by its neighbours
  QVERIFY(!windows[1].mostContext[4] && windows[1].mostContext[4 + 5]);
}

void SpanAnswersTest::theAnswerIsWhereItLies() {
  const auto windows = answerWindows(m_tokenizer, question(passage(10), "w3 w4"), options(9, 3)).windows;
  QCOMPARE(windows[0].start, std::int64_t{-1});        // only half of it
  QCOMPARE(windows[1].start, std::int64_t{4});
  QCOMPARE(windows[1].end, std::int64_t{5});
  QCOMPARE(windows[2].end, std::int64_t{-1});
}

void SpanAnswersTest::marksAnAnswerThatTokensDoNotCover() {
  const std::string context = "one  two";              // two blanks
  TaskExample example = question(context, "one");
  example.answers = {{" two", 4}};                     // begins in a blank, where no token is
  const AnswerWindows made = answerWindows(m_tokenizer, example, options(20, 5));
  QVERIFY(made.misaligned);
  QCOMPARE(made.windows[0].start, std::int64_t{-1});
  QVERIFY(!answerWindows(m_tokenizer, question("abcdefgh", "def"), options(20, 5)).misaligned);
  QVERIFY(!answerWindows(m_tokenizer, question("abcdefgh", "cde"), options(20, 5)).misaligned);       // inside of two pieces
}

void SpanAnswersTest::countsCodePoints() {
  TaskExample example = question("Łódź ok yes", "");
  example.answers = {{"ok", 5}};
  const AnswerWindow window = answerWindows(m_tokenizer, example, options(20, 5)).windows[0];
  QCOMPARE(shownTokens(example.pair, window)[static_cast<std::size_t>(window.start - 4)], std::string("ok"));
}

void SpanAnswersTest::cutsALongQuestion() {
  TaskExample example = question(passage(3), "");
  example.text = passage(100);
  const AnswerWindow window = answerWindows(m_tokenizer, example, options(384, 128)).windows[0];
  QCOMPARE(window.ids.size(), std::size_t{64 + 3 + 3});
}

void SpanAnswersTest::refusesWithoutRoom() {
  QVERIFY_EXCEPTION_THROWN(answerWindows(m_tokenizer, question(passage(3), ""), options(5, 128)), std::invalid_argument);
}

void SpanAnswersTest::takesTheBestSpan() {
  const std::string context = passage(10);
  const auto windows = answerWindows(m_tokenizer, question(context, ""), options(9, 3)).windows;
  auto logits = flatLogits(windows);
  logits[1].start[5] = 4;                              // w4
  logits[1].end[6] = 3;                                // w5
  logits[1].end[5] = 2;                                // w4
  const DecodedAnswer answer = decodeAnswer(context, windows, logits, options(9, 3));
  QCOMPARE(answer.best[0].text, std::string("w4 w5"));
  QCOMPARE(answer.best[0].score, 7.0);
  QCOMPARE(answer.best[0].window, std::size_t{1});
  QCOMPARE(answer.best[1].text, std::string("w4"));
  double sum = 0;
  for (const AnswerCandidate& candidate : answer.best) sum += candidate.probability;
  QVERIFY(std::abs(sum - 1) < 1e-12);
  QVERIFY(std::abs(answer.best[0].probability / answer.best[1].probability - std::exp(1.0)) < 1e-9);
}

void SpanAnswersTest::leavesOutWhatIsNoAnswer() {
  const std::string context = passage(10);
  const auto windows = answerWindows(m_tokenizer, question(context, ""), options(9, 3)).windows;
  auto logits = flatLogits(windows);
  logits[0].start[0] = logits[0].end[0] = 9;           // [CLS]
  logits[2].start[0] = logits[2].end[0] = 9;
  logits[0].start[1] = logits[0].end[2] = 8;           // the question
  logits[1].start[7] = logits[1].end[4] = 7;           // an end before its start
  logits[1].start[4] = 6;                              // w3 has as much around it in the first window, which comes first
  AnswerOptions chosen = options(9, 3);
  chosen.maximumAnswer = 1;
  const DecodedAnswer answer = decodeAnswer(context, windows, logits, chosen);
  for (const AnswerCandidate& candidate : answer.best) QVERIFY2(candidate.text.find(' ') == std::string::npos && candidate.score < 5, candidate.text.c_str());
  QCOMPARE(answer.nullScore, -10.0);                   // the least of the windows
}

void SpanAnswersTest::tellsTextsOnce() {
  const std::string context = "cat dog cat";
  const auto windows = answerWindows(m_tokenizer, question(context, ""), options(20, 5)).windows;
  auto logits = flatLogits(windows);
  logits[0].start[4] = logits[0].end[4] = 1;
  logits[0].start[6] = logits[0].end[6] = 2;
  const DecodedAnswer answer = decodeAnswer(context, windows, logits, options(20, 5));
  QCOMPARE(answer.best[0].bytes.first, std::int64_t{8});
  int cats = 0;
  for (const AnswerCandidate& candidate : answer.best) cats += candidate.text == "cat";
  QCOMPARE(cats, 1);
}

void SpanAnswersTest::answersNothingWithoutCandidates() {
  const auto windows = answerWindows(m_tokenizer, question("@", ""), options(9, 3)).windows;          // a passage of no token
  const DecodedAnswer answer = decodeAnswer("@", windows, flatLogits(windows), options(9, 3));
  QVERIFY(answer.best.empty());
  QCOMPARE(answer.text(std::numeric_limits<double>::infinity()), std::string());
  QVERIFY(std::isinf(answer.nullDifference()));
}

void SpanAnswersTest::saysNoAnswerAboveTheThreshold() {
  const std::string context = passage(3);
  const auto windows = answerWindows(m_tokenizer, question(context, ""), options(20, 5)).windows;
  auto logits = flatLogits(windows);
  logits[0].start[0] = logits[0].end[0] = 2;           // null: 4
  logits[0].start[4] = logits[0].end[4] = 1;           // w0: 2
  const DecodedAnswer answer = decodeAnswer(context, windows, logits, options(20, 5));
  QCOMPARE(answer.nullDifference(), 2.0);
  QCOMPARE(answer.text(2.0), std::string("w0"));       // not above
  QCOMPARE(answer.text(1.9), std::string());
}

void SpanAnswersTest::findsSquadsThreshold() {
  const Json file = readJsonFile(sourceFolder() / "tests/golden/metrics/squad_v2.json");
  std::vector<ScoredQuestion> questions;
  for (const Json& row : file.at("rows")) {
    const auto prediction = row.at("prediction").get<std::string>();
    const auto answers = row.at("answers").get<std::vector<std::string>>();
    questions.push_back({row.at("no_answer_probability").get<double>(), exactMatch(prediction, answers), answerF1(prediction, answers, true),
                         row.at("has_answer").get<bool>(), !prediction.empty()});
  }
  const NullThreshold best = bestNullThreshold(questions);
  QVERIFY(std::abs(100 * best.exact - file.at("best").at("exact").get<double>()) < 1e-6);
  QVERIFY(std::abs(100 * best.f1 - file.at("best").at("f1").get<double>()) < 1e-6);
  QCOMPARE(best.exactThreshold, file.at("best").at("exact_threshold").get<double>());
  QCOMPARE(best.f1Threshold, file.at("best").at("f1_threshold").get<double>());
}

void SpanAnswersTest::neverAnsweringCanBeBest() {
  const NullThreshold best = bestNullThreshold({{-3, 0, 0.5, true, true}, {-2, 0, 0, false, true}, {5, 0, 0, false, true}});
  QCOMPARE(best.exact, 2.0 / 3);
  QVERIFY(best.exactThreshold < -3);                   // every question lies above it
  QCOMPARE(best.f1, 2.5 / 3);
  QCOMPARE(best.f1Threshold, -3.0);
  QCOMPARE(bestNullThreshold({{1, 1, 1, true, true}, {1, 0, 0, false, true}}).exact, 0.5);       // no threshold parts equals
}

void SpanAnswersTest::theFirstPieceCarriesTheTag() {
  const AlignedWords words = alignWords(m_tokenizer, {"ab", "abcdefg", "c"});           // one piece, three, one
  QCOMPARE(words.wordOf, (std::vector<std::int32_t>{-1, 0, 1, 1, 1, 2, -1}));
  const auto tags = positionTags(words, {7, 8, 9});
  QCOMPARE(tags, (std::vector<std::int32_t>{kIgnoredTag, 7, 8, kIgnoredTag, kIgnoredTag, 9, kIgnoredTag}));
  QCOMPARE(wordTags(words, {1, 2, 3, 4, 5, 6, 7}), (std::vector<std::int32_t>{2, 3, 6}));
  QVERIFY_EXCEPTION_THROWN(positionTags(words, {7, 8}), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(wordTags(words, {7, 8}), std::invalid_argument);
}

void SpanAnswersTest::tellsLostAndCutWords() {
  const AlignedWords lost = alignWords(m_tokenizer, {"ab", "@", "c"});
  QCOMPARE(lost.lostWords, (std::vector<std::size_t>{1}));
  QCOMPARE(positionTags(lost, {1, 2, 3}), (std::vector<std::int32_t>{kIgnoredTag, 1, 3, kIgnoredTag}));
  QCOMPARE(wordTags(lost, {5, 6, 7, 5}), (std::vector<std::int32_t>{6, 0, 7}));
  const AlignedWords cut = alignWords(m_tokenizer, {"ab", "c", "d", "e"}, 4);
  QCOMPARE(cut.encoding.ids.size(), std::size_t{4});
  QCOMPARE(cut.cutWords, std::size_t{2});
  QVERIFY(cut.lostWords.empty());
}

void SpanAnswersTest::decodesOnlyValidTags() {
  const std::vector<std::string> tags{"O", "B-A", "I-A", "B-B", "I-B"};
  QCOMPARE(bestValidTags({{0, 0, 9, 0, 0}}, tags), (std::vector<std::int32_t>{0}));               // no I- at the start: the first of equals
  QCOMPARE(bestValidTags({{5, 4, 0, 0, 0}, {0, 0, 9, 0, 0}}, tags), (std::vector<std::int32_t>{1, 2}));   // O I-A cannot be: B-A I-A
  QCOMPARE(bestValidTags({{0, 0, 0, 5, 0}, {0, 0, 3, 0, 2}}, tags), (std::vector<std::int32_t>{3, 4}));   // I-A cannot follow B-B
  QVERIFY(bestValidTags({}, tags).empty());
}

CLOZE_TEST_SUITE(SpanAnswersTest, "span_answers")
#include "tst_span_answers.moc"
