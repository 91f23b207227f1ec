// The answers of the masked-words view as text for other programs: CSV, JSON, and tab-separated for the clipboard. Numbers in the "C" locale.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QByteArray>

#include <vector>

namespace cloze {

struct AnsweredModel { ModelChoice model; std::int64_t step = -1; std::vector<FillResult> results; };

// model, step, mode, mask, rank, piece, probability, kind: "best", "true" or "named". One row a candidate.
QByteArray answersAsRows(const std::vector<AnsweredModel>& answers, char separator);
QByteArray answersAsJson(const std::string& sentence, const std::vector<AnsweredModel>& answers);

}  // namespace cloze
