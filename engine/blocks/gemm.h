// The single-precision matrix product of the BLAS that LibTorch itself uses, on plain row-major arrays with strides: no views, no copies, no
// dispatch between the heads of an attention layer. One thread when the BLAS is set so (OPENBLAS_NUM_THREADS=1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace cloze {

// A row-major array; `stride` floats from one row to the next. transposed: the product uses its transpose.
struct Operand { const float* data; std::int64_t stride; bool transposed = false; };
// output [rows, columns] = factor * left [rows, inner] * right [inner, columns] + keep * output
struct Product { std::int64_t rows, columns, inner; float factor = 1, keep = 0; };
void multiply(const Product& product, const Operand& left, const Operand& right, float* output, std::int64_t outputStride);

// While it lives, products of few rows (generation: bound by reading the weights) that this thread asks for are split by `split`, which calls
// its work with the numbers 0 .. parts - 1 on threads of its own and waits.
class SplitProducts {
 public:
  using Split = std::function<void(const std::function<void(std::int64_t part)>& work)>;
  SplitProducts(std::int64_t parts, Split split);
  ~SplitProducts();
  SplitProducts(const SplitProducts&) = delete;
  SplitProducts& operator=(const SplitProducts&) = delete;
  // work(begin, end) over [0, count), in parts where this thread has a SplitProducts, else at once.
  static void run(std::int64_t count, const std::function<void(std::int64_t begin, std::int64_t end)>& work);

 private:
  std::int64_t m_parts;
  Split m_split;
};

}  // namespace cloze
