// Places count the visits of the whole run: epoch = place / size.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/epoch_order.h"

#include <algorithm>
#include <utility>

#include "engine/core/random.h"

namespace cloze {

namespace {
constexpr std::int64_t kWindowBatches = 32;          // sorted by length together
}

std::vector<Visit> EpochOrder::training(std::int64_t batch) const {
  if (m_continuous) return goingOn(batch);
  const std::int64_t first = batch * m_rows, epoch = first / m_size;
  if ((first + m_rows - 1) / m_size != epoch) return acrossEpochs(first);
  const std::int64_t begin = (epoch * m_size + m_rows - 1) / m_rows, end = (epoch + 1) * m_size / m_rows;   // batches wholly in this epoch
  const std::int64_t window = begin + (batch - begin) / kWindowBatches * kWindowBatches;
  return fromWindow(static_cast<std::uint64_t>(epoch), window, std::min(window + kWindowBatches, end), batch);
}

std::vector<Visit> EpochOrder::evaluation(std::int64_t batch) const {
  if (m_continuous) return goingOnOnce(batch);
  const std::int64_t whole = m_size / m_rows, window = batch / kWindowBatches * kWindowBatches;
  if (batch < whole) return fromWindow(kEvaluation, window, std::min(window + kWindowBatches, whole), batch);
  std::vector<Visit> visits;
  for (std::int64_t place = batch * m_rows; place < m_size; ++place) visits.push_back(visit(kEvaluation, place));
  return visits;
}

// Row r of a step begins at r / rows of the text and goes on from step to step; each step has draws of its own.
std::vector<Visit> EpochOrder::goingOn(std::int64_t batch) const {
  const std::int64_t rows = m_rows * m_accumulate, step = batch / m_accumulate, first = batch % m_accumulate * m_rows;
  std::vector<Visit> visits;
  for (std::int64_t row = first; row < first + m_rows; ++row) visits.push_back({static_cast<std::uint64_t>(step), (row * m_size / rows + step) % m_size});
  return visits;
}

// Once through, each row its own part; one that is at its end stays empty.
std::vector<Visit> EpochOrder::goingOnOnce(std::int64_t batch) const {
  std::vector<Visit> visits;
  for (std::int64_t row = 0; row < m_rows; ++row) {
    const std::int64_t example = row * m_size / m_rows + batch;
    visits.push_back({kEvaluation, example < (row + 1) * m_size / m_rows ? example : -1});
  }
  return visits;
}

std::vector<Visit> EpochOrder::acrossEpochs(std::int64_t first) const {
  std::vector<Visit> visits;
  for (std::int64_t place = first; place < first + m_rows; ++place) visits.push_back(visit(static_cast<std::uint64_t>(place / m_size), place % m_size));
  return visits;
}

Visit EpochOrder::visit(std::uint64_t epoch, std::int64_t place) const {
  const KeyedPermutation order(static_cast<std::uint64_t>(m_size), m_seed, epoch);
  return {epoch, static_cast<std::int64_t>(order(static_cast<std::uint64_t>(place)))};
}

// Batches [begin, end) hold the same examples in any case; sorted by length their rows need little padding. Their order is shuffled again.
std::vector<Visit> EpochOrder::fromWindow(std::uint64_t epoch, std::int64_t begin, std::int64_t end, std::int64_t batch) const {
  const KeyedPermutation order(static_cast<std::uint64_t>(m_size), m_seed, epoch);
  std::vector<std::pair<std::int64_t, std::int64_t>> byLength;
  for (std::int64_t place = begin * m_rows; place < end * m_rows; ++place) {
    const auto example = static_cast<std::int64_t>(order(static_cast<std::uint64_t>(place % m_size)));
    byLength.emplace_back(m_length({epoch, example}), example);
  }
  std::stable_sort(byLength.begin(), byLength.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const KeyedPermutation batches(static_cast<std::uint64_t>(end - begin), m_seed ^ static_cast<std::uint64_t>(begin), ~epoch);
  const auto from = static_cast<std::int64_t>(batches(static_cast<std::uint64_t>(batch - begin))) * m_rows;
  std::vector<Visit> visits;
  for (std::int64_t i = from; i < from + m_rows; ++i) visits.push_back({epoch, byLength[static_cast<std::size_t>(i)].second});
  return visits;
}

}  // namespace cloze
