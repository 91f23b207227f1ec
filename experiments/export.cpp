// SPDX-License-Identifier: GPL-3.0-or-later
#include "experiments/export.h"

#include <cmath>
#include <map>
#include <vector>

#include "engine/core/clock.h"

namespace cloze {
namespace {

Json finiteOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

// Shortest text that reads back as the same number.
std::string numberText(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return Json(value).dump();
}

Json numberJson(double value) { return std::isfinite(value) ? Json(value) : Json(numberText(value)); }

Json parsedOrText(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(text) : value;
}

std::string csvField(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  return quoted + "\"";
}

Json checkpointsJson(const LogReader& log, const std::string& run) {
  Json rows = Json::array();
  for (const CheckpointRow& row : log.checkpoints(run))
    rows.push_back({{"step", row.step}, {"folder", row.folder.string()}, {"bytes", row.bytes}, {"best", row.best}, {"removed", row.removed},
                    {"created_at", isoTime(row.createdAt)}});
  return rows;
}

Json eventsJson(const LogReader& log, const std::string& run) {
  Json rows = Json::array();
  for (const EventRow& row : log.events(run)) rows.push_back({{"step", row.step}, {"kind", row.kind}, {"message", row.message}, {"created_at", isoTime(row.createdAt)}});
  return rows;
}

Json probesJson(const LogReader& log, const std::string& run) {
  Json rows = Json::array();
  for (const ProbeRow& row : log.probes(run)) rows.push_back({{"step", row.step}, {"text", row.text}, {"result", parsedOrText(row.resultJson)}});
  return rows;
}

Json lineageJson(const LogReader& log, const std::string& run) {
  Json rows = Json::array();
  for (const LineageRow& row : log.lineage())
    if (row.run == run || row.parentRun == run) rows.push_back({{"run", row.run}, {"parent_run", row.parentRun}, {"parent_step", row.parentStep}, {"kind", row.kind}});
  return rows;
}

Json commonJson(const LogReader& log, const RunRow& row) {
  Json json = runRowJson(row);
  json["spec"] = parsedOrText(log.specJson(row.id));
  json["environment"] = parsedOrText(log.environmentJson(row.id));
  json["checkpoints"] = checkpointsJson(log, row.id);
  json["events"] = eventsJson(log, row.id);
  json["probes"] = probesJson(log, row.id);
  json["lineage"] = lineageJson(log, row.id);
  return json;
}

}  // namespace

Json runRowJson(const RunRow& row) {
  return {{"run", row.id}, {"name", row.name}, {"status", runStatusId(row.status)}, {"family", row.family}, {"preset", row.preset},
          {"objective", row.objective}, {"step", row.step}, {"steps", row.steps}, {"parameters", row.parameters}, {"tokens", row.tokens},
          {"seconds", row.seconds}, {"last_loss", finiteOrNull(row.lastLoss)}, {"best_validation_loss", finiteOrNull(row.bestValidationLoss)},
          {"created_at", isoTime(row.createdAt)}, {"updated_at", isoTime(row.updatedAt)}, {"out", row.out.string()}, {"tags", row.tags},
          {"note", row.note}, {"message", row.message}};
}

Json runJson(const LogReader& log, const RunRow& row) {
  Json json = commonJson(log, row);
  Json last = Json::object();
  for (const std::string& name : log.seriesNames(row.id)) {
    const auto points = log.series(row.id, name);
    if (!points.empty()) last[name] = {{"step", points.back().step}, {"value", numberJson(points.back().value)}, {"points", points.size()}};
  }
  json["last"] = last;
  return json;
}

Json exportedRunJson(const LogReader& log, const RunRow& row) {
  Json json = commonJson(log, row);
  Json all = Json::object();
  for (const std::string& name : log.seriesNames(row.id)) {
    Json steps = Json::array(), values = Json::array(), tokens = Json::array(), seconds = Json::array();
    for (const SeriesPoint& point : log.series(row.id, name)) {
      steps.push_back(point.step);
      values.push_back(numberJson(point.value));
      tokens.push_back(point.tokens);
      seconds.push_back(point.seconds);
    }
    all[name] = {{"step", steps}, {"value", values}, {"tokens", tokens}, {"seconds", seconds}};
  }
  json["series"] = all;
  return json;
}

std::string exportedRunCsv(const LogReader& log, const RunRow& row) {
  struct Line { std::int64_t tokens = 0; double seconds = 0; std::vector<std::string> values; };
  const std::vector<std::string> names = log.seriesNames(row.id);
  std::map<std::int64_t, Line> lines;
  for (std::size_t column = 0; column < names.size(); ++column)
    for (const SeriesPoint& point : log.series(row.id, names[column])) {
      Line& line = lines[point.step];
      line.tokens = point.tokens;
      line.seconds = point.seconds;
      line.values.resize(names.size());
      line.values[column] = numberText(point.value);
    }
  std::string text = "step,tokens,seconds";
  for (const std::string& name : names) text += "," + csvField(name);
  text += "\n";
  for (const auto& [step, line] : lines) {
    text += std::to_string(step) + "," + std::to_string(line.tokens) + "," + numberText(line.seconds);
    for (const std::string& value : line.values) text += "," + value;
    text += "\n";
  }
  return text;
}

}  // namespace cloze
