// Questions a view asks about a model and the answers it gets, as values. The inspector thread (app/inspector_session) stands between.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspector.h"

#include <QMetaType>
#include <QString>

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace cloze {

// A model to look at: a checkpoint on disk, or the newest state of a run that trains in this process.
struct ModelChoice {
  QString title;                          // "Toy world, step 1,200"
  std::filesystem::path checkpoint;       // empty for a live run
  std::string run;                        // id; "" for a checkpoint that belongs to no run
  int colour = 0;
  bool live = false;
  bool operator==(const ModelChoice& other) const { return checkpoint == other.checkpoint && run == other.run && live == other.live; }
};

struct PiecesQuestion { std::string text; };
struct NeighboursQuestion {
  NeighbourRequest request;               // its corpus is filled on the inspector's thread from `texts`
  std::vector<std::string> texts;         // files, folders, "toy-world"
  std::int64_t mostSentences = 5000;      // the first ones; the answer says how many there were
};
using InspectorQuestion = std::variant<PiecesQuestion, FillRequest, NeighboursQuestion>;

struct ModelFacts { std::string family, maskToken; std::int64_t layers = 0, step = -1; };
struct NeighboursAnswer { NeighbourResult result; std::int64_t sentences = 0; bool cut = false; };
using InspectorAnswer = std::variant<PieceList, FillResult, NeighboursAnswer>;

// Who asks: a newer question of the same asker makes the older one stale, whose answer is dropped.
using AskerId = int;

}  // namespace cloze

Q_DECLARE_METATYPE(cloze::ModelChoice)
