// The New run page where several tasks are learnt together: its form holds one of them at a time, the others wait here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/task.h"
#include "widgets/form/form_model.h"
#include "widgets/shared/translation.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/task_card.h"
#include "widgets/views/task_source.h"
#include "widgets/views/tasks_together.h"

#include <algorithm>

namespace cloze {

RunSpec NewRunView::spec() const {
  RunSpec spec = m_spec;
  if (m_together.size() < 2 || !fineTunes(m_spec)) return spec;
  for (const auto& one : m_together) spec.tasks.push_back(one.task);
  spec.tasks.at(m_place) = m_spec.task;
  spec.task = {};
  return spec;
}

void NewRunView::connectTogether() {
  TasksTogether* together = m_source->together();
  connect(together, &TasksTogether::added, this, &NewRunView::addTask);
  connect(together, &TasksTogether::removed, this, &NewRunView::removeTask);
  connect(together, &TasksTogether::chosen, this, &NewRunView::turnToTask);
  connect(together, &TasksTogether::samplingChosen, this, [this](const QString& id) { m_model->setValue("sampling", id.toStdString()); });
}

// Of a specification with a list: the first task is shown.
void NewRunView::takeTogether(const RunSpec& spec) {
  m_together.clear();
  m_place = 0;
  for (const TaskSpec& task : spec.tasks) m_together.push_back({task, -1});
  m_spec.tasks.clear();
  if (!m_together.empty()) m_spec.task = m_together.front().task;
}

void NewRunView::keepShownTask() {
  if (m_together.empty()) m_together.push_back({});
  m_together.at(m_place) = {m_spec.task, m_counted};
}

// Another one of the kind that the list begins with: a task that is there already is rarely wanted twice.
void NewRunView::addTask() {
  keepShownTask();
  const auto taken = [this](const std::string& id) {
    return std::any_of(m_together.begin(), m_together.end(), [&id](const auto& one) { return one.task.id == id; });
  };
  TaskSpec next;
  for (const TaskInfo& task : taskTable())
    if (next.id.empty() && isToyTask(task.id) && !taken(task.id)) next.id = task.id;
  if (next.id.empty()) next.id = m_source->firstTask();
  next.train = m_source->usualFiles(next.id);
  m_together.push_back({next, -1});
  turnTo(m_together.size() - 1);
}

void NewRunView::removeTask() {
  if (m_together.size() < 2) return;
  m_together.erase(m_together.begin() + static_cast<std::ptrdiff_t>(m_place));
  m_place = std::min(m_place, m_together.size() - 1);
  const std::size_t place = m_place;
  if (m_together.size() == 1) {
    m_spec.task = m_together.front().task;
    m_counted = m_together.front().examples;
    m_together.clear();
    m_place = 0;
    return takeShownTask();
  }
  turnTo(place, false);
}

void NewRunView::turnToTask(int task) {
  if (static_cast<std::size_t>(task) != m_place) turnTo(static_cast<std::size_t>(task));
}

void NewRunView::turnTo(std::size_t place, bool keep) {
  if (keep) keepShownTask();
  m_place = place;
  m_spec.task = m_together.at(place).task;
  m_counted = m_together.at(place).examples;
  takeShownTask();
}

// The page shows it as if it had just been chosen.
void NewRunView::takeShownTask() {
  m_preview->task()->clear();
  m_taskProblem.clear();
  m_asked.erase(PreviewKind::Task);
  takeSpec(RunSpec(m_spec));
  askForPreview();
}

void NewRunView::refreshTogether() {
  std::vector<TogetherTask> tasks;
  for (std::size_t i = 0; i < m_together.size(); ++i) {
    const std::string& id = i == m_place ? m_spec.task.id : m_together[i].task.id;
    tasks.push_back({id.empty() ? QString() : schemaText(taskInfo(id).title), m_together[i].examples});
  }
  m_source->together()->show(tasks, static_cast<int>(m_place), m_spec.sampling, std::max<std::int64_t>(1, static_cast<std::int64_t>(m_spec.train.epochs)));
}

}  // namespace cloze
