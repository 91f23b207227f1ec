// Runs that train in the real window in seconds: a small text, a small model, the form filled and its button pressed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"
#include "tests/gui/gui_support.h"
#include "widgets/shared/document_area.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"

#include <QPushButton>
#include <QTest>

#include <fstream>

namespace cloze::tests {

constexpr int kLong = 120000;   // the machine may be busy; nothing waits so long when all is well

inline std::string writeText(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "text.txt";
  std::ofstream out(file);
  const char* people[] = {"the teacher", "the doctor", "a farmer", "the old man", "my sister"};
  const char* acts[] = {"works in a school", "lives near the river", "has a small dog", "plays the piano", "reads a long book"};
  for (int i = 0; i < 600; ++i) {
    out << people[i % 5] << ' ' << acts[(i / 3) % 5] << " .\n";
    if (i % 6 == 5) out << '\n';
  }
  return file.string();
}

// What a user would type: a model that trains in seconds.
inline void fillForm(NewRunView* view, const std::string& text, std::int64_t steps) {
  const std::pair<const char*, Json> settings[] = {
      {"name", "a small run"}, {"data.train", Json::array({text})}, {"data.sequence_length", 32}, {"data.validation_fraction", 0.1}, {"tokenizer.vocab_size", 128},
      {"family.config.hidden_size", 32}, {"family.config.num_hidden_layers", 1}, {"family.config.num_attention_heads", 2}, {"family.config.intermediate_size", 64},
      {"train.steps", steps}, {"train.batch_size", 4}, {"train.evaluate_every", 10}, {"train.checkpoint_every", 10}, {"compute.shards", 1}};
  for (const auto& [path, value] : settings) QVERIFY2(view->form()->setValue(path, value), path);
}

inline std::string startRun(MainWindow& window, const TemporaryHome& home, std::int64_t steps) {
  NewRunView* view = window.openNewRun();
  fillForm(view, writeText(home.path()), steps);
  QTest::mouseClick(view->startButton(), Qt::LeftButton);
  const auto* run = qobject_cast<RunView*>(window.documents()->currentWidget());
  return run ? run->run()->id() : std::string();
}

}  // namespace cloze::tests
