// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/command_palette.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr int kIndexRole = Qt::UserRole, kKindRole = Qt::UserRole + 1, kKeysRole = Qt::UserRole + 2;
constexpr std::size_t kMostShown = 60;

// Icon, title, what kind of thing it is, its keys at the right.
class PaletteDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override { return {200, option.fontMetrics.height() + 2 * kSpace2}; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const ThemeTokens& tokens = Theme::current().tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected)) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(tokens.selection);
      painter->drawRoundedRect(QRectF(option.rect).adjusted(4, 1, -4, -1), kRadius, kRadius);
    }
    QRect text = option.rect.adjusted(kSpace4, 0, -kSpace4, 0);
    index.data(Qt::DecorationRole).value<QIcon>().paint(painter, QRect(text.left(), text.center().y() - 8, 16, 16), Qt::AlignCenter, index.flags().testFlag(Qt::ItemIsEnabled) ? QIcon::Normal : QIcon::Disabled);
    text.setLeft(text.left() + 16 + kSpace3);
    painter->setPen(tokens.muted);
    const QString right = index.data(kKeysRole).toString().isEmpty() ? index.data(kKindRole).toString() : index.data(kKeysRole).toString();
    painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, right);
    text.setRight(text.right() - option.fontMetrics.horizontalAdvance(right) - kSpace3);
    painter->setPen(index.flags().testFlag(Qt::ItemIsEnabled) ? tokens.text : tokens.muted);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    painter->restore();
  }
};

}  // namespace

std::optional<int> fuzzyScore(const QString& typed, const QString& title) {
  int score = 0;
  qsizetype place = -1;
  const QString text = title.toLower();
  for (const QChar letter : typed.toLower()) {
    if (letter.isSpace()) continue;
    const qsizetype from = place + 1;
    qsizetype best = text.indexOf(letter, from);
    if (best < 0) return std::nullopt;
    for (qsizetype at = best; at >= 0 && at != from; at = text.indexOf(letter, at + 1))      // the next word that begins with it, if any
      if (at == 0 || !text[at - 1].isLetterOrNumber()) { best = at; break; }
    const bool neighbour = place >= 0 && best == from, beginning = best == 0 || !text[best - 1].isLetterOrNumber();
    score += neighbour ? 6 : beginning ? 5 : 1;
    place = best;
  }
  if (text.contains(typed.toLower().trimmed())) score += 10;
  return score * 100 - static_cast<int>(std::min<qsizetype>(text.size(), 99));
}

CommandPalette::CommandPalette(QWidget* window) : QFrame(window), m_field(new QLineEdit), m_list(new QListView), m_model(new QStandardItemModel(this)) {
  setProperty("role", QStringLiteral("palette"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace2, kSpace2, kSpace2, kSpace2);
  column->setSpacing(kSpace2);
  m_field->setPlaceholderText(tr("Type what you want to do or open"));
  m_field->setAccessibleName(tr("Search actions, documents and runs"));
  m_list->setModel(m_model);
  m_list->setItemDelegate(new PaletteDelegate(m_list));
  m_list->setUniformItemSizes(true);
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setAccessibleName(tr("Found"));
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  column->addWidget(m_field);
  column->addWidget(m_list, 1);
  m_field->installEventFilter(this);
  window->installEventFilter(this);
  connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(m_list, &QListView::clicked, this, &CommandPalette::accept);
  hide();
}

void CommandPalette::open(std::vector<PaletteItem> items) {
  m_items = std::move(items);
  m_before = QApplication::focusWidget();
  m_field->clear();
  filter();
  place();
  show();
  raise();
  m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::setText(const QString& text) { m_field->setText(text); }

void CommandPalette::place() {
  const int wide = std::min(parentWidget()->width() - 2 * kSpace5, std::max(560, parentWidget()->width() * 45 / 100));
  setGeometry((parentWidget()->width() - wide) / 2, kSpace5 * 2, wide, std::min(parentWidget()->height() - 4 * kSpace5, 460));
}

QStringList CommandPalette::shown() const {
  QStringList titles;
  for (int row = 0; row < m_model->rowCount(); ++row) titles << m_model->index(row, 0).data().toString();
  return titles;
}

void CommandPalette::filter() {
  const QString typed = m_field->text().trimmed();
  std::vector<std::pair<int, std::size_t>> found;
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    if (typed.isEmpty()) { if (m_items[i].enabled) found.emplace_back(0, i); continue; }
    if (const auto score = fuzzyScore(typed, m_items[i].title)) found.emplace_back(-*score + (m_items[i].enabled ? 0 : 100000), i);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) { return left.first < right.first; });
  if (found.size() > kMostShown) found.resize(kMostShown);
  m_model->clear();
  for (const auto& [score, i] : found) {
    const PaletteItem& item = m_items[i];
    auto* row = new QStandardItem(item.icon, item.title);
    row->setData(static_cast<int>(i), kIndexRole);
    row->setData(item.kind, kKindRole);
    row->setData(item.keys, kKeysRole);
    row->setData(QStringList{item.title, item.kind, item.keys}.join(QStringLiteral(", ")), Qt::AccessibleTextRole);
    row->setEnabled(item.enabled);
    m_model->appendRow(row);
  }
  if (found.empty()) {
    auto* none = new QStandardItem(tr("Nothing is called like that"));
    none->setEnabled(false);
    none->setData(-1, kIndexRole);
    m_model->appendRow(none);
  }
  m_list->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::leave() {
  hide();
  if (m_before) m_before->setFocus();
}

void CommandPalette::accept() {
  const QModelIndex index = m_list->currentIndex();
  const int item = index.isValid() && index.flags().testFlag(Qt::ItemIsEnabled) ? index.data(kIndexRole).toInt() : -1;
  if (item < 0) return;
  leave();
  const std::function<void()> run = m_items[static_cast<std::size_t>(item)].run;
  if (run) run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
  if (watched != m_field) return false;
  if (event->type() == QEvent::FocusOut && isVisible()) hide();
  if (event->type() != QEvent::KeyPress) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  const int row = m_list->currentIndex().row();
  const auto go = [this](int to) { m_list->setCurrentIndex(m_model->index(std::clamp(to, 0, m_model->rowCount() - 1), 0)); };
  switch (key->key()) {
    case Qt::Key_Escape: leave(); return true;
    case Qt::Key_Return: case Qt::Key_Enter: accept(); return true;
    case Qt::Key_Down: go(row + 1); return true;
    case Qt::Key_Up: go(row - 1); return true;
    case Qt::Key_PageDown: go(row + 8); return true;
    case Qt::Key_PageUp: go(row - 8); return true;
    default: return false;
  }
}

}  // namespace cloze
