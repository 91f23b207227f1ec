// The model families of the catalogue as cards: title, year, the idea in one line and as a small picture. One is chosen; click, Space and the arrow
// keys choose. With many families only the chosen card is open.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalogue.h"

#include <QFrame>

#include <vector>

class QLabel;

namespace cloze {

class FamilyPicture;

class FamilyCard : public QFrame {
  Q_OBJECT
 public:
  explicit FamilyCard(const FamilyInfo& info, QWidget* parent = nullptr);
  void setChosen(bool chosen);
  void setOpen(bool open);              // with its idea and picture
  bool isOpen() const;
  const std::string& family() const { return m_family; }

 Q_SIGNALS:
  void triggered();
  void moved(int by);                   // an arrow key

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  std::string m_family;
  QLabel* m_idea;
  FamilyPicture* m_picture = nullptr;   // none without a drawing
};

// In the order of their years.
class FamilyCards : public QWidget {
  Q_OBJECT
 public:
  explicit FamilyCards(std::vector<FamilyInfo> shown = families(), QWidget* parent = nullptr);
  void setFamily(const std::string& family);
  FamilyCard* card(const std::string& family) const;

 Q_SIGNALS:
  void chosen(const QString& family);

 private:
  void move(std::size_t from, int by);
  std::vector<FamilyCard*> m_cards;
};

// "Mini: 4.2 million parameters", exact for the vocabulary asked for. "" where the size cannot be known.
QString presetTitle(const std::string& family, const PresetInfo& preset, std::int64_t vocabulary);
// Exact, for a vocabulary of this size; 0 where it cannot be known.
std::int64_t parametersOf(const std::string& family, const Settings& config, std::int64_t vocabulary);

}  // namespace cloze
