// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/inspected_model.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

#include "engine/core/schema.h"
#include "engine/inspect/checkpoint_folder.h"
#include "engine/io/hub_folder.h"

namespace cloze {
namespace {

constexpr std::int64_t kTokensPerBatch = 2048;   // padding included: activations of one batch stay in a few megabytes

// The setting of a family's config that limits its input, whatever family it is; 0 without one.
std::int64_t positionsOf(const Settings& config) {
  const std::unique_ptr<Settings> copy = config.clone();
  for (const FlatSetting& setting : flatten(*copy))
    if (setting.path == "max_position_embeddings" && setting.value.is_number_integer()) return setting.value.get<std::int64_t>();
  return 0;
}

}  // namespace

InspectedModel::InspectedModel(const std::filesystem::path& folder) : m_tokenizer(loadTokenizer(folder)), m_step(stepOfCheckpoint(folder)) {
  LoadReport report;
  m_model = loadModelFolder(folder, &report, HeadChoice{Head::MaskedLm, 0});
  m_maximumLength = positionsOf(m_model->config());
  std::set<std::string> headNames;
  for (const Parameter& parameter : m_model->parameters().all())
    if (parameter.layer > layers()) headNames.insert(parameter.name);
  for (const std::string& name : report.missing) {
    if (headNames.count(name) == 0) throw std::invalid_argument(folder.string() + ": the weights lack " + name + (report.missing.size() > 1 ? " and " + std::to_string(report.missing.size() - 1) + " more" : ""));
    if (m_missingHead.empty()) m_missingHead = name;
  }
}

InspectedModel::InspectedModel(std::shared_ptr<const ModelSnapshot> snapshot)
    : m_model(modelOf(*snapshot)), m_tokenizer(snapshot->tokenizer), m_step(snapshot->step), m_maximumLength(positionsOf(*snapshot->config)) {}

void InspectedModel::requireMaskedLm() const {
  if (!m_missingHead.empty()) throw std::invalid_argument("this checkpoint cannot fill masks: it lacks the weights of the masked-word head (" + m_missingHead + ")");
  if (m_model->head().head != Head::MaskedLm && m_model->head().head != Head::Pretraining)
    throw std::invalid_argument("this checkpoint cannot fill masks: " + m_model->architecture() + " has no masked-word head");
}

std::int64_t InspectedModel::resolveLayer(std::int64_t layer) const {
  if (layer == -1) return layers();
  if (layer >= 0 && layer <= layers()) return layer;
  throw std::invalid_argument("there is no layer " + std::to_string(layer) + ": 0 (embeddings) to " + std::to_string(layers()) + ", or -1 for the last");
}

std::vector<TextWindow> InspectedModel::windows(const std::vector<std::string>& texts) const {
  EncodeOptions options;
  options.maxLength = static_cast<std::int32_t>(m_maximumLength);
  std::vector<TextWindow> result;
  for (std::size_t text = 0; text < texts.size(); ++text)
    for (Encoding& encoding : encodeWindows(tokenizer(), texts[text], std::nullopt, options))
      result.push_back({static_cast<std::int64_t>(text), std::move(encoding)});
  return result;
}

torch::Tensor InspectedModel::hiddenOf(const std::vector<const TextWindow*>& batch, std::int64_t layer) {
  const auto rows = static_cast<std::int64_t>(batch.size());
  std::int64_t length = 0;
  for (const TextWindow* window : batch) length = std::max(length, static_cast<std::int64_t>(window->encoding.ids.size()));
  const std::int64_t padding = std::max<TokenId>(tokenizer().special().pad, 0);
  BatchTensors tensors;
  tensors.ids = torch::full({rows, length}, padding, torch::kInt64);
  tensors.typeIds = torch::zeros({rows, length}, torch::kInt64);
  tensors.attentionMask = torch::zeros({rows, length}, torch::kBool);
  for (std::int64_t row = 0; row < rows; ++row) {
    const Encoding& encoding = batch[static_cast<std::size_t>(row)]->encoding;
    const auto tokens = static_cast<std::int64_t>(encoding.ids.size());
    std::copy(encoding.ids.begin(), encoding.ids.end(), tensors.ids.data_ptr<std::int64_t>() + row * length);
    std::copy(encoding.typeIds.begin(), encoding.typeIds.end(), tensors.typeIds.data_ptr<std::int64_t>() + row * length);
    std::fill_n(tensors.attentionMask.data_ptr<bool>() + row * length, tokens, true);
  }
  Pass pass;
  pass.capture.hiddenStates = layer != layers();
  const Output output = m_model->forward(tensors, pass);
  return layer == layers() ? output.hidden : output.hiddenStates.at(static_cast<std::size_t>(layer));   // [B, T, H]
}

void InspectedModel::forEachHidden(const std::vector<TextWindow>& windows, std::int64_t layer, Progress& progress, const Visit& visit) {
  const torch::NoGradGuard noGradients;
  std::vector<std::size_t> order(windows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto tokensOf = [&](std::size_t window) { return static_cast<std::int64_t>(windows[window].encoding.ids.size()); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return tokensOf(a) < tokensOf(b); });

  const auto total = static_cast<std::int64_t>(windows.size());
  for (std::size_t begin = 0; begin < order.size();) {
    progress.report("reading sentences", static_cast<std::int64_t>(begin), total);
    std::size_t end = begin + 1;
    while (end < order.size() && tokensOf(order[end]) * static_cast<std::int64_t>(end + 1 - begin) <= kTokensPerBatch) ++end;
    std::vector<const TextWindow*> batch;
    for (std::size_t i = begin; i < end; ++i) batch.push_back(&windows[order[i]]);
    const torch::Tensor hidden = hiddenOf(batch, layer).to(torch::kFloat32).contiguous();
    for (std::size_t row = 0; row < batch.size(); ++row)
      visit(*batch[row], hidden[static_cast<std::int64_t>(row)].narrow(0, 0, tokensOf(order[begin + row])));
    begin = end;
  }
  progress.report("reading sentences", total, total);
}

torch::Tensor InspectedModel::lastHidden(const std::vector<TokenId>& ids, const std::vector<std::int32_t>& typeIds) {
  const torch::NoGradGuard noGradients;
  TextWindow window;
  window.encoding.ids = ids;
  window.encoding.typeIds = typeIds;
  return hiddenOf({&window}, layers())[0];
}

}  // namespace cloze
