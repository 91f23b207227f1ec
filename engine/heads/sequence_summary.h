// One answer for a sequence of a causal model: a linear map of the hidden state of its first, last or a chosen token, or of their mean
// (Radford et al., 2018, section 3.2: the token that ends the input). Keys are those of Hugging Face's summary_* settings.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/blocks/activation.h"

namespace cloze {

enum class SummaryOf { Last, First, Mean, Chosen };

class SequenceSummary {
 public:
  struct Options { SummaryOf of = SummaryOf::Chosen; std::int64_t width = 0, labels = 1; std::string activation = "linear"; double dropout = 0; bool mapped = true; };   // not mapped: "linear" or "tanh" alone
  SequenceSummary(ParameterTable& parameters, const std::string& name, const Options& options)
      : m_of(options.of), m_dropout(options.dropout), m_tanh(options.activation == "tanh") {
    if (options.mapped) m_map.emplace(parameters, ActivatedLinear::Names{name, name + ".activation"}, ActivatedLinear::Options{options.width, options.labels, options.activation, {}});
  }
  // hidden [B, T, H], chosen [B] int64 (undefined: the last token) -> [B, labels]
  torch::Tensor forward(const torch::Tensor& hidden, const torch::Tensor& chosen, Pass& pass) const {
    const auto answer = dropoutRows(picked(hidden, chosen), nextDropout(pass, m_dropout), hidden.size(0));
    if (m_map) return m_map->forward(answer);
    return m_tanh ? torch::tanh(answer) : answer;
  }

 private:
  torch::Tensor picked(const torch::Tensor& hidden, const torch::Tensor& chosen) const {       // [B, H]
    if (m_of == SummaryOf::First) return hidden.select(1, 0);
    if (m_of == SummaryOf::Mean) return hidden.mean(1);
    if (m_of == SummaryOf::Last || !chosen.defined()) return hidden.select(1, hidden.size(1) - 1);
    return hidden.gather(1, chosen.view({-1, 1, 1}).expand({-1, 1, hidden.size(2)})).squeeze(1);
  }

  std::optional<ActivatedLinear> m_map;
  SummaryOf m_of;
  double m_dropout;
  bool m_tanh;
};

}  // namespace cloze
