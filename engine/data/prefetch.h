// Loader threads that make the batches ahead of the step that needs them. What comes out is what BatchSource::batch returns, whatever the number of
// threads; at most `ahead` batches wait. An exception in a loader comes out of next(); destroying stops the threads.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/data/batch_source.h"

namespace cloze {

class Prefetcher {
 public:
  // `make` is called for first, first + 1, ..., end - 1 from several threads at once.
  Prefetcher(std::function<Batch(std::int64_t)> make, std::int64_t first, std::int64_t end, std::int64_t threads, std::int64_t ahead);
  ~Prefetcher();
  Prefetcher(const Prefetcher&) = delete;
  Prefetcher& operator=(const Prefetcher&) = delete;
  // The next batch in order. std::out_of_range after the last; the loader's exception when it failed on this one.
  Batch next();

 private:
  void load();
  std::function<Batch(std::int64_t)> m_make;
  std::int64_t m_wanted, m_ticket, m_end, m_ahead;      // m_wanted: given out next; m_ticket: made next
  std::mutex m_mutex;
  std::condition_variable m_ready, m_room;
  std::map<std::int64_t, Batch> m_batches;
  std::map<std::int64_t, std::exception_ptr> m_failures;
  bool m_stop = false;
  std::vector<std::thread> m_threads;
};

// All micro-batches in order, from micro-batch 0 of optimiser step `firstStep` (from 1) on; without an end.
std::unique_ptr<Prefetcher> prefetchBatches(std::shared_ptr<const BatchSource> source, std::int64_t firstStep, std::int64_t threads = 1,
                                            std::int64_t ahead = 4);

}  // namespace cloze
