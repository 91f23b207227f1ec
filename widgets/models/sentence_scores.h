// Kept sentences scored at every checkpoint of a run, one checkpoint after the other: which is asked next, what is known, how far it is. Started
// by the user; from then on new checkpoints are scored as they come.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/models/kept_sentences.h"
#include "widgets/shared/sparkline.h"

#include <QObject>

#include <map>
#include <optional>

namespace cloze {

// One mask of a sentence over the run.
struct MaskHistory { std::string word; std::vector<SparkPoint> points; };

class SentenceScores : public QObject {
  Q_OBJECT
 public:
  explicit SentenceScores(const KeptSentences* kept, QObject* parent = nullptr);
  void setCheckpoints(const std::vector<ModelChoice>& checkpoints);   // of the run looked at, any order
  void start();
  void cancel();
  bool running() const { return m_asked.has_value(); }
  bool following() const { return m_following; }
  int checkpointCount() const { return static_cast<int>(m_checkpoints.size()); }
  std::pair<int, int> progress() const;                               // checkpoints done, and all
  int unread() const { return m_unread; }                             // checkpoints that could not be opened
  std::vector<MaskHistory> history(const KeptSentence& sentence) const;
  QString problem(const KeptSentence& sentence) const;                // of its newest checkpoint; "" = none

  void take(const FillAnswer& answer);
  void takeFailure(const QString& text);                              // this checkpoint cannot be read: the others may

 Q_SIGNALS:
  void asked(const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);
  void cancelled();
  void changed();

 private:
  struct Score { std::vector<MaskAnswer> masks; std::string problem; };
  using Scores = std::map<std::string, Score>;                        // by sentence
  static std::string keyOf(const KeptSentence& sentence);
  std::vector<KeptSentence> missing(const ModelChoice& checkpoint) const;
  void askNext();

  const KeptSentences* m_kept;
  std::vector<ModelChoice> m_checkpoints;                             // by step
  std::map<std::string, Scores> m_scores;                             // by checkpoint folder
  struct Asked { std::string folder; std::vector<KeptSentence> sentences; };
  std::optional<Asked> m_asked;
  bool m_following = false;
  int m_unread = 0;
};

}  // namespace cloze
