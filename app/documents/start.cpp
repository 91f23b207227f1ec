// The start page in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/start_view.h"

namespace cloze {

StartView* MainWindow::openStart() {
  return static_cast<StartView*>(openDocument(QStringLiteral("start"), tr("Start"), [this] {
    auto* view = new StartView;
    view->setDemoModel(!shippedModels().empty());
    view->setRuns(m_hub->runs()->rows());
    connect(view, &StartView::newRunRequested, this, &MainWindow::openNewRun);
    view->setRecent(m_settings.recent);
    view->showTour(!m_settings.tourSeen);
    connect(view, &StartView::exampleRequested, this, &MainWindow::startExample);
    connect(view, &StartView::pathRequested, this, [this](const QString& path) { openPath(path.toStdString()); });
    connect(view, &StartView::tourEnded, this, [this] { m_settings.tourSeen = true; });
    connect(view, &StartView::demoMasksRequested, this, [this] {
      MaskedTokensView* masks = openMaskedTokens();
      if (!shippedModels().empty()) masks->showModel(shippedModels().front());
    });
    connect(view, &StartView::demoNeighboursRequested, this, [this] {
      NeighboursView* neighbours = openNeighbours();
      if (!shippedModels().empty()) neighbours->showModel(shippedModels().front());
    });
    connect(view, &StartView::runOpened, this, [this](const QString& run) { openRun(run.toStdString()); });
    connect(view, &StartView::continueRequested, this, [this](const QString& run) { m_hub->continueRun(run.toStdString()); openRun(run.toStdString()); });
    return view;
  }));
}

}  // namespace cloze
