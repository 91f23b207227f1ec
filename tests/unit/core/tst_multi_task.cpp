// Several tasks learnt together: how often each is drawn, that any batch is replayed, and that each task is judged by its own answers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"

#include <cmath>
#include <numeric>
#include <set>

#include "engine/run_spec.h"
#include "engine/tasks/multi_task_examples.h"
#include "tests/support/tiny_tokenizer.h"

using namespace cloze;

namespace {

std::shared_ptr<const TaskExamples> examplesOf(int count, std::uint64_t seed) {
  auto data = std::make_shared<TaskData>();
  data->labels = {"no", "yes"};
  for (int i = 0; i < count; ++i) {
    TaskExample example;
    example.text = "w" + std::to_string(i);
    example.label = i % 2;
    data->examples.push_back(example);
  }
  return std::make_shared<TaskExamples>(TaskExamples::For::Training, "sst-2", data, std::make_shared<tests::TinyTokenizer>(), 16, BatchSource::Shape{8, 1, false}, seed);
}

std::unique_ptr<MultiTaskExamples> together(const std::vector<int>& sizes, const std::string& sampling, std::int64_t epochs, std::int64_t accumulate = 1) {
  std::vector<MultiTaskExamples::Part> parts;
  for (const int size : sizes) parts.push_back({"task" + std::to_string(parts.size()), examplesOf(size, parts.size())});
  return std::make_unique<MultiTaskExamples>(parts, BatchSource::Shape{8, accumulate, false}, MultiTaskExamples::Plan{taskSampling(sampling), epochs, 7});
}

}  // namespace

class MultiTaskTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // FAMILIES-recurrent-and-tasks.md, section 12: p_i ~ N_i^alpha, alpha_e = 1 - 0.8 (e - 1) / (E - 1).
  void ratesAreTheirFormulas_data() {
    QTest::addColumn<QString>("sampling");
    QTest::addColumn<int>("epoch");
    QTest::addColumn<double>("alpha");
    QTest::newRow("proportional") << "proportional" << 3 << 1.0;
    QTest::newRow("square root") << "square_root" << 3 << 0.5;
    QTest::newRow("uniform") << "uniform" << 3 << 0.0;
    QTest::newRow("annealed, first epoch") << "annealed" << 0 << 1.0;
    QTest::newRow("annealed, third of five") << "annealed" << 2 << 0.6;
    QTest::newRow("annealed, last") << "annealed" << 4 << 0.2;
    QTest::newRow("annealed, behind the last") << "annealed" << 9 << 0.2;
  }
  void ratesAreTheirFormulas() {
    QFETCH(QString, sampling);
    QFETCH(int, epoch);
    QFETCH(double, alpha);
    const std::vector<std::int64_t> sizes{900, 100, 25};
    const auto rates = samplingRates(taskSampling(sampling.toStdString()), sizes, epoch, 5);
    double sum = 0;
    for (const std::int64_t size : sizes) sum += std::pow(static_cast<double>(size), alpha);
    for (std::size_t i = 0; i < sizes.size(); ++i) QVERIFY(std::abs(rates[i] - std::pow(static_cast<double>(sizes[i]), alpha) / sum) < 1e-12);
    QCOMPARE(samplingRates(TaskSampling::Annealed, sizes, 0, 1), samplingRates(TaskSampling::Proportional, sizes, 0, 1));   // one epoch: nothing to anneal
  }

  void drawsFollowTheRates_data() {
    QTest::addColumn<QString>("sampling");
    for (const char* name : {"proportional", "square_root", "uniform", "annealed"}) QTest::newRow(name) << name;
  }
  void drawsFollowTheRates() {
    QFETCH(QString, sampling);
    const std::vector<int> sizes{320, 64, 16};
    const std::int64_t epochs = 60, perEpoch = 400 / 8, draws = epochs * perEpoch;
    const auto set = together(sizes, sampling.toStdString(), epochs);
    std::vector<double> seen(3, 0), expected(3, 0), variance(3, 0);
    for (std::int64_t place = 0; place < draws; ++place) {
      ++seen[static_cast<std::size_t>(set->taskOf(place))];
      const auto rates = samplingRates(taskSampling(sampling.toStdString()), {320, 64, 16}, place / perEpoch, epochs);
      for (std::size_t i = 0; i < 3; ++i) {
        expected[i] += rates[i];
        variance[i] += rates[i] * (1 - rates[i]);
      }
    }
    for (std::size_t i = 0; i < 3; ++i)
      QVERIFY2(std::abs(seen[i] - expected[i]) < 3 * std::sqrt(variance[i]), qPrintable(QString("%1: %2 draws, %3 expected").arg(i).arg(seen[i]).arg(expected[i])));
  }

  void anyBatchIsReplayedInAnyOrder() {
    const auto forwards = together({40, 24}, "square_root", 4, 2), backwards = together({40, 24}, "square_root", 4, 2);
    std::vector<std::pair<std::int64_t, std::vector<std::int64_t>>> seen;
    for (std::int64_t step = 1; step <= 12; ++step)
      for (std::int64_t micro = 0; micro < 2; ++micro) seen.emplace_back(forwards->batch(step, micro).task, forwards->batch(step, micro).examples);
    for (std::int64_t place = 23; place >= 0; --place) {
      const Batch batch = backwards->batch(place / 2 + 1, place % 2);
      QCOMPARE(batch.task, seen[static_cast<std::size_t>(place)].first);
      QCOMPARE(batch.examples, seen[static_cast<std::size_t>(place)].second);
    }
  }

  void anEpochOfATaskVisitsAllItsExamples() {
    const auto set = together({40, 24}, "uniform", 4);
    std::multiset<std::int64_t> rows;
    for (std::int64_t step = 1, batches = 0; batches < 3; ++step) {
      const Batch batch = set->batch(step, 0);
      if (batch.task != 1) continue;
      ++batches;
      rows.insert(batch.examples.begin(), batch.examples.end());
    }
    QCOMPARE(rows.size(), std::size_t{24});
    QCOMPARE(std::set<std::int64_t>(rows.begin(), rows.end()).size(), std::size_t{24});
    QCOMPARE(*rows.begin(), std::int64_t{40});                                                // numbered through all tasks
  }

  void eachTaskIsJudgedByItsOwnAnswers() {
    const auto set = together({40, 24}, "proportional", 1);
    Answers answers;
    std::set<std::int64_t> tasks;
    for (std::int64_t number = 0; number < set->evaluationBatches(); ++number) {
      const Batch batch = set->evaluationBatch(number);
      tasks.insert(batch.task);
      for (std::size_t i = 0; i < batch.examples.size(); ++i) {
        const bool yes = batch.sentenceLabels[i] == 1;
        const bool right = batch.task == 0 || i % 2 == 0;                                     // the second task: half of them
        answers.push_back({batch.examples[i], yes == right ? std::vector<float>{0, 1} : std::vector<float>{1, 0}});
      }
    }
    QCOMPARE(tasks.size(), std::size_t{2});
    QCOMPARE(answers.size(), std::size_t{64});
    const Metrics metrics = set->judge(answers);
    QCOMPARE(metrics, (Metrics{{"task0/accuracy", 1.0}, {"task1/accuracy", 0.5}, {"average", 0.75}}));
  }

  void tasksThatOccurAgainAreNumbered() {
    RunSpec spec;
    for (const char* id : {"sst-2", "cola", "sst-2"}) {
      spec.tasks.emplace_back();
      spec.tasks.back().id = id;
    }
    QCOMPARE(taskNames(spec), (std::vector<std::string>{"sst-2", "cola", "sst-2-2"}));
    QCOMPARE(watchedMetric(spec), std::string("average"));
    QVERIFY_EXCEPTION_THROWN(taskSampling("sqrt"), std::invalid_argument);
  }
};

CLOZE_TEST_SUITE(MultiTaskTest, "multi_task")
#include "tst_multi_task.moc"
