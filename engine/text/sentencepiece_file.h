// A sentencepiece *.model read as what it is (a protobuf message), before the library sees it: truncated or hostile files are refused here,
// with a reason, and the pieces' types are known.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

enum class PieceType { Normal = 1, Unknown, Control, UserDefined, Unused, Byte };   // sentencepiece_model.proto

struct SentencePieceFile {
  struct Piece { std::string text; float score = 0; PieceType type = PieceType::Normal; };
  enum class Model { Unigram = 1, Bpe, Word, Character };
  std::string bytes;                       // the whole file
  std::vector<Piece> pieces;
  Model model = Model::Unigram;
  std::string replacements;                // the compiled table of character replacements (normalizer_spec.precompiled_charsmap)
};

// std::invalid_argument naming the file and the byte: not a model, truncated, a piece over 4,096 bytes or not UTF-8, no unknown piece.
SentencePieceFile parseSentencePiece(std::string bytes, const std::string& source);
SentencePieceFile readSentencePiece(const std::filesystem::path& path);

}  // namespace cloze
