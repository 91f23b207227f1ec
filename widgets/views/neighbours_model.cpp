// The list of a word's nearest occurrences: model and delegate.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"
#include "widgets/views/neighbours_view.h"

#include <QPainter>

#include <algorithm>

namespace cloze {

const QStringList& NeighboursModel::titles() const {
  static const QStringList titles{NeighboursView::tr("Occurrence")};
  return titles;
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
    case Qt::AccessibleTextRole: return NeighboursView::tr("%1, cosine %2").arg(QString::fromStdString(row.sentence), formatNumber(row.similarity));
    case BeforeRole: return part(0, row.byteBegin);
    case WordRole: return part(row.byteBegin, row.byteEnd);
    case AfterRole: return part(row.byteEnd, static_cast<std::int32_t>(row.sentence.size()));
    case SimilarityRole: return row.similarity;
    default: return {};
  }
}

QSize NeighbourDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {200, QFontMetrics(Theme::current().token()).height() + 2 * kSpace2 + kSpace3 + 6};
}

void NeighbourDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Theme& theme = Theme::current();
  const ThemeTokens& tokens = theme.tokens();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF card = QRectF(option.rect).adjusted(2, 3, -2, -3);
  painter->setPen(option.state.testFlag(QStyle::State_Selected) ? QPen(tokens.accent, 1.5) : QPen(Qt::NoPen));
  painter->setBrush(tokens.raised);
  painter->drawRoundedRect(card, kRadius, kRadius);
  QFont font = theme.token();
  font.setPointSizeF(theme.body().pointSizeF());
  QFont bold = font;
  bold.setBold(true);
  const QFontMetricsF metrics(font), boldMetrics(bold);
  const QString word = index.data(NeighboursModel::WordRole).toString();
  const double number = QFontMetricsF(theme.body()).horizontalAdvance(QStringLiteral("0.000")) + kSpace2;
  const QRectF line(card.left() + kSpace3, card.top() + 5, card.width() - 2 * kSpace3, metrics.height());
  const double wordWidth = boldMetrics.horizontalAdvance(word), middle = line.center().x();
  painter->setFont(bold);
  painter->setPen(theme.runColour(colour));
  painter->drawText(QRectF(middle - wordWidth / 2, line.top(), wordWidth + 2, line.height()), Qt::AlignLeft | Qt::AlignVCenter, word);
  painter->setFont(font);
  painter->setPen(tokens.text);
  const double room = (line.width() - wordWidth) / 2 - kSpace1;
  const QString before = metrics.elidedText(index.data(NeighboursModel::BeforeRole).toString().trimmed(), Qt::ElideLeft, room);
  const QString after = metrics.elidedText(index.data(NeighboursModel::AfterRole).toString().trimmed(), Qt::ElideRight, room);
  painter->drawText(QRectF(line.left(), line.top(), room, line.height()), Qt::AlignRight | Qt::AlignVCenter, before);
  painter->drawText(QRectF(middle + wordWidth / 2 + kSpace1, line.top(), room, line.height()), Qt::AlignLeft | Qt::AlignVCenter, after);
  const double similarity = index.data(NeighboursModel::SimilarityRole).toDouble();
  QRectF track(line.left(), line.bottom() + 6, line.width() - number, 6);
  painter->setPen(Qt::NoPen);
  painter->setBrush(tokens.line);
  painter->drawRoundedRect(track, 3, 3);
  painter->setBrush(theme.runColour(colour));
  track.setWidth(std::max(3.0, track.width() * std::clamp(similarity, 0.0, 1.0)));
  painter->drawRoundedRect(track, 3, 3);
  painter->setFont(theme.body());
  painter->setPen(tokens.text);
  const double height = QFontMetricsF(theme.body()).height();
  painter->drawText(QRectF(line.right() - number, track.center().y() - height / 2, number, height), Qt::AlignRight | Qt::AlignVCenter, formatNumber(similarity));
  painter->restore();
}

}  // namespace cloze
