// What is looked at before a run starts: doubts, which do not keep it from starting, and the two small runs that can be tried first.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/corpus.h"
#include "engine/run.h"

#include <QStringList>

#include <optional>

namespace cloze {

QStringList launchDoubts(const RunSpec& spec, const std::optional<CorpusReport>& text, const std::optional<CostEstimate>& cost);

// What a run of 20 steps, or of 100 steps on one batch, is called in the log: its tag.
enum class Trial { TwentySteps, OneBatch };
std::string trialTag(Trial trial);
// The same settings for so few steps: warm-up in proportion, evaluated and saved at the end only.
RunSpec trialSpec(const RunSpec& spec, Trial trial);

}  // namespace cloze
