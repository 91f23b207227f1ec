// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/runs_panel.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cloze {

QRect RunDelegate::checkRect(const QRect& row) { return QRect(row.left() + kSpace3, row.top() + kSpace2 + 2, 16, 16); }

QSize RunDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  const Theme& theme = Theme::current();
  return {120, QFontMetrics(theme.body()).height() + QFontMetrics(theme.small()).height() + 2 * kSpace2 + 3};
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Theme& theme = Theme::current();
  const ThemeTokens& tokens = theme.tokens();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
    painter->setPen(selected && option.state.testFlag(QStyle::State_HasFocus) ? QPen(tokens.accent, 1.5) : QPen(Qt::NoPen));
    painter->setBrush(selected ? tokens.selection : tokens.raised);
    painter->drawRoundedRect(QRectF(option.rect).adjusted(4, 1, -4, -1), kRadius, kRadius);
  }
  const QColor colour = theme.runColour(index.data(RunsModel::ColourRole).toInt());
  const QRect check = checkRect(option.rect);
  const bool plotted = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
  painter->setPen(QPen(colour, 1.6));
  painter->setBrush(plotted ? QBrush(colour) : QBrush(tokens.surface));
  painter->drawRoundedRect(QRectF(check), 4, 4);
  if (plotted) painter->drawPixmap(check.adjusted(1, 1, -1, -1), iconPixmap(QStringLiteral("tick"), tokens.surface, 14, painter->device()->devicePixelRatioF()));

  const int left = check.right() + kSpace3, width = option.rect.right() - kSpace3 - left;
  const auto status = static_cast<RunStatus>(index.data(RunsModel::StatusRole).toInt());
  QFont name = theme.body();
  if (selected) name.setWeight(QFont::DemiBold);
  const QFontMetrics nameMetrics(name), smallMetrics(theme.small());
  const int top = option.rect.top() + kSpace2;
  painter->setFont(name);
  painter->setPen(tokens.text);
  painter->drawText(QRect(left, top, width, nameMetrics.height()), Qt::AlignLeft | Qt::AlignVCenter, nameMetrics.elidedText(index.data().toString(), Qt::ElideRight, width));
  const bool active = status == RunStatus::Running || status == RunStatus::Paused;
  const int barWidth = active ? width / 4 : 0;
  const bool troubled = status == RunStatus::Interrupted || status == RunStatus::Failed;
  painter->setFont(theme.small());
  painter->setPen(status == RunStatus::Failed ? tokens.bad : troubled ? tokens.warn : tokens.muted);
  QRect line(left, top + nameMetrics.height() + 3, width - barWidth - (active ? kSpace2 : 0), smallMetrics.height());
  const QColor statusColour = painter->pen().color();
  const int iconSize = smallMetrics.ascent() + 2;
  painter->drawPixmap(line.left(), line.center().y() - iconSize / 2, iconPixmap(QString::fromLatin1(runStatusIcon(status)), statusColour, iconSize, painter->device()->devicePixelRatioF()));
  line.setLeft(line.left() + iconSize + kSpace1);
  painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, smallMetrics.elidedText(index.data(RunsModel::SummaryRole).toString(), Qt::ElideRight, line.width()));
  if (active) {
    const QRectF bar(option.rect.right() - kSpace3 - barWidth, line.center().y() - 1.5, barWidth, 4);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokens.line);
    painter->drawRoundedRect(bar, 2, 2);
    painter->setBrush(colour);
    painter->drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * index.data(RunsModel::ProgressRole).toDouble(), bar.height())), 2, 2);
  }
  painter->restore();
}

bool RunDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) {
  const auto toggle = [&] { return model->setData(index, index.data(Qt::CheckStateRole).toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole); };
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) return toggle();
  const bool mouse = event->type() == QEvent::MouseButtonRelease || event->type() == QEvent::MouseButtonPress;
  if (!mouse || !checkRect(option.rect).adjusted(-6, -6, 6, 6).contains(static_cast<QMouseEvent*>(event)->position().toPoint())) return false;
  return event->type() == QEvent::MouseButtonPress || (m_toggled = toggle());
}

RunsPanel::RunsPanel(RunsModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_filtered(new RunFilter(model, this)), m_filter(new QLineEdit), m_group(new QComboBox), m_problem(new Banner),
      m_compare(makeButton({}, QStringLiteral("chart"))), m_list(new QListView), m_stack(new QStackedWidget) {
  setProperty("role", QStringLiteral("panel"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, kSpace2);
  column->setSpacing(kSpace2);
  column->addWidget(makeHead());
  m_list->setObjectName(QStringLiteral("runs-list"));
  m_list->setModel(m_filtered);
  m_list->setItemDelegate(new RunDelegate(m_list));
  m_list->setMouseTracking(true);
  m_list->setUniformItemSizes(true);
  m_list->setContextMenuPolicy(Qt::CustomContextMenu);
  m_list->setAccessibleName(tr("Runs"));
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  auto* empty = new EmptyState(QStringLiteral("runs"), tr("Runs appear here as soon as one is started, in this window or in a terminal."), tr("New run"));
  auto* nothing = new EmptyState(QStringLiteral("search"), tr("No run matches the filter."), tr("Show all runs"));
  for (QWidget* page : {static_cast<QWidget*>(m_list), static_cast<QWidget*>(empty), static_cast<QWidget*>(nothing)}) m_stack->addWidget(page);
  column->addWidget(m_stack, 1);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(kSpace3, 0, kSpace3, 0);
  foot->addWidget(m_compare);
  column->addLayout(foot);
  connect(empty, &EmptyState::triggered, this, &RunsPanel::newRunRequested);
  connect(nothing, &EmptyState::triggered, this, [this] { m_filter->clear(); m_group->setCurrentIndex(0); });
  connectList();
  refreshEmpty();
  refreshCompare();
}

QWidget* RunsPanel::makeHead() {
  auto* head = new QWidget;
  auto* column = new QVBoxLayout(head);
  column->setContentsMargins(kSpace3, kSpace2, kSpace3, 0);
  column->setSpacing(kSpace2);
  m_filter->setPlaceholderText(tr("Filter runs"));
  m_filter->setAccessibleName(tr("Filter runs"));
  m_filter->setToolTip(tr("Words of the name, family, tags, note or status; all must be there"));
  m_filter->setClearButtonEnabled(true);
  m_group->setAccessibleName(tr("Runs shown"));
  m_group->addItems({tr("All runs"), tr("Training"), tr("Interrupted"), tr("Done"), tr("Failed")});   // as RunGroup
  m_group->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  column->addWidget(m_filter);
  column->addWidget(m_group);
  column->addWidget(m_problem);
  return head;
}

void RunsPanel::connectList() {
  const auto id = [](const QModelIndex& index) { return index.data(RunsModel::IdRole).toString(); };
  connect(m_filter, &QLineEdit::textChanged, m_filtered, &RunFilter::setText);
  connect(m_group, &QComboBox::currentIndexChanged, this, [this](int group) { m_filtered->setGroup(static_cast<RunGroup>(group)); });
  connect(m_list, &QListView::clicked, this, [this, id](const QModelIndex& index) {
    if (!static_cast<RunDelegate*>(m_list->itemDelegate())->takeToggled()) Q_EMIT opened(id(index));      // a tick only plots
  });
  connect(m_list, &QListView::activated, this, [this, id](const QModelIndex& index) { Q_EMIT opened(id(index)); });
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this, id](const QModelIndex& index) { if (index.isValid()) Q_EMIT selected(id(index)); });
  connect(m_list, &QListView::customContextMenuRequested, this, &RunsPanel::showMenu);
  connect(m_compare, &QPushButton::clicked, this, [this] { Q_EMIT compareRequested(compared()); });
  connect(m_model, &RunsModel::plottedChanged, this, &RunsPanel::refreshCompare);
  for (QAbstractItemModel* model : {static_cast<QAbstractItemModel*>(m_model), static_cast<QAbstractItemModel*>(m_filtered)}) {
    connect(model, &QAbstractItemModel::rowsInserted, this, &RunsPanel::refreshEmpty);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &RunsPanel::refreshEmpty);
  }
}

QString RunsPanel::current() const { return m_list->currentIndex().data(RunsModel::IdRole).toString(); }

void RunsPanel::select(const QString& run) {
  for (int row = 0; row < m_filtered->rowCount(); ++row) {
    const QModelIndex index = m_filtered->index(row, 0);
    if (index.data(RunsModel::IdRole).toString() == run) m_list->setCurrentIndex(index);
  }
}

void RunsPanel::refreshEmpty() { m_stack->setCurrentIndex(m_filtered->rowCount() > 0 ? 0 : m_model->rowCount() > 0 ? 2 : 1); }

void RunsPanel::refreshCompare() {
  const auto count = compared().size();
  m_compare->setVisible(count >= 2);
  m_compare->setText(tr("Compare %n runs", nullptr, static_cast<int>(count)));
}

void RunsPanel::sayProblem(const QString& text) {
  if (text.isEmpty()) m_problem->clear();
  else m_problem->sayError(text);
}

void RunsPanel::rename(const QString& run, const QString& name) {
  const QString wanted = QInputDialog::getText(this, tr("Rename run"), tr("Name"), QLineEdit::Normal, name);
  if (!wanted.trimmed().isEmpty()) Q_EMIT renameRequested(run, wanted.trimmed());
}

void RunsPanel::showMenu(const QPoint& place) {
  const QModelIndex index = m_list->indexAt(place);
  if (!index.isValid()) return;
  const QString run = index.data(RunsModel::IdRole).toString(), name = index.data().toString();
  const auto status = static_cast<RunStatus>(index.data(RunsModel::StatusRole).toInt());
  const bool active = status == RunStatus::Running || status == RunStatus::Paused;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(icon(QStringLiteral("chart")), tr("Open"), this, [this, run] { Q_EMIT opened(run); });
  if (status == RunStatus::Interrupted || status == RunStatus::Stopped)
    menu->addAction(icon(QStringLiteral("continue")), tr("Continue"), this, [this, run] { Q_EMIT continueRequested(run); });
  menu->addAction(icon(QStringLiteral("copy")), tr("New run with these settings"), this, [this, run] { Q_EMIT duplicateRequested(run); });
  menu->addAction(tr("Rename..."), this, [this, run, name] { rename(run, name); });
  menu->addAction(tr("Tags and note"), this, [this, run] { Q_EMIT describeRequested(run); });
  menu->addSeparator();
  if (status == RunStatus::Queued) {
    menu->addAction(icon(QStringLiteral("play")), tr("Start now"), this, [this, run] { Q_EMIT startQueuedRequested(run); });
    menu->addAction(tr("Remove from the queue"), this, [this, run] { Q_EMIT removeQueuedRequested(run); });
    menu->popup(m_list->viewport()->mapToGlobal(place));
    return;
  }
  QAction* remove = menu->addAction(active ? tr("Delete... (stop it first)") : tr("Delete..."), this, [this, run] { Q_EMIT deleteRequested(run); });
  remove->setEnabled(!active);
  if (compared().size() >= 2) menu->addAction(icon(QStringLiteral("chart")), m_compare->text(), this, [this] { Q_EMIT compareRequested(compared()); });
  menu->popup(m_list->viewport()->mapToGlobal(place));
}

}  // namespace cloze
