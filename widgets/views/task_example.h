// One labelled example as a model answered it: whether it was right, how sure it was, the text, and for answers and tags the stretches found, with
// the right ones below.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/tasks/task.h"
#include "engine/tools.h"
#include "widgets/shared/marked_text.h"

#include <QString>

class QWidget;

namespace cloze {

// How wrong an answer is, for sorting: the loss; the share of wrong tags; of an answer in a text whether it is wrong, and how sure it was of it.
double badness(TaskKind kind, const TaskPrediction& prediction);
bool isRight(TaskKind kind, const TaskPrediction& prediction);   // of an unlabelled example: true
QString verdictText(TaskKind kind, const TaskPrediction& prediction);   // "right: positive, 97 %"
std::vector<TextMark> tagMarks(const std::vector<std::string>& tags, bool gold, const std::vector<std::string>& labels);
QWidget* makeTaskExample(TaskKind kind, const TaskPrediction& prediction, const std::vector<std::string>& labels);

}  // namespace cloze
