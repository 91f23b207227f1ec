// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/occurrence_map.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

constexpr int kMargin = 16;
constexpr double kRadiusOfPoint = 4, kReach = 14;

QPolygonF corners(const QPointF& place, double radius, int count, double turn) {
  QPolygonF polygon;
  for (int i = 0; i < count; ++i) {
    const double angle = turn + 2 * M_PI * i / count;
    polygon << place + QPointF(radius * std::sin(angle), -radius * std::cos(angle));
  }
  return polygon;
}

// "резал лук": the word before and the word.
QString labelOf(const MapPoint& point) {
  const QString before = QString::fromStdString(point.sentence.substr(0, static_cast<std::size_t>(point.byteBegin))).trimmed().section(QLatin1Char(' '), -2);
  return (before + QLatin1Char(' ') + QString::fromStdString(point.word)).trimmed();
}

}  // namespace

void paintMark(QPainter& painter, const QPointF& place, double radius, int kind) {
  switch (kind < 0 ? 0 : kind % 5) {
    case 0: return painter.drawEllipse(place, radius, radius);
    case 1: return static_cast<void>(painter.drawPolygon(corners(place, radius * 1.3, 3, 0)));
    case 2: return painter.drawRect(QRectF(place.x() - radius * 0.9, place.y() - radius * 0.9, radius * 1.8, radius * 1.8));
    case 3: return static_cast<void>(painter.drawPolygon(corners(place, radius * 1.3, 4, 0)));
    default: return static_cast<void>(painter.drawPolygon(corners(place, radius * 1.2, 3, M_PI)));
  }
}

OccurrenceMap::OccurrenceMap(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Map of the occurrences"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void OccurrenceMap::show(const WordMap& map, std::vector<int> kinds, const QStringList& legend) {
  const OccurrenceKey before = m_selected < 0 ? OccurrenceKey{0, 0} : OccurrenceKey{point(m_selected).line, point(m_selected).byteBegin};
  m_map = map;
  m_kinds = std::move(kinds);
  m_legend = legend;
  m_extent = QRectF();
  for (const MapPoint& shown : m_map.points) {
    m_extent.setLeft(std::min(m_extent.left(), shown.x));
    m_extent.setRight(std::max(m_extent.right(), shown.x));
    m_extent.setTop(std::min(m_extent.top(), shown.y));
    m_extent.setBottom(std::max(m_extent.bottom(), shown.y));
  }
  select(before);
  update();
}

void OccurrenceMap::clear() { show({}, {}, {}); }

int OccurrenceMap::legendHeight() const { return m_legend.isEmpty() ? 0 : QFontMetrics(Theme::current().small()).height() + kSpace2; }

QRectF OccurrenceMap::plot() const { return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin - legendHeight()); }

// One unit is as long in x as in y, so that distances can be compared.
QPointF OccurrenceMap::placeOf(int number) const {
  const QRectF room = plot();
  const double scale = std::min(room.width() / std::max(m_extent.width(), 1e-9), room.height() / std::max(m_extent.height(), 1e-9));
  const MapPoint& shown = point(number);
  return {room.center().x() + (shown.x - m_extent.center().x()) * scale, room.center().y() - (shown.y - m_extent.center().y()) * scale};
}

void OccurrenceMap::select(const OccurrenceKey& key) {
  m_selected = -1;
  for (int number = 0; number < pointCount(); ++number)
    if (key.first > 0 && point(number).line == key.first && point(number).byteBegin == key.second) m_selected = number;
  setAccessibleDescription(m_selected < 0 ? QString() : saidOf(m_selected));
  update();
}

QString OccurrenceMap::saidOf(int number) const {
  const MapPoint& shown = point(number);
  const QString sentence = QString::fromStdString(shown.sentence);
  if (shown.query >= 0) return tr("the sentence asked for: %1").arg(sentence);
  return shown.sense.empty() ? sentence : tr("%1 (sense: %2)").arg(sentence, QString::fromStdString(shown.sense));
}

void OccurrenceMap::paintPoints(QPainter& painter) const {
  const Theme& theme = Theme::current();
  for (int pass = 0; pass < 2; ++pass)                  // the muted rest lies below
    for (int number = 0; number < pointCount(); ++number) {
      const int kind = m_kinds[static_cast<std::size_t>(number)];
      if (point(number).query >= 0 || (kind < 0) != (pass == 0)) continue;
      QColor colour = kind < 0 ? theme.tokens().muted : theme.runColour(kind);
      colour.setAlphaF(kind < 0 ? 0.35F : 0.65F);
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      paintMark(painter, placeOf(number), kRadiusOfPoint, kind);
    }
}

void OccurrenceMap::paintQueries(QPainter& painter) const {
  const Theme& theme = Theme::current();
  QFont bold = theme.small();
  bold.setBold(true);
  painter.setFont(bold);
  for (int number = 0; number < pointCount(); ++number) {
    if (point(number).query < 0) continue;
    const QPointF place = placeOf(number);
    painter.setPen(QPen(theme.tokens().text, 2));
    painter.setBrush(theme.runColour(point(number).query));
    painter.drawEllipse(place, 7, 7);
    const QString label = labelOf(point(number));
    const QFontMetricsF metrics(bold);
    const double width = metrics.horizontalAdvance(label), left = std::clamp(place.x() - width / 2, 2.0, std::max(2.0, this->width() - width - 2));
    QRectF box(left, place.y() - 12 - metrics.height(), width, metrics.height());
    if (box.top() < 0) box.moveTop(place.y() + 12);
    QColor behind = theme.tokens().surface;
    behind.setAlphaF(0.8F);
    painter.fillRect(box.adjusted(-2, 0, 2, 0), behind);
    painter.drawText(box, Qt::AlignCenter, label);
  }
}

void OccurrenceMap::paintLegend(QPainter& painter) const {
  const Theme& theme = Theme::current();
  painter.setFont(theme.small());
  const QFontMetricsF metrics(theme.small());
  double x = kMargin;
  const double y = height() - legendHeight() / 2.0 - 2;
  for (int kind = 0; kind < m_legend.size(); ++kind) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.runColour(kind));
    paintMark(painter, QPointF(x + 5, y), 5, kind);
    painter.setPen(theme.tokens().text);
    const double width = metrics.horizontalAdvance(m_legend[kind]);
    painter.drawText(QRectF(x + 14, y - metrics.height() / 2, std::min(width + 2, this->width() - x - 16), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(m_legend[kind], Qt::ElideRight, std::max(0.0, this->width() - x - 18)));
    x += width + 14 + kSpace4;
    if (x > this->width() - 40) break;
  }
}

void OccurrenceMap::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (hasFocus()) {
    painter.setPen(QPen(theme.tokens().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
  }
  if (m_map.points.empty()) return;
  paintPoints(painter);
  if (m_selected >= 0) {
    painter.setPen(QPen(theme.tokens().text, 2.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(placeOf(m_selected), kRadiusOfPoint + 5, kRadiusOfPoint + 5);
  }
  paintQueries(painter);
  paintLegend(painter);
}

int OccurrenceMap::nearest(const QPointF& place, double reach) const {
  int best = -1;
  for (int number = 0; number < pointCount(); ++number) {
    const QPointF away = placeOf(number) - place;
    const double distance = std::hypot(away.x(), away.y());
    if (distance > reach) continue;
    reach = distance;
    best = number;
  }
  return best;
}

// The nearest point that lies rather in that direction than aside.
int OccurrenceMap::next(const QPointF& direction) const {
  if (m_selected < 0) return pointCount() > 0 ? 0 : -1;
  const QPointF here = placeOf(m_selected);
  int best = -1;
  double bestCost = 1e18;
  for (int number = 0; number < pointCount(); ++number) {
    const QPointF away = placeOf(number) - here;
    const double ahead = QPointF::dotProduct(away, direction), aside = std::abs(QPointF::dotProduct(away, QPointF(-direction.y(), direction.x())));
    if (number == m_selected || ahead < 0.5 || aside > ahead * 2) continue;
    const double cost = ahead + 2 * aside;
    if (cost < bestCost) bestCost = cost, best = number;
  }
  return best;
}

void OccurrenceMap::choose(int number) {
  if (number < 0) return;
  m_selected = number;
  setAccessibleDescription(saidOf(number));
  update();
  Q_EMIT selectedByUser(point(number));
}

void OccurrenceMap::mousePressEvent(QMouseEvent* event) { choose(nearest(event->position(), kReach)); }

void OccurrenceMap::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return choose(next({-1, 0}));
    case Qt::Key_Right: return choose(next({1, 0}));
    case Qt::Key_Up: return choose(next({0, -1}));
    case Qt::Key_Down: return choose(next({0, 1}));
    default: QWidget::keyPressEvent(event);
  }
}

bool OccurrenceMap::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int number = nearest(help->pos(), kReach);
  if (number < 0) QToolTip::hideText();
  else QToolTip::showText(help->globalPos(), saidOf(number), this);
  return true;
}

QByteArray OccurrenceMap::csv() const {
  QByteArray text = "line,query,word,sense,x,y,sentence\n";
  const auto quoted = [](const std::string& field) { return '"' + QByteArray::fromStdString(field).replace("\"", "\"\"") + '"'; };
  for (const MapPoint& shown : m_map.points) {
    text += (shown.line > 0 ? QByteArray::number(static_cast<qlonglong>(shown.line)) : QByteArray()) + ',' + (shown.query >= 0 ? QByteArray::number(shown.query + 1) : QByteArray());
    text += ',' + quoted(shown.word) + ',' + quoted(shown.sense) + ',' + QByteArray::number(shown.x, 'g', 9) + ',' + QByteArray::number(shown.y, 'g', 9) + ',' + quoted(shown.sentence) + '\n';
  }
  return text;
}

}  // namespace cloze
