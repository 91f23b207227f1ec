// Partial initialisation: which weights of another model a run starts from (`init` of a specification), and an account of each tensor.
// Rows of an embedding are matched by token where the vocabularies differ; a token that the other model has not seen gets the mean row
// (Howard and Ruder 2018, section 3.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/core/json.h"
#include "engine/run_spec.h"
#include "engine/text/tokenizer.h"
#include "engine/train/step.h"

namespace cloze {

struct StartReport {
  std::string summary;                               // one line for a person
  Json account;                                      // {"from", "parts", "tensors": [{"name", "state": loaded | loaded_by_row | fresh}], "unused"}
  std::string parentRun;                             // the run that trained these weights, or their folder when no run did
  std::int64_t parentStep = -1;                      // -1: not known
};

// Takes the weights that `init` asks for, without the highest transfer.reinitialize_layers; the others keep their first values. With init.from
// "random" there is nothing to do and to report. A task's own head always starts afresh unless the files hold one of the same task.
// std::invalid_argument: nothing fits, shapes that differ (each by name), more layers than there are, a map that names no tensor.
StartReport startFrom(const RunSpec& spec, Replicas& replicas, const Tokenizer& tokenizer);

}  // namespace cloze
