// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/word_cache.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace cloze {

std::uint64_t WordCache::newNumber() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

WordCache& WordCache::ofThread(std::uint64_t tokenizer) {
  static thread_local std::array<WordCache, 3> caches;
  static thread_local std::uint64_t uses = 0;
  static thread_local WordCache* last = &caches[0];
  if (last->m_owner == tokenizer) return *last;
  auto chosen = std::find_if(caches.begin(), caches.end(), [&](const WordCache& cache) { return cache.m_owner == tokenizer; });
  if (chosen == caches.end()) {
    chosen = std::min_element(caches.begin(), caches.end(), [](const WordCache& a, const WordCache& b) { return a.m_lastUse < b.m_lastUse; });
    chosen->m_owner = tokenizer;
    chosen->m_entries.assign(kEntries, CachedWord{});
  }
  chosen->m_lastUse = ++uses;
  last = &*chosen;
  return *last;
}

}  // namespace cloze
