// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_hub.h"

#include "engine/core/clock.h"
#include "engine/core/event_ids.h"
#include "engine/core/files.h"
#include "engine/core/resources.h"
#include "widgets/models/list_models.h"
#include "widgets/shared/format.h"

#include <QCoreApplication>
#include <QProcess>

#include <algorithm>

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
    models.push_back({RunHub::tr("%1, shipped").arg(name), entry.path(), {}, 0, false});
  }
  return models;
}

RunHub::RunHub(std::filesystem::path logFile, QObject* parent) : QObject(parent), m_logFile(std::move(logFile)), m_runs(new RunsModel(this)) {
  try {
    m_log = std::make_shared<LogStore>(m_logFile);
  } catch (const std::exception& error) {     // training works without it; the message stays until read
    QMetaObject::invokeMethod(this, [this, text = QString::fromUtf8(error.what())] { Q_EMIT said(MessageKind::Error, tr("The log cannot be written: %1").arg(text)); }, Qt::QueuedConnection);
  }
  m_follower = std::make_unique<LogFollower>(m_logFile);
  m_inspector = new InspectorSession([this](const std::string& run) { return live(run); }, this);
  connect(m_follower.get(), &LogFollower::runsRead, this, &RunHub::takeRuns);
  connect(m_follower.get(), &LogFollower::partRead, this, &RunHub::takePart);
  connect(m_follower.get(), &LogFollower::failed, this, [this](const QString& text) { Q_EMIT said(MessageKind::Error, tr("The log cannot be read: %1").arg(text)); });
}

RunHub::~RunHub() {
  for (auto& [run, session] : m_sessions) session->stop();
  for (auto& [run, session] : m_sessions) delete session;
  m_sessions.clear();
}

std::string RunHub::start(RunSpec spec) {
  LaunchRequest request;
  request.runId = newRunId();
  request.out = homeFolder() / "runs" / folderNameOf(spec.name, request.runId);
  request.log = m_logFile;
  request.spec = std::move(spec);
  const std::string run = request.runId;
  TrainingSession* session = openSession(run);
  session->start(std::move(request));
  Q_EMIT modelsChanged();
  return run;
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
  if (!data(run)->spec().is_null()) return resumeNow(run);
  m_continueWhenRead.insert(QString::fromStdString(run));
  m_follower->watch(run);
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

void RunHub::remove(const std::string& run) {
  if (!m_log || trainsHere(run)) return;
  m_log->deleteRun(run);
  m_log->flush();
  m_follower->lookNow();
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
  const std::size_t before = m_runs->rows().size();
  m_runs->setRows(rows);
  Q_EMIT runsChanged();
  if (before != rows.size()) Q_EMIT modelsChanged();
}

void RunHub::takePart(const RunLogPart& part) {
  const std::string run = part.row.id;
  if (trainsHere(run)) return;                           // read before its session began
  const std::size_t checkpoints = data(run)->checkpoints().size();
  data(run)->apply(part);
  if (m_continueWhenRead.remove(QString::fromStdString(run))) return resumeNow(run);
  if (checkpoints != part.checkpoints.size()) Q_EMIT modelsChanged();
}

void RunHub::takeUpdates(const std::string& run, const RunUpdates& updates) {
  data(run)->apply(updates);
  report(run, updates);
  if (!updates.checkpoints.empty()) Q_EMIT modelsChanged();
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
  if (m_sessions.empty() && m_whenAllEnded) std::exchange(m_whenAllEnded, nullptr)();
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
    all.push_back({tr("%1, training now").arg(name), {}, run, m_runs->colourOf(run), true});
  }
  for (const RunRow& row : m_runs->rows()) {
    const QString name = QString::fromStdString(row.name.empty() ? row.id : row.name);
    const auto data = m_data.find(row.id);
    const std::vector<CheckpointRow> none;
    const auto& checkpoints = data == m_data.end() ? none : data->second->checkpoints();
    for (auto saved = checkpoints.rbegin(); saved != checkpoints.rend(); ++saved)
      if (!saved->removed) all.push_back({tr("%1, step %2").arg(name, formatCount(saved->step)), saved->folder, row.id, m_runs->colourOf(row.id), false});
    if (checkpoints.empty() && row.step > 0 && !trainsHere(row.id)) all.push_back({tr("%1, newest checkpoint").arg(name), row.out, row.id, m_runs->colourOf(row.id), false});
  }
  for (const ModelChoice& shipped : shippedModels()) all.push_back(shipped);
  return all;
}

void RunHub::stopAll(std::function<void()> done) {
  if (m_sessions.empty()) return done();
  m_whenAllEnded = std::move(done);
  for (auto& [run, session] : m_sessions) session->stop();
}

bool RunHub::continueInBackground(const std::filesystem::path& out) const {
  const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/cloze");
  return QProcess::startDetached(program, {QStringLiteral("resume"), QString::fromStdString(out.string()), QStringLiteral("--log"), QString::fromStdString(m_logFile.string())});
}

}  // namespace cloze
