// Pieces of a vocabulary as the window shows them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/readable.h"

#include <QString>

namespace cloze {

// By itself, as in a list: a blank before the word is told.
inline QString pieceText(const std::string& token, bool bytePieces) { return QString::fromStdString(readablePiece(token, bytePieces)); }

// In a sentence, where the place says whether it continues a word.
inline QString pieceInSentence(const std::string& token, bool bytePieces) {
  const QString text = pieceText(token, bytePieces);
  return bytePieces && text.size() > 1 && text.startsWith(QChar(0x2581)) ? text.mid(1) : text;
}

}  // namespace cloze
