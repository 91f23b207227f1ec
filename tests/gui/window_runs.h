// Runs that train in the real window in seconds: a small text, a small model, the form filled and its button pressed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"
#include "tests/gui/gui_support.h"
#include "widgets/shared/document_area.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/task_source.h"

#include <QApplication>
#include <QButtonGroup>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QTest>

namespace cloze::tests {

// What a user would type: a model that trains in seconds.
inline void fillForm(NewRunView* view, const std::string& text, std::int64_t steps, std::int64_t every = 10) {
  const std::pair<const char*, Json> settings[] = {
      {"name", "a small run"}, {"data.train", Json::array({text})}, {"data.sequence_length", 32}, {"data.validation_fraction", 0.1}, {"tokenizer.vocab_size", 128},
      {"family.config.hidden_size", 32}, {"family.config.num_hidden_layers", 1}, {"family.config.num_attention_heads", 2}, {"family.config.intermediate_size", 64},
      {"train.steps", steps}, {"train.batch_size", 4}, {"train.evaluate_every", every}, {"train.checkpoint_every", every}, {"compute.shards", 1}};
  for (const auto& [path, value] : settings) QVERIFY2(view->form()->setValue(path, value), path);
}

inline void dropOn(QWidget* widget, const std::filesystem::path& path) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(QString::fromStdString(path.string()))});
  QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);   // makes it the target
  QApplication::sendEvent(widget, &enter);
  QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(widget, &drop);
}

inline std::string startRun(MainWindow& window, const TemporaryHome& home, std::int64_t steps) {
  NewRunView* view = window.openNewRun();
  fillForm(view, writeText(home.path()), steps);
  QTest::mouseClick(view->startButton(), Qt::LeftButton);
  const auto* run = qobject_cast<RunView*>(window.documents()->currentWidget());
  return run ? run->run()->id() : std::string();
}

// As a click on "Fine-tune" and a choice in the list of tasks.
inline NewRunView* chooseTask(MainWindow& window, const char* task) {
  NewRunView* view = window.openNewRun();
  QTest::mouseClick(view->purposes()->button(1), Qt::LeftButton);
  view->source()->chooseTask(task);
  return view;
}

// The shipped model on a few examples of the task that was chosen; nullptr when it did not end.
inline RunView* fineTune(MainWindow& window, NewRunView* view, std::int64_t steps) {
  const std::pair<const char*, Json> settings[] = {{"train.epochs", 0}, {"train.steps", steps}, {"train.evaluate_every", 0}, {"train.checkpoint_every", 0}, {"task.limit", 64},
                                                   {"train.batch_size", 8}, {"train.evaluation_batches", 4}, {"compute.shards", 1}};
  for (const auto& [path, value] : settings) view->form()->setValue(path, value);
  if (!QTest::qWaitFor([view] { return view->startButton()->isEnabled(); }, kLong)) return nullptr;
  QTest::mouseClick(view->startButton(), Qt::LeftButton);
  auto* run = qobject_cast<RunView*>(window.documents()->currentWidget());
  const bool done = run && QTest::qWaitFor([run] { return run->run()->row().status == RunStatus::Finished; }, kLong);
  return done ? run : nullptr;
}

}  // namespace cloze::tests
