// The C interface between Cloze and its sentencepiece plugin. Plain C types only: plugin and program may carry different copies of
// protobuf and the standard library (see cmake/ClozeSentencePiece.cmake), so nothing of C++ crosses.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

enum { kClozeSentencePieceVersion = 2 };

// What sentencepiece.proto calls a piece's type.
enum ClozePieceType { kPieceNormal = 1, kPieceUnknown = 2, kPieceControl = 3, kPieceUserDefined = 4, kPieceUnused = 5, kPieceByte = 6 };

struct ClozeSentencePieceModel;

// One call a piece: id, [begin, end) in the bytes of the text as given, and the normalised text it stands for. Nothing may be thrown through it.
using ClozePieceSink = void (*)(void* context, std::int32_t id, std::uint32_t begin, std::uint32_t end, const char* text, std::size_t size);
using ClozeTextSink = void (*)(void* context, const char* bytes, std::size_t size);

// Functions return 0, or 1 with a reason given to `error`. A model may be used by several threads at once.
struct ClozeSentencePiece {
  std::int32_t version;
  ClozeSentencePieceModel* (*load)(const char* bytes, std::size_t size, ClozeTextSink error, void* errorContext);   // null: failed
  void (*release)(ClozeSentencePieceModel* model);
  std::int32_t (*size)(const ClozeSentencePieceModel* model);
  void (*piece)(const ClozeSentencePieceModel* model, std::int32_t id, ClozeTextSink text, void* context);
  float (*score)(const ClozeSentencePieceModel* model, std::int32_t id);
  ClozePieceType (*type)(const ClozeSentencePieceModel* model, std::int32_t id);
  std::int32_t (*encode)(const ClozeSentencePieceModel* model, const char* text, std::size_t size, ClozePieceSink pieces, void* context,
                         ClozeTextSink error, void* errorContext);
  std::int32_t (*decode)(const ClozeSentencePieceModel* model, const std::int32_t* ids, std::size_t count, ClozeTextSink text, void* context,
                         ClozeTextSink error, void* errorContext);
};

// The one symbol that the plugin exports.
using ClozeSentencePieceEntry = const ClozeSentencePiece* (*)();
#define CLOZE_SENTENCEPIECE_ENTRY "clozeSentencePiece"

}  // extern "C"
