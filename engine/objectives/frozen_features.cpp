// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objectives/frozen_features.h"

namespace cloze {

Output forwardForHeads(TextModel& model, const BatchTensors& batch, Pass& pass) {
  const bool captured = pass.capture.hiddenStates;
  pass.capture.hiddenStates = captured || model.taskHeads()->readsAllLayers();
  Output output = model.forward(batch, pass);
  pass.capture.hiddenStates = captured;
  if (output.hiddenStates.empty()) output.hiddenStates = {output.hidden};
  return output;
}

torch::Tensor frozenFeatures(TextModel& model, const BatchTensors& batch, std::size_t head) {
  const torch::NoGradGuard noGradient;
  const TaskHeads& heads = *model.taskHeads();
  const std::int64_t T = batch.ids.size(1);
  std::vector<torch::Tensor> rows;
  for (std::int64_t row = 0; row < batch.ids.size(0); ++row) {
    const BatchTensors alone = rowAlone(batch, row);
    Pass pass;
    Output output = forwardForHeads(model, alone, pass);
    rows.push_back(heads.features({std::move(output.hiddenStates), {}, alone.predicted}, head));
    if (const std::int64_t padded = T - alone.ids.size(1); heads.rows(head) == FeatureRows::Places && padded > 0)
      rows.push_back(torch::zeros({padded, heads.kept(), heads.width(head)}));
  }
  return torch::cat(rows);
}

}  // namespace cloze
