// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/length_histogram.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::int32_t kMostBins = 32;
constexpr std::int32_t kWidths[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096};

}  // namespace

LengthHistogram::LengthHistogram(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

void LengthHistogram::setLengths(std::vector<std::int32_t> lengths) {
  m_lengths = std::move(lengths);
  m_longest = m_lengths.empty() ? 0 : *std::max_element(m_lengths.begin(), m_lengths.end());
  m_binWidth = kWidths[0];
  for (const std::int32_t width : kWidths)
    if (m_longest / m_binWidth >= kMostBins) m_binWidth = width;
  m_bins.assign(static_cast<std::size_t>(m_longest / m_binWidth) + 1, 0);
  for (const std::int32_t length : m_lengths) ++m_bins[static_cast<std::size_t>(length / m_binWidth)];
  update();
}

void LengthHistogram::setLimit(std::int64_t tokens) {
  m_limit = tokens;
  update();
}

std::int64_t LengthHistogram::longer() const {
  return m_limit > 0 ? std::count_if(m_lengths.begin(), m_lengths.end(), [this](std::int32_t length) { return length > m_limit; }) : 0;
}

QSize LengthHistogram::sizeHint() const { return {240, static_cast<int>(104 * Theme::current().fontScale())}; }

QSize LengthHistogram::minimumSizeHint() const { return {120, sizeHint().height()}; }

QRectF LengthHistogram::plot() const { return QRectF(1, kSpace4, width() - 2, height() - kSpace4 - QFontMetrics(Theme::current().small()).height() - kSpace1); }

double LengthHistogram::placeOf(double tokens) const {
  const double all = std::max<double>(static_cast<double>(m_bins.size()) * m_binWidth, static_cast<double>(m_limit) * 1.02);
  return plot().left() + plot().width() * tokens / std::max(1.0, all);
}

void LengthHistogram::paintEvent(QPaintEvent*) {
  const ThemeTokens& tokens = Theme::current().tokens();
  QPainter painter(this);
  painter.setFont(Theme::current().small());
  const QRectF area = plot();
  const auto highest = static_cast<double>(m_bins.empty() ? 1 : *std::max_element(m_bins.begin(), m_bins.end()));
  for (std::size_t bin = 0; bin < m_bins.size(); ++bin) {
    if (m_bins[bin] == 0) continue;
    const auto from = static_cast<double>(bin) * m_binWidth;
    const double left = placeOf(from), right = placeOf(from + m_binWidth), top = area.bottom() - std::max(1.0, area.height() * static_cast<double>(m_bins[bin]) / highest);
    const bool cut = m_limit > 0 && from >= static_cast<double>(m_limit);
    const QRectF bar(left, top, std::max(1.0, right - left - 1), area.bottom() - top);
    painter.fillRect(bar, cut ? tokens.raised : tokens.accent);
    if (cut) painter.fillRect(bar, QBrush(tokens.warn, Qt::BDiagPattern));
  }
  painter.setPen(tokens.line);
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.setPen(tokens.muted);
  const QRectF labels(area.left(), area.bottom() + 2, area.width(), height() - area.bottom() - 2);
  painter.drawText(labels, Qt::AlignLeft | Qt::AlignTop, formatCount(0));
  painter.drawText(labels, Qt::AlignRight | Qt::AlignTop, tr("%1 tokens").arg(formatCount(std::max<std::int64_t>(m_longest, m_limit))));
  if (m_limit <= 0) return;
  const double limit = placeOf(static_cast<double>(m_limit));
  painter.setPen(QPen(tokens.text, 1, Qt::DashLine));
  painter.drawLine(QPointF(limit, 0), QPointF(limit, area.bottom()));
  painter.setPen(tokens.text);
  const QString said = tr("cut at %1").arg(formatCount(m_limit));
  const bool room = limit > area.center().x();
  painter.drawText(QRectF(room ? 0 : limit + kSpace1, 0, room ? limit - kSpace1 : width() - limit, kSpace4), (room ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, said);
}

bool LengthHistogram::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (std::size_t bin = 0; bin < m_bins.size(); ++bin) {
    const auto from = static_cast<std::int64_t>(bin) * m_binWidth;
    if (help->pos().x() < placeOf(static_cast<double>(from)) || help->pos().x() >= placeOf(static_cast<double>(from + m_binWidth))) continue;
    const QString range = m_binWidth == 1 ? formatCount(from) : QStringLiteral("%1–%2").arg(formatCount(from), formatCount(from + m_binWidth - 1));
    QToolTip::showText(help->globalPos(), tr("%1 tokens, examples: %2").arg(range, formatCount(m_bins[bin])), this);
    return true;
  }
  QToolTip::hideText();
  return true;
}

}  // namespace cloze
