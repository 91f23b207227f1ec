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

// Attention by distances and segments (Dai et al., 2019, section 3.3): what is added to the scores of one head, [queries, keys]. byDistance: of query
// q the scores of all distances begin at byDistance + q * stride + firsts[q]; ofSegments [queries, 2]: of the same segment, of another one (null: none).
// sight [queries, keys]: kSees where the query looks at the key, kOtherSegment where that is of another segment; what is not seen becomes the most
// negative number, which softmaxDropout takes for hidden.
constexpr std::uint8_t kSees = 1, kOtherSegment = 2;
struct RelativeRow { std::int64_t queries, keys; float scale; const std::uint8_t* sight; };
void relativeBias(const float* byDistance, std::int64_t stride, const std::int64_t* firsts, const float* ofSegments, float* bias, const RelativeRow& row);
// sums [queries, 2] of the gradient [queries, keys]: over keys of the same segment, over those of another.
void segmentSums(const float* gradient, float* sums, const RelativeRow& row);

// Softmax and cross-entropy of rows of logits, which become their gradient: softmax - one-hot. Returns the sum of the losses in nats; `correct`
// counts the rows whose largest logit is the target's.
double crossEntropyInPlace(float* logits, const std::int64_t* targets, std::int64_t rows, std::int64_t width, std::int64_t* correct);
// output [rows, out] = input [rows, in] * weight [out, in]^T for few rows, outputs [begin, end) only: the weights are read once, in order.
void multiplyFewRows(const float* input, std::int64_t rows, const float* weight, std::int64_t in, float* output, std::int64_t out, std::int64_t begin,
                     std::int64_t end);

// One step of an LSTM cell (Hochreiter and Schmidhuber, 1997; with a forget gate: Gers et al., 2000), `cells` wide. gates [4 * cells] holds the sums
// of input, candidate, forget and output side by side (TensorFlow's order) and becomes the activations: cell = clip(f * before + i * j),
// output = o * tanh(cell). forgetBias is added to the forget gate's sum; clip 0: none. bias [4 * cells] may be null.
struct LstmCell { std::int64_t cells; float forgetBias, clip; };
void lstmCell(float* gates, const float* bias, const float* before, float* cell, float* output, const LstmCell& shape);
// gates: the activations. cellGradient: of `cell`, from later steps; becomes that of `before`. gradient [4 * cells]: of the gates' sums.
void lstmCellBackward(const float* gates, const float* before, const float* cell, const float* outputGradient, float* cellGradient, float* gradient,
                      const LstmCell& shape);
// values = clip(values) to [-limit, limit], limit > 0; and gradient = 0 where the clipped value stands at a limit.
void clip(float* values, float limit, std::int64_t count);
void clipBackward(const float* values, float limit, float* gradient, std::int64_t count);

// The largest of each filter over the windows of a word's letters: window p is the sum over q < width of row letters[p + q] of table q
// [alphabet, filters]. best [filters] gets the largest sums, where [filters] the first window that has each. Windows wholly in the run of equal
// letters at the end (padding) are alike: only the first of them is looked at.
struct LetterWindows { std::int64_t letters, width, alphabet, filters; };
void largestWindows(const float* tables, const std::int32_t* letters, float* best, std::int32_t* where, const LetterWindows& shape);
// tables' gradient += gradient of the largest sums.
void largestWindowsBackward(const float* gradient, const std::int32_t* letters, const std::int32_t* where, float* tables, const LetterWindows& shape);

void scale(float* values, float factor, std::int64_t count);
void add(float* values, const float* other, std::int64_t count);

}  // namespace cloze::kernels
