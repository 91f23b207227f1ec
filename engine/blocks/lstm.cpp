// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/lstm.h"

#include <algorithm>
#include <cmath>

#include "engine/blocks/gemm.h"
#include "engine/blocks/kernels.h"

namespace cloze {

namespace {

constexpr float kForgetBias = 1;

struct LstmShape {
  std::int64_t B, T, in, C, P;
  float cellClip, outputClip;
  std::int64_t row(std::int64_t b, std::int64_t t) const { return b * T + t; }
  kernels::LstmCell cell() const { return {C, kForgetBias, cellClip}; }
};

float* dataOf(const torch::Tensor& tensor) { return tensor.data_ptr<float>(); }
torch::Tensor unset(torch::IntArrayRef shape) { return torch::empty(shape, torch::kFloat32); }

// Whether row b reads a token at step t.
struct RowLengths {
  const std::int64_t* lengths;                       // null: every row reads to the end
  bool at(std::int64_t b, std::int64_t t) const { return !lengths || t < lengths[b]; }
};

struct LstmFunction : torch::autograd::Function<LstmFunction> {
  using Context = torch::autograd::AutogradContext;
  using Tensors = torch::autograd::variable_list;
  struct Settings { LstmShape shape; torch::Tensor lengths, startHidden, startCell; };

  static Tensors forward(Context* context, const torch::Tensor& given, const torch::Tensor& weight, const torch::Tensor& bias,
                         const torch::Tensor& projection, const Settings& settings) {
    const auto [B, T, in, C, P, cellClip, outputClip] = settings.shape;
    const LstmShape& s = settings.shape;
    const RowLengths reading{settings.lengths.defined() ? settings.lengths.data_ptr<std::int64_t>() : nullptr};
    const auto input = given.contiguous();
    auto gates = unset({B * T, 4 * C}), cells = unset({B * T, C}), outputs = unset({B * T, C}), hidden = unset({B * T, P});
    multiply({B * T, 4 * C, in}, {dataOf(input), in}, {dataOf(weight), in + P, true}, dataOf(gates), 4 * C);
    for (std::int64_t t = 0; t < T; ++t) {
      const float* before = t > 0 ? dataOf(hidden) + (t - 1) * P : dataOf(settings.startHidden);
      multiply({B, 4 * C, P, 1, 1}, {before, t > 0 ? T * P : P}, {dataOf(weight) + in, in + P, true}, dataOf(gates) + t * 4 * C, T * 4 * C);
      for (std::int64_t b = 0; b < B; ++b) {
        const std::int64_t row = s.row(b, t);
        const float* cellBefore = t > 0 ? dataOf(cells) + (row - 1) * C : dataOf(settings.startCell) + b * C;
        kernels::lstmCell(dataOf(gates) + row * 4 * C, dataOf(bias), cellBefore, dataOf(cells) + row * C, dataOf(outputs) + row * C, s.cell());
        if (!reading.at(b, t)) std::copy_n(cellBefore, C, dataOf(cells) + row * C);
      }
      multiply({B, P, C}, {dataOf(outputs) + t * C, T * C}, {dataOf(projection), C, true}, dataOf(hidden) + t * P, T * P);
      for (std::int64_t b = 0; b < B; ++b) {
        float* row = dataOf(hidden) + s.row(b, t) * P;
        if (!reading.at(b, t)) std::copy_n(t > 0 ? row - P : dataOf(settings.startHidden) + b * P, P, row);
        else if (outputClip > 0) kernels::clip(row, outputClip, P);
      }
    }
    const auto last = [&](const torch::Tensor& all) { return all.view({s.B, s.T, -1}).select(1, s.T - 1).clone(); };
    context->save_for_backward({input, weight, projection, gates, cells, outputs, hidden, settings.lengths, settings.startHidden, settings.startCell});
    context->saved_data["shape"] = std::vector<std::int64_t>{B, T, in, C, P};
    context->saved_data["cellClip"] = static_cast<double>(cellClip);
    context->saved_data["outputClip"] = static_cast<double>(outputClip);
    auto endHidden = last(hidden), endCell = last(cells);
    context->mark_non_differentiable({endHidden, endCell});
    return {hidden, endHidden, endCell};
  }

  static Tensors backward(Context* context, Tensors gradients) {
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &weight = saved[1], &outputs = saved[5], &hidden = saved[6];
    const auto sizes = context->saved_data["shape"].toIntVector();
    const LstmShape s{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], static_cast<float>(context->saved_data["cellClip"].toDouble()),
                      static_cast<float>(context->saved_data["outputClip"].toDouble())};
    const std::int64_t rows = s.B * s.T, width = s.in + s.P;
    auto projected = gradients[0].clone(torch::MemoryFormat::Contiguous), sums = unset({rows, 4 * s.C});      // of the products W_P m, and of the gates' sums
    throughTime(s, saved, projected, sums);

    auto inputGradient = unset({rows, s.in}), weightGradient = unset({4 * s.C, width}), projectionGradient = unset({s.P, s.C});
    multiply({rows, s.in, 4 * s.C}, {dataOf(sums), 4 * s.C}, {dataOf(weight), width}, dataOf(inputGradient), s.in);
    multiply({4 * s.C, s.in, rows}, {dataOf(sums), 4 * s.C, true}, {dataOf(input), s.in}, dataOf(weightGradient), width);
    const auto before = torch::cat({saved[8].unsqueeze(1), hidden.view({s.B, s.T, s.P}).narrow(1, 0, s.T - 1)}, 1).contiguous();   // [B, T, P]
    multiply({4 * s.C, s.P, rows}, {dataOf(sums), 4 * s.C, true}, {dataOf(before), s.P}, dataOf(weightGradient) + s.in, width);
    multiply({s.P, s.C, rows}, {dataOf(projected), s.P, true}, {dataOf(outputs), s.C}, dataOf(projectionGradient), s.C);
    auto biasGradient = torch::zeros({4 * s.C}, torch::kFloat32);
    kernels::addColumnSums(dataOf(sums), dataOf(biasGradient), rows, 4 * s.C);
    return {inputGradient, weightGradient, biasGradient, projectionGradient, torch::Tensor()};
  }

 private:
  // From the last step to the first: `projected` comes as the gradient of the outputs and becomes that of the projections before clipping.
  static void throughTime(const LstmShape& s, const Tensors& saved, torch::Tensor& projected, torch::Tensor& sums) {
    const auto &weight = saved[1], &projection = saved[2], &gates = saved[3], &cells = saved[4], &hidden = saved[6], &lengths = saved[7];
    const RowLengths reading{lengths.defined() ? lengths.data_ptr<std::int64_t>() : nullptr};
    auto hiddenNext = torch::zeros({s.B, s.P}, torch::kFloat32), cellNext = torch::zeros({s.B, s.C}, torch::kFloat32), output = unset({s.B, s.C});
    for (std::int64_t t = s.T - 1; t >= 0; --t) {
      for (std::int64_t b = 0; b < s.B; ++b) {
        float* row = dataOf(projected) + s.row(b, t) * s.P;
        kernels::add(row, dataOf(hiddenNext) + b * s.P, s.P);
        if (reading.at(b, t) && s.outputClip > 0) kernels::clipBackward(dataOf(hidden) + s.row(b, t) * s.P, s.outputClip, row, s.P);
      }
      multiply({s.B, s.C, s.P}, {dataOf(projected) + t * s.P, s.T * s.P}, {dataOf(projection), s.C}, dataOf(output), s.C);
      for (std::int64_t b = 0; b < s.B; ++b) {
        const std::int64_t row = s.row(b, t);
        float* gateRow = dataOf(sums) + row * 4 * s.C;
        const float* before = t > 0 ? dataOf(cells) + (row - 1) * s.C : dataOf(saved[9]) + b * s.C;
        if (reading.at(b, t))
          kernels::lstmCellBackward(dataOf(gates) + row * 4 * s.C, before, dataOf(cells) + row * s.C, dataOf(output) + b * s.C,
                                    dataOf(cellNext) + b * s.C, gateRow, s.cell());
        else std::fill_n(gateRow, 4 * s.C, 0.0f);
      }
      multiply({s.B, s.P, 4 * s.C}, {dataOf(sums) + t * 4 * s.C, s.T * 4 * s.C}, {dataOf(weight) + s.in, s.in + s.P}, dataOf(hiddenNext), s.P);
      for (std::int64_t b = 0; b < s.B; ++b) {
        if (reading.at(b, t)) continue;                                        // the state went through as it was
        float* row = dataOf(projected) + s.row(b, t) * s.P;
        std::copy_n(row, s.P, dataOf(hiddenNext) + b * s.P);
        std::fill_n(row, s.P, 0.0f);
      }
    }
  }
};

}  // namespace

Lstm::Lstm(ParameterTable& parameters, const Names& names, const Options& options) : m_options(options) {
  const auto [in, C, P, cellClip, outputClip] = options;
  const auto spread = [](std::int64_t from, std::int64_t to) { return Init(Init::Uniform, std::sqrt(6.0 / static_cast<double>(from + to))); };   // Glorot
  m_gates = parameters.add(names.gates, {4 * C, in + P}, spread(in + P, 4 * C), true, {{names.gates, 0, -1, true}});
  m_bias = parameters.add(names.bias, {4 * C}, Init::Zeros, false);
  m_projection = parameters.add(names.projection, {P, C}, spread(C, P), true, {{names.projection, 0, -1, true}});
}

LstmResult Lstm::forward(const torch::Tensor& input, std::int64_t batch, const torch::Tensor& lengths, const LstmState& start) const {
  const std::int64_t T = batch > 0 ? input.size(0) / batch : 0;
  const auto orZeros = [&](const torch::Tensor& state, std::int64_t width) {
    return state.defined() ? state.detach().clone() : torch::zeros({batch, width}, torch::kFloat32);
  };
  const LstmShape shape{batch, T, m_options.in, m_options.cells, m_options.out, static_cast<float>(m_options.cellClip), static_cast<float>(m_options.outputClip)};
  auto results = LstmFunction::apply(input, m_gates, m_bias, m_projection,
                                     LstmFunction::Settings{shape, lengths, orZeros(start.hidden, m_options.out), orZeros(start.cell, m_options.cells)});
  return {results[0], {results[1], results[2]}};
}

}  // namespace cloze
