// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/neighbours_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/sense_bars.h"
#include "widgets/views/source_picker.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>

#include <algorithm>
#include <map>
#include <set>

namespace cloze {

void NeighboursView::setModels(const std::vector<ModelChoice>& models) {
  const bool none = !m_picker->chosen();
  m_models = models;
  m_picker->setModels(models);
  m_panels[1]->picker()->setModels(models);
  refreshOwnText();
  if (none) askAllPieces();
}

void NeighboursView::showModel(const ModelChoice& model) {
  m_picker->choose(model);
  refreshOwnText();
  askAllPieces();
}

void NeighboursView::showModels(const std::vector<ModelChoice>& models) {
  if (models.empty()) return;
  showModel(models.front());
  if (models.size() < 2) return;
  addSecondSentence(QString::fromStdString(m_panels[0]->text()));
  m_panels[1]->picker()->choose(models[1]);
  askPieces(1);
}

std::optional<ModelChoice> NeighboursView::modelOf(int panel) const { return panel == 0 ? m_picker->chosen() : m_panels[1]->picker()->chosen(); }

bool NeighboursView::twoModels() const {
  const auto first = modelOf(0), second = modelOf(1);
  return !m_panels[1]->isHidden() && first && second && !(*first == *second);
}

// The second sentence is asked of the first one's model until it is given another.
void NeighboursView::askAllPieces() {
  const auto first = modelOf(0), second = modelOf(1);
  if (first && (!second || (m_firstModel && *second == *m_firstModel))) m_panels[1]->picker()->choose(*first);
  m_firstModel = first;
  askPieces(0);
  askPieces(1);
}

void NeighboursView::setTexts(const std::vector<std::string>& texts) { m_texts->choose(texts); }
void NeighboursView::setVectorFile(const std::string& file) { m_vectors->choose({file}); }

// What the model was trained on is the first text to look into.
void NeighboursView::refreshOwnText() {
  const auto model = m_picker->chosen();
  const bool known = model && !model->texts.empty() && model->texts != std::vector<std::string>{"toy-world"};
  m_texts->setOwn(tr("The text of its training"), known ? model->texts : SourcePicker::Sources());
}

void NeighboursView::addSecondSentence(const QString& text) {
  m_panels[1]->show();
  m_second->hide();
  m_panels[1]->chooseWord(m_panels[0]->wantedWord());
  if (!text.isEmpty()) m_panels[1]->setSentence(text);
}

void NeighboursView::removeSecondSentence() {
  for (const AskerId asker : {kPiecesAsker + 1, kSecondAsker}) Q_EMIT cancelled(asker);
  m_panels[1]->hide();
  m_second->show();
  if (m_answer.results.size() > 1) search();
}

void NeighboursView::askPieces(int number) {
  const auto model = modelOf(number);
  if (!model) return showError(kPiecesAsker + number, tr("Choose a model: start a run, or open a folder with a checkpoint."));
  if (!m_panels[number]->text().empty() && !m_panels[number]->isHidden()) Q_EMIT asked(kPiecesAsker + number, *model, PiecesQuestion{m_panels[number]->text()});
}

void NeighboursView::refreshLayers(std::int64_t layers, bool mixed) {
  if (layers == m_layerCount && mixed == m_mixed && layers >= 0) return;
  m_layerCount = layers;
  m_mixed = mixed;
  for (QAbstractButton* old : m_layerGroup->buttons()) m_layerGroup->removeButton(old);
  clearLayout(m_layers->layout());
  m_layers->layout()->addWidget(makeLabel(tr("Layer"), "small"));
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
  if (!mixed) return;
  QPushButton* button = makeButton(tr("mixture"), {}, "segment");
  button->setCheckable(true);
  button->setToolTip(tr("All layers mixed, as tasks use this family: in equal shares until a task has learned its own"));
  m_layerGroup->addButton(button, static_cast<int>(kMixedLayers));
  m_layers->layout()->addWidget(button);
}

void NeighboursView::chooseLayer(int layer) {
  if (QAbstractButton* button = m_layerGroup->button(layer)) button->setChecked(true);
  if (!m_answer.results.empty()) search();
}

void NeighboursView::search() {
  const auto model = m_picker->chosen();
  m_searchWhenReady = !m_panels[0]->query() || !model;
  if (m_searchWhenReady) return;
  if (m_texts->chosen().empty()) return showError(kAsker, tr("Choose the text to search."));
  std::vector<QueryWord> queries{*m_panels[0]->query()};
  const auto second = m_panels[1]->isHidden() ? std::nullopt : m_panels[1]->query();
  if (second && !twoModels()) queries.push_back(*second);
  setSearching(true);
  Q_EMIT asked(kAsker, *model, questionOf(std::move(queries)));
  if (second && twoModels()) Q_EMIT asked(kSecondAsker, *modelOf(1), questionOf({*second}));
  else Q_EMIT cancelled(kSecondAsker);
}

NeighboursQuestion NeighboursView::questionOf(std::vector<QueryWord> queries) const {
  NeighboursQuestion question;
  question.queries = std::move(queries);
  question.layer = m_layerGroup->checkedId();
  question.k = m_count->value();
  question.sameWordOnly = m_sameWord->isChecked();
  question.texts = m_texts->chosen();
  if (const auto files = m_vectors->chosen(); !files.empty()) question.vectorFile = files.front();
  return question;
}

// A live run answers as it is now; a run that trains elsewhere, by its newest checkpoint.
void NeighboursView::checkpointSaved(const std::string& run) {
  const auto model = m_picker->chosen();
  if (!m_follow->isChecked() || !model || model->run != run || m_answer.results.empty()) return;
  if (!model->live) {
    const auto newest = std::max_element(m_models.begin(), m_models.end(), [&run](const ModelChoice& a, const ModelChoice& b) {
      return (a.run == run ? a.step : -2) < (b.run == run ? b.step : -2);
    });
    if (newest == m_models.end() || newest->run != run) return;
    m_picker->choose(*newest);
  }
  search();
}

void NeighboursView::setSearching(bool searching) {
  m_cancel->setVisible(searching);
  m_find->setEnabled(!searching);
  if (searching) m_summary->setText(tr("Searching..."));
}

void NeighboursView::showResult(const NeighboursAnswer& answer, const ModelFacts& facts) {
  setSearching(false);
  m_answer = answer;
  for (const std::size_t query : {0, 1}) m_panels[query]->showResult(answer, query);
  QString said = tr("%1 occurrences compared in %2 sentences").arg(formatCount(answer.results.front().occurrences), formatCount(answer.sentences));
  if (answer.cut) said += tr(" (the first ones of the text)");
  if (answer.results.front().sameSentence > 0) said += tr("; the sentence itself is left out");
  if (answer.results.front().skipped > 0) said += tr("; %n vectors are no numbers and were left out", nullptr, static_cast<int>(answer.results.front().skipped));
  if (facts.step >= 0) said += tr("; model at step %1").arg(formatCount(facts.step));
  m_summary->setText(said);
  m_export->setEnabled(true);
  showMap();
}

// The sense of most neighbours of the first sentence comes first, so that lists and map have the same colours.
std::vector<std::string> NeighboursView::sensesInOrder() const {
  std::vector<std::string> senses = m_answer.map.part.senses;
  for (auto result = m_answer.results.rbegin(); result != m_answer.results.rend(); ++result) {
    std::map<std::string, int> counts;
    for (const Neighbour& neighbour : result->neighbours)
      if (!neighbour.sense.empty()) ++counts[neighbour.sense];
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == counts.end()) continue;
    const auto place = std::find(senses.begin(), senses.end(), most->first);
    if (place != senses.end()) std::rotate(senses.begin(), place, place + 1);
  }
  return senses;
}

// Of which sentence a point is among the nearest; of both: the first.
int NeighboursView::kindBySentence(const MapPoint& point) const {
  for (std::size_t query = 0; query < m_answer.results.size(); ++query)
    for (const Neighbour& neighbour : m_answer.results[query].neighbours)
      if (neighbour.line == point.line && neighbour.byteBegin == point.byteBegin) return static_cast<int>(query);
  return -1;
}

void NeighboursView::showMap() {
  const WordMap& map = m_answer.map.part;
  const std::vector<std::string> senses = sensesInOrder();
  const bool bySense = m_colours->currentIndex() == 0 && !senses.empty();
  m_colours->setVisible(!senses.empty());
  std::vector<int> kinds;
  for (const MapPoint& point : map.points) {
    const auto sense = std::find(senses.begin(), senses.end(), point.sense);
    kinds.push_back(!bySense ? kindBySentence(point) : sense == senses.end() ? -1 : static_cast<int>(sense - senses.begin()));
  }
  QStringList legend;
  if (bySense) for (const std::string& sense : senses) legend << QString::fromStdString(sense);
  else for (std::size_t query = 0; query < m_answer.results.size(); ++query) legend << (query == 0 ? tr("near the first sentence") : tr("near the second"));
  m_map->show(map, kinds, legend);
  const std::int64_t shown = static_cast<std::int64_t>(map.points.size()) - static_cast<std::int64_t>(m_answer.results.size());
  m_mapTitle->setText(tr("%1 occurrences of \"%2\"").arg(formatCount(std::max<std::int64_t>(0, shown)), m_panels[0]->wantedWord()));
  QString note = tr("PCA, %1 of the variance (%2 + %3); the lists compare in the full space").arg(formatPercent(map.explained[0] + map.explained[1]), formatPercent(map.explained[0]), formatPercent(map.explained[1]));
  if (map.found > shown + map.skipped) note += tr("; the first %1 of %2").arg(formatCount(shown), formatCount(map.found));
  if (shown <= 0) note = tr("The word does not occur in this text.");
  m_mapNote->setText(m_answer.map.problem.empty() ? note : QString::fromStdString(m_answer.map.problem));
  m_selected->clear();
  const bool told = !map.senseAccuracy.empty();
  m_bars->show(map.senseAccuracy, static_cast<int>(map.senses.size()), static_cast<int>(map.layer), told && static_cast<std::int64_t>(map.senseAccuracy.size()) > m_layerCount + 1);
  m_bars->setVisible(told);
  m_barsTitle->setVisible(told);
}

void NeighboursView::selectEverywhere(std::int64_t line, std::int32_t byteBegin) {
  for (QueryPanel* panel : m_panels) panel->select(line, byteBegin);
  m_map->select({line, byteBegin});
  const int number = m_map->selected();
  if (number < 0) return m_selected->clear();
  const MapPoint& point = m_map->point(number);
  m_selected->setText(QString::fromStdString(point.sentence) + (point.sense.empty() ? QString() : QStringLiteral("  (") + QString::fromStdString(point.sense) + QLatin1Char(')')));
}

void NeighboursView::showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
  if (asker == kAsker || asker == kPiecesAsker) refreshLayers(facts.layers, !facts.mix.shares.empty());
  if (const auto* pieces = std::get_if<PiecesAnswer>(&answer); pieces && asker >= kPiecesAsker) m_panels[asker - kPiecesAsker]->showPieces(*pieces);
  if (const auto* found = std::get_if<NeighboursAnswer>(&answer); found && asker == kSecondAsker) m_panels[1]->showResult(*found, 0);
  else if (found) showResult(*found, facts);
}

void NeighboursView::showWaiting(AskerId asker, const QString& text) {
  if (asker != kAsker) return;
  m_summary->setText(text);
  for (QueryPanel* panel : m_panels) panel->showWaiting(text);
}

void NeighboursView::showError(AskerId asker, const QString& text) {
  if (asker == kAsker) setSearching(false);
  const bool second = asker == kPiecesAsker + 1 || asker == kSecondAsker;
  m_panels[second ? 1 : 0]->showProblem(text);
  if (second) return;
  m_summary->clear();
  if (asker != kAsker) return;
  m_answer = {};
  m_map->clear();
  for (QLabel* label : std::initializer_list<QLabel*>{m_mapTitle, m_mapNote, m_selected}) label->clear();
  m_bars->hide();
  m_barsTitle->hide();
  m_export->setEnabled(false);
}

}  // namespace cloze
