// A model at one step, as the training thread hands it to inspectors: one copy of the flat weights, with what is needed to use them.
// Immutable; shared between threads by shared_ptr<const ModelSnapshot>.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/core/field.h"
#include "engine/families/text_model.h"
#include "engine/text/tokenizer.h"
#include "engine/train/flat_buffer.h"

namespace cloze {

class ModelSnapshot {
 public:
  std::int64_t step = 0;
  std::string family;                                // "bert"
  std::shared_ptr<const Settings> config;            // the family's config, vocab_size as trained
  HeadChoice head;                                   // what sits on the encoder
  std::shared_ptr<const Tokenizer> tokenizer;
  FlatLayout layout;
  FlatBuffer weights;                                // nobody writes to it any more
};

// A model whose parameters are views of the snapshot's weights (no copy): for evaluation only, gradients are off.
std::unique_ptr<TextModel> modelOf(const ModelSnapshot& snapshot);

}  // namespace cloze
