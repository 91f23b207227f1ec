// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/batch_source.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace cloze {

BatchSource::BatchSource(const Shape& shape) : m_shape(shape) {
  if (shape.batchSize < 1 || shape.accumulate < 1) throw std::invalid_argument("batch size and accumulated batches must be at least 1");
}

std::int64_t BatchSource::evaluationBatches() const { return (size() + m_shape.batchSize - 1) / m_shape.batchSize; }

std::int64_t BatchSource::stepsOf(double epochs) const {
  const double rows = epochs * static_cast<double>(size());
  return static_cast<std::int64_t>(std::ceil(rows / static_cast<double>(m_shape.batchSize * m_shape.accumulate)));
}

double BatchSource::epochOf(std::int64_t step) const {
  return static_cast<double>(step * m_shape.batchSize * m_shape.accumulate) / static_cast<double>(size());
}

std::int64_t BatchSource::placeOf(std::int64_t step, std::int64_t microBatch) const {
  if (step < 1 || microBatch < 0 || microBatch >= m_shape.accumulate)
    throw std::invalid_argument("there is no micro-batch " + std::to_string(microBatch) + " of step " + std::to_string(step) + ": steps count from 1, micro-batches from 0 to " +
                                std::to_string(m_shape.accumulate - 1));
  return ((m_shape.onlyFirstBatch ? 1 : step) - 1) * m_shape.accumulate + microBatch;
}

void BatchSource::requireEvaluation(std::int64_t number) const {
  if (number < 0 || number >= evaluationBatches())
    throw std::invalid_argument("there is no evaluation batch " + std::to_string(number) + " of " + std::to_string(evaluationBatches()));
}

}  // namespace cloze
