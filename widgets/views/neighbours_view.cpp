// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/neighbours_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/text_sources.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cloze {

NeighboursView::NeighboursView(QWidget* parent) : QWidget(parent), m_layerGroup(new QButtonGroup(this)), m_results(new NeighboursModel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  auto* columns = new QSplitter(Qt::Horizontal);
  columns->setHandleWidth(kSpace3);
  columns->setChildrenCollapsible(false);
  columns->addWidget(makeQuery());
  columns->addWidget(makeResults());
  columns->setStretchFactor(0, 4);
  columns->setStretchFactor(1, 7);
  columns->setSizes({400, 700});
  column->addWidget(columns);
}

QWidget* NeighboursView::makeQuery() {
  auto* outer = new QVBoxLayout;
  QFrame* card = makeCard(outer);
  auto* page = new QWidget;
  page->setProperty("role", QStringLiteral("page"));
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, kSpace1, 0);
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidget(page);
  outer->addWidget(area, 1);
  column->addWidget(makeLabel(tr("Model").toUpper(), "section"));
  m_picker = new ModelPicker;
  column->addWidget(m_picker);
  column->addWidget(makeLabel(tr("A word in its sentence").toUpper(), "section"));
  m_sentence = new QLineEdit;
  m_sentence->setPlaceholderText(tr("Type a sentence and press Enter"));
  m_sentence->setAccessibleName(tr("Sentence"));
  column->addWidget(m_sentence);
  m_chips = new TokenChips;
  column->addWidget(m_chips);
  m_state = makeText(tr("Click the word to look for."), "small");
  column->addWidget(m_state);
  column->addWidget(makeLabel(tr("Layer").toUpper(), "section"));
  m_layers = new QWidget;
  m_layers->setLayout(new FlowLayout(nullptr, kSpace1, kSpace1));
  column->addWidget(m_layers);
  column->addWidget(makeLabel(tr("Text to search").toUpper(), "section"));
  m_texts = new TextSources;
  column->addWidget(m_texts);
  m_sameWord = new QCheckBox(tr("Only the same word"));
  m_sameWord->setChecked(true);
  m_sameWord->setToolTip(tr("Off: any word may be a neighbour"));
  column->addWidget(m_sameWord);
  column->addStretch(1);
  auto* row = new QHBoxLayout;
  m_count = new QSpinBox;
  m_count->setRange(1, 1000);
  m_count->setValue(12);
  m_count->setSuffix(tr(" nearest"));
  m_count->setAccessibleName(tr("How many neighbours"));
  m_find = makeButton(tr("Find neighbours"), QStringLiteral("search"), "primary");
  m_cancel = makeButton(tr("Cancel"));
  m_cancel->hide();
  row->addWidget(m_count);
  row->addStretch(1);
  row->addWidget(m_cancel);
  row->addWidget(m_find);
  outer->addLayout(row);
  card->setMinimumWidth(300);
  connect(m_sentence, &QLineEdit::returnPressed, this, [this] { setSentence(m_sentence->text()); });
  connect(m_picker, &ModelPicker::changed, this, &NeighboursView::askPieces);
  connect(m_chips, &TokenChips::chosen, this, [this](int index, bool) { wordChosen(index); });
  connect(m_find, &QPushButton::clicked, this, &NeighboursView::search);
  connect(m_cancel, &QPushButton::clicked, this, [this] { Q_EMIT cancelled(kAsker); setSearching(false); });
  connect(m_layerGroup, &QButtonGroup::idClicked, this, [this] { if (m_results->rowCount() > 0) search(); });
  refreshLayers(-1);
  return card;
}

QWidget* NeighboursView::makeResults() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  auto* head = new QHBoxLayout;
  m_title = makeLabel(tr("Nearest occurrences"), "heading");
  head->addWidget(m_title);
  head->addStretch(1);
  head->addWidget(makeLabel(tr("cosine"), "small"));
  column->addLayout(head);
  m_summary = makeText({}, "small");
  column->addWidget(m_summary);
  m_empty = new EmptyState(QStringLiteral("neighbours"), tr("Choose a word and press \"Find neighbours\": the occurrences that mean most nearly the same appear here."));
  auto* list = new QListView;
  list->setModel(m_results);
  m_delegate = new NeighbourDelegate(list);
  list->setItemDelegate(m_delegate);
  list->setAccessibleName(tr("Nearest occurrences"));
  list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_stack = new QStackedWidget;
  m_stack->addWidget(m_empty);
  m_stack->addWidget(list);
  column->addWidget(m_stack, 1);
  return card;
}

void NeighboursView::setModels(const std::vector<ModelChoice>& models) {
  const bool none = !m_picker->chosen();
  m_picker->setModels(models);
  if (none && !m_text.empty()) askPieces();
}

void NeighboursView::showModel(const ModelChoice& model) {
  m_picker->choose(model);
  askPieces();
}

void NeighboursView::setTexts(const std::vector<std::string>& texts) { m_texts->setTexts(texts); }

void NeighboursView::setSentence(const QString& text) {
  m_sentence->setText(text);
  m_text = text.trimmed().toStdString();
  m_words.clear();
  m_word = -1;
  m_chips->setChips({});
  askPieces();
}

void NeighboursView::chooseWord(const QString& word) {
  m_wantedWord = word;
  for (std::size_t i = 0; i < m_words.size(); ++i)
    if (QString::fromStdString(m_words[i].text).compare(word, Qt::CaseInsensitive) == 0) return wordChosen(static_cast<int>(i));
}

void NeighboursView::askPieces() {
  const auto model = m_picker->chosen();
  if (!model) return showError(kPiecesAsker, tr("Choose a model: start a run, or open a folder with a checkpoint."));
  if (m_text.empty()) return;
  Q_EMIT asked(kPiecesAsker, *model, PiecesQuestion{m_text});
}

// Pieces of one word become one chip: a word's vector is the mean of its pieces.
void NeighboursView::showPieces(const PieceList& pieces) {
  m_words.clear();
  for (std::size_t i = 0; i < pieces.tokens.size(); ++i) {
    const auto [begin, end] = pieces.byteOffsets[i];
    if (i < pieces.continuesWord.size() && pieces.continuesWord[i] && !m_words.empty()) m_words.back().end = end;
    else m_words.push_back({{}, begin, end, 1});
  }
  std::vector<ChipText> chips;
  for (std::size_t i = 0; i < m_words.size(); ++i) {
    Word& word = m_words[i];
    word.text = m_text.substr(static_cast<std::size_t>(word.begin), static_cast<std::size_t>(word.end - word.begin));
    for (std::size_t j = 0; j < i; ++j) word.occurrence += m_words[j].text == word.text;
    chips.push_back({QString::fromStdString(word.text), static_cast<int>(i) == m_word ? ChipState::Chosen : ChipState::Plain, false, tr("Look for occurrences like this one")});
  }
  m_chips->setChips(chips);
  if (!m_wantedWord.isEmpty()) chooseWord(m_wantedWord);
}

void NeighboursView::wordChosen(int index) {
  m_word = index;
  m_wantedWord = QString::fromStdString(m_words[static_cast<std::size_t>(index)].text);
  std::vector<ChipText> chips;
  for (int i = 0; i < m_chips->count(); ++i) {
    chips.push_back(m_chips->chip(i)->chip());
    chips.back().state = i == index ? ChipState::Chosen : ChipState::Plain;
  }
  m_chips->setChips(chips);
  m_state->clear();
  m_find->setEnabled(true);
  if (m_searchWhenReady) search();
}

void NeighboursView::refreshLayers(std::int64_t layers) {
  if (layers == m_layerCount && layers >= 0) return;
  m_layerCount = layers;
  for (QAbstractButton* old : m_layerGroup->buttons()) m_layerGroup->removeButton(old);
  clearLayout(m_layers->layout());
  if (layers < 0) m_layers->layout()->addWidget(makeLabel(tr("known when a model is chosen"), "small"));
  for (std::int64_t layer = 0; layer <= layers; ++layer) {
    QPushButton* button = makeButton(QString::number(layer), {}, "segment");
    button->setCheckable(true);
    button->setToolTip(layer == 0 ? tr("The embeddings, before any layer has mixed in the context") : tr("After layer %1").arg(layer));
    button->setAccessibleName(tr("Layer %1").arg(layer));
    m_layerGroup->addButton(button, static_cast<int>(layer));
    m_layers->layout()->addWidget(button);
    button->setChecked(layer == layers);
  }
}

void NeighboursView::search() {
  const auto model = m_picker->chosen();
  m_searchWhenReady = m_word < 0 || !model;
  if (m_searchWhenReady) return;
  const Word& word = m_words[static_cast<std::size_t>(m_word)];
  NeighboursQuestion question;
  question.request.query = m_text;
  question.request.word = word.text;
  question.request.occurrence = word.occurrence;
  question.request.layer = m_layerGroup->checkedId();
  question.request.k = m_count->value();
  question.request.sameWordOnly = m_sameWord->isChecked();
  question.texts = m_texts->texts();
  if (question.texts.empty()) return showError(kAsker, tr("Choose the text to search."));
  setSearching(true);
  Q_EMIT asked(kAsker, *model, question);
}

void NeighboursView::setSearching(bool searching) {
  m_cancel->setVisible(searching);
  m_find->setEnabled(!searching);
  if (searching) m_summary->setText(tr("Searching..."));
  else if (m_results->rowCount() == 0) m_summary->clear();
}

void NeighboursView::showResult(const NeighboursAnswer& answer, const ModelFacts& facts) {
  setSearching(false);
  const auto model = m_picker->chosen();
  m_delegate->colour = model ? model->colour : 0;
  m_results->setRows(answer.result.neighbours);
  m_title->setText(tr("Nearest occurrences of \"%1\", layer %2").arg(m_wantedWord).arg(answer.result.layer));
  QString said = tr("%1 occurrences compared in %2 sentences").arg(formatCount(answer.result.occurrences), formatCount(answer.sentences));
  if (answer.cut) said += tr(" (the first ones of the text)");
  if (facts.step >= 0) said += tr("; model at step %1").arg(formatCount(facts.step));
  m_summary->setText(said);
  m_empty->setIconName(QStringLiteral("neighbours"));
  if (answer.result.neighbours.empty()) m_empty->setSentence(tr("The word \"%1\" does not occur in this text.").arg(m_wantedWord));
  m_stack->setCurrentIndex(answer.result.neighbours.empty() ? 0 : 1);
}

void NeighboursView::showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
  refreshLayers(facts.layers);
  if (const auto* pieces = std::get_if<PieceList>(&answer); pieces && asker == kPiecesAsker) showPieces(*pieces);
  if (const auto* found = std::get_if<NeighboursAnswer>(&answer)) showResult(*found, facts);
}

void NeighboursView::showWaiting(AskerId, const QString& text) { m_summary->setText(text); }

void NeighboursView::showError(AskerId asker, const QString& text) {
  if (asker == kAsker) setSearching(false);
  m_stack->setCurrentIndex(0);
  m_empty->setIconName(QStringLiteral("warning"));
  m_empty->setSentence(text);
  m_summary->clear();
}

}  // namespace cloze
