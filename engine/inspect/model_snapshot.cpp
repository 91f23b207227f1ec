// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/model_snapshot.h"

namespace cloze {

std::unique_ptr<TextModel> modelOf(const ModelSnapshot& snapshot) {
  auto model = buildModel(snapshot.family, *snapshot.config, std::nullopt, snapshot.head);
  bindWeights(model->parameters(), snapshot.layout, snapshot.weights);
  for (Parameter& parameter : model->parameters().all()) parameter.tensor.set_requires_grad(false);
  return model;
}

}  // namespace cloze
