// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/transfer_view.h"

#include "engine/core/schema.h"
#include "engine/tasks/task.h"
#include "widgets/charts/chart_view.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/save_file.h"
#include "widgets/shared/table_tools.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

constexpr TransferArm kArms[] = {TransferArm::Scratch, TransferArm::Transfer, TransferArm::Frozen};
constexpr int kColours[] = {1, 0, 2};                       // of the arms

QString shareText(double fraction) { return QLocale().toString(100 * fraction, 'g', 4) + QStringLiteral(" %"); }

QString signedText(double value) { return (value > 0 ? QStringLiteral("+") : QString()) + formatNumber(value); }

QString verdictOf(const std::string& verdict) {
  if (verdict == "helped") return TransferView::tr("it helped");
  if (verdict == "hurt") return TransferView::tr("it hurt");
  if (verdict == "one seed") return TransferView::tr("one seed says nothing about chance");
  return TransferView::tr("no evidence either way");
}

QString multiplierText(double multiplier) {
  if (std::isnan(multiplier)) return QStringLiteral("–");
  return std::isinf(multiplier) ? TransferView::tr("more than there are") : TransferView::tr("%1 times as many").arg(formatNumber(multiplier, 2));
}

// "1, 10, 100" in per cent.
std::vector<double> readShares(const QString& text) {
  static const QRegularExpression between(QStringLiteral("[,;\\s%]+"));
  std::vector<double> shares;
  for (const QString& part : text.split(between, Qt::SkipEmptyParts)) {
    bool good = false;
    const double share = part.toDouble(&good) / 100;
    if (!good || share <= 0 || share > 1) throw std::invalid_argument(TransferView::tr("\"%1\" is no share of the labels: give numbers above 0 up to 100, like 1, 10, 100.").arg(part).toStdString());
    shares.push_back(share);
  }
  if (shares.empty()) throw std::invalid_argument(TransferView::tr("Give at least one share of the labels, like 1, 10, 100.").toStdString());
  return shares;
}

}  // namespace

QString armText(TransferArm arm) {
  switch (arm) {
    case TransferArm::Scratch: return TransferView::tr("from scratch");
    case TransferArm::Transfer: return TransferView::tr("from the checkpoint");
    case TransferArm::Frozen: break;
  }
  return TransferView::tr("checkpoint, frozen");
}

TransferView::TransferView(QWidget* parent)
    : QWidget(parent), m_title(makeText({}, "title")), m_plan(makeText({}, "small")), m_state(makeText({}, "small")), m_answer(makeText({}, "heading")), m_shares(new QLineEdit),
      m_rate(new QLineEdit), m_seeds(new QSpinBox), m_steps(new QSpinBox), m_start(makeButton(tr("Start the comparison"), QStringLiteral("play"), "primary")),
      m_cancel(makeButton(tr("Cancel"), QStringLiteral("stop"))), m_bar(new QProgressBar), m_banner(new Banner), m_rows(new QStandardItemModel(0, 9, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace3);
  column->addWidget(makeSettings());
  column->addWidget(m_banner);
  m_banner->clear();
  m_empty = new EmptyState(QStringLiteral("chart"), tr("The chart shows how good each way is with few labels and with all of them. It fills as the runs end; each of them stands in the list of runs."));
  column->addWidget(m_empty, 1);
  column->addWidget(makeResults(), 1);
  m_resultsPart->hide();
  connect(m_start, &QPushButton::clicked, this, &TransferView::start);
  connect(m_cancel, &QPushButton::clicked, this, &TransferView::cancelled);
  connect(m_shares, &QLineEdit::textChanged, this, &TransferView::refreshPlan);
  for (QSpinBox* box : {m_seeds, m_steps}) connect(box, &QSpinBox::valueChanged, this, &TransferView::refreshPlan);
  showProgress({});
}

QWidget* TransferView::makeSettings() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  column->addWidget(m_title);
  m_shares->setText(QStringLiteral("1, 10, 100"));
  m_shares->setMaximumWidth(160);
  m_seeds->setRange(1, 20);
  m_seeds->setValue(3);
  m_steps->setRange(1, 1000000);
  m_steps->setGroupSeparatorShown(true);
  m_rate->setPlaceholderText(tr("as the others"));
  m_rate->setMaximumWidth(160);
  QWidget* fields = makeFlow(kSpace4, kSpace2);
  struct Field { QWidget* editor; QString label, help; };
  for (const Field& field : {Field{m_shares, tr("Shares of the labels, %"), tr("The same share of every class; a smaller one is part of a larger one")},
                             Field{m_seeds, tr("Seeds"), tr("Each run is repeated so often with other random choices: three tell how much is chance")},
                             Field{m_steps, tr("Steps of each run"), tr("The same for all, so that none has more work done on it")},
                             Field{m_rate, tr("Learning rate from scratch"), tr("A model that starts from nothing may need a higher rate; empty: the same")}}) {
    auto* cell = new QWidget;
    auto* inside = new QVBoxLayout(cell);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(2);
    QLabel* label = makeLabel(field.label, "small");
    label->setBuddy(field.editor);
    inside->addWidget(label);
    inside->addWidget(field.editor);
    field.editor->setAccessibleName(field.label);
    field.editor->setToolTip(field.help);
    fields->layout()->addWidget(cell);
  }
  column->addWidget(fields);
  column->addWidget(m_plan);
  auto* row = new QHBoxLayout;
  row->addWidget(m_start);
  row->addWidget(m_cancel);
  row->addWidget(m_state, 1);
  column->addLayout(row);
  m_bar->setTextVisible(false);
  m_bar->setAccessibleName(tr("Progress of the comparison"));
  column->addWidget(m_bar);
  return card;
}

QWidget* TransferView::makeResults() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace3);
  column->addWidget(m_answer);
  m_chart = new ChartView(tr("By the number of labelled examples"), {});
  m_chart->setXName(tr("examples"));
  m_chart->setLogX(true);
  m_chart->setSmoothing(0);
  fitToText(m_chart, [this] { m_chart->setMinimumHeight(static_cast<int>(240 * Theme::current().fontScale())); });
  column->addWidget(m_chart, 3);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  QPushButton* copy = makeButton(tr("Copy the table"), QStringLiteral("copy"));
  QPushButton* save = makeButton(tr("Save every run (CSV)..."), QStringLiteral("save"));
  buttons->addWidget(copy);
  buttons->addWidget(save);
  column->addLayout(buttons);
  m_table = makeTable(m_rows, 1, tr("Results of the comparison"));
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  fitToText(m_table, [this] { m_table->setMinimumHeight(static_cast<int>(150 * Theme::current().fontScale())); });
  column->addWidget(inCard(m_table), 2);
  connect(copy, &QPushButton::clicked, this, [this] { copyTable(m_table, true); });
  connect(save, &QPushButton::clicked, this, &TransferView::saveTable);
  return m_resultsPart = makePageScroll(page);
}

void TransferView::setRun(const RunSpec& spec, std::int64_t steps) {
  m_spec = spec;
  const TaskInfo& task = taskInfo(spec.task.id);
  m_metric = task.metrics.front();
  m_title->setText(tr("%1, from %2").arg(schemaText(task.title), QFileInfo(QString::fromStdString(spec.init.from)).fileName()));
  m_title->setToolTip(formatPath(QString::fromStdString(spec.init.from)));
  m_steps->setValue(static_cast<int>(std::clamp<std::int64_t>(steps, 1, 1000000)));
  m_chart->setTitle(tr("%1 by the number of labelled examples").arg(metricTitle(m_metric)), tr("%1; bands: one standard deviation").arg(metricUnit(m_metric)));
  m_chart->setValueBounds(metricBounds(m_metric));
  refreshPlan();
}

RunSpec TransferView::wanted() const {
  RunSpec spec = m_spec;
  spec.fractions = readShares(m_shares->text());
  spec.seeds.clear();
  for (int seed = 1; seed <= m_seeds->value(); ++seed) spec.seeds.push_back(seed);
  spec.train.steps = m_steps->value();
  spec.train.epochs = 0;
  spec.train.evaluateEvery = 0;
  spec.train.checkpointEvery = 0;
  if (const Json schedule = toJson(*spec.schedule.settings()); schedule.contains("warmup_steps"))
    readJson(*spec.schedule.settings(), Json{{"warmup_steps", std::min<std::int64_t>(schedule["warmup_steps"].get<std::int64_t>(), m_steps->value() / 10)}});
  if (!m_rate->text().trimmed().isEmpty() && scratchRate() <= 0) throw std::invalid_argument(tr("\"%1\" is no learning rate: give a number above 0, like 1e-3, or nothing.").arg(m_rate->text()).toStdString());
  return spec;
}

double TransferView::scratchRate() const {
  bool good = false;
  const double rate = QLocale::c().toDouble(m_rate->text().trimmed(), &good);
  return good ? rate : 0;
}

void TransferView::refreshPlan() {
  try {
    const auto shares = static_cast<std::int64_t>(readShares(m_shares->text()).size());
    m_plan->setText(tr("%1 runs of %2 steps: %3 shares, %4 seeds, and three ways each.").arg(formatCount(shares * m_seeds->value() * 3), formatCount(m_steps->value()), formatCount(shares), formatCount(m_seeds->value())));
    showProblem({});
  } catch (const std::exception& error) {
    m_plan->clear();
    showProblem(QString::fromUtf8(error.what()));
  }
}

void TransferView::start() {
  try {
    wanted();
    showProblem({});
    Q_EMIT startRequested();
  } catch (const std::exception& error) {
    showProblem(QString::fromUtf8(error.what()));
  }
}

void TransferView::showProblem(const QString& text) {
  if (text.isEmpty()) m_banner->clear();
  else m_banner->sayError(text);
}

void TransferView::showProgress(const TransferProgress& progress) {
  m_start->setVisible(!progress.running);
  m_cancel->setVisible(progress.running);
  m_bar->setVisible(progress.running);
  for (QWidget* field : std::initializer_list<QWidget*>{m_shares, m_seeds, m_steps, m_rate}) field->setEnabled(!progress.running);
  m_bar->setRange(0, std::max(1, progress.all) * 100);
  m_bar->setValue(progress.done * 100 + static_cast<int>(progress.share * 100));
  if (progress.running) m_state->setText(tr("Run %1 of %2: %3").arg(formatCount(progress.done + 1), formatCount(progress.all), progress.current));
  else m_state->setText(progress.all > 0 && progress.done < progress.all ? tr("Stopped after %1 of %2 runs; Start goes on with those that are missing.").arg(formatCount(progress.done), formatCount(progress.all)) : QString());
}

void TransferView::showResults(const std::vector<ArmResult>& results) {
  m_results = results;
  m_empty->setVisible(results.empty());
  m_resultsPart->setVisible(!results.empty());
  if (results.empty()) return;
  const TransferSummary summary = summarise(results);
  showChart(summary);
  showTable(summary);
  m_answer->setText(answerText());
}

void TransferView::showChart(const TransferSummary& summary) {
  std::vector<ChartCurve> curves;
  for (std::size_t arm = 0; arm < std::size(kArms); ++arm) {
    const auto middle = std::make_shared<SmoothedCurve>(), low = std::make_shared<SmoothedCurve>(), high = std::make_shared<SmoothedCurve>();
    for (const ArmSummary& one : summary.arms) {
      if (one.arm != kArms[arm]) continue;
      const double spread = std::isfinite(one.deviation) ? one.deviation : 0;
      middle->append(static_cast<double>(one.examples), one.mean);
      low->append(static_cast<double>(one.examples), one.mean - spread);
      high->append(static_cast<double>(one.examples), one.mean + spread);
    }
    ChartCurve curve{armText(kArms[arm]), kColours[arm], CurveStyle::Line, middle};
    curve.marked = true;
    curve.low = low;
    curve.high = high;
    if (!middle->raw().empty()) curves.push_back(std::move(curve));
  }
  m_chart->setCurves(std::move(curves));
}

void TransferView::showTable(const TransferSummary& summary) {
  m_rows->clear();
  m_rows->setHorizontalHeaderLabels({tr("Labels"), tr("Way"), metricTitle(m_metric), tr("Deviation"), tr("Seeds"), tr("Over scratch"), tr("95 % interval"), tr("Verdict"), tr("Labels that scratch needs")});
  for (const ArmSummary& arm : summary.arms) {
    const auto gain = std::find_if(summary.gains.begin(), summary.gains.end(), [&arm](const TransferGain& one) { return one.arm == arm.arm && one.fraction == arm.fraction; });
    QStringList cells{QStringLiteral("%1 (%2)").arg(formatCount(arm.examples), shareText(arm.fraction)), armText(arm.arm), formatNumber(arm.mean), formatNumber(arm.deviation), formatCount(arm.seeds)};
    if (gain != summary.gains.end())
      cells << signedText(gain->difference) << tr("%1 to %2").arg(signedText(gain->low), signedText(gain->high)) << verdictOf(gain->verdict) << multiplierText(gain->multiplier);
    QList<QStandardItem*> items;
    for (const QString& cell : cells) {
      items << new QStandardItem(cell);
      if (items.size() != 2 && items.size() != 8) items.back()->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    m_rows->appendRow(items);
  }
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(7, QHeaderView::Stretch);
}

// One line for each share of the labels.
QString TransferView::answerText() const {
  QStringList lines;
  if (m_results.empty()) return {};
  for (const TransferGain& gain : summarise(m_results).gains) {
    if (gain.arm != TransferArm::Transfer) continue;
    lines << tr("With %1 of the labels: %2 (%3 %4, 95 %: %5 to %6).").arg(shareText(gain.fraction), verdictOf(gain.verdict), metricTitle(m_metric), signedText(gain.difference), signedText(gain.low), signedText(gain.high));
  }
  return lines.join(QLatin1Char('\n'));
}

QString TransferView::csv() const {
  QString text = QStringLiteral("arm,fraction,seed,examples,%1\n").arg(QString::fromStdString(m_metric));
  for (const ArmResult& one : m_results)
    text += QStringLiteral("%1,%2,%3,%4,%5\n").arg(QLatin1String(armName(one.arm))).arg(one.fraction).arg(one.seed).arg(one.examples).arg(one.value, 0, 'g', 17);
  return text;
}

void TransferView::saveTable() {
  saveFileAs(this, {tr("Save every run"), QStringLiteral("transfer-report"), QStringLiteral("csv"), tr("Table (*.csv)")}, csv().toUtf8(),
             [this](const QString&, const QString& problem) { if (!problem.isEmpty()) showProblem(problem); });
}

}  // namespace cloze
