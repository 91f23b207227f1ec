// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/answer_bars.h"

#include "widgets/shared/format.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace cloze {

namespace {

QString joined(const FillResult& result, std::int64_t begin, std::int64_t end) {
  QString text;
  for (std::int64_t i = std::max<std::int64_t>(begin, 0); i < std::min(end, static_cast<std::int64_t>(result.tokens.size())); ++i) {
    const auto at = static_cast<std::size_t>(i);
    QString token = pieceInSentence(result.tokens[at], result.bytePieces);
    if (token == QLatin1String("<S>") || token == QLatin1String("</S>")) continue;   // the ends of a text, of models that spell words
    const bool special = token.startsWith(QLatin1Char('[')) && token.endsWith(QLatin1Char(']'));
    if (special) token = i == 0 || at + 1 == result.tokens.size() ? QString() : QStringLiteral("___");
    const bool continues = at < result.continuesWord.size() && result.continuesWord[at];
    if (continues && token.startsWith(QLatin1String("##"))) token = token.mid(2);
    if (!token.isEmpty()) text += (continues || text.isEmpty() ? QString() : QStringLiteral(" ")) + token;
  }
  return text;
}

}  // namespace

QString maskContext(const FillResult& result, const MaskAnswer& answer) {
  const std::int64_t index = answer.index;
  const bool bothEnds = std::any_of(result.masks.begin(), result.masks.end(), [](const MaskAnswer& mask) { return mask.reading == Reading::After; });
  if (answer.reading == Reading::After) return QStringLiteral("___ ") + joined(result, index + 1, index + 6);
  if (bothEnds) return (joined(result, index - 6, index) + QStringLiteral(" ___")).trimmed();
  return (joined(result, index - 4, index) + QStringLiteral(" ___ ") + joined(result, index + 1, index + 3)).trimmed();
}

MaskColumn::MaskColumn(const QString& context, const MaskAnswer& answer, int colour, QWidget* parent)
    : QWidget(parent), m_context(context), m_answer(answer), m_colour(colour) {
  setAccessibleName(context);
  setAccessibleDescription(readAloud());
  setToolTip(context);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int MaskColumn::lineHeight() const { return QFontMetrics(Theme::current().token()).height() + 8; }

std::vector<MaskColumn::Line> MaskColumn::bestLines() const {
  std::vector<Line> lines;
  for (const Candidate& candidate : m_answer.candidates) {
    const bool right = !m_answer.trueToken.empty() && candidate.token == m_answer.trueToken;
    lines.push_back({QString::fromStdString(candidate.token), right ? tr("true word") : QString(), {}, candidate.probability, right});
  }
  return lines;
}

std::vector<MaskColumn::Line> MaskColumn::namedLines() const {
  std::vector<Line> lines;
  for (const NamedCandidate& named : m_answer.named) {
    Line line{QString::fromStdString(named.word), {}, {}, named.probability, false};
    QStringList pieces;
    for (const std::string& piece : named.pieces) pieces << QString::fromStdString(piece);
    if (named.rank > 0) line.mark = tr("rank %1").arg(formatCount(named.rank));
    else if (named.pieces.size() > 1) line.note = tr("no single probability: %n pieces (%1)", nullptr, static_cast<int>(named.pieces.size())).arg(pieces.join(QLatin1Char(' ')));
    else line.note = tr("not in this vocabulary");
    lines.push_back(line);
  }
  return lines;
}

QString MaskColumn::truth() const {
  if (m_answer.trueToken.empty() || m_answer.trueRank <= 0) return {};
  return tr("true word \"%1\": rank %2, %3").arg(QString::fromStdString(m_answer.trueToken), formatCount(m_answer.trueRank), formatPercent(m_answer.trueProbability));
}

QSize MaskColumn::sizeHint() const {
  const int lines = static_cast<int>(m_answer.candidates.size() + m_answer.named.size());
  const int rule = m_answer.named.empty() ? 0 : kSpace2;
  return {static_cast<int>(360 * Theme::current().fontScale()), QFontMetrics(Theme::current().token()).height() + kSpace2 + lines * lineHeight() + rule + QFontMetrics(Theme::current().small()).height() + kSpace2};
}

QSize MaskColumn::minimumSizeHint() const { return {static_cast<int>(270 * Theme::current().fontScale()), sizeHint().height()}; }

QString MaskColumn::readAloud() const {
  QStringList parts;
  for (const Line& line : bestLines()) parts << line.word + QLatin1Char(' ') + formatPercent(line.probability);
  for (const Line& line : namedLines()) parts << line.word + QLatin1Char(' ') + (line.note.isEmpty() ? formatPercent(line.probability) + QStringLiteral(", ") + line.mark : line.note);
  QString said = parts.join(QStringLiteral(", "));
  if (!truth().isEmpty()) said += QStringLiteral("; ") + truth();
  return said;
}

double MaskColumn::wordWidth() const {
  QFont bold = Theme::current().token();
  bold.setBold(true);
  double widest = 0;
  for (const auto& lines : {bestLines(), namedLines()})
    for (const Line& line : lines) widest = std::max<double>(widest, QFontMetrics(bold).horizontalAdvance(line.word) + 2);
  return std::min(widest, width() * 0.4);
}

double MaskColumn::markWidth() const {
  QFont bold = Theme::current().small();
  bold.setBold(true);
  double widest = m_answer.trueToken.empty() ? 0 : QFontMetrics(bold).horizontalAdvance(tr("true word")) + kSpace2;
  for (const Line& line : namedLines()) widest = std::max<double>(widest, QFontMetrics(bold).horizontalAdvance(line.mark) + kSpace2);
  return widest;
}

void MaskColumn::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QFont contextFont = theme.token();
  contextFont.setPointSizeF(theme.small().pointSizeF());
  painter.setFont(contextFont);
  painter.setPen(theme.tokens().muted);
  const QString head = m_answer.turn > 0 ? tr("filled %1: %2").arg(formatCount(m_answer.turn), m_context) : m_context;
  const QRect headPlace(0, 0, width(), QFontMetrics(theme.token()).height());
  painter.drawText(headPlace, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(contextFont).elidedText(head, Qt::ElideMiddle, width()));
  const double words = wordWidth();
  double y = headPlace.bottom() + kSpace2;
  const auto paintLines = [&](const std::vector<Line>& lines) {
    for (const Line& line : lines) {
      paintBar(painter, QRectF(0, y, width(), lineHeight()), line, words);
      y += lineHeight();
    }
  };
  paintLines(bestLines());
  if (!m_answer.named.empty()) {
    painter.setPen(QPen(theme.tokens().line, 1));
    painter.drawLine(QPointF(0, y + kSpace1), QPointF(width(), y + kSpace1));
    y += kSpace2;
    paintLines(namedLines());
  }
  painter.setFont(theme.small());
  painter.setPen(m_answer.trueRank == 1 ? theme.tokens().good : theme.tokens().muted);
  const QString said = QFontMetrics(theme.small()).elidedText(truth(), Qt::ElideRight, width());
  painter.drawText(QRectF(0, y + kSpace1, width(), QFontMetrics(theme.small()).height()), Qt::AlignLeft | Qt::AlignVCenter, said);
}

void MaskColumn::paintBar(QPainter& painter, const QRectF& place, const Line& line, double words) const {
  const Theme& theme = Theme::current();
  QFont font = theme.token();
  font.setBold(line.right);
  painter.setFont(font);
  painter.setPen(theme.tokens().text);
  painter.drawText(QRectF(place.left(), place.top(), words, place.height()), Qt::AlignRight | Qt::AlignVCenter, QFontMetrics(font).elidedText(line.word, Qt::ElideRight, static_cast<int>(words)));
  QFont small = theme.small();
  small.setBold(line.right);
  const QFontMetrics metrics(small);
  painter.setFont(small);
  const double left = place.left() + words + kSpace2;
  if (!line.note.isEmpty()) {
    painter.setPen(theme.tokens().muted);
    const QRectF room(left, place.top(), place.right() - left, place.height());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(line.note, Qt::ElideRight, static_cast<int>(room.width())));
    return;
  }
  const double numbers = metrics.horizontalAdvance(QStringLiteral("<99.9 %")) + kSpace2;
  const double marks = markWidth();
  const QRectF track(left, place.top() + 3, std::max(20.0, place.right() - left - numbers - marks - kSpace2), place.height() - 6);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.tokens().raised);
  painter.drawRoundedRect(track, 4, 4);
  QColor colour = theme.runColour(m_colour);
  const bool hasTrue = m_answer.trueRank > 0 && m_answer.trueRank <= static_cast<std::int64_t>(m_answer.candidates.size());
  if (hasTrue && !line.right) colour.setAlphaF(0.6F);
  painter.setBrush(colour);
  QRectF bar = track;
  bar.setWidth(std::max(3.0, track.width() * std::clamp(line.probability, 0.0, 1.0)));
  painter.drawRoundedRect(bar, 4, 4);
  painter.setPen(theme.tokens().text);
  painter.drawText(QRectF(track.right() + kSpace2, place.top(), numbers, place.height()), Qt::AlignLeft | Qt::AlignVCenter, formatPercent(line.probability));
  painter.setPen(line.right ? theme.tokens().good : theme.tokens().muted);
  painter.drawText(QRectF(track.right() + kSpace2 + numbers, place.top(), marks, place.height()), Qt::AlignLeft | Qt::AlignVCenter, line.mark);
}

}  // namespace cloze
