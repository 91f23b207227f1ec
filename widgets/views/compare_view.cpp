// How the page of a comparison is built; what it shows is filled in by compare_contents.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/compare_view.h"

#include "widgets/charts/chart_view.h"
#include "widgets/models/compare_models.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/views/model_picker.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QMenu>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

// A page whose layout trades height for width would be scrolled before its charts and tables give way: such parts are kept out of it.
class OwnHeight : public QWidget {
 public:
  bool hasHeightForWidth() const override { return false; }
};

// Parts one after the other, in as many lines as they need; its height follows its width by itself.
class FlowRow : public OwnHeight {
 public:
  explicit FlowRow(int gap = kSpace3) { setLayout(new FlowLayout(this, gap, kSpace2)); }

 protected:
  void resizeEvent(QResizeEvent* event) override {
    QWidget::resizeEvent(event);
    fit();
  }
  bool event(QEvent* event) override {
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) fit();
    return handled;
  }

 private:
  void fit() {
    int highest = 0;                                      // all on one line of sight
    for (int i = 0; i < layout()->count(); ++i) highest = std::max(highest, layout()->itemAt(i)->widget()->sizeHint().height());
    for (int i = 0; i < layout()->count(); ++i) layout()->itemAt(i)->widget()->setMinimumHeight(highest);
    setFixedHeight(std::max(layout()->heightForWidth(width()), 1));
  }
};

QTableView* makeTable(QAbstractItemModel* model, const QString& name) {
  auto* table = new QTableView;
  table->setModel(model);
  table->verticalHeader()->hide();
  table->setShowGrid(false);
  table->setAlternatingRowColors(true);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setTabKeyNavigation(false);
  table->setAccessibleName(name);
  table->setTextElideMode(Qt::ElideMiddle);
  table->setIconSize(QSize(24, 16));
  table->setMinimumHeight(110);
  table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 2 * kSpace1 + 4);
  QHeaderView* header = table->horizontalHeader();
  header->setHighlightSections(false);
  header->setTextElideMode(Qt::ElideMiddle);
  header->setIconSize(QSize(16, 16));
  header->setMinimumSectionSize(table->fontMetrics().averageCharWidth() * 12);
  header->setMaximumSectionSize(table->fontMetrics().averageCharWidth() * 48);
  return table;
}

QWidget* beside(const QString& text, QWidget* control) {
  auto* part = new QWidget;
  auto* row = new QHBoxLayout(part);
  row->setContentsMargins(0, 0, kSpace2, 0);
  row->setSpacing(kSpace2);
  QLabel* label = makeLabel(text);
  label->setBuddy(control);
  row->addWidget(label);
  row->addWidget(control);
  control->setAccessibleName(text);
  return part;
}

QToolButton* makeMenuButton(const QString& text, const QString& iconName, const QString& help) {
  auto* button = new QToolButton;
  button->setProperty("role", QStringLiteral("button"));
  button->setText(text);
  button->setIcon(icon(iconName));
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setToolTip(help);
  button->setMenu(new QMenu(button));
  button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
  return button;
}

}  // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent), m_stack(new QStackedWidget), m_note(new Banner), m_chart(new ChartView(QString(), QString())), m_results(new ResultsModel(this)),
      m_sorted(new ResultsSorter(this)), m_differences(new DifferencesModel(this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  auto* page = new QWidget;
  page->setProperty("role", QStringLiteral("page"));
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace2);
  column->addWidget(makeHead());
  column->addWidget(makeChoices());
  m_chart->setEmptyText(tr("None of these runs has logged this yet."));
  m_chart->setMinimumHeight(190);
  auto* place = new OwnHeight;
  auto* around = new QVBoxLayout(place);
  around->setContentsMargins(0, 0, 0, 0);
  around->addWidget(m_chart);
  column->addWidget(place, 5);
  column->addWidget(makeTables(), 4);
  column->addWidget(makeInside());
  auto* scroll = new QScrollArea;
  scroll->setWidget(page);
  scroll->setWidgetResizable(true);
  auto* empty = new EmptyState(QStringLiteral("chart"), tr("Two runs or more stand side by side here: their curves, their best values, the settings in which they differ."), tr("Add runs"));
  m_stack->addWidget(scroll);
  m_stack->addWidget(empty);
  m_stack->setCurrentIndex(1);
  all->setSpacing(0);
  all->addWidget(m_note);
  all->addWidget(m_stack, 1);
  m_refresh.setSingleShot(true);
  m_refresh.setInterval(200);
  connect(&m_refresh, &QTimer::timeout, this, &CompareView::refreshNow);
  connect(m_note, &Banner::triggered, m_note, &Banner::clear);
  connect(m_chart, &ChartView::hovered, this, &CompareView::hovered);
  connect(empty, &EmptyState::triggered, this, [this, empty] {
    if (m_known.empty()) return Q_EMIT newRunRequested();
    fillAddMenu();
    m_add->menu()->popup(empty->mapToGlobal(empty->rect().center()));
  });
}

QWidget* CompareView::makeHead() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace2);
  m_chips = new FlowRow(kSpace2);
  m_add = makeMenuButton(tr("Add"), QStringLiteral("plus"), tr("Adds a run to this comparison"));
  connect(m_add->menu(), &QMenu::aboutToShow, this, &CompareView::fillAddMenu);
  QToolButton* save = makeMenuButton(tr("Save"), QStringLiteral("save"), tr("Saves the curves, the tables or the picture"));
  struct Row { const char* kind; QString text; };
  for (const Row& entry : {Row{"curves.csv", tr("Curves, every point (CSV)...")}, {"results.csv", tr("Table of results (CSV)...")}, {"settings.csv", tr("Differing settings (CSV)...")},
                           {"png", tr("Picture (PNG)...")}, {"svg", tr("Drawing (SVG)...")}})
    save->menu()->addAction(entry.text, this, [this, kind = QString::fromLatin1(entry.kind)] { exportAs(kind); });
  row->addWidget(m_chips, 1);
  row->addWidget(m_add, 0, Qt::AlignTop);
  row->addWidget(save, 0, Qt::AlignTop);
  return head;
}

QWidget* CompareView::makeChoices() {
  auto* choices = new FlowRow;
  QLayout* flow = choices->layout();
  m_metric = new QComboBox;
  m_metric->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  m_metric->setToolTip(tr("What is compared; any value that one of the runs has logged"));
  flow->addWidget(beside(tr("Compare"), m_metric));
  m_align = new QComboBox;
  struct Row { XUnit unit; QString text; };
  for (const Row& row : {Row{XUnit::Step, tr("Step")}, {XUnit::Epoch, tr("Epoch")}, {XUnit::Tokens, tr("Tokens")}, {XUnit::Time, tr("Time")}}) m_align->addItem(row.text, static_cast<int>(row.unit));
  m_align->setToolTip(tr("Curves lie over each other by the steps a run had made, the text it had read, or the time it had taken"));
  flow->addWidget(beside(tr("Align by"), m_align));
  connect(m_align, &QComboBox::currentIndexChanged, this, &CompareView::aligned);
  m_group = new QCheckBox(tr("Seeds together"));
  m_group->setToolTip(tr("Runs that differ in nothing but the seed become one curve: their mean, and one standard deviation to both sides"));
  flow->addWidget(m_group);
  m_groupNote = makeLabel({}, "small");
  flow->addWidget(m_groupNote);
  connect(m_metric, &QComboBox::activated, this, [this] {
    m_metricChosen = true;
    refreshLines();
  });
  connect(m_group, &QCheckBox::toggled, this, &CompareView::refreshLines);
  return choices;
}

QWidget* CompareView::makeTableCard(const QString& title, QLabel* note, QWidget* extra, QTableView* table, const QString& name) {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  column->setContentsMargins(1, kSpace2, 1, 1);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(kSpace3, 0, kSpace2, 0);
  head->addWidget(makeLabel(title, "heading"));
  head->addWidget(note, 1);
  if (extra) head->addWidget(extra);
  auto* copy = new QToolButton;
  copy->setIcon(icon(QStringLiteral("copy"), IconColour::Muted));
  copy->setToolTip(tr("Copy the table with its headings"));
  copy->setAccessibleName(tr("Copy: %1").arg(name));
  connect(copy, &QToolButton::clicked, table, [table] { QApplication::clipboard()->setText(tableText(*table->model(), QLatin1Char('\t'))); });
  head->addWidget(copy);
  column->addLayout(head);
  column->addWidget(table, 1);
  return card;
}

QWidget* CompareView::makeTables() {
  m_sorted->setSourceModel(m_results);
  m_resultTable = makeTable(m_sorted, tr("Results"));
  m_resultTable->setSortingEnabled(true);
  m_resultTable->sortByColumn(-1, Qt::AscendingOrder);
  m_resultTable->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_resultTable->horizontalHeader()->setSectionResizeMode(ResultsModel::Run, QHeaderView::Stretch);
  m_position = new QDoubleSpinBox;
  m_position->setDecimals(0);
  m_position->setRange(0, 1e12);
  m_position->setGroupSeparatorShown(true);
  m_position->setToolTip(tr("The last column shows the value here"));
  m_follow = new QCheckBox(tr("from the chart"));
  m_follow->setToolTip(tr("The place follows the pointer over the chart"));
  m_follow->setChecked(true);
  connect(m_position, &QDoubleSpinBox::valueChanged, this, &CompareView::refreshValues);
  connect(m_position, &QDoubleSpinBox::editingFinished, this, [this] { if (m_position->hasFocus()) m_follow->setChecked(false); });
  auto* at = new QWidget;
  auto* row = new QHBoxLayout(at);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(beside(tr("At"), m_position));
  row->addWidget(m_follow);
  m_better = new ElidedLabel({}, "small");
  m_same = new ElidedLabel({}, "small");
  m_differenceTable = makeTable(m_differences, tr("Differing settings"));
  m_differenceTable->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  connect(m_differences, &QAbstractItemModel::modelReset, this, [this] { m_differenceTable->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents); });
  auto* split = new QSplitter;
  split->addWidget(makeTableCard(tr("Results"), m_better, at, m_resultTable, tr("Results")));
  split->addWidget(makeTableCard(tr("Differing settings"), m_same, nullptr, m_differenceTable, tr("Differing settings")));
  split->setHandleWidth(kSpace2);
  split->setChildrenCollapsible(false);
  split->setSizes({3000, 2000});                         // shares, not pixels
  return split;
}

QWidget* CompareView::makeInside() {
  auto* inside = new FlowRow;
  QLayout* flow = inside->layout();
  m_first = new ModelPicker;
  m_second = new ModelPicker;
  flow->addWidget(beside(tr("Look inside"), m_first));
  flow->addWidget(beside(tr("and"), m_second));
  m_first->setAccessibleName(tr("First model to look into"));
  m_second->setAccessibleName(tr("Second model to look into"));
  QPushButton* masks = makeButton(tr("Masked words"), QStringLiteral("mask"));
  masks->setToolTip(tr("Opens the masked words of both, one beside the other"));
  QPushButton* neighbours = makeButton(tr("Neighbours"), QStringLiteral("neighbours"));
  neighbours->setToolTip(tr("Opens the neighbours of a word in both, one beside the other"));
  flow->addWidget(masks);
  flow->addWidget(neighbours);
  connect(masks, &QPushButton::clicked, this, [this] { Q_EMIT masksRequested(chosenModels()); });
  connect(neighbours, &QPushButton::clicked, this, [this] { Q_EMIT neighboursRequested(chosenModels()); });
  return inside;
}

}  // namespace cloze
