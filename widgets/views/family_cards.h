// The model families of the catalogue as cards: title, year, the idea in one line. One is chosen; arrows, Space and click choose.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalogue.h"

#include <QFrame>

#include <vector>

namespace cloze {

class FamilyCard : public QFrame {
  Q_OBJECT
 public:
  explicit FamilyCard(const FamilyInfo& info, QWidget* parent = nullptr);
  void setChosen(bool chosen);
  const std::string& family() const { return m_family; }

 Q_SIGNALS:
  void triggered();

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  std::string m_family;
};

class FamilyCards : public QWidget {
  Q_OBJECT
 public:
  explicit FamilyCards(QWidget* parent = nullptr);
  void setFamily(const std::string& family);

 Q_SIGNALS:
  void chosen(const QString& family);

 private:
  std::vector<FamilyCard*> m_cards;
};

// "Mini: 4.2 million parameters", exact for the vocabulary asked for. "" where the size cannot be known.
QString presetTitle(const std::string& family, const PresetInfo& preset, std::int64_t vocabulary);

}  // namespace cloze
