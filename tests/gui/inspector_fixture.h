// A view of the window with the shipped model, its inspector thread behind it: what tests of the inspectors share.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"
#include "app/run_hub.h"
#include "engine/core/files.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/shared/save_file.h"

#include <QLabel>
#include <QPushButton>

namespace cloze::tests {

// A window of its own over a home of its own; what it still writes is written before the home goes.
struct OpenedWindow {
  struct Saved {
    ~Saved() { finishSaving(); }
  };
  TemporaryHome home;
  Saved saved;
  MainWindow window{home.log()};
  OpenedWindow() {
    window.resize(1280, 800);
    window.show();
  }
};

inline ModelChoice shippedModel() { return shippedModels().front(); }

// A copy of the shipped model as checkpoint of a run, so that several can be told apart.
inline ModelChoice copyOfShipped(const std::filesystem::path& out, const std::string& run, std::int64_t step) {
  const std::filesystem::path folder = checkpointOf(out, step);
  std::filesystem::create_directories(out);
  std::filesystem::copy(shippedModel().checkpoint, folder, std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  return {QStringLiteral("copy, step %1").arg(step), folder, run, 1, false, step, {}, QStringLiteral("copy")};
}

template <class View> View* showShipped(View* view, const QString& sentence) {
  view->showModel(shippedModel());
  view->setSentence(sentence);
  return view;
}

// Everything a view says in one place.
inline QString textsOf(const QWidget* widget) {
  QStringList texts;
  for (const QLabel* label : widget->findChildren<QLabel*>())
    if (!label->text().isEmpty()) texts << label->text();
  return texts.join(QLatin1Char('\n'));
}

inline QPushButton* buttonSaying(const QString& text, const QWidget* widget) {
  for (QPushButton* button : widget->findChildren<QPushButton*>())
    if (button->text() == text) return button;
  qFatal("no button says \"%s\"", qPrintable(text));
}

}  // namespace cloze::tests
