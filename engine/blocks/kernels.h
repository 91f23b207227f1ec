// The loops between the matrix products, over plain arrays of floats, written so that the compiler vectorises them; chosen for the CPU at run
// time (x86-64, -v3, -v4). Nothing here knows torch. Rows are contiguous; sizes are in elements; every function works in its caller's thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cloze::kernels {

// Which elements of one row of the batch a dropout site drops: a hash of (key of site and row, element), so that a mask is never stored, is the
// same forwards and backwards, and does not depend on how rows were divided over shards. threshold 0: nothing is dropped.
struct DropoutRow {
  std::uint32_t key0 = 0, key1 = 0;
  std::uint32_t threshold = 0;        // dropped where hash < threshold; probability * 2^32
  float scale = 1;                    // of what is kept: 1 / (1 - probability)
};
void dropout(const float* input, float* output, std::int64_t count, const DropoutRow& mask);

// The activation functions of Hugging Face's table that have no weights of their own.
enum class Activation : std::uint8_t {
  Gelu, GeluTanh, GeluClipped, QuickGelu, Relu, ReluSquared, Relu6, LeakyRelu, HardSwish, Laplace, Linear, Mish, Sigmoid, Silu, SqrtSoftplus, Tanh,
};
// z = input + bias (bias may be null) overwrites input; output = activation(z).
void addBiasActivate(Activation activation, float* input, const float* bias, float* output, std::int64_t rows, std::int64_t width);
// gradient (of the output) becomes the gradient of z.
void activationBackward(Activation activation, const float* z, float* gradient, std::int64_t count);

// sums[width] += over rows. bias gradients.
void addColumnSums(const float* input, float* sums, std::int64_t rows, std::int64_t width);

// values = residual + dropout(values + bias); bias and residual may be null.
void addBiasDropoutResidual(float* values, const float* bias, const float* residual, std::int64_t rows, std::int64_t width, const DropoutRow& mask);
// LayerNorm (Ba et al., 2016): output = (input - mean) * inverse * gain + shift; mean and inverse [rows] are kept for the way back.
struct Norm { const float* gain; const float* shift; double epsilon; };
void layerNorm(const float* input, float* output, float* mean, float* inverse, std::int64_t rows, std::int64_t width, const Norm& norm);
// gradient (of the output) becomes that of the input; gainGradient and shiftGradient [width] are added to.
void layerNormBackward(const float* input, float* gradient, const float* mean, const float* inverse, const float* gain,
                       float* gainGradient, float* shiftGradient, std::int64_t rows, std::int64_t width);

// Root-mean-square norm (Zhang and Sennrich, 2019): output = input * inverse * gain; inverse [rows] is kept for the way back.
void rmsNorm(const float* input, float* output, float* inverse, std::int64_t rows, std::int64_t width, const Norm& norm);
void rmsNormBackward(const float* input, float* gradient, const float* inverse, const float* gain, float* gainGradient, std::int64_t rows, std::int64_t width);

// Attention of one head, [queries, keys]. keyMask [keys]: 1 = attend; null: all. Where nothing may be attended to, every key counts alike.
// scores become softmax(scale * scores + bias); dropped gets them after dropout (null: not wanted). firstElement: place of the head in the row's mask.
// causal: the last query sees all keys, each one before it one key less.
struct AttentionRow {
  std::int64_t queries, keys;
  float scale;
  const std::uint8_t* keyMask;
  DropoutRow mask;
  std::int64_t firstElement;
  bool causal = false;
  const float* bias = nullptr;                       // [queries, keys]; null: none
  std::int64_t seen(std::int64_t query) const { return causal ? keys - queries + query + 1 : keys; }
};
void softmaxDropout(float* scores, float* dropped, const AttentionRow& row);
// gradient (of the dropped probabilities) becomes that of the scores; dropped gets the dropped probabilities once more (null: not wanted).
void softmaxDropoutBackward(const float* probabilities, float* gradient, float* dropped, const AttentionRow& row);

// Softmax and cross-entropy of rows of logits, which become their gradient: softmax - one-hot. Returns the sum of the losses in nats; `correct`
// counts the rows whose largest logit is the target's.
double crossEntropyInPlace(float* logits, const std::int64_t* targets, std::int64_t rows, std::int64_t width, std::int64_t* correct);
// output [rows, out] = input [rows, in] * weight [out, in]^T for few rows, outputs [begin, end) only: the weights are read once, in order.
void multiplyFewRows(const float* input, std::int64_t rows, const float* weight, std::int64_t in, float* output, std::int64_t out, std::int64_t begin,
                     std::int64_t end);
void scale(float* values, float factor, std::int64_t count);
void add(float* values, const float* other, std::int64_t count);

}  // namespace cloze::kernels
