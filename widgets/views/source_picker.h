// A list of things to read from, with entries that ask for files at its end: the texts to search, the word vectors to compare with. Files can
// be dropped on it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

#include <string>
#include <vector>

namespace cloze {

class SourcePicker : public QComboBox {
  Q_OBJECT
 public:
  using Sources = std::vector<std::string>;             // files, folders, "toy-world"; empty: none of them
  explicit SourcePicker(const QString& name, QWidget* parent = nullptr);
  void addSources(const QString& title, const Sources& sources);
  // Entries that ask: files (several or one), or a folder.
  void addFileEntry(const QString& title, const QString& filter, bool several);
  void addFolderEntry(const QString& title);
  void choose(const Sources& sources);                  // added when they are not in the list
  // The first entry, where there is such a thing; empty removes it. Taken as long as the user has chosen nothing.
  void setOwn(const QString& title, const Sources& sources);
  Sources chosen() const;

 Q_SIGNALS:
  void changed();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  enum class Entry { Sources, Files, File, Folder };
  void activatedAt(int index);
  int find(const Sources& sources) const;
  int m_last = 0;
  bool m_own = false, m_chosen = false;   // m_chosen: by the user, or by who asked for it
};

}  // namespace cloze
