// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/checkpoint_folder.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace cloze {
namespace {

namespace fs = std::filesystem;
const std::string kPrefix = "checkpoint-";

bool hasWeights(const fs::path& folder) {
  for (const char* file : {"model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"})
    if (fs::exists(folder / file)) return true;
  return false;
}

}  // namespace

std::int64_t stepOfCheckpoint(const fs::path& folder) {
  const std::string name = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
  const std::string digits = name.compare(0, kPrefix.size(), kPrefix) == 0 ? name.substr(kPrefix.size()) : "";
  const bool isNumber = !digits.empty() && digits.size() < 18 && std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c); });
  return isNumber ? std::stoll(digits) : -1;
}

fs::path resolveCheckpoint(const fs::path& path) {
  if (!fs::exists(path)) throw std::invalid_argument(path.string() + ": there is no such folder; a checkpoint is a folder with config.json, or a run's folder");
  if (!fs::is_directory(path)) throw std::invalid_argument(path.string() + ": this is a file; a checkpoint is a folder with config.json, or a run's folder");
  if (fs::exists(path / "config.json")) return fs::canonical(path);
  fs::path newest;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    const bool complete = stepOfCheckpoint(entry.path()) >= 0 && fs::exists(entry.path() / "config.json") && hasWeights(entry.path());
    if (complete && (newest.empty() || stepOfCheckpoint(entry.path()) > stepOfCheckpoint(newest))) newest = entry.path();
  }
  if (newest.empty()) {
    const bool isRun = fs::exists(path / "run.json");
    throw std::invalid_argument(path.string() + (isRun ? ": this run has no checkpoint yet" : ": no config.json here, and no checkpoint-NNNNNN folder of a run"));
  }
  return fs::canonical(newest);
}

}  // namespace cloze
