// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/parameters.h"

#include <algorithm>
#include <stdexcept>

#include "engine/core/random.h"

namespace cloze {

namespace {

// FNV-1a: the place of a parameter in the stream of initial values is its name, so that adding a head changes no other weight.
std::uint64_t hashOfName(const std::string& name) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (unsigned char c : name) hash = (hash ^ c) * 0x100000001B3ull;
  return hash;
}

void fillNormal(torch::Tensor& tensor, std::uint64_t seed, const std::string& name, double deviation) {
  Random stream = random(seed, Purpose::Initialise, 0, hashOfName(name));
  float* values = tensor.data_ptr<float>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i) values[i] = static_cast<float>(stream.normal() * deviation);
}

void fillUniform(torch::Tensor& tensor, std::uint64_t seed, const std::string& name, double limit) {
  Random stream = random(seed, Purpose::Initialise, 0, hashOfName(name));
  float* values = tensor.data_ptr<float>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i) values[i] = static_cast<float>((2 * stream.uniform() - 1) * limit);
}

}  // namespace

torch::Tensor FileName::of(const torch::Tensor& stored) const {
  const auto part = rows < 0 ? stored : stored.narrow(0, firstRow, rows);
  const auto turned = transposed ? part.t() : part;
  return shape.empty() ? turned : turned.view(shape);
}

torch::Tensor ParameterTable::add(const std::string& name, torch::IntArrayRef shape, Init init, bool decays, std::vector<FileName> fileNames) {
  for (const Parameter& other : m_parameters)
    if (other.name == name) throw std::logic_error("parameter " + name + " is defined twice");
  const auto lent = std::find_if(m_lent.begin(), m_lent.end(), [&](const Parameter& one) { return one.name == name; });
  if (lent != m_lent.end()) {
    if (lent->tensor.sizes() != shape) throw std::logic_error("parameter " + name + " is borrowed in another shape");
    m_parameters.push_back(*lent);
    return lent->tensor;
  }
  Parameter parameter;
  parameter.name = name;
  parameter.tensor = torch::empty(shape, torch::kFloat32);
  if (m_seed) {
    if (init.kind == Init::Normal || init.kind == Init::ScaledNormal)
      fillNormal(parameter.tensor, *m_seed, name, init.kind == Init::Normal ? m_range : init.value * m_range);
    else if (init.kind == Init::Uniform) fillUniform(parameter.tensor, *m_seed, name, init.value);
    else parameter.tensor.fill_(init.kind == Init::Ones ? 1.0 : init.value);
  }
  parameter.tensor.set_requires_grad(true);
  parameter.decays = decays;
  parameter.layer = m_layer;
  parameter.fileNames = fileNames.empty() ? std::vector<FileName>{{name}} : std::move(fileNames);
  m_parameters.push_back(parameter);
  return parameter.tensor;
}

void ParameterTable::borrow(const ParameterTable& lender, const std::string& prefix) {
  for (const Parameter& parameter : lender.all()) {
    if (parameter.name.compare(0, prefix.size(), prefix) != 0) continue;
    m_lent.push_back(parameter);
    m_lent.back().borrowed = true;
    m_lent.back().aliases.clear();
  }
}

void ParameterTable::adopt(const ParameterTable& inner, const std::string& name) {
  for (Parameter parameter : inner.all()) {
    if (parameter.borrowed) continue;
    parameter.name.insert(0, name + ".");
    for (FileName& file : parameter.fileNames) file.name.insert(0, name + ".");
    parameter.aliases.clear();
    parameter.beside = true;
    parameter.layer = m_layer;
    m_parameters.push_back(std::move(parameter));
  }
}

Parameter& ParameterTable::find(const std::string& name) {
  for (Parameter& parameter : m_parameters)
    if (parameter.name == name) return parameter;
  throw std::logic_error("there is no parameter " + name);
}

std::int64_t ParameterTable::count() const {
  std::int64_t total = 0;
  for (const Parameter& parameter : m_parameters) total += parameter.tensor.numel();
  return total;
}

}  // namespace cloze
