// Byte-pair tokenisers as files in Hugging Face's layout: vocab.json and merges.txt (GPT-2's own encoder.json and vocab.bpe too), or tokenizer.json,
// with tokenizer_config.json and special_tokens_map.json beside them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/bpe.h"
#include "engine/text/tokenizer_config.h"

namespace cloze {

// A folder of the two files; the class of the config tells bytes from characters, without one the "</w>" of the vocabulary does.
// std::invalid_argument naming file and line for what is wrong.
BpeDefinition readBpeFolder(const std::filesystem::path& vocabulary, const std::filesystem::path& merges, const TokenizerConfig& config);
// A tokenizer.json whose model is BPE without byte fallback, after ByteLevel or BERT's pre-tokeniser.
BpeDefinition readBpeJson(const std::filesystem::path& path, const TokenizerConfig& config);

}  // namespace cloze
