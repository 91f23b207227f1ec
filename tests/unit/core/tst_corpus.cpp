// Reading texts as people have them: every rule of engine/data/corpus.h, and the nasty ones (huge ones: tst_corpus_streams.cpp).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/corpus.h"

#include "engine/core/error.h"
#include "engine/data/text_stream.h"
#include "tests/support/corpus_reading.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include <zlib.h>

#include <fstream>

using namespace cloze;
using namespace cloze::tests;

namespace {

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(compressBound(text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

// The message of what `entries` throw.
template <class Error>
std::string errorOf(const std::vector<std::string>& entries) {
  try {
    read(entries);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// Gives `text` in pieces of the given size.
ByteSource pieces(const std::string& text, std::size_t size) {
  return [text, size, at = std::size_t{0}](std::string& out) mutable {
    if (at >= text.size()) return false;
    out += text.substr(at, size);
    at += size;
    return true;
  };
}

}  // namespace

class Corpus : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsDocuments_data();
  void findsDocuments();
  void readsFoldersInOrder();
  void readsJsonLines();
  void listsWrongJsonLines();
  void readsGzip();
  void cleansText_data();
  void cleansText();
  void reportsInvalidBytes();
  void refuses_data();
  void refuses();
  void refusesDamagedGzip();
  void refusesAnEmptyCorpusNamingTheFiles();
  void reportSurvivesJson();
  void stopsWhenCancelled();
  void hashNamesTheContent();
};

void Corpus::findsDocuments_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("rule");
  QTest::addColumn<QString>("expected");     // sentences by '|', documents by '#'
  const QString wrapped = "The ship had been at sea for three weeks when the storm came up\nfrom the west and the captain ordered all the sails to be taken\n"
                          "down at once. Nobody had slept for two nights, and the men were\ntired; but they did what they were told to do, and when the wind\n"
                          "came they were ready for it. It blew for three days. On the last\nmorning the sea was calm again, and a line of blue hills stood on\n"
                          "the horizon, quite near. They had been driven a hundred miles to\nthe south, and nobody on board knew the name of that island or\nof its people.\n";
  QTest::newRow("lines") << "One. Two.\nThree.\n" << "lines" << "One.|Two.#Three.";
  QTest::newRow("one line without end") << "Hello" << "lines" << "Hello";
  QTest::newRow("blank lines") << "One.\nTwo\n\nThree.\n\n\n" << "blank lines" << "One.|Two#Three.";
  QTest::newRow("leading and trailing blank lines say nothing") << "\n\n \nOne.\nTwo.\n\n" << "lines" << "One.#Two.";
  QTest::newRow("blank means white space") << "One.\n \t\nTwo.\n" << "blank lines" << "One.#Two.";
  QTest::newRow("one-word documents") << "a\nb\nc" << "lines" << "a#b#c";
  QTest::newRow("CRLF") << "One.\r\n\r\nTwo.\r\n" << "blank lines" << "One.#Two.";
  QTest::newRow("CR only") << "One.\rTwo.\r\rThree." << "blank lines" << "One.|Two.#Three.";
  QTest::newRow("mixed line ends") << "One.\r\nTwo.\nThree.\rFour." << "lines" << "One.#Two.#Three.#Four.";
  QTest::newRow("byte-order mark") << QString(QChar(0xFEFF)) + "One." << "lines" << "One.";
  QTest::newRow("wrapped") << wrapped << "wrapped lines"
                           << "The ship had been at sea for three weeks when the storm came up from the west and the captain ordered all the sails to be taken down at once.|Nobody had slept for two "
                              "nights, and the men were tired; but they did what they were told to do, and when the wind came they were ready for it.|It blew for three days.|On the last morning the sea "
                              "was calm again, and a line of blue hills stood on the horizon, quite near.|They had been driven a hundred miles to the south, and nobody on board knew the name of that "
                              "island or of its people.";
}

void Corpus::findsDocuments() {
  QFETCH(QString, text);
  QFETCH(QString, expected);
  TemporaryFolder folder;
  const Reading reading = read({folder.write("text.txt", text.toStdString())});
  QStringList documents;
  for (const auto& document : reading.documents) {
    QStringList sentences;
    for (const std::string& sentence : document) sentences << QString::fromStdString(sentence);
    documents << sentences.join('|');
  }
  QCOMPARE(documents.join('#'), expected);
  QTEST(QString::fromStdString(reading.report.files.at(0).documentRule), "rule");
  QCOMPARE(reading.report.documents, static_cast<std::int64_t>(reading.documents.size()));
  QVERIFY(corpusWarnings(reading.report).empty());
}

void Corpus::readsFoldersInOrder() {
  TemporaryFolder folder;
  folder.write("texts/b.txt", "Bee.");
  folder.write("texts/a.TXT", "Aunt.");
  folder.write("texts/c/d.jsonl", "{\"text\": \"Deer.\"}\n");
  folder.write("texts/picture.png", "not text");
  folder.write("texts/.hidden.txt", "Hidden.");
  folder.write("texts/.git/x.txt", "Git.");
  const Reading reading = read({(folder.path() / "texts").string()});
  QCOMPARE(reading.documents, (Documents{{"Aunt."}, {"Bee."}, {"Deer."}}));
  QCOMPARE(reading.report.ignoredFiles, 2);
  QCOMPARE(corpusWarnings(reading.report).size(), std::size_t{1});
  QVERIFY(corpusWarnings(reading.report)[0].find("picture.png") != std::string::npos);
}

void Corpus::readsJsonLines() {
  TemporaryFolder folder;
  const Reading reading = read({folder.write("a.jsonl", "{\"id\": 1, \"text\": \"One. Two.\\nThree \\u00e9\"}\n\n{\"text\": \"\"}\r\n{\"text\":\"Four \\u0000.\"}")});
  QCOMPARE(reading.documents, (Documents{{"One.", "Two.", "Three é"}, {"Four \uFFFD."}}));
  QCOMPARE(reading.report.emptyDocuments, 1);
  QCOMPARE(reading.report.replaced, 1);
  QCOMPARE(reading.report.files[0].documentRule, std::string("json lines"));
}

void Corpus::listsWrongJsonLines() {
  TemporaryFolder folder;
  const std::string file = folder.write("a.jsonl", "{\"text\": \"fine\"}\n{\"text\": 5}\n{\"body\": \"x\"}\n[1]\n{\"text\": \"cut\n");
  try {
    read({file});
    QFAIL("wrong lines were accepted");
  } catch (const InvalidRequest& error) {
    QCOMPARE(error.problems().size(), std::size_t{4});
    QCOMPARE(error.problems()[0].where, file + ":2");
    QVERIFY(error.problems()[0].message.find("number") != std::string::npos);
    QCOMPARE(error.problems()[3].where, file + ":5");
  }
}

void Corpus::readsGzip() {
  TemporaryFolder folder;
  const std::string text = repeated("A line of text that is compressed well.\n", 50000);
  const Reading plain = read({folder.write("a.txt", text)});
  const Reading packed = read({folder.write("b.txt.gz", gzipped(text.substr(0, 800000)) + gzipped(text.substr(800000)))});   // two members
  QVERIFY(plain.documents == packed.documents);
  QCOMPARE(packed.report.files[0].kind, std::string("text.gz"));
  QCOMPARE(read({folder.write("c.jsonl.gz", gzipped("{\"text\": \"One.\"}\n"))}).documents, (Documents{{"One."}}));
}

void Corpus::cleansText_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("replaced");
  QTest::addColumn<int>("first");
  const auto row = [](const char* name, const QByteArray& bytes, const QByteArray& text, int replaced, int first) { QTest::newRow(name) << bytes << text << replaced << first; };
  row("plain", "abc", "abc", 0, -1);
  row("two, three and four bytes", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 0, -1);
  row("Latin-1", "caf\xE9 au lait", "caf\xEF\xBF\xBD au lait", 1, 3);
  row("overlong", "a\xC0\xAF", "a\xEF\xBF\xBD\xEF\xBF\xBD", 2, 1);
  row("surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3, 0);
  row("over U+10FFFF", "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 4, 0);
  row("cut in the middle", "\xE2\x82" "a", "\xEF\xBF\xBD" "a", 1, 0);
  row("cut at the end", "a\xF0\x9F\x98", "a\xEF\xBF\xBD", 1, 1);
  row("stray continuation", "a\x80\x80", "a\xEF\xBF\xBD\xEF\xBF\xBD", 2, 1);
  row("NUL", QByteArray("a\0b", 3), "a\xEF\xBF\xBD" "b", 1, 1);
  row("mark inside stays", "a\xEF\xBB\xBF" "b", "a\xEF\xBB\xBF" "b", 0, -1);
  row("offset counts the mark", "\xEF\xBB\xBF" "a\xFF", "a\xEF\xBF\xBD", 1, 4);
  row("line ends", "a\r\nb\rc\n\r\nd\r", "a\nb\nc\n\nd\n", 0, -1);
}

void Corpus::cleansText() {
  QFETCH(QByteArray, bytes);
  QFETCH(QByteArray, text);
  for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{1000}}) {   // wherever the reads cut
    TextStream stream(pieces(bytes.toStdString(), size), "test");
    std::string clean;
    while (stream.read(clean)) {}
    QCOMPARE(QByteArray::fromStdString(clean), text);
    QTEST(static_cast<int>(stream.replaced()), "replaced");
    QTEST(static_cast<int>(stream.firstReplacedByte()), "first");
  }
}

void Corpus::reportsInvalidBytes() {
  TemporaryFolder folder;
  const Reading reading = read({folder.write("a.txt", "caf\xE9. Fine.")});
  QCOMPARE(reading.documents, (Documents{{"caf\uFFFD.", "Fine."}}));
  QCOMPARE(reading.report.replaced, 1);
  const auto warnings = corpusWarnings(reading.report);
  QCOMPARE(warnings.size(), std::size_t{1});
  QVERIFY(warnings[0].find("a.txt") != std::string::npos && warnings[0].find("byte 3") != std::string::npos);
}

void Corpus::refuses_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("advice");
  QTest::newRow("UTF-16, little-endian") << "a.txt" << QByteArray("\xFF\xFE" "a\0", 4) << "iconv";
  QTest::newRow("UTF-16, big-endian") << "a.txt" << QByteArray("\xFE\xFF\0a", 4) << "iconv";
  QTest::newRow("UTF-32") << "a.txt" << QByteArray("\0\0\xFE\xFF\0\0\0a", 8) << "iconv";
  QTest::newRow("gzip under another name") << "a.txt" << QByteArray::fromStdString(gzipped("text")) << "gz";
  QTest::newRow("JSON") << "a.json" << QByteArray("{}") << ".jsonl";
  QTest::newRow("CSV") << "a.csv" << QByteArray("a,b") << ".jsonl";
  QTest::newRow("zip") << "a.zip" << QByteArray("PK") << "unpack";
  QTest::newRow("PDF") << "a.PDF" << QByteArray("%PDF") << "extract";
}

void Corpus::refuses() {
  QFETCH(QString, name);
  QFETCH(QByteArray, bytes);
  QFETCH(QString, advice);
  TemporaryFolder folder;
  const std::string message = errorOf<std::invalid_argument>({folder.write(name.toStdString(), bytes.toStdString())});
  QVERIFY2(message.find(name.toStdString()) != std::string::npos && message.find(advice.toStdString()) != std::string::npos, message.c_str());
}

void Corpus::refusesDamagedGzip() {
  TemporaryFolder folder;
  std::string packed = gzipped(repeated("some text 1234567890 ", 3000));
  QVERIFY(errorOf<std::runtime_error>({folder.write("a.txt.gz", packed.substr(0, packed.size() / 2))}).find("truncated") != std::string::npos);
  QVERIFY(errorOf<std::runtime_error>({folder.write("b.txt.gz", "plain text")}).find("not a gzip file") != std::string::npos);
  packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
  QVERIFY(!errorOf<std::runtime_error>({folder.write("c.txt.gz", packed)}).empty());
}

void Corpus::refusesAnEmptyCorpusNamingTheFiles() {
  TemporaryFolder folder;
  const std::string a = folder.write("a.txt", ""), b = folder.write("b.txt", "\n \n\t\n");
  const std::string message = errorOf<InvalidRequest>({a, b});
  QVERIFY2(message.find(a) != std::string::npos && message.find(b) != std::string::npos, message.c_str());
  std::filesystem::create_directories(folder.path() / "nothing");
  QVERIFY(errorOf<InvalidRequest>({(folder.path() / "nothing").string()}).find("holds no .txt") != std::string::npos);
  QVERIFY(errorOf<InvalidRequest>({(folder.path() / "absent.txt").string()}).find("no such file") != std::string::npos);
  QVERIFY(!errorOf<InvalidRequest>({}).empty());
  const Reading reading = read({a, folder.write("c.txt", "Text.")});
  QCOMPARE(corpusWarnings(reading.report), std::vector<std::string>{a + ": no text in this file"});
}

void Corpus::reportSurvivesJson() {
  TemporaryFolder folder;
  folder.write("t/x.png", "");
  folder.write("t/a.txt", "caf\xE9. Fine.");
  const CorpusReport report = read({(folder.path() / "t").string()}).report;
  const Json json = toJson(report);
  QCOMPARE(toJson(corpusReportFromJson(json)), json);
  QCOMPARE(json.at("files").at(0).at("first_replaced_byte").get<int>(), 3);
}

void Corpus::stopsWhenCancelled() {
  TemporaryFolder folder;
  const std::string file = folder.write("a.txt", repeated("A line of text.\n", 100000));
  Progress progress;
  std::int64_t sentences = 0;
  QVERIFY_EXCEPTION_THROWN(readSentences({file}, [&](std::string_view) { if (++sentences == 10) progress.cancel(); }, progress), Cancelled);
  QVERIFY(sentences < 100000);
}

void Corpus::hashNamesTheContent() {
  TemporaryFolder folder;
  Progress progress;
  const std::string a = folder.write("a.txt", "One. Two.");
  const std::string hash = corpusHash({a}, progress);
  QCOMPARE(corpusHash(read({a}).report), hash);
  QCOMPARE(corpusHash({folder.write("elsewhere/b.txt", "One. Two.")}, progress), hash);
  QVERIFY(corpusHash({folder.write("c.txt", "One. Two")}, progress) != hash);
  QVERIFY(corpusHash({folder.write("c.jsonl", "One. Two.")}, progress) != hash);
  QVERIFY(corpusHash({a, a}, progress) != hash);
}

CLOZE_TEST_SUITE(Corpus, "corpus")
#include "tst_corpus.moc"
