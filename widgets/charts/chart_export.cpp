// A chart as PNG, SVG and CSV: title, unit and legend go with the picture, every point into the file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_view.h"

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/plot_painter.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QFileDialog>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTextStream>

#include <algorithm>

namespace cloze {

namespace {

double paintLegend(QPainter& painter, const std::vector<ChartCurve>& curves, const QRectF& place) {
  const QFontMetricsF metrics(Theme::current().small());
  painter.setFont(Theme::current().small());
  double x = place.left(), y = place.top();
  for (const ChartCurve& curve : curves) {
    if (!curve.shown) continue;
    const double width = 22 + metrics.horizontalAdvance(curve.name) + kSpace3;
    if (x + width > place.right() && x > place.left()) { x = place.left(); y += metrics.height() + 2; }
    painter.setPen(curvePen(curve));
    painter.drawLine(QPointF(x, y + metrics.height() / 2), QPointF(x + 16, y + metrics.height() / 2));
    painter.setPen(Theme::current().tokens().text);
    painter.drawText(QPointF(x + 22, y + metrics.ascent()), curve.name);
    x += width;
  }
  return y + metrics.height() + kSpace1;
}

QString quoted(QString text) {
  if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"'))) return text;
  return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

QString plain(double value) { return QString::number(value, 'g', 17); }

}  // namespace

void ChartView::paintCard(QPainter& painter, const QSize& size) const {
  painter.fillRect(QRect(QPoint(), size), Theme::current().tokens().surface);
  QFont bold = Theme::current().body();
  bold.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(bold), small(Theme::current().small());
  painter.setFont(bold);
  painter.setPen(Theme::current().tokens().text);
  painter.drawText(QPointF(kSpace3, kSpace2 + metrics.ascent()), m_title->text());
  painter.setFont(Theme::current().small());
  painter.setPen(Theme::current().tokens().muted);
  double y = kSpace2 + metrics.height();
  painter.drawText(QPointF(kSpace3, y + small.ascent()), m_unit->text());
  y += small.height() + kSpace1;
  if (m_plot.curves.size() > 1) y = paintLegend(painter, m_plot.curves, QRectF(kSpace3, y, size.width() - 2 * kSpace3, small.height()));
  Plot plot = m_plot;
  plot.crossHair.reset();
  plot.layOut(QRectF(kSpace3, y, size.width() - kSpace3 - kSpace2, size.height() - y - kSpace2));
  PlotPainter(plot, painter).paint();
}

bool ChartView::savePng(const QString& file) {
  updateNow();
  QPixmap picture(size() * 2);
  picture.setDevicePixelRatio(2);
  QPainter painter(&picture);
  paintCard(painter, size());
  painter.end();
  return picture.save(file, "PNG");
}

bool ChartView::saveSvg(const QString& file) {
  updateNow();
  QSvgGenerator generator;
  generator.setFileName(file);
  generator.setSize(size());
  generator.setViewBox(rect());
  generator.setTitle(m_title->text());
  generator.setDescription(sentence());
  QPainter painter;
  if (!painter.begin(&generator)) return false;
  paintCard(painter, size());
  return painter.end();
}

QString ChartView::csv() const {
  QString text;
  QTextStream out(&text);
  const auto hasAxis = [](const ChartCurve& curve) { return curve.axis && !curve.axis->empty(); };
  const bool positions = std::any_of(m_plot.curves.begin(), m_plot.curves.end(), hasAxis);
  out << (m_plot.xName.isEmpty() ? "curve,step,value" : "curve,x,value") << (positions ? ",tokens,seconds\n" : "\n");
  for (const ChartCurve& curve : m_plot.curves) {
    const CurveStore& store = curve.data->raw();
    const QString name = quoted(curve.name);
    for (std::size_t i = 0; i < store.size(); ++i) {
      out << name << ',' << QString::number(store.x(i), 'g', 15) << ',' << plain(store.y(i));
      if (positions && hasAxis(curve)) out << ',' << plain(curve.axis->at(store.x(i), XUnit::Tokens)) << ',' << plain(curve.axis->at(store.x(i), XUnit::Time));
      else if (positions) out << ",,";
      out << '\n';
    }
  }
  return text;
}

bool ChartView::saveCsv(const QString& file) const {
  QSaveFile target(file);
  return target.open(QIODevice::WriteOnly) && target.write(csv().toUtf8()) >= 0 && target.commit();
}

void ChartView::saveAs(const QString& kind) {
  const QString file = QFileDialog::getSaveFileName(this, tr("Save chart"), m_title->text() + QLatin1Char('.') + kind);
  if (file.isEmpty()) return;
  const bool saved = kind == QLatin1String("png") ? savePng(file) : kind == QLatin1String("svg") ? saveSvg(file) : saveCsv(file);
  if (!saved) setTitle(m_title->text(), tr("could not be saved to %1").arg(file));
}

}  // namespace cloze
