// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/neighbours_model.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QPainter>

#include <algorithm>

namespace cloze {

const QStringList& NeighboursModel::titles() const {
  return inLanguage([] { return QStringList{tr("Occurrence")}; });
}

QVariant NeighboursModel::cell(const Neighbour& row, int, int role) const {
  const auto part = [&row](std::int32_t begin, std::int32_t end) {
    const auto size = static_cast<std::int32_t>(row.sentence.size());
    begin = std::clamp(begin, 0, size);
    return QString::fromStdString(row.sentence.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(std::clamp(end, begin, size) - begin)));
  };
  switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return QString::fromStdString(row.sentence);
    case Qt::AccessibleTextRole: {
      const QString said = tr("%1, cosine %2").arg(QString::fromStdString(row.sentence), formatNumber(row.similarity));
      return row.sense.empty() ? said : said + QStringLiteral(", ") + tr("sense %1").arg(QString::fromStdString(row.sense));
    }
    case BeforeRole: return part(0, row.byteBegin);
    case WordRole: return part(row.byteBegin, row.byteEnd);
    case AfterRole: return part(row.byteEnd, static_cast<std::int32_t>(row.sentence.size()));
    case SimilarityRole: return row.similarity;
    case SenseRole: return QString::fromStdString(row.sense);
    default: return {};
  }
}

QSize NeighbourDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {200, QFontMetrics(Theme::current().token()).height() + QFontMetrics(Theme::current().small()).height() + 2 * kSpace2};
}

void NeighbourDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const ThemeTokens& tokens = Theme::current().tokens();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF card = QRectF(option.rect).adjusted(2, 3, -2, -3);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  painter->setPen(selected ? QPen(tokens.accent, 2) : QPen(Qt::NoPen));
  painter->setBrush(selected ? tokens.selection : tokens.raised);
  painter->drawRoundedRect(card, kRadius, kRadius);
  const double height = QFontMetricsF(Theme::current().body()).height();
  paintContext(painter, QRectF(card.left() + kSpace3, card.top() + 4, card.width() - 2 * kSpace3, height), index);
  paintBar(painter, QRectF(card.left() + kSpace3, card.top() + 5 + height, card.width() - 2 * kSpace3, card.height() - height - 8), index);
  painter->restore();
}

void NeighbourDelegate::paintContext(QPainter* painter, const QRectF& line, const QModelIndex& index) const {
  const Theme& theme = Theme::current();
  QFont font = theme.token();
  font.setPointSizeF(theme.body().pointSizeF());
  QFont bold = font;
  bold.setBold(true);
  const QFontMetricsF metrics(font), boldMetrics(bold);
  const QString word = index.data(NeighboursModel::WordRole).toString();
  const double wordWidth = boldMetrics.horizontalAdvance(word), middle = line.center().x();
  painter->setFont(bold);
  painter->setPen(theme.runColour(colour));
  painter->drawText(QRectF(middle - wordWidth / 2, line.top(), wordWidth + 2, line.height()), Qt::AlignLeft | Qt::AlignVCenter, word);
  painter->setFont(font);
  painter->setPen(theme.tokens().text);
  const double space = metrics.horizontalAdvance(QLatin1Char(' ')), room = std::max(0.0, (line.width() - wordWidth) / 2 - space);
  const QString before = metrics.elidedText(index.data(NeighboursModel::BeforeRole).toString().trimmed(), Qt::ElideLeft, room);
  const QString after = metrics.elidedText(index.data(NeighboursModel::AfterRole).toString().trimmed(), Qt::ElideRight, room);
  painter->drawText(QRectF(line.left(), line.top(), room, line.height()), Qt::AlignRight | Qt::AlignVCenter, before);
  painter->drawText(QRectF(middle + wordWidth / 2 + space, line.top(), room, line.height()), Qt::AlignLeft | Qt::AlignVCenter, after);
}

void NeighbourDelegate::paintBar(QPainter* painter, const QRectF& line, const QModelIndex& index) const {
  const Theme& theme = Theme::current();
  const double similarity = index.data(NeighboursModel::SimilarityRole).toDouble();
  const double number = QFontMetricsF(theme.body()).horizontalAdvance(QStringLiteral("0.000")) + kSpace2;
  const double sense = std::min(senseWidth > 0 ? senseWidth + kSpace3 : 0.0, line.width() * 0.4);
  QRectF track(line.left(), line.center().y() - 3, line.width() - number - sense, 6);
  painter->setPen(Qt::NoPen);
  painter->setBrush(theme.tokens().line);
  painter->drawRoundedRect(track, 3, 3);
  painter->setBrush(theme.runColour(colour));
  track.setWidth(std::max(3.0, track.width() * std::clamp(similarity, 0.0, 1.0)));
  painter->drawRoundedRect(track, 3, 3);
  painter->setFont(theme.body());
  painter->setPen(theme.tokens().text);
  painter->drawText(QRectF(line.right() - number - sense, line.top(), number, line.height()), Qt::AlignRight | Qt::AlignVCenter, formatNumber(similarity));
  if (sense <= 0) return;
  painter->setFont(theme.small());
  painter->setPen(theme.tokens().muted);
  const QRectF place(line.right() - sense + kSpace3, line.top(), sense - kSpace3, line.height());
  painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, QFontMetricsF(theme.small()).elidedText(index.data(NeighboursModel::SenseRole).toString(), Qt::ElideRight, place.width()));
}

}  // namespace cloze
