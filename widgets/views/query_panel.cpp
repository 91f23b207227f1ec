// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/query_panel.h"

#include "widgets/shared/format.h"
#include "widgets/shared/icons.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/sentence_box.h"

#include <QFileInfo>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QListView>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace cloze {

QueryPanel::QueryPanel(int number, QWidget* parent)
    : QFrame(parent), m_sentence(new SentenceBox(number == 0 ? tr("Sentence") : tr("Second sentence"))), m_title(new ElidedLabel(tr("Nearest occurrences"), "heading")),
      m_static(makeText({}, nullptr)), m_results(new NeighboursModel(this)), m_list(new QListView), m_stack(new QStackedWidget),
      m_empty(new EmptyState(QStringLiteral("neighbours"), tr("Choose a word and press \"Find neighbours\": the occurrences that mean most nearly the same appear here."))) {
  setProperty("role", QStringLiteral("card"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace3, kSpace3, kSpace3, kSpace3);
  if (number > 0) {
    auto* close = new QToolButton;
    close->setIcon(icon(QStringLiteral("close"), IconColour::Muted));
    setHelp(close, tr("Remove the second sentence"));
    connect(close, &QToolButton::clicked, this, &QueryPanel::closed);
    m_sentence->line()->addWidget(close);
    m_picker = new ModelPicker;
    m_picker->setAccessibleName(tr("Model of the second sentence"));
    connect(m_picker, &ModelPicker::changed, this, &QueryPanel::modelChosen);
    column->addWidget(m_picker);
  }
  chips()->setCompact(true);
  m_sentence->say(tr("Click the word to look for."));
  column->addWidget(m_sentence);
  auto* head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(makeLabel(tr("cosine"), "small"));
  column->addLayout(head);
  m_list->setModel(m_results);
  m_delegate = new NeighbourDelegate(m_list);
  m_delegate->colour = number;
  m_list->setItemDelegate(m_delegate);
  m_list->setAccessibleName(tr("Nearest occurrences"));
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_stack->addWidget(makePageScroll(m_empty));       // the words above go before it, where there is little room
  m_stack->addWidget(m_list);
  column->addWidget(m_stack, 1);
  m_static->setTextFormat(Qt::RichText);
  m_static->setFont(Theme::current().small());
  m_static->hide();
  column->addWidget(m_static);
  connect(m_sentence, &SentenceBox::entered, this, &QueryPanel::setSentence);
  connect(chips(), &TokenChips::chosen, this, [this](int index, bool) { wordClicked(index); });
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
    if (index.isValid() && !m_selecting) Q_EMIT selectedByUser(m_results->at(index.row()).line, m_results->at(index.row()).byteBegin);
  });
}

TokenChips* QueryPanel::chips() const { return m_sentence->chips(); }

void QueryPanel::setSentence(const QString& text) {
  m_text = m_sentence->take(text);
  m_words.clear();
  m_word = -1;
  if (!m_text.empty()) Q_EMIT piecesWanted();
}

void QueryPanel::chooseWord(const QString& word) {
  m_wantedWord = word;
  for (std::size_t i = 0; i < m_words.size(); ++i)
    if (QString::fromStdString(m_words[i].text).compare(word, Qt::CaseInsensitive) == 0) return wordClicked(static_cast<int>(i));
}

std::optional<QueryWord> QueryPanel::query() const {
  if (m_word < 0 || m_word >= static_cast<int>(m_words.size())) return std::nullopt;
  const Word& word = m_words[static_cast<std::size_t>(m_word)];
  return QueryWord{m_text, word.text, word.occurrence};
}

// Pieces of one word become one chip: a word's vector is the mean of its pieces.
void QueryPanel::showPieces(const PiecesAnswer& answer) {
  const PieceList& pieces = answer.pieces;
  m_words.clear();
  for (std::size_t i = 0; i < pieces.tokens.size(); ++i) {
    const auto [begin, end] = pieces.byteOffsets[i];
    if (pieces.continuesWord[i] && !m_words.empty()) m_words.back().end = end;
    else m_words.push_back({{}, begin, end, 1});
  }
  for (std::size_t i = 0; i < m_words.size(); ++i) {
    Word& word = m_words[i];
    word.text = m_text.substr(static_cast<std::size_t>(word.begin), static_cast<std::size_t>(word.end - word.begin));
    for (std::size_t j = 0; j < i; ++j) word.occurrence += m_words[j].text == word.text;
  }
  if (m_word >= static_cast<int>(m_words.size())) m_word = -1;
  if (answer.leftOut > 0) m_sentence->say(tr("The sentence is too long: its last %n pieces are not shown.", nullptr, static_cast<int>(answer.leftOut)), "warn");
  else m_sentence->say(m_word < 0 ? tr("Click the word to look for.") : QString());
  refreshChips();
  if (m_word < 0 && !m_wantedWord.isEmpty()) chooseWord(m_wantedWord);
}

void QueryPanel::refreshChips() {
  std::vector<ChipText> chips;
  for (std::size_t i = 0; i < m_words.size(); ++i)
    chips.push_back({QString::fromStdString(m_words[i].text), static_cast<int>(i) == m_word ? ChipState::Chosen : ChipState::Plain, false, tr("Look for occurrences like this one")});
  m_sentence->chips()->setChips(chips);
}

void QueryPanel::wordClicked(int index) {
  if (index < 0 || index >= static_cast<int>(m_words.size())) return;
  m_word = index;
  m_wantedWord = QString::fromStdString(m_words[static_cast<std::size_t>(index)].text);
  refreshChips();
  m_sentence->say({});
  Q_EMIT wordChosen();
}

void QueryPanel::showResult(const NeighboursAnswer& answer, std::size_t query) {
  if (query >= answer.results.size()) return;
  const NeighbourResult& result = answer.results[query];
  m_delegate->senseWidth = 0;
  for (const Neighbour& neighbour : result.neighbours)
    if (!neighbour.sense.empty()) m_delegate->senseWidth = std::max<double>(m_delegate->senseWidth, QFontMetrics(Theme::current().small()).horizontalAdvance(QString::fromStdString(neighbour.sense)));
  m_selecting = true;
  m_results->setRows(result.neighbours);
  m_selecting = false;
  m_list->viewport()->update();
  m_title->setText(tr("Nearest occurrences, layer %1").arg(result.layer));
  m_empty->setIconName(QStringLiteral("neighbours"));
  if (result.neighbours.empty()) m_empty->setSentence(tr("The word \"%1\" does not occur in this text.").arg(m_wantedWord));
  m_stack->setCurrentIndex(result.neighbours.empty() ? 0 : 1);
  showStatic(answer, query);
}

void QueryPanel::showStatic(const NeighboursAnswer& answer, std::size_t query) {
  const auto lineOf = [](const QString& source, const PartAnswer<StaticResult>& part) {
    const QString head = QStringLiteral("<br><span style='color:%1'>%2</span> ").arg(Theme::current().tokens().muted.name(), source.toHtmlEscaped());
    if (!part.problem.empty()) return head + QString::fromStdString(part.problem).toHtmlEscaped();
    QStringList words;
    for (std::size_t i = 0; i < std::min<std::size_t>(part.part.neighbours.size(), 7); ++i) {
      const StaticNeighbour& neighbour = part.part.neighbours[i];
      words << QStringLiteral("%1&nbsp;<span style='color:%3'>%2</span>").arg(QString::fromStdString(neighbour.word).toHtmlEscaped(), formatNumber(neighbour.similarity, 2), Theme::current().tokens().muted.name());
    }
    return head + words.join(QStringLiteral(" · "));
  };
  QString text = QStringLiteral("<b>%1</b>").arg(tr("The word's one static vector").toHtmlEscaped());
  if (query < answer.modelVectors.size()) text += lineOf(tr("input embedding:"), answer.modelVectors[query]);
  if (query < answer.fileVectors.size()) text += lineOf(tr("file:"), answer.fileVectors[query]);
  if (!answer.fileNotes.empty()) text += QStringLiteral("<br>") + QString::fromStdString(answer.fileNotes).toHtmlEscaped();
  m_static->setText(text);
  m_static->show();
}

void QueryPanel::showProblem(const QString& text) {
  m_results->setRows({});
  m_stack->setCurrentIndex(0);
  m_empty->setIconName(QStringLiteral("warning"));
  m_empty->setSentence(text);
  m_static->hide();
}

void QueryPanel::showWaiting(const QString& text) {
  if (m_results->rowCount() > 0) return;
  m_empty->setIconName(QStringLiteral("neighbours"));
  m_empty->setSentence(text);
}

void QueryPanel::select(std::int64_t line, std::int32_t byteBegin) {
  m_selecting = true;
  QModelIndex found;
  for (int row = 0; row < m_results->rowCount(); ++row)
    if (m_results->at(row).line == line && m_results->at(row).byteBegin == byteBegin) found = m_results->index(row, 0);
  m_list->setCurrentIndex(found);
  if (!found.isValid()) m_list->clearSelection();
  m_selecting = false;
}

}  // namespace cloze
