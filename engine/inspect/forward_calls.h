// The calls of a case.json run on a model: what `cloze forward` writes and the golden tests compare (layout: ../shared/reference/README.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"
#include "engine/families/text_model.h"
#include "engine/io/safetensors.h"

namespace cloze {

// Every output of every call as "<call>.<field>", and with "gradients" in the description every parameter's as "grad.<name in files>".
// std::invalid_argument naming the call and the argument.
NamedTensors runCalls(TextModel& model, const Json& description, const NamedTensors& inputs);
// Gradients by the names that files have; zeros where there is none.
NamedTensors namedGradients(TextModel& model);

}  // namespace cloze
