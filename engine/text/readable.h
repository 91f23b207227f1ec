// Pieces of a vocabulary as a person reads them: of a tokeniser over bytes (Radford et al., 2019) the text that their bytes are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cloze {

// bytePieces: the token is written in the alphabet of bytes (byte_alphabet.h), else it is text already. A blank at its front is shown as "\u2581",
// as sentencepiece does, a line break as "\u21B5", and bytes that are no whole character as <D0>.
std::string readablePiece(std::string_view token, bool bytePieces);

}  // namespace cloze
