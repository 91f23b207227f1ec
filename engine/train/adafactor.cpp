// Adafactor (Shazeer & Stern, 2018, algorithm 4): the mean squared gradient of a matrix is kept as its row and column means, the step is clipped by
// its root mean square and scaled by that of the weights. Vectors keep the whole second moment. The step lies in the gradient's place between passes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/train/optimizer.h"
#include "engine/train/vectorised.h"

namespace cloze {

namespace {

constexpr double kHighestRelativeRate = 1e-2, kSlowStart = 1e-6;
constexpr std::int64_t kBlock = 16384;               // floats of one piece of work, whole rows
constexpr std::int64_t kFewestRows = 64;             // of a block: column sums of all blocks take 1/64 of the weights at most

// A tensor as a matrix of its last dimension; a vector is one row and not factored.
struct FactoredSlice {
  std::int64_t offset = 0, rows = 1, columns = 0, group = 0;
  bool factored = false;
  std::int64_t state = 0;                            // where its rows' means, then its columns', or all second moments begin
  std::int64_t sums = 0;                             // where the sums of its first block lie; they become the columns' factors
  float rowScale = 0;                                // root of the mean of the rows' means
  double weightSquares = 0, stepSquares = 0;
};
struct RowBlock { std::size_t slice = 0; std::int64_t firstRow = 0, rows = 0, sums = 0; double weightSquares = 0, stepSquares = 0; };

CLOZE_VECTORISED void addSquares(const float* __restrict gradient, float* __restrict sums, std::int64_t count, float factor) {
  for (std::int64_t i = 0; i < count; ++i) sums[i] += gradient[i] * factor * (gradient[i] * factor);
}
CLOZE_VECTORISED void multiplyRow(float* __restrict gradient, const float* __restrict columnFactors, std::int64_t count, float rowFactor) {
  for (std::int64_t i = 0; i < count; ++i) gradient[i] *= rowFactor * columnFactors[i];
}
CLOZE_VECTORISED void divideVector(float* __restrict gradient, float* __restrict second, std::int64_t count, float factor, float beta2, float epsilon) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float g = gradient[i] * factor;
    second[i] = second[i] * beta2 + (g * g + epsilon) * (1 - beta2);
    gradient[i] = g / std::sqrt(second[i]);
  }
}
CLOZE_VECTORISED void applyAdafactor(float* __restrict weight, float* __restrict step, std::int64_t count, float scale, float keep) {
  for (std::int64_t i = 0; i < count; ++i) {
    weight[i] = weight[i] * keep - step[i] * scale;
    step[i] = 0;
  }
}
CLOZE_VECTORISED void rememberStep(float* __restrict step, float* __restrict mean, std::int64_t count, float scale, float beta1) {
  for (std::int64_t i = 0; i < count; ++i) step[i] = mean[i] = mean[i] * beta1 + step[i] * scale * (1 - beta1);
}

class Adafactor final : public Optimizer {
 public:
  Adafactor(const AdafactorSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups) : Optimizer(settings, layout, groups), m_settings(settings) {
    std::int64_t state = 0, sums = 0;
    for (std::size_t i = 0; i < layout.slices.size(); ++i) {
      const FlatSlice& slice = layout.slices[i];
      const std::int64_t group = this->groups().groupOfSlice[i];
      if (group < 0) continue;
      FactoredSlice one{slice.offset, 1, slice.count, group, slice.shape.size() >= 2, state, sums};
      if (one.factored) one.columns = slice.shape.back(), one.rows = slice.count / one.columns;
      state += one.factored ? one.rows + one.columns : slice.count;
      const std::int64_t rows = std::max(kFewestRows, kBlock / one.columns);
      for (std::int64_t done = 0; done < one.rows; done += rows, sums += one.columns)
        m_blocks.push_back({m_slices.size(), done, std::min(rows, one.rows - done), sums});
      m_slices.push_back(one);
    }
    m_second = FlatBuffer(state);
    m_columns.resize(static_cast<std::size_t>(sums));
    if (settings.beta1 > 0) m_mean = FlatBuffer(layout.size);
  }
  std::vector<OptimizerState> state() const override {
    std::vector<OptimizerState> state{{"second_moment_factors", m_second}};
    if (m_mean.size() > 0) state.push_back({"first_moment", m_mean});
    return state;
  }

 private:
  void update(const Step& step) override {
    const auto beta2 = static_cast<float>(1 - std::pow(static_cast<double>(step.update), -m_settings.decayRate));
    forEach(step.pool, m_blocks.size(), [&](std::size_t index) { measure(m_blocks[index], step, beta2); });
    for (FactoredSlice& slice : m_slices) slice.weightSquares = slice.stepSquares = 0;
    joinColumns(beta2);
    forEach(step.pool, m_blocks.size(), [&](std::size_t index) { divide(m_blocks[index], step); });
    for (const RowBlock& block : m_blocks) m_slices[block.slice].stepSquares += block.stepSquares;
    forEach(step.pool, m_blocks.size(), [&](std::size_t index) { apply(m_blocks[index], step); });
  }

  // Row means, the block's column sums and the weights' squares; vectors are divided at once.
  void measure(RowBlock& block, const Step& step, float beta2) {
    const FactoredSlice& slice = m_slices[block.slice];
    const std::int64_t place = slice.offset + block.firstRow * slice.columns, count = block.rows * slice.columns;
    const auto epsilon = static_cast<float>(m_settings.squareEpsilon);
    block.weightSquares = sumOfSquares(step.weights + place, count);
    if (!slice.factored) return divideVector(step.gradient + place, m_second.data() + slice.state, count, step.factor, beta2, epsilon);
    float* sums = m_columns.data() + block.sums;
    std::fill_n(sums, slice.columns, 0.0F);
    for (std::int64_t row = 0; row < block.rows; ++row) {
      float* gradient = step.gradient + place + row * slice.columns;
      addSquares(gradient, sums, slice.columns, step.factor);
      const double mean = sumOfSquares(gradient, slice.columns) * step.factor * step.factor / static_cast<double>(slice.columns);
      float& kept = m_second.data()[slice.state + block.firstRow + row];
      kept = kept * beta2 + (static_cast<float>(mean) + epsilon) * (1 - beta2);
      for (std::int64_t i = 0; i < slice.columns; ++i) gradient[i] *= step.factor;
    }
  }

  // The blocks' column sums become the columns' means, in the order of the blocks; then the rows' scale.
  void joinColumns(float beta2) {
    for (const RowBlock& block : m_blocks) {
      FactoredSlice& slice = m_slices[block.slice];
      slice.weightSquares += block.weightSquares;
      if (!slice.factored) continue;
      float* total = m_columns.data() + slice.sums;
      if (block.firstRow > 0) addSums(m_columns.data() + block.sums, total, slice.columns);
      if (block.firstRow + block.rows < slice.rows) continue;
      float* rows = m_second.data() + slice.state;
      float* columns = rows + slice.rows;
      for (std::int64_t i = 0; i < slice.columns; ++i) {
        columns[i] = columns[i] * beta2 + (total[i] / static_cast<float>(slice.rows) + static_cast<float>(m_settings.squareEpsilon)) * (1 - beta2);
        total[i] = 1 / std::sqrt(columns[i]);        // what divide() reads
      }
      const double mean = std::accumulate(rows, rows + slice.rows, 0.0) / static_cast<double>(slice.rows);
      slice.rowScale = static_cast<float>(std::sqrt(mean));
    }
  }
  static void addSums(const float* from, float* total, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) total[i] += from[i];
  }

  // gradient / sqrt(rows x columns / mean of rows)
  void divide(RowBlock& block, const Step& step) {
    const FactoredSlice& slice = m_slices[block.slice];
    float* gradient = step.gradient + slice.offset + block.firstRow * slice.columns;
    const float* columnFactors = m_columns.data() + slice.sums;
    for (std::int64_t row = 0; slice.factored && row < block.rows; ++row) {
      const float rowFactor = slice.rowScale / std::sqrt(m_second.data()[slice.state + block.firstRow + row]);
      multiplyRow(gradient + row * slice.columns, columnFactors, slice.columns, rowFactor);
    }
    block.stepSquares = sumOfSquares(gradient, block.rows * slice.columns);
  }

  void apply(const RowBlock& block, const Step& step) {
    const FactoredSlice& slice = m_slices[block.slice];
    const double numbers = static_cast<double>(slice.rows * slice.columns);
    double rate = step.rates.at(static_cast<std::size_t>(slice.group));
    if (m_settings.scaleParameter) rate *= std::max(m_settings.parameterEpsilon, std::sqrt(slice.weightSquares / numbers));
    const double scale = rate / std::max(1.0, std::sqrt(slice.stepSquares / numbers) / m_settings.clipThreshold);
    const std::int64_t place = slice.offset + block.firstRow * slice.columns, count = block.rows * slice.columns;
    const auto keep = static_cast<float>(1 - rate * decayOf(slice.group));
    float* change = step.gradient + place;
    if (m_mean.size() > 0) rememberStep(change, m_mean.data() + place, count, static_cast<float>(scale), static_cast<float>(m_settings.beta1));
    applyAdafactor(step.weights + place, change, count, m_mean.size() > 0 ? 1.0F : static_cast<float>(scale), keep);
  }

  AdafactorSettings m_settings;
  std::vector<FactoredSlice> m_slices;
  std::vector<RowBlock> m_blocks;
  FlatBuffer m_second, m_mean;
  std::vector<float> m_columns;                      // sums of each block's columns
};

}  // namespace

double relativeRate(const AdafactorSettings& settings, std::int64_t update) {
  if (!settings.relativeStep) return settings.learningRate;
  const double number = static_cast<double>(update), highest = settings.warmupInit ? kSlowStart * number : kHighestRelativeRate;
  return std::min(highest, 1 / std::sqrt(number));
}

std::unique_ptr<Optimizer> adafactor(const AdafactorSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups) { return std::make_unique<Adafactor>(settings, layout, groups); }

}  // namespace cloze
