// SPDX-License-Identifier: GPL-3.0-or-later
#include "experiments/queries.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "engine/core/error.h"
#include "engine/core/file_lock.h"
#include "experiments/log_database.h"

namespace cloze {
namespace {

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

double realAt(SQLite::Statement& query, int column) {
  const SQLite::Column value = query.getColumn(column);
  return value.isNull() ? kNotANumber : value.getDouble();
}

std::string textAt(SQLite::Statement& query, int column) { return query.getColumn(column).getString(); }
std::int64_t wholeAt(SQLite::Statement& query, int column) { return query.getColumn(column).getInt64(); }

// A run that has not ended is alive while its process holds the lock on its folder.
RunStatus statusOf(const std::string& state, const std::filesystem::path& out) {
  if (state == "finished") return RunStatus::Finished;
  if (state == "stopped") return RunStatus::Stopped;
  if (state == "failed") return RunStatus::Failed;
  if (state == "interrupted" || !isLocked(out / "run.lock")) return RunStatus::Interrupted;
  return state == "paused" ? RunStatus::Paused : RunStatus::Running;
}

constexpr char kRunColumns[] =
    "SELECT id, name, family, preset, objective, tags, note, state, message, out, step, steps, parameters, tokens, seconds, last_loss, created_at, updated_at,"
    " (SELECT MIN(value) FROM points JOIN series ON series.number = points.series WHERE series.run = runs.number AND series.name = 'validation/loss'), number FROM runs ";

RunRow readRun(SQLite::Statement& query) {
  RunRow row;
  int column = 0;
  for (std::string* text : {&row.id, &row.name, &row.family, &row.preset, &row.objective, &row.tags, &row.note}) *text = textAt(query, column++);
  const std::string state = textAt(query, column++);
  row.message = textAt(query, column++);
  row.out = textAt(query, column++);
  for (std::int64_t* whole : {&row.step, &row.steps, &row.parameters, &row.tokens}) *whole = wholeAt(query, column++);
  row.seconds = query.getColumn(column++).getDouble();
  row.lastLoss = realAt(query, column++);
  row.createdAt = wholeAt(query, column++);
  row.updatedAt = wholeAt(query, column++);
  row.bestValidationLoss = realAt(query, column++);
  row.number = wholeAt(query, column++);
  row.status = statusOf(state, row.out);
  return row;
}

}  // namespace

std::string runStatusId(RunStatus status) {
  switch (status) {
    case RunStatus::Running: return "running";
    case RunStatus::Paused: return "paused";
    case RunStatus::Stopped: return "stopped";
    case RunStatus::Finished: return "finished";
    case RunStatus::Failed: return "failed";
    case RunStatus::Interrupted: return "interrupted";
    case RunStatus::Queued: return "queued";
  }
  return "";
}

std::string learntBy(const Json& spec) {
  if (!spec.is_object()) return "";
  const std::string task = spec.value(Json::json_pointer("/task/id"), std::string());
  if (!task.empty()) return task;
  std::string tasks;
  for (const Json& one : spec.value("tasks", Json::array())) tasks += (tasks.empty() ? "" : ", ") + one.value("id", std::string());
  return tasks.empty() ? spec.value(Json::json_pointer("/objective/id"), std::string()) : tasks;
}

std::string sqliteVersion() { return SQLite::getLibVersion(); }

bool sqliteMixesUpCheckpoints() { return SQLite::getLibVersionNumber() < 3051003; }

struct LogReader::Implementation {
  std::filesystem::path file;
  std::unique_ptr<SQLite::Database> database;

  // nullptr while there is nothing to read. The window follows a log that does not exist yet.
  SQLite::Database* open() {
    if (!database) database = openLogForReading(file);
    return database.get();
  }

  // One call of `row` for each row of `sql`, whose first parameter is `run` when that is not empty.
  template <class Row>
  void each(const std::string& sql, const std::string& run, Row row) {
    SQLite::Database* log = open();
    if (log == nullptr) return;
    SQLite::Statement query(*log, sql);
    if (!run.empty()) query.bind(1, run);
    while (query.executeStep()) row(query);
  }
};

LogReader::LogReader(const std::filesystem::path& file) : m_implementation(std::make_unique<Implementation>()) {
  m_implementation->file = file;
  m_implementation->open();
}
LogReader::~LogReader() = default;
LogReader::LogReader(LogReader&&) noexcept = default;

std::vector<RunRow> LogReader::runs() const {
  std::vector<RunRow> rows;
  m_implementation->each(std::string(kRunColumns) + "ORDER BY number DESC", "", [&](SQLite::Statement& query) { rows.push_back(readRun(query)); });
  return rows;
}

RunRow LogReader::run(const std::string& idOrUniquePrefix) const {
  std::vector<RunRow> found;
  std::vector<std::string> known;
  for (RunRow& row : runs()) {
    known.push_back(row.id);
    if (row.id == idOrUniquePrefix) return row;
    if (!idOrUniquePrefix.empty() && row.id.compare(0, idOrUniquePrefix.size(), idOrUniquePrefix) == 0) found.push_back(std::move(row));
  }
  if (found.size() == 1) return found.front();
  const std::string log = m_implementation->file.string();
  if (found.size() > 1) throw std::invalid_argument("\"" + idOrUniquePrefix + "\" begins the names of " + std::to_string(found.size()) + " runs of " + log + ", for example " + found[0].id + " and " + found[1].id);
  const std::string near = nearestName(idOrUniquePrefix, known);
  throw std::invalid_argument("no run \"" + idOrUniquePrefix + "\" in " + log + (near.empty() ? "; `cloze runs list` shows them" : "; did you mean " + near + "?"));
}

std::string LogReader::specJson(const std::string& run) const {
  std::string text;
  m_implementation->each("SELECT spec FROM specifications JOIN runs ON runs.number = run WHERE id = ?", run, [&](SQLite::Statement& query) { text = textAt(query, 0); });
  return text;
}

std::string LogReader::environmentJson(const std::string& run) const {
  std::string text;
  m_implementation->each("SELECT environment FROM specifications JOIN runs ON runs.number = run WHERE id = ?", run, [&](SQLite::Statement& query) { text = textAt(query, 0); });
  return text;
}

std::vector<std::string> LogReader::seriesNames(const std::string& run) const {
  std::vector<std::string> names;
  m_implementation->each("SELECT series.name FROM series JOIN runs ON runs.number = run WHERE id = ? ORDER BY series.number", run,
                         [&](SQLite::Statement& query) { names.push_back(textAt(query, 0)); });
  return names;
}

std::vector<SeriesPoint> LogReader::series(const std::string& run, const std::string& name, std::int64_t afterStep) const {
  std::vector<SeriesPoint> points;
  SQLite::Database* log = m_implementation->open();
  if (log == nullptr) return points;
  // A point without a row in steps (an evaluation before the first step) has seen nothing yet.
  SQLite::Statement query(*log,
      "SELECT points.step, value, steps.tokens, steps.seconds FROM runs JOIN series ON series.run = runs.number JOIN points ON points.series = series.number"
      " LEFT JOIN steps ON steps.run = runs.number AND steps.step = points.step WHERE runs.id = ? AND series.name = ? AND points.step > ? ORDER BY points.step");
  query.bind(1, run);
  query.bind(2, name);
  query.bind(3, afterStep);
  while (query.executeStep()) points.push_back({wholeAt(query, 0), realAt(query, 1), wholeAt(query, 2), query.getColumn(3).getDouble()});
  return points;
}

std::vector<CheckpointRow> LogReader::checkpoints(const std::string& run) const {
  std::vector<CheckpointRow> rows;
  m_implementation->each("SELECT checkpoints.step, folder, bytes, best, removed, checkpoints.created_at FROM checkpoints JOIN runs ON runs.number = run WHERE id = ? ORDER BY checkpoints.step",
                         run, [&](SQLite::Statement& query) {
    rows.push_back({wholeAt(query, 0), textAt(query, 1), static_cast<std::uint64_t>(wholeAt(query, 2)), wholeAt(query, 3) != 0, wholeAt(query, 4) != 0, wholeAt(query, 5)});
  });
  return rows;
}

std::vector<EventRow> LogReader::events(const std::string& run) const {
  std::vector<EventRow> rows;
  m_implementation->each("SELECT events.step, kind, events.message, events.created_at FROM events JOIN runs ON runs.number = run WHERE id = ? ORDER BY events.number", run,
                         [&](SQLite::Statement& query) { rows.push_back({wholeAt(query, 0), textAt(query, 1), textAt(query, 2), wholeAt(query, 3)}); });
  return rows;
}

std::vector<ProbeRow> LogReader::probes(const std::string& run) const {
  std::vector<ProbeRow> rows;
  m_implementation->each("SELECT probes.step, text, result FROM probes JOIN runs ON runs.number = run WHERE id = ? ORDER BY probes.step, text", run,
                         [&](SQLite::Statement& query) { rows.push_back({wholeAt(query, 0), textAt(query, 1), textAt(query, 2)}); });
  return rows;
}

std::vector<LineageRow> LogReader::lineage() const {
  std::vector<LineageRow> rows;
  m_implementation->each("SELECT run, parent_run, kind, parent_step FROM lineage ORDER BY run, parent_step", "",
                         [&](SQLite::Statement& query) { rows.push_back({textAt(query, 0), textAt(query, 1), textAt(query, 2), wholeAt(query, 3)}); });
  return rows;
}

std::int64_t LogReader::version() const {
  std::int64_t version = 0;
  m_implementation->each("PRAGMA data_version", "", [&](SQLite::Statement& query) { version = wholeAt(query, 0); });
  return version;
}

}  // namespace cloze
