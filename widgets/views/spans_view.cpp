// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/spans_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/sentence_box.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

enum Column { Read, Hidden, Written };

ChipText chipOf(const std::string& token) {
  const QString text = QString::fromStdString(token);
  const bool special = text.size() > 2 && text.startsWith(QLatin1Char('<')) && text.endsWith(QLatin1Char('>'));
  return {text, special ? ChipState::Special : ChipState::Plain, false, {}};
}

std::vector<ChipText> chipsOf(const std::vector<std::string>& tokens) {
  std::vector<ChipText> chips;
  for (const std::string& token : tokens) chips.push_back(chipOf(token));
  return chips;
}

}  // namespace

SpansView::SpansView(QWidget* parent)
    : ModelView({kAsker, kPiecesAsker}, {"span_corruption", tr("Train a model that reads a text with gaps and writes what stood in them, or open a folder with one.")}, parent),
      m_box(new SentenceBox(tr("Text"))), m_spans(new QGridLayout) {
  auto* page = new QWidget;
  auto* answer = new QVBoxLayout(page);
  answer->setContentsMargins(0, 0, 0, 0);
  answer->setSpacing(kSpace3);
  answer->addWidget(makeColumns());
  m_spans->setHorizontalSpacing(kSpace4);
  m_spans->setVerticalSpacing(kSpace1);
  m_spans->setColumnStretch(3, 1);
  answer->addLayout(m_spans);
  answer->addStretch(1);
  arrange(makeHead(), page);
  connect(m_box, &SentenceBox::entered, this, &SpansView::setSentence);
  connect(chips(), &TokenChips::chosen, this, [this](int index) { hideWord(index); });
  askPieces();
}

QBoxLayout* SpansView::makeHead() {
  auto* column = new QVBoxLayout;
  column->addWidget(picker(), 0, Qt::AlignLeft);
  column->addWidget(m_box);
  column->addWidget(makeOptions());
  return column;
}

TokenChips* SpansView::chips() const { return m_box->chips(); }

QWidget* SpansView::makeOptions() {
  QWidget* options = makeFlow(kSpace2, kSpace1);
  const auto number = [](const QString& name, const QString& help, int least, int most, int value) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setValue(value);
    box->setPrefix(name + QStringLiteral(": "));
    box->setAccessibleName(name);
    box->setToolTip(help);
    return box;
  };
  m_random = makeButton(tr("Hide at random"), QStringLiteral("mask"));
  m_random->setToolTip(tr("As in training: 15 % of the tokens in gaps of three on average; another draw each time"));
  m_all = makeButton(tr("Hide nothing"), {}, "link");
  m_all->setToolTip(tr("The text is read as it is: for a task with its prefix"));
  m_beams = number(tr("Beams"), tr("Texts that are followed at once; the most probable one is shown"), 1, 32, 1);
  m_most = number(tr("Tokens at most"), tr("Where the model does not end by itself"), 1, 512, 64);
  m_write = makeButton(tr("Write"), QStringLiteral("play"), "primary");
  m_write->setToolTip(tr("The model reads the text with its gaps and writes what it expects there"));
  m_cancel = makeButton(tr("Cancel"), {}, "link");
  m_cancel->hide();
  m_summary = makeLabel({}, "small");
  for (QWidget* widget : std::initializer_list<QWidget*>{m_write, m_random, m_all, m_beams, m_most, m_cancel, m_summary}) options->layout()->addWidget(widget);
  connect(m_random, &QPushButton::clicked, this, &SpansView::hideAtRandom);
  connect(m_all, &QPushButton::clicked, this, &SpansView::showEverything);
  connect(m_write, &QPushButton::clicked, this, &SpansView::write);
  connect(m_cancel, &QPushButton::clicked, this, [this] { Q_EMIT cancelled(kAsker); clearAnswer(); });
  return options;
}

QWidget* SpansView::makeColumns() {
  auto* columns = new QWidget;
  auto* row = new QHBoxLayout(columns);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace3);
  const QString titles[] = {tr("The model reads"), tr("It should write"), tr("It writes")};
  for (int number = 0; number < 3; ++number) {
    auto* column = new QVBoxLayout;
    QFrame* card = makeCard(column);
    column->addWidget(makeLabel(titles[number], "section"));
    auto* chips = new TokenChips;
    chips->setAccessibleName(titles[number]);
    chips->setClickable(false);
    column->addWidget(chips);
    column->addStretch(1);
    m_columns[static_cast<std::size_t>(number)] = chips;
    row->addWidget(card, 1);
  }
  return columns;
}

void SpansView::setSentence(const QString& text) {
  m_text = m_box->take(text);
  m_hidden.clear();
  m_drawn = false;
  askPieces();
}

void SpansView::askPieces() {
  m_pieces.reset();
  chips()->setChips({});
  clearAnswer();
  allowWriting(false);
  const auto model = picker()->chosen();
  if (model && !m_text.empty()) Q_EMIT asked(kPiecesAsker, *model, PiecesQuestion{m_text});
}

void SpansView::allowWriting(bool allowed) {
  for (QPushButton* button : {m_write, m_random, m_all}) button->setEnabled(allowed);
}

// What was written is written anew; the words stay as they were cut.
void SpansView::askAgain() {
  if (!m_result.source.empty() && m_cancel->isHidden()) write();
}

bool SpansView::isHidden(std::size_t piece) const {
  const auto [begin, end] = m_pieces->byteOffsets[piece];
  return std::any_of(m_hidden.begin(), m_hidden.end(), [b = begin, e = end](const auto& range) { return b < range.second && range.first < e; });
}

void SpansView::hideWord(int index) {
  if (!m_pieces || index < 0 || index >= static_cast<int>(m_pieces->byteOffsets.size())) return;
  const auto piece = static_cast<std::size_t>(index);
  const bool hidden = isHidden(piece);
  std::vector<std::pair<std::int32_t, std::int32_t>> ranges;   // a range of several pieces comes apart
  for (std::size_t i = 0; i < m_pieces->byteOffsets.size(); ++i)
    if (i == piece ? !hidden : isHidden(i)) ranges.push_back(m_pieces->byteOffsets[i]);
  m_hidden = std::move(ranges);
  m_drawn = false;
  refreshChips();
  write();
}

void SpansView::hideAtRandom() {
  m_drawn = true;
  ++m_seed;
  write();
}

void SpansView::showEverything() {
  m_hidden.clear();
  m_drawn = false;
  refreshChips();
  clearAnswer();
}

void SpansView::write() {
  const auto model = picker()->chosen();
  if (!model || !m_pieces) return;
  SpansQuestion question;
  question.request.text = m_text;
  question.request.atRandom = m_drawn;
  question.request.seed = m_seed;
  if (!m_drawn) question.request.hide = m_hidden;
  question.request.beams = m_beams->value();
  question.request.maximumNew = m_most->value();
  sayHow();
  m_summary->setText(tr("Writing..."));
  m_cancel->show();
  Q_EMIT asked(kAsker, *model, question);
}

void SpansView::sayHow() { m_box->say(tr("Click a word to hide it, click again to bring it back. Words side by side make one gap.")); }

void SpansView::refreshChips() {
  std::vector<ChipText> shown;
  for (std::size_t i = 0; m_pieces && i < m_pieces->tokens.size(); ++i) {
    const QString token = QString::fromStdString(m_pieces->tokens[i]);
    const bool hidden = isHidden(i);
    shown.push_back({token, hidden ? ChipState::Masked : ChipState::Plain, m_pieces->continuesWord[i],
                     hidden ? tr("\"%1\" is hidden from the model; click to bring it back").arg(token) : tr("Click to hide \"%1\" from the model").arg(token)});
  }
  chips()->setChips(shown);
}

void SpansView::clearAnswer() {
  m_result = {};
  for (TokenChips* column : m_columns) column->setChips({});
  clearLayout(m_spans);
  m_cancel->hide();
  m_summary->clear();
}

void SpansView::showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
  if (const auto* pieces = std::get_if<PiecesAnswer>(&answer); pieces && asker == kPiecesAsker) {
    m_pieces = pieces->pieces;
    refreshChips();
    if (facts.readsAndWrites) sayHow();
    else m_box->say(tr("This model fills single masks or goes on writing. Choose one that reads a text with gaps and writes what stood in them."), "warn");
    allowWriting(facts.readsAndWrites);
    return;
  }
  if (const auto* written = std::get_if<SpansAnswer>(&answer); written && asker == kAsker) showResult(written->result);
}

void SpansView::showResult(const SpansResult& result) {
  clearAnswer();
  m_result = result;
  m_hidden = result.hidden;
  refreshChips();
  std::vector<ChipText> read = chipsOf(result.source), hidden = chipsOf(result.target), written = chipsOf(result.written);
  for (const SpansResult::Span& span : result.spans) {
    ChipText& chip = read[static_cast<std::size_t>(span.place)];
    chip.state = ChipState::Masked;
    if (!span.hidden.empty()) chip.explanation = tr("Stands for \"%1\"").arg(QString::fromStdString(span.hidden));
  }
  for (std::size_t i = 0; i < std::min(written.size(), result.probabilities.size()); ++i)
    written[i].explanation = tr("Probability %1").arg(formatPercent(result.probabilities[i]));
  m_columns[Read]->setChips(read);
  m_columns[Hidden]->setChips(hidden);
  m_columns[Written]->setChips(written);
  showSpans();
  QString said = result.stopped ? tr("%n tokens written", nullptr, static_cast<int>(result.written.size())) : tr("%n tokens written, then cut off", nullptr, static_cast<int>(result.written.size()));
  if (result.step >= 0) said += tr("; model at step %1").arg(formatCount(result.step));
  m_summary->setText(said);
}

// One line a gap; whether it was found is said in words.
void SpansView::showSpans() {
  const auto hidden = std::any_of(m_result.spans.begin(), m_result.spans.end(), [](const auto& span) { return !span.hidden.empty(); });
  int line = 0;
  for (const QString& title : {tr("Gap"), hidden ? tr("Stood there") : QString(), tr("The model writes")})
    if (!m_result.spans.empty()) m_spans->addWidget(makeLabel(title, "section"), 0, line++);
  line = 1;
  for (const SpansResult::Span& span : m_result.spans) {
    m_spans->addWidget(makeLabel(QString::fromStdString(span.sentinel), "muted"), line, 0);
    m_spans->addWidget(makeText(QString::fromStdString(span.hidden)), line, 1);
    m_spans->addWidget(makeText(span.written.empty() ? tr("nothing") : QString::fromStdString(span.written)), line, 2);
    if (!span.hidden.empty()) m_spans->addWidget(makeLabel(span.right ? tr("found") : tr("something else"), span.right ? "good" : "warn"), line, 3);
    ++line;
  }
}

void SpansView::showWaiting(AskerId asker, const QString& text) {
  if (asker == kAsker) m_summary->setText(text);
}

void SpansView::showError(AskerId asker, const QString& text) {
  if (asker == kAsker) clearAnswer();
  m_box->say(text, "bad");
}

}  // namespace cloze
