// One editor for each type of setting: tick, whole number, real number (1e-4 may be typed), choice, text, list. Values travel as JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/form/form_model.h"

#include <QWidget>

namespace cloze {

class FieldEditor : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  virtual void setValue(const Json& value) = 0;      // does not emit edited
  virtual QWidget* input() = 0;                      // what takes the focus and shows the red frame

 Q_SIGNALS:
  void edited(const cloze::Json& value);
};

// Only the focused input takes the wheel.
void guardWheel(QWidget* input);
FieldEditor* makeFieldEditor(const FormRow& row, QWidget* parent);

}  // namespace cloze
