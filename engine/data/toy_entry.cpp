// The corpus entry "toy-world": the training text of the embedded world, made once a process.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/corpus.h"
#include "engine/data/toy_world.h"

namespace cloze {

std::string toyWorldText() {
  static const std::string text = toyTrainingText(makeToyWorld());
  return text;
}

}  // namespace cloze
