// A mixture of all layers of a model, as a task uses it (Peters et al., 2018, equation 1): gamma * sum of shares[j] * layer j. Std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace cloze {

struct LayerMix {
  std::vector<double> shares;                        // [L + 1], their sum is 1; empty: the family mixes no layers
  double gamma = 1;
  bool learned = false;                              // by a task; before that all shares are equal
};

// Asked for in place of a layer's number.
constexpr std::int64_t kMixedLayers = -2;

}  // namespace cloze
