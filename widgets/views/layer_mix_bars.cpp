// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/layer_mix_bars.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QPainter>

#include <algorithm>

namespace cloze {

LayerMixBars::LayerMixBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setAccessibleName(tr("Layer mix"));
  hide();
}

int LayerMixBars::lineHeight() const { return QFontMetrics(Theme::current().small()).height() + 2; }

QSize LayerMixBars::sizeHint() const { return {200, (static_cast<int>(m_mix.shares.size()) + 2) * lineHeight() + kSpace1}; }

QString LayerMixBars::note() const {
  return m_mix.learned ? tr("learned; times %1").arg(formatFixed(m_mix.gamma, 3)) : tr("equal until a task learns it");
}

void LayerMixBars::show(const LayerMix& mix, int colour) {
  m_mix = mix;
  m_colour = colour;
  QStringList said;
  for (std::size_t i = 0; i < mix.shares.size(); ++i) said << tr("layer %1").arg(i) + QLatin1Char(' ') + formatPercent(mix.shares[i]);
  setAccessibleDescription(said.join(QStringLiteral(", ")) + QStringLiteral("; ") + note());
  setToolTip(tr("A task reads all layers of this model at once: a weighted mean, whose shares it learns. Layer 0 is the word by its letters."));
  setVisible(!mix.shares.empty());
  updateGeometry();
  update();
}

void LayerMixBars::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(theme.small());
  const QFontMetricsF metrics(theme.small());
  const double label = metrics.horizontalAdvance(tr("layer %1").arg(8)) + kSpace2, number = metrics.horizontalAdvance(QStringLiteral("0.00")) + kSpace2;
  const auto line = [&](int row) { return QRectF(0, row * lineHeight(), width(), lineHeight()); };
  const auto text = [&](int row, const QString& said, const QColor& colour, Qt::Alignment side) {
    painter.setPen(colour);
    painter.drawText(line(row), side | Qt::AlignVCenter, metrics.elidedText(said, Qt::ElideRight, width()));
  };
  text(0, tr("Layer mix"), theme.tokens().text, Qt::AlignLeft);
  for (int row = 1; row <= static_cast<int>(m_mix.shares.size()); ++row) {
    const double share = m_mix.shares[static_cast<std::size_t>(row - 1)];
    text(row, tr("layer %1").arg(row - 1), theme.tokens().muted, Qt::AlignLeft);
    text(row, formatFixed(share, 2), theme.tokens().text, Qt::AlignRight);
    QRectF bar(label, line(row).top() + 3, std::max(20.0, width() - label - number), lineHeight() - 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.tokens().raised);
    painter.drawRoundedRect(bar, 3, 3);
    bar.setWidth(std::max(2.0, bar.width() * std::clamp(share, 0.0, 1.0)));
    painter.setBrush(theme.runColour(m_colour));
    painter.drawRoundedRect(bar, 3, 3);
  }
  text(static_cast<int>(m_mix.shares.size()) + 1, note(), theme.tokens().muted, Qt::AlignLeft);
}

}  // namespace cloze
