// Data sets as they are distributed, on the real files: how many rows, which labels, and what their oddities become.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "engine/core/files.h"
#include "engine/data/toy_world_files.h"
#include "engine/tasks/tags.h"
#include "engine/tasks/task.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

using namespace cloze;
using namespace cloze::tests;
namespace fs = std::filesystem;

namespace {

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

QByteArray shown(const Counts& counts) {
  QByteArray text;
  for (const auto& [label, count] : counts) text += (text.isEmpty() ? "" : " ") + QByteArray::fromStdString(label) + ' ' + QByteArray::number(qint64(count));
  return text;
}

fs::path data(const std::string& path) { return sharedFolder() / "data" / path; }

std::int64_t entityCount(const TaskData& set) {
  std::int64_t count = 0;
  for (const TaskExample& example : set.examples) {
    std::vector<std::string> tags;
    for (const std::int32_t tag : example.tags) tags.push_back(set.labels[static_cast<std::size_t>(tag)]);
    count += static_cast<std::int64_t>(spansOf(tags).size());
  }
  return count;
}

// Sequences of tags between blank lines, as the file has them.
std::vector<std::vector<std::string>> tagBlocks(const fs::path& file) {
  std::vector<std::vector<std::string>> blocks;
  std::istringstream lines(readFile(file));
  bool open = false;
  for (std::string line; std::getline(lines, line); open = !line.empty()) {
    if (line.empty()) continue;
    if (!open) blocks.emplace_back();
    blocks.back().push_back(line.substr(line.find_last_of(' ') + 1));
  }
  return blocks;
}

TaskData readSplit(const std::string& id, const std::string& folder, const std::string& split) { return readTask(id, taskFiles(id, data(folder), split)); }

}  // namespace

class TasksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void countsRowsAndLabels_data();
  void countsRowsAndLabels();
  void keepsQuotesThatAreNeverClosed();
  void readsScoresFromTheRightColumns();
  void readsQuestionsInLatin1();
  void countsSentencesAndEntities_data();
  void countsSentencesAndEntities();
  void tagSchemesComeBackUnchanged_data();
  void tagSchemesComeBackUnchanged();
  void answersLieAtTheirOffsets();
  void marksTheWordInBothTexts();
  void readsWhatTheToyWorldWrites_data();
  void readsWhatTheToyWorldWrites();
  void findsTheFilesOfASplit_data();
  void findsTheFilesOfASplit();
  void saysWhatWasLookedFor();
  void everyRowOfTheTableIsWhole();
};

void TasksTest::countsRowsAndLabels_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QString>("folder");
  QTest::addColumn<QString>("split");
  QTest::addColumn<int>("rows");
  QTest::addColumn<QByteArray>("labels");              // "": unlabelled
  const auto row = [](const char* task, const char* folder, const char* split, int rows, const char* labels) {
    QTest::newRow(qPrintable(QString("%1 %2").arg(task, split))) << task << folder << split << rows << QByteArray(labels);
  };
  row("cola", "glue/CoLA", "train", 7250, "unacceptable 2162 acceptable 5088");
  row("cola", "glue/CoLA", "val", 1301, "unacceptable 366 acceptable 935");
  row("cola", "glue/CoLA", "dev", 1043, "unacceptable 322 acceptable 721");
  row("cola", "glue/CoLA", "test", 1063, "");
  row("sst-2", "glue/SST-2", "train", 20000, "negative 8803 positive 11197");
  row("sst-2", "glue/SST-2", "dev", 872, "negative 428 positive 444");
  row("mrpc", "glue/MRPC", "train", 3576, "not_paraphrase 1169 paraphrase 2407");
  row("mrpc", "glue/MRPC", "val", 500, "not_paraphrase 154 paraphrase 346");
  row("mrpc", "glue/MRPC", "test", 1725, "not_paraphrase 578 paraphrase 1147");
  row("rte", "glue/RTE", "train", 2127, "entailment 1078 not_entailment 1049");
  row("rte", "glue/RTE", "val", 363, "entailment 171 not_entailment 192");
  row("rte", "glue/RTE", "dev", 277, "entailment 146 not_entailment 131");
  row("rte", "glue/RTE", "test", 3000, "");
  row("wic", "WiC", "train", 5428, "different 2714 same 2714");
  row("wic", "WiC", "dev", 638, "different 319 same 319");
  row("wic", "WiC", "test", 1400, "different 700 same 700");
  row("squad-1.1", "squad", "dev", 10570, "answerable 10570");
  row("trec-6", "trec6", "train", 5452, "ABBR 86 DESC 1162 ENTY 1250 HUM 1223 LOC 835 NUM 896");
  row("trec-6", "trec6", "test", 500, "ABBR 9 DESC 138 ENTY 94 HUM 65 LOC 81 NUM 113");
}
void TasksTest::countsRowsAndLabels() {
  CLOZE_NEED_SHARED();
  QFETCH(QString, task);
  QFETCH(QString, folder);
  QFETCH(QString, split);
  QFETCH(int, rows);
  QFETCH(QByteArray, labels);
  const TaskData set = readSplit(task.toStdString(), folder.toStdString(), split.toStdString());
  QCOMPARE(set.reports.size(), std::size_t{1});
  QCOMPARE(static_cast<int>(set.examples.size()), rows);
  QCOMPARE(static_cast<int>(set.reports[0].rows), rows);
  QCOMPARE(static_cast<int>(set.reports[0].skippedRows), 0);
  QCOMPARE(set.reports[0].labelled, !labels.isEmpty());
  if (!labels.isEmpty()) QCOMPARE(shown(set.reports[0].labels), labels);
}

// A reader of CSV finds 3,479 records in these 3,577 lines.
void TasksTest::keepsQuotesThatAreNeverClosed() {
  CLOZE_NEED_SHARED();
  const TaskData set = readSplit("mrpc", "glue/MRPC", "train");
  QCOMPARE(set.examples.size(), std::size_t{3576});
  QCOMPARE(set.examples[0].id, std::string("2"));      // its line: the file's first is the header, after a byte-order mark
  QCOMPARE(set.examples[0].text, std::string("Amrozi accused his brother, whom he called \"the witness\", of deliberately distorting his evidence."));
  QVERIFY(set.examples[0].pair.back() == '.');         // no carriage return
}

void TasksTest::readsScoresFromTheRightColumns() {
  CLOZE_NEED_SHARED();
  const std::map<std::string, std::size_t> sizes{{"train", 5749}, {"dev", 1500}, {"test", 1379}};
  for (const auto& [split, rows] : sizes) {
    const TaskData set = readSplit("sts-b", "glue/STS-B", split);
    QCOMPARE(set.examples.size(), rows);
    for (const TaskExample& example : set.examples) QVERIFY(example.scored && example.score >= 0 && example.score <= 5);
  }
  QCOMPARE(shown(readSplit("sts-b", "glue/STS-B", "dev").reports[0].labels), QByteArray("0 to 1 344 1 to 2 254 2 to 3 273 3 to 4 365 4 to 5 264"));
  const TaskExample first = readSplit("sts-b", "glue/STS-B", "train").examples[1];
  QCOMPARE(first.score, 3.8);
  QCOMPARE(first.text, std::string("A man is playing a large flute."));
  QCOMPARE(first.pair, std::string("A man is playing a flute."));
}

void TasksTest::readsQuestionsInLatin1() {
  CLOZE_NEED_SHARED();
  const TaskData set = readSplit("trec-50", "trec6", "train");
  QCOMPARE(set.labels.size(), std::size_t{50});
  QCOMPARE(static_cast<int>(set.reports[0].repairedLines), 0);
  const bool converted = std::any_of(set.examples.begin(), set.examples.end(), [](const TaskExample& example) { return example.text.find("ð") != std::string::npos; });
  QVERIFY(converted);                                  // byte F0
}

void TasksTest::countsSentencesAndEntities_data() {
  QTest::addColumn<QString>("split");
  QTest::addColumn<int>("sentences");
  QTest::addColumn<int>("entities");
  QTest::newRow("train") << "train" << 14041 << 23499;
  QTest::newRow("dev") << "dev" << 3250 << 5942;
  QTest::newRow("test") << "test" << 3453 << 5648;
}
void TasksTest::countsSentencesAndEntities() {
  CLOZE_NEED_SHARED();
  QFETCH(QString, split);
  QFETCH(int, sentences);
  QFETCH(int, entities);
  const TaskData set = readSplit("conll-2003", "ner/conll2003", split.toStdString());
  QCOMPARE(static_cast<int>(set.examples.size()), sentences);
  QCOMPARE(static_cast<int>(entityCount(set)), entities);
  QCOMPARE(set.labels.size(), std::size_t{9});
  for (const TaskExample& example : set.examples) QCOMPARE(example.tags.size(), example.words.size());
}

void TasksTest::tagSchemesComeBackUnchanged_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<int>("blocks");
  QTest::addColumn<int>("begins");                     // B- that remain in IOB1
  QTest::newRow("train") << "eng.train" << 14986 << 70;
  QTest::newRow("dev") << "eng.testa" << 3465 << 4;
  QTest::newRow("test") << "eng.testb" << 3683 << 20;
}
void TasksTest::tagSchemesComeBackUnchanged() {
  CLOZE_NEED_SHARED();
  QFETCH(QString, file);
  QFETCH(int, blocks);
  QFETCH(int, begins);
  const auto originals = tagBlocks(data("ner/conll2003") / file.toStdString());
  QCOMPARE(static_cast<int>(originals.size()), blocks);
  int found = 0;
  for (const auto& tags : originals) {
    const auto second = convertTags(tags, TagScheme::Iob2), first = convertTags(second, TagScheme::Iob1);
    for (const std::string& tag : first) found += tag[0] == 'B';
    QCOMPARE(convertTags(first, TagScheme::Iob2), second);
    QCOMPARE(convertTags(second, TagScheme::Iobes), tags);
  }
  QCOMPARE(found, begins);
}

void TasksTest::answersLieAtTheirOffsets() {
  CLOZE_NEED_SHARED();
  const TaskData set = readSplit("squad-1.1", "squad", "dev");
  std::size_t answers = 0;
  for (const TaskExample& example : set.examples) answers += example.answers.size();
  QCOMPARE(answers, std::size_t{34726});
  QCOMPARE(readTask("squad-1.1", {data("squad/xquad.en.json")}).examples.size(), std::size_t{1190});
}

void TasksTest::marksTheWordInBothTexts() {
  CLOZE_NEED_SHARED();
  const TaskExample example = readSplit("wic", "WiC", "dev").examples[1];      // circulate, 0-4
  const auto marked = [](const std::string& text, std::pair<std::int64_t, std::int64_t> bytes) {
    return text.substr(static_cast<std::size_t>(bytes.first), static_cast<std::size_t>(bytes.second - bytes.first));
  };
  QCOMPARE(marked(example.text, example.wordBytes), std::string("Circulate"));
  QCOMPARE(marked(example.pair, example.pairWordBytes), std::string("circulated"));
}

void TasksTest::readsWhatTheToyWorldWrites_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QString>("folder");
  for (const auto& [task, folder] : std::map<const char*, const char*>{{"toy-sentiment", "sentiment"}, {"toy-nli", "nli"}, {"toy-similarity", "similarity"}, {"toy-paraphrase", "paraphrase"},
       {"toy-acceptability", "acceptability"}, {"toy-sentence-order", "sentence_order"}, {"toy-span-qa", "span_qa"}, {"toy-ner", "ner"}, {"toy-srl", "srl"},
       {"toy-multiple-choice", "multiple_choice"}, {"toy-sense-pairs", "sense_pairs"}})
    QTest::newRow(task) << task << folder;
}
// As many examples as world.json says that each file holds; every split has all labels of the set.
void TasksTest::readsWhatTheToyWorldWrites() {
  QFETCH(QString, task);
  QFETCH(QString, folder);
  static const TemporaryFolder world;
  static const Json index = [] {
    Progress progress;
    return writeToyWorld(makeToyWorld(kToyWorldSeed, 2000), world.path() / "world", progress);
  }();
  const std::string id = task.toStdString();
  std::vector<std::string> labels;
  for (const char* split : {"train", "dev", "test"}) {
    const auto files = taskFiles(id, world.path() / "world", split);
    QCOMPARE(taskFiles(id, world.path() / "world" / folder.toStdString(), split), files);      // the set's own folder will do
    const TaskData set = readTask(id, files, {}, labels);
    labels = set.labels;
    QVERIFY(set.reports[0].labelled && set.reports[0].skippedRows == 0 && set.reports[0].repairedLines == 0);
    std::set<std::string> sentences;                   // an SRL sentence is an example for each predicate
    for (const TaskExample& example : set.examples) sentences.insert(example.id.substr(0, example.id.find('.')));
    std::int64_t entries = -1;
    for (const Json& file : index.at("files"))
      if (fs::equivalent(world.path() / "world" / file.at("path").get<std::string>(), files.front())) entries = file.at("entries").get<std::int64_t>();
    QCOMPARE(static_cast<std::int64_t>(taskInfo(id).kind == TaskKind::Tagging ? sentences.size() : set.examples.size()), entries);
    if (taskInfo(id).kind == TaskKind::Tagging) continue;
    for (const auto& [label, count] : set.reports[0].labels) QVERIFY2(count > 0, label.c_str());
  }
}

void TasksTest::findsTheFilesOfASplit_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QString>("folder");
  QTest::addColumn<QString>("split");
  QTest::addColumn<QString>("file");
  QTest::newRow("MRPC's first rows of training kept back") << "mrpc" << "glue/MRPC" << "dev" << "msr-para-val.tsv";
  QTest::newRow("STS-B") << "sts-b" << "glue/STS-B" << "test" << "sts-test.csv";
  QTest::newRow("TREC has no dev") << "trec-6" << "trec6" << "dev" << "TREC_10.label";
  QTest::newRow("a file is itself") << "rte" << "glue/RTE/val.tsv" << "train" << "val.tsv";
}
void TasksTest::findsTheFilesOfASplit() {
  CLOZE_NEED_SHARED();
  QFETCH(QString, task);
  QFETCH(QString, folder);
  QFETCH(QString, split);
  QFETCH(QString, file);
  const auto files = taskFiles(task.toStdString(), data(folder.toStdString()), split.toStdString());
  QCOMPARE(files.size(), std::size_t{1});
  QCOMPARE(QString::fromStdString(files[0].filename().string()), file);
}

void TasksTest::saysWhatWasLookedFor() {
  const QTemporaryDir folder;
  const auto refusal = [&](const std::string& id, const std::string& path, const std::string& split) {
    try {
      taskFiles(id, path, split);
    } catch (const std::invalid_argument& error) {
      return QString(error.what());
    }
    return QString();
  };
  const std::string path = folder.path().toStdString();
  QCOMPARE(refusal("mrpc", path, "train"), QString::fromStdString(path) + ": holds no file of MRPC's split \"train\"; looked for train.tsv, msr_paraphrase_train.txt, msr-para-train.tsv");
  QCOMPARE(refusal("sst-2", path, "dew"), QString("SST-2 has no split \"dew\"; it has train, dev, test"));
  QVERIFY(refusal("sst-2", path + "/none", "dev").endsWith("there is no such file or folder"));
  QVERIFY(refusal("sst2", path, "dev").contains("did you mean \"sst-2\"?"));
}

void TasksTest::everyRowOfTheTableIsWhole() {
  const std::set<std::string> metrics{"accuracy", "f1", "macro_f1", "matthews", "pearson", "spearman", "exact_match", "answer_f1", "span_f1", "role_f1"};
  std::set<std::string> ids;
  for (const TaskInfo& info : taskTable()) {
    QVERIFY2(ids.insert(info.id).second && !info.title.empty() && !info.metrics.empty() && info.maximumLength > 0, info.id.c_str());
    for (const std::string& metric : info.metrics) QVERIFY2(metrics.count(metric), metric.c_str());
    QCOMPARE(taskInfo(info.id).title, info.title);
  }
  QVERIFY(ids.count("text_classification") && ids.count("text_regression"));
}

CLOZE_TEST_SUITE(TasksTest, "tasks")
#include "tst_tasks.moc"
