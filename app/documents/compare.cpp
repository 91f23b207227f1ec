// A comparison of runs in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/compare_view.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"

namespace cloze {

CompareView* MainWindow::openCompare(const std::vector<std::string>& runs) {
  auto* view = static_cast<CompareView*>(openDocument(QStringLiteral("compare"), tr("Compare"), [this] {
    auto* made = new CompareView;
    made->setKnownRuns(m_hub->runs()->rows());
    connect(made, &CompareView::addRequested, made, [this, made](const QString& run) { made->addRun(m_hub->data(run.toStdString())); });
    connect(made, &CompareView::newRunRequested, this, &MainWindow::openNewRun);
    connect(made, &CompareView::masksRequested, this, [this](const std::vector<ModelChoice>& models) { openMaskedTokens()->showModels(models); });
    connect(made, &CompareView::neighboursRequested, this, [this](const std::vector<ModelChoice>& models) { openNeighbours()->showModels(models); });
    connect(m_hub, &RunHub::runsChanged, made, [this, made] { made->setKnownRuns(m_hub->runs()->rows()); });
    connect(m_hub, &RunHub::modelsChanged, made, [this, made] { made->setModels(m_hub->models()); });
    return made;
  }));
  for (const std::string& run : runs) view->addRun(m_hub->data(run));
  view->setModels(m_hub->models());
  return view;
}

}  // namespace cloze
