// Which tokeniser: one trained on the text of the run (its settings are in the form), or an existing folder or file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace cloze {

class TokenizerSource : public QWidget {
  Q_OBJECT
 public:
  explicit TokenizerSource(QWidget* parent = nullptr);
  void setFrom(const std::string& from);                 // "" = trained
  std::string from() const;
  bool wantsExisting() const;
  void showProblem(const QString& text);                 // "" = none

 Q_SIGNALS:
  void changed();

 private:
  void refresh();
  QRadioButton *m_trained, *m_existing;
  QLineEdit* m_path;
  QPushButton *m_folder, *m_file;
  QLabel* m_problem;
};

}  // namespace cloze
