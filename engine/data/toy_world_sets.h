// Labelled sets of the toy world in the layouts of the usual tasks, and the held-out sets that measure pre-training. Every set draws from
// a stream of its own; examples are distinct over train, dev and test; labels are balanced. The list of files: resources/toy_world/README.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/data/toy_world.h"
#include "engine/data/toy_world_random.h"

namespace cloze {

// A generated file: path relative to the output folder, content, and how many entries it holds (sentences, examples, pairs ...).
struct ToyFile { std::string path, content; std::int64_t entries = 0; };

// Everything, train.txt first. Sizes of the sets shrink with the world's below 20,000 sentences.
std::vector<ToyFile> toyWorldFiles(const ToyWorld& world);

std::vector<ToyFile> toyTextSets(const ToyWorld& world);        // sentiment, nli, similarity, paraphrase, acceptability
std::vector<ToyFile> toyWordSets(const ToyWorld& world);        // ner, srl, coref, sense pairs
std::vector<ToyFile> toyReadingSets(const ToyWorld& world);     // span QA, multiple choice, sentence order, parallel
std::vector<ToyFile> toyHeldOutSets(const ToyWorld& world);     // facts_heldout, agreement, senses

inline constexpr std::array<const char*, 3> kToySplits{"train", "dev", "test"};
using ToySplitSizes = std::array<std::size_t, 3>;

// The sizes of a full world, scaled down with a smaller one.
inline ToySplitSizes scaledSizes(const ToyWorld& world, ToySplitSizes sizes) {
  const double share = std::clamp(static_cast<double>(world.sentences) / static_cast<double>(kToyWorldSentences), 0.05, 1.0);
  for (std::size_t& size : sizes) size = std::max<std::size_t>(12, static_cast<std::size_t>(share * static_cast<double>(size)));
  return sizes;
}

// Three splits of examples; make(i) returns (key, example) for number i of a split, so that labels can take turns. Keys never repeat.
template <class Example, class Make>
std::array<std::vector<Example>, 3> drawSplits(const ToySplitSizes& sizes, ToyRandom& random, const Make& make) {
  constexpr int kTries = 2000;
  std::array<std::vector<Example>, 3> splits;
  std::set<std::string> keys;
  for (std::size_t split = 0; split < splits.size(); ++split) {
    for (std::size_t i = 0; i < sizes[split]; ++i) {
      int tries = 0;
      for (; tries < kTries; ++tries) {
        std::pair<std::string, Example> made = make(i);
        if (!keys.insert(made.first).second) continue;
        splits[split].push_back(std::move(made.second));
        break;
      }
      if (tries == kTries) throw std::runtime_error("toy world: a labelled set asks for more examples than there are");
    }
    random.shuffle(splits[split]);
  }
  return splits;
}

}  // namespace cloze
