// How well vectors tell senses apart, and how often a prediction is right: the measures of the toy world, as plain functions without a model.
// Definitions follow the evaluation of contextual vectors with gold senses: frames dominate raw vectors, so k-means and nearest neighbours
// work on vectors whose frame's mean has been taken away. A static vector scores 0.5 exactly in all three.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cloze {

// Occurrences of one polysemous word; all vectors have one entry an occurrence.
struct SenseVectors {
  std::int64_t width = 0;
  std::vector<float> values;               // [occurrences * width]
  std::vector<int> senses;                 // 0 or 1
  std::vector<std::string> frames, halves; // halves: "A" or "B"
  std::size_t size() const { return senses.size(); }
};

// Takes the mean of each frame away. Differences below the rounding of float are made zero, so that equal vectors stay equal.
SenseVectors centredByFrame(const SenseVectors& vectors);

// Accuracy of 2-means under the better naming of its clusters; the tightest of ten starts. 0.5 when all vectors are equal.
double kmeans2(const SenseVectors& vectors);
// Nearest-centroid accuracy on the rest when eight occurrences of each sense are labelled; mean of 20 draws. Ties count one half.
double centroid8(const SenseVectors& vectors);
// Share of the occurrences of half A whose nearest neighbour (cosine) among those of half B in the same frame has the same sense. The pool
// holds both senses equally often. Ties count one half.
double nearestSense(const SenseVectors& vectors);

// Share of ranks (1-based; 0: not found) that are at most k.
double shareWithin(const std::vector<std::int64_t>& ranks, std::int64_t k);

}  // namespace cloze
