// How the neighbours view is put together, and what it gives away as files.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/sense_labels.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/save_file.h"
#include "widgets/shared/theme.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/sense_bars.h"
#include "widgets/views/source_picker.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

namespace cloze {

NeighboursView::NeighboursView(QWidget* parent) : AskingView({kAsker, kSecondAsker}, parent), m_layerGroup(new QButtonGroup(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace3);
  column->addWidget(makeBar());
  auto* columns = new QSplitter(Qt::Horizontal);
  columns->setHandleWidth(kSpace3);
  columns->setChildrenCollapsible(false);
  columns->addWidget(makePanel(0));
  columns->addWidget(makePanel(1));
  columns->addWidget(makeMapCard());
  for (int i = 0; i < 3; ++i) columns->setStretchFactor(i, 1);
  fitToText(columns, [columns] { columns->setMinimumHeight(static_cast<int>(400 * Theme::current().fontScale())); });   // words, neighbours and map: where there is less room they scroll
  column->addWidget(makePageScroll(columns), 1);
  m_panels[1]->hide();
  refreshLayers(-1, false);
}

QWidget* NeighboursView::makeBar() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  column->setSpacing(kSpace2);
  column->addWidget(makeSources());
  column->addWidget(makeSearch());
  connect(m_layerGroup, &QButtonGroup::idClicked, this, [this](int layer) { chooseLayer(layer); });
  return card;
}

QWidget* NeighboursView::makeSources() {
  QWidget* sources = makeFlow(kSpace2, kSpace2);
  m_picker = new ModelPicker;
  m_texts = new SourcePicker(tr("Text to search"));
  m_texts->addSources(tr("Toy world"), {"toy-world"});
  m_texts->addSources(tr("Toy world: unseen sentences with senses"), {kToySensesEntry});
  m_texts->addFileEntry(tr("Open files..."), tr("Texts (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)"), true);
  m_texts->addFolderEntry(tr("Open a folder..."));
  m_vectors = new SourcePicker(tr("File of word vectors to compare with"));
  m_vectors->addSources(tr("No file of word vectors"), {});
  m_vectors->addFileEntry(tr("Open word vectors..."), tr("GloVe, word2vec (*.txt *.vec *.txt.gz *.vec.gz);;All files (*)"), false);
  m_count = new QSpinBox;
  m_count->setRange(1, 1000);
  m_count->setValue(12);
  m_count->setSuffix(tr(" nearest"));
  setHelp(m_count, tr("How many neighbours"));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_picker, m_texts, m_vectors, m_count}) sources->layout()->addWidget(widget);
  connect(m_picker, &ModelPicker::changed, this, [this] {
    refreshOwnText();
    askAllPieces();
  });
  return sources;
}

QWidget* NeighboursView::makeSearch() {
  QWidget* search = makeFlow(kSpace3, kSpace2);
  m_layers = new QWidget;
  auto* ladder = new QHBoxLayout(m_layers);
  ladder->setContentsMargins(0, 0, 0, 0);
  ladder->setSpacing(kSpace1);
  m_sameWord = new QCheckBox(tr("This word only"));
  m_sameWord->setChecked(true);
  m_follow = new QCheckBox(tr("Follow training"));
  m_follow->setToolTip(tr("While the run trains, the search is repeated whenever it saves a checkpoint"));
  m_summary = makeText({}, "small");
  m_second = makeButton(tr("Second sentence"), QStringLiteral("plus"));
  m_second->setToolTip(tr("The same word in another sentence, side by side"));
  m_cancel = makeButton(tr("Cancel"));
  m_cancel->hide();
  m_find = makeButton(tr("Find neighbours"), QStringLiteral("search"), "primary");
  for (QCheckBox* box : {m_sameWord, m_follow}) box->setMinimumHeight(m_find->sizeHint().height());   // in line with the buttons
  for (QWidget* widget : std::initializer_list<QWidget*>{m_layers, m_sameWord, m_follow, m_find, m_cancel, m_second}) search->layout()->addWidget(widget);
  connect(m_second, &QPushButton::clicked, this, [this] { addSecondSentence(); });
  connect(m_find, &QPushButton::clicked, this, &NeighboursView::search);
  connect(m_cancel, &QPushButton::clicked, this, [this] {
    for (const AskerId asker : {kAsker, kSecondAsker}) Q_EMIT cancelled(asker);
    setSearching(false);
    m_summary->setText(tr("Cancelled."));
  });
  return search;
}

QueryPanel* NeighboursView::makePanel(int number) {
  auto* panel = new QueryPanel(number);
  m_panels[number] = panel;
  fitToText(panel, [panel] { panel->setMinimumWidth(static_cast<int>(200 * Theme::current().fontScale())); });
  connect(panel, &QueryPanel::piecesWanted, this, [this, number] { askPieces(number); });
  connect(panel, &QueryPanel::wordChosen, this, [this] { if (m_searchWhenReady) search(); });
  connect(panel, &QueryPanel::selectedByUser, this, &NeighboursView::selectEverywhere);
  connect(panel, &QueryPanel::modelChosen, this, [this] { askPieces(1); });
  connect(panel, &QueryPanel::closed, this, &NeighboursView::removeSecondSentence);
  return panel;
}

QWidget* NeighboursView::makeMapCard() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  auto* head = new QHBoxLayout;
  m_mapTitle = new ElidedLabel(tr("Map of the occurrences"), "heading");
  m_colours = new QComboBox;
  m_colours->addItems({tr("by sense"), tr("by sentence")});
  setHelp(m_colours, tr("What colour and shape of a point say"));
  m_colours->hide();
  m_export = makeButton({}, QStringLiteral("save"));
  setHelp(m_export, tr("Save the map"));
  m_export->setEnabled(false);
  auto* menu = new QMenu(m_export);
  menu->addAction(tr("Picture (PNG)..."), this, [this] { exportAs(QStringLiteral("png")); });
  menu->addAction(tr("Table (CSV)..."), this, [this] { exportAs(QStringLiteral("csv")); });
  m_export->setMenu(menu);
  head->addWidget(m_mapTitle, 1);
  head->addWidget(m_export);
  column->addLayout(head);
  column->addWidget(m_colours, 0, Qt::AlignLeft);
  m_mapNote = makeText(tr("Appears with the neighbours: every occurrence as a point, near ones close together."), "small");
  column->addWidget(m_mapNote);
  column->addWidget(m_summary);
  m_map = new OccurrenceMap;
  column->addWidget(m_map, 1);
  m_selected = makeText({}, nullptr);
  column->addWidget(m_selected);
  m_barsTitle = makeLabel(tr("Senses told apart, by layer"), "heading");
  m_bars = new SenseBars;
  column->addWidget(m_barsTitle);
  column->addWidget(m_bars);
  m_barsTitle->hide();
  m_bars->hide();
  fitToText(card, [card] { card->setMinimumWidth(static_cast<int>(230 * Theme::current().fontScale())); });
  connect(m_colours, &QComboBox::activated, this, &NeighboursView::showMap);
  connect(m_map, &OccurrenceMap::selectedByUser, this, [this](const MapPoint& point) { selectEverywhere(point.line, point.byteBegin); });
  connect(m_bars, &SenseBars::layerChosen, this, &NeighboursView::chooseLayer);
  return card;
}

void NeighboursView::exportAs(const QString& kind) {
  const bool picture = kind == QLatin1String("png");
  saveFileAs(this, {tr("Save the map"), QStringLiteral("map"), kind, picture ? tr("Picture (*.png)") : tr("Table (*.csv)")}, picture ? pngOf(m_map) : m_map->csv(),
             [this](const QString& path, const QString& problem) { m_summary->setText(problem.isEmpty() ? tr("Written: %1").arg(path) : problem); });
}

}  // namespace cloze
