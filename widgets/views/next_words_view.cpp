// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/next_words_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/model_picker.h"

#include <QDoubleSpinBox>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::int64_t kPortion = 8;                        // words written at a time: each portion is shown, and can be the last

}  // namespace

NextWordsView::NextWordsView(QWidget* parent)
    : ModelView({kWordsAsker, kWritingAsker}, {"causal_lm", tr("Train a model that predicts the next word (GPT, GPT-2), or open a folder with one.")}, parent),
      m_text(new QPlainTextEdit), m_hint(makeText({}, "small")), m_bars(new WordBars) {
  auto* page = new QWidget;
  auto* below = new QVBoxLayout(page);
  below->addWidget(makeLabel(tr("What this model expects next"), "heading"));
  below->addWidget(m_bars);
  below->addStretch(1);
  arrange(makeHead(), page);
  m_settle.setSingleShot(true);
  m_settle.setInterval(250);
  connect(&m_settle, &QTimer::timeout, this, &NextWordsView::askWords);
  connect(m_text, &QPlainTextEdit::textChanged, &m_settle, qOverload<>(&QTimer::start));
  connect(m_text, &QPlainTextEdit::textChanged, this, &NextWordsView::refreshButtons);
  connect(m_bars, &WordBars::chosen, this, &NextWordsView::append);
  setWriting(false);
}

QBoxLayout* NextWordsView::makeHead() {
  auto* head = new QVBoxLayout;
  m_text->setPlaceholderText(tr("Type a beginning"));
  m_text->setAccessibleName(tr("Text"));
  m_text->setTabChangesFocus(true);
  fitToText(m_text, [this] {
    m_text->setFixedHeight(static_cast<int>(120 * Theme::current().fontScale()));
    m_text->setFont(Theme::current().token());
  });
  head->addWidget(makeOptions());
  head->addWidget(m_text);
  head->addWidget(m_hint);
  return head;
}

QWidget* NextWordsView::makeOptions() {
  QWidget* options = makeFlow(kSpace2, kSpace2);
  m_topK = new QSpinBox;
  m_topK->setRange(1, 100);
  m_topK->setValue(12);
  m_topK->setPrefix(tr("top "));
  m_topK->setToolTip(tr("How many candidates are shown"));
  m_length = new QSpinBox;
  m_length->setRange(1, 2000);
  m_length->setValue(40);
  m_length->setSuffix(tr(" pieces"));
  m_length->setToolTip(tr("How much is written at most"));
  m_temperature = new QDoubleSpinBox;
  m_temperature->setRange(0, 5);
  m_temperature->setSingleStep(0.1);
  m_temperature->setValue(0.8);
  m_temperature->setPrefix(tr("temperature "));
  m_temperature->setToolTip(tr("For writing: 0 always takes the most probable word, 1 draws as the model expects, more is bolder"));
  m_write = makeButton(tr("Go on writing"), QStringLiteral("play"), "primary");
  m_stop = makeButton(tr("Cancel"), QStringLiteral("stop"));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_topK, m_length, m_temperature}) widget->setAccessibleName(widget->toolTip());
  for (QWidget* widget : std::initializer_list<QWidget*>{picker(), m_topK, m_temperature, m_length, m_write, m_stop}) options->layout()->addWidget(widget);
  connect(m_topK, &QSpinBox::valueChanged, &m_settle, qOverload<>(&QTimer::start));
  connect(m_write, &QPushButton::clicked, this, &NextWordsView::write);
  connect(m_stop, &QPushButton::clicked, this, &NextWordsView::stop);
  return options;
}

void NextWordsView::setSentence(const QString& text) {
  m_text->setPlainText(text);
  m_text->moveCursor(QTextCursor::End);
  askWords();
}

QString NextWordsView::sentence() const { return m_text->toPlainText(); }

void NextWordsView::askWords() {
  m_settle.stop();
  refreshButtons();
  if (writing()) return;
  const auto model = picker()->chosen();
  if (!model) return;
  if (sentence().trimmed().isEmpty()) {
    Q_EMIT cancelled(kWordsAsker);
    m_bars->setBars({}, 0, true);
    return say(tr("Type a beginning: the words that may follow appear below."));
  }
  GenerateRequest request;
  request.prompt = sentence().toStdString();
  request.maximumNew = 1;
  request.candidates = m_topK->value();
  Q_EMIT asked(kWordsAsker, *model, request);
}

void NextWordsView::append(int index) {
  if (index < 0 || index >= static_cast<int>(m_words.size())) return;
  setSentence(sentence() + QString::fromStdString(m_words[static_cast<std::size_t>(index)]));
}

void NextWordsView::write() {
  if (!m_write->isEnabled()) return;
  m_left = m_length->value();
  setWriting(true);
  askMore();
}

void NextWordsView::askMore() {
  const auto model = picker()->chosen();
  if (!model) return stop();
  GenerateRequest request;
  request.prompt = sentence().toStdString();
  request.maximumNew = std::min(kPortion, m_left);
  request.temperature = m_temperature->value();
  request.seed = m_seed++;
  Q_EMIT asked(kWritingAsker, *model, request);
}

void NextWordsView::stop() {
  m_left = 0;
  Q_EMIT cancelled(kWritingAsker);
  setWriting(false);
  askWords();
}

void NextWordsView::setWriting(bool writing) {
  m_stop->setVisible(writing);
  m_text->setReadOnly(writing);
  refreshButtons();
}

void NextWordsView::refreshButtons() { m_write->setEnabled(!writing() && picker()->chosen() && !sentence().trimmed().isEmpty()); }

void NextWordsView::showReply(AskerId asker, const ModelFacts&, const InspectorAnswer& answer) {
  const auto* result = std::get_if<GenerateResult>(&answer);
  if (!result) return;
  if (asker == kWordsAsker) showWords(*result);
  if (asker == kWritingAsker && writing()) showWritten(*result);
}

void NextWordsView::showWords(const GenerateResult& result) {
  std::vector<BarText> bars;
  m_words.clear();
  if (!result.candidates.empty())
    for (const Candidate& candidate : result.candidates.front()) {
      m_words.push_back(candidate.text);
      const QString word = pieceText(candidate.token, result.bytePieces);
      bars.push_back({word, candidate.probability, {}, false, tr("Append \"%1\"").arg(word)});
    }
  m_bars->setBars(bars, colour(), true);
  const QString step = result.step >= 0 ? tr("Step %1. ").arg(formatCount(result.step)) : QString();
  if (result.cut > 0) say(step + tr("The text is longer than this model reads: its first %n pieces are not seen.", nullptr, static_cast<int>(result.cut)), "warn");
  else say(step + tr("Click a word to append it. \u2581 stands for a blank."));
}

void NextWordsView::showWritten(const GenerateResult& result) {
  m_text->moveCursor(QTextCursor::End);
  m_text->insertPlainText(QString::fromStdString(result.text));
  m_text->ensureCursorVisible();
  m_left = result.stopped || result.ids.empty() ? 0 : m_left - static_cast<std::int64_t>(result.ids.size());
  if (m_left > 0) return askMore();
  setWriting(false);
  askWords();
}

void NextWordsView::showWaiting(AskerId, const QString& text) { say(text); }

void NextWordsView::showError(AskerId, const QString& text) {
  m_left = 0;
  setWriting(false);
  m_bars->setBars({}, 0, true);
  say(text, "bad");
}

void NextWordsView::say(const QString& text, const char* role) {
  setRole(m_hint, role);
  m_hint->setText(text);
}

}  // namespace cloze
