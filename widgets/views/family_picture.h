// The idea of a family as a small picture, painted from the facts in its FamilyDrawing: the text above (a hidden place hatched), below it which
// position (row) looks at which (column), beside it an arrow where something is predicted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalogue.h"

#include <QWidget>

namespace cloze {

class FamilyPicture : public QWidget {
  Q_OBJECT
 public:
  explicit FamilyPicture(FamilyDrawing drawing, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }
  QString sentence() const;             // the same in words: tooltip and accessible description

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int cell() const;
  FamilyDrawing m_drawing;
};

}  // namespace cloze
