// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/tasks_together.h"

#include "engine/tasks/multi_task_examples.h"
#include "widgets/form/field_editor.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/shared/word_bars.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr const char* kSamplings[] = {"proportional", "square_root", "uniform", "annealed"};

bool allCounted(const std::vector<TogetherTask>& tasks) {
  return std::all_of(tasks.begin(), tasks.end(), [](const TogetherTask& task) { return task.examples > 0; });
}

}  // namespace

TasksTogether::TasksTogether(QWidget* parent)
    : QWidget(parent), m_add(makeButton(tr("Add a task"), QStringLiteral("plus"))), m_remove(makeButton(tr("Remove this task"), QStringLiteral("trash"))), m_sampling(new QComboBox), m_bars(new WordBars), m_note(makeText({}, "small")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace1);
  m_add->setToolTip(tr("One body learns several tasks together, with a head for each"));
  m_remove->setToolTip(tr("The task shown above is no longer learnt"));
  for (const char* id : kSamplings) m_sampling->addItem(choiceText(id), QString::fromLatin1(id));
  m_sampling->setAccessibleName(tr("How often each task is drawn"));
  m_sampling->setToolTip(tr("How often each task is drawn: as its number of examples, as the root of it, all alike, or from proportional towards alike over the epochs"));
  guardWheel(m_sampling);
  m_bars->setAccessibleName(tr("Share of each task in the batches"));
  QWidget* buttons = makeFlow(kSpace1, kSpace1);
  buttons->layout()->addWidget(m_add);
  buttons->layout()->addWidget(m_remove);
  column->addWidget(m_bars);
  column->addWidget(m_sampling);
  column->addWidget(m_note);
  column->addWidget(buttons);
  connect(m_add, &QPushButton::clicked, this, &TasksTogether::added);
  connect(m_remove, &QPushButton::clicked, this, &TasksTogether::removed);
  connect(m_bars, &WordBars::chosen, this, &TasksTogether::chosen);
  connect(m_sampling, &QComboBox::activated, this, [this] { Q_EMIT samplingChosen(m_sampling->currentData().toString()); });
  show({}, 0, kSamplings[0], 1);
}

void TasksTogether::show(const std::vector<TogetherTask>& tasks, int shown, const std::string& sampling, std::int64_t epochs) {
  const bool several = tasks.size() > 1;
  for (QWidget* part : std::initializer_list<QWidget*>{m_bars, m_sampling, m_note, m_remove}) part->setVisible(several);
  m_sampling->setCurrentIndex(m_sampling->findData(QString::fromStdString(sampling)));
  if (!several) return;
  std::vector<std::int64_t> sizes;
  for (const TogetherTask& task : tasks) sizes.push_back(task.examples);
  const bool counted = allCounted(tasks);
  const std::vector<double> none(tasks.size(), 0);
  const std::vector<double> first = counted ? samplingRates(taskSampling(sampling), sizes, 0, epochs) : none, last = counted ? samplingRates(taskSampling(sampling), sizes, epochs - 1, epochs) : none;
  std::vector<BarText> bars;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const QString own = tasks[i].title.section(QStringLiteral(": "), -1);            // "sentiment": what the others do not begin with
    BarText bar{own, first[i], {}, static_cast<int>(i) == shown, tasks[i].title + QLatin1Char('\n') + tr("Shows its files and columns")};
    if (first[i] != last[i]) bar.mark = tr("at last %1").arg(formatPercent(last[i]));
    bars.push_back(std::move(bar));
  }
  m_bars->setBars(bars, shown, true);
  m_note->setText(shareNote(tasks, sampling));
}

QString TasksTogether::shareNote(const std::vector<TogetherTask>& tasks, const std::string& sampling) const {
  if (!allCounted(tasks)) return tr("The shares are known once each task's examples are counted: choose a task to read its files.");
  QStringList counts;
  for (const TogetherTask& task : tasks) counts << formatCount(task.examples);
  const QString note = tr("Examples: %1. The task in bold is shown; click another to see its files.").arg(counts.join(QStringLiteral(", ")));
  return sampling == "annealed" ? note + QLatin1Char(' ') + tr("Shares are those of the first and of the last epoch.") : note;
}

}  // namespace cloze
