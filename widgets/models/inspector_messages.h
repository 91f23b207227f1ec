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
  std::int64_t step = -1;                 // of the checkpoint, where it is known
  std::vector<std::string> texts = {};    // what the run was trained on; empty when it is not known
  QString name = {};                      // of the run: "Toy world"
  std::string family = {};                // "bert"; "" when it is not known
  bool operator==(const ModelChoice& other) const { return checkpoint == other.checkpoint && run == other.run && live == other.live; }
};

struct PiecesQuestion { std::string text; std::int64_t most = 400; };   // pieces, the first ones: more would be no sentence any more

// Several sentences, or one sentence filled in several ways. In passing: the model is not kept open for the next question, and a sentence it
// cannot answer is a problem of that sentence only.
struct FillQuestion { std::vector<FillRequest> requests; bool inPassing = false; };

struct NeighboursQuestion {
  std::vector<QueryWord> queries;         // one or two
  std::vector<std::string> texts;         // files, folders, "toy-world"
  std::int64_t mostSentences = 5000;      // the first ones; the answer says when there are more
  std::int64_t layer = -1, k = 10;
  bool sameWordOnly = false;
  std::filesystem::path vectorFile;       // of static vectors; "" = none
};
struct SpansQuestion { SpansRequest request; };
using InspectorQuestion = std::variant<PiecesQuestion, FillQuestion, NeighboursQuestion, SpansQuestion, JudgeRequest, OrderRequest, GenerateRequest>;

struct ModelFacts {
  std::string family, maskToken;
  std::int64_t layers = 0, step = -1, maximumPieces = 0;
  bool predictsNext = false, readsAndWrites = false;
  LayerMix mix = {};
};

struct PiecesAnswer { PieceList pieces; std::int64_t leftOut = 0; };
struct FillAnswer {
  std::vector<FillResult> results;        // one for each request
  std::vector<std::string> problems;      // "" where all went well
};

// A part of an answer that may be missing while the others are there.
template <class Part> struct PartAnswer { Part part; std::string problem; };
struct NeighboursAnswer {
  std::vector<NeighbourResult> results;                    // one for each query
  std::vector<PartAnswer<StaticResult>> modelVectors;      // of the input embedding, one for each query
  std::vector<PartAnswer<StaticResult>> fileVectors;       // of the file, where one was given
  std::string fileNotes;                                   // rows of the file that were left out
  PartAnswer<WordMap> map;
  std::int64_t sentences = 0;
  bool cut = false;
};
struct SpansAnswer { SpansResult result; };
using InspectorAnswer = std::variant<PiecesAnswer, FillAnswer, NeighboursAnswer, SpansAnswer, JudgeResult, OrderResult, GenerateResult>;

// Who asks: a newer question of the same asker makes the older one stale, whose answer is dropped.
using AskerId = int;

}  // namespace cloze

Q_DECLARE_METATYPE(cloze::ModelChoice)
