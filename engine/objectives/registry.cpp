// The table of objectives; their settings and titles are in engine/catalogue.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "engine/objectives/objective.h"

namespace cloze {

std::unique_ptr<Objective> maskedLm(const Settings& settings);
std::unique_ptr<Objective> causalLm(const Settings& settings);
std::unique_ptr<Objective> permutationLm(const Settings& settings);
std::unique_ptr<Objective> spanCorruption(const Settings& settings);
std::unique_ptr<Objective> textToText(const Settings& settings);
std::unique_ptr<Objective> replacedTokens(const Settings& settings);
std::unique_ptr<Objective> bidirectionalLm(const Settings& settings);
std::unique_ptr<Objective> nextSentence(const Settings& settings);
std::unique_ptr<Objective> maskedLmAndNextSentence(const Settings& settings);
std::unique_ptr<Objective> fineTune(const Settings& settings);

namespace {

struct ObjectiveRow { const char* id; std::unique_ptr<Objective> (*build)(const Settings&); };
constexpr ObjectiveRow kObjectives[] = {
    {"masked_lm", maskedLm},
    {"causal_lm", causalLm},
    {"permutation_lm", permutationLm},
    {"span_corruption", spanCorruption},
    {"text_to_text", textToText},
    {"replaced_tokens", replacedTokens},
    {"bidirectional_lm", bidirectionalLm},
    {"next_sentence", nextSentence},
    {"masked_lm+next_sentence", maskedLmAndNextSentence},
    {"fine_tune", fineTune},                           // chosen by a task, not by its name
};

}  // namespace

std::unique_ptr<Objective> buildObjective(const std::string& id, const Settings& settings) {
  std::vector<std::string> known;
  for (const ObjectiveRow& row : kObjectives) {
    if (id == row.id) return row.build(settings);
    known.push_back(row.id);
  }
  const std::string nearest = nearestName(id, known);
  throw std::invalid_argument("objective.id: there is no objective \"" + id + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
}

}  // namespace cloze
