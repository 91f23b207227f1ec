// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/start_view.h"

#include "widgets/models/runs_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QGridLayout>
#include <QVBoxLayout>

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

  m_interruptedPart = new QWidget;
  m_interrupted = new QVBoxLayout(m_interruptedPart);
  m_interrupted->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_interruptedPart);
  m_interruptedPart->hide();

  column->addWidget(makeLabel(tr("Examples").toUpper(), "section"));
  auto* grid = new QGridLayout;
  grid->setSpacing(kSpace3);
  m_demoMasks = makeExample(QStringLiteral("mask"), tr("Ask the shipped model"), tr("A small model trained on the toy world: hide a word and read what it expects there."), tr("Open masked words"), &StartView::demoMasksRequested);
  m_demoNeighbours = makeExample(QStringLiteral("neighbours"), tr("One word, several meanings"), tr("The nearest uses of a word such as \"bat\" or \"лук\", layer by layer."), tr("Open neighbours"), &StartView::demoNeighboursRequested);
  grid->addWidget(makeExample(QStringLiteral("example"), tr("Train it yourself"), tr("Pre-train a tiny model on the embedded toy world. It runs on any laptop."), tr("Set up the example run"), &StartView::exampleRequested), 0, 0);
  grid->addWidget(m_demoMasks, 0, 1);
  grid->addWidget(m_demoNeighbours, 0, 2);
  grid->addWidget(makeExample(QStringLiteral("plus"), tr("Your own text"), tr("Choose a model family and a size, point at files or folders, and start."), tr("New run"), &StartView::newRunRequested), 0, 3);
  for (int i = 0; i < 4; ++i) grid->setColumnStretch(i, 1);
  column->addLayout(grid);

  m_recentPart = new QWidget;
  m_recent = new QVBoxLayout(m_recentPart);
  m_recent->setContentsMargins(0, kSpace2, 0, 0);
  column->addWidget(m_recentPart);
  m_recentPart->hide();
  column->addStretch(1);
  setWidget(page);
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
  names->addWidget(makeLabel(name, "heading"));
  names->addWidget(makeLabel(runSummary(row) + QStringLiteral("  ·  ") + formatDateTime(row.updatedAt), "small"));
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
