// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/masked_tokens_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/answer_bars.h"
#include "widgets/views/model_picker.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

AnswerRow::AnswerRow(int number, bool removable, QWidget* parent)
    : QWidget(parent), m_picker(new ModelPicker), m_step(makeLabel({}, "small")), m_state(makeText({}, "muted")), m_columns(new QWidget) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  row->setSpacing(kSpace5);
  auto* who = new QVBoxLayout;
  who->setSpacing(kSpace1);
  m_picker->setAccessibleName(tr("Model %1").arg(number + 1));
  m_picker->setFixedWidth(static_cast<int>(230 * Theme::current().fontScale()));
  who->addWidget(m_picker);
  who->addWidget(m_step);
  if (removable) {
    QPushButton* remove = makeButton(tr("Remove"), {}, "link");
    connect(remove, &QPushButton::clicked, this, &AnswerRow::removed);
    who->addWidget(remove, 0, Qt::AlignLeft);
  }
  who->addStretch(1);
  row->addLayout(who);
  auto* answer = new QVBoxLayout;
  answer->addWidget(m_state);
  answer->addWidget(m_columns);
  answer->addStretch(1);
  row->addLayout(answer, 1);
  m_columns->setLayout(new FlowLayout(nullptr, kSpace5, kSpace4));
}

void AnswerRow::paintEvent(QPaintEvent*) {
  const ThemeTokens& tokens = Theme::current().tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
  painter.setPen(Qt::NoPen);
  painter.setBrush(Theme::current().runColour(m_colour));
  painter.drawRoundedRect(QRectF(0, 0, 5, height()), 2.5, 2.5);
}

void AnswerRow::showAnswer(const FillResult& result, const ModelFacts& facts, int colour) {
  m_colour = colour;
  clearAnswer();
  m_step->setText(facts.step >= 0 ? tr("step %1").arg(formatCount(facts.step)) : QString());
  m_state->hide();
  for (const MaskAnswer& answer : result.masks) m_columns->layout()->addWidget(new MaskColumn(maskContext(result, answer.index), answer, colour));
  m_columns->show();
  update();
}

void AnswerRow::showState(const QString& text, const char* role) {
  setRole(m_state, role);
  m_state->setText(text);
  m_state->setVisible(!text.isEmpty());
}

void AnswerRow::clearAnswer() {
  clearLayout(m_columns->layout());
  m_columns->hide();
}

MaskedTokensView::MaskedTokensView(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace3);
  column->addWidget(makeHead());
  auto* page = new QWidget;
  page->setProperty("role", QStringLiteral("page"));
  m_rowColumn = new QVBoxLayout(page);
  m_rowColumn->setContentsMargins(0, 0, 0, 0);
  m_rowColumn->setSpacing(kSpace2);
  m_compare = makeButton(tr("Compare with another model"), QStringLiteral("plus"), "link");
  m_rowColumn->addWidget(m_compare, 0, Qt::AlignLeft);
  m_rowColumn->addStretch(1);
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidget(page);
  column->addWidget(area, 1);
  connect(m_compare, &QPushButton::clicked, this, [this] {
    AnswerRow* added = addRow();
    if (m_models.size() > 1) added->picker()->choose(m_models[std::min(m_rows.size() - 1, m_models.size() - 1)]);
    askPieces(static_cast<int>(m_rows.size()) - 1);
  });
  addRow();
}

QWidget* MaskedTokensView::makeHead() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  auto* row = new QHBoxLayout;
  m_sentence = new QLineEdit;
  m_sentence->setPlaceholderText(tr("Type a sentence and press Enter"));
  m_sentence->setAccessibleName(tr("Sentence"));
  m_topK = new QSpinBox;
  m_topK->setRange(1, 50);
  m_topK->setValue(5);
  m_topK->setPrefix(tr("top "));
  m_topK->setToolTip(tr("How many candidates for each mask"));
  m_topK->setAccessibleName(m_topK->toolTip());
  m_mode = new QComboBox;
  m_mode->addItem(tr("each mask alone"), static_cast<int>(FillMode::Independent));
  m_mode->addItem(tr("left to right"), static_cast<int>(FillMode::Sequential));
  m_mode->addItem(tr("surest first"), static_cast<int>(FillMode::Joint));
  m_mode->setToolTip(tr("With several masks: each on its own, or one filled before the next is asked for"));
  m_mode->setAccessibleName(m_mode->toolTip());
  row->addWidget(m_sentence, 1);
  row->addWidget(m_topK);
  row->addWidget(m_mode);
  column->addLayout(row);
  m_chips = new TokenChips;
  column->addWidget(m_chips);
  m_hint = makeText(tr("Click a word to hide it, click again to bring it back; hold Shift to hide several."), "small");
  column->addWidget(m_hint);
  connect(m_sentence, &QLineEdit::returnPressed, this, [this] { setSentence(m_sentence->text()); });
  connect(m_topK, &QSpinBox::valueChanged, this, &MaskedTokensView::askAll);
  connect(m_mode, &QComboBox::activated, this, &MaskedTokensView::askAll);
  connect(m_chips, &TokenChips::chosen, this, &MaskedTokensView::chipChosen);
  return card;
}

AnswerRow* MaskedTokensView::addRow() {
  auto* row = new AnswerRow(static_cast<int>(m_rows.size()), !m_rows.empty());
  row->picker()->setModels(m_models);
  row->showState(tr("Hide a word above, and what this model expects there appears here."));
  m_rowColumn->insertWidget(static_cast<int>(m_rows.size()), row);
  m_rows.push_back(row);
  m_compare->setVisible(m_rows.size() < kMostRows);
  connect(row, &AnswerRow::removed, this, [this, row] { removeRow(row); });
  connect(row->picker(), &ModelPicker::changed, this, [this, row] {
    askPieces(static_cast<int>(std::find(m_rows.begin(), m_rows.end(), row) - m_rows.begin()));
  });
  return row;
}

void MaskedTokensView::removeRow(AnswerRow* row) {
  m_rows.erase(std::find(m_rows.begin(), m_rows.end(), row));
  row->deleteLater();
  m_compare->show();
}

// Asker numbers of this view: 1000 + row.
int MaskedTokensView::numberOf(AskerId asker) const {
  const int number = asker - 1000;
  return number >= 0 && number < static_cast<int>(m_rows.size()) ? number : -1;
}

void MaskedTokensView::setModels(const std::vector<ModelChoice>& models) {
  const bool first = m_models.empty() && !models.empty();
  m_models = models;
  for (AnswerRow* row : m_rows) row->picker()->setModels(models);
  if (first && !m_text.empty()) askPieces(0);
}

void MaskedTokensView::showModel(const ModelChoice& model) {
  m_rows.front()->picker()->choose(model);
  if (!m_text.empty()) askPieces(0);
}

QString MaskedTokensView::sentence() const { return QString::fromStdString(m_text); }

void MaskedTokensView::setSentence(const QString& text) {
  m_sentence->setText(text);
  m_text = text.trimmed().toStdString();
  m_masks.clear();
  m_chips->setChips({});
  for (AnswerRow* row : m_rows) {
    row->pieces.reset();
    row->clearAnswer();
  }
  if (m_text.empty()) return;
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) askPieces(i);
}

void MaskedTokensView::askPieces(int number) {
  AnswerRow* asker = row(number);
  const auto model = asker->picker()->chosen();
  asker->pieces.reset();
  asker->clearAnswer();
  if (!model) return asker->showState(tr("Choose a model: start a run, or open a folder with a checkpoint."));
  if (m_text.empty()) return;
  asker->showState(tr("Reading the model..."));
  Q_EMIT asked(1000 + number, *model, PiecesQuestion{m_text});
}

void MaskedTokensView::askFill(int number) {
  AnswerRow* asker = row(number);
  const auto model = asker->picker()->chosen();
  if (!model || !asker->pieces) return;
  const std::vector<std::int64_t> masked = maskedPieces(*asker->pieces);
  if (masked.empty()) {
    asker->clearAnswer();
    return asker->showState(tr("Hide a word above, and what this model expects there appears here."));
  }
  FillRequest request;
  request.text = m_text;
  request.maskPieces = masked;
  request.topK = m_topK->value();
  request.mode = static_cast<FillMode>(m_mode->currentData().toInt());
  Q_EMIT asked(1000 + number, *model, request);
}

void MaskedTokensView::askAll() {
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) askFill(i);
}

std::vector<std::int64_t> MaskedTokensView::maskedPieces(const PieceList& pieces) const {
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < pieces.byteOffsets.size(); ++i) {
    const auto [begin, end] = pieces.byteOffsets[i];
    const bool hidden = std::any_of(m_masks.begin(), m_masks.end(), [begin = begin, end = end](const auto& mask) { return begin < mask.second && mask.first < end; });
    if (hidden) numbers.push_back(static_cast<std::int64_t>(i));
  }
  return numbers;
}

void MaskedTokensView::maskWord(int index) { chipChosen(index, true); }

void MaskedTokensView::chipChosen(int index, bool extend) {
  const auto& pieces = m_rows.front()->pieces;
  if (!pieces || index < 0 || index >= static_cast<int>(pieces->byteOffsets.size())) return;
  const auto range = pieces->byteOffsets[static_cast<std::size_t>(index)];
  const auto found = std::find(m_masks.begin(), m_masks.end(), range);
  if (found != m_masks.end()) {
    m_masks.erase(found);
  } else {
    if (!extend) m_masks.clear();
    m_masks.push_back(range);
  }
  refreshChips();
  askAll();
}

void MaskedTokensView::refreshChips() {
  const auto& pieces = m_rows.front()->pieces;
  std::vector<ChipText> chips;
  if (pieces) {
    const std::vector<std::int64_t> masked = maskedPieces(*pieces);
    for (std::size_t i = 0; i < pieces->tokens.size(); ++i) {
      const bool hidden = std::find(masked.begin(), masked.end(), static_cast<std::int64_t>(i)) != masked.end();
      const QString token = QString::fromStdString(pieces->tokens[i]);
      chips.push_back({token, hidden ? ChipState::Masked : ChipState::Plain, i < pieces->continuesWord.size() && pieces->continuesWord[i],
                       hidden ? tr("Hidden from the model; click to bring it back") : tr("Click to hide this from the model")});
    }
  }
  m_chips->setChips(chips);
}

void MaskedTokensView::modelMoved(const std::string& run) {
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
    const auto model = row(i)->picker()->chosen();
    if (model && model->live && model->run == run) askFill(i);
  }
}

void MaskedTokensView::showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
  const int number = numberOf(asker);
  if (number < 0) return;
  AnswerRow* target = row(number);
  if (const auto* pieces = std::get_if<PieceList>(&answer)) {
    target->pieces = *pieces;
    target->showState(pieces->tokens.empty() ? tr("The sentence has no words.") : tr("Hide a word above, and what this model expects there appears here."));
    if (number == 0) refreshChips();
    askFill(number);
  } else if (const auto* filled = std::get_if<FillResult>(&answer)) {
    target->showAnswer(*filled, facts, target->picker()->chosen() ? target->picker()->chosen()->colour : 0);
  }
}

void MaskedTokensView::showWaiting(AskerId asker, const QString& text) {
  if (numberOf(asker) >= 0) row(numberOf(asker))->showState(text);
}

void MaskedTokensView::showError(AskerId asker, const QString& text) {
  if (numberOf(asker) < 0) return;
  row(numberOf(asker))->clearAnswer();
  row(numberOf(asker))->showState(text, "bad");
}

}  // namespace cloze
