// Which text: the embedded toy world, or files and folders. Files can be dropped on it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QListWidget;
class QPushButton;
class QRadioButton;

namespace cloze {

class TextSources : public QWidget {
  Q_OBJECT
 public:
  explicit TextSources(QWidget* parent = nullptr);
  void setTexts(const std::vector<std::string>& texts);
  std::vector<std::string> texts() const;

 Q_SIGNALS:
  void changed();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void addPaths(const QStringList& paths);
  void refresh();
  QRadioButton *m_toyWorld, *m_files;
  QListWidget* m_list;
  QPushButton *m_addFiles, *m_addFolder, *m_remove;
};

}  // namespace cloze
