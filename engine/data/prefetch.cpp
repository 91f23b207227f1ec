// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/prefetch.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace cloze {

Prefetcher::Prefetcher(std::function<Batch(std::int64_t)> make, std::int64_t first, std::int64_t end, std::int64_t threads, std::int64_t ahead)
    : m_make(std::move(make)), m_wanted(first), m_ticket(first), m_end(end), m_ahead(std::max<std::int64_t>(1, ahead)) {
  for (std::int64_t i = 0; i < std::max<std::int64_t>(1, threads); ++i) m_threads.emplace_back([this] { load(); });
}

Prefetcher::~Prefetcher() {
  {
    const std::lock_guard lock(m_mutex);
    m_stop = true;
  }
  m_room.notify_all();
  for (std::thread& thread : m_threads) thread.join();
}

void Prefetcher::load() {
  std::unique_lock lock(m_mutex);
  for (;;) {
    m_room.wait(lock, [this] { return m_stop || m_ticket >= m_end || m_ticket < m_wanted + m_ahead; });
    if (m_stop || m_ticket >= m_end) return;
    const std::int64_t ticket = m_ticket++;
    lock.unlock();
    Batch batch;
    std::exception_ptr failure;
    try {
      batch = m_make(ticket);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) m_failures[ticket] = failure;
    else m_batches[ticket] = std::move(batch);
    m_ready.notify_all();
  }
}

Batch Prefetcher::next() {
  std::unique_lock lock(m_mutex);
  if (m_wanted >= m_end) throw std::out_of_range("there is no further batch");
  m_ready.wait(lock, [this] { return m_batches.count(m_wanted) || m_failures.count(m_wanted); });
  if (const auto failure = m_failures.find(m_wanted); failure != m_failures.end()) std::rethrow_exception(failure->second);
  Batch batch = std::move(m_batches.extract(m_wanted++).mapped());
  lock.unlock();
  m_room.notify_all();
  return batch;
}

std::unique_ptr<Prefetcher> prefetchBatches(std::shared_ptr<const BatchSource> source, std::int64_t firstStep, std::int64_t threads, std::int64_t ahead) {
  const std::int64_t accumulate = source->shape().accumulate;
  const auto make = [source = std::move(source), accumulate](std::int64_t number) { return source->batch(number / accumulate + 1, number % accumulate); };
  return std::make_unique<Prefetcher>(make, (firstStep - 1) * accumulate, std::numeric_limits<std::int64_t>::max() / 2, threads, ahead);
}

}  // namespace cloze
