// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/gemm.h"

extern "C" void sgemm_(const char* transposeA, const char* transposeB, const int* m, const int* n, const int* k, const float* alpha, const float* a,
                       const int* lda, const float* b, const int* ldb, const float* beta, float* c, const int* ldc);

#include <utility>

namespace cloze {

namespace {

thread_local const SplitProducts* splitOfThisThread = nullptr;

}  // namespace

SplitProducts::SplitProducts(std::int64_t parts, Split split) : m_parts(parts), m_split(std::move(split)) { splitOfThisThread = this; }
SplitProducts::~SplitProducts() { splitOfThisThread = nullptr; }

void SplitProducts::run(std::int64_t count, const std::function<void(std::int64_t, std::int64_t)>& work) {
  const SplitProducts* split = splitOfThisThread;
  if (!split || split->m_parts < 2) return work(0, count);
  split->m_split([&](std::int64_t part) { work(count * part / split->m_parts, count * (part + 1) / split->m_parts); });
}

// BLAS is column-major: a row-major C = A B is its C' = B' A'.
void multiply(const Product& product, const Operand& left, const Operand& right, float* output, std::int64_t outputStride) {
  if (product.rows == 0 || product.columns == 0) return;
  const char transposeLeft = left.transposed ? 'T' : 'N', transposeRight = right.transposed ? 'T' : 'N';
  const int rows = static_cast<int>(product.rows), columns = static_cast<int>(product.columns), inner = static_cast<int>(product.inner);
  const int leftStride = static_cast<int>(left.stride), rightStride = static_cast<int>(right.stride), stride = static_cast<int>(outputStride);
  sgemm_(&transposeRight, &transposeLeft, &columns, &rows, &inner, &product.factor, right.data, &rightStride, left.data, &leftStride, &product.keep,
         output, &stride);
}

}  // namespace cloze
