// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/embed.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {
namespace {

torch::Tensor meanMask(const Encoding& encoding) {
  const auto tokens = static_cast<std::int64_t>(encoding.ids.size());
  torch::Tensor mask = torch::zeros({tokens, 1}, torch::kFloat32);
  for (std::int64_t i = 0; i < tokens; ++i)
    if (encoding.sequence[static_cast<std::size_t>(i)] >= 0) mask[i][0] = 1.0F;
  return mask;
}

std::vector<float> flat(const torch::Tensor& tensor) {
  const torch::Tensor values = tensor.contiguous();
  return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

// What one window adds under each pooling: rows of width H.
torch::Tensor pooledRows(const TextWindow& window, const torch::Tensor& hidden, Pooling pooling, double& weight) {
  if (pooling == Pooling::Token) return hidden;                                            // [T, H]
  if (pooling == Pooling::First) return hidden.narrow(0, 0, 1);                            // [1, H]
  const torch::Tensor mask = meanMask(window.encoding);                                    // [T, 1]
  weight = mask.sum().item<double>();
  return (hidden * mask).sum(0, true);                                                     // [1, H]
}

// Windows come back sorted by length: each one's rows wait here until the table is put together in the order of the texts.
class Assembly {
 public:
  Assembly(const EmbedRequest& request, const std::vector<TextWindow>& windows, const InspectedModel& inspected)
      : m_request(request), m_windows(windows), m_inspected(inspected), m_rows(windows.size()), m_weights(windows.size()) {}

  void add(const TextWindow& window, const torch::Tensor& hidden) {
    const auto number = static_cast<std::size_t>(&window - m_windows.data());
    m_width = hidden.size(1);
    torch::Tensor rows = pooledRows(window, hidden, m_request.pooling, m_weights[number]);
    if (m_request.pooling == Pooling::Mean && m_weights[number] == 0) {                    // nothing but special tokens
      rows = hidden.sum(0, true);
      m_weights[number] = static_cast<double>(hidden.size(0));
    }
    m_rows[number] = flat(rows);
  }

  std::shared_ptr<const EmbeddingTable> table() const {
    auto result = std::make_shared<EmbeddingTable>();
    result->width = m_width;
    for (std::size_t begin = 0; begin < m_windows.size();) {
      std::size_t end = begin;
      while (end < m_windows.size() && m_windows[end].text == m_windows[begin].text) ++end;
      if (m_request.pooling == Pooling::Token) appendTokens(*result, begin, end);
      else appendText(*result, begin, m_request.pooling == Pooling::First ? begin + 1 : end);
      begin = end;
    }
    result->rows = static_cast<std::int64_t>(result->labels.size());
    return result;
  }

 private:
  void appendTokens(EmbeddingTable& table, std::size_t begin, std::size_t end) const {
    for (std::size_t window = begin; window < end; ++window) {
      table.values.insert(table.values.end(), m_rows[window].begin(), m_rows[window].end());
      for (const std::string& token : m_inspected.shownTokens(m_windows[window].encoding)) {
        table.labels.push_back(token);
        table.sources.push_back(m_windows[window].text);
      }
    }
  }

  void appendText(EmbeddingTable& table, std::size_t begin, std::size_t end) const {
    std::vector<double> sum(static_cast<std::size_t>(m_width));
    double weight = 0;
    for (std::size_t window = begin; window < end; ++window) {
      weight += m_request.pooling == Pooling::Mean ? m_weights[window] : 1;
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(m_rows[window][i]);
    }
    for (const double value : sum) table.values.push_back(static_cast<float>(value / weight));
    table.labels.push_back(m_request.texts[static_cast<std::size_t>(m_windows[begin].text)]);
    table.sources.push_back(m_windows[begin].text);
  }

  const EmbedRequest& m_request;
  const std::vector<TextWindow>& m_windows;
  const InspectedModel& m_inspected;
  std::vector<std::vector<float>> m_rows;  // [windows]
  std::vector<double> m_weights;           // [windows] tokens summed
  std::int64_t m_width = 0;
};

}  // namespace

std::shared_ptr<const EmbeddingTable> embedTexts(InspectedModel& inspected, const EmbedRequest& request, Progress& progress) {
  if (request.texts.empty()) throw std::invalid_argument("there is no text to embed");
  const std::int64_t layer = inspected.resolveLayer(request.layer);
  const std::vector<TextWindow> windows = inspected.windows(request.texts);
  Assembly assembly(request, windows, inspected);
  const auto add = [&](const TextWindow& window, const torch::Tensor& hidden) { assembly.add(window, hidden); };
  if (request.carryState) inspected.forEachCarried(windows, layer, progress, add);
  else inspected.forEachHidden(windows, layer, progress, add);
  return assembly.table();
}

}  // namespace cloze
