// Writes a WordPiece tokeniser in Hugging Face's layout, so that `tokenizers` and `transformers` open it with equal results.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/text/tokenizer_json.h"
#include "engine/text/wordpiece_files.h"

namespace cloze {

namespace {

// Written line by line: an ordered object of nlohmann's needs quadratic time for a vocabulary.
std::string modelJson(const WordPiece& tokenizer) {
  const WordPieceDefinition& definition = tokenizer.definition();
  std::string out = "{\n    \"type\": \"WordPiece\",\n    \"unk_token\": " + Json(tokenizer.token(tokenizer.special().unknown)).dump() +
                    ",\n    \"continuing_subword_prefix\": " + Json(definition.continuation).dump() +
                    ",\n    \"max_input_chars_per_word\": " + std::to_string(definition.longestWord) + ",\n    \"vocab\": {";
  bool first = true;
  for (TokenId id = 0; id < static_cast<TokenId>(definition.modelTokens); ++id) {
    if (tokenizer.id(tokenizer.token(id)) != id) continue;          // an unused id, or a token repeated further down
    out += (first ? "\n      " : ",\n      ") + Json(tokenizer.token(id)).dump() + ": " + std::to_string(id);
    first = false;
  }
  return out + "\n    }\n  }";
}

std::string tokenizerJson(const WordPiece& tokenizer) {
  const BertOptions& options = tokenizer.definition().characters;
  const Json parts{{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}, {"added_tokens", addedTokensJson(tokenizer.definition().added)},
                   {"normalizer", {{"type", "BertNormalizer"}, {"clean_text", options.cleanText}, {"handle_chinese_chars", options.separateChinese},
                                   {"strip_accents", options.stripAccents}, {"lowercase", options.lowercase}}},
                   {"pre_tokenizer", {{"type", "BertPreTokenizer"}}}, {"post_processor", postProcessorJson(tokenizer)},
                   {"decoder", {{"type", "WordPiece"}, {"prefix", tokenizer.definition().continuation}, {"cleanup", false}}}};
  std::string text = parts.dump(2);
  text.resize(text.size() - 2);                                     // the closing "\n}"
  return text + ",\n  \"model\": " + modelJson(tokenizer) + "\n}\n";
}

}  // namespace

void writeWordPiece(const WordPiece& tokenizer, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::string vocabulary;
  for (TokenId id = 0; id < static_cast<TokenId>(tokenizer.definition().modelTokens); ++id) vocabulary += tokenizer.token(id) + "\n";
  const BertOptions& options = tokenizer.definition().characters;
  writeFileAtomically(folder / "vocab.txt", vocabulary);
  writeFileAtomically(folder / "tokenizer.json", tokenizerJson(tokenizer));
  writeTokenizerConfig(folder, "BertTokenizer", Json{{"do_lower_case", options.lowercase}, {"strip_accents", options.stripAccents},
                                                     {"tokenize_chinese_chars", options.separateChinese}}, tokenizer, tokenizer.definition().added);
}

void WordPiece::save(const std::filesystem::path& folder) const { writeWordPiece(*this, folder); }

}  // namespace cloze
