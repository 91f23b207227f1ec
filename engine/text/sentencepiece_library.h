// The sentencepiece plugin, opened on first use, and a model loaded in it. See cmake/ClozeSentencePiece.cmake for why it is a plugin.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/sentencepiece_file.h"
#include "engine/text/sentencepiece_plugin/interface.h"
#include "engine/text/tokenizer.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

class SentencePieceModel {
 public:
  // `probe`: the model comes from outside, so a helper process loads and tries it first; whatever kills that is refused here.
  // std::invalid_argument for a model that the library refuses or dies of, std::runtime_error when plugin or helper are missing.
  SentencePieceModel(const SentencePieceFile& file, const std::string& source, bool probe);

  struct Piece { std::int32_t id; std::uint32_t begin, end; std::string unknown; };   // bytes of the text; what no piece covers, normalised
  void encode(std::string_view text, std::vector<Piece>& out) const; // appends; thread safe
  std::string decode(const std::vector<std::int32_t>& ids) const;

 private:
  std::shared_ptr<ClozeSentencePieceModel> m_model;
  std::int32_t m_unknown = 0;
};

}  // namespace cloze
