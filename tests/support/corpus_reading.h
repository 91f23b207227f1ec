// A corpus read whole, as documents of sentences, for tests that look at every one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "engine/data/corpus.h"

namespace cloze::tests {

using Documents = std::vector<std::vector<std::string>>;

class Collector final : public CorpusVisitor {
 public:
  void beginDocument() override { documents.emplace_back(); }
  void sentence(std::string_view text) override { documents.back().emplace_back(text); }
  void endDocument() override { ++ended; }
  Documents documents;
  std::size_t ended = 0;
};

struct Reading { Documents documents; CorpusReport report; };

inline Reading read(const std::vector<std::string>& entries) {
  Collector collector;
  Progress progress;
  CorpusReport report = readCorpus(entries, collector, progress);
  if (collector.ended != collector.documents.size()) throw std::logic_error("documents begun and ended differ");
  return {collector.documents, report};
}

inline std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace cloze::tests
