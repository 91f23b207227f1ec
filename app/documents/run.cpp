// A run in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_view.h"

#include <QTabWidget>

namespace cloze {

RunView* MainWindow::openRun(const std::string& run) {
  const QString key = QStringLiteral("run:") + QString::fromStdString(run);
  return static_cast<RunView*>(openDocument(key, tr("Run"), [this, run, key] {
    RunData* shown = m_hub->data(run);
    auto* view = new RunView(shown);
    connect(view, &RunView::masksRequested, this, [this](const ModelChoice& model) { openMaskedTokens()->showModel(model); });
    connect(view, &RunView::neighboursRequested, this, [this](const ModelChoice& model) { openNeighbours()->showModel(model); });
    connect(view, &RunView::continueRequested, this, [this](const QString& id) { m_hub->continueRun(id.toStdString()); });
    connect(shown, &RunData::statusChanged, this, &MainWindow::refreshActions);
    const auto name = [this, view, shown] {
      const int index = m_documents->indexOf(view);
      if (index >= 0 && !shown->row().name.empty()) m_documents->setTabText(index, QString::fromStdString(shown->row().name).replace(QLatin1Char('&'), QLatin1String("&&")));
    };
    connect(shown, &RunData::listsChanged, view, name);
    QMetaObject::invokeMethod(view, name, Qt::QueuedConnection);
    QMetaObject::invokeMethod(this, &MainWindow::refreshPlotted, Qt::QueuedConnection);
    return view;
  }));
}

void MainWindow::refreshPlotted() {
  std::vector<RunData*> plotted;
  for (const QString& run : m_hub->runs()->plotted()) plotted.push_back(m_hub->data(run.toStdString()));
  for (const auto& [key, widget] : m_open)
    if (auto* view = qobject_cast<RunView*>(widget)) {
      std::vector<RunData*> others;
      for (RunData* other : plotted)
        if (other != view->run()) others.push_back(other);
      view->charts()->setOthers(std::move(others));
    }
}

}  // namespace cloze
