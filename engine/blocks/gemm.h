// The single-precision matrix product of the BLAS that LibTorch itself uses, on plain row-major arrays with strides: no views, no copies, no
// dispatch between the heads of an attention layer. One thread when the BLAS is set so (OPENBLAS_NUM_THREADS=1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cloze {

// A row-major array; `stride` floats from one row to the next. transposed: the product uses its transpose.
struct Operand { const float* data; std::int64_t stride; bool transposed = false; };
// output [rows, columns] = factor * left [rows, inner] * right [inner, columns] + keep * output
struct Product { std::int64_t rows, columns, inner; float factor = 1, keep = 0; };
void multiply(const Product& product, const Operand& left, const Operand& right, float* output, std::int64_t outputStride);

}  // namespace cloze
