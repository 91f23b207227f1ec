// Neighbours in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/neighbours_view.h"

namespace cloze {

NeighboursView* MainWindow::openNeighbours() {
  return static_cast<NeighboursView*>(openDocument(QStringLiteral("neighbours"), tr("Neighbours"), [this] {
    auto* view = new NeighboursView;
    connectAsking(view);
    connect(m_hub, &RunHub::checkpointSaved, view, [view](const QString& run) { view->checkpointSaved(run.toStdString()); });
    view->setSentence(tr("the moth and the cave were near the bat , and so was the roof ."));
    view->chooseWord(tr("bat"));
    return view;
  }));
}

}  // namespace cloze
