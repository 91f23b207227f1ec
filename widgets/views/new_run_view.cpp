// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/new_run_view.h"

#include "engine/catalogue.h"
#include "widgets/charts/chart_view.h"
#include "widgets/form/form_widget.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/batch_view.h"
#include "widgets/views/family_cards.h"
#include "widgets/views/text_sources.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace cloze {

namespace {

QScrollArea* scrolling(QWidget* page) {
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  page->setProperty("role", QStringLiteral("page"));
  area->setWidget(page);
  return area;
}

}  // namespace

NewRunView::NewRunView(QWidget* parent) : QWidget(parent) {
  m_spec.data.train = {"toy-world"};
  m_model = new FormModel(m_spec, this);
  m_model->setCheck([this] { return checkCombinations(m_spec, Json()); });
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace3);
  outer->setSpacing(kSpace3);
  auto* columns = new QSplitter(Qt::Horizontal);
  columns->setHandleWidth(kSpace3);
  columns->setChildrenCollapsible(false);
  columns->addWidget(makeWhat());
  columns->addWidget(makeHow());
  columns->addWidget(makePreview());
  columns->setStretchFactor(0, 3);
  columns->setStretchFactor(1, 5);
  columns->setStretchFactor(2, 5);
  columns->setSizes({280, 440, 400});
  outer->addWidget(columns, 1);
  outer->addWidget(makeFoot());
  m_pause.setSingleShot(true);
  m_pause.setInterval(300);
  connectSignals();
  refreshPresets();
  refresh();
}

QWidget* NewRunView::makeWhat() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(kSpace1, 0, kSpace2, 0);
  column->setSpacing(kSpace2);
  column->addWidget(makeLabel(tr("What"), "title"));
  column->addWidget(makeLabel(tr("Name").toUpper(), "section"));
  m_name = new QLineEdit;
  m_name->setAccessibleName(tr("Name of the run"));
  column->addWidget(m_name);
  column->addWidget(makeLabel(tr("Model family").toUpper(), "section"));
  m_families = new FamilyCards;
  column->addWidget(m_families);
  column->addWidget(makeLabel(tr("Size").toUpper(), "section"));
  m_preset = new QComboBox;
  m_preset->setAccessibleName(tr("Size of the model"));
  m_preset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_preset->setMinimumContentsLength(12);
  column->addWidget(m_preset);
  column->addWidget(makeLabel(tr("Text").toUpper(), "section"));
  m_texts = new TextSources;
  column->addWidget(m_texts);
  column->addStretch(1);
  QScrollArea* area = scrolling(page);
  area->setMinimumWidth(230);
  return area;
}

QWidget* NewRunView::makeHow() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  column->addWidget(makeLabel(tr("How"), "title"));
  m_form = new FormWidget(m_model, {"name", "family.id", "family.preset", "data.train"});
  column->addWidget(m_form, 1);
  card->setMinimumWidth(static_cast<int>(340 * Theme::current().fontScale()));
  return card;
}

QWidget* NewRunView::makePreview() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, kSpace1, 0);
  column->setSpacing(kSpace3);
  m_rates = new ChartView(tr("Learning rate"), tr("over the whole run"));
  m_rates->setEmptyText(tr("The learning rate of every step appears here, from the function that trains."));
  m_rates->setFixedHeight(static_cast<int>(210 * Theme::current().fontScale()));
  column->addWidget(m_rates);

  auto* batch = new QVBoxLayout;
  QFrame* card = makeCard(batch);
  batch->addWidget(makeLabel(tr("What the objective does"), "heading"));
  m_cancel = makeButton(tr("Cancel"), {}, "link");
  m_showBatch = makeButton(tr("Show a real batch"));
  m_previewState = makeText(tr("Reads the text, cuts it into tokens and shows one batch as the model will see it."), "muted");
  batch->addWidget(m_previewState);
  m_batch = new BatchView;
  batch->addWidget(m_batch);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_showBatch);
  buttons->addWidget(m_cancel);
  buttons->addStretch(1);
  batch->addLayout(buttons);
  m_cancel->hide();
  column->addWidget(card);

  auto* command = new QVBoxLayout;
  QFrame* commandCard = makeCard(command);
  command->addWidget(makeLabel(tr("The same in a terminal"), "heading"));
  QPushButton* copy = makeButton(tr("Save settings and copy"), QStringLiteral("copy"));
  copy->setToolTip(tr("Writes the settings to a file and copies the command that trains from it"));
  connect(copy, &QPushButton::clicked, this, &NewRunView::specFileRequested);
  m_command = makeText({}, "code");
  command->addWidget(m_command);
  command->addWidget(copy, 0, Qt::AlignLeft);
  column->addWidget(commandCard);
  column->addStretch(1);
  QScrollArea* area = scrolling(page);
  area->setMinimumWidth(300);
  return area;
}

QWidget* NewRunView::makeFoot() {
  auto* foot = new QWidget;
  auto* row = new QHBoxLayout(foot);
  row->setContentsMargins(0, 0, 0, 0);
  m_estimate = makeLabel({}, "muted");
  m_reason = makeText({}, "bad");
  m_start = makeButton(tr("Start training"), QStringLiteral("play"), "primary");
  m_start->setObjectName(QStringLiteral("start"));
  row->addWidget(m_estimate, 1);
  row->addWidget(m_reason, 2);
  row->addWidget(m_start);
  m_reason->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  return foot;
}

void NewRunView::connectSignals() {
  connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) { m_model->setValue("name", text.toStdString()); });
  connect(m_families, &FamilyCards::chosen, this, [this](const QString& family) { m_model->setValue("family.id", family.toStdString()); });
  connect(m_preset, &QComboBox::activated, this, [this](int index) { m_model->setValue("family.preset", m_preset->itemData(index).toString().toStdString()); });
  connect(m_texts, &TextSources::changed, this, [this] { m_model->setValue("data.train", m_texts->texts()); });
  connect(m_model, &FormModel::edited, this, &NewRunView::refresh);
  connect(m_model, &FormModel::problemsChanged, this, &NewRunView::refresh);
  connect(m_model, &FormModel::edited, &m_pause, qOverload<>(&QTimer::start));
  connect(&m_pause, &QTimer::timeout, this, &NewRunView::askForPreview);
  connect(m_start, &QPushButton::clicked, this, &NewRunView::startRequested);
  connect(m_cancel, &QPushButton::clicked, this, &NewRunView::previewCancelled);
  connect(m_showBatch, &QPushButton::clicked, this, [this] { Q_EMIT batchRequested(++m_batchStep); });
}

void NewRunView::setSpec(const RunSpec& spec) {
  m_spec = spec;
  m_model->refresh(false);
  m_batch->clear();
  m_batchStep = 0;
  refresh();
  m_pause.start();
}

void NewRunView::askForPreview() {
  m_pause.stop();
  if (m_model->problems().empty()) Q_EMIT learningRatesRequested();
}

void NewRunView::refreshPresets() {
  const auto& settings = m_spec.family.as<FamilySettings>();
  const QSignalBlocker block(m_preset);
  m_preset->clear();
  for (const PresetInfo& preset : presets(settings.family))
    m_preset->addItem(presetTitle(settings.family, preset, m_spec.tokenizer.vocabSize), QString::fromStdString(preset.id));
  m_preset->setCurrentIndex(m_preset->findData(QString::fromStdString(settings.preset)));
}

void NewRunView::refresh() {
  const QString name = QString::fromStdString(m_spec.name);
  if (m_name->text() != name) m_name->setText(name);
  m_families->setFamily(m_spec.family.id());
  m_texts->setTexts(m_spec.data.train);
  if (m_spec.family.settings()) refreshPresets();
  const QString reason = reasonNotToStart();
  m_reason->setText(reason);
  m_start->setEnabled(reason.isEmpty());
  m_start->setToolTip(reason);
  m_command->setText(QStringLiteral("cloze train %1.json").arg(QString(name).simplified().replace(QLatin1Char(' '), QLatin1Char('-'))));
}

QString NewRunView::reasonNotToStart() const {
  if (m_spec.data.train.empty()) return tr("Choose the text to train on.");
  for (const std::string& path : m_spec.data.train)
    if (path != "toy-world" && !QFileInfo::exists(QString::fromStdString(path))) return tr("%1 is not there.").arg(formatPath(QString::fromStdString(path)));
  const auto& problems = m_model->problems();
  if (problems.empty()) return {};
  const auto& [path, message] = *problems.begin();
  const FormRow* row = m_model->row(path);
  const QString first = (row ? schemaText(row->info.shownLabel()) : QString::fromStdString(path)) + QStringLiteral(": ") + QString::fromStdString(message);
  return problems.size() == 1 ? first : tr("%1 (and %n more)", nullptr, static_cast<int>(problems.size()) - 1).arg(first);
}

void NewRunView::showLearningRates(const std::vector<LearningRateCurve>& curves) {
  std::vector<ChartCurve> shown;
  double highest = 0;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    auto planned = std::make_shared<SmoothedCurve>();
    for (std::size_t step = 0; step < curves[i].rates.size(); ++step) {
      planned->append(static_cast<double>(step + 1), curves[i].rates[step]);
      highest = std::max(highest, curves[i].rates[step]);
    }
    const bool same = i > 0 && curves[i].rates == curves[0].rates;   // groups that differ only in their decay
    if (!same) shown.push_back({metricTitle(curves[i].group), static_cast<int>(i), CurveStyle::Line, planned});
  }
  m_rates->setCurves(std::move(shown));
  m_rates->setFigure(tr("highest %1").arg(formatRate(highest)));
}

void NewRunView::showBatch(const BatchPreview& preview, std::int64_t step) {
  showPreviewProgress({});
  m_previewState->hide();
  m_showBatch->setText(tr("Next batch"));
  m_batch->show(preview, step);
}

void NewRunView::showEstimate(const CostEstimate& estimate) {
  m_estimate->setText(tr("About %1, %2 of memory, checkpoints of %3")
                          .arg(formatDuration(estimate.secondsPerStep * static_cast<double>(m_spec.train.steps)), formatBytes(estimate.peakBytes), formatBytes(estimate.checkpointBytes)));
}

void NewRunView::showPreviewProgress(const QString& text) {
  m_cancel->setVisible(!text.isEmpty());
  m_showBatch->setEnabled(text.isEmpty());
  if (text.isEmpty()) return;
  setRole(m_previewState, "muted");
  m_previewState->setText(text);
  m_previewState->show();
}

void NewRunView::showPreviewError(const QString& text) {
  showPreviewProgress({});
  setRole(m_previewState, "bad");
  m_previewState->setText(text);
  m_previewState->show();
}

}  // namespace cloze
