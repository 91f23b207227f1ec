// What pre-training is measured with: facts in frames that were never shown, agreement, senses. toyHeldOutSets() writes the same rows
// as JSON lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/data/toy_world.h"

namespace cloze {

inline constexpr const char* kToyMask = "[MASK]";

// A fact in its held-out frame; the candidates are all values of its slot type, the answer among them.
struct HeldOutFact { std::string text, answer, relation, subject; std::vector<std::string> candidates; };

// The verb's form agrees with the subject; `disagreeing`: a noun of the other number stands between them.
struct HeldOutAgreement { std::string text, right, wrong, language; bool attractor = false, disagreeing = false; };

// 128 a polyseme: eight frames, both senses, both halves of the topics, four each.
struct HeldOutSense { std::string text, word, lemma, sense, frame, half, language; std::int64_t position = 0; };

struct ToyHeldOut {
  std::vector<HeldOutFact> facts;
  std::vector<HeldOutAgreement> agreement;
  std::vector<HeldOutSense> senses;
};

// No sentence of it is in the training text.
ToyHeldOut toyHeldOut(const ToyWorld& world);

}  // namespace cloze
