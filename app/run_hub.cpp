// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_hub.h"

#include "engine/core/clock.h"
#include "engine/core/event_ids.h"
#include "engine/core/files.h"
#include "engine/core/resources.h"
#include "engine/core/schema.h"
#include "engine/run.h"
#include "widgets/models/list_models.h"
#include "widgets/shared/format.h"

#include <QCoreApplication>
#include <QProcess>

#include <algorithm>
#include <set>

namespace cloze {

std::string folderNameOf(const std::string& name, const std::string& id) {
  std::string folder;
  for (const QChar letter : QString::fromStdString(name).toLower())
    if (letter.isLetterOrNumber()) folder += QString(letter).toStdString();
    else if (!folder.empty() && folder.back() != '-') folder += '-';
  if (!folder.empty() && folder.back() != '-') folder += '-';
  return folder.substr(0, 80) + id;
}

std::vector<ModelChoice> shippedModels() {
  std::vector<ModelChoice> models;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(resourcesFolder() / "models", error)) {
    if (!std::filesystem::exists(entry.path() / "config.json")) continue;
    const QString name = QString::fromStdString(entry.path().filename().string()).replace(QLatin1Char('-'), QLatin1Char(' '));
    models.push_back({RunHub::tr("%1, shipped").arg(name), entry.path(), {}, 0, false, -1, {"toy-world"}, name});
  }
  return models;
}

RunHub::RunHub(std::filesystem::path logFile, QObject* parent) : QObject(parent), m_logFile(std::move(logFile)), m_runs(new RunsModel(this)) {
  try {
    m_log = std::make_shared<LogStore>(m_logFile);
  } catch (const std::exception& error) {     // training works without it
    QMetaObject::invokeMethod(this, [this, text = QString::fromUtf8(error.what())] { tellLogProblem(tr("The log cannot be written: %1").arg(text)); }, Qt::QueuedConnection);
  }
  m_follower = std::make_unique<LogFollower>(m_logFile);
  m_inspector = new InspectorSession([this](const std::string& run) { return live(run); }, this);
  m_kept = new KeptSentences(homeFolder() / "kept_sentences.json", this);
  connect(m_follower.get(), &LogFollower::lineageRead, this, [this](const std::vector<LineageRow>& lineage) { m_lineage = lineage; });
  connect(m_follower.get(), &LogFollower::runsRead, this, &RunHub::takeRuns);
  connect(m_follower.get(), &LogFollower::partRead, this, &RunHub::takePart);
  connect(m_follower.get(), &LogFollower::failed, this, [this](const QString& text) { tellLogProblem(tr("The log cannot be read: %1").arg(text)); });
}

// One log, one message: what cannot be opened for writing mostly cannot be read either.
void RunHub::tellLogProblem(const QString& text) {
  if (!std::exchange(m_logProblem, text).isEmpty()) return;
  Q_EMIT logProblem(text);
  Q_EMIT said(MessageKind::Error, text);
}

RunHub::~RunHub() {
  for (auto& [run, session] : m_sessions) session->stop();
  for (auto& [run, session] : m_sessions) delete session;
  m_sessions.clear();
}

std::string RunHub::start(RunSpec spec, const std::string& tag) {
  const std::string run = newRunId();
  launch({run, std::move(spec), tag});
  return run;
}

void RunHub::launch(RunQueue::Entry entry) {
  LaunchRequest request;
  request.runId = entry.run;
  request.out = homeFolder() / "runs" / folderNameOf(entry.spec.name, entry.run);
  request.log = m_logFile;
  request.spec = std::move(entry.spec);
  if (!entry.tag.empty()) m_tags[entry.run] = entry.tag;
  openSession(entry.run)->start(std::move(request));
  Q_EMIT modelsChanged();
}

std::string RunHub::enqueue(RunSpec spec, const std::string& tag) {
  if (m_sessions.empty()) return start(std::move(spec), tag);
  RunQueue::Entry entry{newRunId(), std::move(spec), tag};
  const std::string run = entry.run;
  RunLogPart shown;
  shown.row = queuedRow(entry);
  shown.specJson = toJson(Described(entry.spec)).dump();
  m_queue.add(std::move(entry));
  data(run)->apply(shown);
  showRuns();
  Q_EMIT said(MessageKind::Note, tr("%1 waits its turn").arg(QString::fromStdString(shown.row.name)));
  return run;
}

void RunHub::startQueued(const std::string& run) {
  auto entry = m_queue.take(run);
  if (!entry) return;
  launch(std::move(*entry));
  showRuns();
}

void RunHub::removeQueued(const std::string& run) {
  if (m_queue.take(run)) showRuns();
}

void RunHub::showRuns() {
  std::vector<RunRow> rows = m_queue.rows();
  rows.insert(rows.end(), m_loggedRuns.begin(), m_loggedRuns.end());
  m_runs->setRows(std::move(rows));
  Q_EMIT runsChanged();
}

TrainingSession* RunHub::openSession(const std::string& run) {
  auto* session = new TrainingSession(run, m_log, this);
  m_sessions[run] = session;
  data(run);
  m_follower->unwatch(run);
  connect(session, &TrainingSession::updated, this, [this, run](const RunUpdates& updates) { takeUpdates(run, updates); });
  connect(session, &TrainingSession::ended, this, [this, run](const RunResult& result) { takeEnd(run, result); });
  return session;
}

// The curve so far comes from the log first; what is trained again replaces its last points.
void RunHub::continueRun(const std::string& run) {
  if (trainsHere(run)) return;
  if (!m_log) return resumeNow(run);
  m_continueWhenRead.insert(QString::fromStdString(run));  // its row may be known before its newest points are
  m_follower->watch(run);
  m_follower->lookNow();
}

void RunHub::resumeNow(const std::string& run) {
  const std::filesystem::path out = data(run)->row().out;
  openSession(run)->resume(out);
  Q_EMIT modelsChanged();
}

void RunHub::pause(const std::string& run, bool paused) {
  const auto found = m_sessions.find(run);
  if (found == m_sessions.end()) {
    if (m_log) m_log->request(run, paused ? LogRequest::Pause : LogRequest::Resume);
  } else if (paused) {
    found->second->control()->pause();
  } else {
    found->second->control()->resume();
  }
}

void RunHub::stop(const std::string& run) {
  const auto found = m_sessions.find(run);
  if (found != m_sessions.end()) found->second->stop();
  else if (m_log) m_log->request(run, LogRequest::Stop);
}

void RunHub::rename(const std::string& run, const std::string& name) {
  if (!m_log) return;
  m_log->renameRun(run, name);
  m_log->flush();
  m_follower->lookNow();
}

void RunHub::describe(const std::string& run, const std::string& tags, const std::string& note) {
  if (!m_log) return;
  m_log->tagRun(run, tags, note);
  m_log->flush();
  m_follower->lookNow();
}

// As the list knows it: a run that was never opened has no data of its own yet.
RunRow RunHub::rowOf(const std::string& run) const {
  for (const RunRow& row : m_runs->rows())
    if (row.id == run) return row;
  const auto known = m_data.find(run);
  return known == m_data.end() ? RunRow() : known->second->row();
}

QString RunHub::remove(const std::string& run, bool withFolder) {
  if (m_queue.holds(run)) {
    removeQueued(run);
    return {};
  }
  if (!m_log) return tr("The log cannot be written.");
  const std::filesystem::path out = rowOf(run).out;
  const QString shown = formatPath(QString::fromStdString(out.string()));
  try {
    const bool there = std::filesystem::exists(out / "run.json");
    if (trainsHere(run) || (there && readRunFolder(out).running)) return tr("The run is training. Stop it first.");
    if (withFolder && !there && std::filesystem::exists(out)) return tr("%1 is not the folder of a run; nothing was deleted.").arg(shown);
    if (withFolder && there && readRunFolder(out).runId != run) return tr("%1 holds another run; nothing was deleted.").arg(shown);
    if (withFolder && there) std::filesystem::remove_all(out);
  } catch (const std::exception& error) {
    return tr("%1 could not be deleted: %2").arg(shown, QString::fromUtf8(error.what()));
  }
  m_log->deleteRun(run);
  m_log->flush();
  m_follower->lookNow();
  return {};
}

void RunHub::forgetCheckpoint(const std::string& run, std::int64_t step) {
  if (m_log) m_log->forgetCheckpoint(run, step);
  data(run)->forgetCheckpoint(step);
  Q_EMIT modelsChanged();
}

RunData* RunHub::data(const std::string& run) {
  RunData*& found = m_data[run];
  if (!found) {
    found = new RunData(run, m_runs->colourOf(run), this);
    if (!trainsHere(run)) m_follower->watch(run);
  }
  return found;
}

std::vector<TrainingSession*> RunHub::sessions() const {
  std::vector<TrainingSession*> all;
  for (const auto& [run, session] : m_sessions) all.push_back(session);
  return all;
}

void RunHub::takeRuns(const std::vector<RunRow>& rows) {
  const std::size_t before = m_loggedRuns.size();
  std::set<std::string> there;
  for (const RunRow& row : rows) there.insert(row.id);
  for (const RunRow& former : m_loggedRuns)           // only what the log once held can be gone from it
    if (const auto known = m_data.find(former.id); known != m_data.end()) known->second->setGone(there.count(former.id) == 0);
  if (m_log && !std::exchange(m_logProblem, QString()).isEmpty()) Q_EMIT logProblem({});
  m_loggedRuns = rows;
  showRuns();
  if (before != rows.size()) Q_EMIT modelsChanged();
}

void RunHub::takePart(const RunLogPart& part) {
  const std::string run = part.row.id;
  if (trainsHere(run)) return;                           // read before its session began
  const std::size_t checkpoints = data(run)->checkpoints().size();
  data(run)->apply(part);
  if (m_continueWhenRead.remove(QString::fromStdString(run))) return resumeNow(run);
  if (!part.probes.empty()) Q_EMIT probesChanged(QString::fromStdString(run));
  if (checkpoints == part.checkpoints.size()) return;
  Q_EMIT modelsChanged();
  Q_EMIT checkpointSaved(QString::fromStdString(run));
}

void RunHub::takeUpdates(const std::string& run, const RunUpdates& updates) {
  data(run)->apply(updates);
  if (const auto tag = m_tags.find(run); tag != m_tags.end() && updates.started && m_log) {   // the log has its row now
    m_log->tagRun(run, tag->second, {});
    m_tags.erase(tag);
  }
  report(run, updates);
  if (!updates.probes.empty()) Q_EMIT probesChanged(QString::fromStdString(run));
  if (!updates.checkpoints.empty()) {
    Q_EMIT modelsChanged();
    Q_EMIT checkpointSaved(QString::fromStdString(run));
  }
  if (!updates.steps.empty() && steadySeconds() - m_lastMove > 2) {
    m_lastMove = steadySeconds();
    Q_EMIT modelMoved(QString::fromStdString(run));
  }
}

void RunHub::report(const std::string& run, const RunUpdates& updates) {
  const QString name = QString::fromStdString(data(run)->row().name);
  for (const Checkpointed& saved : updates.checkpoints)
    Q_EMIT said(MessageKind::Good, tr("%1: checkpoint %2 saved, %3").arg(name, formatCount(saved.step), formatBytes(saved.bytes)));
  for (const Evaluated& evaluated : updates.evaluations)
    for (const auto& [metric, value] : evaluated.metrics)
      if (metric == "loss") Q_EMIT said(MessageKind::Note, tr("%1: held-out loss %2 at step %3").arg(name, formatNumber(value), formatCount(evaluated.step)));
  for (const RunEvent& event : updates.events) {
    if (event.kind == RunEventKind::Phase && event.done > 0) continue;
    const bool bad = event.kind == RunEventKind::NotANumber, warning = event.kind == RunEventKind::Warning;
    const EventRow row{event.step, runEventId(event.kind), event.message, 0};
    Q_EMIT said(bad ? MessageKind::Error : warning ? MessageKind::Warning : MessageKind::Note, name.isEmpty() ? eventText(row) : name + QStringLiteral(": ") + eventText(row));
  }
  if (updates.finished) Q_EMIT said(MessageKind::Good, updates.finished->outcome == "stopped" ? tr("%1: stopped at step %2, everything is saved").arg(name, formatCount(updates.finished->step)) : tr("%1: done").arg(name));
  if (!updates.failed.empty()) Q_EMIT said(MessageKind::Error, name.isEmpty() ? QString::fromStdString(updates.failed) : name + QStringLiteral(": ") + QString::fromStdString(updates.failed));
}

void RunHub::takeEnd(const std::string& run, const RunResult&) {
  const auto found = m_sessions.find(run);
  if (found == m_sessions.end()) return;
  found->second->deleteLater();
  m_sessions.erase(found);
  m_follower->lookNow();
  Q_EMIT modelsChanged();
  Q_EMIT runEnded(QString::fromStdString(run));
  if (m_sessions.empty() && m_whenAllEnded) return std::exchange(m_whenAllEnded, nullptr)();
  if (m_sessions.empty() && !m_queue.empty()) startQueued({});
}

InspectorSession::LiveRun RunHub::live(const std::string& run) const {
  const auto found = m_sessions.find(run);
  return found == m_sessions.end() ? InspectorSession::LiveRun() : InspectorSession::LiveRun{found->second->control(), found->second->lastStep()};
}

std::vector<ModelChoice> RunHub::models() const {
  std::vector<ModelChoice> all;
  for (const auto& [run, session] : m_sessions) {
    const auto data = m_data.find(run);
    const QString name = data == m_data.end() ? QString() : QString::fromStdString(data->second->row().name);
    all.push_back({tr("%1, training now").arg(name), {}, run, m_runs->colourOf(run), true, -1, data == m_data.end() ? std::vector<std::string>() : data->second->texts(), name,
                   data == m_data.end() ? std::string() : data->second->row().family});
  }
  for (const RunRow& row : m_runs->rows()) addCheckpoints(all, row);
  for (const ModelChoice& shipped : shippedModels()) all.push_back(shipped);
  return all;
}

void RunHub::addCheckpoints(std::vector<ModelChoice>& models, const RunRow& row) const {
  const QString name = QString::fromStdString(row.name.empty() ? row.id : row.name);
  const auto data = m_data.find(row.id);
  const bool known = data != m_data.end() && !data->second->checkpoints().empty();
  const int colour = m_runs->colourOf(row.id);
  if (!known && row.step > 0 && !trainsHere(row.id)) models.push_back({tr("%1, newest checkpoint").arg(name), row.out, row.id, colour, false, row.step, {}, name, row.family});
  if (!known) return;
  const std::vector<CheckpointRow>& checkpoints = data->second->checkpoints();
  for (auto saved = checkpoints.rbegin(); saved != checkpoints.rend(); ++saved)
    if (!saved->removed) models.push_back({tr("%1, step %2").arg(name, formatCount(saved->step)), saved->folder, row.id, colour, false, saved->step, data->second->texts(), name, row.family});
}

void RunHub::stopAll(std::function<void()> done) {
  m_queue.clear();
  if (m_sessions.empty()) return done();
  m_whenAllEnded = std::move(done);
  for (auto& [run, session] : m_sessions) session->stop();
}

bool RunHub::continueInBackground(const std::filesystem::path& out) const {
  const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/cloze");
  return QProcess::startDetached(program, {QStringLiteral("resume"), QString::fromStdString(out.string()), QStringLiteral("--log"), QString::fromStdString(m_logFile.string())});
}

}  // namespace cloze
