// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_run.h"

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/core/resources.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace cloze {

namespace {

double real(const Json& json, const char* key) { return json.contains(key) && json[key].is_number() ? json[key].get<double>() : std::nan(""); }
std::int64_t whole(const Json& json, const char* key) { return json.contains(key) && json[key].is_number() ? json[key].get<std::int64_t>() : 0; }
std::string text(const Json& json, const char* key) { return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string(); }

Metrics metricsOf(const Json& json) {
  Metrics metrics;
  if (json.contains("metrics"))
    for (const auto& [name, value] : json["metrics"].items()) metrics.emplace_back(name, value.is_number() ? value.get<double>() : std::nan(""));
  return metrics;
}

StepReport stepOf(const Json& json) {
  StepReport report;
  report.step = whole(json, "step");
  report.tokens = whole(json, "tokens");
  report.paddedTokens = whole(json, "padded_tokens");
  report.loss = real(json, "loss");
  report.metrics = metricsOf(json);
  for (const Json& rate : json["learning_rates"]) report.learningRates.push_back(rate.is_number() ? rate.get<double>() : std::nan(""));
  report.gradientNorm = real(json, "gradient_norm");
  report.seconds = json.contains("seconds") ? real(json, "seconds") : static_cast<double>(report.tokens) / real(json, "tokens_per_second");
  return report;
}

struct Replay {
  RunObserver& log;
  std::filesystem::path out, model;
  std::int64_t lastCheckpoint = 0;
  RunStarted started;
  std::vector<std::filesystem::path> earlier;

  void play(const Json& line) {
    const std::string event = text(line, "event");
    if (event == "specification") {
      started.specJson = line["specification"].dump();
      started.environmentJson = line.contains("environment") ? line["environment"].dump() : "{}";
    } else if (event == "started" || event == "prepared") {
      begin(line, event == "started");
    } else if (event == "step") {
      log.step(stepOf(line));
    } else if (event == "evaluated") {
      log.evaluated({whole(line, "step"), metricsOf(line), real(line, "seconds")});
    } else if (event == "checkpointed") {
      checkpoint(line);
    } else if (event == "phase") {
      log.event({RunEventKind::Phase, whole(line, "step"), text(line, "message"), -1});
    } else if (event == "finished") {
      log.finished({whole(line, "step"), "finished", model, metricsOf(line)});
    }
  }

  void begin(const Json& line, bool first) {
    started.run = text(line, "run");
    started.out = out;
    started.steps = whole(line, "steps");
    started.parameters = whole(line, "parameters");
    started.parameterGroups = line["parameter_groups"].get<std::vector<std::string>>();
    if (first) log.started(started);
    else log.prepared(started);
  }

  // Only the newest is on the disk: it takes the others away, as retention does in a run.
  void checkpoint(const Json& line) {
    const std::int64_t step = whole(line, "step");
    const bool last = step == lastCheckpoint;
    const std::filesystem::path folder = last && !model.empty() ? model : out / ("checkpoint-" + std::to_string(step));
    Checkpointed saved{step, folder, static_cast<std::uint64_t>(whole(line, "bytes")), line.value("best", false), last ? earlier : std::vector<std::filesystem::path>()};
    if (last && model.empty()) saved.removed.push_back(folder);
    log.checkpointed(saved);
    earlier.push_back(folder);
  }
};

}  // namespace

std::filesystem::path demoRecording() { return resourcesFolder() / "demo" / "run.jsonl"; }

std::vector<std::filesystem::path> comparedRecordings() {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(resourcesFolder() / "demo" / "compare", error)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string importDemoRun(LogStore& log, const std::filesystem::path& recording, const std::filesystem::path& out, const std::filesystem::path& model) {
  std::vector<Json> lines;
  std::istringstream input(readFile(recording));
  for (std::string line; std::getline(input, line);)
    if (!line.empty()) lines.push_back(parseJson(line, recording.string() + ":" + std::to_string(lines.size() + 1)));
  const auto started = std::find_if(lines.begin(), lines.end(), [](const Json& line) { return text(line, "event") == "started"; });
  if (started == lines.end()) throw std::runtime_error(recording.string() + ": no \"started\" event; record it again (resources/demo/README.md)");
  const std::string run = text(*started, "run");
  const auto observer = log.observer(run);
  Replay replay{*observer, out, model, 0, {}, {}};
  for (const Json& line : lines)
    if (text(line, "event") == "checkpointed") replay.lastCheckpoint = whole(line, "step");
  for (const Json& line : lines) replay.play(line);
  log.flush();
  return run;
}

}  // namespace cloze
