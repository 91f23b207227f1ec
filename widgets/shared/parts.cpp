// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/parts.h"

#include "widgets/shared/theme.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPainter>
#include <QScrollArea>
#include <QStyle>

#include <algorithm>
#include <utility>
#include <vector>

namespace cloze {

QLabel* makeLabel(const QString& text, const char* role, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  if (role) label->setProperty("role", QString::fromLatin1(role));
  return label;
}

QLabel* makeText(const QString& text, const char* role, QWidget* parent) {
  QLabel* label = makeLabel(text, role, parent);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  label->setSizePolicy(policy);
  return label;
}

ElidedLabel::ElidedLabel(const QString& text, const char* role, QWidget* parent) : QLabel(text, parent) {
  setTextFormat(Qt::PlainText);
  setProperty("role", QString::fromLatin1(role));
  setToolTip(text);
}

void ElidedLabel::setText(const QString& text) {
  QLabel::setText(text);
  setToolTip(text);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(QPalette::WindowText));
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideRight, width()));
}

void restyle(QWidget* widget) {
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
  widget->update();
}

void setRole(QWidget* widget, const char* role) {
  if (widget->property("role").toString() == QLatin1String(role)) return;
  widget->setProperty("role", QString::fromLatin1(role));
  restyle(widget);
}

QPushButton* makeButton(const QString& text, const QString& iconName, const char* role, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  const bool primary = role && qstrcmp(role, "primary") == 0;
  const bool link = role && qstrcmp(role, "link") == 0;
  if (!iconName.isEmpty()) button->setIcon(icon(iconName, primary ? IconColour::OnAccent : link ? IconColour::Accent : IconColour::Text));
  if (role) button->setProperty("role", QString::fromLatin1(role));
  if (link) button->setCursor(Qt::PointingHandCursor);
  if (role && qstrcmp(role, "segment") == 0) {     // the chosen one is bold: room for it from the start
    QFont bold = Theme::current().body();
    bold.setWeight(QFont::DemiBold);
    button->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(text) + 2 * kSpace3 + 6);
  }
  return button;
}

QFrame* makeCard(QBoxLayout* layout, const char* role, QWidget* parent) {
  auto* card = new QFrame(parent);
  card->setProperty("role", QString::fromLatin1(role));
  card->setLayout(layout);
  layout->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  layout->setSpacing(kSpace2);
  return card;
}

QFrame* makeRule(QWidget* parent) {
  auto* rule = new QFrame(parent);
  rule->setProperty("role", QStringLiteral("rule"));
  return rule;
}

namespace {

class TextFitter : public QObject {
 public:
  TextFitter(QWidget* widget, std::function<void()> measure) : QObject(widget), m_measure(std::move(measure)) {
    widget->installEventFilter(this);
    m_measure();
  }
  bool eventFilter(QObject*, QEvent* event) override {
    const double scale = Theme::current().fontScale();
    if ((event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) && std::exchange(m_scale, scale) != scale) m_measure();
    return false;
  }

 private:
  std::function<void()> m_measure;
  double m_scale = Theme::current().fontScale();
};

// A tile with the property "compact", where height is scarce: label and figure on one line, the note only as tooltip.
void arrangeTile(QBoxLayout* box, QLabel* label, QLabel* figure, QLabel* note, bool compact) {
  const QBoxLayout::Direction wanted = compact ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
  if (box->direction() == wanted) return;
  box->setDirection(wanted);
  box->setStretch(1, compact ? 1 : 0);
  label->setSizePolicy(compact ? QSizePolicy::Preferred : QSizePolicy::Ignored, QSizePolicy::Fixed);
  figure->setAlignment(compact ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
  note->setVisible(!compact);
}

}  // namespace

void fitToText(QWidget* widget, std::function<void()> measure) { new TextFitter(widget, std::move(measure)); }

StatTile::StatTile(const QString& label, QWidget* parent)
    : QFrame(parent), m_label(makeLabel(label, "small")), m_figure(makeLabel(QStringLiteral("–"), "figure")), m_note(makeLabel({}, "small")) {
  setProperty("role", QStringLiteral("card"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace2, kSpace3, kSpace2);
  column->setSpacing(2);
  for (QLabel* part : {m_label, m_figure, m_note}) {
    part->setMinimumWidth(20);
    part->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    column->addWidget(part);
  }
  fitToText(this, [this] { measure(); });
  m_figure->setTextInteractionFlags(Qt::TextSelectableByMouse);
  setAccessibleName(label);
}

void StatTile::measure() {
  m_figure->setFixedHeight(QFontMetrics(property("compact").toBool() ? Theme::current().title() : Theme::current().figure()).height());
  fit();
}

void StatTile::show(const QString& figure, const QString& note) {
  if (m_figure->text() == figure && m_noteText == note) return;
  m_figure->setText(figure);
  m_noteText = note;
  setToolTip(note);
  setAccessibleDescription(figure + QLatin1Char(' ') + note);
  fit();
}

void StatTile::setLabel(const QString& label) {
  m_label->setText(label);
  setAccessibleName(label);
}

void StatTile::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  measure();
}

void StatTile::fit() {
  const bool compact = property("compact").toBool();
  arrangeTile(static_cast<QBoxLayout*>(layout()), m_label, m_figure, m_note, compact);
  const int room = width() - kSpace4 - kSpace3 - 2 - (compact ? m_label->sizeHint().width() + kSpace2 : 0);
  if (room < 20) return;
  QFont font = compact ? Theme::current().title() : Theme::current().figure();
  const double least = Theme::current().body().pointSizeF();
  while (font.pointSizeF() > least && QFontMetrics(font).horizontalAdvance(m_figure->text()) > room) font.setPointSizeF(font.pointSizeF() - 1);
  const QString size = QStringLiteral("font-size: %1pt").arg(font.pointSizeF());
  if (m_figure->styleSheet() != size) m_figure->setStyleSheet(size);
  m_note->setText(QFontMetrics(Theme::current().small()).elidedText(m_noteText, Qt::ElideRight, room));
}

EmptyState::EmptyState(const QString& iconName, const QString& sentence, const QString& action, QWidget* parent)
    : QWidget(parent), m_iconName(iconName), m_icon(new QLabel), m_sentence(makeText(sentence, "muted")) {
  auto* column = new QVBoxLayout(this);
  column->setSpacing(kSpace3);
  column->addStretch(1);
  m_icon->setAlignment(Qt::AlignCenter);
  m_sentence->setAlignment(Qt::AlignCenter);
  column->addWidget(m_icon);
  column->addWidget(m_sentence);
  if (!action.isEmpty()) {
    QPushButton* button = makeButton(action);
    connect(button, &QPushButton::clicked, this, &EmptyState::triggered);
    column->addWidget(button, 0, Qt::AlignCenter);
  }
  column->addStretch(2);
  drawIcon();
}

void EmptyState::setSentence(const QString& sentence) { m_sentence->setText(sentence); }

void EmptyState::setIconName(const QString& name) {
  m_iconName = name;
  drawIcon();
}

void EmptyState::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) drawIcon();
  QWidget::changeEvent(event);
}

void EmptyState::drawIcon() { m_icon->setPixmap(iconPixmap(m_iconName, Theme::current().tokens().muted, 40, devicePixelRatioF())); }

Banner::Banner(QWidget* parent) : QFrame(parent), m_icon(new QLabel), m_text(makeText({})), m_action(makeButton({}, {}, "link")) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kSpace3, kSpace2, kSpace3, kSpace2);
  row->setSpacing(kSpace2);
  QSizePolicy lower(QSizePolicy::Preferred, QSizePolicy::Preferred);   // as high as its width asks for, but no reason for a window to grow
  lower.setHeightForWidth(true);
  m_text->setSizePolicy(lower);
  row->addWidget(m_icon, 0, Qt::AlignTop);
  row->addWidget(m_text, 1);
  row->addWidget(m_action, 0, Qt::AlignVCenter);
  m_action->setAccessibleName(tr("What can be done about it"));
  connect(m_action, &QPushButton::clicked, this, &Banner::triggered);
  hide();
}

void Banner::say(const QString& iconName, const char* role, const QString& text, const QString& action) {
  const ThemeTokens& tokens = Theme::current().tokens();
  const QLatin1String name(role);
  const QColor colour = name == QLatin1String("banner-bad") ? tokens.bad : name == QLatin1String("banner-warn") ? tokens.warn : name == QLatin1String("banner-good") ? tokens.good : tokens.accent;
  setRole(this, role);
  m_icon->setPixmap(iconPixmap(iconName, colour, 18, devicePixelRatioF()));
  m_text->setText(text);
  m_action->setText(action);
  if (!action.isEmpty()) m_action->setAccessibleName(action);
  m_action->setVisible(!action.isEmpty());
  show();
}

FlowLayout::FlowLayout(QWidget* parent, int horizontal, int vertical) : QLayout(parent), m_horizontal(horizontal), m_vertical(vertical) {
  setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() { qDeleteAll(m_items); }

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : m_items) size = size.expandedTo(item->minimumSize());
  const QMargins margins = contentsMargins();
  return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

int FlowLayout::lineWidth() const {
  int width = contentsMargins().left() + contentsMargins().right() - m_horizontal;
  for (const QLayoutItem* item : m_items)
    if (!item->isEmpty()) width += item->sizeHint().width() + m_horizontal;
  return std::max(0, width);
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

// A widget with the property "joined" follows the one before without the gap (pieces of one word).
int FlowLayout::arrange(const QRect& rect, bool apply) const {
  const QRect inner = rect.marginsRemoved(contentsMargins());
  int x = inner.x(), y = inner.y(), lineHeight = 0;
  std::vector<std::pair<QLayoutItem*, QRect>> line;      // lower ones stand in the middle of their line
  const auto endLine = [&line, &lineHeight, apply] {
    for (const auto& [item, place] : line)
      if (apply) item->setGeometry(place.translated(0, (lineHeight - place.height()) / 2));
    line.clear();
  };
  for (QLayoutItem* item : m_items) {
    if (item->isEmpty()) continue;                  // hidden: no gap either
    const QSize size = item->sizeHint().boundedTo(QSize(std::max(inner.width(), item->minimumSize().width()), QWIDGETSIZE_MAX));
    const bool joined = item->widget() && item->widget()->property("joined").toBool();
    const int gap = x == inner.x() ? 0 : joined ? 3 : m_horizontal;
    if (x + gap + size.width() > inner.right() + 1 && x > inner.x()) {
      endLine();
      x = inner.x();
      y += lineHeight + m_vertical;
      lineHeight = 0;
    } else {
      x += gap;
    }
    line.emplace_back(item, QRect(QPoint(x, y), size));
    x += size.width();
    lineHeight = std::max(lineHeight, size.height());
  }
  endLine();
  return y + lineHeight - rect.y() + contentsMargins().bottom();
}

void FlowLayout::insertWidget(int index, QWidget* widget) {
  addChildWidget(widget);
  m_items.insert(index, new QWidgetItem(widget));
  invalidate();
}

QWidget* makeFlow(int horizontal, int vertical) {
  auto* row = new QWidget;
  row->setLayout(new FlowLayout(row, horizontal, vertical));
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  row->setSizePolicy(policy);
  return row;
}

QScrollArea* makePageScroll(QWidget* content) {
  content->setProperty("role", QStringLiteral("page"));
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(content);
  return scroll;
}

void setHelp(QWidget* widget, const QString& text) {
  widget->setToolTip(text);
  widget->setAccessibleName(text);
}

void polishAll(const QWidget* widget) {
  widget->ensurePolished();
  for (const QWidget* part : widget->findChildren<QWidget*>()) part->ensurePolished();
}

void clearLayout(QLayout* layout) {
  while (QLayoutItem* item = layout->takeAt(0)) {
    if (QWidget* widget = item->widget()) {
      widget->hide();
      polishAll(widget);
      widget->deleteLater();
    } else if (QLayout* inner = item->layout()) {
      clearLayout(inner);
    }
    delete item;
  }
}

}  // namespace cloze
