// SPDX-License-Identifier: GPL-3.0-or-later
#include "experiments/log_tables.h"

#include <cmath>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "experiments/queries.h"

namespace cloze {
namespace {

// SQLite stores no NaN: NULL stands for it.
void bindReal(SQLite::Statement& statement, int index, double value) {
  if (std::isnan(value)) statement.bind(index);
  else statement.bind(index, value);
}

std::string textAt(const Json& spec, const char* group, const char* key) {
  const Json* place = &spec;
  if (*group != '\0') {
    const auto found = spec.find(group);
    if (found == spec.end() || !found->is_object()) return "";
    place = &*found;
  }
  const auto found = place->find(key);
  return found != place->end() && found->is_string() ? found->get<std::string>() : "";
}

Json parsed(const std::string& specJson) {
  Json spec = Json::parse(specJson, nullptr, false);
  return spec.is_object() ? spec : Json::object();
}

}  // namespace

SQLite::Statement& LogTables::statement(const char* sql) {
  auto found = m_statements.find(sql);
  if (found == m_statements.end()) found = m_statements.emplace(sql, SQLite::Statement(m_database, sql)).first;
  else found->second.tryReset();
  found->second.clearBindings();
  return found->second;
}

std::int64_t LogTables::runNumber(const std::string& run) {
  const auto known = m_runs.find(run);
  if (known != m_runs.end()) return known->second;
  auto& query = statement("SELECT number FROM runs WHERE id = ?");
  query.bind(1, run);
  const std::int64_t number = query.executeStep() ? query.getColumn(0).getInt64() : 0;
  query.reset();
  if (number != 0) m_runs[run] = number;
  return number;
}

std::int64_t LogTables::seriesNumber(std::int64_t run, const std::string& name) {
  const auto key = std::make_pair(run, name);
  const auto known = m_series.find(key);
  if (known != m_series.end()) return known->second;
  auto& insert = statement("INSERT INTO series (run, name) VALUES (?, ?) ON CONFLICT (run, name) DO UPDATE SET name = excluded.name RETURNING number");
  insert.bind(1, run);
  insert.bind(2, name);
  insert.executeStep();
  const std::int64_t number = insert.getColumn(0).getInt64();
  insert.reset();
  return m_series[key] = number;
}

void LogTables::addPoint(std::int64_t run, const std::string& name, std::int64_t step, double value) {
  const std::int64_t series = seriesNumber(run, name);
  auto& insert = statement("INSERT INTO points (series, step, value) VALUES (?, ?, ?) ON CONFLICT (series, step) DO UPDATE SET value = excluded.value");
  insert.bind(1, series);
  insert.bind(2, step);
  bindReal(insert, 3, value);
  insert.exec();
}

void LogTables::start(const RunStarted& started, std::int64_t now, bool announce) {
  const Json spec = parsed(started.specJson);
  const std::string name = textAt(spec, "", "name");
  auto& insert = statement(
      "INSERT INTO runs (id, name, family, preset, objective, out, state, step, steps, parameters, created_at, updated_at)"
      " VALUES (?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
      " out = excluded.out, state = 'active', message = '', step = excluded.step, steps = excluded.steps, parameters = excluded.parameters,"
      " updated_at = excluded.updated_at RETURNING number");
  insert.bind(1, started.run);
  insert.bind(2, name.empty() ? "untitled run" : name);
  insert.bind(3, textAt(spec, "family", "id"));
  insert.bind(4, textAt(spec, "family", "preset"));
  insert.bind(5, learntBy(spec));
  insert.bind(6, started.out.string());
  insert.bind(7, started.fromStep);
  insert.bind(8, started.steps);
  insert.bind(9, started.parameters);
  insert.bind(10, now);
  insert.bind(11, now);
  insert.executeStep();
  const std::int64_t run = insert.getColumn(0).getInt64();
  insert.reset();
  m_runs[started.run] = run;
  m_progress.erase(run);

  auto& freeze = statement("INSERT INTO specifications (run, spec, environment) VALUES (?, ?, ?) ON CONFLICT (run) DO UPDATE SET"
                           " spec = excluded.spec, environment = excluded.environment");
  freeze.bind(1, run);
  freeze.bind(2, started.specJson);
  freeze.bind(3, started.environmentJson);
  freeze.exec();
  // A run that was killed may have lost the row of its last checkpoint.
  if (std::error_code none; !started.fromCheckpoint.empty() && std::filesystem::is_directory(started.fromCheckpoint, none)) {
    auto& keep = statement("INSERT INTO checkpoints (run, step, folder, bytes, best, created_at) VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT (run, step) DO NOTHING");
    keep.bind(1, run);
    keep.bind(2, started.fromStep);
    keep.bind(3, started.fromCheckpoint.string());
    keep.bind(4, static_cast<std::int64_t>(folderBytes(started.fromCheckpoint)));
    keep.bind(5, now);
    keep.exec();
  }
  if (announce) addEvent(started.run, started.fromStep, started.fromStep > 0 ? "continued" : "started", "", now);
}

LogTables::Progress& LogTables::progressBefore(std::int64_t run, std::int64_t step) {
  Progress& progress = m_progress[run];
  if (progress.step == step - 1 && step > 1) return progress;
  auto& query = statement("SELECT tokens, seconds FROM steps WHERE run = ? AND step < ? ORDER BY step DESC LIMIT 1");
  query.bind(1, run);
  query.bind(2, step);
  const bool found = query.executeStep();
  progress.tokens = found ? query.getColumn(0).getInt64() : 0;
  progress.seconds = found ? query.getColumn(1).getDouble() : 0;
  query.reset();
  return progress;
}

void LogTables::addStep(const std::string& runId, const StepReport& report, const std::vector<std::string>& groups, std::int64_t now) {
  const std::int64_t run = runNumber(runId);
  if (run == 0) return;
  addProgress(run, report, now);
  addPoint(run, "loss", report.step, report.loss);
  for (const auto& [name, value] : report.metrics)
    if (name != "loss") addPoint(run, name, report.step, value);
  for (std::size_t group = 0; group < report.learningRates.size(); ++group) {
    const std::string name = group < groups.size() ? groups[group] : std::to_string(group);
    addPoint(run, "learning_rate/" + name, report.step, report.learningRates[group]);
  }
  addPoint(run, "gradient_norm", report.step, report.gradientNorm);
  if (report.seconds > 0) addPoint(run, "tokens_per_second", report.step, static_cast<double>(report.tokens) / report.seconds);
  if (report.memoryMb > 0) addPoint(run, "memory_mb", report.step, report.memoryMb);
  if (report.paddedTokens > 0) addPoint(run, "padding_share", report.step, 1.0 - static_cast<double>(report.tokens) / static_cast<double>(report.paddedTokens));
}

void LogTables::addProgress(std::int64_t run, const StepReport& report, std::int64_t now) {
  Progress& progress = progressBefore(run, report.step);
  progress.step = report.step;
  progress.tokens += report.tokens;
  progress.seconds += report.seconds;
  progress.loss = report.loss;
  progress.updatedAt = now;
  progress.stepped = true;
  auto& insert = statement("INSERT INTO steps (run, step, tokens, seconds) VALUES (?, ?, ?, ?) ON CONFLICT (run, step) DO UPDATE SET"
                           " tokens = excluded.tokens, seconds = excluded.seconds");
  insert.bind(1, run);
  insert.bind(2, report.step);
  insert.bind(3, progress.tokens);
  insert.bind(4, progress.seconds);
  insert.exec();
}

void LogTables::addEvaluation(const std::string& runId, const Evaluated& evaluated) {
  const std::int64_t run = runNumber(runId);
  if (run == 0) return;
  for (const auto& [name, value] : evaluated.metrics) addPoint(run, "validation/" + name, evaluated.step, value);
  for (const auto& [name, value] : evaluated.layerMovement) addPoint(run, "layer_movement/" + name, evaluated.step, value);
}

void LogTables::addCheckpoint(const std::string& runId, const Checkpointed& checkpointed, std::int64_t now) {
  const std::int64_t run = runNumber(runId);
  if (run == 0) return;
  if (checkpointed.best) {
    auto& dethrone = statement("UPDATE checkpoints SET best = 0 WHERE run = ?");
    dethrone.bind(1, run);
    dethrone.exec();
  }
  auto& insert = statement("INSERT INTO checkpoints (run, step, folder, bytes, best, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run, step) DO UPDATE SET"
                           " folder = excluded.folder, bytes = excluded.bytes, best = excluded.best, removed = 0, created_at = excluded.created_at");
  insert.bind(1, run);
  insert.bind(2, checkpointed.step);
  insert.bind(3, checkpointed.folder.string());
  insert.bind(4, static_cast<std::int64_t>(checkpointed.bytes));
  insert.bind(5, checkpointed.best ? 1 : 0);
  insert.bind(6, now);
  insert.exec();
  for (const auto& folder : checkpointed.removed) {
    auto& mark = statement("UPDATE checkpoints SET removed = 1 WHERE run = ? AND folder = ?");
    mark.bind(1, run);
    mark.bind(2, folder.string());
    mark.exec();
  }
}

void LogTables::addProbe(const std::string& runId, const Probed& probed) {
  const std::int64_t run = runNumber(runId);
  if (run == 0) return;
  auto& insert = statement("INSERT INTO probes (run, step, text, result) VALUES (?, ?, ?, ?) ON CONFLICT (run, step, text) DO UPDATE SET result = excluded.result");
  insert.bind(1, run);
  insert.bind(2, probed.step);
  insert.bind(3, probed.text);
  insert.bind(4, probed.resultJson);
  insert.exec();
}

void LogTables::addEvent(const std::string& runId, std::int64_t step, const std::string& kind, const std::string& message, std::int64_t now) {
  const std::int64_t run = runNumber(runId);
  if (run == 0) return;
  auto& insert = statement("INSERT INTO events (run, step, kind, message, created_at) VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, run);
  insert.bind(2, step);
  insert.bind(3, kind);
  insert.bind(4, message);
  insert.bind(5, now);
  insert.exec();
}

void LogTables::setState(const std::string& run, const std::string& state, const std::string& message, std::int64_t now) {
  auto& update = statement("UPDATE runs SET state = ?, message = ?, updated_at = ? WHERE id = ?");
  update.bind(1, state);
  update.bind(2, message);
  update.bind(3, now);
  update.bind(4, run);
  update.exec();
}

void LogTables::rename(const std::string& run, const std::string& name) {
  auto& update = statement("UPDATE runs SET name = ? WHERE id = ?");
  update.bind(1, name);
  update.bind(2, run);
  update.exec();
}

void LogTables::tag(const std::string& run, const std::string& tags, const std::string& note) {
  auto& update = statement("UPDATE runs SET tags = ?, note = ? WHERE id = ?");
  update.bind(1, tags);
  update.bind(2, note);
  update.bind(3, run);
  update.exec();
}

void LogTables::remove(const std::string& run) {
  for (const char* sql : {"DELETE FROM runs WHERE id = ?", "DELETE FROM lineage WHERE run = ?", "DELETE FROM requests WHERE run = ?"}) {
    auto& erase = statement(sql);
    erase.bind(1, run);
    erase.exec();
  }
  forget();
}

void LogTables::forgetCheckpoint(const std::string& run, std::int64_t step) {
  auto& update = statement("UPDATE checkpoints SET removed = 1 WHERE step = ? AND run = (SELECT number FROM runs WHERE id = ?)");
  update.bind(1, step);
  update.bind(2, run);
  update.exec();
}

void LogTables::addLineage(const std::string& run, const std::string& parentRun, std::int64_t parentStep, const std::string& kind) {
  auto& insert = statement("INSERT INTO lineage (run, parent_run, parent_step, kind) VALUES (?, ?, ?, ?)"
                           " ON CONFLICT (run, parent_run, kind) DO UPDATE SET parent_step = excluded.parent_step");
  insert.bind(1, run);
  insert.bind(2, parentRun);
  insert.bind(3, parentStep);
  insert.bind(4, kind);
  insert.exec();
}

void LogTables::addRequest(const std::string& run, const std::string& request, std::int64_t now) {
  auto& insert = statement("INSERT INTO requests (run, request, created_at) VALUES (?, ?, ?)");
  insert.bind(1, run);
  insert.bind(2, request);
  insert.bind(3, now);
  insert.exec();
}

void LogTables::beginBatch() {
  auto& query = statement("PRAGMA data_version");
  query.executeStep();
  const std::int64_t version = query.getColumn(0).getInt64();
  query.reset();
  if (version != m_dataVersion) forget();
  m_dataVersion = version;
}

void LogTables::endBatch() {
  for (auto& [run, progress] : m_progress) {
    if (!progress.stepped) continue;
    auto& update = statement("UPDATE runs SET step = ?, tokens = ?, seconds = ?, last_loss = ?, updated_at = ? WHERE number = ?");
    update.bind(1, progress.step);
    update.bind(2, progress.tokens);
    update.bind(3, progress.seconds);
    bindReal(update, 4, progress.loss);
    update.bind(5, progress.updatedAt);
    update.bind(6, run);
    update.exec();
    progress.stepped = false;
  }
  for (auto& entry : m_statements) entry.second.reset();   // an open statement would keep the transaction from committing
}

void LogTables::forget() {
  for (auto& entry : m_statements) entry.second.tryReset();
  m_runs.clear();
  m_series.clear();
  m_progress.clear();
}

}  // namespace cloze
