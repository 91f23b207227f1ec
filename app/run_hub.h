// Everything that goes on behind the views: the log and who follows it, the runs that train in this process, the data each view reads, the
// models that can be looked at. The window opens and closes views over it; nothing here depends on a view being open.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/inspector_session.h"
#include "app/log_follower.h"
#include "app/run_queue.h"
#include "app/training_session.h"
#include "widgets/models/kept_sentences.h"
#include "widgets/models/run_data.h"
#include "widgets/models/runs_model.h"

#include <QObject>
#include <QSet>

#include <map>
#include <memory>

namespace cloze {

class RunHub : public QObject {
  Q_OBJECT
 public:
  enum class MessageKind { Note, Good, Warning, Error };

  explicit RunHub(std::filesystem::path logFile, QObject* parent = nullptr);
  ~RunHub() override;

  RunsModel* runs() const { return m_runs; }
  InspectorSession* inspector() const { return m_inspector; }
  KeptSentences* kept() const { return m_kept; }
  const std::filesystem::path& logFile() const { return m_logFile; }

  // The id of the new run, which gets `tag` in the log. Throws InvalidRequest for a specification that cannot be run.
  std::string start(RunSpec spec, const std::string& tag = {});
  // Starts when nothing trains here any more, one after the other; at once when nothing does.
  std::string enqueue(RunSpec spec, const std::string& tag = {});
  void startQueued(const std::string& run);              // now, beside what trains
  void removeQueued(const std::string& run);
  const std::vector<LineageRow>& lineage() const { return m_lineage; }   // which run grew from which; told with runsChanged()
  const RunQueue& queue() const { return m_queue; }
  void continueRun(const std::string& run);
  void pause(const std::string& run, bool paused);
  void stop(const std::string& run);
  void rename(const std::string& run, const std::string& name);
  void describe(const std::string& run, const std::string& tags, const std::string& note);
  // From the log; `withFolder`: what the run wrote too. "", or why it was refused: it trains, the folder is not this run's.
  QString remove(const std::string& run, bool withFolder);
  RunRow rowOf(const std::string& run) const;
  void forgetCheckpoint(const std::string& run, std::int64_t step);   // its files are gone

  // Kept from the first call on and fed by its session or by the log.
  RunData* data(const std::string& run);
  bool trainsHere(const std::string& run) const { return m_sessions.count(run) > 0; }
  std::vector<TrainingSession*> sessions() const;
  std::vector<ModelChoice> models() const;               // newest first; shipped models last

  // Saves and ends every run of this process; each can be continued with `cloze resume`. Calls `done` when all have ended.
  void stopAll(std::function<void()> done);
  // Hands a stopped run to a process of its own.
  bool continueInBackground(const std::filesystem::path& out) const;

 Q_SIGNALS:
  void runsChanged();
  void modelsChanged();
  void modelMoved(const QString& run);                   // a run that trains here has taken steps (at most once in two seconds)
  void checkpointSaved(const QString& run);              // here, or seen in the log
  void probesChanged(const QString& run);
  void runEnded(const QString& run);
  void logProblem(const QString& text);                  // the log cannot be read or written; "": it can again
  void said(cloze::RunHub::MessageKind kind, const QString& text);

 private:
  void tellLogProblem(const QString& text);
  void takeRuns(const std::vector<RunRow>& rows);
  void takePart(const RunLogPart& part);
  void takeUpdates(const std::string& run, const RunUpdates& updates);
  void takeEnd(const std::string& run, const RunResult& result);
  TrainingSession* openSession(const std::string& run);
  void resumeNow(const std::string& run);
  void launch(RunQueue::Entry entry);
  void showRuns();
  InspectorSession::LiveRun live(const std::string& run) const;
  void report(const std::string& run, const RunUpdates& updates);
  void addCheckpoints(std::vector<ModelChoice>& models, const RunRow& row) const;

  std::filesystem::path m_logFile;
  std::shared_ptr<LogStore> m_log;
  RunsModel* m_runs;
  std::unique_ptr<LogFollower> m_follower;
  std::map<std::string, TrainingSession*> m_sessions;
  std::map<std::string, RunData*> m_data;
  QSet<QString> m_continueWhenRead;
  RunQueue m_queue;
  std::vector<RunRow> m_loggedRuns;
  std::vector<LineageRow> m_lineage;
  std::map<std::string, std::string> m_tags;             // of runs that are not in the log yet
  QString m_logProblem;
  InspectorSession* m_inspector;
  KeptSentences* m_kept;
  std::function<void()> m_whenAllEnded;
  double m_lastMove = 0;
};

// Folder and file name of a run: "bert-mini-on-reviews-1jx1ud12".
std::string folderNameOf(const std::string& name, const std::string& id);
// Models that ship with the program (resources/models).
std::vector<ModelChoice> shippedModels();

}  // namespace cloze
