// Everything the window can do or open, found by typing a few letters of it (Ctrl+K): actions with their keys, documents, runs, recent items.
// Up and Down choose, Enter does it, Esc leaves.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QIcon>
#include <QPointer>

#include <functional>
#include <optional>
#include <vector>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace cloze {

struct PaletteItem { QIcon icon; QString title, kind, keys; std::function<void()> run; bool enabled = true; };

// How well `typed` fits: its letters in their order; at word beginnings and side by side is better, shorter titles are. nullopt: it does not.
std::optional<int> fuzzyScore(const QString& typed, const QString& title);

class CommandPalette : public QFrame {
  Q_OBJECT
 public:
  explicit CommandPalette(QWidget* window);
  void open(std::vector<PaletteItem> items);              // over the top of the window, empty, with the keyboard
  void setText(const QString& text);
  QStringList shown() const;                              // titles, best first
  QLineEdit* field() const { return m_field; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter();
  void accept();
  void place();
  std::vector<PaletteItem> m_items;
  void leave();
  QPointer<QWidget> m_before;                             // had the keyboard
  QLineEdit* m_field;
  QListView* m_list;
  QStandardItemModel* m_model;
};

}  // namespace cloze
