// The recorded demo run (resources/demo/run.jsonl: what `cloze train --json` printed, one event a line, after a line with the frozen
// specification) put into a log, so that the window can be shown with a finished run and without training.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "experiments/log_store.h"

#include <filesystem>
#include <string>
#include <vector>

namespace cloze {

std::filesystem::path demoRecording();
// Short runs of the same recipe to compare (resources/demo/compare): two seeds, and one with a smaller learning rate.
std::vector<std::filesystem::path> comparedRecordings();
// Replays the recording through the log's observer and waits until it is written. The newest checkpoint is `model`. Returns the run's id.
// std::runtime_error when the recording cannot be read.
std::string importDemoRun(LogStore& log, const std::filesystem::path& recording, const std::filesystem::path& out, const std::filesystem::path& model);

}  // namespace cloze
