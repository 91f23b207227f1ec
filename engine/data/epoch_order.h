// Which examples make a batch, as a function of its number: every epoch visits every example exactly once through KeyedPermutation. Batches flow
// over the end of an epoch, so that all have batchSize rows. Within an epoch 32 batches at a time are sorted by length, so that rows of a batch
// have similar lengths.
// Running text (continuous) keeps its order instead: the rows of a step begin at places spread evenly over the text, and each goes on there, around
// and around; after as many steps as make an epoch they have together read all of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace cloze {

struct Visit {
  std::uint64_t epoch = 0;
  std::int64_t example = 0;                                              // -1: nothing is left for this row
};

class EpochOrder {
 public:
  static constexpr std::uint64_t kEvaluation = std::uint64_t{1} << 40;   // the epoch of evaluations: no training epoch reaches it
  struct Options {
    std::int64_t size = 0, batchSize = 1;
    std::uint64_t seed = 1;
    std::int64_t accumulate = 1;                                         // batches of a step
    bool continuous = false;                                             // the text keeps its order
  };
  using Length = std::function<std::int64_t(const Visit&)>;              // of a row, told without making it

  EpochOrder(const Options& options, Length length) : m_size(options.size), m_rows(options.batchSize), m_accumulate(options.accumulate), m_continuous(options.continuous), m_seed(options.seed), m_length(std::move(length)) {}
  // Batch `batch` (from 0) of the whole run.
  std::vector<Visit> training(std::int64_t batch) const;
  // Of an epoch of its own, with a shorter last batch.
  std::vector<Visit> evaluation(std::int64_t batch) const;

 private:
  std::vector<Visit> goingOn(std::int64_t batch) const;
  std::vector<Visit> goingOnOnce(std::int64_t batch) const;
  std::vector<Visit> acrossEpochs(std::int64_t first) const;
  std::vector<Visit> fromWindow(std::uint64_t epoch, std::int64_t begin, std::int64_t end, std::int64_t batch) const;
  Visit visit(std::uint64_t epoch, std::int64_t place) const;

  std::int64_t m_size, m_rows, m_accumulate;
  bool m_continuous;
  std::uint64_t m_seed;
  Length m_length;
};

}  // namespace cloze
