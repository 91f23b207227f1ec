// Which text: the embedded toy world, files and folders, or pasted text, which becomes a file in Cloze's home when the run
// starts. Below: what was found in it, or the one thing that is wrong with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/corpus.h"

#include <QTimer>
#include <QWidget>

#include <filesystem>
#include <string>
#include <vector>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;

namespace cloze {

class TextSources : public QWidget {
  Q_OBJECT
 public:
  explicit TextSources(QWidget* parent = nullptr);
  void setTexts(const std::vector<std::string>& texts);
  std::vector<std::string> texts() const;
  void addPaths(const QStringList& paths);
  void paste(const QString& text);                       // as if typed into the pasted text
  // The pasted text and the file it will be; empty unless it is what is chosen.
  const std::filesystem::path& pastedFile() const { return m_pastedFile; }
  const std::string& pastedText() const { return m_pastedText; }

  void showReport(const CorpusReport& report);
  void showProgress(const QString& text);                // with Cancel
  void showProblem(const QString& text);
  QString stateText() const;

 Q_SIGNALS:
  void changed();
  void cancelled();

 private:
  void takePasted();
  void refresh();
  QRadioButton *m_toyWorld, *m_files, *m_pasted;
  QListWidget* m_list;
  QPlainTextEdit* m_editor;
  QPushButton *m_addFiles, *m_addFolder, *m_remove, *m_cancel;
  QLabel *m_state, *m_warnings;
  QTimer m_pause;                                        // after the last key in the pasted text
  std::filesystem::path m_pastedFile;
  std::string m_pastedText;
};

}  // namespace cloze
