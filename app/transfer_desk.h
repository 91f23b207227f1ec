// The runs of a transfer report, one after the other: each is an ordinary run of the hub, in the list and in the log. What is finished is kept in
// Cloze's home, so that a report goes on where it stopped, also in another session.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/transfer_report.h"
#include "widgets/models/transfer_progress.h"

#include <QObject>

#include <filesystem>

namespace cloze {

class RunHub;

class TransferDesk : public QObject {
  Q_OBJECT
 public:
  explicit TransferDesk(RunHub* hub, QObject* parent = nullptr);
  // Throws what transferRuns() throws.
  void start(const RunSpec& spec, double scratchRate);
  void cancel();                                         // stops the run under way
  bool running() const { return m_running; }
  const std::vector<ArmResult>& results() const { return m_results; }
  TransferProgress progress() const;
  void tell();                                           // everything once more, for a view that was opened just now

 Q_SIGNALS:
  void progressed(const cloze::TransferProgress& progress);
  void resultsChanged(const std::vector<cloze::ArmResult>& results);
  void failed(const QString& message);

 private:
  void next();
  void take(const std::string& run);
  void end(const QString& problem = {});
  std::filesystem::path file() const;
  void read();
  void write() const;
  bool isKnown(const TransferRun& run) const;

  RunHub* m_hub;
  std::vector<TransferRun> m_runs;
  std::vector<ArmResult> m_results;
  std::string m_key, m_metric, m_current;                // m_current: id of the run under way
  std::size_t m_place = 0;                               // in m_runs
  bool m_running = false;
};

}  // namespace cloze
