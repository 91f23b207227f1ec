// GPT-2's alphabet of bytes (Radford et al., 2019, section 2.2; openai/gpt-2 encoder.py): every byte has a printable character, so that
// vocabularies are text. Printable Latin-1 stands for itself, the others follow from U+0100 on in order ("Ġ" is the blank).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace cloze {

const std::array<std::string, 256>& byteAlphabet();     // UTF-8 character of each byte
// The bytes that a token of such characters stands for; a token with another character stands for itself.
std::string bytesOfToken(std::string_view token);

}  // namespace cloze
