// Checkpoints: a Hugging Face folder (config.json, model.safetensors, tokeniser files) plus training_state.json and
// training_state.safetensors (what the optimiser remembers). Written beside, synced, renamed: a folder is whole or absent. The newest ones and the
// best keep their training state; older ones keep their weights only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/events.h"
#include "engine/text/tokenizer.h"
#include "engine/train/optimizer.h"
#include "engine/train/run_folder.h"
#include "engine/train/step.h"

namespace cloze {

// What a run must remember beside weights and moments. All randomness is a function of the step.
struct TrainingState {
  std::int64_t step = 0;
  std::int64_t tokens = 0;                           // trained on so far
  double seconds = 0;                                // trained so far
  Metrics evaluation;                                // the last one
  std::int64_t evaluatedStep = -1;                   // when that was
  double bestValue = 0;                              // of the watched metric
  std::int64_t bestStep = -1;                        // of the evaluation that had it; -1: none yet
  std::int64_t evaluationsWithoutImprovement = 0;
  double checkpointValue = 0;                        // the watched metric as last evaluated before this checkpoint
  bool checkpointJudged = false;                     // false: never evaluated
};

struct CheckpointContents {
  Replicas& replicas;
  Optimizer& optimizer;
  const Tokenizer& tokenizer;
};

// Bytes one checkpoint with its training state takes.
std::uint64_t checkpointBytes(const FlatLayout& layout);
// std::runtime_error with both numbers when the disk has no room for a checkpoint.
void requireFreeSpace(const std::filesystem::path& out, const FlatLayout& layout);

// Writes OUT/checkpoint-NNNNNN in place of one that is there already (damaged, or without its state). Returns folder and size.
Checkpointed writeCheckpoint(const std::filesystem::path& out, const CheckpointContents& contents, const TrainingState& state);
// Reads weights, moments and state. std::runtime_error naming the file that is damaged (SHA-256 of each is in training_state.json).
TrainingState readCheckpoint(const std::filesystem::path& folder, const CheckpointContents& contents);

// The checkpoint with the best watched metric among those with a state; -1: none was judged.
std::int64_t bestCheckpoint(const std::filesystem::path& out, bool smallerIsBetter);
// Drops the training state of all but the newest `keep`, the best and the pinned ones.
void thinCheckpoints(const std::filesystem::path& out, std::int64_t keep, std::int64_t best);

}  // namespace cloze
