// How fast a tokeniser cuts text, for `cloze bench tokenize`: megabytes (10^6 bytes) a second of this thread's CPU time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer.h"

#include <cstdint>
#include <filesystem>

namespace cloze {

struct TokenizeFigures {
  double megabytesPerCpuSecond = 0;        // over all passes
  double firstPassMegabytesPerCpuSecond = 0;   // before any word was seen
  double cpuSeconds = 0;
  std::int64_t fileBytes = 0, bytes = 0, pieces = 0, passes = 0;   // bytes and pieces over all passes
};

// Encodes the file's lines (its first 256 MB) again and again for at least `seconds` of CPU time. std::invalid_argument for an empty file.
TokenizeFigures benchTokenize(const Tokenizer& tokenizer, const std::filesystem::path& textFile, double seconds = 2);

}  // namespace cloze
