// Rows of a task: every example once an epoch, choices together, shares of the labels inside larger ones, and predictions in the order of the file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/tasks/judge.h"
#include "engine/tasks/task_examples.h"
#include "tests/support/tiny_tokenizer.h"

using namespace cloze;

namespace {

std::shared_ptr<TaskData> labelled(int examples) {
  auto data = std::make_shared<TaskData>();
  data->labels = {"bad", "good", "odd"};
  for (int i = 0; i < examples; ++i) {
    TaskExample example;
    example.id = std::to_string(i);
    for (int word = 0; word <= i % 7; ++word) example.text += "w" + std::to_string(i) + " ";
    example.label = i % 10 == 0 ? 2 : i % 2;
    data->examples.push_back(example);
  }
  return data;
}

std::shared_ptr<TaskData> choices(int examples, int each) {
  auto data = std::make_shared<TaskData>();
  for (int i = 0; i < examples; ++i) {
    TaskExample example;
    example.text = "begin";
    for (int choice = 0; choice < each; ++choice) example.choices.push_back("end " + std::to_string(choice) + std::string(static_cast<std::size_t>(choice) * 4, ' ') + "x");
    example.label = i % each;
    data->examples.push_back(example);
  }
  return data;
}

TaskExamples setOf(const std::string& task, std::shared_ptr<const TaskData> data, std::int64_t batchSize, std::int64_t length = 32) {
  return TaskExamples(TaskExamples::For::Evaluation, task, std::move(data), std::make_shared<tests::TinyTokenizer>(), length, {batchSize, 1, false}, 1);
}

std::set<std::string> idsOf(const TaskData& data) {
  std::set<std::string> ids;
  for (const TaskExample& example : data.examples) ids.insert(example.id);
  return ids;
}

}  // namespace

class TaskExamplesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyExampleIsSeenOnceAnEpoch() {
    const TaskExamples set = setOf("sst-2", labelled(30), 5);
    for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
      std::multiset<std::int64_t> seen;
      for (std::int64_t step = 1; step <= 6; ++step)
        for (const std::int64_t row : set.batch(epoch * 6 + step, 0).examples) seen.insert(row);
      QCOMPARE(seen.size(), std::size_t{30});
      QCOMPARE(std::set<std::int64_t>(seen.begin(), seen.end()).size(), std::size_t{30});
    }
    QCOMPARE(set.stepsOf(2), 12);
  }

  void labelsBelongToTheirRows() {
    const auto data = labelled(30);
    const TaskExamples set = setOf("sst-2", data, 8);
    for (std::int64_t number = 0; number < set.evaluationBatches(); ++number) {
      const Batch batch = set.evaluationBatch(number);
      QCOMPARE(static_cast<std::int64_t>(batch.sentenceLabels.size()), batch.rows);
      for (std::size_t i = 0; i < batch.examples.size(); ++i) {
        const TaskExample& example = data->examples[static_cast<std::size_t>(set.row(batch.examples[i]).example)];
        QCOMPARE(batch.sentenceLabels[i], example.label);
        QCOMPARE(set.rowLabels(batch)[i], data->labels[static_cast<std::size_t>(example.label)]);
      }
    }
  }

  void choicesStayTogetherAndInOrder() {
    const auto data = choices(6, 3);
    const TaskExamples set = setOf("swag", data, 2);
    QCOMPARE(set.size(), 6);
    const Batch batch = set.batch(1, 0);
    QCOMPARE(batch.rows, 6);
    QCOMPARE(batch.choices, 3);
    QCOMPARE(batch.sentenceLabels.size(), std::size_t{2});
    for (std::size_t i = 0; i < 6; ++i) {
      QCOMPARE(batch.examples[i] % 3, static_cast<std::int64_t>(i % 3));
      QCOMPARE(batch.examples[i] / 3, batch.examples[i / 3 * 3] / 3);
    }
  }

  void predictionsJoinTheRowsOfAnExample() {
    const TaskExamples set = setOf("swag", choices(3, 2), 2);
    Answers answers;
    for (const std::int64_t row : {5, 0, 3, 1, 4, 2}) answers.push_back({row, {row % 2 == 0 ? 1.0F : 2.0F}});
    const auto predictions = predictionsOf(set, answers);
    QCOMPARE(predictions.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
      QCOMPARE(predictions[i].example, static_cast<std::int64_t>(i));
      QCOMPARE(predictions[i].label, 1);
      QVERIFY(std::abs(predictions[i].probabilities[1] - 1 / (1 + std::exp(-1.0))) < 1e-6);
    }
    const Metrics metrics = set.judge(answers);
    QCOMPARE(QString::fromStdString(metrics.at(0).first), QString("accuracy"));
    QVERIFY(std::abs(metrics.at(0).second - 1.0 / 3) < 1e-12);                               // the right ones are 0, 1, 0
  }

  void smallSharesArePartOfLargerOnes() {
    const auto data = labelled(200);
    std::set<std::string> before;
    for (const double fraction : {0.01, 0.05, 0.2, 0.5, 1.0}) {
      const TaskData part = shareOf(*data, fraction, 7);
      const std::set<std::string> ids = idsOf(part);
      QVERIFY(std::includes(ids.begin(), ids.end(), before.begin(), before.end()));
      std::map<std::int32_t, double> counts;
      for (const TaskExample& example : part.examples) ++counts[example.label];
      QCOMPARE(counts.size(), std::size_t{3});                                               // of every class at least one
      QCOMPARE(counts[2], std::ceil(20 * fraction));
      before = ids;
    }
    QVERIFY(idsOf(shareOf(*data, 0.2, 8)) != idsOf(shareOf(*data, 0.2, 7)));
  }

  void heldOutExamplesAreTakenAway() {
    TaskData data = *labelled(50);
    const std::set<std::string> all = idsOf(data);
    const TaskData part = heldOut(data, 0.2, 3);
    std::set<std::string> joined = idsOf(data);
    for (const std::string& id : idsOf(part)) QVERIFY(joined.insert(id).second);
    QVERIFY(joined == all);
    QCOMPARE(part.labels, data.labels);
  }

  void longExamplesAreCutAndCounted() {
    const TaskExamples set = setOf("sst-2", labelled(14), 4, 8);
    for (std::int64_t row = 0; row < 14; ++row) QVERIFY(set.row(row).ids.size() <= 8);
    QVERIFY(set.cutExamples() > 0);
    QCOMPARE(set.longest(), 8);
  }

  void noExampleIsRefused() { QVERIFY_EXCEPTION_THROWN(setOf("sst-2", std::make_shared<TaskData>(), 4), std::invalid_argument); }
};

CLOZE_TEST_SUITE(TaskExamplesTest, "task_examples")
#include "tst_task_examples.moc"
