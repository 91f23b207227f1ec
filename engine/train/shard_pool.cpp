// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/shard_pool.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <limits>

#include <dlfcn.h>
#include <malloc.h>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace cloze {

void flushDenormalsInThisThread() {
#if defined(__SSE__)
  constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
  _mm_setcsr(_mm_getcsr() | kFlushToZero | kDenormalsAreZero);
#endif
}

void prepareComputation() {
  at::set_num_threads(1);
  // OpenBLAS starts its pool before main() and shares it between all callers: a shard must not wait for an inspector's product.
  if (auto* setThreads = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) setThreads(1);
  // Tensors of a step come and go: freed memory stays with the process instead of being mapped and cleared anew each time.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_ARENA_MAX, 1);                           // other arenas are cut into pieces of 64 MB
}

std::int64_t shardCount(std::int64_t asked, std::int64_t rows) {
  if (asked <= 0) asked = std::max(1U, std::thread::hardware_concurrency());
  return std::clamp<std::int64_t>(asked, 1, std::max<std::int64_t>(rows, 1));
}

namespace {

// The products of one token follow each other within microseconds: to wake a sleeping thread takes longer than most of them.
template <class Ready>
void waitAwake(const Ready& ready) {
  constexpr int kLooks = 2000;                       // some 50 microseconds
  for (int look = 0; look < kLooks && !ready(); ++look) {
#if defined(__SSE__)
    _mm_pause();
#endif
  }
}

}  // namespace

ShardPool::ShardPool(std::int64_t shards) : m_errors(static_cast<std::size_t>(shards)) {   // NOLINT(bugprone-throw-keyword-missing): a vector of them, empty
  prepareComputation();
  for (std::int64_t shard = 0; shard < shards; ++shard) m_threads.emplace_back([this, shard] { loop(shard); });
}

ShardPool::~ShardPool() {
  {
    const std::lock_guard lock(m_mutex);
    m_quit = true;
  }
  m_start.notify_all();
  for (std::thread& thread : m_threads) thread.join();
}

void ShardPool::run(const std::function<void(std::int64_t)>& work, const std::function<void()>& meanwhile) {
  std::unique_lock lock(m_mutex);
  std::fill(m_errors.begin(), m_errors.end(), nullptr);
  m_work = &work;
  m_left = size();
  ++m_round;
  lock.unlock();
  m_start.notify_all();
  std::exception_ptr mine;
  try {
    if (meanwhile) meanwhile();
  } catch (...) {
    mine = std::current_exception();                   // the others still work on what the caller owns
  }
  waitAwake([this] { return m_left == 0; });
  lock.lock();
  m_done.wait(lock, [this] { return m_left == 0; });
  for (const std::exception_ptr& error : m_errors)
    if (error) std::rethrow_exception(error);
  if (mine) std::rethrow_exception(mine);
}

void ShardPool::loop(std::int64_t shard) {
  flushDenormalsInThisThread();
  at::set_num_threads(1);
  std::int64_t seen = 0;
  std::unique_lock lock(m_mutex);
  while (true) {
    lock.unlock();
    waitAwake([&] { return m_round != seen; });
    lock.lock();
    m_start.wait(lock, [&] { return m_quit || m_round != seen; });
    if (m_quit) return;
    seen = m_round;
    const auto* work = m_work;
    lock.unlock();
    std::exception_ptr error;
    try {
      (*work)(shard);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    m_errors[static_cast<std::size_t>(shard)] = error;
    if (--m_left == 0) m_done.notify_all();
  }
}

}  // namespace cloze
