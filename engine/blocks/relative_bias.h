// A bias of attention scores that depends on the distance between key and query only (Raffel et al., 2020, section 2.1): near distances have a bucket
// each, farther ones share buckets that widen with the logarithm; one learned number a bucket and head.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <torch/torch.h>

#include "engine/blocks/parameters.h"

namespace cloze {

struct BucketRule { std::int64_t buckets = 32, maximumDistance = 128; bool bothSides = true; };   // else keys behind the query count as at its place
// Bucket of a key `distance` places behind the query (negative: before it).
std::int64_t bucketOf(std::int64_t distance, const BucketRule& rule);

class RelativeBias {
 public:
  // `name`: full name of the table [buckets, A]; `spread` of its first values beside the model's.
  struct Options { std::string name; BucketRule rule; std::int64_t heads = 0; double spread = 1; };
  RelativeBias(ParameterTable& parameters, const Options& options);
  // Queries [first, first + queries) over keys [0, keys): [A, queries, keys]
  torch::Tensor forward(std::int64_t first, std::int64_t queries, std::int64_t keys) const;

 private:
  BucketRule m_rule;
  torch::Tensor m_table;
};

}  // namespace cloze
