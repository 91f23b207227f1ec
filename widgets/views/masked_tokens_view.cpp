// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/masked_tokens_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/kept_sentences_panel.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/sentence_box.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace cloze {

int MaskedTokensView::numberOf(AskerId asker) const {
  const int number = asker - kFirstAsker;
  return number >= 0 && number < rowCount() ? number : -1;
}

AnswerRow* MaskedTokensView::addRow() {
  auto* row = new AnswerRow(rowCount(), !m_rows.empty());
  row->picker()->setModels(m_models);
  m_rowColumn->insertWidget(rowCount(), row);
  m_rows.push_back(row);
  m_compare->setVisible(rowCount() < kMostRows);
  connect(row, &AnswerRow::removed, this, [this, row] { removeRow(row); });
  connect(row, &AnswerRow::scrolled, this, [this](int position) {
    for (AnswerRow* other : m_rows) other->scrollTo(position);
  });
  connect(row->picker(), &ModelPicker::changed, this, [this, row] { modelChosen(row); });
  return row;
}

AnswerRow* MaskedTokensView::compare() {
  if (rowCount() >= kMostRows) return m_rows.back();
  AnswerRow* added = addRow();
  // The first model that no row shows yet.
  for (const ModelChoice& model : m_models) {
    const bool shown = std::any_of(m_rows.begin(), m_rows.end() - 1, [&model](const AnswerRow* row) { return row->picker()->chosen() == model; });
    if (shown) continue;
    added->picker()->choose(model);
    break;
  }
  askFill(rowCount() - 1);
  return added;
}

void MaskedTokensView::removeRow(AnswerRow* row) {
  for (int number = 0; number < rowCount(); ++number) Q_EMIT cancelled(kFirstAsker + number);   // the rows behind it get other numbers
  m_rows.erase(std::find(m_rows.begin(), m_rows.end(), row));
  row->deleteLater();
  m_compare->show();
  for (int number = 0; number < rowCount(); ++number)
    if (m_rows[static_cast<std::size_t>(number)]->results().empty()) askFill(number);
}

void MaskedTokensView::setModels(const std::vector<ModelChoice>& models) {
  const bool first = m_models.empty() && !models.empty();
  m_models = models;
  for (AnswerRow* row : m_rows) row->picker()->setModels(models);
  if (first && !m_text.empty()) askPieces();
  refreshPanel();
}

void MaskedTokensView::showModel(const ModelChoice& model) {
  m_rows.front()->picker()->choose(model);
  modelChosen(m_rows.front());
}

void MaskedTokensView::showModels(const std::vector<ModelChoice>& models) {
  const int wanted = std::min(static_cast<int>(models.size()), kMostRows);
  while (rowCount() > std::max(1, wanted)) removeRow(m_rows.back());
  while (rowCount() < wanted) addRow();
  for (int number = 0; number < wanted; ++number) {
    row(number)->picker()->choose(models[static_cast<std::size_t>(number)]);
    modelChosen(row(number));
  }
}

void MaskedTokensView::modelChosen(AnswerRow* row) {
  row->clearAnswer();
  if (const auto model = row->picker()->chosen(); model && !model->run.empty()) Q_EMIT runInspected(QString::fromStdString(model->run));
  if (row == m_rows.front()) {
    refreshPanel();
    if (!m_text.empty()) askPieces();
  } else {
    askFill(static_cast<int>(std::find(m_rows.begin(), m_rows.end(), row) - m_rows.begin()));
  }
}

std::optional<std::string> MaskedTokensView::inspectedRun() const {
  const auto model = m_rows.front()->picker()->chosen();
  return model && !model->run.empty() ? std::optional<std::string>(model->run) : std::nullopt;
}

TokenChips* MaskedTokensView::chips() const { return m_sentence->chips(); }
QString MaskedTokensView::sentence() const { return QString::fromStdString(m_text); }

void MaskedTokensView::setSentence(const QString& text) {
  m_text = m_sentence->take(text);
  m_masks.clear();
  m_pieces.reset();
  for (AnswerRow* row : m_rows) row->clearAnswer();
  askPieces();
}

void MaskedTokensView::chooseSentence(const KeptSentence& sentence) {
  setSentence(QString::fromStdString(sentence.text));
  m_masks = sentence.masks;
}

// The pieces shown stay until the new ones are there: a word can be hidden meanwhile.
void MaskedTokensView::askPieces() {
  refreshActions();
  const auto model = m_rows.front()->picker()->chosen();
  if (!model) return m_rows.front()->showState(tr("Choose a model: start a run, or open a folder with a checkpoint."));
  if (m_text.empty()) {
    Q_EMIT cancelled(kPiecesAsker);
    for (AnswerRow* row : m_rows) row->showState(QString());
    return;
  }
  if (m_rows.front()->results().empty()) m_rows.front()->showState(tr("Reading the model..."));
  Q_EMIT asked(kPiecesAsker, *model, PiecesQuestion{m_text});
}

void MaskedTokensView::askFill(int number) {
  AnswerRow* asker = row(number);
  const auto model = asker->picker()->chosen();
  if (!model) return asker->showState(tr("Choose a model: start a run, or open a folder with a checkpoint."));
  if (!m_pieces) return asker->showState(QString());
  if (m_masks.empty()) {
    Q_EMIT cancelled(kFirstAsker + number);
    asker->clearAnswer();
    return asker->showState(tr("Hide a word above, and what this model expects there appears here."));
  }
  FillRequest request;
  request.text = m_text;
  request.maskBytes = m_masks;
  request.topK = m_topK->value();
  request.cutLongText = true;
  for (const QString& word : m_candidates->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
    if (!word.trimmed().isEmpty()) request.candidates.push_back(word.trimmed().toStdString());
  FillQuestion question;
  const int chosen = m_mode->currentData().toInt();
  for (const FillMode mode : {FillMode::Independent, FillMode::Sequential, FillMode::Joint}) {
    if (chosen >= 0 && chosen != static_cast<int>(mode)) continue;
    request.mode = mode;
    question.requests.push_back(request);
  }
  Q_EMIT asked(kFirstAsker + number, *model, question);
}

void MaskedTokensView::askAll() {
  for (int number = 0; number < rowCount(); ++number) askFill(number);
}

bool MaskedTokensView::isMasked(std::size_t piece) const {
  const auto [begin, end] = m_pieces->byteOffsets[piece];
  return std::any_of(m_masks.begin(), m_masks.end(), [begin = begin, end = end](const auto& mask) { return begin < mask.second && mask.first < end; });
}

void MaskedTokensView::maskWord(int index) { chipChosen(index, true); }

void MaskedTokensView::chipChosen(int index, bool extend) {
  if (!m_pieces || index < 0 || index >= static_cast<int>(m_pieces->byteOffsets.size())) return;
  const auto range = m_pieces->byteOffsets[static_cast<std::size_t>(index)];
  const std::size_t before = m_masks.size();
  m_masks.erase(std::remove_if(m_masks.begin(), m_masks.end(), [&range](const auto& mask) { return range.first < mask.second && mask.first < range.second; }), m_masks.end());
  if (m_masks.size() == before) {
    if (!extend) m_masks.clear();
    m_masks.push_back(range);
  }
  refreshChips();
  refreshActions();
  askAll();
}

void MaskedTokensView::showPieces(const PiecesAnswer& answer) {
  m_pieces = answer.pieces;
  const bool unknown = std::find(answer.pieces.unknown.begin(), answer.pieces.unknown.end(), true) != answer.pieces.unknown.end();
  if (answer.pieces.tokens.empty()) m_sentence->say(tr("The sentence has no words."), "warn");
  else if (answer.leftOut > 0) m_sentence->say(tr("The sentence is too long: its last %n pieces are not shown and not read.", nullptr, static_cast<int>(answer.leftOut)), "warn");
  else if (unknown) m_sentence->say(tr("Words marked with ? are in no way part of this vocabulary: the model sees only that something stands there."), "warn");
  else m_sentence->say(tr("Click a word to hide it, click again to bring it back; hold Shift to hide several."));
  refreshChips();
  refreshActions();
  askAll();
}

void MaskedTokensView::refreshChips() {
  std::vector<ChipText> shown;
  for (std::size_t i = 0; m_pieces && i < m_pieces->tokens.size(); ++i) {
    const auto [begin, end] = m_pieces->byteOffsets[i];
    const QString written = QString::fromStdString(m_text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
    const QString token = m_pieces->unknown[i] ? written + QLatin1Char('?') : pieceInSentence(m_pieces->tokens[i], m_pieces->bytePieces);
    if (isMasked(i)) shown.push_back({tr("[MASK]"), ChipState::Masked, m_pieces->continuesWord[i], tr("\"%1\" is hidden from the model; click to bring it back").arg(written)});
    else shown.push_back({token, ChipState::Plain, m_pieces->continuesWord[i], tr("Click to hide \"%1\" from the model").arg(written)});
  }
  chips()->setChips(shown);
}

void MaskedTokensView::modelMoved(const std::string& run) {
  for (int number = 0; number < rowCount(); ++number) {
    const auto model = row(number)->picker()->chosen();
    if (model && model->live && model->run == run && !m_masks.empty()) askFill(number);
  }
}

void MaskedTokensView::showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
  if (const auto* pieces = std::get_if<PiecesAnswer>(&answer); pieces && asker == kPiecesAsker) return showPieces(*pieces);
  const auto* filled = std::get_if<FillAnswer>(&answer);
  if (filled && asker == kScoresAsker) return m_panel->scores()->take(*filled);
  const int number = numberOf(asker);
  if (number < 0 || !filled) return;
  const auto model = row(number)->picker()->chosen();
  row(number)->showAnswer(*filled, facts, model ? model->colour : 0);
  refreshActions();
}

void MaskedTokensView::showWaiting(AskerId asker, const QString& text) {
  const int number = asker == kPiecesAsker ? 0 : numberOf(asker);
  if (number >= 0 && row(number)->results().empty()) row(number)->showState(text);   // an answer stays until the next one is there
}

void MaskedTokensView::showError(AskerId asker, const QString& text) {
  if (asker == kScoresAsker) return m_panel->scores()->takeFailure(text);
  const int number = asker == kPiecesAsker ? 0 : numberOf(asker);
  if (number < 0) return;
  row(number)->showProblem(text);
}

}  // namespace cloze
