// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/sentences.h"

#include "engine/core/json.h"
#include "tests/support/suite.h"

#include <algorithm>

using namespace cloze;

namespace {
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> sentences;
  for (const TextRange& range : splitSentences(text)) sentences.push_back(text.substr(range.begin, range.end - range.begin));
  return sentences;
}
}  // namespace

class Sentences : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cutsGoldenCasesWithAtMostTwoWrong();
  void coversAllTextButWhiteSpace();
  void survivesOddText_data();
  void survivesOddText();
};

void Sentences::cutsGoldenCasesWithAtMostTwoWrong() {
  const Json cases = readJsonFile(tests::sourceFolder() / "tests/golden/sentences.json");
  QVERIFY(cases.size() >= 70);
  int wrong = 0;
  for (const Json& row : cases) {
    const auto expected = row.at("sentences").get<std::vector<std::string>>();
    const auto found = split(row.at("text").get<std::string>());
    if (found == expected) continue;
    ++wrong;
    qInfo().noquote() << "wrong:" << QString::fromStdString(row.dump()) << "found" << QString::fromStdString(Json(found).dump());
  }
  QVERIFY2(wrong <= 2, qPrintable(QString("%1 of %2 golden cases are cut wrongly").arg(wrong).arg(cases.size())));
}

void Sentences::coversAllTextButWhiteSpace() {
  const Json cases = readJsonFile(tests::sourceFolder() / "tests/golden/sentences.json");
  for (const Json& row : cases) {
    const auto text = row.at("text").get<std::string>();
    std::string joined;
    for (const std::string& sentence : split(text)) joined += sentence;
    const auto squeezed = [](std::string from) {
      from.erase(std::remove_if(from.begin(), from.end(), [](char c) { return c == ' ' || c == '\n'; }), from.end());
      return from;
    };
    QCOMPARE(squeezed(joined), squeezed(text));
  }
}

void Sentences::survivesOddText_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("sentences");
  QTest::newRow("empty") << "" << 0;
  QTest::newRow("white space only") << " \n\t\u00A0 \n" << 0;
  QTest::newRow("terminators only") << "...!!!???" << 1;
  QTest::newRow("periods with spaces") << ". . ." << 3;
  QTest::newRow("one word") << "word" << 1;
  QTest::newRow("emoji") << QString::fromUtf8("Great 👍🏽! Next 👩‍👩‍👧. End") << 3;
  QTest::newRow("closing marks only") << "\"»)]" << 1;
  QTest::newRow("many line breaks") << "a\n\n\nb\n" << 2;
  QTest::newRow("combining storm") << ("a" + QString(2000, QChar(0x301)) + ". B") << 2;
}

void Sentences::survivesOddText() {
  QFETCH(QString, text);
  QTEST(static_cast<int>(split(text.toStdString()).size()), "sentences");
}

CLOZE_TEST_SUITE(Sentences, "sentences")
#include "tst_sentences.moc"
