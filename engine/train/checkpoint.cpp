// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "engine/core/checkpoint_pin.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/io/hub_folder.h"
#include "engine/io/safetensors.h"

namespace cloze {

namespace {

constexpr const char* kStateJson = "training_state.json";
constexpr const char* kStateTensors = "training_state.safetensors";
constexpr const char* kWeights = "model.safetensors";
constexpr int kStateFormat = 1;
constexpr std::uint64_t kSpareBytes = 16 << 20;      // tokeniser, headers, the log

Json toJson(const TrainingState& state) {
  return {{"step", state.step}, {"tokens", state.tokens}, {"seconds", state.seconds}, {"evaluation", metricsToJson(state.evaluation)},
          {"evaluated_step", state.evaluatedStep}, {"best_value", state.bestValue}, {"best_step", state.bestStep},
          {"evaluations_without_improvement", state.evaluationsWithoutImprovement}, {"checkpoint_value", state.checkpointValue},
          {"checkpoint_judged", state.checkpointJudged}};
}

TrainingState stateFromJson(const Json& json) {
  TrainingState state;
  json.at("step").get_to(state.step);
  json.at("tokens").get_to(state.tokens);
  json.at("seconds").get_to(state.seconds);
  state.evaluation = metricsFromJson(json.at("evaluation"));
  json.at("evaluated_step").get_to(state.evaluatedStep);
  json.at("best_value").get_to(state.bestValue);
  json.at("best_step").get_to(state.bestStep);
  json.at("evaluations_without_improvement").get_to(state.evaluationsWithoutImprovement);
  json.at("checkpoint_value").get_to(state.checkpointValue);
  json.at("checkpoint_judged").get_to(state.checkpointJudged);
  return state;
}

constexpr const char* kFilled = "memory.filled";
std::string memoryName(std::size_t state) { return "memory." + std::to_string(state); }

// What the model carried at that step; nothing where it carries nothing.
Memory memoryOf(const NamedTensors& tensors) {
  Memory memory;
  for (auto found = tensors.find(memoryName(0)); found != tensors.end(); found = tensors.find(memoryName(memory.states.size()))) memory.states.push_back(found->second.clone());
  if (const auto filled = tensors.find(kFilled); filled != tensors.end()) memory.filled = filled->second.clone();
  return memory;
}

// The whole flat buffer, padding included, as one tensor that shares its memory.
torch::Tensor wholeBuffer(const FlatBuffer& buffer) {
  FlatSlice slice;
  slice.shape = {buffer.size()};
  return buffer.view(slice);
}

// Where the weights of a model and of the one inside it stand in a checkpoint, and what its optimiser remembers.
std::vector<std::string> hashedFiles(TextModel& model) {
  std::vector<std::string> files{kWeights, kStateTensors};
  if (model.generator()) files.push_back(std::string(TextModel::kGeneratorFolder) + "/" + kWeights);
  return files;
}

void requireHash(const std::filesystem::path& folder, const std::string& file, const Json& expected) {
  if (sha256File(folder / file) != expected.at(file).get<std::string>())
    throw std::runtime_error((folder / file).string() + ": damaged (its SHA-256 is not the one written in " + kStateJson + ")");
}

}  // namespace

std::uint64_t checkpointBytes(const FlatLayout& layout) {
  return 4 * sizeof(float) * static_cast<std::uint64_t>(layout.size) + kSpareBytes;   // weights, in two formats where a family has its own, and two moments at most
}

void requireFreeSpace(const std::filesystem::path& out, const FlatLayout& layout) {
  const std::uint64_t needed = checkpointBytes(layout), available = freeBytes(out);
  if (available < needed)
    throw std::runtime_error(out.string() + ": a checkpoint takes " + std::to_string(needed >> 20) + " MB, " + std::to_string(available >> 20) +
                             " MB are free; make room");
}

Checkpointed writeCheckpoint(const std::filesystem::path& out, const CheckpointContents& contents, const TrainingState& state) {
  Checkpointed result;
  result.step = state.step;
  result.folder = checkpointFolder(out, state.step);
  const bool pinned = isPinned(result.folder);
  std::filesystem::remove_all(result.folder);        // one that is there was found damaged, or has lost its training state
  AtomicFolder written(result.folder);
  saveModelFolder(contents.replicas.model(), written.path(), &contents.tokenizer);
  NamedTensors remembered;
  for (const OptimizerState& one : contents.optimizer.state()) remembered.emplace(one.name, wholeBuffer(one.buffer));
  const Memory& memory = contents.replicas.memory();
  for (std::size_t i = 0; i < memory.states.size(); ++i) remembered.emplace(memoryName(i), memory.states[i]);
  if (memory.filled.defined()) remembered.emplace(kFilled, memory.filled);
  writeSafetensors(written.path() / kStateTensors, remembered);
  Json json = {{"format", kStateFormat}, {"state", toJson(state)}};
  for (const std::string& file : hashedFiles(contents.replicas.model())) json["sha256"][file] = sha256File(written.path() / file);
  writeFileAtomically(written.path() / kStateJson, json.dump(2) + "\n");
  written.commit();
  if (pinned) pinCheckpoint(result.folder, true);
  result.bytes = folderBytes(result.folder);
  return result;
}

TrainingState readCheckpoint(const std::filesystem::path& folder, const CheckpointContents& contents) {
  const Json json = readJsonFile(folder / kStateJson);
  try {
    for (const std::string& file : hashedFiles(contents.replicas.model())) requireHash(folder, file, json.at("sha256"));
    const NamedTensors tensors = readSafetensors(folder / kStateTensors);
    const torch::NoGradGuard noGradient;
    for (const OptimizerState& one : contents.optimizer.state())
      if (tensors.at(one.name).numel() != one.buffer.size())
        throw std::runtime_error((folder / kStateTensors).string() + ": belongs to a model of another size");
    loadWeights(contents.replicas.model(), folder);
    for (const OptimizerState& one : contents.optimizer.state()) wholeBuffer(one.buffer).copy_(tensors.at(one.name));
    contents.replicas.memory() = memoryOf(tensors);
    return stateFromJson(json.at("state"));
  } catch (const std::logic_error& error) {          // wrong contents, missing entries: the checkpoint is no use
    throw std::runtime_error(folder.string() + ": " + error.what());
  } catch (const Json::exception& error) {
    throw std::runtime_error((folder / kStateJson).string() + ": " + error.what());
  }
}

std::int64_t bestCheckpoint(const std::filesystem::path& out, bool smallerIsBetter) {
  std::int64_t best = -1;
  double bestValue = std::numeric_limits<double>::quiet_NaN();
  for (const CheckpointEntry& entry : listCheckpoints(out)) {
    if (!entry.resumable) continue;
    const TrainingState state = stateFromJson(readJsonFile(entry.folder / kStateJson).at("state"));
    if (!state.checkpointJudged) continue;
    if (best >= 0 && !(smallerIsBetter ? state.checkpointValue < bestValue : state.checkpointValue > bestValue)) continue;
    best = entry.step;
    bestValue = state.checkpointValue;
  }
  return best;
}

void thinCheckpoints(const std::filesystem::path& out, std::int64_t keep, std::int64_t best) {
  std::vector<CheckpointEntry> resumable;
  for (const CheckpointEntry& entry : listCheckpoints(out))
    if (entry.resumable && !isPinned(entry.folder)) resumable.push_back(entry);
  const auto old = static_cast<std::int64_t>(resumable.size()) - keep;
  for (std::int64_t i = 0; i < old; ++i) {
    const CheckpointEntry& entry = resumable[static_cast<std::size_t>(i)];
    if (entry.step == best) continue;
    std::filesystem::remove(entry.folder / kStateJson);    // first: without it nobody tries to resume from here
    std::filesystem::remove(entry.folder / kStateTensors);
  }
}

}  // namespace cloze
