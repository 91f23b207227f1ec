// PreparedData, what a run reads: the tokeniser (trained or taken, frozen in OUT/tokenizer) and the tokenised texts (immutable stores), named in
// OUT/data.json so that `resume` finds the very same ones although texts were edited or moved meanwhile.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/json.h"
#include "engine/core/progress.h"
#include "engine/data/batch_source.h"
#include "engine/run_spec.h"
#include "engine/text/tokenizer.h"

namespace cloze {

struct PreparedData {
  std::shared_ptr<const Tokenizer> tokenizer;
  std::shared_ptr<const BatchSource> training;
  std::shared_ptr<const BatchSource> validation;      // null: no held-out text
  Json description;                                  // store keys, tokeniser hash, counts: what data.json holds
  std::vector<std::string> warnings;                 // to be shown to the user
};

// Prepares the data of a run. `out` empty: nothing is frozen (previews). With OUT/data.json the stores named there are opened, without
// reading the texts. Throws what readCorpus, openStore and the tokeniser's trainer throw, and Cancelled.
PreparedData prepareData(const RunSpec& spec, const std::filesystem::path& out, Progress& progress);

// How many optimiser steps the run has: train.steps, or train.epochs over the examples.
std::int64_t plannedSteps(const RunSpec& spec, const BatchSource& source);

}  // namespace cloze
