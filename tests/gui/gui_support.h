// What the window's tests share: a toy struct with every kind of setting, a home of its own for each test, a generated run (fixtures only).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/field.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"

#include <QTemporaryDir>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

namespace cloze::tests {

inline constexpr int kLong = 120000;   // the machine may be busy; nothing waits so long when all is well

// CLOZE_HOME points into a folder that goes away with this object.
class TemporaryHome {
 public:
  TemporaryHome() { qputenv("CLOZE_HOME", m_folder.path().toUtf8()); }
  std::filesystem::path path() const { return m_folder.path().toStdString(); }
  std::filesystem::path log() const { return path() / "experiments.sqlite"; }

 private:
  QTemporaryDir m_folder;
};

// A small text of plain sentences, a blank line after every sixth.
inline std::string writeText(const std::filesystem::path& folder, int sentences = 600) {
  const std::filesystem::path file = folder / "text.txt";
  std::ofstream out(file);
  const char* people[] = {"the teacher", "the doctor", "a farmer", "the old man", "my sister"};
  const char* acts[] = {"works in a school", "lives near the river", "has a small dog", "plays the piano", "reads a long book"};
  for (int i = 0; i < sentences; ++i) {
    out << people[i % 5] << ' ' << acts[(i / 3) % 5] << " .\n";
    if (i % 6 == 5) out << '\n';
  }
  return file.string();
}

struct GentleSchedule {
  std::int64_t warmup = 10;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { visit("warmup", self.warmup, Label{"Warm-up"}, Unit{"steps"}, Range{0, 1000}); }
};

struct SteepSchedule {
  double power = 2;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { visit("power", self.power, Label{"Power"}, Range{1, 8}); }
};

inline const VariantTable& toySchedules() {
  static const VariantTable table{{"gentle", "Gentle", "Rises slowly", [] { return std::make_unique<SettingsOf<GentleSchedule>>(); }},
                                  {"steep", "Steep", "Rises fast", [] { return std::make_unique<SettingsOf<SteepSchedule>>(); }}};
  return table;
}

struct ToyDetails {
  bool careful = true;
  std::string kind = "round";
  std::int64_t corners = 4;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("careful", self.careful, Help{"Take care"});
    visit("kind", self.kind, Choices{{"round", "angular"}});
    visit("corners", self.corners, VisibleWhen{"kind", "angular"}, Range{3, 12});
  }
};

struct ToySettings {
  std::string name = "toy";
  std::string size = "small";
  std::int64_t width = 8;
  double rate = 1e-3;
  std::optional<std::int64_t> seed;
  std::vector<std::string> files;
  ToyDetails details;
  Variant schedule{toySchedules(), "gentle"};

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("name", self.name, Label{"Name"}, Help{"What it is called"});
    visit("size", self.size, Choices{{"small", "large"}}, Then{[&self] { self.width = self.size == "large" ? 64 : 8; }});
    visit("width", self.width, Label{"Width"}, Unit{"cells"}, Help{"How wide it is"}, Range{1, 100});
    visit("rate", self.rate, Label{"Rate"}, Range{0, 1});
    visit("seed", self.seed, Advanced{}, Help{"A hidden number"});
    visit("files", self.files);
    visit.group("details", self.details, Label{"Details"});
    visit.variant("schedule", "id", self.schedule, toySchedules(), Label{"Schedule"});
  }
};

// As a trainer names it: OUT/checkpoint-000050.
inline std::filesystem::path checkpointOf(const std::filesystem::path& out, std::int64_t step) {
  const std::string number = std::to_string(step);
  return out / ("checkpoint-" + std::string(6 - number.size(), '0') + number);
}

// A run of `steps` steps with falling loss, written through the log as a trainer would.
inline std::string writeRun(LogStore& log, const std::string& id, const std::filesystem::path& out, std::int64_t steps, bool finish) {
  const auto observer = log.observer(id);
  RunStarted started;
  started.run = id;
  started.out = out;
  started.specJson = R"({"name": "generated )" + id + R"(", "seed": 1, "train": {"steps": )" + std::to_string(steps) + "}}";
  started.environmentJson = "{}";
  started.steps = steps;
  started.parameterGroups = {"decay", "no_decay"};
  observer->started(started);
  for (std::int64_t step = 1; step <= steps; ++step) {
    StepReport report;
    report.step = step;
    report.tokens = 1000;
    report.paddedTokens = 1100;
    report.loss = 6 * std::exp(-static_cast<double>(step) / 100) + 1 + 0.1 * std::sin(static_cast<double>(step));
    report.metrics = {{"masked_accuracy", 1 - report.loss / 8}};
    report.learningRates = {1e-3, 1e-3};
    report.gradientNorm = 1;
    report.seconds = 0.25;
    observer->step(report);
    if (step % 50 == 0) {
      observer->evaluated({step, {{"loss", report.loss + 0.1}}, 0.5});
      observer->checkpointed({step, checkpointOf(out, step), 3100000, true, {}});
    }
  }
  if (finish) observer->finished({steps, "finished", out, {}});
  log.flush();
  return id;
}

// As the list of runs shows them; one in fifty is of another family, one in ten was interrupted.
inline std::vector<RunRow> manyRuns(int count) {
  std::vector<RunRow> rows;
  for (int i = 0; i < count; ++i) {
    RunRow row;
    row.id = "run" + std::to_string(i);
    row.name = (i % 50 == 0 ? "electra small " : "bert mini on reviews ") + std::to_string(i);
    row.family = i % 50 == 0 ? "electra" : "bert";
    row.status = i % 10 == 0 ? RunStatus::Interrupted : RunStatus::Finished;
    row.number = count - i;
    row.step = row.steps = 1000;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace cloze::tests
