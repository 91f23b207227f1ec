// The layer mix of a model: one bar a layer with its share, and whether a task has learned them. Empty for models that mix no layers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/layer_mix.h"

#include <QWidget>

namespace cloze {

class LayerMixBars : public QWidget {
  Q_OBJECT
 public:
  explicit LayerMixBars(QWidget* parent = nullptr);
  void show(const LayerMix& mix, int colour);
  const LayerMix& mix() const { return m_mix; }
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int lineHeight() const;
  QString note() const;
  LayerMix m_mix;
  int m_colour = 0;
};

}  // namespace cloze
