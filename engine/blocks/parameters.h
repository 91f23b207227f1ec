// The parameters of a model: names, tensors, and what others must know of them (weight decay, layer group, names in HF files).
// Blocks create their weights through it, so no global generator is ever read: the initial value is a function of (seed, name).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <torch/torch.h>

namespace cloze {

enum class Init { Zeros, Ones, Normal };             // Normal: N(0, initializer_range^2)

// A slice of rows of one stored tensor that files know under a name of its own (query, key, value of a fused product).
struct FileName { std::string name; std::int64_t firstRow = 0, rows = -1; };   // rows -1: all

struct Parameter {
  std::string name;                                  // unique, the family's own (HF) name where nothing is fused
  torch::Tensor tensor;                              // leaf, requires grad
  bool decays = true;                                // false: biases and normalisation weights
  std::int64_t layer = 0;                            // 0 embeddings, 1..L layers, L + 1 head
  std::vector<FileName> fileNames;                   // empty: {name}
};

class ParameterTable {
 public:
  ParameterTable(std::uint64_t seed, double initializerRange) : m_seed(seed), m_range(initializerRange) {}
  // Creates, initialises and registers. Throws std::logic_error when the name is taken.
  torch::Tensor add(const std::string& name, torch::IntArrayRef shape, Init init, bool decays = true, std::vector<FileName> fileNames = {});
  void setLayer(std::int64_t layer) { m_layer = layer; }              // of what is added next
  std::vector<Parameter>& all() { return m_parameters; }
  const std::vector<Parameter>& all() const { return m_parameters; }

 private:
  std::uint64_t m_seed;
  double m_range;
  std::int64_t m_layer = 0;
  std::vector<Parameter> m_parameters;
};

}  // namespace cloze
