// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/answer_bars.h"

#include "widgets/shared/format.h"
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
    QString token = QString::fromStdString(result.tokens[at]);
    const bool special = token.startsWith(QLatin1Char('[')) && token.endsWith(QLatin1Char(']'));
    if (special) token = i == 0 || at + 1 == result.tokens.size() ? QString() : QStringLiteral("___");
    const bool continues = at < result.continuesWord.size() && result.continuesWord[at];
    if (continues && token.startsWith(QLatin1String("##"))) token = token.mid(2);
    if (!token.isEmpty()) text += (continues || text.isEmpty() ? QString() : QStringLiteral(" ")) + token;
  }
  return text;
}

bool isTrue(const MaskAnswer& answer, const Candidate& candidate) { return !answer.trueToken.empty() && candidate.token == answer.trueToken; }

}  // namespace

QString maskContext(const FillResult& result, std::int64_t index) {
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

QSize MaskColumn::sizeHint() const {
  return {360, QFontMetrics(Theme::current().token()).height() + kSpace2 + static_cast<int>(m_answer.candidates.size()) * lineHeight() + QFontMetrics(Theme::current().small()).height() + kSpace2};
}

QSize MaskColumn::minimumSizeHint() const { return {240, sizeHint().height()}; }

QString MaskColumn::readAloud() const {
  QStringList parts;
  for (const Candidate& candidate : m_answer.candidates) parts << QString::fromStdString(candidate.token) + QLatin1Char(' ') + formatPercent(candidate.probability);
  return parts.join(QStringLiteral(", "));
}

void MaskColumn::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QFontMetrics tokenMetrics(theme.token());
  QFont contextFont = theme.token();
  contextFont.setPointSizeF(theme.small().pointSizeF());
  painter.setFont(contextFont);
  painter.setPen(theme.tokens().muted);
  const QRect head(0, 0, width(), tokenMetrics.height());
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(contextFont).elidedText(m_context, Qt::ElideMiddle, width()));
  double wordWidth = 0;
  QFont bold = theme.token();
  bold.setBold(true);
  for (const Candidate& candidate : m_answer.candidates) wordWidth = std::max<double>(wordWidth, QFontMetrics(bold).horizontalAdvance(QString::fromStdString(candidate.token)) + 2);
  wordWidth = std::min(wordWidth, width() * 0.4);
  double y = head.bottom() + kSpace2;
  for (const Candidate& candidate : m_answer.candidates) {
    paintBar(painter, QRectF(0, y, width(), lineHeight()), candidate, wordWidth);
    y += lineHeight();
  }
  if (m_answer.trueToken.empty() || m_answer.trueRank <= 0) return;
  painter.setFont(theme.small());
  painter.setPen(m_answer.trueRank == 1 ? theme.tokens().good : theme.tokens().muted);
  const QString truth = tr("true word \"%1\": rank %2, %3").arg(QString::fromStdString(m_answer.trueToken), formatCount(m_answer.trueRank), formatPercent(m_answer.trueProbability));
  painter.drawText(QRectF(0, y + kSpace1, width(), QFontMetrics(theme.small()).height()), Qt::AlignLeft | Qt::AlignVCenter, truth);
}

void MaskColumn::paintBar(QPainter& painter, const QRectF& line, const Candidate& candidate, double wordWidth) const {
  const Theme& theme = Theme::current();
  const bool right = isTrue(m_answer, candidate);
  QFont font = theme.token();
  font.setBold(right);
  painter.setFont(font);
  painter.setPen(theme.tokens().text);
  const QString word = QFontMetrics(font).elidedText(QString::fromStdString(candidate.token), Qt::ElideRight, static_cast<int>(wordWidth));
  painter.drawText(QRectF(line.left(), line.top(), wordWidth, line.height()), Qt::AlignRight | Qt::AlignVCenter, word);
  QFont small = theme.small();
  small.setBold(right);
  const QString mark = right ? tr("true word") : QString();
  const double numbers = QFontMetrics(small).horizontalAdvance(QStringLiteral("99.9 %")) + kSpace2;
  const double marks = m_answer.trueToken.empty() ? 0 : QFontMetrics(small).horizontalAdvance(tr("true word")) + kSpace2;
  const QRectF track(line.left() + wordWidth + kSpace2, line.top() + 3, std::max(20.0, line.width() - wordWidth - numbers - marks - 2 * kSpace2), line.height() - 6);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.tokens().raised);
  painter.drawRoundedRect(track, 4, 4);
  QColor colour = theme.runColour(m_colour);
  const bool hasTrue = std::any_of(m_answer.candidates.begin(), m_answer.candidates.end(), [this](const Candidate& other) { return isTrue(m_answer, other); });
  if (hasTrue && !right) colour.setAlphaF(0.6F);
  painter.setBrush(colour);
  QRectF bar = track;
  bar.setWidth(std::max(3.0, track.width() * std::clamp(candidate.probability, 0.0, 1.0)));
  painter.drawRoundedRect(bar, 4, 4);
  painter.setFont(small);
  painter.setPen(theme.tokens().text);
  painter.drawText(QRectF(track.right() + kSpace2, line.top(), numbers, line.height()), Qt::AlignLeft | Qt::AlignVCenter, formatPercent(candidate.probability));
  painter.setPen(theme.tokens().good);
  painter.drawText(QRectF(track.right() + kSpace2 + numbers, line.top(), marks, line.height()), Qt::AlignLeft | Qt::AlignVCenter, mark);
}

}  // namespace cloze
