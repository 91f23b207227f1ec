// The facade of training: std only. train() blocks in the calling thread (which owns the model); others talk to it through RunControl.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/core/events.h"
#include "engine/core/progress.h"
#include "engine/data/batch.h"
#include "engine/run_spec.h"

namespace cloze {

class ModelSnapshot;   // engine/inspect/model_snapshot.h: a copy of the weights at one step, with config and tokeniser

// Flags looked at between steps, and requests for snapshots. All members may be called from any thread.
class RunControl {
 public:
  void pause() { m_paused = true; }
  void resume() { m_paused = false; }
  void stop() { m_stop = true; }                      // saves and returns
  bool paused() const { return m_paused; }
  bool stopping() const { return m_stop; }

  // Asks for a copy of the model; `deliver` is called once from the training thread between two steps (or while paused), at most one
  // copy is made a step. nullptr is delivered when the run ends first. Nobody waits synchronously.
  using Deliver = std::function<void(std::shared_ptr<const ModelSnapshot>)>;
  void requestSnapshot(Deliver deliver);
  // For the trainer: what waits for a snapshot; and the end of the run, after which every request is answered with nullptr at once.
  std::vector<Deliver> takeSnapshotRequests();
  void close();

 private:
  std::atomic<bool> m_paused{false}, m_stop{false};
  bool m_closed = false;
  std::mutex m_mutex;
  std::vector<Deliver> m_requests;
};

struct LaunchRequest {
  RunSpec spec;                                       // paths absolute
  std::filesystem::path out;                          // the run's folder
  std::string runId;                                  // newRunId()
  std::filesystem::path log;                          // only written into run.json, so that `resume` finds it
};

enum class RunOutcome { Finished, Stopped, Failed };

struct RunResult {
  RunOutcome outcome = RunOutcome::Failed;
  std::int64_t step = 0;
  std::filesystem::path checkpoint;
  Metrics metrics;
  std::string message;                                // of a failure
};

std::string newRunId();                               // 8 letters and digits, unique in practice
// Throws std::invalid_argument for what train() would refuse before it writes anything: `out` holds a run, a text is missing, a wrong spec.
void checkLaunch(const LaunchRequest& request);
// Trains from the start. `out` must not hold a run (std::invalid_argument with the hint `cloze resume`). Errors of the run itself
// (disk full, loss not a number) are reported to the observer and come back as Failed; wrong requests throw.
RunResult train(const LaunchRequest& request, RunObserver& observer, RunControl& control);
// Continues an interrupted or stopped run from its newest complete checkpoint, bit-equal to one that was never interrupted. Without a
// checkpoint it starts over; a finished one returns at once. Refused (std::invalid_argument naming the process) while run.lock is held.
RunResult resume(const std::filesystem::path& out, RunObserver& observer, RunControl& control);

// What OUT/run.json says.
struct RunFolder {
  std::filesystem::path out, log;
  std::string runId, specJson;
  bool finished = false;
  bool running = false;                               // run.lock is held
  std::int64_t lastCheckpointStep = -1;               // -1: none
};
RunFolder readRunFolder(const std::filesystem::path& out);

// The batch of `step` (its first micro-batch) as a launched run reads it: from the frozen tokeniser and texts in `out`; where they are not (any
// more), made again from the specification, whose tokenizer.from then should name a tokeniser.
struct BatchPreview;
BatchPreview replayBatch(const RunSpec& frozen, const std::filesystem::path& out, std::int64_t step, Progress& progress);

// `cloze preview`: computed by the very functions that train.
struct LearningRateCurve {
  std::string group;
  std::int64_t stride = 1;
  std::vector<double> rates;                          // rates[i] is step 1 + i * stride
};
// All steps, or evenly spread ones so that a curve has at most `maximumPoints` of them (0: all).
std::vector<LearningRateCurve> previewLearningRates(const RunSpec& spec, std::int64_t maximumPoints = 0);
struct BatchPreview {
  Batch batch;
  std::vector<std::vector<std::string>> tokens;       // [B][T] as the model sees them
  std::vector<std::string> trueTokens;                // [N]
  std::vector<std::string> rowLabels;                 // of a task: what each row is to be given; else empty
  std::int64_t steps = 0, examples = 0;               // of the run; of one epoch
  std::int64_t vocabulary = 0;                        // the tokeniser's real size
  bool bytePieces = false;                            // readablePiece (engine/text/readable.h)
  std::string idea;                                   // what the objective makes of such a batch
};
BatchPreview previewBatch(const RunSpec& spec, std::int64_t step, Progress& progress);

// The first sentences of the text in pieces: by the tokeniser of tokenizer.from, else by one trained on the first sentences only, which is
// a sample of the one the run will train on all of the text.
struct TokenizerSample {
  struct Piece { std::string text; bool continuesWord = false, special = false; };
  bool trained = false;
  std::int64_t vocabulary = 0;                        // its size
  std::int64_t sentences = 0;                         // it was trained on; 0: it was not
  std::vector<std::vector<Piece>> lines;              // a few sentences
};
TokenizerSample previewTokenizer(const RunSpec& spec, Progress& progress);

// What this run would cost, from two dry steps on its own first batches. std::runtime_error when the weights and their moments alone
// are more than the memory that is free.
struct CostEstimate { double secondsPerStep = 0; std::uint64_t peakBytes = 0, freeBytes = 0, checkpointBytes = 0; std::int64_t parameters = 0; };
CostEstimate estimateCost(const RunSpec& spec, Progress& progress);

}  // namespace cloze
