// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/embeddings.h"

#include "engine/blocks/activation.h"

namespace cloze {

Embeddings::Embeddings(ParameterTable& parameters, const EmbeddingOptions& options) : m_padding(options.padding), m_dropout(options.dropout) {
  for (const LookupTable& table : options.tables)
    m_tables.push_back(parameters.add(options.prefix + table.name + ".weight", {table.rows, options.width}, Init::Normal));
  parameters.rowPerToken(options.prefix + options.tables.front().name + ".weight");
  if (!options.norm.empty()) m_norm = addLayerNorm(parameters, options.prefix + options.norm, options.width, options.epsilon);
  if (m_padding >= 0 && m_padding < words().size(0) && parameters.initialises()) {
    const torch::NoGradGuard noGradient;
    words()[m_padding].zero_();
  }
}

torch::Tensor Embeddings::forward(const std::vector<torch::Tensor>& ids, Pass& pass) const {
  std::vector<torch::Tensor> tables = m_tables;
  tables.resize(ids.size(), words());
  const auto sum = embeddingSum(tables, ids, m_padding);             // [B * T, H]
  return dropoutRows(m_norm ? layerNorm(sum, *m_norm) : sum, nextDropout(pass, m_dropout), ids.front().size(0));
}

}  // namespace cloze
