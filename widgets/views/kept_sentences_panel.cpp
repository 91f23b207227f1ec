// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/kept_sentences_panel.h"

#include "engine/core/json.h"
#include "widgets/shared/format.h"
#include "widgets/shared/icons.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QGridLayout>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <map>

namespace cloze {

namespace {

// The best candidate of the newest scoring of a probe's mask, over the run.
struct ProbeMask { std::string word; std::vector<SparkPoint> points; };

std::vector<ProbeMask> masksOf(const std::vector<const ProbeRow*>& rows) {
  std::vector<ProbeMask> masks;
  const Json newest = Json::parse(rows.back()->resultJson, nullptr, false);
  if (!newest.is_object() || !newest.contains("masks")) return masks;
  for (const Json& mask : newest["masks"]) {
    const Json candidates = mask.value("candidates", Json::array());
    masks.push_back({candidates.empty() ? std::string() : candidates[0].value("token", std::string()), {}});
  }
  for (const ProbeRow* row : rows) {
    const Json result = Json::parse(row->resultJson, nullptr, false);
    if (!result.is_object() || !result.contains("masks")) continue;
    for (std::size_t i = 0; i < std::min(masks.size(), result["masks"].size()); ++i) {
      SparkPoint point{row->step, 0, 0};
      for (const Json& candidate : result["masks"][i].value("candidates", Json::array()))
        if (candidate.value("token", std::string()) == masks[i].word) point.probability = candidate.value("probability", 0.0);
      masks[i].points.push_back(point);
    }
  }
  return masks;
}

}  // namespace

KeptSentencesPanel::KeptSentencesPanel(KeptSentences* kept, QWidget* parent)
    : QFrame(parent), m_kept(kept), m_scores(new SentenceScores(kept, this)), m_over(new ElidedLabel({}, "small")), m_problem(makeText({}, "warn")),
      m_empty(makeText(tr("Keep a sentence with its hidden words, and its ranks over the whole training appear here."), "small")),
      m_bar(new QProgressBar), m_start(makeButton(tr("Score over training"), QStringLiteral("chart"))), m_cancel(makeButton(tr("Cancel"))), m_grid(new QGridLayout) {
  setProperty("role", QStringLiteral("card"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  auto* head = new QHBoxLayout;
  head->addWidget(makeLabel(tr("Kept sentences"), "heading"));
  head->addWidget(m_over, 1);
  m_bar->setFixedWidth(120);
  m_bar->setTextVisible(false);
  m_bar->setAccessibleName(tr("Checkpoints scored"));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_bar, m_cancel, m_start}) head->addWidget(widget);
  column->addLayout(head);
  column->addWidget(m_problem);
  column->addWidget(m_empty);
  m_grid->setHorizontalSpacing(kSpace4);
  m_grid->setVerticalSpacing(kSpace1);
  m_grid->setColumnStretch(3, 1);
  column->addLayout(m_grid);
  m_start->setToolTip(tr("Asks every checkpoint of the run for these sentences, and each new one when it comes"));
  connect(m_start, &QPushButton::clicked, m_scores, &SentenceScores::start);
  connect(m_cancel, &QPushButton::clicked, m_scores, &SentenceScores::cancel);
  connect(m_kept, &KeptSentences::changed, this, &KeptSentencesPanel::refresh);
  connect(m_scores, &SentenceScores::changed, this, &KeptSentencesPanel::refresh);
  refresh();
}

void KeptSentencesPanel::setRun(const QString& name, int colour, const std::vector<ModelChoice>& checkpoints) {
  m_runName = name;
  m_colour = colour;
  m_scores->setCheckpoints(checkpoints);
}

void KeptSentencesPanel::setProbes(const std::vector<ProbeRow>& probes) {
  m_probes = probes;
  refresh();
}

void KeptSentencesPanel::refreshHead() {
  const auto [done, all] = m_scores->progress();
  const bool any = !m_kept->all().empty();
  m_empty->setVisible(!any && m_probes.empty());
  QString over = all == 0 ? tr("choose a run's checkpoint above to see them over its training") : tr("over the training of %1").arg(m_runName);
  if (const int unread = m_scores->unread(); unread > 0) over += tr("; %n checkpoints could not be read", nullptr, unread);
  m_over->setText(any || !m_probes.empty() ? over : QString());
  m_bar->setRange(0, std::max(1, all));
  m_bar->setValue(done);
  m_bar->setVisible(m_scores->running());
  m_cancel->setVisible(m_scores->running());
  m_start->setVisible(!m_scores->running() && any && done < all);
  m_problem->setText(m_kept->problem());
  m_problem->setVisible(!m_kept->problem().isEmpty());
}

void KeptSentencesPanel::refresh() {
  refreshHead();
  clearLayout(m_grid);
  int row = 0;
  for (const KeptSentence& sentence : m_kept->all()) row = addSentence(row, sentence);
  addProbes(row);
}

int KeptSentencesPanel::addSentence(int row, const KeptSentence& sentence) {
  QPushButton* open = makeButton(sentence.blanked(), {}, "link");
  open->setToolTip(tr("Show this sentence above"));
  open->setMaximumWidth(static_cast<int>(360 * Theme::current().fontScale()));
  connect(open, &QPushButton::clicked, this, [this, sentence] { Q_EMIT chosen(sentence); });
  m_grid->addWidget(open, row, 0, Qt::AlignLeft);
  auto* remove = new QToolButton;
  remove->setIcon(icon(QStringLiteral("close"), IconColour::Muted));
  remove->setToolTip(tr("Keep it no longer"));
  remove->setAccessibleName(remove->toolTip() + QStringLiteral(": ") + sentence.blanked());
  connect(remove, &QToolButton::clicked, m_kept, [kept = m_kept, sentence] { kept->remove(sentence); }, Qt::QueuedConnection);   // the button goes with it
  m_grid->addWidget(remove, row, 4);
  const std::vector<MaskHistory> histories = m_scores->history(sentence);
  if (const QString problem = m_scores->problem(sentence); !problem.isEmpty()) m_grid->addWidget(makeText(problem, "problem"), row, 1, 1, 3);
  for (const MaskHistory& history : histories) addHistory(row++, history);
  return histories.empty() ? row + 1 : row;
}

void KeptSentencesPanel::addHistory(int row, const MaskHistory& history) {
  m_grid->addWidget(makeLabel(QString::fromStdString(history.word), "token"), row, 1);
  auto* curve = new Sparkline;
  curve->show(tr("%1 over training").arg(QString::fromStdString(history.word)), history.points, m_colour);
  m_grid->addWidget(curve, row, 2);
  const SparkPoint &first = history.points.front(), &last = history.points.back();
  QString said = formatPercent(last.probability);
  if (last.rank > 0) said = history.points.size() > 1 ? tr("rank %1 → %2, %3").arg(formatCount(first.rank), formatCount(last.rank), said) : tr("rank %1, %2").arg(formatCount(last.rank), said);
  m_grid->addWidget(makeLabel(said, "small"), row, 3);
}

int KeptSentencesPanel::addProbes(int row) {
  std::map<std::string, std::vector<const ProbeRow*>> byText;
  for (const ProbeRow& probe : m_probes) byText[probe.text].push_back(&probe);
  if (!byText.empty()) m_grid->addWidget(makeLabel(tr("Probes of the specification").toUpper(), "section"), row++, 0, 1, 4);
  for (const auto& [text, rows] : byText) {
    auto* label = new ElidedLabel(QString::fromStdString(text), "muted");
    label->setMinimumWidth(static_cast<int>(240 * Theme::current().fontScale()));
    m_grid->addWidget(label, row, 0);
    for (const ProbeMask& mask : masksOf(rows)) addHistory(row++, {mask.word, mask.points});
  }
  return row;
}

}  // namespace cloze
