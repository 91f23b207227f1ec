// Parts of Hugging Face's tokenizer.json that all kinds share.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"
#include "engine/text/special_tokens.h"

#include <vector>

namespace cloze {

Json postProcessorJson(const Tokenizer& tokenizer);                 // TemplateProcessing from layout()
Json addedTokensJson(const std::vector<AddedToken>& tokens);

}  // namespace cloze
