// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/checkpoint_pin.h"

#include <stdexcept>
#include <string>

#include "engine/core/files.h"

namespace cloze {

namespace {

constexpr const char* kPinFile = "pinned";
const std::string kCheckpointName = "checkpoint-";

bool isCheckpointName(const std::filesystem::path& folder) { return folder.filename().string().compare(0, kCheckpointName.size(), kCheckpointName) == 0; }

// Steps are written with leading zeros, but a long run may need more digits: the longer name is the newer one.
bool isNewer(const std::filesystem::path& a, const std::filesystem::path& b) {
  const std::string left = a.filename().string(), right = b.filename().string();
  return left.size() != right.size() ? left.size() > right.size() : left > right;
}

}  // namespace

bool isPinned(const std::filesystem::path& checkpoint) {
  std::error_code gone;
  return std::filesystem::exists(checkpoint / kPinFile, gone);
}

void pinCheckpoint(const std::filesystem::path& checkpoint, bool pinned) {
  if (!std::filesystem::is_directory(checkpoint)) throw std::runtime_error(checkpoint.string() + ": this checkpoint is no longer there");
  if (pinned) writeFileAtomically(checkpoint / kPinFile, "kept from removal\n");
  else std::filesystem::remove(checkpoint / kPinFile);
}

void deleteCheckpoint(const std::filesystem::path& checkpoint, bool runTrains) {
  if (!isCheckpointName(checkpoint) || !std::filesystem::exists(checkpoint / "config.json"))
    throw std::invalid_argument(checkpoint.string() + ": this is no checkpoint folder of a run");
  if (isPinned(checkpoint)) throw std::invalid_argument(checkpoint.string() + ": this checkpoint is pinned; unpin it first");
  bool newest = true;
  for (const auto& entry : std::filesystem::directory_iterator(checkpoint.parent_path()))
    newest = newest && !(isCheckpointName(entry.path()) && isNewer(entry.path(), checkpoint));
  if (runTrains && newest) throw std::invalid_argument(checkpoint.string() + ": the run trains and would go on from this checkpoint after a crash; delete it when a newer one is there");
  const std::filesystem::path doomed = checkpoint.parent_path() / ("." + checkpoint.filename().string() + ".deleted");
  std::filesystem::rename(checkpoint, doomed);         // gone at once, whatever happens while its files are removed
  std::filesystem::remove_all(doomed);
}

}  // namespace cloze
