// Several tasks that one run learns together: which they are, how often each is drawn, and which of them the page shows. A part of the New run page.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <cstdint>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace cloze {

class WordBars;

struct TogetherTask {
  QString title;
  std::int64_t examples = -1;                          // to train on; -1: not counted yet
};

class TasksTogether : public QWidget {
  Q_OBJECT
 public:
  explicit TasksTogether(QWidget* parent = nullptr);
  // No task or one: only that another can be added. `shown`: the one whose files and columns the page shows.
  void show(const std::vector<TogetherTask>& tasks, int shown, const std::string& sampling, std::int64_t epochs);
  QPushButton* addButton() const { return m_add; }
  QPushButton* removeButton() const { return m_remove; }
  QComboBox* sampling() const { return m_sampling; }
  WordBars* bars() const { return m_bars; }

 Q_SIGNALS:
  void added();
  void removed();                                      // the one that is shown
  void chosen(int task);
  void samplingChosen(const QString& id);

 private:
  QString shareNote(const std::vector<TogetherTask>& tasks, const std::string& sampling) const;
  QPushButton *m_add, *m_remove;
  QComboBox* m_sampling;
  WordBars* m_bars;
  QLabel* m_note;
};

}  // namespace cloze
