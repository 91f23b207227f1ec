// The summary_* settings as what the head takes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/families/summary_settings.h"
#include "engine/heads/sequence_summary.h"

namespace cloze {

inline SequenceSummary::Options summaryOptions(const SummarySettings& settings) {
  SequenceSummary::Options options;
  options.of = settings.type == "last" ? SummaryOf::Last : settings.type == "first" ? SummaryOf::First : settings.type == "mean" ? SummaryOf::Mean : SummaryOf::Chosen;
  options.activation = settings.activation.value_or("linear");
  options.dropout = settings.firstDropout;
  return options;
}

}  // namespace cloze
