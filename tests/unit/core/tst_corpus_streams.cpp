// Texts that are long: streamed in little memory, cut where nothing ends, the same sentences wherever the reader's pieces end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/corpus_reading.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include <fstream>

using namespace cloze;
using namespace cloze::tests;

namespace {

// Forgets the peak so far (proc(5), clear_refs), so that peakKilobytes() tells what came after.
void resetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

long peakKilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmHWM:", 0) == 0) return std::stol(line.substr(6));
  return -1;
}

}  // namespace

class CorpusStreams : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsMemoryBoundedOnAHugeLine();
  void cutsHugeSentencesAtSpaces();
  void streamsLikeItReadsWhole();
  void cutsABookIntoDocuments();
  void readsTheToyWorld();
};

void CorpusStreams::keepsMemoryBoundedOnAHugeLine() {
  TemporaryFolder folder;
  const std::string path = (folder.path() / "huge.txt").string();
  {
    std::ofstream out(path, std::ios::binary);
    const std::string block = repeated("слово and word without any end of a sentence ", 2000);
    for (std::int64_t written = 0; written < (100 << 20); written += static_cast<std::int64_t>(block.size())) out << block;
  }
  std::int64_t bytes = 0;
  std::size_t longest = 0;
  Progress progress;
  resetPeak();
  const long before = peakKilobytes();
  const CorpusReport report = readSentences({path}, [&](std::string_view text) { bytes += static_cast<std::int64_t>(text.size()); longest = std::max(longest, text.size()); }, progress);
  const long grown = peakKilobytes() - before;
  QVERIFY2(bytes > (99 << 20), qPrintable(QString::number(bytes)));
  QCOMPARE(report.cutDocuments, 1);
  QCOMPARE(report.documents, (report.sentences + kMaximumDocumentSentences - 1) / kMaximumDocumentSentences);
  QVERIFY(report.cutSentences > 0);
  QVERIFY(longest <= static_cast<std::size_t>(kMaximumSentenceBytes));
#ifndef CLOZE_SANITIZED
  QVERIFY2(grown < 16 * 1024, qPrintable(QString("peak memory grew by %1 KiB").arg(grown)));
#endif
}

void CorpusStreams::cutsHugeSentencesAtSpaces() {
  TemporaryFolder folder;
  const Reading words = read({folder.write("a.txt", repeated("слово ", 3000) + "конец. Next.")});
  QCOMPARE(words.documents.size(), std::size_t{1});
  std::string joined;
  for (const std::string& sentence : words.documents[0]) {
    QVERIFY(sentence.size() <= 4096);
    joined += sentence + " ";
  }
  QCOMPARE(joined, repeated("слово ", 3000) + "конец. Next. ");
  QCOMPARE(words.documents[0].back(), std::string("Next."));
  const Reading solid = read({folder.write("b.txt", repeated("ы", 10000))});       // no space at all: cut between characters
  for (const std::string& sentence : solid.documents[0]) QVERIFY(sentence.size() <= 4096 && sentence.size() % 2 == 0);
}

// Sentences must not depend on where the reader's pieces end.
void CorpusStreams::streamsLikeItReadsWhole() {
  TemporaryFolder folder;
  std::string line;
  std::vector<std::string> expected;
  for (int i = 0; line.size() < 400000; ++i) {
    expected.push_back("Sentence number " + std::to_string(i) + " by A. S. Pushkin of the U.S. Navy ends here" + repeated(" again", i % 60) + ".");
    line += expected.back() + " ";
  }
  const Reading reading = read({folder.write("a.txt", line)});
  std::vector<std::string> found;
  for (const auto& document : reading.documents) found.insert(found.end(), document.begin(), document.end());
  QVERIFY(found == expected);
}

void CorpusStreams::cutsABookIntoDocuments() {
  TemporaryFolder folder;
  const Reading reading = read({folder.write("book.txt", repeated("It rains. ", 600) + "\nShort.")});
  QCOMPARE(reading.documents.size(), std::size_t{4});
  QCOMPARE(reading.documents[0].size(), std::size_t{256});
  QCOMPARE(reading.documents[2].size(), std::size_t{600 - 512});
  QCOMPARE(reading.report.cutDocuments, 1);
  QCOMPARE(read({folder.write("a.txt", repeated("It rains. ", 256))}).report.cutDocuments, 0);
}

void CorpusStreams::readsTheToyWorld() {
  const Reading reading = read({"toy-world"});
  QVERIFY(reading.report.documents > 1000);
  QVERIFY(reading.report.sentences > 10000);
  QCOMPARE(reading.report.files[0].documentRule, std::string("blank lines"));
  QVERIFY(corpusWarnings(reading.report).empty());
}

CLOZE_TEST_SUITE(CorpusStreams, "corpus_streams")
#include "tst_corpus_streams.moc"
