// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/batch_view.h"

#include "engine/data/batch_order.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/translation.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::int64_t kShownRows = 3, kShownTokens = 48;

ChipState stateOf(Change change) {
  switch (change) {
    case Change::Masked:
    case Change::Ordered: return ChipState::Masked;
    case Change::Replaced: return ChipState::Replaced;
    case Change::Kept:
    case Change::Labelled: return ChipState::Kept;
    case Change::None: break;
  }
  return ChipState::Plain;
}

QString explain(Change change, const QString& truth) {
  switch (change) {
    case Change::Masked: return BatchView::tr("Hidden: the model must find \"%1\"").arg(truth);
    case Change::Replaced: return BatchView::tr("A random token stands here: the model must find \"%1\"").arg(truth);
    case Change::Kept: return BatchView::tr("Left as it is, and predicted all the same: \"%1\"").arg(truth);
    case Change::Labelled: return BatchView::tr("The word that begins here is to be labelled \"%1\"").arg(truth);
    case Change::Ordered: return BatchView::tr("Predicted in a random order: \"%1\"").arg(truth);
    case Change::None: return BatchView::tr("From here the model must find what comes next: \"%1\"").arg(truth);
  }
  return {};
}

bool isSpecialChip(const QString& text) {
  const bool brackets = text.startsWith(QLatin1Char('[')) && text.endsWith(QLatin1Char(']')), angles = text.startsWith(QLatin1Char('<')) && text.endsWith(QLatin1Char('>'));
  return text.size() > 2 && (brackets || angles);
}

// What a sentinel of the source stands for: of the row's chips, by their places.
void markSpans(const BatchPreview& preview, std::int64_t row, std::vector<ChipText>& chips) {
  for (const HiddenSpan& span : preview.batch.spans) {
    const std::int64_t place = span.position - row * preview.batch.length;
    if (place < 0 || place >= static_cast<std::int64_t>(chips.size())) continue;
    QStringList hidden;
    for (std::int64_t i = 0; i < span.size; ++i) hidden << QString::fromStdString(preview.trueTokens[static_cast<std::size_t>(span.firstTarget + i)]);
    ChipText& chip = chips[static_cast<std::size_t>(place)];
    chip.state = ChipState::Masked;
    chip.explanation = BatchView::tr("Stands for %n hidden tokens: \"%1\"", nullptr, static_cast<int>(span.size)).arg(hidden.join(QLatin1Char(' ')));
  }
}

QString share(std::int64_t count, std::int64_t all) { return formatPercent(all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0); }

}  // namespace

BatchView::BatchView(QWidget* parent)
    : QWidget(parent), m_legend(new QGridLayout), m_rows(new QVBoxLayout), m_summary(makeText({}, "small")), m_explanation(makeText({}, "small")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  column->addWidget(m_summary);
  m_legend->setHorizontalSpacing(kSpace2);
  m_legend->setVerticalSpacing(kSpace1);
  m_legend->setColumnStretch(1, 1);
  column->addLayout(m_legend);
  m_rows->setSpacing(kSpace2);
  column->addLayout(m_rows);
  column->addWidget(m_explanation);
  m_explanation->hide();
}

void BatchView::clear() {
  clearLayout(m_rows);
  clearLayout(m_legend);
  m_said.clear();
  m_summary->clear();
  m_explanation->hide();
}

void BatchView::show(const BatchPreview& preview, std::int64_t step) {
  clear();
  const Batch& batch = preview.batch;
  const auto predicted = static_cast<std::int64_t>(batch.predicted.size());
  m_summary->setText(tr("Batch of step %1: %2 rows of %3 tokens. Of %4 tokens %5 are predicted (%6).")
                         .arg(formatCount(step), formatCount(batch.rows), formatCount(batch.length), formatCount(batch.tokens()), formatCount(predicted), share(predicted, batch.tokens())) +
                     (preview.idea.empty() ? QString() : QLatin1Char(' ') + schemaText(preview.idea) + QLatin1Char('.')));
  if (batch.decoderLength > 0)
    m_summary->setText(tr("Batch of step %1: %2 rows that read %3 tokens and write %4. Of %5 tokens %6 are written (%7).")
                           .arg(formatCount(step), formatCount(batch.rows), formatCount(batch.length), formatCount(batch.decoderLength), formatCount(batch.tokens()), formatCount(predicted), share(predicted, batch.tokens())));
  addLegend(preview);
  for (std::int64_t row = 0; row < std::min(batch.rows, kShownRows); ++row) addRow(preview, row);
  m_explanation->setText(tr("Choose a coloured token to read what happened to it."));
  m_explanation->setVisible(predicted > 0);
}

QString BatchView::legendText() const { return m_said.join(QStringLiteral("; ")); }

void BatchView::addLegend(const BatchPreview& preview) {
  const Batch& batch = preview.batch;
  const auto predicted = static_cast<std::int64_t>(batch.changes.size());
  struct Entry { Change change; QString sample, text; };
  const Entry entries[] = {{Change::Masked, tr("hidden"), tr("shown as a mask")}, {Change::Replaced, tr("random"), tr("shown as a random token")}, {Change::Kept, tr("kept"), tr("left as it is")},
                           {Change::Labelled, tr("word"), tr("to be labelled")}, {Change::Ordered, tr("3"), tr("predicted in a random order, as the number says")}};
  for (const Entry& entry : entries) {
    const std::int64_t count = std::count(batch.changes.begin(), batch.changes.end(), entry.change);
    if (count > 0) addLegendEntry(static_cast<int>(stateOf(entry.change)), entry.sample, tr("%1: %2, %3").arg(entry.text, formatCount(count), share(count, predicted)));
  }
  if (!batch.spans.empty()) {
    std::int64_t hidden = 0;
    for (const HiddenSpan& span : batch.spans) hidden += span.size;
    const auto spans = static_cast<std::int64_t>(batch.spans.size()), read = batch.tokens() - predicted + hidden - spans;   // of the text as it was
    addLegendEntry(static_cast<int>(ChipState::Masked), tr("hidden"), tr("a sentinel in place of a span: %1 spans of %2 tokens on average, %3 of the text")
                                                                          .arg(formatCount(spans), formatNumber(static_cast<double>(hidden) / static_cast<double>(spans)), share(hidden, read)));
  }
  if (batch.decoderLength > 0 && m_said.isEmpty()) addLegendEntry(static_cast<int>(ChipState::Plain), tr("token"), tr("nothing is hidden: the second text is written from the first"));
  if (predicted > 0 && m_said.isEmpty()) addLegendEntry(static_cast<int>(ChipState::Plain), tr("token"), tr("nothing is changed: each is predicted from what the model may see"));
  const auto rows = static_cast<std::int64_t>(batch.sentenceLabels.size());
  if (rows == 0 || !preview.rowLabels.empty()) return;
  const std::int64_t random = std::count(batch.sentenceLabels.begin(), batch.sentenceLabels.end(), 1);
  addLegendEntry(-1, {}, tr("Second sentence: really the next %1, random %2").arg(share(rows - random, rows), share(random, rows)));
}

void BatchView::addLegendEntry(int state, const QString& sample, const QString& text) {
  const int line = static_cast<int>(m_said.size());
  if (state >= 0) {
    auto* chip = new TokenChip({sample, static_cast<ChipState>(state), false, text}, 0, this);
    chip->setFocusPolicy(Qt::NoFocus);
    m_legend->addWidget(chip, line, 0);
  }
  m_legend->addWidget(makeText(text, "small"), line, state >= 0 ? 1 : 0, 1, state >= 0 ? 1 : 2);
  m_said << text;
}

void BatchView::addRow(const BatchPreview& preview, std::int64_t row) {
  const Batch& batch = preview.batch;
  std::vector<ChipText> chips;
  const auto& tokens = preview.tokens[static_cast<std::size_t>(row)];
  std::int64_t shown = 0;
  for (; shown < std::min(batch.length, kShownTokens); ++shown) {
    if (!batch.attentionMask[static_cast<std::size_t>(row * batch.length + shown)]) break;
    chips.push_back({pieceInSentence(tokens[static_cast<std::size_t>(shown)], preview.bytePieces), ChipState::Plain, false, {}});
    if (isSpecialChip(chips.back().text)) chips.back().state = ChipState::Special;
  }
  markSpans(preview, row, chips);
  const std::vector<std::int32_t> numbers = batch.order.empty() ? std::vector<std::int32_t>() : BatchOrder(batch).numbers();
  for (std::size_t i = 0; batch.decoderLength == 0 && i < batch.predicted.size(); ++i) {
    const std::int64_t place = batch.predicted[i] - row * batch.length;
    if (place < 0 || place >= shown) continue;
    ChipText& chip = chips[static_cast<std::size_t>(place)];
    chip.state = stateOf(batch.changes[i]);
    chip.explanation = explain(batch.changes[i], pieceInSentence(preview.trueTokens[i], preview.bytePieces));
    if (batch.changes[i] != Change::Ordered) continue;
    chip.text += QStringLiteral(" \u00b7 ") + formatCount(numbers[i]);
    chip.explanation = tr("Predicted as number %1 of this row: from all tokens without a number and from those with a smaller one").arg(formatCount(numbers[i]));
  }
  if (!preview.rowLabels.empty()) {
    const QString label = QString::fromStdString(preview.rowLabels[static_cast<std::size_t>(row)]);
    if (!label.isEmpty()) m_rows->addWidget(makeText(tr("To be answered: %1").arg(label), "good"));
  } else if (!batch.sentenceLabels.empty()) {
    const bool random = batch.sentenceLabels[static_cast<std::size_t>(row)] == 1;
    m_rows->addWidget(makeText(random ? tr("The second sentence is a random one") : tr("The second sentence really follows"), random ? "warn" : "good"));
  }
  addStrip(chips, batch.decoderLength > 0 ? tr("What the model reads") : QString());
  if (batch.decoderLength > 0) addTarget(preview, row);
}

// What is to be written, every token from those before it.
void BatchView::addTarget(const BatchPreview& preview, std::int64_t row) {
  const Batch& batch = preview.batch;
  std::vector<ChipText> chips;
  for (std::size_t i = 0; i < batch.predicted.size() && static_cast<std::int64_t>(chips.size()) < kShownTokens; ++i) {
    if (batch.predicted[i] / batch.decoderLength != row) continue;
    const QString text = QString::fromStdString(preview.trueTokens[i]);
    chips.push_back({text, isSpecialChip(text) ? ChipState::Special : ChipState::Plain, false, {}});
  }
  for (const HiddenSpan& span : batch.spans)
    if (span.position / batch.length == row)
      for (std::int64_t i = 0; i < span.size; ++i) {
        const auto first = std::lower_bound(batch.predicted.begin(), batch.predicted.end(), row * batch.decoderLength) - batch.predicted.begin();
        if (const auto place = span.firstTarget + i - first; place >= 0 && place < static_cast<std::int64_t>(chips.size())) {
          chips[static_cast<std::size_t>(place)].state = ChipState::Masked;
          chips[static_cast<std::size_t>(place)].explanation = tr("Was hidden: the model writes \"%1\" behind the sentinel of its span").arg(chips[static_cast<std::size_t>(place)].text);
        }
      }
  addStrip(chips, tr("What it has to write"));
}

void BatchView::addStrip(const std::vector<ChipText>& chips, const QString& name) {
  if (!name.isEmpty()) m_rows->addWidget(makeText(name, "small"));
  auto* strip = new TokenChips;
  strip->setChips(chips);
  bool reached = false;                                  // Tab goes to the first changed token, arrows and clicks to the others
  for (int i = 0; i < strip->count(); ++i) {
    const bool changed = !chips[static_cast<std::size_t>(i)].explanation.isEmpty();
    strip->chip(i)->setFocusPolicy(!changed ? Qt::NoFocus : reached ? Qt::ClickFocus : Qt::StrongFocus);
    strip->chip(i)->setCursor(changed ? Qt::PointingHandCursor : Qt::ArrowCursor);
    strip->chip(i)->setProperty("inGroup", reached);
    reached = reached || changed;
  }
  connect(strip, &TokenChips::chosen, this, [this, strip](int index) {
    const QString explanation = strip->chip(index)->chip().explanation;
    if (!explanation.isEmpty()) m_explanation->setText(explanation);
  });
  m_rows->addWidget(strip);
}

}  // namespace cloze
