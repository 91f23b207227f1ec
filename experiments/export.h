// A run of the log as JSON (everything) and as CSV (its curves, one row a step), for other tools.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/core/json.h"
#include "experiments/queries.h"

namespace cloze {

// What a list shows: id, name, status, step ... Times are ISO 8601 UTC, a loss that is not there (or not a number) is null.
Json runRowJson(const RunRow& row);
// All of it: the row, spec, environment, last value of each series, checkpoints, events, probes, lineage.
Json runJson(const LogReader& log, const RunRow& row);
// runJson with every point: "series": {"loss": {"step": [..], "value": [..]}}. Values that are no numbers are "nan", "inf", "-inf".
Json exportedRunJson(const LogReader& log, const RunRow& row);
// step,tokens,seconds and a column a series; empty where a series has no point at that step.
std::string exportedRunCsv(const LogReader& log, const RunRow& row);

}  // namespace cloze
