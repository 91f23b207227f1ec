// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/sense_bars.h"

#include "engine/core/layer_mix.h"
#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace cloze {

SenseBars::SenseBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Senses told apart, by layer"));
}

int SenseBars::lineHeight() const { return QFontMetrics(Theme::current().small()).height() + (m_accuracies.size() > 7 ? 2 : 8); }

QSize SenseBars::sizeHint() const { return {260, static_cast<int>(m_accuracies.size()) * lineHeight() + QFontMetrics(Theme::current().small()).height() + kSpace1}; }

int SenseBars::layerOf(std::size_t row) const { return m_mixed && row + 1 == m_accuracies.size() ? static_cast<int>(kMixedLayers) : static_cast<int>(row); }

QString SenseBars::nameOf(std::size_t row) const { return layerOf(row) < 0 ? tr("mixture") : tr("layer %1").arg(row); }

void SenseBars::show(std::vector<double> accuracies, int senses, int layer, bool mixed) {
  m_accuracies = std::move(accuracies);
  m_senses = std::max(senses, 1);
  m_layer = layer;
  m_mixed = mixed;
  QStringList said;
  for (std::size_t i = 0; i < m_accuracies.size(); ++i) said << nameOf(i) + QStringLiteral(": ") + formatPercent(m_accuracies[i]);
  setAccessibleDescription(said.join(QStringLiteral(", ")));
  setToolTip(tr("Share of occurrences whose nearest other occurrence (cosine) has the same gold sense, averaged over the senses; equal sentences are left out. Click a layer to take it."));
  updateGeometry();
  update();
}

void SenseBars::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QFontMetricsF metrics(theme.small());
  const double label = std::max(metrics.horizontalAdvance(tr("layer %1").arg(88)), m_mixed ? metrics.horizontalAdvance(tr("mixture")) : 0) + kSpace3, number = metrics.horizontalAdvance(QStringLiteral("0.00")) + kSpace3;
  const QRectF bars(label, 0, std::max(20.0, width() - label - number), static_cast<double>(m_accuracies.size()) * lineHeight());
  for (std::size_t i = 0; i < m_accuracies.size(); ++i) {
    const QRectF line(0, static_cast<double>(i) * lineHeight(), width(), lineHeight());
    const bool chosen = layerOf(i) == m_layer;
    QFont font = theme.small();
    font.setBold(chosen);
    painter.setFont(font);
    painter.setPen(chosen ? theme.tokens().text : theme.tokens().muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, nameOf(i));
    QRectF bar(bars.left(), line.top() + 2, bars.width(), line.height() - 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.tokens().raised);
    painter.drawRoundedRect(bar, 3, 3);
    bar.setWidth(std::max(2.0, bar.width() * std::clamp(m_accuracies[i], 0.0, 1.0)));
    QColor colour = theme.runColour(0);
    if (!chosen) colour.setAlphaF(0.6F);
    painter.setBrush(colour);
    painter.drawRoundedRect(bar, 3, 3);
    painter.setPen(theme.tokens().text);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, formatFixed(m_accuracies[i], 2));
  }
  const double chance = bars.left() + bars.width() / m_senses;
  painter.setPen(QPen(theme.tokens().warn, 1.5, Qt::DashLine));
  painter.drawLine(QPointF(chance, 0), QPointF(chance, bars.height() + 2));
  painter.setFont(theme.small());
  painter.setPen(theme.tokens().muted);
  const QString said = tr("chance, and the static vector");
  const double width = metrics.horizontalAdvance(said);
  painter.drawText(QRectF(std::clamp(chance - width / 2, 0.0, std::max(0.0, this->width() - width)), bars.height() + 2, width + 2, metrics.height()), Qt::AlignLeft | Qt::AlignTop, said);
}

void SenseBars::mousePressEvent(QMouseEvent* event) {
  const int row = static_cast<int>(event->position().y()) / std::max(1, lineHeight());
  if (row >= 0 && row < static_cast<int>(m_accuracies.size())) Q_EMIT layerChosen(layerOf(static_cast<std::size_t>(row)));
}

}  // namespace cloze
