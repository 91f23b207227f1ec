// The panel at the right: what is selected, in words and figures - a run, one of its checkpoints, or anything a view describes (a token, a point).
// Tags and note of a run are edited here. It only shows; what it wants is emitted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/models/run_data.h"

#include <QPointer>
#include <QScrollArea>

class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace cloze {

struct InspectedFact { QString name, value; QString explanation; };
// Whatever a view selects and wants described at the right.
struct Inspected { QString kind, title; std::vector<InspectedFact> facts; QString note; };

class InspectorPanel : public QScrollArea {
  Q_OBJECT
 public:
  explicit InspectorPanel(QWidget* parent = nullptr);
  void inspect(const Inspected& thing);
  void inspectRun(RunData* run);
  void inspectCheckpoint(RunData* run, std::int64_t step);
  RunData* run() const { return m_run; }

 Q_SIGNALS:
  void described(const QString& run, const QString& tags, const QString& note);
  void runRequested(const QString& run);
  void masksRequested(const cloze::ModelChoice& model);
  void neighboursRequested(const cloze::ModelChoice& model);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow(RunData* run);
  void refresh();
  void addFacts(QVBoxLayout* column, const std::vector<InspectedFact>& facts);
  void addHead(QVBoxLayout* column, const QString& kind, const QString& title);
  void addNotes(QVBoxLayout* column);
  void addCheckpointButtons(QVBoxLayout* column, const CheckpointRow& checkpoint);
  QWidget* runPage();
  QWidget* checkpointPage();
  std::vector<InspectedFact> runFacts() const;
  std::vector<InspectedFact> changedSettings() const;
  void describe();

  QPointer<RunData> m_run;
  std::int64_t m_checkpoint = -1;                        // -1: the run itself
  QString m_shown;                                       // what the page says, so that it is rebuilt only when that changes
  QLineEdit* m_tags = nullptr;
  QPlainTextEdit* m_note = nullptr;
};

}  // namespace cloze
