// sentencepiece behind a C interface (interface.h): load, encode with byte offsets, decode. A library of its own because sentencepiece
// and Debian's LibTorch crash in one process when linked together; engine/text/sentencepiece_library.cpp opens it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece_plugin/interface.h"

#include <sentencepiece_processor.h>

#include <exception>
#include <string>
#include <string_view>
#include <vector>

struct ClozeSentencePieceModel {
  sentencepiece::SentencePieceProcessor processor;
  std::vector<ClozePieceType> types;
};

namespace {

void tell(ClozeTextSink sink, void* context, const std::string& text) {
  if (sink) sink(context, text.data(), text.size());
}

ClozePieceType pieceType(const sentencepiece::SentencePieceProcessor& processor, int id) {
  if (processor.IsUnknown(id)) return kPieceUnknown;
  if (processor.IsControl(id)) return kPieceControl;
  if (processor.IsUnused(id)) return kPieceUnused;
  if (processor.IsByte(id)) return kPieceByte;
  return kPieceNormal;                    // user-defined pieces are told apart by who reads the file (the library does not say)
}

ClozeSentencePieceModel* load(const char* bytes, std::size_t size, ClozeTextSink error, void* errorContext) {
  try {
    auto model = std::make_unique<ClozeSentencePieceModel>();
    const auto status = model->processor.LoadFromSerializedProto(std::string_view(bytes, size));
    if (!status.ok()) {
      tell(error, errorContext, status.ToString());
      return nullptr;
    }
    for (int id = 0; id < model->processor.GetPieceSize(); ++id) model->types.push_back(pieceType(model->processor, id));
    return model.release();
  } catch (const std::exception& failure) {
    tell(error, errorContext, failure.what());
    return nullptr;
  }
}

void release(ClozeSentencePieceModel* model) { delete model; }

std::int32_t size(const ClozeSentencePieceModel* model) { return static_cast<std::int32_t>(model->types.size()); }

void piece(const ClozeSentencePieceModel* model, std::int32_t id, ClozeTextSink text, void* context) {
  tell(text, context, model->processor.IdToPiece(id));
}

float score(const ClozeSentencePieceModel* model, std::int32_t id) { return model->processor.GetScore(id); }

ClozePieceType type(const ClozeSentencePieceModel* model, std::int32_t id) { return model->types[static_cast<std::size_t>(id)]; }

std::int32_t encode(const ClozeSentencePieceModel* model, const char* text, std::size_t length, ClozePieceSink pieces, void* context,
                    ClozeTextSink error, void* errorContext) {
  try {
    sentencepiece::ImmutableSentencePieceText encoded;
    const auto status = model->processor.Encode(std::string_view(text, length), encoded.mutable_proto());
    if (!status.ok()) {
      tell(error, errorContext, status.ToString());
      return 1;
    }
    for (const auto& found : encoded.pieces()) {
      const std::string& shown = found.piece();
      pieces(context, static_cast<std::int32_t>(found.id()), found.begin(), found.end(), shown.data(), shown.size());
    }
    return 0;
  } catch (const std::exception& failure) {
    tell(error, errorContext, failure.what());
    return 1;
  }
}

std::int32_t decode(const ClozeSentencePieceModel* model, const std::int32_t* ids, std::size_t count, ClozeTextSink text, void* context,
                    ClozeTextSink error, void* errorContext) {
  try {
    std::string decoded;
    const auto status = model->processor.Decode(std::vector<int>(ids, ids + count), &decoded);
    if (!status.ok()) {
      tell(error, errorContext, status.ToString());
      return 1;
    }
    tell(text, context, decoded);
    return 0;
  } catch (const std::exception& failure) {
    tell(error, errorContext, failure.what());
    return 1;
  }
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const ClozeSentencePiece* clozeSentencePiece() {
  static const ClozeSentencePiece table{kClozeSentencePieceVersion, load, release, size, piece, score, type, encode, decode};
  return &table;
}
