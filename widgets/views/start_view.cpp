// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/start_view.h"

#include "widgets/models/runs_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

StartView::StartView(QWidget* parent) : QScrollArea(parent) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  build();
}

void StartView::build() {
  auto* page = new QWidget;
  page->setProperty("role", QStringLiteral("page"));
  auto* outer = new QHBoxLayout(page);
  outer->setContentsMargins(kSpace5, kSpace5, kSpace5, kSpace5);
  auto* middle = new QWidget;
  middle->setMaximumWidth(1100);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace4);
  outer->addWidget(middle);
  column->addWidget(makeLabel(tr("See a language model learn"), "title"));
  column->addWidget(makeText(tr("Train one on your own text, watch its curves, hide words and see what it expects, and look at which uses of a word it finds alike."), "muted"));

  column->addWidget(m_tour = makeTour());
  m_tour->hide();

  m_interruptedPart = new QWidget;
  m_interrupted = new QVBoxLayout(m_interruptedPart);
  m_interrupted->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_interruptedPart);
  m_interruptedPart->hide();

  column->addWidget(makeLabel(tr("Examples").toUpper(), "section"));
  m_grid = new QGridLayout;
  m_grid->setSpacing(kSpace3);
  m_demoMasks = makeExample(QStringLiteral("mask"), tr("Ask the shipped model"), tr("A small model trained on the toy world: hide a word and read what it expects there."), tr("Open masked words"), &StartView::demoMasksRequested);
  m_demoNeighbours = makeExample(QStringLiteral("neighbours"), tr("One word, several meanings"), tr("The nearest uses of a word such as \"bat\" or \"лук\", layer by layer."), tr("Open neighbours"), &StartView::demoNeighboursRequested);
  m_examples = {makeExample(QStringLiteral("example"), tr("Train it yourself"), tr("Pre-train a tiny model on the embedded toy world: about a minute on any laptop."), tr("Start training now"), &StartView::exampleRequested), m_demoMasks, m_demoNeighbours,
                makeExample(QStringLiteral("plus"), tr("Your own text"), tr("Choose a model family and a size, point at files or folders, and start."), tr("New run"), &StartView::newRunRequested)};
  column->addLayout(m_grid);
  arrange(4);

  m_recentPart = new QWidget;
  m_recent = new QVBoxLayout(m_recentPart);
  m_recent->setContentsMargins(0, kSpace2, 0, 0);
  column->addWidget(m_recentPart);
  m_recentPart->hide();

  m_filesPart = new QWidget;
  m_files = new QVBoxLayout(m_filesPart);
  m_files->setContentsMargins(0, kSpace2, 0, 0);
  column->addWidget(m_filesPart);
  m_filesPart->hide();
  column->addStretch(1);
  setWidget(page);
}

// Beside each other where there is room, else in two rows or one below the other.
void StartView::arrange(int columns) {
  if (columns == m_columns) return;
  m_columns = columns;
  for (std::size_t i = 0; i < m_examples.size(); ++i) m_grid->addWidget(m_examples[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
  for (int i = 0; i < 4; ++i) m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

void StartView::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  int widest = 0;
  for (const QWidget* example : m_examples) widest = std::max(widest, example->minimumSizeHint().width() + kSpace3);
  const int room = (viewport()->width() - 2 * kSpace5) / std::max(1, widest);
  arrange(room >= 4 ? 4 : room >= 2 ? 2 : 1);
}

// What the three parts of the window are for, one after the other.
QFrame* StartView::makeTour() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  card->setProperty("chosen", true);
  m_tourPicture = new QLabel;
  m_tourTitle = makeLabel({}, "heading");
  m_tourText = makeText({});
  m_tourPlace = makeLabel({}, "small");
  m_tourBack = makeButton(tr("Back"));
  m_tourNext = makeButton({}, {}, "primary");
  QPushButton* skip = makeButton(tr("Skip the tour"), {}, "link");
  auto* words = new QVBoxLayout;
  words->addWidget(m_tourTitle);
  words->addWidget(m_tourText);
  auto* head = new QHBoxLayout;
  head->setSpacing(kSpace3);
  head->addWidget(m_tourPicture, 0, Qt::AlignTop);
  head->addLayout(words, 1);
  auto* foot = new QHBoxLayout;
  foot->addWidget(m_tourPlace);
  foot->addStretch(1);
  for (QPushButton* button : {skip, m_tourBack, m_tourNext}) foot->addWidget(button);
  column->addLayout(head);
  column->addLayout(foot);
  connect(m_tourBack, &QPushButton::clicked, this, [this] { showCard(m_card - 1); });
  connect(m_tourNext, &QPushButton::clicked, this, [this] { showCard(m_card + 1); });
  connect(skip, &QPushButton::clicked, this, [this] { showCard(3); });
  return card;
}

void StartView::showTour(bool shown) {
  m_tour->setVisible(shown);
  if (shown) showCard(0);
}

void StartView::showCard(int card) {
  struct Card { const char* icon; QString title, text; };
  const Card cards[] = {{"chart", tr("1. Train"), tr("\"Start training now\" trains a small model in a minute. Its curves grow while it learns; it can be paused, stopped and continued at any time.")},
                        {"mask", tr("2. Hide words"), tr("In Masked words, click a word to hide it: the model says what it expects there. It works with the shipped model at once, and with your own while it trains.")},
                        {"neighbours", tr("3. Look around"), tr("In Neighbours, choose a word in a sentence: you see the uses of that word that mean most nearly the same, layer by layer.")}};
  if (card >= 3) {
    m_tour->hide();
    return Q_EMIT tourEnded();
  }
  m_card = std::max(0, card);
  const Card& shown = cards[m_card];
  m_tourPicture->setPixmap(icon(QString::fromLatin1(shown.icon), IconColour::Accent).pixmap(28, 28));
  m_tourTitle->setText(shown.title);
  m_tourText->setText(shown.text);
  m_tourPlace->setText(tr("%1 of 3").arg(m_card + 1));
  m_tourBack->setEnabled(m_card > 0);
  m_tourNext->setText(m_card < 2 ? tr("Next") : tr("Done"));
}

void StartView::setRecent(const std::vector<std::string>& paths) {
  clearLayout(m_files);
  m_files->addWidget(makeLabel(tr("Recent files").toUpper(), "section"));
  for (std::size_t i = 0; i < paths.size() && i < 4; ++i) {
    const QString path = QString::fromStdString(paths[i]);
    QPushButton* button = makeButton(formatPath(path), QStringLiteral("folder"), "link");
    button->setAccessibleName(tr("Open %1").arg(path));
    connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT pathRequested(path); });
    m_files->addWidget(button, 0, Qt::AlignLeft);
  }
  m_filesPart->setVisible(!paths.empty());
}

QFrame* StartView::makeExample(const QString& iconName, const QString& title, const QString& text, const QString& action, void (StartView::*signal)()) {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  auto* picture = new QLabel;
  picture->setPixmap(icon(iconName, IconColour::Accent).pixmap(28, 28));
  column->addWidget(picture);
  auto* heading = makeText(title, "heading");
  column->addWidget(heading);
  column->addWidget(makeText(text, "muted"), 1, Qt::AlignTop);
  QPushButton* button = makeButton(action, {}, "link");
  button->setAccessibleName(title + QStringLiteral(": ") + action);
  connect(button, &QPushButton::clicked, this, signal);
  column->addWidget(button, 0, Qt::AlignLeft);
  return card;
}

void StartView::setDemoModel(bool shipped) {
  for (QWidget* card : {m_demoMasks, m_demoNeighbours}) {
    card->setEnabled(shipped);
    card->setToolTip(shipped ? QString() : tr("The shipped model is not installed (resources/models)"));
  }
}

void StartView::setRuns(const std::vector<RunRow>& runs) {
  clearLayout(m_interrupted);
  clearLayout(m_recent);
  m_interrupted->addWidget(makeLabel(tr("Interrupted").toUpper(), "section"));
  m_recent->addWidget(makeLabel(tr("Recent runs").toUpper(), "section"));
  int interrupted = 0, recent = 0;
  for (const RunRow& row : runs) {
    const bool broken = row.status == RunStatus::Interrupted;
    if (broken && interrupted++ < 3) addRun(m_interrupted, row, true);
    else if (!broken && recent++ < 6) addRun(m_recent, row, false);
  }
  m_interruptedPart->setVisible(interrupted > 0);
  m_recentPart->setVisible(recent > 0);
}

void StartView::addRun(QVBoxLayout* column, const RunRow& row, bool interrupted) {
  auto* line = new QHBoxLayout;
  QFrame* card = makeCard(line);
  auto* picture = new QLabel;
  picture->setPixmap(icon(interrupted ? QStringLiteral("warning") : QStringLiteral("chart"), interrupted ? IconColour::Warn : IconColour::Muted).pixmap(20, 20));
  line->addWidget(picture);
  const QString id = QString::fromStdString(row.id), name = QString::fromStdString(row.name.empty() ? row.id : row.name);
  auto* names = new QVBoxLayout;
  names->setSpacing(2);
  names->addWidget(new ElidedLabel(name, "heading"));
  names->addWidget(new ElidedLabel(runSummary(row) + QStringLiteral("  ·  ") + formatDateTime(row.updatedAt), "small"));
  line->addLayout(names, 1);
  QPushButton* open = makeButton(tr("Open"));
  open->setAccessibleName(tr("Open %1").arg(name));
  connect(open, &QPushButton::clicked, this, [this, id] { Q_EMIT runOpened(id); });
  line->addWidget(open);
  if (interrupted) {
    QPushButton* further = makeButton(tr("Continue"), QStringLiteral("continue"), "primary");
    further->setAccessibleName(tr("Continue %1").arg(name));
    connect(further, &QPushButton::clicked, this, [this, id] { Q_EMIT continueRequested(id); });
    line->addWidget(further);
  }
  column->addWidget(card);
}

}  // namespace cloze
