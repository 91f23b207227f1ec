// Data sets that are not at hand, as small files in the original layout; any table with chosen columns; and files that are wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"
#include "engine/tasks/task.h"
#include "engine/tasks/task_paths.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

using namespace cloze;
using namespace cloze::tests;
namespace fs = std::filesystem;

namespace {

// Examples as a person would list them: "text | pair -> label", a line each.
QByteArray listing(const TaskData& set) {
  std::string text;
  for (const TaskExample& example : set.examples) {
    std::string line = example.text;
    for (const std::string& word : example.words) line += (line.empty() ? "" : " ") + word;
    for (const std::string& choice : example.choices) line += " / " + choice;
    if (!example.pair.empty()) line += " | " + example.pair;
    if (example.scored) line += " -> " + QString::number(example.score).toStdString();
    else if (example.label >= 0) line += " -> " + (set.labels.empty() ? std::to_string(example.label) : set.labels[static_cast<std::size_t>(example.label)]);
    if (example.predicate >= 0) line += " @" + std::to_string(example.predicate);
    for (const std::int32_t tag : example.tags) line += " " + set.labels[static_cast<std::size_t>(tag)];
    for (const TaskAnswer& answer : example.answers) line += " -> " + answer.text + "@" + std::to_string(answer.start);
    if (example.impossible) line += " -> impossible";
    text += line + "\n";
  }
  return QByteArray::fromStdString(text);
}

std::string mnliRow(const std::string& premise, const std::string& hypothesis, const std::string& label) {
  return "1\t2\t3\tfiction\t( p )\t( h )\t(ROOT)\t(ROOT)\t" + premise + "\t" + hypothesis + "\tneutral\t" + label + "\n";
}

const std::string kMnliHeader =
    "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tlabel1\tgold_label\n";
const std::string kSwagHeader = ",video-id,fold-ind,startphrase,sent1,sent2,gold-source,ending0,ending1,ending2,ending3";

std::string squad(const std::string& context, const std::string& questions) {
  return R"({"version": "v2.0", "data": [{"title": "t", "paragraphs": [{"context": ")" + context + R"(", "qas": [)" + questions + "]}]}]}";
}

std::string conllLine(const std::string& number, const std::string& word, const std::string& frameset, const std::string& roles) {
  return "doc\t0\t" + number + "\t" + word + "\tX\t*\t-\t" + frameset + "\t-\t-\t*\t" + roles + "\t-\n";
}

}  // namespace

class TaskLayoutsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsTheOriginalLayout_data();
  void readsTheOriginalLayout();
  void countsWhatItSkips_data();
  void countsWhatItSkips();
  void readsChosenColumns_data();
  void readsChosenColumns();
  void namesOnlyTheColumnThatIsNotThere();
  void takesLabelsOfTraining();
  void repairsBrokenUtf8();
  void readsFoldersOfReviews();
  void readsFilesOfRolesBelowAFolder();
  void refusesWhatIsWrong_data();
  void refusesWhatIsWrong();
  void tellsAllProblemsAtOnce();
};

void TaskLayoutsTest::readsTheOriginalLayout_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QString>("file");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QByteArray>("examples");
  const auto row = [](const char* name, const char* task, const char* file, const std::string& bytes, const char* examples) {
    QTest::newRow(name) << task << file << QByteArray::fromStdString(bytes) << QByteArray(examples);
  };
  row("QQP", "qqp", "train.tsv", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n5\t1\t2\tHow \"far?\tHow long?\t1\n6\t3\t4\tWho?\tWhy?\t0\n",
      "How \"far? | How long? -> duplicate\nWho? | Why? -> not_duplicate\n");
  row("QQP, test", "qqp", "test.tsv", "id\tquestion1\tquestion2\n0\tHow?\tWhy?\n", "How? | Why?\n");
  row("MNLI", "mnli", "dev_matched.tsv", kMnliHeader + mnliRow("It rains.", "It is wet.", "entailment") + mnliRow("a", "b", "contradiction"),
      "It rains. | It is wet. -> entailment\na | b -> contradiction\n");
  row("GLUE's diagnostic set", "mnli", "diagnostic.tsv", "index\tsentence1\tsentence2\n0\tThe cat sat.\tThe cat did not sit.\n", "The cat sat. | The cat did not sit.\n");
  row("QNLI", "qnli", "dev.tsv", "index\tquestion\tsentence\tlabel\n0\tWhere?\tIn Rome.\tentailment\n", "Where? | In Rome. -> entailment\n");
  row("WNLI", "wnli", "dev.tsv", "index\tsentence1\tsentence2\tlabel\n0\tHe fell.\tBob fell.\t1\n", "He fell. | Bob fell. -> entailment\n");
  row("SNLI, text", "snli", "snli_1.0_dev.txt",
      "gold_label\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tcaptionID\tpairID\tlabel1\n"
      "neutral\t(\t(\t(\t(\tA man.\tA tall man.\tc\tp#1\tneutral\n", "A man. | A tall man. -> neutral\n");
  row("SNLI, JSON lines", "snli", "snli_1.0_dev.jsonl", "{\"annotator_labels\": [\"neutral\"], \"gold_label\": \"entailment\", \"pairID\": \"p\", \"sentence1\": \"A \\\"man\\\".\", \"sentence2\": \"He.\"}\n",
      "A \"man\". | He. -> entailment\n");
  row("SICK, entailment", "sick-entailment", "SICK_train.txt", "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n1\tA\tB\t4.5\tNEUTRAL\n", "A | B -> neutral\n");
  row("SICK, relatedness", "sick-relatedness", "SICK_train.txt", "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n1\tA\tB\t4.5\tNEUTRAL\n", "A | B -> 4.5\n");
  row("STS-B of GLUE", "sts-b", "dev.tsv", "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore\n0\tg\tf\t2012\t1\tn\tn\tA\tB\t5.000\n", "A | B -> 5\n");
  row("STS-B of GLUE, test", "sts-b", "test.tsv", "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\n0\tg\tf\t2012\t1\tn\tn\tA\tB\n", "A | B\n");
  row("MRPC of GLUE, test", "mrpc", "test.tsv", "\xEF\xBB\xBFindex\t#1 ID\t#2 ID\t#1 String\t#2 String\r\n0\t1\t2\tA \"b\tC d\"\r\n", "A \"b | C d\"\n");
  row("AG News", "ag-news", "train.csv", "\"3\",\"Oil, up\",\"Reuters - \"\"Oil\"\" went\\up\"\n4,No quotes,Here\n", "Oil, up Reuters - \"Oil\" went up -> Business\nNo quotes Here -> Sci/Tech\n");
  row("AG News with a header", "ag-news", "test.csv", "Class Index,Title,Description\n1,\"A\",\"two\nlines\"\n", "A two\nlines -> World\n");
  row("SST-5", "sst-5", "dev.txt", "(3 (2 It) (4 (2 -LRB-really-RRB-) (4 works)))\n(0 (1 No) (2 .))\n", "It (really) works -> positive\nNo . -> very_negative\n");
  row("TREC, no Latin-1", "trec-6", "TREC_10.label", "HUM:ind Who was Gödel ?\n", "Who was Gödel ? -> HUM\n");
  row("CoNLL-2003, IOB1", "conll-2003", "eng.testa",
      "-DOCSTART- -X- O O\n\nU.N. NNP I-NP I-ORG\nofficial NN I-NP O\nEkeus NNP I-NP I-PER\nBob NNP I-NP B-PER\n\nBaghdad NNP I-NP I-LOC\n",
      "U.N. official Ekeus Bob B-ORG O B-PER B-PER\nBaghdad B-LOC\n");
  row("CoNLL-2003, I- behind another type", "conll-2003", "eng.testa", "Rome I-LOC\nBob I-PER\nRoy I-PER\n", "Rome Bob Roy B-LOC B-PER I-PER\n");
  row("CoNLL-2003, words alone", "conll-2003", "eng.testb", "Rome\nfell\n", "Rome fell\n");
  row("SQuAD 2.0", "squad-2.0", "dev-v2.0.json",
      squad("Émile was born in Łódź.", R"({"id": "a", "question": "Where?", "answers": [{"text": "Łódź", "answer_start": 18}], "is_impossible": false},
        {"id": "b", "question": "When?", "answers": [], "plausible_answers": [{"text": "Łódź", "answer_start": 18}], "is_impossible": true})"),
      "Where? | Émile was born in Łódź. -> Łódź@18\nWhen? | Émile was born in Łódź. -> impossible\n");
  row("SWAG", "swag", "val.csv", kSwagHeader + ",label\n0,v,1,s,\"He, sits.\",He,gold,eats.,runs.,sleeps.,\"says \"\"no\"\".\",3\n",
      "He, sits. / He eats. / He runs. / He sleeps. / He says \"no\". -> 3\n");
  row("SWAG, test", "swag", "test.csv", kSwagHeader + "\n0,v,1,s,He sits.,He,gold,eats.,runs.,sleeps.,says.\n", "He sits. / He eats. / He runs. / He sleeps. / He says.\n");
  row("CoNLL-2012", "conll-2012-srl", "x.gold_conll",
      "#begin document (x); part 000\n" + conllLine("0", "Ann", "-", "(ARG0*)\t(ARG0*") + conllLine("1", "wants", "01", "(V*)\t*)") + conllLine("2", "out", "02", "(ARG1*)\t(V*)") + "\n#end document\n",
      "Ann wants out @1 B-ARG0 B-V B-ARG1\nAnn wants out @2 B-ARG0 I-ARG0 B-V\n");
}
void TaskLayoutsTest::readsTheOriginalLayout() {
  QFETCH(QString, task);
  QFETCH(QString, file);
  QFETCH(QByteArray, bytes);
  QFETCH(QByteArray, examples);
  const TemporaryFolder folder;
  const fs::path path = folder.write(file.toStdString(), bytes.toStdString());
  const TaskData set = readTask(task.toStdString(), {path});
  QCOMPARE(listing(set), examples);
  QCOMPARE(set.reports[0].labelled, examples.contains("->") || examples.contains("B-"));
}

void TaskLayoutsTest::countsWhatItSkips_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QStringList>("skipped");
  QTest::newRow("QQP, missing fields") << "qqp" << QByteArray("id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n1\t1\t2\tA?\t\t0\n2\t1\t2\tA?\tB?\t0\n3\t1\t2\tA?\n")
                                       << QStringList{"line 2: empty question2", "line 4: 4 columns; the header has 6"};
  QTest::newRow("no agreement") << "mnli" << QByteArray::fromStdString(kMnliHeader + mnliRow("a", "b", "-") + mnliRow("a", "b", "neutral"))
                                << QStringList{"line 2: label \"-\": the annotators did not agree"};
  QTest::newRow("an empty line") << "cola" << QByteArray("x\t1\t\tA b.\n\nx\t0\t*\tB a.\n") << QStringList{"line 2: empty line"};
}
void TaskLayoutsTest::countsWhatItSkips() {
  QFETCH(QString, task);
  QFETCH(QByteArray, bytes);
  QFETCH(QStringList, skipped);
  const TemporaryFolder folder;
  const TaskData set = readTask(task.toStdString(), {folder.write("train.tsv", bytes.toStdString())});
  QStringList found;
  for (const std::string& row : set.reports[0].skipped) found << QString::fromStdString(row);
  QCOMPARE(found, skipped);
  QCOMPARE(static_cast<int>(set.reports[0].skippedRows), static_cast<int>(skipped.size()));
}

void TaskLayoutsTest::readsChosenColumns_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QString>("file");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QStringList>("columns");            // text, pair, label
  QTest::addColumn<QByteArray>("examples");
  const auto row = [](const char* name, const char* task, const char* file, const char* bytes, const QStringList& columns, const char* examples) {
    QTest::newRow(name) << task << file << QByteArray(bytes) << columns << QByteArray(examples);
  };
  row("TSV by name", "text_classification", "a.tsv", "mood\tbody\ngood\tWell \"done\nbad\tNo.\n", {"body", "", "mood"}, "Well \"done -> good\nNo. -> bad\n");
  row("TSV by number", "text_classification", "a.tsv", "good\tWell.\tx\nbad\tNo.\ty\n", {"1", "2", "0"}, "Well. | x -> good\nNo. | y -> bad\n");
  row("CSV with quotes", "text_classification", "a.csv", "text,label\n\"One, \"\"two\"\"\",a\nThree,b\n", {"text", "", "label"}, "One, \"two\" -> a\nThree -> b\n");
  row("JSON lines", "text_classification", "a.jsonl", "{\"t\": \"A\", \"n\": 10}\n{\"n\": 9, \"t\": \"B\", \"more\": null}\n", {"t", "", "n"}, "A -> 10\nB -> 9\n");
  row("numbers", "text_regression", "a.tsv", "t\ts\nA\t-1.5\nB\t2e1\n", {"t", "", "s"}, "A -> -1.5\nB -> 20\n");
  row("without labels", "text_classification", "a.tsv", "t\ts\nA\t-1.5\n", {"t", "s", ""}, "A | -1.5\n");
}
void TaskLayoutsTest::readsChosenColumns() {
  QFETCH(QString, task);
  QFETCH(QString, file);
  QFETCH(QByteArray, bytes);
  QFETCH(QStringList, columns);
  QFETCH(QByteArray, examples);
  const TemporaryFolder folder;
  const TaskColumns chosen{columns[0].toStdString(), columns[1].toStdString(), columns[2].toStdString()};
  QCOMPARE(listing(readTask(task.toStdString(), {folder.write(file.toStdString(), bytes.toStdString())}, chosen)), examples);
}

void TaskLayoutsTest::namesOnlyTheColumnThatIsNotThere() {
  const TemporaryFolder folder;
  try {
    readTask("text_classification", {folder.write("a.tsv", "body\tmood\nWell.\tgood\n")}, {"bdy", "", "mood"});
    QFAIL("not refused");
  } catch (const InvalidRequest& error) {
    QCOMPARE(error.problems().size(), std::size_t{1});
    QVERIFY2(error.problems().front().message.find("\"bdy\"; did you mean \"body\"?") != std::string::npos, error.what());
  }
}

void TaskLayoutsTest::takesLabelsOfTraining() {
  const TemporaryFolder folder;
  const TaskColumns columns{"0", "", "1"};
  const TaskData train = readTask("text_classification", {folder.write("a.tsv", "x\t10\ny\t9\nz\t2\n")}, columns);
  QCOMPARE(train.labels, (std::vector<std::string>{"2", "9", "10"}));          // as numbers
  const TaskData dev = readTask("text_classification", {folder.write("b.tsv", "x\t10\n")}, columns, train.labels);
  QCOMPARE(dev.examples[0].label, 2);
  QVERIFY_EXCEPTION_THROWN(readTask("text_classification", {folder.write("c.tsv", "x\t11\n")}, columns, train.labels), InvalidRequest);
  const TaskData roles = readTask("conll-2012-srl", {folder.write("r.gold_conll", conllLine("0", "Go", "01", "(V*)") + conllLine("1", "now", "-", "(AM*)"))});
  QCOMPARE(roles.labels, (std::vector<std::string>{"O", "B-AM", "I-AM", "B-V", "I-V"}));
}

void TaskLayoutsTest::repairsBrokenUtf8() {
  const TemporaryFolder folder;
  const TaskData set = readTask("sst-2", {folder.write("train.tsv", "sentence\tlabel\ncaf\xE9 good\t1\nfine\t1\n")});
  QCOMPARE(set.examples[0].text, std::string("caf\xEF\xBF\xBD good"));
  QCOMPARE(static_cast<int>(set.reports[0].repairedLines), 1);
}

void TaskLayoutsTest::readsFoldersOfReviews() {
  const TemporaryFolder folder;
  folder.write("aclImdb/train/pos/0_9.txt", "Good.<br /><br />Really.");
  folder.write("aclImdb/train/neg/0_1.txt", "Bad.");
  folder.write("aclImdb/train/unsup/0_0.txt", "Hm.");
  const auto files = taskFiles("imdb", folder.path() / "aclImdb", "train");
  QCOMPARE(files.size(), std::size_t{2});
  const TaskData set = readTask("imdb", files);
  QCOMPARE(listing(set), QByteArray("Bad. -> negative\nGood.  Really. -> positive\n"));
  QCOMPARE(set.examples[1].id, std::string("pos/0_9"));
  const std::string root = (folder.path() / "aclImdb").string();
  QCOMPARE(taskPaths("imdb", {root}, "train"), files);
  QCOMPARE(taskPaths("imdb", {root + "/train"}, "dev"), files);                            // the split's own folder
  QCOMPARE(taskPaths("imdb", {root + "/train/neg", root + "/train/pos"}, "train"), files);
  const TaskData unlabelled = readTask("imdb", taskFiles("imdb", folder.path() / "aclImdb", "unsup"));
  QCOMPARE(listing(unlabelled), QByteArray("Hm.\n"));
  QVERIFY(!unlabelled.reports[0].labelled);
}

void TaskLayoutsTest::readsFilesOfRolesBelowAFolder() {
  const TemporaryFolder folder;
  folder.write("train/b/x.v4_gold_conll", conllLine("0", "Go", "01", "(V*)"));
  folder.write("train/a/y.gold_conll", conllLine("0", "Run", "01", "(V*)"));
  folder.write("train/a/y.txt", "no columns");
  const auto files = taskFiles("conll-2012-srl", folder.path(), "train");
  QCOMPARE(listing(readTask("conll-2012-srl", files)), QByteArray("Run @0 B-V\nGo @0 B-V\n"));
}

void TaskLayoutsTest::refusesWhatIsWrong_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("problem");                // behind the file's name
  const auto row = [](const char* name, const char* task, const std::string& bytes, const char* problem) {
    QTest::newRow(name) << task << QByteArray::fromStdString(bytes) << QString(problem);
  };
  row("a label outside the set", "sst-2", "sentence\tlabel\nfine\t2\n", ":2: the label \"2\" is not in the set; expected one of 0 (negative), 1 (positive)");
  row("an empty field", "rte", "index\tsentence1\tsentence2\tlabel\n0\tA\t \tentailment\n", ":2: empty sentence2");
  row("an empty label", "rte", "index\tsentence1\tsentence2\tlabel\n0\tA\tB\t\n", ":2: empty label");
  row("too many columns", "rte", "index\tsentence1\tsentence2\tlabel\n0\tA\tB\tentailment\tx\n", ":2: 5 columns; the header has 4");
  row("another file altogether", "mrpc", "1\tA\tB\n", ":1: 3 columns; expected a header with \"#1 String\" and \"#2 String\"");
  row("columns of a file without header", "cola", "x\t1\t\tA.\nx\t1\n", ":2: 2 columns; expected a header with \"sentence\", or 4 columns without a header");
  row("no number", "sts-b", "g\tf\ty\t1\tfive\tA\tB\n", ":1: \"five\" is no number; a score was expected");
  row("a score outside", "sts-b", "g\tf\ty\t1\t5.1\tA\tB\n", ":1: the score 5.1 lies outside 0 to 5");
  row("an empty file", "sst-2", "", ": the file holds no example");
  row("a header alone", "sst-2", "sentence\tlabel\n", ": the file holds no example");
  row("an open quote", "ag-news", "1,\"A,B\n", ":1: a quote is opened here and never closed");
  row("no tree", "sst-5", "(3 (2 It)\n", ":1: no tree; expected one a line, like (3 (2 It) (4 works))");
  row("a class that is none", "trec-6", "WHO:x Who ?\n", ":1: the label \"WHO\" is not in the set; expected one of ABBR, DESC, ENTY, HUM, LOC, NUM");
  row("no class", "trec-6", "Who ?\n", ":1: expected \"COARSE:fine question\", as in \"NUM:dist How far is it ?\"");
  row("a column less", "conll-2003", "A X O\nB O\n", ":2: 2 columns; the file's first line has 3");
  row("no tag", "conll-2003", "A O\nB PER\n", ":2: \"PER\" is no tag; expected O, or B-, I-, E- or S- and a type");
  row("an entity of no type", "conll-2003", "A O\nB B-TIME\n", ":2: the label \"B-TIME\" is not in the set; expected one of O, B-PER, I-PER, B-ORG, I-ORG, B-LOC, I-LOC, B-MISC, I-MISC");
  row("a bracket that stays open", "conll-2012-srl", conllLine("0", "Go", "01", "(V*"), ":1: column 11: (V* is never closed");
  row("a bracket that was not opened", "conll-2012-srl", conllLine("0", "Go", "01", "*)"), ":1: column 11: \"*)\" where no role is open; expected cells like (ARG0*, * and *)");
  row("tags of another length", "conll-2012-srl", conllLine("0", "Go", "01", "(V*)\t*") + conllLine("1", "now", "-", "*"), ":2: 13 columns; the sentence's first line has 14");
  row("an answer elsewhere", "squad-1.1", squad("Été in Rome.", R"({"id": "q7", "question": "Where?", "answers": [{"text": "Rome", "answer_start": 9}]})"),
      ": question q7: the answer \"Rome\" is not at character 9 of its context, which reads \"me.\" there; it is at 7 (offsets count code points, not bytes)");
  row("an answer nowhere", "squad-1.1", squad("In Rome.", R"({"id": "q7", "question": "Where?", "answers": [{"text": "Paris", "answer_start": 30}]})"),
      ": question q7: the answer \"Paris\" is not at character 30 of its context, which has 8 (offsets count code points, not bytes)");
  row("no ending of that number", "swag", kSwagHeader + ",label\n0,v,1,s,He sits.,He,gold,a,b,c,d,4\n", ":2: the label \"4\" is no number of an ending, 0 to 3");
  row("no such word", "wic", "go\tV\t1-3\tThey go .\tGo on .\n", ":1: there is no word 3 in \"Go on .\" (words count from 0)");
  row("no places", "wic", "go\tV\t1\tThey go .\tGo on .\n", ":1: \"1\" is no pair of word numbers; expected i-j, counted from 0");
}
void TaskLayoutsTest::refusesWhatIsWrong() {
  QFETCH(QString, task);
  QFETCH(QByteArray, bytes);
  QFETCH(QString, problem);
  const TemporaryFolder folder;
  const std::string file = folder.write("given.data.txt", bytes.toStdString());
  try {
    readTask(task.toStdString(), {file});
    QFAIL("nothing was refused");
  } catch (const InvalidRequest& error) {
    QCOMPARE(QString(error.what()), QString::fromStdString(file) + problem);
  }
}

void TaskLayoutsTest::tellsAllProblemsAtOnce() {
  const TemporaryFolder folder;
  std::string bytes = "sentence\tlabel\n";
  for (int i = 0; i < 25; ++i) bytes += "fine\tx\n";
  const std::string first = folder.write("train.tsv", bytes), second = folder.write("dev.tsv", "sentence\tlabel\n\t1\n");
  try {
    readTask("sst-2", {second, first});
    QFAIL("nothing was refused");
  } catch (const InvalidRequest& error) {
    QCOMPARE(error.problems().size(), std::size_t{21});
    QCOMPARE(error.problems()[0].where, second + ":2");
    QCOMPARE(error.problems()[1].where, first + ":2");
    QCOMPARE(error.problems()[20].message, std::string("and 6 more of this kind"));
  }
  const std::string data = folder.write("a.data.txt", "go\tV\t0-0\tGo .\tGo .\ngo\tV\t0-0\tGo .\tGo .\n"), gold = folder.write("a.gold.txt", "T\n");
  try {
    readTask("wic", {data});
    QFAIL("nothing was refused");
  } catch (const InvalidRequest& error) {
    QCOMPARE(std::string(error.what()), data + ": has 2 lines, " + gold + " has 1");
  }
}

CLOZE_TEST_SUITE(TaskLayoutsTest, "task_layouts")
#include "tst_task_layouts.moc"
