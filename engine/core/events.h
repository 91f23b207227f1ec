// What a run tells: plain values, handed to RunObserver by the training thread. Observers observe only; the log and the window are two of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace cloze {

using Metrics = std::vector<std::pair<std::string, double>>;   // name -> value, in the objective's order; ids such as "masked_accuracy"

struct RunStarted {
  std::string run;                      // run id
  std::filesystem::path out;            // absolute
  std::string specJson;                 // frozen: defaults filled in, seed, data hashes, versions
  std::string environmentJson;          // build, LibTorch, BLAS, CPU, threads
  std::int64_t fromStep = 0;            // 0, or the step of the checkpoint it goes on from
  std::filesystem::path fromCheckpoint; // that checkpoint's folder, once prepared
  std::int64_t steps = 0;               // planned optimiser steps
  std::int64_t parameters = 0;
  std::vector<std::string> parameterGroups;   // names, in the order of StepReport::learningRates
  std::string parentRun;                // the run whose weights it starts from, or their folder; "" when it starts afresh. Known once prepared
  std::int64_t parentStep = -1;         // of these weights; -1: not known
};

struct StepReport {
  std::int64_t step = 0;                // 1-based, after the update
  std::int64_t tokens = 0;              // real (unpadded) tokens of this step
  std::int64_t paddedTokens = 0;        // tokens computed, padding included
  double loss = 0;                      // nats, the mean that was descended
  Metrics metrics;                      // on the training batch
  std::vector<double> learningRates;    // one per parameter group
  double gradientNorm = 0;              // global L2 norm before clipping
  double seconds = 0;                   // wall clock of this step
  double memoryMb = 0;                  // resident memory of the process that trains, 10^6 bytes; 0: not measured
};

struct Evaluated {
  std::int64_t step = 0;
  Metrics metrics;                      // "loss", "perplexity", "masked_accuracy", ... on held-out text
  double seconds = 0;
  std::int64_t batches = 0;             // of held-out text that were read
  Metrics layerMovement = {};             // of a model that starts from another: "embeddings", "layer_1", ...: |w - w0| / |w0|
};

struct Checkpointed {
  std::int64_t step = 0;
  std::filesystem::path folder;
  std::uint64_t bytes = 0;
  bool best = false;
  std::vector<std::filesystem::path> removed;   // folders that retention took away
};

struct Probed {                         // one probe sentence, scored at a checkpoint
  std::int64_t step = 0;
  std::string text;
  std::string resultJson;               // as `cloze fill --json`
};

enum class RunEventKind { Paused, Resumed, Stopping, Interrupted, Warning, NotANumber, Initialised, Phase };
struct RunEvent {
  RunEventKind kind;
  std::int64_t step = 0;
  std::string message;                  // Phase: "reading text", "training the tokeniser", "tokenising", "training", ...
  double done = -1;                     // Phase: 0..1, or -1 when the length is unknown
};

struct RunFinished {
  std::int64_t step = 0;
  std::string outcome;                  // "finished", "stopped"
  std::filesystem::path checkpoint;     // the newest
  Metrics metrics;                      // of the last evaluation
};

class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void started(const RunStarted&) {}
  virtual void prepared(const RunStarted&) {}   // once more, when text and vocabulary are known: exact sizes, data hashes
  virtual void step(const StepReport&) {}
  virtual void evaluated(const Evaluated&) {}
  virtual void checkpointing() {}               // one is about to be written: what was told before must not be lost when it stands
  virtual void checkpointed(const Checkpointed&) {}
  virtual void probed(const Probed&) {}
  virtual void event(const RunEvent&) {}
  virtual void finished(const RunFinished&) {}
  virtual void failed(const std::string& /*message*/) {}
};

}  // namespace cloze
