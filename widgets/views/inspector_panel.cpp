// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/inspector_panel.h"

#include "engine/run_spec.h"
#include "widgets/models/list_models.h"
#include "widgets/models/runs_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

constexpr std::size_t kMostSettings = 14;

QString valueAt(const SmoothedCurve& curve, std::int64_t step) {
  const auto nearest = curve.raw().empty() ? std::nullopt : curve.raw().nearest(static_cast<double>(step));
  return nearest && std::abs(curve.raw().x(*nearest) - static_cast<double>(step)) < 0.5 ? formatNumber(curve.raw().y(*nearest)) : QString();
}

QWidget* makePage() {
  auto* page = new QWidget;
  page->setProperty("role", QStringLiteral("panel"));
  page->setAttribute(Qt::WA_StyledBackground);
  return page;
}

// A path or an id too long for the panel loses its middle; its whole is the tip.
QString fitted(const QString& value, const QFontMetrics& metrics) {
  QStringList words = value.split(QLatin1Char(' '));
  const double scale = Theme::current().fontScale();       // the panel grows less than the font
  for (QString& word : words) {
    if (word.contains(QLatin1Char('/'))) word = metrics.elidedText(word, Qt::ElideMiddle, static_cast<int>(110 * scale));
    else if (word.contains(QLatin1Char('-'))) word = metrics.elidedText(word, Qt::ElideMiddle, static_cast<int>(90 + 40 * scale));
  }
  return words.join(QLatin1Char(' '));
}

// Of a run that trains here the specification says it before the log is read again; an empty parent is a random start.
std::vector<LineageRow> parentsOf(const RunData& run) {
  if (!run.parents().empty()) return run.parents();
  const std::string from = run.spec().is_object() ? run.spec().value(Json::json_pointer("/init/from"), std::string("random")) : std::string("random");
  return {{run.id(), from == "random" ? std::string() : from, "init", -1}};
}

}  // namespace

InspectorPanel::InspectorPanel(QWidget* parent) : QScrollArea(parent) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  setAccessibleName(tr("Inspector"));
  setProperty("role", QStringLiteral("panel"));
  inspectRun(nullptr);
}

void InspectorPanel::inspect(const Inspected& thing) {
  follow(nullptr);
  m_shown.clear();
  m_tags = nullptr;
  m_note = nullptr;
  QWidget* page = makePage();
  auto* column = new QVBoxLayout(page);
  addHead(column, thing.kind, thing.title);
  addFacts(column, thing.facts);
  if (!thing.note.isEmpty()) column->addWidget(makeText(thing.note, "muted"));
  column->addStretch(1);
  setWidget(page);
}

void InspectorPanel::inspectRun(RunData* run) {
  m_checkpoint = -1;
  m_shown.clear();
  follow(run);
  refresh();
}

void InspectorPanel::inspectCheckpoint(RunData* run, std::int64_t step) {
  m_checkpoint = step;
  m_shown.clear();
  follow(run);
  refresh();
}

void InspectorPanel::follow(RunData* run) {
  if (m_run == run) return;
  if (m_run) m_run->disconnect(this);
  m_run = run;
  if (!run) return;
  connect(run, &RunData::listsChanged, this, &InspectorPanel::refresh);
  connect(run, &RunData::statusChanged, this, &InspectorPanel::refresh);
}

void InspectorPanel::refresh() {
  if (!m_run) {
    m_tags = nullptr;
    m_note = nullptr;
    auto* empty = new EmptyState(QStringLiteral("info"), tr("What is selected is described here: a run, a checkpoint, a word."));
    empty->setProperty("role", QStringLiteral("panel"));
    empty->setAttribute(Qt::WA_StyledBackground);
    return setWidget(empty);
  }
  QString shown = QString::number(m_checkpoint);
  for (const InspectedFact& fact : runFacts()) shown += fact.name + fact.value;
  shown += QString::fromStdString(m_run->row().tags + m_run->row().note + m_run->row().name + m_run->spec().dump());
  const bool writing = (m_tags && m_tags->hasFocus()) || (m_note && m_note->hasFocus());
  if (shown == m_shown || (writing && !m_shown.isEmpty())) return;
  m_shown = shown;
  m_tags = nullptr;
  m_note = nullptr;
  setWidget(m_checkpoint < 0 ? runPage() : checkpointPage());
}

void InspectorPanel::addHead(QVBoxLayout* column, const QString& kind, const QString& title) {
  column->setContentsMargins(kSpace3, kSpace2, kSpace3, kSpace3);
  column->setSpacing(kSpace2);
  if (!kind.isEmpty()) column->addWidget(makeLabel(kind, "small"));
  column->addWidget(makeText(title, "heading"));
}

void InspectorPanel::addFacts(QVBoxLayout* column, const std::vector<InspectedFact>& facts) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kSpace3);
  grid->setVerticalSpacing(kSpace1);
  grid->setColumnStretch(1, 1);
  int row = 0;
  for (const InspectedFact& fact : facts) {
    QLabel* name = makeText(fact.name, "muted");
    QLabel* value = makeText(fact.value);
    name->setToolTip(fact.explanation);
    value->setText(fitted(fact.value, value->fontMetrics()));
    value->setToolTip(value->text() == fact.value ? fact.explanation : QStringLiteral("%1\n%2").arg(fact.value, fact.explanation).trimmed());
    int longest = 0;                                     // a word is never cut
    for (const QString& word : fact.name.split(QLatin1Char(' '))) longest = std::max(longest, name->fontMetrics().horizontalAdvance(word) + 2);
    name->setMinimumWidth(longest);
    name->setMaximumWidth(std::max(longest, static_cast<int>(130 * Theme::current().fontScale())));
    grid->addWidget(name, row, 0, Qt::AlignTop);
    grid->addWidget(value, row++, 1, Qt::AlignTop);
  }
  column->addLayout(grid);
}

std::vector<InspectedFact> InspectorPanel::runFacts() const {
  const RunRow& row = m_run->row();
  QString family = QString::fromStdString(row.family);
  for (const VariantRow& choice : familyTable()) if (choice.id == row.family) family = schemaText(choice.title);
  std::vector<InspectedFact> facts{{tr("Status"), runStatusText(row.status), QString::fromStdString(row.message)}, {tr("Family"), family, {}}, {tr("Objective"), learnedText(row.objective), {}}};
  if (row.parameters > 0) facts.push_back({tr("Parameters"), formatShortCount(row.parameters), formatCount(row.parameters)});
  facts.push_back({tr("Step"), row.steps > 0 ? tr("%1 of %2").arg(formatCount(row.step), formatCount(row.steps)) : formatCount(row.step), {}});
  if (std::isfinite(row.lastLoss)) facts.push_back({tr("Loss"), formatNumber(row.lastLoss), tr("Of the newest step")});
  if (std::isfinite(row.bestValidationLoss)) facts.push_back({tr("Held-out loss"), formatNumber(row.bestValidationLoss), tr("The best so far")});
  if (row.seconds > 0) facts.push_back({tr("Trained for"), formatDuration(row.seconds), {}});
  if (row.createdAt > 0) facts.push_back({tr("Started"), formatDateTime(row.createdAt), {}});
  for (const LineageRow& parent : parentsOf(*m_run)) {
    const QString from = QString::fromStdString(parent.parentRun), name = QFileInfo(from).fileName();
    facts.push_back({tr("Grew from"), parent.parentRun.empty() ? tr("nothing, a random start") : parent.parentStep < 0 ? name : tr("%1, step %2").arg(name, formatCount(parent.parentStep)), from});
  }
  if (!row.out.empty()) facts.push_back({tr("Folder"), QString::fromStdString(row.out.filename().string()), QString::fromStdString(row.out.string())});
  return facts;
}

std::vector<InspectedFact> InspectorPanel::changedSettings() const {
  std::vector<InspectedFact> changed;
  for (const SettingRow& row : settingRows(m_run->spec()))
    if (row.changed && row.path != "name" && changed.size() < kMostSettings) changed.push_back({row.label, row.value, row.help});
  return changed;
}

QWidget* InspectorPanel::runPage() {
  QWidget* page = makePage();
  auto* column = new QVBoxLayout(page);
  addHead(column, tr("Run"), QString::fromStdString(m_run->row().name.empty() ? m_run->id() : m_run->row().name));
  addFacts(column, runFacts());
  addNotes(column);
  const std::vector<InspectedFact> changed = changedSettings();
  if (!changed.empty()) {
    column->addWidget(makeRule());
    column->addWidget(makeText(tr("Differs from the preset").toUpper(), "section"));
    addFacts(column, changed);
  }
  column->addStretch(1);
  return page;
}

void InspectorPanel::addNotes(QVBoxLayout* column) {
  m_tags = new QLineEdit(QString::fromStdString(m_run->row().tags));
  m_tags->setPlaceholderText(tr("Tags, with commas"));
  m_tags->setAccessibleName(tr("Tags"));
  m_note = new QPlainTextEdit(QString::fromStdString(m_run->row().note));
  m_note->setPlaceholderText(tr("A note about this run"));
  m_note->setAccessibleName(tr("Note"));
  m_note->setTabChangesFocus(true);
  fitToText(m_note, [this] { m_note->setFixedHeight(m_note->fontMetrics().lineSpacing() * 3 + 2 * kSpace3); });
  m_note->installEventFilter(this);
  column->addWidget(m_tags);
  column->addWidget(m_note);
  connect(m_tags, &QLineEdit::editingFinished, this, &InspectorPanel::describe);
}

void InspectorPanel::describe() {
  if (!m_run || !m_tags || !m_note) return;
  const QString tags = m_tags->text().trimmed(), note = m_note->toPlainText().trimmed();
  if (tags.toStdString() == m_run->row().tags && note.toStdString() == m_run->row().note) return;
  Q_EMIT described(QString::fromStdString(m_run->id()), tags, note);
}

bool InspectorPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_note && event->type() == QEvent::FocusOut) describe();
  return QScrollArea::eventFilter(watched, event);
}

QWidget* InspectorPanel::checkpointPage() {
  QWidget* page = makePage();
  auto* column = new QVBoxLayout(page);
  const auto& all = m_run->checkpoints();
  const auto found = std::find_if(all.begin(), all.end(), [this](const CheckpointRow& row) { return row.step == m_checkpoint; });
  addHead(column, tr("Checkpoint"), tr("%1, step %2").arg(QString::fromStdString(m_run->row().name), formatCount(m_checkpoint)));
  if (found == all.end()) {
    column->addWidget(makeText(tr("This checkpoint is not there any more."), "muted"));
    column->addStretch(1);
    return page;
  }
  std::vector<InspectedFact> facts{{tr("Size"), formatBytes(found->bytes), {}}, {tr("Saved"), formatDateTime(found->createdAt), {}}};
  const std::pair<QString, const char*> losses[] = {{tr("Loss"), "loss"}, {tr("Held-out loss"), "validation/loss"}};
  for (const auto& [name, curve] : losses)
    if (const QString value = valueAt(*m_run->curve(curve), m_checkpoint); !value.isEmpty()) facts.push_back({name, value, tr("At this step")});
  facts.push_back({tr("State"), found->removed ? tr("removed to save space") : found->best ? tr("kept, the best so far") : tr("kept"), {}});
  facts.push_back({tr("Folder"), QString::fromStdString(found->folder.filename().string()), QString::fromStdString(found->folder.string())});
  addFacts(column, facts);
  if (!found->removed) addCheckpointButtons(column, *found);
  column->addStretch(1);
  return page;
}

void InspectorPanel::addCheckpointButtons(QVBoxLayout* column, const CheckpointRow& checkpoint) {
  const ModelChoice model{tr("%1, step %2").arg(QString::fromStdString(m_run->row().name), formatCount(checkpoint.step)), checkpoint.folder, m_run->id(), m_run->colour(), false};
  QPushButton* masks = makeButton(tr("Open in masked words"), QStringLiteral("mask"));
  QPushButton* neighbours = makeButton(tr("Open in neighbours"), QStringLiteral("neighbours"));
  QPushButton* run = makeButton(tr("Show the run"), QStringLiteral("chart"));
  for (QPushButton* button : {masks, neighbours, run}) column->addWidget(button);
  connect(masks, &QPushButton::clicked, this, [this, model] { Q_EMIT masksRequested(model); });
  connect(neighbours, &QPushButton::clicked, this, [this, model] { Q_EMIT neighboursRequested(model); });
  connect(run, &QPushButton::clicked, this, [this] { Q_EMIT runRequested(QString::fromStdString(m_run->id())); });
}

}  // namespace cloze
