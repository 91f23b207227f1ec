// Several tasks that are learnt together (Ruder, 2017; Stickland and Murray, 2019): every micro-batch belongs to one task, drawn with probability
// p_i ~ N_i^alpha. alpha 1: proportional, 1/2: square root, 0: uniform; annealed: alpha_e = 1 - 0.8 (e - 1) / (E - 1) over epochs e = 1..E.
// Draws are a function of (seed, micro-batch); within a task its own batches come in their own order.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

#include "engine/tasks/task_examples.h"

namespace cloze {

enum class TaskSampling { Proportional, SquareRoot, Uniform, Annealed };
TaskSampling taskSampling(const std::string& name);   // std::invalid_argument

// Probability of each task in epoch `epoch` (from 0) of `epochs`.
std::vector<double> samplingRates(TaskSampling sampling, const std::vector<std::int64_t>& sizes, std::int64_t epoch, std::int64_t epochs);

class MultiTaskExamples final : public BatchSource {
 public:
  struct Part { std::string name; std::shared_ptr<const TaskExamples> examples; };
  struct Plan { TaskSampling sampling = TaskSampling::Proportional; std::int64_t epochs = 1; std::uint64_t seed = 1; };
  MultiTaskExamples(std::vector<Part> parts, const Shape& shape, const Plan& plan);

  // Rows are numbered through all tasks: Batch::examples and Answer::example.
  Batch batch(std::int64_t step, std::int64_t microBatch) const override;
  // Batches of all tasks in turn.
  Batch evaluationBatch(std::int64_t number) const override;
  std::int64_t evaluationBatches() const override { return static_cast<std::int64_t>(m_evaluation.size()); }
  std::int64_t size() const override;
  // "<task>/<metric>" of each, and "average" of their first ones.
  Metrics judge(const Answers& answers) const override;

  Batch ownBatch(Batch batch) const;                 // the rows numbered as the batch's own task does
  std::int64_t taskOf(std::int64_t place) const;     // of micro-batch `place` of the run, from 0
  const std::vector<Part>& parts() const { return m_parts; }

 private:
  struct Draw { std::int64_t task = 0, number = 0; };   // the `number`-th batch of this task
  Draw draw(std::int64_t place) const;
  Batch numbered(Batch batch, std::int64_t task) const;

  std::vector<Part> m_parts;
  Plan m_plan;
  std::vector<std::int64_t> m_sizes, m_firstRow;     // of each task
  std::vector<Draw> m_evaluation;
  mutable std::mutex m_mutex;
  mutable std::vector<Draw> m_draws;                 // those asked for so far, and all before them
  mutable std::vector<std::int64_t> m_drawn;         // how many of each task they are
};

}  // namespace cloze
