// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/run_folder.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/core/clock.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "engine/train/shard_pool.h"

namespace cloze {

namespace {

constexpr const char* kRunFile = "run.json";
constexpr const char* kLockFile = "run.lock";
constexpr const char* kEndFile = "result.json";
constexpr const char* kStateFile = "training_state.json";
constexpr const char* kCheckpointPrefix = "checkpoint-";
constexpr int kRunFormat = 1;

bool tryLock(int file, int kind) {
  while (::flock(file, kind | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    return false;
  }
  return true;
}

std::string holderOf(const std::filesystem::path& lock) {
  try {
    const std::string text = readFile(lock);
    return text.empty() ? "another process" : text;
  } catch (const std::exception&) {
    return "another process";
  }
}

std::string hostName() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "this machine";
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& out) {
  const std::filesystem::path path = out / kLockFile;
  m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (m_file < 0) throw std::runtime_error(path.string() + ": cannot be opened: " + std::strerror(errno));
  // Those who only ask whether a run is running hold a shared lock for an instant: a second try a little later tells them from a trainer.
  bool held = tryLock(m_file, LOCK_EX);
  for (int attempt = 0; !held && attempt < 20; ++attempt) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    held = tryLock(m_file, LOCK_EX);
  }
  if (!held) {
    ::close(m_file);
    throw std::invalid_argument(out.string() + ": this run is being trained by " + holderOf(path) + "; stop it there first");
  }
  const std::string holder = "process " + std::to_string(::getpid()) + " on " + hostName();
  if (::ftruncate(m_file, 0) != 0 || ::pwrite(m_file, holder.data(), holder.size(), 0) < 0) {
    // The name of the holder is a courtesy: the lock itself is what counts.
  }
}

RunLock::~RunLock() {
  if (m_file >= 0) ::close(m_file);
}

bool RunLock::isHeld(const std::filesystem::path& out) {
  const int file = ::open((out / kLockFile).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool isFree = tryLock(file, LOCK_SH);
  ::close(file);
  return !isFree;
}

void requireNoRun(const std::filesystem::path& out) {
  if (std::filesystem::exists(out / kRunFile))
    throw std::invalid_argument(out.string() + ": already holds a run; continue it with `cloze resume " + out.string() + "`, or choose another --out");
}

FrozenRun freezeRun(const std::filesystem::path& out, const RunSpec& spec, const std::string& runId, const std::filesystem::path& log) {
  FrozenRun run;
  run.out = std::filesystem::absolute(out).lexically_normal();
  requireNoRun(run.out);
  run.log = log.empty() ? log : std::filesystem::absolute(log);
  run.runId = runId;
  run.spec = spec;
  run.spec.compute.shards = shardCount(spec.compute.shards, spec.train.batchSize);
  run.specJson = toJson(run.spec);
  const Json file = {{"format", kRunFormat}, {"run", runId}, {"log", run.log.string()}, {"created", isoTime(unixMilliseconds())},
                     {"version", CLOZE_VERSION}, {"spec", run.specJson}};
  writeFileAtomically(run.out / kRunFile, file.dump(2) + "\n");
  return run;
}

void forgetRun(const std::filesystem::path& out) {
  if (!listCheckpoints(out).empty()) return;
  for (const char* name : {kRunFile, "tokenizer", "data.json", kLockFile}) std::filesystem::remove_all(out / name);
  std::error_code notEmpty;
  std::filesystem::remove(out, notEmpty);
}

FrozenRun readFrozenRun(const std::filesystem::path& out) {
  const std::filesystem::path path = out / kRunFile;
  if (!std::filesystem::exists(path)) throw std::invalid_argument(out.string() + ": holds no run (there is no run.json)");
  const Json file = readJsonFile(path);
  try {
    if (file.at("format").get<int>() != kRunFormat)
      throw std::runtime_error("format " + file.at("format").dump() + " is not known to Cloze " CLOZE_VERSION "; use the version that wrote it");
    FrozenRun run;
    run.out = std::filesystem::absolute(out).lexically_normal();
    run.log = file.at("log").get<std::string>();
    run.runId = file.at("run").get<std::string>();
    run.specJson = file.at("spec");
    readJson(run.spec, run.specJson);
    return run;
  } catch (const std::exception& error) {
    throw std::runtime_error(path.string() + ": " + error.what());
  }
}

CheckpointOrigin originOf(const std::filesystem::path& checkpoint) {
  const std::filesystem::path out = checkpoint.parent_path(), path = out / kRunFile;
  if (!std::filesystem::exists(path)) return {};
  CheckpointOrigin origin;
  const Json file = readJsonFile(path);
  if (file.is_object() && file.contains("run") && file["run"].is_string()) origin.run = file["run"].get<std::string>();
  for (const CheckpointEntry& entry : listCheckpoints(out))
    if (entry.folder == checkpoint) origin.step = entry.step;
  return origin;
}

Json metricsToJson(const Metrics& metrics) {
  Json json = Json::object();
  for (const auto& [name, value] : metrics) json[name] = std::isfinite(value) ? Json(value) : Json(nullptr);
  return json;
}

Metrics metricsFromJson(const Json& json) {
  Metrics metrics;
  for (const auto& [name, value] : json.items()) metrics.emplace_back(name, value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN());
  return metrics;
}

void writeRunEnd(const std::filesystem::path& out, const RunEnd& end) {
  const Json file = {{"outcome", "finished"}, {"step", end.step}, {"checkpoint", end.checkpoint}, {"metrics", metricsToJson(end.metrics)}};
  writeFileAtomically(out / kEndFile, file.dump(2) + "\n");
}

std::optional<RunEnd> readRunEnd(const std::filesystem::path& out) {
  if (!std::filesystem::exists(out / kEndFile)) return std::nullopt;
  const Json file = readJsonFile(out / kEndFile);
  return RunEnd{file.value("step", std::int64_t{0}), file.value("checkpoint", std::string()), metricsFromJson(file.value("metrics", Json::object()))};
}

std::filesystem::path checkpointFolder(const std::filesystem::path& out, std::int64_t step) {
  std::string digits = std::to_string(step);
  digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
  return out / (kCheckpointPrefix + digits);
}

std::vector<CheckpointEntry> listCheckpoints(const std::filesystem::path& out) {
  std::vector<CheckpointEntry> entries;
  std::error_code missing;
  for (const auto& item : std::filesystem::directory_iterator(out, missing)) {
    const std::string name = item.path().filename().string();
    if (name.rfind(kCheckpointPrefix, 0) != 0) continue;
    CheckpointEntry entry;
    const char* begin = name.data() + std::strlen(kCheckpointPrefix);
    const char* end = name.data() + name.size();
    if (std::from_chars(begin, end, entry.step).ptr != end || begin == end) continue;
    entry.folder = item.path();
    entry.resumable = std::filesystem::exists(item.path() / kStateFile);
    entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.step < b.step; });
  return entries;
}

}  // namespace cloze
