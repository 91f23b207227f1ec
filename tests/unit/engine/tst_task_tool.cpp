// `cloze evaluate` and `cloze predict` on what is not a plain table: a folder of reviews, questions without an answer, typed choices and marked words.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"
#include "tests/support/task_runs.h"

#include "engine/tools.h"

using namespace cloze;
using namespace cloze::tests;

class TaskToolTest : public QObject, TaskRuns {
  Q_OBJECT

  void write(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((folder() / file).parent_path());
    writeFileAtomically(folder() / file, text);
  }
  RunResult tunedOn(const std::string& task, const std::string& train, const std::vector<std::string>& more = {}) {
    std::vector<std::string> settings{"task.id=" + task, "task.train=[\"" + train + "\"]", "task.validation=[\"" + train + "\"]"};
    settings.insert(settings.end(), more.begin(), more.end());
    return fineTuned(settings);
  }
  static TaskResult asked(TaskRequest request) {
    Progress progress;
    return runTask(request, progress);
  }
  static TaskRequest about(const RunResult& result) {
    TaskRequest request;
    request.checkpoint = result.checkpoint;
    return request;
  }

 private Q_SLOTS:
  void initTestCase() {
    makeParent();
    for (int i = 0; i < 8; ++i) {
      write("aclImdb/train/pos/" + std::to_string(i) + "_9.txt", "waa wbb wc" + std::string(1, "abcdef"[i % 6]));
      write("aclImdb/train/neg/" + std::to_string(i) + "_1.txt", "wff wee wc" + std::string(1, "abcdef"[i % 6]));
    }
    write("aclImdb/test/pos/0_10.txt", "waa wbb wca");
    write("aclImdb/test/neg/0_2.txt", "wff wee wca");
    write("squad.json", R"({"version": "v2.0", "data": [{"title": "t", "paragraphs": [{"context": "waa wbb wcc wdd", "qas": [
      {"id": "a", "question": "waa", "answers": [{"text": "wbb", "answer_start": 4}], "is_impossible": false},
      {"id": "b", "question": "wff", "answers": [], "is_impossible": true}]}]}]})");
    std::string swag = ",video-id,fold-ind,startphrase,sent1,sent2,gold-source,ending0,ending1,ending2,ending3,label\n", wic, gold;
    for (int i = 0; i < 8; ++i) {
      swag += std::to_string(i) + ",v,1,s,waa wbb,wcc,gold,wdd,wee,wff,wab," + std::to_string(i % 4) + "\n";
      wic += "wbb\tN\t1-0\twaa wbb wcc\twbb wdd\n";
      gold += i % 2 ? "T\n" : "F\n";
    }
    write("swag.csv", swag);
    for (const std::string split : {"train", "dev"}) {
      write("wic/" + split + "/" + split + ".data.txt", wic);
      write("wic/" + split + "/" + split + ".gold.txt", gold);
    }
  }

  void foldersOfReviewsAreLearntEvaluatedAndPredicted() {
    const RunResult result = tunedOn("imdb", "aclImdb", {"train.steps=60"});
    const std::string root = (folder() / "aclImdb").string();
    const Json described = readJsonFile(result.checkpoint.parent_path() / "data.json");
    QCOMPARE(described.at("training_examples").get<int>(), 16);
    QCOMPARE(described.at("files").at(root).get<std::string>().size(), std::size_t{64});
    TaskRequest request = about(result);
    request.files = {root};
    const TaskResult scored = asked(request);
    QCOMPARE(scored.predictions.size(), std::size_t{2});                                   // its test, which is the dev of this set
    QCOMPARE(scored.metrics.front().second, 1.0);
    request.files = {root + "/train"};
    QCOMPARE(asked(request).predictions.size(), std::size_t{16});
    request.files = {};
    request.text = "waa wbb wcd";
    QCOMPARE(asked(request).predictions.front().label, std::string("positive"));
  }

  void aFolderThatChangedIsNotTheOneTheRunBeganWith() {
    struct Stopper : RunObserver {
      RunControl control;
      void step(const StepReport& report) override { if (report.step == 2) control.stop(); }
    } stopper;
    const std::vector<std::string> settings{"task.id=imdb", "task.train=[\"aclImdb/train\"]", "task.validation=[]", "data.validation_fraction=0"};
    const LaunchRequest request{loadRunSpec(folder() / "task.json", settings), folder() / "stopped", "stopped", {}};
    QVERIFY(train(request, stopper, stopper.control).outcome == RunOutcome::Stopped);
    const std::string kept = readFile(folder() / "aclImdb/train/pos/3_9.txt");
    write("aclImdb/train/pos/3_9.txt", "wee wee");
    RunControl control;
    RunRecorder heard;
    QVERIFY(QString::fromStdString(resume(folder() / "stopped", heard, control).message).contains("is not the file that this run began with"));
    write("aclImdb/train/pos/3_9.txt", kept);                                              // another time, the same content
    RunControl again;
    QVERIFY(resume(folder() / "stopped", heard, again).outcome == RunOutcome::Finished);
  }

  void aQuestionWithoutAnAnswerIsLabelled() {
    TaskRequest request = about(tunedOn("squad-2.0", "squad.json"));
    request.files = {folder() / "squad.json"};
    const TaskResult result = asked(request);
    QCOMPARE(result.labelled, std::int64_t{2});
    QVERIFY(result.predictions[0].labelled && result.predictions[0].gold == "wbb" && result.predictions[0].goldBytes.first == 4);
    QVERIFY(result.predictions[1].labelled && result.predictions[1].gold.empty() && result.predictions[1].goldBytes.first < 0);
    request.files = {};
    request.text = "waa";
    request.pair = "waa wbb wcc";
    QVERIFY(!asked(request).predictions.front().labelled);
  }

  void aTypedChoiceIsAmongThoseGiven() {
    TaskRequest request = about(tunedOn("swag", "swag.csv"));
    request.text = "waa wbb wcc";
    request.choices = {"wdd", "wee", "wff"};
    const TaskPrediction answer = asked(request).predictions.front();
    QCOMPARE(answer.choices, request.choices);
    QCOMPARE(answer.probabilities.size(), std::size_t{3});
    QVERIFY(!answer.labelled);
    request.choices = {"wdd"};
    QVERIFY_EXCEPTION_THROWN(asked(request), std::invalid_argument);
  }

  void starsSayWhichWordIsAskedAbout() {
    const RunResult tuned = tunedOn("wic", "wic");
    TaskRequest request = about(tuned), fromFile = request;
    request.text = "waa *wbb* wcc";
    request.pair = "*wbb* wdd";
    const TaskPrediction answer = asked(request).predictions.front();
    QCOMPARE(answer.text, std::string("waa wbb wcc"));
    QCOMPARE(answer.probabilities.size(), std::size_t{2});
    fromFile.files = {folder() / "wic/train/train.data.txt"};
    QCOMPARE(asked(fromFile).predictions.front().probabilities, answer.probabilities);     // the same example as its first line
    for (const char* wrong : {"waa wbb wcc", "waa *wbb wcc", "*waa* *wbb*", "waa ** wcc"}) {
      request.text = wrong;
      QVERIFY_EXCEPTION_THROWN(asked(request), std::invalid_argument);
    }
  }
};

CLOZE_TEST_SUITE(TaskToolTest, "task_tool")
#include "tst_task_tool.moc"
