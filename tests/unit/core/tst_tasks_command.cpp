// `cloze tasks`, run as a program.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

using namespace cloze;
using namespace cloze::tests;

class TasksCommandTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void listsTheCatalogue();
  void showsWhatAFolderHolds();
  void showsChosenColumns();
  void refusesWithTheReason();
};

void TasksCommandTest::listsTheCatalogue() {
  const Json rows = runCloze({"tasks", "--json"}).json();
  const auto cola = std::find_if(rows.begin(), rows.end(), [](const Json& row) { return row.at("id") == "cola"; });
  QVERIFY(cola != rows.end());
  QCOMPARE(cola->at("metrics").front().get<std::string>(), std::string("matthews"));
  QCOMPARE(cola->at("labels").dump(), std::string(R"(["unacceptable","acceptable"])"));
  const ProgramResult human = runCloze({"tasks"});
  QCOMPARE(human.code, 0);
  for (const Json& row : rows) QVERIFY2(human.out.find("\n" + row.at("id").get<std::string>() + ' ') != std::string::npos, row.dump().c_str());
}

void TasksCommandTest::showsWhatAFolderHolds() {
  const TemporaryFolder folder;
  folder.write("train.tsv", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n1\t1\t2\tWho is it?\tWhy?\t1\n2\t3\t4\tA much longer question?\tB\t1\n3\t5\t6\tWho?\t\t0\n");
  folder.write("test.tsv", "id\tquestion1\tquestion2\n1\tA?\tB?\n");
  const Json whole = runCloze({"tasks", "show", "qqp", "--data", folder.path().string(), "--json"}).json();
  QCOMPARE(whole.at("read").size(), std::size_t{2});   // there is no dev.tsv
  const Json& train = whole.at("read")[0];
  QCOMPARE(train.at("split").get<std::string>(), std::string("train"));
  QCOMPARE(train.at("files")[0].at("labels").dump(), std::string(R"({"not_duplicate":0,"duplicate":2})"));
  QCOMPARE(train.at("files")[0].at("skipped")[0].get<std::string>(), std::string("line 4: empty question2"));
  QCOMPARE(train.at("longest")[0].at("id").get<std::string>(), std::string("2"));
  QCOMPARE(whole.at("read")[1].at("files")[0].at("labelled").get<bool>(), false);
  const ProgramResult human = runCloze({"tasks", "show", "qqp", "--data", folder.path().string()});
  for (const char* part : {"2 rows", "1 rows skipped", "line 4: empty question2", "duplicate", "100.0 %", "unlabelled", "A much longer question?"})
    QVERIFY2(human.out.find(part) != std::string::npos, (part + ("\n" + human.out)).c_str());
}

void TasksCommandTest::showsChosenColumns() {
  const TemporaryFolder folder;
  const std::string file = folder.write("a.csv", "body,mood\n\"Yes, it is\",good\nNo,bad\n");
  const Json whole = runCloze({"tasks", "show", "text_classification", "--data", file, "--text", "body", "--label", "mood", "--json"}).json();
  QCOMPARE(whole.at("labels").dump(), std::string(R"(["bad","good"])"));
  QCOMPARE(whole.at("read")[0].at("longest")[0].at("text").get<std::string>(), std::string("Yes, it is"));
}

void TasksCommandTest::refusesWithTheReason() {
  const TemporaryFolder folder;
  const ProgramResult missing = runCloze({"tasks", "show", "rte", "--data", folder.path().string()});
  QCOMPARE(missing.code, 2);
  QVERIFY2(missing.error.find("looked for dev.tsv") != std::string::npos, missing.error.c_str());
  const ProgramResult wrong = runCloze({"tasks", "show", "sst-2", "--data", folder.write("train.tsv", "sentence\tlabel\nA\t7\nB\t8\n")});
  QCOMPARE(wrong.code, 2);
  QVERIFY2(wrong.error.find("train.tsv:2: the label \"7\"") != std::string::npos && wrong.error.find("train.tsv:3: the label \"8\"") != std::string::npos, wrong.error.c_str());
  QVERIFY(runCloze({"tasks", "show", "sst2", "--data", "x"}).error.find("did you mean \"sst-2\"?") != std::string::npos);
}

CLOZE_TEST_SUITE(TasksCommandTest, "tasks_command")
#include "tst_tasks_command.moc"
