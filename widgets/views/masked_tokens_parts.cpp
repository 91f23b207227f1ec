// How the masked-words view is put together, and what it gives away: kept sentences, the clipboard, files.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/parts.h"
#include "widgets/shared/save_file.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/answer_table.h"
#include "widgets/views/kept_sentences_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/sentence_box.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

MaskedTokensView::MaskedTokensView(KeptSentences* kept, QWidget* parent) : AskingView({kFirstAsker, kScoresAsker}, parent), m_kept(kept) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace3);
  column->addWidget(makeHead());
  auto* page = new QWidget;
  m_rowColumn = new QVBoxLayout(page);
  m_rowColumn->setContentsMargins(0, 0, 0, 0);
  m_rowColumn->setSpacing(kSpace2);
  m_compare = makeButton(tr("Compare with another model"), QStringLiteral("plus"), "link");
  m_rowColumn->addWidget(m_compare, 0, Qt::AlignLeft);
  m_panel = new KeptSentencesPanel(kept);
  m_rowColumn->addWidget(m_panel);
  m_rowColumn->addStretch(1);
  column->addWidget(makePageScroll(page), 1);
  connect(m_compare, &QPushButton::clicked, this, &MaskedTokensView::compare);
  connectPanel();
  addRow()->showState(tr("Hide a word above, and what this model expects there appears here."));
  refreshActions();
}

void MaskedTokensView::connectPanel() {
  connect(m_panel, &KeptSentencesPanel::chosen, this, &MaskedTokensView::chooseSentence);
  connect(m_panel->scores(), &SentenceScores::asked, this, [this](const ModelChoice& model, const InspectorQuestion& question) { Q_EMIT asked(kScoresAsker, model, question); });
  connect(m_panel->scores(), &SentenceScores::cancelled, this, [this] { Q_EMIT cancelled(kScoresAsker); });
}

QWidget* MaskedTokensView::makeHead() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  m_sentence = new SentenceBox(tr("Sentence"));
  column->addWidget(m_sentence);
  column->addWidget(makeOptions());
  connect(m_sentence, &SentenceBox::entered, this, &MaskedTokensView::setSentence);
  connect(chips(), &TokenChips::chosen, this, &MaskedTokensView::chipChosen);
  m_sentence->say(tr("Click a word to hide it, click again to bring it back; hold Shift to hide several."));
  return card;
}

QWidget* MaskedTokensView::makeOptions() {
  QWidget* options = makeFlow(kSpace2, kSpace2);
  m_topK = new QSpinBox;
  m_topK->setRange(1, 100000);
  m_topK->setValue(5);
  m_topK->setPrefix(tr("top "));
  setHelp(m_topK, tr("How many candidates for each mask"));
  m_topK->setKeyboardTracking(false);
  m_mode = new QComboBox;
  for (const FillMode mode : {FillMode::Independent, FillMode::Sequential, FillMode::Joint}) m_mode->addItem(fillModeName(mode), static_cast<int>(mode));
  m_mode->addItem(tr("all three ways"), -1);
  setHelp(m_mode, tr("With several masks: each on its own, or one filled before the next is asked for"));
  m_candidates = new QLineEdit;
  m_candidates->setPlaceholderText(tr("Words of your own: doctor, teacher"));
  m_candidates->setToolTip(tr("Their probability and rank beside the best, separated by commas; press Enter"));
  m_candidates->setAccessibleName(tr("Words of your own"));
  fitToText(m_candidates, [this] { m_candidates->setMinimumWidth(static_cast<int>(250 * Theme::current().fontScale())); });
  for (QWidget* widget : std::initializer_list<QWidget*>{m_topK, m_mode, m_candidates, makeActions()}) options->layout()->addWidget(widget);
  connect(m_topK, &QSpinBox::valueChanged, this, &MaskedTokensView::askAll);
  connect(m_mode, &QComboBox::activated, this, &MaskedTokensView::askAll);
  connect(m_candidates, &QLineEdit::editingFinished, this, &MaskedTokensView::askAll);
  return options;
}

QWidget* MaskedTokensView::makeActions() {
  auto* actions = new QWidget;
  auto* row = new QHBoxLayout(actions);
  row->setContentsMargins(0, 0, 0, 0);
  m_keep = makeButton(tr("Keep sentence"), QStringLiteral("plus"));
  m_keep->setToolTip(tr("Watch these hidden words over the whole training, below"));
  m_copy = makeButton(tr("Copy"), QStringLiteral("copy"));
  m_copy->setToolTip(tr("The answers as a table, for a spreadsheet"));
  m_export = makeButton(tr("Export"), QStringLiteral("save"));
  auto* menu = new QMenu(m_export);
  menu->addAction(tr("Table (CSV)..."), this, [this] { exportAs(QStringLiteral("csv"), tr("Table (*.csv)")); });
  menu->addAction(tr("Everything (JSON)..."), this, [this] { exportAs(QStringLiteral("json"), tr("JSON (*.json)")); });
  menu->addAction(tr("Picture (PNG)..."), this, [this] { exportAs(QStringLiteral("png"), tr("Picture (*.png)")); });
  m_export->setMenu(menu);
  for (QWidget* button : {m_keep, m_copy, m_export}) row->addWidget(button);
  connect(m_keep, &QPushButton::clicked, this, &MaskedTokensView::keepSentence);
  connect(m_copy, &QPushButton::clicked, this, [this] {
    QGuiApplication::clipboard()->setText(QString::fromUtf8(exported(QStringLiteral("txt"))));
    m_sentence->say(tr("The answers are in the clipboard."), "good");
  });
  return actions;
}

void MaskedTokensView::setCandidates(const QString& words) {
  m_candidates->setText(words);
  askAll();
}

void MaskedTokensView::refreshActions() {
  const bool answered = std::any_of(m_rows.begin(), m_rows.end(), [](const AnswerRow* row) { return !row->results().empty(); });
  m_keep->setEnabled(m_pieces && !m_masks.empty());
  m_copy->setEnabled(answered);
  m_export->setEnabled(answered);
}

void MaskedTokensView::keepSentence() {
  if (!m_pieces || m_masks.empty()) return;
  KeptSentence sentence{m_text, m_masks};
  std::sort(sentence.masks.begin(), sentence.masks.end());
  if (!m_kept->add(sentence)) m_sentence->say(tr("This sentence is kept already."));
}

// The checkpoints of the run that the first row looks at.
void MaskedTokensView::refreshPanel() {
  const auto model = m_rows.front()->picker()->chosen();
  const std::string run = model ? model->run : std::string();
  std::vector<ModelChoice> checkpoints;
  for (const ModelChoice& other : m_models)
    if (!run.empty() && other.run == run && !other.live && other.step >= 0) checkpoints.push_back(other);
  m_panel->setRun(model ? model->name : QString(), model ? model->colour : 0, checkpoints);
  if (QString::fromStdString(run) == m_inspectedRun) return;
  m_inspectedRun = QString::fromStdString(run);
  m_panel->setProbes({});
  if (!run.empty()) Q_EMIT runInspected(m_inspectedRun);
}

void MaskedTokensView::setProbes(const std::string& run, const std::vector<ProbeRow>& probes) {
  if (inspectedRun() == run) m_panel->setProbes(probes);
}

QByteArray MaskedTokensView::exported(const QString& kind) const {
  std::vector<AnsweredModel> answers;
  for (const AnswerRow* row : m_rows) {
    const auto model = row->picker()->chosen();
    if (model && !row->results().empty()) answers.push_back({*model, row->facts().step, row->results()});
  }
  if (kind == QLatin1String("json")) return answersAsJson(m_text, answers);
  if (kind != QLatin1String("png")) return answersAsRows(answers, kind == QLatin1String("csv") ? ',' : '\t');
  return pngOf(const_cast<MaskedTokensView*>(this));
}

void MaskedTokensView::exportAs(const QString& kind, const QString& filter) {
  saveFileAs(this, {tr("Export the answers"), QStringLiteral("masked-words"), kind, filter}, exported(kind), [this](const QString& path, const QString& problem) {
    if (problem.isEmpty()) m_sentence->say(tr("Written: %1").arg(path), "good");
    else m_sentence->say(problem, "bad");
  });
}

}  // namespace cloze
