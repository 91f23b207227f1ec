// The sentences the user keeps, each with a curve of rank and probability over the training of the run that is looked at; and the probe
// sentences of that run's own specification, as the log has them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "experiments/queries.h"
#include "widgets/models/sentence_scores.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace cloze {

class ElidedLabel;

class KeptSentencesPanel : public QFrame {
  Q_OBJECT
 public:
  KeptSentencesPanel(KeptSentences* kept, QWidget* parent = nullptr);
  // Of the run looked at; without checkpoints the sentences are a list only.
  void setRun(const QString& name, int colour, const std::vector<ModelChoice>& checkpoints);
  void setProbes(const std::vector<ProbeRow>& probes);
  SentenceScores* scores() const { return m_scores; }
  QPushButton* startButton() const { return m_start; }

 Q_SIGNALS:
  void chosen(const cloze::KeptSentence& sentence);

 private:
  void refresh();
  void refreshHead();
  int addSentence(int row, const KeptSentence& sentence);
  int addProbes(int row);
  void addHistory(int row, const MaskHistory& history);

  KeptSentences* m_kept;
  SentenceScores* m_scores;
  QString m_runName;
  int m_colour = 0;
  std::vector<ProbeRow> m_probes;
  ElidedLabel* m_over;
  QLabel *m_problem, *m_empty;
  QProgressBar* m_bar;
  QPushButton *m_start, *m_cancel;
  QGridLayout* m_grid;
};

}  // namespace cloze
