// WordPiece tokenisers as files in Hugging Face's layout: vocab.txt, tokenizer.json, tokenizer_config.json, special_tokens_map.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer_config.h"
#include "engine/text/wordpiece.h"

namespace cloze {

// A vocabulary and what tokenizer_config.json says of it; without a config BERT's five special tokens and lower case.
WordPieceDefinition readWordPieceVocabulary(const std::filesystem::path& vocabulary, const TokenizerConfig& config);
// A tokenizer.json whose model is WordPiece and whose normaliser is BERT's; `config` overrides its normaliser where it says something.
// std::invalid_argument naming the file, the key and the type found for anything else.
WordPieceDefinition readTokenizerJson(const std::filesystem::path& path, const TokenizerConfig& config);
// model.type of a tokenizer.json.
std::string tokenizerJsonModel(const std::filesystem::path& path);
void writeWordPiece(const WordPiece& tokenizer, const std::filesystem::path& folder);

}  // namespace cloze
