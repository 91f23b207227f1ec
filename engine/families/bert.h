// BERT (Devlin et al. 2018): configuration and catalogue entry, torch-free. The model is in bert.cpp.
// Keys are those of Hugging Face's config.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/families/encoder_settings.h"

namespace cloze {

struct BertConfig : EncoderSettings {};

// Exact, with pooler and both pre-training heads, a tied matrix counted once.
inline std::int64_t parameterCount(const BertConfig& c) {
  const std::int64_t H = c.hiddenSize, V = c.vocabSize;
  const std::int64_t pooler = H * H + H, nextSentence = 2 * H + 2;
  const std::int64_t maskedHead = H * H + H + 2 * H + V + (c.tieWordEmbeddings ? 0 : V * H);
  return embeddingParameters(c, H) + layerParameters(c) + pooler + nextSentence + maskedHead;
}

inline const BertConfig& bertConfig(const Settings& settings) { return settingsAs<BertConfig>(settings); }

inline FamilyInfo bertInfo() {
  FamilyInfo info;
  info.id = "bert";
  info.title = "BERT";
  info.year = 2018;
  info.idea = "Hide words and predict them from both sides; judge whether two sentences follow each other";
  info.paper = "Devlin, Chang, Lee, Toutanova: BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding";
  info.tokenizer = "wordpiece";
  info.drawing = {{"xxxxx",
                   "xxxxx",
                   "xxxxx",
                   "xxxxx",
                   "xxxxx"},
                  ".?..?",
                  ".^..^"};
  info.taskPooling = "first";
  info.objectives = {"masked_lm+next_sentence", "masked_lm", "next_sentence"};
  info.makeConfig = [] { return std::make_unique<SettingsOf<BertConfig>>(); };
  info.parameterCount = [](Settings& config) { return parameterCount(bertConfig(config)); };
  info.problems = [](const Settings& config, const Json& otherKeys) { return encoderProblems(bertConfig(config), otherKeys); };
  return info;
}

}  // namespace cloze
