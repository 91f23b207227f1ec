// tokenizer_config.json and special_tokens_map.json as far as tokenisers need them: the class, the options, the special tokens.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"
#include "engine/text/special_tokens.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cloze {

struct TokenizerConfig {
  std::string source;                              // the file it was read from; "" when there is none
  std::string tokenizerClass;                      // "BertTokenizer", without "Fast"; "" when not said
  std::optional<bool> lowercase, stripAccents, separateChinese, keepAccents, addPrefixSpace;
  bool stripAccentsFollowsLowercase = false;       // strip_accents is written as null
  std::string sentencePieceStyle;                  // Cloze's own key: whose use of a model this is, when the class cannot say it
  std::optional<std::int64_t> extraIds;            // T5's sentinel tokens
  struct Role { std::string key; TokenId SpecialTokens::*role; };
  static const std::vector<Role>& roles();         // "pad_token" ...
  std::vector<std::pair<std::string, std::optional<AddedToken>>> named;   // role key -> token; nullopt: written as null
  std::vector<AddedToken> added;                   // additional_special_tokens (id -1) and added_tokens_decoder
};

// Reads tokenizer_config.json, then special_tokens_map.json for what it leaves open. Both may be absent.
TokenizerConfig readTokenizerConfig(const std::filesystem::path& folder);
// tokenizer_config.json (with `extra` keys after the class) and special_tokens_map.json.
void writeTokenizerConfig(const std::filesystem::path& folder, const std::string& tokenizerClass, const Json& extra, const Tokenizer& tokenizer,
                          const std::vector<AddedToken>& added);

}  // namespace cloze
