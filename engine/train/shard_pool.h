// The threads that train: one persistent thread a shard, each computing with one thread inside LibTorch and OpenBLAS and with denormals
// flushed to zero (PERFORMANCE.md: shards of the batch are as fast as threads inside operators and far more robust on a busy machine).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cloze {

// Flush-to-zero and denormals-are-zero for the calling thread: denormals in logits slow the backward product up to eight times.
void flushDenormalsInThisThread();
// One thread inside every operator and every matrix product, no trimming of the heap between tensors. Once a process; cheap to repeat.
void prepareComputation();
// compute.shards as it is frozen at launch: 0 becomes the number of cores, and never more shards than rows.
std::int64_t shardCount(std::int64_t asked, std::int64_t rows);

class ShardPool {
 public:
  explicit ShardPool(std::int64_t shards);
  ~ShardPool();
  ShardPool(const ShardPool&) = delete;
  ShardPool& operator=(const ShardPool&) = delete;
  std::int64_t size() const { return static_cast<std::int64_t>(m_threads.size()); }
  // Calls work(0) .. work(size() - 1), each on its own thread, and waits for all; `meanwhile` runs here while they do. The first exception by shard
  // number comes out.
  void run(const std::function<void(std::int64_t)>& work, const std::function<void()>& meanwhile = {});

 private:
  void loop(std::int64_t shard);

  std::mutex m_mutex;
  std::condition_variable m_start, m_done;
  const std::function<void(std::int64_t)>* m_work = nullptr;
  std::atomic<std::int64_t> m_round{0}, m_left{0};
  bool m_quit = false;
  std::vector<std::exception_ptr> m_errors;
  std::vector<std::thread> m_threads;
};

}  // namespace cloze
