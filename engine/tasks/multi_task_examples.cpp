// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/multi_task_examples.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "engine/core/random.h"

namespace cloze {

TaskSampling taskSampling(const std::string& name) {
  const std::pair<const char*, TaskSampling> known[] = {{"proportional", TaskSampling::Proportional}, {"square_root", TaskSampling::SquareRoot}, {"uniform", TaskSampling::Uniform}, {"annealed", TaskSampling::Annealed}};
  for (const auto& [id, sampling] : known)
    if (name == id) return sampling;
  throw std::invalid_argument("there is no sampling \"" + name + "\"; known are proportional, square_root, uniform and annealed");
}

std::vector<double> samplingRates(TaskSampling sampling, const std::vector<std::int64_t>& sizes, std::int64_t epoch, std::int64_t epochs) {
  double alpha = sampling == TaskSampling::SquareRoot ? 0.5 : sampling == TaskSampling::Uniform ? 0 : 1;
  if (sampling == TaskSampling::Annealed && epochs > 1) alpha = 1 - 0.8 * static_cast<double>(std::min(epoch, epochs - 1)) / static_cast<double>(epochs - 1);
  std::vector<double> rates;
  double sum = 0;
  for (const std::int64_t size : sizes) sum += rates.emplace_back(std::pow(static_cast<double>(size), alpha));
  for (double& rate : rates) rate /= sum;
  return rates;
}

MultiTaskExamples::MultiTaskExamples(std::vector<Part> parts, const Shape& shape, const Plan& plan) : BatchSource(shape), m_parts(std::move(parts)), m_plan(plan), m_drawn(m_parts.size(), 0) {
  std::int64_t rows = 0, most = 0;
  for (const Part& part : m_parts) {
    m_firstRow.push_back(rows);
    m_sizes.push_back(part.examples->size());
    rows += part.examples->rows();
    most = std::max(most, part.examples->evaluationBatches());
  }
  for (std::int64_t number = 0; number < most; ++number)
    for (std::size_t task = 0; task < m_parts.size(); ++task)
      if (number < m_parts[task].examples->evaluationBatches()) m_evaluation.push_back({static_cast<std::int64_t>(task), number});
}

std::int64_t MultiTaskExamples::size() const {
  return std::accumulate(m_sizes.begin(), m_sizes.end(), std::int64_t{0});
}

MultiTaskExamples::Draw MultiTaskExamples::draw(std::int64_t place) const {
  const std::lock_guard lock(m_mutex);
  for (auto next = static_cast<std::int64_t>(m_draws.size()); next <= place; ++next) {
    const std::vector<double> rates = samplingRates(m_plan.sampling, m_sizes, next * shape().batchSize / size(), m_plan.epochs);
    double left = Random(m_plan.seed, Purpose::Sample, static_cast<std::uint64_t>(next), 1).uniform();
    std::size_t task = 0;
    while (task + 1 < rates.size() && left >= rates[task]) left -= rates[task++];
    m_draws.push_back({static_cast<std::int64_t>(task), m_drawn[task]++});
  }
  return m_draws[static_cast<std::size_t>(place)];
}

std::int64_t MultiTaskExamples::taskOf(std::int64_t place) const { return draw(place).task; }

Batch MultiTaskExamples::numbered(Batch batch, std::int64_t task) const {
  batch.task = task;
  for (std::int64_t& row : batch.examples) row += m_firstRow[static_cast<std::size_t>(task)];
  return batch;
}

Batch MultiTaskExamples::ownBatch(Batch batch) const {
  for (std::int64_t& row : batch.examples) row -= m_firstRow[static_cast<std::size_t>(batch.task)];
  return batch;
}

Batch MultiTaskExamples::batch(std::int64_t step, std::int64_t microBatch) const {
  const Draw drawn = draw(placeOf(step, microBatch));
  return numbered(m_parts[static_cast<std::size_t>(drawn.task)].examples->batch(drawn.number + 1, 0), drawn.task);
}

Batch MultiTaskExamples::evaluationBatch(std::int64_t number) const {
  requireEvaluation(number);
  const Draw& one = m_evaluation[static_cast<std::size_t>(number)];
  return numbered(m_parts[static_cast<std::size_t>(one.task)].examples->evaluationBatch(one.number), one.task);
}

Metrics MultiTaskExamples::judge(const Answers& answers) const {
  Metrics metrics;
  double sum = 0;
  for (std::size_t task = 0; task < m_parts.size(); ++task) {
    const std::int64_t first = m_firstRow[task], end = first + m_parts[task].examples->rows();
    Answers own;
    for (const Answer& answer : answers)
      if (answer.example >= first && answer.example < end) own.push_back({answer.example - first, answer.logits, 0});
    const Metrics judged = m_parts[task].examples->judge(own);
    for (const auto& [name, value] : judged) metrics.emplace_back(m_parts[task].name + "/" + name, value);
    sum += judged.empty() ? std::nan("") : judged.front().second;
  }
  metrics.emplace_back("average", sum / static_cast<double>(m_parts.size()));
  return metrics;
}

}  // namespace cloze
