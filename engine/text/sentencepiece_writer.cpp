// A sentencepiece model of ALBERT's or T5's kind as Hugging Face's tokenizer.json: its cleaning as normalisers, its pieces as a Unigram or BPE model.
// The converter of transformers does the same for unigram models; merges of a BPE model follow from its pieces.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece.h"
#include "engine/text/tokenizer_json.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <tuple>

namespace cloze {

namespace {

std::string base64(std::string_view bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t block = 0;
    for (std::size_t k = 0; k < 3; ++k) block = block << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) text += i + k <= bytes.size() ? kDigits[block >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

Json normaliserJson(const SentencePieceDefinition& definition) {
  Json list = Json::array();
  const bool cleaned = definition.cleaning.enabled;
  for (const char* quotes : {"``", "''"})
    if (cleaned) list.push_back(Json{{"type", "Replace"}, {"pattern", {{"String", quotes}}}, {"content", "\""}});
  if (cleaned && !definition.cleaning.keepAccents) {
    list.push_back(Json{{"type", "NFKD"}});
    list.push_back(Json{{"type", "StripAccents"}});
  }
  if (cleaned && definition.cleaning.lowercase) list.push_back(Json{{"type", "Lowercase"}});
  if (!definition.file.replacements.empty()) list.push_back(Json{{"type", "Precompiled"}, {"precompiled_charsmap", base64(definition.file.replacements)}});
  list.push_back(Json{{"type", "Strip"}, {"strip_left", true}, {"strip_right", true}});
  list.push_back(Json{{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", " "}});
  return Json{{"type", "Sequence"}, {"normalizers", list}};
}

Json metaspace() { return Json{{"type", "Metaspace"}, {"replacement", "\xE2\x96\x81"}, {"prepend_scheme", "always"}, {"split", true}}; }

std::string unigramModel(const Tokenizer& tokenizer, const SentencePieceFile& file) {
  std::string text = "{\"type\": \"Unigram\", \"unk_id\": " + std::to_string(tokenizer.special().unknown) + ", \"byte_fallback\": false, \"vocab\": [";
  for (std::size_t id = 0; id < file.pieces.size(); ++id)
    text += (id ? ",\n      " : "\n      ") + Json::array({file.pieces[id].text, static_cast<double>(file.pieces[id].score)}).dump();
  return text + "\n    ]}";
}

// Every way to join two pieces to a third, the best third first, then the older parts.
std::string merges(const Tokenizer& tokenizer, const SentencePieceFile& file) {
  struct Merge { float score; TokenId whole, left, right; std::size_t cut; };
  std::vector<Merge> found;
  for (std::size_t id = 0; id < file.pieces.size(); ++id) {
    const SentencePieceFile::Piece& piece = file.pieces[id];
    if (piece.type != PieceType::Normal) continue;
    for (std::size_t cut = static_cast<std::size_t>(decodeUtf8(piece.text, 0).size); cut < piece.text.size(); cut += static_cast<std::size_t>(decodeUtf8(piece.text, cut).size)) {
      const TokenId left = tokenizer.id(piece.text.substr(0, cut)), right = tokenizer.id(piece.text.substr(cut));
      if (left >= 0 && right >= 0) found.push_back({piece.score, static_cast<TokenId>(id), left, right, cut});
    }
  }
  std::sort(found.begin(), found.end(), [](const Merge& a, const Merge& b) { return std::tie(b.score, a.whole, a.left, a.right) < std::tie(a.score, b.whole, b.left, b.right); });
  std::string text;
  for (const Merge& merge : found) {
    const std::string& whole = file.pieces[static_cast<std::size_t>(merge.whole)].text;
    text += (text.empty() ? "\n      " : ",\n      ") + Json::array({whole.substr(0, merge.cut), whole.substr(merge.cut)}).dump();
  }
  return text;
}

std::string bpeModel(const Tokenizer& tokenizer, const SentencePieceFile& file) {
  std::string text = "{\"type\": \"BPE\", \"dropout\": null, \"unk_token\": " + Json(tokenizer.token(tokenizer.special().unknown)).dump() +
                     ", \"continuing_subword_prefix\": null, \"end_of_word_suffix\": null, \"fuse_unk\": true, \"byte_fallback\": false, \"ignore_merges\": false, \"vocab\": {";
  for (std::size_t id = 0; id < file.pieces.size(); ++id) text += (id ? ",\n      " : "\n      ") + Json(file.pieces[id].text).dump() + ": " + std::to_string(id);
  return text + "\n    }, \"merges\": [" + merges(tokenizer, file) + "\n    ]}";
}

}  // namespace

bool sentencePieceJsonPossible(const SentencePieceFile& file) {
  if (file.model != SentencePieceFile::Model::Unigram && file.model != SentencePieceFile::Model::Bpe) return false;
  return std::none_of(file.pieces.begin(), file.pieces.end(), [](const SentencePieceFile::Piece& piece) { return piece.type == PieceType::Byte; });
}

std::string sentencePieceJson(const Tokenizer& tokenizer, const SentencePieceDefinition& definition, const std::vector<AddedToken>& added) {
  const Json parts{{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}, {"added_tokens", addedTokensJson(added)},
                   {"normalizer", normaliserJson(definition)}, {"pre_tokenizer", metaspace()}, {"post_processor", postProcessorJson(tokenizer)}, {"decoder", metaspace()}};
  std::string text = parts.dump(2);
  text.resize(text.size() - 2);                                     // the closing "\n}"
  const bool bpe = definition.file.model == SentencePieceFile::Model::Bpe;
  return text + ",\n  \"model\": " + (bpe ? bpeModel(tokenizer, definition.file) : unigramModel(tokenizer, definition.file)) + "\n}\n";
}

}  // namespace cloze
