// Names of the activations, those of Hugging Face's ACT2FN table; engine/blocks/activation.h computes them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace cloze {

std::vector<std::string> activationNames();

}  // namespace cloze
