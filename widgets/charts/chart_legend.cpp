// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_legend.h"

#include "widgets/charts/curve_marks.h"
#include "widgets/charts/plot_painter.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QPainter>

#include <algorithm>

namespace cloze {

namespace {

constexpr int kSwatchWidth = 18;

}  // namespace

LegendButton::LegendButton(const ChartCurve& curve, QWidget* parent) : QAbstractButton(parent) {
  setCheckable(true);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setCurve(curve);
}

void LegendButton::setCurve(const ChartCurve& curve) {
  m_pen = curvePen(curve);
  m_mark = curve.marked ? curve.colour : -1;
  if (text() != curve.name) {
    setText(curve.name);
    setAccessibleName(ChartLegend::tr("Show %1").arg(curve.name));
    setToolTip(ChartLegend::tr("Show or hide: %1").arg(curve.name));
    updateGeometry();
  }
  setChecked(curve.shown);
  update();
}

QSize LegendButton::sizeHint() const {
  const QFontMetrics metrics(Theme::current().small());
  return {kSwatchWidth + kSpace1 + std::min(metrics.horizontalAdvance(text()), 40 * metrics.averageCharWidth()) + 6, metrics.height() + 2};
}

void LegendButton::paintEvent(QPaintEvent*) {
  const ThemeTokens& tokens = Theme::current().tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen = m_pen;
  if (!isChecked()) pen.setColor(tokens.line);
  painter.setPen(pen);
  painter.drawLine(QPointF(2, height() / 2.0), QPointF(kSwatchWidth - 2, height() / 2.0));
  if (m_mark >= 0) {
    painter.setPen(QPen(pen.color(), 1.5));
    painter.setBrush(tokens.surface);
    paintMark(painter, {kSwatchWidth / 2.0, height() / 2.0}, m_mark, 3.6);
  }
  QFont font = Theme::current().small();
  font.setStrikeOut(!isChecked());
  painter.setFont(font);
  painter.setPen(isChecked() ? tokens.text : tokens.muted);
  const QRect place = rect().adjusted(kSwatchWidth + kSpace1, 0, 0, 0);
  painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font).elidedText(text(), Qt::ElideMiddle, place.width()));
  if (!hasFocus()) return;
  painter.setPen(QPen(tokens.accent, 1.5));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 3, 3);
}

ChartLegend::ChartLegend(QWidget* parent) : QWidget(parent) {
  auto* flow = new FlowLayout(this, kSpace3, 0);
  flow->setContentsMargins(0, 0, 0, 0);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void ChartLegend::setCurves(const std::vector<ChartCurve>& curves) {
  while (m_buttons.size() > curves.size()) {
    delete m_buttons.back();
    m_buttons.pop_back();
  }
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (i < m_buttons.size()) { m_buttons[i]->setCurve(curves[i]); continue; }
    auto* button = new LegendButton(curves[i], this);
    layout()->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, i](bool shown) { Q_EMIT toggled(static_cast<int>(i), shown); });
    m_buttons.push_back(button);
  }
  setVisible(curves.size() > 1);
}

}  // namespace cloze
