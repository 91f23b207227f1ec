// One model's answers in the masked-words view: who answers at the left, at the right a strip of columns, one a mask; with several fill modes
// a strip for each. Strips of all rows scroll together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QScrollArea>
#include <QWidget>

class QLabel;
class QHBoxLayout;
class QVBoxLayout;

namespace cloze {

class LayerMixBars;
class ModelPicker;

QString fillModeName(FillMode mode);

// Columns side by side, as wide as there is room, at least their least width; as high as they are.
class ColumnStrip : public QScrollArea {
 public:
  ColumnStrip(const FillResult& result, int colour, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;          // up and down belongs to the page
};

class AnswerRow : public QWidget {
  Q_OBJECT
 public:
  AnswerRow(int number, bool removable, QWidget* parent = nullptr);
  ModelPicker* picker() const { return m_picker; }
  void showAnswer(const FillAnswer& answer, const ModelFacts& facts, int colour);
  void showState(const QString& text, const char* role = "muted");    // waiting, failed, nothing masked
  void showProblem(const QString& text);                // the answer before it stays
  void clearAnswer();
  const std::vector<FillResult>& results() const { return m_results; }
  const ModelFacts& facts() const { return m_facts; }
  LayerMixBars* mix() const { return m_mix; }
  QList<ColumnStrip*> strips() const;
  void scrollTo(int position);

 Q_SIGNALS:
  void removed();
  void scrolled(int position);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;       // where it is narrow, the model stands above its answers

 private:
  void notice(const FillAnswer& answer);
  QHBoxLayout* m_row;
  ModelPicker* m_picker;
  QLabel *m_step, *m_state, *m_notice;
  QWidget* m_answers;
  LayerMixBars* m_mix;                                   // of models that mix their layers
  QVBoxLayout* m_stripColumn;
  int m_colour = 0;
  ModelFacts m_facts;
  std::vector<FillResult> m_results;
};

}  // namespace cloze
