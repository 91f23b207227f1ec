// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/letter_encoder.h"

#include <cmath>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <unordered_map>

namespace cloze {

namespace {

struct LargestWindowsFunction : torch::autograd::Function<LargestWindowsFunction> {
  using Context = torch::autograd::AutogradContext;
  // tables [span, alphabet, n], letters [U, C] int32 -> [U, n]
  static torch::Tensor forward(Context* context, const torch::Tensor& given, const torch::Tensor& letters) {
    const auto tables = given.contiguous();
    const kernels::LetterWindows shape = shapeOf(tables.sizes(), letters);
    const std::int64_t words = letters.size(0);
    auto best = torch::empty({words, shape.filters}, torch::kFloat32), where = torch::empty({words, shape.filters}, torch::kInt32);
    for (std::int64_t u = 0; u < words; ++u)
      kernels::largestWindows(tables.data_ptr<float>(), letters.data_ptr<std::int32_t>() + u * shape.letters, best.data_ptr<float>() + u * shape.filters,
                              where.data_ptr<std::int32_t>() + u * shape.filters, shape);
    context->save_for_backward({letters, where});
    context->saved_data["sizes"] = tables.sizes().vec();
    return best;
  }
  static torch::autograd::variable_list backward(Context* context, torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto sizes = context->saved_data["sizes"].toIntVector();
    const auto gradient = gradients[0].contiguous();
    const kernels::LetterWindows shape = shapeOf(sizes, saved[0]);
    auto tables = torch::zeros(sizes, torch::kFloat32);
    for (std::int64_t u = 0; u < gradient.size(0); ++u)
      kernels::largestWindowsBackward(gradient.data_ptr<float>() + u * shape.filters, saved[0].data_ptr<std::int32_t>() + u * shape.letters,
                                      saved[1].data_ptr<std::int32_t>() + u * shape.filters, tables.data_ptr<float>(), shape);
    return {tables, torch::Tensor()};
  }
  static kernels::LetterWindows shapeOf(torch::IntArrayRef tables, const torch::Tensor& letters) { return {letters.size(1), tables[0], tables[1], tables[2]}; }
};

struct DistinctWords {
  torch::Tensor letters, number;                     // [U, C] int32; [N] int64, which of them each word is
};

DistinctWords distinctWords(const torch::Tensor& letters, std::int64_t alphabet) {
  const std::int64_t words = letters.size(0), slots = letters.size(1);
  const std::int32_t* data = letters.data_ptr<std::int32_t>();
  for (std::int64_t i = 0; i < letters.numel(); ++i)
    if (data[i] < 0 || data[i] >= alphabet)
      throw std::invalid_argument("letter " + std::to_string(data[i]) + " of word " + std::to_string(i / slots) + " is outside the alphabet of " + std::to_string(alphabet));
  std::unordered_map<std::string_view, std::int64_t> seen;
  std::vector<std::int64_t> first;
  auto number = torch::empty({words}, torch::kInt64);
  for (std::int64_t i = 0; i < words; ++i) {
    const std::string_view bytes(reinterpret_cast<const char*>(data + i * slots), static_cast<std::size_t>(slots) * sizeof(std::int32_t));
    const auto [place, isNew] = seen.emplace(bytes, static_cast<std::int64_t>(first.size()));
    if (isNew) first.push_back(i);
    number.data_ptr<std::int64_t>()[i] = place->second;
  }
  return {letters.index_select(0, torch::tensor(first, torch::kInt64)), number};
}

Affine addDense(ParameterTable& parameters, const std::string& weight, const std::string& bias, std::int64_t in, std::int64_t out, double biasValue = 0) {
  const Init spread(Init::ScaledNormal, 1 / std::sqrt(static_cast<double>(in)));
  return {parameters.add(weight, {out, in}, spread, true, {{weight, 0, -1, true}}), parameters.add(bias, {out}, {Init::Constant, biasValue}, false)};
}

}  // namespace

LetterEncoder::LetterEncoder(ParameterTable& parameters, const Names& names, const Options& options) : m_options(options) {
  m_embedding = parameters.add(names.embedding, {options.alphabet, options.width}, {Init::Uniform, 1});
  std::int64_t features = 0;
  for (std::size_t i = 0; i < options.filters.size(); ++i) {
    const auto [span, count] = options.filters[i];
    const std::string weight = names.filter + std::to_string(i), bias = names.filterBias + std::to_string(i);
    const double in = static_cast<double>(span * options.width);
    const Init init = options.activation == "tanh" ? Init(Init::ScaledNormal, 1 / std::sqrt(in)) : Init(Init::Uniform, 0.05);
    m_filters.push_back({parameters.add(weight, {count, span * options.width}, init, true, {{weight, 0, -1, true, {1, span, options.width, count}}}),
                         parameters.add(bias, {count}, Init::Zeros, false)});
    features += count;
  }
  for (std::int64_t k = 0; k < options.highways; ++k) {
    const std::string layer = names.highway + std::to_string(k);
    m_highways.push_back({addDense(parameters, layer + ".W_carry", layer + ".b_carry", features, features, -2),   // at first most passes unchanged
                          addDense(parameters, layer + ".W_transform", layer + ".b_transform", features, features)});
  }
  if (features != options.out) m_projection = addDense(parameters, names.projection + ".W_proj", names.projection + ".b_proj", features, options.out);
}

torch::Tensor LetterEncoder::filtered(const torch::Tensor& letters) const {
  std::vector<torch::Tensor> features;
  for (std::size_t i = 0; i < m_filters.size(); ++i) {
    const auto [span, count] = m_options.filters[i];
    const auto filter = m_filters[i].weight.view({count, span, m_options.width}).permute({1, 2, 0});       // [span, width, n]
    const auto tables = torch::matmul(m_embedding, filter);                                                 // [span, alphabet, n]
    features.push_back(LargestWindowsFunction::apply(tables, letters) + m_filters[i].bias);                 // [U, n]
  }
  const auto all = torch::cat(features, 1);
  return m_options.activation == "tanh" ? torch::tanh(all) : torch::relu(all);
}

torch::Tensor LetterEncoder::forward(const torch::Tensor& letters) const {
  const DistinctWords words = distinctWords(letters.to(torch::kInt32).contiguous(), m_options.alphabet);
  torch::Tensor vectors = filtered(words.letters);                                                          // [U, F]
  for (const Highway& layer : m_highways) {
    const auto carry = linearActivation(vectors, layer.carry, kernels::Activation::Sigmoid);               // the gate of what is transformed
    vectors = vectors + carry * (linearActivation(vectors, layer.transform, kernels::Activation::Relu) - vectors);
  }
  if (m_projection) vectors = linear(vectors, *m_projection);
  return embeddingSum({vectors}, {words.number}, -1);                                                       // [N, out]
}

}  // namespace cloze
