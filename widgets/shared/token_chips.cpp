// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/token_chips.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kChipsAtOnce = 64;

struct ChipColours { QColor background, border, text; bool bold; Qt::PenStyle line = Qt::SolidLine; };   // the line tells states apart without colour

ChipColours coloursOf(ChipState state) {
  const ThemeTokens& tokens = Theme::current().tokens();
  switch (state) {
    case ChipState::Masked: return {tokens.mask, tokens.warn, tokens.text, true};
    case ChipState::Chosen: return {tokens.selection, tokens.accent, tokens.text, true};
    case ChipState::Replaced: return {tokens.surface, tokens.bad, tokens.text, true, Qt::DashLine};
    case ChipState::Kept: return {tokens.surface, tokens.good, tokens.text, true, Qt::DotLine};
    case ChipState::Special: return {Qt::transparent, Qt::transparent, tokens.muted, false};
    case ChipState::Plain: break;
  }
  return {tokens.raised, tokens.line, tokens.text, false};
}

}  // namespace

TokenChip::TokenChip(const ChipText& chip, int index, QWidget* parent) : QAbstractButton(parent), m_index(index) {
  setFocusPolicy(Qt::StrongFocus);
  setFont(Theme::current().token());
  setChip(chip);
}

void TokenChip::setChip(const ChipText& chip) {
  m_chip = chip;
  setText(chip.text);
  setToolTip(chip.explanation);
  setAccessibleName(chip.text);
  setAccessibleDescription(chip.explanation);
  setProperty("joined", chip.joined);
  updateGeometry();
  update();
}

QFont TokenChip::shownFont() const {
  QFont font = Theme::current().token();
  if (m_compact) font.setPointSizeF(Theme::current().body().pointSizeF());
  return font;
}

QSize TokenChip::sizeHint() const {
  QFont font = shownFont();
  font.setBold(true);   // room for both weights, so that nothing jumps
  const QFontMetrics metrics(font);
  const int padding = m_chip.state == ChipState::Special ? kSpace1 : m_compact ? kSpace2 : kSpace3;
  return {metrics.horizontalAdvance(m_chip.text) + 2 * padding, metrics.height() + 2 * (m_compact ? 4 : 7)};
}

void TokenChip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ChipColours colours = coloursOf(m_chip.state);
  const bool hover = underMouse() && isEnabled() && cursor().shape() == Qt::PointingHandCursor;
  const QColor border = hasFocus() || hover ? Theme::current().tokens().accent : colours.border;
  painter.setPen(border.alpha() == 0 ? QPen(Qt::NoPen) : QPen(border, hasFocus() ? 2 : colours.line == Qt::SolidLine ? 1 : 1.5, colours.line));
  painter.setBrush(colours.background);
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
  QFont font = shownFont();
  font.setBold(colours.bold);
  painter.setFont(font);
  painter.setPen(colours.text);
  painter.drawText(rect(), Qt::AlignCenter, m_chip.text);
}

void TokenChip::mouseReleaseEvent(QMouseEvent* event) {
  const bool inside = rect().contains(event->position().toPoint()) && event->button() == Qt::LeftButton;
  QAbstractButton::mouseReleaseEvent(event);
  if (inside) Q_EMIT chosen(m_index, event->modifiers().testFlag(Qt::ShiftModifier));
}

void TokenChip::keyPressEvent(QKeyEvent* event) {
  const bool press = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (press) Q_EMIT chosen(m_index, event->modifiers().testFlag(Qt::ShiftModifier));
  else event->ignore();
}

TokenChips::TokenChips(QWidget* parent) : QWidget(parent), m_flow(new FlowLayout(this)) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void TokenChips::setChips(const std::vector<ChipText>& chips) {
  while (m_chips.size() > chips.size()) {
    delete m_chips.back();
    m_chips.pop_back();
  }
  m_wanted = chips;
  for (std::size_t i = 0; i < m_chips.size(); ++i) m_chips[i]->setChip(chips[i]);
  addChips(kChipsAtOnce);
}

void TokenChips::addChips(std::size_t most) {
  for (std::size_t i = m_chips.size(); i < m_wanted.size() && most > 0; ++i, --most) {
    auto* chip = new TokenChip(m_wanted[i], static_cast<int>(i), this);
    if (m_compact) chip->setCompact();
    connect(chip, &TokenChip::chosen, this, &TokenChips::chosen);
    m_flow->addWidget(chip);
    m_chips.push_back(chip);
    chip->show();
  }
  setClickable(m_clickable);
  m_flow->invalidate();
  updateGeometry();
  update();
  if (m_chips.size() < m_wanted.size()) QTimer::singleShot(0, this, [this] { addChips(kChipsAtOnce); });
}

void TokenChips::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(Theme::current().tokens().muted, 2));
  for (std::size_t i = 1; i < m_chips.size(); ++i) {
    const QRect before = m_chips[i - 1]->geometry(), here = m_chips[i]->geometry();
    if (!m_chips[i]->chip().joined || before.top() != here.top()) continue;
    painter.drawLine(QPointF(before.right(), before.center().y() + 0.5), QPointF(here.left() + 1, before.center().y() + 0.5));
  }
}

void TokenChips::setClickable(bool clickable) {
  m_clickable = clickable;
  for (TokenChip* chip : m_chips) {
    chip->setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
    chip->setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
    chip->blockSignals(!clickable);
  }
}

void TokenChips::keyPressEvent(QKeyEvent* event) {
  const auto* focused = qobject_cast<TokenChip*>(focusWidget());
  const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (!focused || step == 0) return QWidget::keyPressEvent(event);
  m_chips[static_cast<std::size_t>(std::clamp(focused->index() + step, 0, count() - 1))]->setFocus();
}

}  // namespace cloze
