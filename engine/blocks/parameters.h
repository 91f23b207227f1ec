// The parameters of a model: names, tensors, and what others must know of them (weight decay, layer group, names in HF files).
// Blocks create their weights through it, so no global generator is ever read: the initial value is a function of (seed, name).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <torch/torch.h>

namespace cloze {

// How a parameter starts. Normal: N(0, initializer_range^2); ScaledNormal: N(0, (value * initializer_range)^2); Uniform: in [-value, value);
// Constant: `value` everywhere.
struct Init {
  enum Kind { Zeros, Ones, Normal, ScaledNormal, Uniform, Constant };
  Init(Kind chosen, double constant = 0) : kind(chosen), value(constant) {}
  Kind kind;
  double value;
};

// A slice of rows of one stored tensor that files know under a name of its own (query, key, value of a fused product), or the other way round
// ([in, out]: what TensorFlow's authors called a convolution of width one).
struct FileName {
  std::string name;
  std::int64_t firstRow = 0, rows = -1;              // rows -1: all
  bool transposed = false;
  std::vector<std::int64_t> shape = {};              // in files, when it is another one of the same numbers; empty: as stored
  torch::Tensor of(const torch::Tensor& stored) const;   // a view of the stored tensor (or of its gradient) as files have it
};
// Another name under which files may hold the same values (a tied decoder). Read when the first name is absent.
struct Alias { std::string name; bool written = false; };

struct Parameter {
  std::string name;                                  // unique, the family's own (HF) name where nothing is fused
  torch::Tensor tensor;                              // leaf, requires grad, contiguous float32
  bool decays = true;                                // false: biases and normalisation weights
  bool rowPerToken = false;                          // row i belongs to token i of the vocabulary
  std::int64_t layer = 0;                            // 0 embeddings, 1..L layers, L + 1 head
  bool borrowed = false;                             // another model's: one tensor of two
  bool beside = false;                               // of a model inside this one, which has files of its own
  std::vector<FileName> fileNames;                   // of which the tensor consists in files, at least one
  std::vector<Alias> aliases;
};

class ParameterTable {
 public:
  // Without a seed the values are left unset: for a model that is loaded next, or whose weights are another's (set_data).
  ParameterTable(std::optional<std::uint64_t> seed, double initializerRange) : m_seed(seed), m_range(initializerRange) {}
  // Creates, initialises and registers. Throws std::logic_error when the name is taken.
  torch::Tensor add(const std::string& name, torch::IntArrayRef shape, Init init, bool decays = true, std::vector<FileName> fileNames = {});
  void setLayer(std::int64_t layer) { m_layer = layer; }              // of what is added next
  // What is added from now on under the name of a parameter of `lender` that begins with `prefix` is that very tensor.
  void borrow(const ParameterTable& lender, const std::string& prefix);
  // The parameters of a model inside this one, but those that it borrowed, under "<name>.": of the layer that setLayer named.
  void adopt(const ParameterTable& inner, const std::string& name);
  bool initialises() const { return m_seed.has_value(); }
  void rowPerToken(const std::string& name) { find(name).rowPerToken = true; }
  void alias(const std::string& name, const Alias& other) { find(name).aliases.push_back(other); }
  Parameter& find(const std::string& name);                           // std::logic_error when there is none
  std::vector<Parameter>& all() { return m_parameters; }
  const std::vector<Parameter>& all() const { return m_parameters; }
  std::int64_t count() const;                                         // numbers in all of them

 private:
  std::optional<std::uint64_t> m_seed;
  double m_range;
  std::int64_t m_layer = 0;
  std::vector<Parameter> m_parameters, m_lent;
};

}  // namespace cloze
