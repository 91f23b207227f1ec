// How the New run page is laid out: three columns, or two with a switch where there is no room for three.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/form_widget.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/views/family_cards.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/task_source.h"
#include "widgets/views/text_sources.h"
#include "widgets/views/tokenizer_source.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr int kWhat = 236, kPreview = 330;   // comfortable widths at the usual size of type

int scaled(int width) { return static_cast<int>(width * Theme::current().fontScale()); }

// Scrolls up and down only: never narrower than what is in it, in whatever language.
class Column final : public QScrollArea {
 public:
  Column(QWidget* page, int width, const QString& name) : m_width(width) {
    setAccessibleName(name);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    page->setProperty("role", QStringLiteral("page"));
    setWidget(page);
    page->installEventFilter(this);
  }
  QSize minimumSizeHint() const override { return {std::max(scaled(m_width), widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width()), 80}; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
  }

 private:
  int m_width;                                          // at the usual size of type
};

// Painted anew each time, so that it follows the theme.
class IconMark final : public QLabel {
 public:
  IconMark(const QString& name, IconColour colour) : m_icon(icon(name, colour)) { setFixedSize(16, 18); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    m_icon.paint(&painter, QRect(0, 2, 16, 16));
  }

 private:
  QIcon m_icon;
};

}  // namespace

void NewRunView::makePage() {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace3);
  outer->setSpacing(kSpace3);
  m_banner = new Banner;
  m_banner->clear();
  outer->addWidget(m_banner);
  m_columns = new QSplitter(Qt::Horizontal);
  m_columns->setHandleWidth(kSpace3);
  m_columns->setChildrenCollapsible(false);
  m_how = makeHow();
  m_right = makePreview();
  m_columns->addWidget(makeWhat());
  m_columns->addWidget(m_how);
  m_columns->addWidget(m_right);
  m_columns->addWidget(makeSwitch());
  const int stretch[] = {3, 5, 5, 10};
  for (int i = 0; i < 4; ++i) m_columns->setStretchFactor(i, stretch[i]);
  m_columns->setSizes({scaled(kWhat) + 30, 440, 420, 860});
  outer->addWidget(m_columns, 1);
  outer->addWidget(makeRule());
  outer->addWidget(makeFoot());
  auto* start = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
  connect(start, &QShortcut::activated, this, [this] { if (m_start->isEnabled()) Q_EMIT startRequested(); });
}

QWidget* NewRunView::makeWhat() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(kSpace1, 0, kSpace2, 0);
  column->setSpacing(kSpace2);
  const auto section = [column](const QString& title) { column->addWidget(makeLabel(title.toUpper(), "section")); };
  column->addWidget(makeLabel(tr("What"), "title"));
  QWidget* purposes = makeFlow(kSpace1, kSpace1);
  m_purposes = new QButtonGroup(this);
  const std::pair<QString, QString> choices[] = {{tr("Pre-train"), tr("A model learns a language from plain text")}, {tr("Fine-tune"), tr("A pre-trained checkpoint learns a task from labelled examples")}};
  for (int purpose = 0; purpose < 2; ++purpose) {
    QPushButton* button = makeButton(choices[purpose].first, {}, "segment");
    button->setToolTip(choices[purpose].second);
    button->setCheckable(true);
    m_purposes->addButton(button, purpose);
    purposes->layout()->addWidget(button);
  }
  column->addWidget(purposes);
  section(tr("Name"));
  m_name = new QLineEdit;
  m_name->setAccessibleName(tr("Name of the run"));
  column->addWidget(m_name);
  column->addWidget(makePretraining());
  m_source = new TaskSource;
  column->addWidget(m_source);
  column->addStretch(1);
  return m_what = new Column(page, kWhat, tr("What"));
}

QWidget* NewRunView::makePretraining() {
  m_pretraining = new QWidget;
  auto* column = new QVBoxLayout(m_pretraining);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  const auto section = [column](const QString& title) { column->addWidget(makeLabel(title.toUpper(), "section")); };
  section(tr("Model family"));
  m_families = new FamilyCards;
  column->addWidget(m_families);
  section(tr("Size"));
  m_preset = new QComboBox;
  m_preset->setAccessibleName(tr("Size of the model"));
  m_preset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_preset->setMinimumContentsLength(12);
  column->addWidget(m_preset);
  m_parameters = makeText({}, "small");
  column->addWidget(m_parameters);
  section(tr("Text"));
  m_texts = new TextSources;
  column->addWidget(m_texts);
  section(tr("Tokeniser"));
  m_tokenizer = new TokenizerSource;
  column->addWidget(m_tokenizer);
  return m_pretraining;
}

QWidget* NewRunView::makeHow() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  auto* head = new QHBoxLayout;
  head->addWidget(makeLabel(tr("How"), "title"), 0, Qt::AlignTop);
  QWidget* files = makeFlow(kSpace1, 0);
  QPushButton* load = makeButton(tr("Load settings..."), {}, "link");
  QPushButton* save = makeButton(tr("Save settings..."), {}, "link");
  load->setToolTip(tr("Opens a file of settings; it can be dropped on this page, too"));
  save->setToolTip(tr("Writes these settings to a file that cloze train reads"));
  connect(load, &QPushButton::clicked, this, [this] { Q_EMIT loadRequested({}); });
  connect(save, &QPushButton::clicked, this, &NewRunView::saveRequested);
  files->layout()->addWidget(load);
  files->layout()->addWidget(save);
  head->addWidget(files, 1);
  column->addLayout(head);
  m_form = new FormWidget(m_model, {});                  // refreshPurpose() says what of it matters
  column->addWidget(m_form, 1);
  return card;
}

QWidget* NewRunView::makePreview() {
  m_preview = new NewRunPreview;
  return new Column(m_preview, kPreview, tr("Preview"));
}

QWidget* NewRunView::makeSwitch() {
  m_switch = new QWidget;
  auto* column = new QVBoxLayout(m_switch);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  auto* row = new QHBoxLayout;
  m_switches = new QButtonGroup(this);
  m_pages = new QStackedWidget;
  const QString titles[] = {tr("Settings"), tr("Preview")};
  for (int page = 0; page < 2; ++page) {
    QPushButton* button = makeButton(titles[page], {}, "segment");
    button->setCheckable(true);
    button->setChecked(page == 0);
    m_switches->addButton(button, page);
    row->addWidget(button);
  }
  row->addStretch(1);
  column->addLayout(row);
  column->addWidget(m_pages, 1);
  connect(m_switches, &QButtonGroup::idClicked, m_pages, &QStackedWidget::setCurrentIndex);
  m_switch->hide();
  return m_switch;
}

QWidget* NewRunView::makeFoot() {
  auto* foot = new QWidget;
  auto* row = new QHBoxLayout(foot);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace3);
  auto* messages = new QGridLayout;
  messages->setHorizontalSpacing(kSpace2);
  messages->setVerticalSpacing(2);
  messages->setColumnStretch(1, 1);
  m_reason = makeText({}, "bad");
  m_doubts = makeText({}, "warn");
  m_reasonIcon = new IconMark(QStringLiteral("error"), IconColour::Bad);
  m_doubtIcon = new IconMark(QStringLiteral("warning"), IconColour::Warn);
  messages->addWidget(m_reasonIcon, 0, 0, Qt::AlignTop);
  messages->addWidget(m_reason, 0, 1);
  messages->addWidget(m_doubtIcon, 1, 0, Qt::AlignTop);
  messages->addWidget(m_doubts, 1, 1);
  m_start = makeButton(tr("Start training"), QStringLiteral("play"), "primary");
  m_start->setObjectName(QStringLiteral("start"));
  m_queue = makeButton(tr("Add to the queue"));
  m_queue->setToolTip(tr("Starts when the runs before it have ended"));
  m_queue->hide();
  row->addLayout(messages, 1);
  row->addWidget(m_queue, 0, Qt::AlignVCenter);
  row->addWidget(m_start, 0, Qt::AlignVCenter);
  return foot;
}

void NewRunView::setBusy(bool somethingTrains) { m_queue->setVisible(somethingTrains); }

void NewRunView::setSpecFile(const QString& file) { m_preview->showCommand(file); }

void NewRunView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  int needed = 2 * kSpace3 + 2 * kSpace4;
  for (const QWidget* column : {m_what, m_how, m_right}) needed += std::max(column->minimumWidth(), column->minimumSizeHint().width());
  setNarrow(width() < needed);
}

void NewRunView::setNarrow(bool narrow) {
  if (m_narrow == narrow) return;
  m_narrow = narrow;
  if (narrow) {
    m_pages->addWidget(m_how);
    m_pages->addWidget(m_right);
    m_pages->setCurrentIndex(m_switches->checkedId());
  } else {
    m_columns->insertWidget(1, m_how);
    m_columns->insertWidget(2, m_right);
    m_how->show();
    m_right->show();
  }
  m_switch->setVisible(narrow);
}

}  // namespace cloze
