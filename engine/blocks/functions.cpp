// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/functions.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "engine/blocks/function_parts.h"
#include "engine/blocks/gemm.h"

namespace cloze {

namespace {

using namespace parts;

// Few rows are bound by reading the weights: a BLAS would copy them first.
constexpr std::int64_t kFewRows = 4;

// output [R, out] = input [R, in] * weight^T
torch::Tensor project(const torch::Tensor& input, const torch::Tensor& weight) {
  auto output = uninitialised({input.size(0), weight.size(0)});
  if (input.size(0) <= kFewRows) {
    SplitProducts::run(weight.size(0), [&](std::int64_t begin, std::int64_t end) {
      kernels::multiplyFewRows(floats(input), input.size(0), floats(weight), input.size(1), floats(output), weight.size(0), begin, end);
    });
    return output;
  }
  multiply({input.size(0), weight.size(0), input.size(1)}, {floats(input), input.size(1)}, {floats(weight), input.size(1), true}, floats(output),
           weight.size(0));
  return output;
}
// gradient [R, out] * weight [out, in] -> [R, in]
torch::Tensor projectBack(const torch::Tensor& gradient, const torch::Tensor& weight) {
  auto result = uninitialised({gradient.size(0), weight.size(1)});
  multiply({gradient.size(0), weight.size(1), weight.size(0)}, {floats(gradient), weight.size(0)}, {floats(weight), weight.size(1)}, floats(result),
           weight.size(1));
  return result;
}
// gradient^T [out, R] * input [R, in] -> [out, in]
torch::Tensor weightGradient(const torch::Tensor& gradient, const torch::Tensor& input) {
  if (gradient.size(0) == 0) return torch::zeros({gradient.size(1), input.size(1)}, torch::kFloat32);
  auto result = uninitialised({gradient.size(1), input.size(1)});
  multiply({gradient.size(1), input.size(1), gradient.size(0)}, {floats(gradient), gradient.size(1), true}, {floats(input), input.size(1)},
           floats(result), input.size(1));
  return result;
}
torch::Tensor columnSums(const torch::Tensor& gradient) {
  auto sums = torch::zeros({gradient.size(1)}, torch::kFloat32);
  kernels::addColumnSums(floats(gradient), floats(sums), gradient.size(0), gradient.size(1));
  return sums;
}

struct LinearFunction : Function<LinearFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& weight, const torch::Tensor& bias) {
    const auto input = ready(given);
    auto output = project(input, weight);
    if (bias.numel() > 0) kernels::addBiasDropoutResidual(floats(output), floats(bias), nullptr, output.size(0), output.size(1), {});
    context->save_for_backward({input, weight});
    context->saved_data["bias"] = bias.numel() > 0;
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto gradient = ready(gradients[0]);
    return {projectBack(gradient, saved[1]), weightGradient(gradient, saved[0]),
            context->saved_data["bias"].toBool() ? columnSums(gradient) : torch::Tensor()};
  }
};

struct LinearActivationFunction : Function<LinearActivationFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& weight, const torch::Tensor& bias,
                               kernels::Activation activation) {
    const auto input = ready(given);
    auto before = project(input, weight);                                                     // z = x W^T
    auto output = uninitialised(before.sizes());
    kernels::addBiasActivate(activation, floats(before), floatsOrNull(bias), floats(output), before.size(0), before.size(1));
    context->save_for_backward({input, weight, before});
    context->saved_data["activation"] = static_cast<std::int64_t>(activation);
    context->saved_data["bias"] = bias.numel() > 0;
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const bool shared = gradients[0].use_count() > 1 || gradients[0].storage().use_count() > 1;
    const auto gradient = shared || !gradients[0].is_contiguous() ? gradients[0].clone(torch::MemoryFormat::Contiguous) : gradients[0];
    kernels::activationBackward(static_cast<kernels::Activation>(context->saved_data["activation"].toInt()), floats(saved[2]), floats(gradient),
                                gradient.numel());
    return {projectBack(gradient, saved[1]), weightGradient(gradient, saved[0]),
            context->saved_data["bias"].toBool() ? columnSums(gradient) : torch::Tensor(), torch::Tensor()};
  }
};

// x -> x * mask / (1 - p), one mask a row of the batch; in place when output is the input.
void dropRows(const float* input, float* output, std::int64_t count, std::int64_t batch, const Dropout& dropout) {
  const std::int64_t perRow = count / batch;
  for (std::int64_t b = 0; b < batch; ++b) kernels::dropout(input + b * perRow, output + b * perRow, perRow, dropout.row(b));
}

struct LinearDropoutAddNormFunction : Function<LinearDropoutAddNormFunction> {
  struct Settings { Dropout dropout; std::int64_t batch; double epsilon; };
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& weight, const torch::Tensor& bias,
                               const torch::Tensor& givenResidual, const torch::Tensor& gain, const torch::Tensor& shift, const Settings& settings) {
    const auto input = ready(given), residual = ready(givenResidual);
    auto sum = project(input, weight);                                                        // s = residual + dropout(x W^T + b)
    const std::int64_t rows = sum.size(0), width = sum.size(1), perRow = rows / settings.batch;
    for (std::int64_t b = 0; b < settings.batch; ++b)
      kernels::addBiasDropoutResidual(floats(sum) + b * perRow * width, floatsOrNull(bias),
                                      floats(residual) + b * perRow * width, perRow, width, settings.dropout.row(b));
    auto output = uninitialised({rows, width}), statistics = uninitialised({2, rows});
    kernels::layerNorm(floats(sum), floats(output), floats(statistics), floats(statistics) + rows, rows, width,
                       {floats(gain), floats(shift), settings.epsilon});
    context->save_for_backward({input, weight, gain, sum, statistics});
    save(context, settings.dropout, settings.batch);
    context->saved_data["bias"] = bias.numel() > 0;
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &weight = saved[1], &gain = saved[2], &sum = saved[3], &statistics = saved[4];
    const std::int64_t rows = sum.size(0), width = sum.size(1);
    auto gradient = gradients[0].clone(torch::MemoryFormat::Contiguous);                      // becomes that of s, and of the residual
    auto gainGradient = torch::zeros({width}, torch::kFloat32), shiftGradient = torch::zeros({width}, torch::kFloat32);
    kernels::layerNormBackward(floats(sum), floats(gradient), floats(statistics), floats(statistics) + rows, floats(gain), floats(gainGradient),
                               floats(shiftGradient), rows, width);
    auto inner = gradient;                                                                    // of x W^T + b
    const Dropout dropout = savedDropout(context);
    if (dropout.active()) {
      inner = uninitialised({rows, width});
      dropRows(floats(gradient), floats(inner), rows * width, context->saved_data["batch"].toInt(), dropout);
    }
    return {projectBack(inner, weight), weightGradient(inner, input), context->saved_data["bias"].toBool() ? columnSums(inner) : torch::Tensor(),
            gradient, gainGradient, shiftGradient, torch::Tensor()};
  }
};

struct LinearDropoutAddFunction : Function<LinearDropoutAddFunction> {
  struct Settings { Dropout dropout; std::int64_t batch; };
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& weight, const torch::Tensor& bias,
                               const torch::Tensor& givenResidual, const Settings& settings) {
    const auto input = ready(given), residual = ready(givenResidual);
    auto sum = project(input, weight);                                                        // residual + dropout(x W^T + b)
    const std::int64_t width = sum.size(1), perRow = sum.size(0) / settings.batch;
    for (std::int64_t b = 0; b < settings.batch; ++b)
      kernels::addBiasDropoutResidual(floats(sum) + b * perRow * width, floatsOrNull(bias), floats(residual) + b * perRow * width, perRow, width,
                                      settings.dropout.row(b));
    context->save_for_backward({input, weight});
    save(context, settings.dropout, settings.batch);
    context->saved_data["bias"] = bias.numel() > 0;
    return sum;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto gradient = ready(gradients[0]);                                                // of the residual as well
    auto inner = gradient;                                                                    // of x W^T + b
    const Dropout dropout = savedDropout(context);
    if (dropout.active()) {
      inner = uninitialised(gradient.sizes());
      dropRows(floats(gradient), floats(inner), gradient.numel(), context->saved_data["batch"].toInt(), dropout);
    }
    return {projectBack(inner, saved[1]), weightGradient(inner, saved[0]), context->saved_data["bias"].toBool() ? columnSums(inner) : torch::Tensor(),
            gradient, torch::Tensor()};
  }
};

struct LayerNormFunction : Function<LayerNormFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& gain, const torch::Tensor& shift,
                               double epsilon) {
    const auto input = ready(given);
    const std::int64_t rows = input.size(0), width = input.size(1);
    auto output = uninitialised({rows, width}), statistics = uninitialised({2, rows});
    kernels::layerNorm(floats(input), floats(output), floats(statistics), floats(statistics) + rows, rows, width,
                       {floats(gain), floats(shift), epsilon});
    context->save_for_backward({input, gain, statistics});
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const std::int64_t rows = saved[0].size(0), width = saved[0].size(1);
    auto gradient = gradients[0].clone(torch::MemoryFormat::Contiguous);
    auto gainGradient = torch::zeros({width}, torch::kFloat32), shiftGradient = torch::zeros({width}, torch::kFloat32);
    kernels::layerNormBackward(floats(saved[0]), floats(gradient), floats(saved[2]), floats(saved[2]) + rows, floats(saved[1]),
                               floats(gainGradient), floats(shiftGradient), rows, width);
    return {gradient, gainGradient, shiftGradient, torch::Tensor()};
  }
};

struct RmsNormFunction : Function<RmsNormFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& gain, double epsilon) {
    const auto input = ready(given);
    const std::int64_t rows = input.size(0), width = input.size(1);
    auto output = uninitialised({rows, width}), inverse = uninitialised({rows});
    kernels::rmsNorm(floats(input), floats(output), floats(inverse), rows, width, {floats(gain), nullptr, epsilon});
    context->save_for_backward({input, gain, inverse});
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    auto gradient = gradients[0].clone(torch::MemoryFormat::Contiguous);
    auto gainGradient = torch::zeros({saved[0].size(1)}, torch::kFloat32);
    kernels::rmsNormBackward(floats(saved[0]), floats(gradient), floats(saved[2]), floats(saved[1]), floats(gainGradient), saved[0].size(0), saved[0].size(1));
    return {gradient, gainGradient, torch::Tensor()};
  }
};

struct DropoutFunction : Function<DropoutFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const Dropout& dropout, std::int64_t batch) {
    const auto input = ready(given);
    auto output = uninitialised(input.sizes());
    dropRows(floats(input), floats(output), input.numel(), batch, dropout);
    save(context, dropout, batch);
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto gradient = ready(gradients[0]);
    auto result = uninitialised(gradient.sizes());
    dropRows(floats(gradient), floats(result), gradient.numel(), context->saved_data["batch"].toInt(), savedDropout(context));
    return {result, torch::Tensor(), torch::Tensor()};
  }
};

// LibTorch 1.13 follows only plain tensor arguments, so there are four places for tables; unused ones are empty.
constexpr std::size_t kMostTables = 4;
struct EmbeddingSumFunction : Function<EmbeddingSumFunction> {
  struct Lookups { std::vector<torch::Tensor> ids; std::int64_t ignored; };
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& first, const torch::Tensor& second, const torch::Tensor& third,
                               const torch::Tensor& fourth, const Lookups& lookups) {
    const torch::Tensor* tables[kMostTables] = {&first, &second, &third, &fourth};
    const std::int64_t rows = lookups.ids[0].numel(), width = first.size(1);
    auto output = torch::zeros({rows, width}, torch::kFloat32);
    std::vector<std::int64_t> sizes;
    for (std::size_t k = 0; k < lookups.ids.size(); ++k) {
      const std::int64_t* id = lookups.ids[k].data_ptr<std::int64_t>();
      const float* table = floats(*tables[k]);
      for (std::int64_t row = 0; row < rows; ++row) kernels::add(floats(output) + row * width, table + id[row] * width, width);
      sizes.push_back(tables[k]->size(0));
    }
    context->save_for_backward(lookups.ids);
    context->saved_data["sizes"] = sizes;
    context->saved_data["ignored"] = lookups.ignored;
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto ids = context->get_saved_variables();
    const auto gradient = ready(gradients[0]);
    const std::int64_t rows = gradient.size(0), width = gradient.size(1), ignored = context->saved_data["ignored"].toInt();
    const auto sizes = context->saved_data["sizes"].toIntVector();
    variable_list results(kMostTables + 1);
    for (std::size_t k = 0; k < ids.size(); ++k) {
      results[k] = torch::zeros({sizes[k], width}, torch::kFloat32);
      const std::int64_t* id = ids[k].data_ptr<std::int64_t>();
      for (std::int64_t row = 0; row < rows; ++row)
        if (k > 0 || id[row] != ignored) kernels::add(floats(results[k]) + id[row] * width, floats(gradient) + row * width, width);
    }
    return results;
  }
};

struct GatherRowsFunction : Function<GatherRowsFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& rows) {
    const auto input = ready(given);
    const std::int64_t width = input.size(1);
    const std::int64_t* row = rows.data_ptr<std::int64_t>();
    auto output = uninitialised({rows.numel(), width});
    for (std::int64_t i = 0; i < rows.numel(); ++i) std::copy_n(floats(input) + row[i] * width, width, floats(output) + i * width);
    context->save_for_backward({rows});
    context->saved_data["rows"] = input.size(0);
    return output;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto rows = context->get_saved_variables()[0];
    const auto gradient = ready(gradients[0]);
    const std::int64_t width = gradient.size(1);
    const std::int64_t* row = rows.data_ptr<std::int64_t>();
    auto result = torch::zeros({context->saved_data["rows"].toInt(), width}, torch::kFloat32);
    for (std::int64_t i = 0; i < rows.numel(); ++i) std::copy_n(floats(gradient) + i * width, width, floats(result) + row[i] * width);
    return {result, torch::Tensor()};
  }
};

struct CrossEntropyFunction : Function<CrossEntropyFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& logits, const torch::Tensor& targets, std::int64_t* correct) {
    const double sum = kernels::crossEntropyInPlace(floats(logits), targets.data_ptr<std::int64_t>(), logits.size(0), logits.size(1), correct);
    context->save_for_backward({logits.detach()});                                            // by now their gradient
    return torch::full({}, sum, torch::kFloat32);
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto gradient = context->get_saved_variables()[0];
    if (context->saved_data.count("used")) throw std::logic_error("crossEntropySum: differentiated twice");
    context->saved_data["used"] = true;
    const float factor = gradients[0].item<float>();
    if (factor != 1.0f) kernels::scale(floats(gradient), factor, gradient.numel());
    return {gradient, torch::Tensor(), torch::Tensor()};
  }
};

void requireIdsInside(const torch::Tensor& ids, std::int64_t rows) {
  const std::int64_t* id = ids.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < ids.numel(); ++i)
    if (id[i] < 0 || id[i] >= rows)
      throw std::invalid_argument("embedding: id " + std::to_string(id[i]) + " at place " + std::to_string(i) + " is outside the table of " +
                                  std::to_string(rows) + " rows");
}

}  // namespace

torch::Tensor linear(const torch::Tensor& input, const Affine& affine) { return LinearFunction::apply(input, affine.weight, orAbsent(affine.bias)); }

torch::Tensor linearActivation(const torch::Tensor& input, const Affine& affine, kernels::Activation activation) {
  return LinearActivationFunction::apply(input, affine.weight, orAbsent(affine.bias), activation);
}

torch::Tensor linearDropoutAddNorm(const torch::Tensor& input, const Affine& affine, const torch::Tensor& residual, const Normalisation& norm,
                                   const Dropout& dropout, std::int64_t batch) {
  return LinearDropoutAddNormFunction::apply(input, affine.weight, orAbsent(affine.bias), residual, norm.gain, norm.shift,
                                             LinearDropoutAddNormFunction::Settings{dropout, batch, norm.epsilon});
}

torch::Tensor linearDropoutAdd(const torch::Tensor& input, const Affine& affine, const torch::Tensor& residual, const Dropout& dropout, std::int64_t batch) {
  return LinearDropoutAddFunction::apply(input, affine.weight, orAbsent(affine.bias), residual, LinearDropoutAddFunction::Settings{dropout, batch});
}

torch::Tensor layerNorm(const torch::Tensor& input, const Normalisation& norm) {
  return LayerNormFunction::apply(input, norm.gain, norm.shift, norm.epsilon);
}

torch::Tensor normalise(const torch::Tensor& input, const Normalisation& norm) {
  return norm.shift.defined() ? layerNorm(input, norm) : RmsNormFunction::apply(input, norm.gain, norm.epsilon);
}

torch::Tensor dropoutRows(const torch::Tensor& input, const Dropout& dropout, std::int64_t batch) {
  return dropout.active() ? DropoutFunction::apply(input, dropout, batch) : input;
}

torch::Tensor embeddingSum(const std::vector<torch::Tensor>& tables, const std::vector<torch::Tensor>& ids, std::int64_t ignored) {
  if (tables.empty() || tables.size() > kMostTables || ids.size() != tables.size()) throw std::logic_error("embeddingSum: one to four tables, ids for each");
  std::vector<torch::Tensor> flat;
  for (std::size_t k = 0; k < ids.size(); ++k) {
    flat.push_back(ids[k].reshape({-1}).contiguous());
    requireIdsInside(flat.back(), tables[k].size(0));
  }
  const auto table = [&](std::size_t k) { return k < tables.size() ? tables[k] : absent(); };
  return EmbeddingSumFunction::apply(table(0), table(1), table(2), table(3), EmbeddingSumFunction::Lookups{flat, ignored});
}

torch::Tensor gatherRows(const torch::Tensor& input, const torch::Tensor& rows) {
  const auto flat = rows.contiguous();
  requireIdsInside(flat, input.size(0));
  return GatherRowsFunction::apply(input, flat);
}

CrossEntropy crossEntropySum(const torch::Tensor& logits, const torch::Tensor& targets) {
  if (!logits.is_contiguous()) throw std::logic_error("crossEntropySum: logits must be contiguous");
  const auto flat = targets.contiguous();
  requireIdsInside(flat, logits.size(1));
  CrossEntropy result;
  result.sum = CrossEntropyFunction::apply(logits, flat, &result.correct);
  return result;
}

}  // namespace cloze
