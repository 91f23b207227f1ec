// What the inspector's thread keeps between questions: the models that answered last, the text and the word vectors read last; and how each
// question is answered. Used by one thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/sense_labels.h"
#include "widgets/models/inspector_messages.h"

#include <list>
#include <memory>

namespace cloze {

// A model as a job asks for it: a checkpoint, or a snapshot of a live run.
struct ModelSource {
  std::filesystem::path checkpoint;
  std::shared_ptr<const ModelSnapshot> snapshot;
  std::string run;                         // an older snapshot of the same run is let go
};

class InspectorDesk {
 public:
  // Throws what the engine throws; Cancelled.
  InspectorAnswer answer(const ModelSource& source, const InspectorQuestion& question, ModelFacts& facts, Progress& progress);

 private:
  struct OpenModel { ModelSource source; std::string key; std::uint64_t bytes = 0; std::unique_ptr<Inspector> inspector; };
  Inspector& openModel(const ModelSource& source, bool inPassing);
  void readText(const NeighboursQuestion& question, Progress& progress);
  const WordVectors& vectorsOf(const std::filesystem::path& file, Progress& progress);

  InspectorAnswer reply(Inspector& inspector, const PiecesQuestion& question, Progress& progress);
  InspectorAnswer reply(Inspector& inspector, const FillQuestion& question, Progress& progress);
  InspectorAnswer reply(Inspector& inspector, const NeighboursQuestion& question, Progress& progress);
  InspectorAnswer reply(Inspector& inspector, const SpansQuestion& question, Progress& progress);
  InspectorAnswer reply(Inspector& inspector, const JudgeRequest& request, Progress& progress) { return inspector.judge(request, progress); }
  InspectorAnswer reply(Inspector& inspector, const OrderRequest& request, Progress& progress) { return inspector.order(request, progress); }
  InspectorAnswer reply(Inspector& inspector, const GenerateRequest& request, Progress& progress) { return inspector.generate(request, progress); }
  void addStatic(Inspector& inspector, const NeighboursQuestion& question, NeighboursAnswer& answer, Progress& progress);
  void addMap(Inspector& inspector, const NeighboursQuestion& question, NeighboursAnswer& answer, Progress& progress);

  std::list<OpenModel> m_open;             // used last first
  std::unique_ptr<Inspector> m_passing;
  std::vector<std::string> m_texts;        // whose sentences are kept
  std::int64_t m_most = 0;
  LabelledSentences m_sentences;
  std::string m_vectorsKey;
  std::shared_ptr<const WordVectors> m_vectors;
};

}  // namespace cloze
