// How well each layer tells a word's gold senses apart: the layer ladder with a bar each, the line of chance across. A click takes that layer.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace cloze {

class SenseBars : public QWidget {
  Q_OBJECT
 public:
  explicit SenseBars(QWidget* parent = nullptr);
  // [layers + 1], with `mixed` one more at the end: the mixture of layers, kMixedLayers
  void show(std::vector<double> accuracies, int senses, int layer, bool mixed = false);
  const std::vector<double>& accuracies() const { return m_accuracies; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

 Q_SIGNALS:
  void layerChosen(int layer);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  int lineHeight() const;
  std::vector<double> m_accuracies;
  QString nameOf(std::size_t row) const;
  int layerOf(std::size_t row) const;
  int m_senses = 2, m_layer = 0;
  bool m_mixed = false;
};

}  // namespace cloze
