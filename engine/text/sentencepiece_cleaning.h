// What ALBERT and XLNet do to a text before sentencepiece sees it (their preprocess_text): blanks collapsed, quotes made plain, accents
// dropped, lower case - with, for each byte, where it came from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

struct SentencePieceCleaning {
  bool enabled = false;
  bool lowercase = false;
  bool keepAccents = true;                 // without: compatibility decomposition, then combining marks are dropped
};

struct CleanedText {
  std::string text;
  std::vector<std::int32_t> begins, ends;  // per byte of `text`, in the original
};

// The part [from, to) of `original`; offsets count from the original's start.
CleanedText cleanForSentencePiece(std::string_view original, std::size_t from, std::size_t to, const SentencePieceCleaning& cleaning);

}  // namespace cloze
