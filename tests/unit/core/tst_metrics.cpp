// Metrics against the references (tests/golden/metrics), against hand-computed values, and spans against conlleval itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <sstream>

#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>

#include "engine/core/files.h"
#include "engine/tasks/metrics.h"
#include "engine/tasks/tags.h"
#include "tests/support/program.h"

using namespace cloze;
using namespace cloze::tests;

namespace {

Json golden(const std::string& name) { return readJsonFile(sourceFolder() / "tests/golden/metrics" / name); }

// null in a reference: undefined.
bool agrees(double value, const Json& expected, double tolerance) {
  if (expected.is_null()) return std::isnan(value);
  return std::abs(value - expected.get<double>()) <= tolerance * std::max(1.0, std::abs(expected.get<double>()));
}

#define AGREES(value, expected, tolerance)                                                                          \
  do {                                                                                                              \
    const double value_ = (value);                                                                                  \
    QVERIFY2(agrees(value_, (expected), (tolerance)), (std::to_string(value_) + " for " + Json(expected).dump()).c_str()); \
  } while (false)

void addRows(const Json& file) {
  QTest::addColumn<QByteArray>("row");
  QTest::addColumn<double>("tolerance");
  int number = 0;
  for (const Json& row : file.at("rows")) {
    const std::string name = row.contains("name") ? row.at("name").get<std::string>() : row.contains("scheme") ? row.at("scheme").get<std::string>() : std::to_string(number);
    QTest::newRow(name.c_str()) << QByteArray::fromStdString(row.dump()) << file.at("tolerance").get<double>();
    ++number;
  }
}

struct Totals { double exact = 0, f1 = 0; int count = 0; };

void addTo(Totals& totals, const Json& row, const std::string& prediction, bool version2) {
  const auto answers = row.at("answers").get<std::vector<std::string>>();
  totals.exact += exactMatch(prediction, answers);
  totals.f1 += answerF1(prediction, answers, version2);
  ++totals.count;
}

// Tags as a careless tagger would leave them: some replaced by another tag of the file.
TagRows corrupted(const TagRows& gold, std::uint64_t seed) {
  const std::vector<std::string> others{"O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC"};
  TagRows rows = gold;
  std::uint64_t state = seed * 2654435761u + 1;
  const auto next = [&state](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
  };
  for (auto& row : rows)
    for (std::string& tag : row)
      if (next(100) < 2 + seed % 30) tag = others[next(others.size())];
  return rows;
}

TagRows firstSentences(const std::filesystem::path& file, std::size_t count) {
  TagRows rows{{}};
  std::istringstream lines(readFile(file));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) rows.back().push_back(line.substr(line.find_last_of(' ') + 1));
    else if (rows.size() == count) break;
    else rows.emplace_back();
  }
  for (auto& row : rows) row = convertTags(row, TagScheme::Iob2);
  return rows;
}

// What the script prints: "accuracy:  95.20%; precision:  80.00%; recall:  70.00%; FB1:  74.67".
std::vector<double> conllevalFigures(const TagRows& predicted, const TagRows& gold) {
  std::string input;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    for (std::size_t word = 0; word < gold[i].size(); ++word) input += "w " + gold[i][word] + ' ' + predicted[i][word] + '\n';
    input += '\n';
  }
  QProcess process;
  process.start("perl", {QString::fromStdString((sharedFolder() / "data/ner/conll2003/conlleval").string())});
  process.write(QByteArray::fromStdString(input));
  process.closeWriteChannel();
  process.waitForFinished();
  std::vector<double> figures;
  const QString out = QString::fromUtf8(process.readAllStandardOutput()).section('\n', 1, 1);
  for (const char* name : {"precision:", "recall:", "FB1:"}) figures.push_back(out.section(QString(name), 1).trimmed().section(QRegularExpression("[%; ]"), 0, 0).toDouble());
  return figures;
}

}  // namespace

class MetricsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void classification_data() { addRows(golden("classification.json")); }
  void classification();
  void regression_data() { addRows(golden("regression.json")); }
  void regression();
  void spans_data() { addRows(golden("spans.json")); }
  void spans();
  void answersAsSquadOne();
  void answersAsSquadTwo();
  void handComputed();
  void normalisesAnswers_data();
  void normalisesAnswers();
  void withoutExamplesNothingIsDefined();
  void listsOfTwoLengthsAreRefused();
  void agreesWithConlleval();
  void rolesWithPartsAreOneArgument();
  void averagesOverGlue_data();
  void averagesOverGlue();
  void theLeaderboardAveragesTasksFirst();
};

void MetricsTest::classification() {
  QFETCH(QByteArray, row);
  QFETCH(double, tolerance);
  const Json expected = parseJson(row.toStdString(), "row");
  const auto predicted = expected.at("predictions").get<Labels>(), gold = expected.at("labels").get<Labels>();
  const auto classes = static_cast<std::int32_t>(expected.at("classes").size());
  AGREES(accuracy(predicted, gold), expected.at("accuracy"), tolerance);
  AGREES(matthews(predicted, gold, classes), expected.at("matthews"), tolerance);
  AGREES(macroF1(predicted, gold, classes + 2), expected.at("macro_f1"), tolerance);         // classes that never occur do not count
  if (expected.contains("f1")) AGREES(f1(predicted, gold), expected.at("f1"), tolerance);
  QCOMPARE(Json(confusion(predicted, gold, classes)).dump(), expected.at("confusion").dump());
}

void MetricsTest::regression() {
  QFETCH(QByteArray, row);
  QFETCH(double, tolerance);
  const Json expected = parseJson(row.toStdString(), "row");
  const auto predicted = expected.at("predictions").get<std::vector<double>>(), gold = expected.at("labels").get<std::vector<double>>();
  AGREES(pearson(predicted, gold), expected.at("pearson"), tolerance);
  AGREES(spearman(predicted, gold), expected.at("spearman"), tolerance);
}

void MetricsTest::spans() {
  QFETCH(QByteArray, row);
  QFETCH(double, tolerance);
  const Json expected = parseJson(row.toStdString(), "row");
  const auto predicted = expected.at("predicted").get<TagRows>(), gold = expected.at("gold").get<TagRows>();
  const SpanScore score = spanScore(predicted, gold);
  AGREES(score.precision, expected.at("conlleval").at("precision"), tolerance);
  AGREES(score.recall, expected.at("conlleval").at("recall"), tolerance);
  AGREES(score.f1, expected.at("conlleval").at("f1"), tolerance);
  const auto types = spanScoreByType(predicted, gold);
  QCOMPARE(types.size(), expected.at("conlleval").at("per_type").size());
  for (const auto& [type, counts] : expected.at("conlleval").at("per_type").items())
    QCOMPARE((Json{{"gold", types.at(type).gold}, {"predicted", types.at(type).predicted}, {"correct", types.at(type).correct}}).dump(), counts.dump());
  const auto entities = [](const TagRows& rows) {
    Json all = Json::array();
    for (const auto& tags : rows) {
      Json found = Json::array();
      for (const TagSpan& span : spansOf(tags)) found.push_back({span.type, span.begin, span.end - 1});
      all.push_back(found);
    }
    return all.dump();
  };
  QCOMPARE(entities(gold), expected.at("conlleval").at("gold_entities").dump());
  QCOMPARE(entities(predicted), expected.at("conlleval").at("predicted_entities").dump());
}

void MetricsTest::answersAsSquadOne() {
  const Json file = golden("squad_v1.json");
  Totals totals;
  for (const Json& row : file.at("rows")) {
    const auto prediction = row.at("prediction").get<std::string>();
    const auto answers = row.at("answers").get<std::vector<std::string>>();
    QCOMPARE(normalisedAnswer(prediction), row.at("normalized_prediction").get<std::string>());
    AGREES(exactMatch(prediction, answers), row.at("exact"), 1e-6);
    AGREES(answerF1(prediction, answers, false), row.at("f1"), 1e-6);
    addTo(totals, row, prediction, false);
  }
  AGREES(100 * totals.exact / totals.count, file.at("exact_match"), 1e-6);
  AGREES(100 * totals.f1 / totals.count, file.at("f1"), 1e-6);
}

void MetricsTest::answersAsSquadTwo() {
  const Json file = golden("squad_v2.json");
  Totals all, answerable, impossible;
  for (const Json& row : file.at("rows")) {
    const auto prediction = row.at("prediction").get<std::string>();
    const auto answers = row.at("answers").get<std::vector<std::string>>();
    AGREES(exactMatch(prediction, answers), row.at("exact"), 1e-6);
    AGREES(answerF1(prediction, answers, true), row.at("f1"), 1e-6);
    addTo(all, row, prediction, true);
    addTo(row.at("has_answer").get<bool>() ? answerable : impossible, row, prediction, true);
  }
  for (const auto& [name, totals] : {std::make_pair("all", all), std::make_pair("has_answer", answerable), std::make_pair("no_answer", impossible)}) {
    QCOMPARE(totals.count, file.at(name).at("total").get<int>());
    AGREES(100 * totals.exact / totals.count, file.at(name).at("exact"), 1e-6);
    AGREES(100 * totals.f1 / totals.count, file.at(name).at("f1"), 1e-6);
  }
  for (const Json& threshold : file.at("with_threshold")) {
    Totals totals;
    for (const Json& row : file.at("rows"))
      addTo(totals, row, row.at("no_answer_probability") > threshold.at("threshold") ? "" : row.at("prediction").get<std::string>(), true);
    AGREES(100 * totals.exact / totals.count, threshold.at("exact"), 1e-6);
    AGREES(100 * totals.f1 / totals.count, threshold.at("f1"), 1e-6);
  }
}

void MetricsTest::handComputed() {
  Labels predicted, gold;                              // TP 90, TN 5, FP 5, FN 0
  for (int i = 0; i < 100; ++i) {
    predicted.push_back(i < 95);
    gold.push_back(i < 90);
  }
  QVERIFY(std::abs(matthews(predicted, gold, 2) - 0.6882) < 5e-5);
  QVERIFY(std::abs(spearman({1, 2, 2, 3}, {1, 3, 2, 4}) - 0.9487) < 5e-5);
  QCOMPARE(answerF1("in 1938 year", {"1938"}, false), 0.5);
  QCOMPARE(exactMatch("The Cat!", {"cat"}), 1.0);
}

void MetricsTest::normalisesAnswers_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("normalised");
  QTest::newRow("articles are words") << QByteArray("A theatre an The anthem") << QByteArray("theatre anthem");
  QTest::newRow("punctuation goes first") << QByteArray("t.he end") << QByteArray("end");
  QTest::newRow("a dash is a border") << QByteArray("on—the—road") << QByteArray("on— —road");
  QTest::newRow("Cyrillic falls") << QByteArray("  Волга,  ДОН ") << QByteArray("волга дон");
  QTest::newRow("letters with accents belong to the word") << QByteArray("aé a") << QByteArray("aé");
}
void MetricsTest::normalisesAnswers() {
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, normalised);
  QCOMPARE(QByteArray::fromStdString(normalisedAnswer(text.toStdString())), normalised);
}

void MetricsTest::withoutExamplesNothingIsDefined() {
  QVERIFY(std::isnan(accuracy({}, {})));
  QVERIFY(std::isnan(f1({}, {})));
  QVERIFY(std::isnan(macroF1({}, {}, 2)));
  QVERIFY(std::isnan(matthews({}, {}, 2)));
  QVERIFY(std::isnan(pearson({1}, {1})));
}

void MetricsTest::listsOfTwoLengthsAreRefused() {
  QVERIFY_EXCEPTION_THROWN(accuracy({1}, {1, 0}), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(confusion({2}, {1}, 2), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(pearson({1, 2}, {1}), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(spanScore({{"O"}}, {{"O", "O"}}), std::invalid_argument);
}

// The script where Perl is, on 200 corruptions; the figures it printed for three of them everywhere.
void MetricsTest::agreesWithConlleval() {
  CLOZE_NEED_SHARED();
  const TagRows gold = firstSentences(sharedFolder() / "data/ner/conll2003/eng.testb", 500);
  const std::map<std::uint64_t, std::array<double, 3>> frozen{{0, {88.24, 96.75, 92.30}}, {7, {63.58, 89.83, 74.46}}, {29, {25.62, 61.53, 36.18}}};
  for (const auto& [seed, figures] : frozen) {
    const SpanScore score = spanScore(corrupted(gold, seed), gold);
    for (const auto& [value, expected] : {std::make_pair(score.precision, figures[0]), std::make_pair(score.recall, figures[1]), std::make_pair(score.f1, figures[2])})
      QVERIFY2(std::abs(100 * value - expected) <= 0.00501, std::to_string(100 * value).c_str());
  }
  if (QStandardPaths::findExecutable("perl").isEmpty()) return;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const TagRows predicted = corrupted(gold, seed);
    const SpanScore score = spanScore(predicted, gold);
    const auto expected = conllevalFigures(predicted, gold);
    QVERIFY2(std::abs(100 * score.precision - expected[0]) <= 0.00501 && std::abs(100 * score.recall - expected[1]) <= 0.00501 && std::abs(100 * score.f1 - expected[2]) <= 0.00501,
             ("corruption " + std::to_string(seed) + ": " + std::to_string(100 * score.f1) + ", conlleval " + std::to_string(expected[2])).c_str());
  }
}

void MetricsTest::rolesWithPartsAreOneArgument() {
  const TagRows gold{{"B-ARG1", "B-V", "B-C-ARG1", "I-C-ARG1", "B-R-ARG0"}};
  QCOMPARE(roleScore(gold, gold).gold, std::int64_t{2});                                       // ARG1 in two parts, R-ARG0; not V
  QCOMPARE(roleScore(gold, gold).f1, 1.0);
  const SpanScore half = roleScore({{"B-ARG1", "B-V", "O", "O", "B-R-ARG0"}}, gold);         // one part alone is wrong
  QCOMPARE(half.correct, std::int64_t{1});
  QCOMPARE(half.f1, 0.5);
}

// The figures printed in the papers' tables: the average column follows from the others.
void MetricsTest::averagesOverGlue_data() {
  QTest::addColumn<QList<double>>("columns");
  QTest::addColumn<double>("average");
  const auto row = [](const char* name, const QList<double>& columns, double average) { QTest::newRow(name) << columns << average; };
  row("before", {80.6, 80.1, 66.1, 82.3, 93.2, 35.0, 81.0, 86.0, 61.7}, 74.0);
  row("biLSTM with ELMo", {76.4, 76.1, 64.8, 79.8, 90.4, 36.0, 73.3, 84.9, 56.8}, 71.0);
  row("GPT", {82.1, 81.4, 70.3, 87.4, 91.3, 45.4, 80.0, 82.3, 56.0}, 75.1);
  row("BERT base", {84.6, 83.4, 71.2, 90.5, 93.5, 52.1, 85.8, 88.9, 66.4}, 79.6);
  row("BERT large", {86.7, 85.9, 72.1, 92.7, 94.9, 60.5, 86.5, 89.3, 70.1}, 82.1);
  row("ELECTRA 400K", {90.5, qQNaN(), 92.4, 94.5, 96.0, 69.3, 92.1, 90.6, 86.8}, 89.0);
  row("ELECTRA 1.75M", {90.9, qQNaN(), 92.4, 95.0, 96.9, 69.1, 92.6, 90.8, 88.0}, 89.5);
}
void MetricsTest::averagesOverGlue() {
  QFETCH(QList<double>, columns);
  QFETCH(double, average);
  std::map<std::string, std::vector<double>> metrics{{"wnli", {0.0}}};
  const char* names[] = {"mnli", "mnli-mm", "qqp", "qnli", "sst-2", "cola", "sts-b", "mrpc", "rte"};
  for (int i = 0; i < columns.size(); ++i) metrics[names[i]] = {columns[i], 1.0};              // a second metric is not looked at
  QVERIFY2(std::abs(glueAverage(metrics, GlueAverage::Lecture) - average) <= 0.1, std::to_string(glueAverage(metrics, GlueAverage::Lecture)).c_str());
}

void MetricsTest::theLeaderboardAveragesTasksFirst() {
  QCOMPARE(glueAverage({{"mrpc", {80, 90}}, {"mnli", {70}}, {"mnli-mm", {80}}, {"wnli", {50}}}, GlueAverage::Leaderboard), (85.0 + 75 + 50) / 3);
  QCOMPARE(glueAverage({{"mrpc", {80, 90}}, {"mnli", {70}}, {"mnli-mm", {80}}, {"wnli", {50}}}, GlueAverage::Lecture), (80.0 + 70 + 80) / 3);
  QVERIFY(std::isnan(glueAverage({}, GlueAverage::Lecture)));
}

CLOZE_TEST_SUITE(MetricsTest, "metrics")
#include "tst_metrics.moc"
