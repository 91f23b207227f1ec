// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/answer_row.h"

#include "engine/text/readable.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/views/answer_bars.h"
#include "widgets/views/layer_mix_bars.h"
#include "widgets/views/model_picker.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

namespace cloze {

namespace {

constexpr int kWide = 760;                              // room for a model and two masks beside each other

// Words as a person reads them.
MaskAnswer readableAnswer(MaskAnswer answer, bool bytePieces) {
  for (Candidate& candidate : answer.candidates) candidate.token = readablePiece(candidate.token, bytePieces);
  for (NamedCandidate& named : answer.named)
    for (std::string& piece : named.pieces) piece = readablePiece(piece, bytePieces);
  answer.trueToken = readablePiece(answer.trueToken, bytePieces);
  return answer;
}

}  // namespace

QString fillModeName(FillMode mode) {
  switch (mode) {
    case FillMode::Sequential: return AnswerRow::tr("left to right");
    case FillMode::Joint: return AnswerRow::tr("surest first");
    case FillMode::Independent: break;
  }
  return AnswerRow::tr("each mask alone");
}

ColumnStrip::ColumnStrip(const FillResult& result, int colour, QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setFocusPolicy(Qt::NoFocus);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  auto* page = new QWidget;
  page->setProperty("role", QStringLiteral("page"));
  auto* columns = new QHBoxLayout(page);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(kSpace5);
  for (const MaskAnswer& answer : result.masks) {
    auto* column = new MaskColumn(maskContext(result, answer), readableAnswer(answer, result.bytePieces), colour);
    column->setMaximumWidth(static_cast<int>(560 * Theme::current().fontScale()));
    columns->addWidget(column, 1, Qt::AlignTop);
  }
  setWidget(page);
}

QSize ColumnStrip::sizeHint() const {
  const int least = widget()->minimumSizeHint().width();
  const int bar = least > width() ? horizontalScrollBar()->sizeHint().height() : 0;
  return {std::max(200, least), widget()->sizeHint().height() + bar};
}

void ColumnStrip::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  if (event->oldSize().width() != event->size().width()) updateGeometry();
}

void ColumnStrip::wheelEvent(QWheelEvent* event) {
  if (std::abs(event->angleDelta().x()) > std::abs(event->angleDelta().y()) || event->modifiers().testFlag(Qt::ShiftModifier)) QScrollArea::wheelEvent(event);
  else event->ignore();
}

AnswerRow::AnswerRow(int number, bool removable, QWidget* parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)), m_picker(new ModelPicker), m_step(makeLabel({}, "small")), m_state(makeText({}, "muted")), m_notice(makeText({}, "warn")), m_answers(new QWidget), m_mix(new LayerMixBars) {
  m_row->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  m_row->setSpacing(kSpace5);
  auto* who = new QVBoxLayout;
  who->setSpacing(kSpace1);
  m_picker->setAccessibleName(tr("Model %1").arg(number + 1));
  fitToText(m_picker, [this] { m_picker->setFixedWidth(static_cast<int>(220 * Theme::current().fontScale())); });
  who->addWidget(m_picker);
  who->addWidget(m_step);
  who->addWidget(m_mix);
  if (removable) {
    QPushButton* remove = makeButton(tr("Remove"), {}, "link");
    connect(remove, &QPushButton::clicked, this, &AnswerRow::removed);
    who->addWidget(remove, 0, Qt::AlignLeft);
  }
  who->addStretch(1);
  m_row->addLayout(who);
  auto* answer = new QVBoxLayout;
  answer->addWidget(m_state);
  answer->addWidget(m_notice);
  answer->addWidget(m_answers);
  answer->addStretch(1);
  m_row->addLayout(answer, 1);
  m_stripColumn = new QVBoxLayout(m_answers);
  m_stripColumn->setContentsMargins(0, 0, 0, 0);
  m_stripColumn->setSpacing(kSpace2);
  m_notice->hide();
}

void AnswerRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool narrow = width() < kWide * Theme::current().fontScale();
  m_row->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  m_row->setSpacing(narrow ? kSpace2 : kSpace5);
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

QList<ColumnStrip*> AnswerRow::strips() const {
  QList<ColumnStrip*> all;
  for (int i = 0; i < m_stripColumn->count(); ++i)
    if (auto* strip = dynamic_cast<ColumnStrip*>(m_stripColumn->itemAt(i)->widget())) all << strip;
  return all;
}

void AnswerRow::scrollTo(int position) {
  for (ColumnStrip* strip : strips()) strip->horizontalScrollBar()->setValue(position);
}

void AnswerRow::showAnswer(const FillAnswer& answer, const ModelFacts& facts, int colour) {
  const int scrolledTo = strips().isEmpty() ? 0 : strips().front()->horizontalScrollBar()->value();
  m_colour = colour;
  clearAnswer();
  m_facts = facts;
  m_results = answer.results;
  QStringList about;
  if (facts.step >= 0) about << tr("step %1").arg(formatCount(facts.step));
  if (facts.predictsNext) about << tr("guesses from the words before");
  const bool bothEnds = std::any_of(answer.results.begin(), answer.results.end(), [](const FillResult& result) {
    return std::any_of(result.masks.begin(), result.masks.end(), [](const MaskAnswer& mask) { return mask.reading == Reading::After; });
  });
  if (bothEnds) about << tr("two readers: from the left, and from the right");
  m_mix->show(facts.mix, colour);
  m_step->setText(about.join(QStringLiteral(", ")));
  m_state->hide();
  notice(answer);
  for (const FillResult& result : answer.results) {
    if (answer.results.size() > 1) m_stripColumn->addWidget(makeLabel(fillModeName(result.mode), "heading"));
    auto* strip = new ColumnStrip(result, colour);
    m_stripColumn->addWidget(strip);
    connect(strip->horizontalScrollBar(), &QScrollBar::valueChanged, this, &AnswerRow::scrolled);
  }
  m_answers->show();
  scrollTo(scrolledTo);
  update();
}

void AnswerRow::notice(const FillAnswer& answer) {
  QStringList said;
  const FillResult& result = answer.results.front();
  if (result.leftOut > 0) said << tr("The sentence is longer than this model reads: its last %n pieces were left out.", nullptr, static_cast<int>(result.leftOut));
  const auto shown = result.masks.empty() ? std::size_t{0} : result.masks.front().candidates.size();
  if (static_cast<std::int64_t>(shown) == result.vocabulary) said << tr("These are all %1 pieces of this model's vocabulary.").arg(formatCount(result.vocabulary));
  m_notice->setText(said.join(QLatin1Char(' ')));
  m_notice->setVisible(!said.isEmpty());
}

void AnswerRow::showState(const QString& text, const char* role) {
  setRole(m_state, role);
  m_state->setText(text);
  m_state->setVisible(!text.isEmpty());
}

// The last answer stays to be read, and is said to be the last.
void AnswerRow::showProblem(const QString& text) {
  showState(m_results.empty() ? text : text + QLatin1Char('\n') + tr("Below is what it answered last."), "bad");
}

void AnswerRow::clearAnswer() {
  clearLayout(m_stripColumn);
  m_answers->hide();
  m_notice->hide();
  m_results.clear();
}

}  // namespace cloze
