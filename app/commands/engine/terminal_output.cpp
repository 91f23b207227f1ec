// The events of a run for a person: a progress bar with loss, tokens a second and the time left where stderr is a terminal, a plain line now and
// then where it is not; what counts in the end goes to stdout.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/engine/training_output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>

#include <sys/ioctl.h>
#include <unistd.h>

#include "app/commands/text_table.h"
#include "engine/core/clock.h"

namespace cloze {

namespace {

constexpr double kSecondsBetweenDraws = 0.1, kSecondsBetweenLines = 10, kSmoothing = 0.05;

std::string format(const char* pattern, double value) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "?";
  const auto whole = std::lround(seconds);
  char text[64];
  if (whole >= 3600) std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  else std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  return text;
}

std::string line(const Metrics& metrics) {
  std::string text;
  for (const auto& [name, value] : metrics)
    if (name.find('/') == std::string::npos) text += (text.empty() ? "" : ", ") + name + " " + format("%.4g", value);
  return text;
}

// Metrics of several heads, "<task or layer>/<metric>": a row a head; of the layers of a probe the best one is marked.
std::string headTable(const Metrics& metrics) {
  std::vector<std::string> heads, names;
  const auto placeIn = [](std::vector<std::string>& list, const std::string& one) {
    const auto found = std::find(list.begin(), list.end(), one);
    return found == list.end() ? (list.push_back(one), list.size() - 1) : static_cast<std::size_t>(found - list.begin());
  };
  std::map<std::pair<std::size_t, std::size_t>, double> values;
  for (const auto& [name, value] : metrics)
    if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) {
      const std::size_t head = placeIn(heads, name.substr(0, slash));
      values[{head, placeIn(names, name.substr(slash + 1))}] = value;
    }
  if (heads.empty()) return {};
  const auto named = std::find_if(metrics.begin(), metrics.end(), [](const auto& metric) { return metric.first == "best_layer"; });
  const std::string best = named == metrics.end() ? "" : "layer_" + std::to_string(static_cast<int>(named->second));
  std::vector<TextTable::Column> columns{{best.empty() ? "head" : "layer"}};
  for (const std::string& name : names) columns.push_back({name, TextTable::Align::Right});
  if (!best.empty()) columns.push_back({""});
  TextTable table(columns);
  for (std::size_t head = 0; head < heads.size(); ++head) {
    std::vector<std::string> cells{heads[head]};
    for (std::size_t name = 0; name < names.size(); ++name) cells.push_back(values.count({head, name}) ? figureText(values[{head, name}]) : "");
    if (!best.empty()) cells.push_back(heads[head] == best ? "best" : "");
    table.add(std::move(cells));
  }
  return table.text();
}

int terminalWidth() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

class TerminalOutput final : public RunObserver {
 public:
  void started(const RunStarted& event) override {
    m_out = event.out;
    note("run " + event.run + " in " + event.out.string());
  }

  void prepared(const RunStarted& event) override {
    m_steps = event.steps;
    note(std::to_string(event.parameters) + " parameters, " + std::to_string(event.steps) + " steps" +
         (event.fromStep > 0 ? ", going on from step " + std::to_string(event.fromStep) : ""));
  }

  void step(const StepReport& event) override {
    const double rate = static_cast<double>(event.tokens) / std::max(event.seconds, 1e-9);
    m_rate = m_rate == 0 ? rate : m_rate + kSmoothing * (rate - m_rate);
    m_secondsPerStep = m_secondsPerStep == 0 ? event.seconds : m_secondsPerStep + kSmoothing * (event.seconds - m_secondsPerStep);
    const double now = steadySeconds();
    if (now - m_lastDraw < (m_terminal ? kSecondsBetweenDraws : kSecondsBetweenLines) && event.step != m_steps) return;
    m_lastDraw = now;
    const double left = m_secondsPerStep * static_cast<double>(m_steps - event.step);
    show(event.step, "loss " + format("%.4f", event.loss) + "  lr " + format("%.2e", event.learningRates.empty() ? 0 : event.learningRates.front()) + "  " +
                         format("%.0f", m_rate) + " tokens/s  " + duration(left) + " left");
  }

  void evaluated(const Evaluated& event) override { note("step " + std::to_string(event.step) + ": held-out " + line(event.metrics) + " (" + std::to_string(event.batches) + " batches)"); }
  void checkpointed(const Checkpointed& event) override {
    note("step " + std::to_string(event.step) + ": saved " + event.folder.filename().string() + (event.best ? " (best)" : ""));
  }
  void event(const RunEvent& event) override {
    if (event.kind == RunEventKind::Phase) phase(event);
    else note((event.kind == RunEventKind::Warning ? "warning: " : "") + event.message);
  }
  void failed(const std::string& message) override { note("failed: " + message); }

  void finished(const RunFinished& event) override {
    eraseBar();
    std::cout << (event.outcome == "finished" ? "finished" : "stopped") << " at step " << event.step << '\n';
    if (!event.metrics.empty()) std::cout << "held-out: " << line(event.metrics) << '\n' << headTable(event.metrics);
    if (!event.checkpoint.empty()) std::cout << "checkpoint: " << event.checkpoint.string() << '\n';
    if (event.outcome != "finished") std::cout << "go on with: cloze resume " << m_out.string() << '\n';
    std::cout << std::flush;
  }

 private:
  void phase(const RunEvent& event) {
    const double now = steadySeconds();
    if (!m_terminal) {
      if (event.message != m_phase) note(event.message);
      m_phase = event.message;
    } else if (event.message != m_phase || now - m_lastDraw >= kSecondsBetweenDraws) {
      m_phase = event.message;
      m_lastDraw = now;
      bar(event.done, event.message);
    }
  }

  void show(std::int64_t step, const std::string& text) {
    const std::string counted = std::to_string(step) + "/" + std::to_string(m_steps) + "  " + text;
    if (m_terminal) bar(m_steps > 0 ? static_cast<double>(step) / static_cast<double>(m_steps) : -1, counted);
    else note("step " + counted);
  }

  void bar(double done, const std::string& text) {
    constexpr int kCells = 24;
    std::string drawn;
    if (done >= 0) {
      const int full = std::clamp(static_cast<int>(done * kCells), 0, kCells);
      for (int i = 0; i < kCells; ++i) drawn += i < full ? "━" : "┈";
      drawn += ' ' + format("%3.0f%%", done * 100) + "  ";
    }
    const std::size_t room = static_cast<std::size_t>(std::max(10, terminalWidth() - (done >= 0 ? kCells + 7 : 0) - 1));
    std::fprintf(stderr, "\r\033[K%s%s", drawn.c_str(), text.substr(0, room).c_str());
    std::fflush(stderr);
    m_barShown = true;
  }

  void eraseBar() {
    if (m_barShown) std::fputs("\r\033[K", stderr);
    m_barShown = false;
  }

  void note(const std::string& text) {
    eraseBar();
    std::fprintf(stderr, "%s\n", text.c_str());
  }

  const bool m_terminal = ::isatty(STDERR_FILENO) == 1;
  std::string m_phase;
  std::filesystem::path m_out;
  std::int64_t m_steps = 0;
  double m_rate = 0, m_secondsPerStep = 0, m_lastDraw = 0;
  bool m_barShown = false;
};

}  // namespace

std::unique_ptr<RunObserver> terminalOutput() { return std::make_unique<TerminalOutput>(); }

}  // namespace cloze
