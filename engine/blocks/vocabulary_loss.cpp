// The loss over a vocabulary without the logits of a whole batch: functions.h, linearCrossEntropySum.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <stdexcept>
#include <string>

#include "engine/blocks/functions.h"
#include "engine/blocks/gemm.h"

namespace cloze {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

torch::Tensor emptyFloats(torch::IntArrayRef shape) { return torch::empty(shape, torch::kFloat32); }
float* valuesOf(const torch::Tensor& tensor) { return tensor.data_ptr<float>(); }

// The gradients are made on the way forward, since they only need to be scaled later: of the input [N, H], the weight [V, H] and the bias [V].
struct LinearCrossEntropyFunction : Function<LinearCrossEntropyFunction> {
  static constexpr std::int64_t kRows = 256;
  struct Settings { torch::Tensor targets; bool differentiate; std::int64_t* correct; };
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& weight, const torch::Tensor& bias,
                               const Settings& settings) {
    const auto input = given.contiguous();
    const std::int64_t N = input.size(0), H = input.size(1), V = weight.size(0);
    auto logits = emptyFloats({std::min(kRows, N), V});
    auto inputGradient = settings.differentiate ? emptyFloats({N, H}) : emptyFloats({0});
    auto weightGradient = settings.differentiate ? torch::zeros({V, H}, torch::kFloat32) : emptyFloats({0});
    auto biasGradient = settings.differentiate && bias.numel() > 0 ? torch::zeros({V}, torch::kFloat32) : emptyFloats({0});
    double sum = 0;
    for (std::int64_t first = 0; first < N; first += kRows) {
      const std::int64_t rows = std::min(kRows, N - first);
      multiply({rows, V, H}, {valuesOf(input) + first * H, H}, {valuesOf(weight), H, true}, valuesOf(logits), V);
      if (bias.numel() > 0) kernels::addBiasDropoutResidual(valuesOf(logits), valuesOf(bias), nullptr, rows, V, {});
      std::int64_t correct = 0;
      sum += kernels::crossEntropyInPlace(valuesOf(logits), settings.targets.data_ptr<std::int64_t>() + first, rows, V, &correct);
      *settings.correct += correct;
      if (!settings.differentiate) continue;
      multiply({rows, H, V}, {valuesOf(logits), V}, {valuesOf(weight), H}, valuesOf(inputGradient) + first * H, H);
      multiply({V, H, rows, 1, 1}, {valuesOf(logits), V, true}, {valuesOf(input) + first * H, H}, valuesOf(weightGradient), H);
      if (biasGradient.numel() > 0) kernels::addColumnSums(valuesOf(logits), valuesOf(biasGradient), rows, V);
    }
    context->save_for_backward({inputGradient, weightGradient, biasGradient});
    return torch::full({}, sum, torch::kFloat32);
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    if (context->saved_data.count("used")) throw std::logic_error("linearCrossEntropySum: differentiated twice");
    context->saved_data["used"] = true;
    auto saved = context->get_saved_variables();
    const float factor = gradients[0].item<float>();
    for (torch::Tensor& gradient : saved) kernels::scale(valuesOf(gradient), factor, gradient.numel());
    return {saved[0], saved[1], saved[2].numel() > 0 ? saved[2] : torch::Tensor(), torch::Tensor()};
  }
};

}  // namespace

CrossEntropy linearCrossEntropySum(const torch::Tensor& input, const Affine& affine, const torch::Tensor& targets) {
  const auto flat = targets.contiguous();
  const auto inside = flat.ge(0).logical_and(flat.lt(affine.weight.size(0)));
  if (!inside.all().item<bool>()) throw std::invalid_argument("a target is outside the vocabulary of " + std::to_string(affine.weight.size(0)));
  CrossEntropy result;
  const bool differentiate = torch::GradMode::is_enabled() && (input.requires_grad() || affine.weight.requires_grad());
  result.sum = LinearCrossEntropyFunction::apply(input, affine.weight, affine.bias.defined() ? affine.bias : emptyFloats({0}), LinearCrossEntropyFunction::Settings{flat, differentiate, &result.correct});
  return result;
}

}  // namespace cloze
