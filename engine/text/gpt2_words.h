// GPT-2's words before the cutting (openai/gpt-2 encoder.py): a scanner for the regular expression
//   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
// A word is a contraction, or letters, or digits, or other characters with the blank before them; of several blanks the last one goes to the
// word behind, and the others are a word by themselves. Nothing is left out: the words side by side are the text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace cloze {

// The end of the word that begins at `begin` < text.size().
std::size_t endOfGpt2Word(std::string_view text, std::size_t begin);

}  // namespace cloze
