// Neighbours in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/neighbours_view.h"

namespace cloze {

NeighboursView* MainWindow::openNeighbours() {
  return static_cast<NeighboursView*>(openDocument(QStringLiteral("neighbours"), tr("Neighbours"), [this] {
    auto* view = new NeighboursView;
    connectNeighbours(view);
    view->setModels(m_hub->models());
    view->setSentence(tr("the moth and the cave were near the bat , and so was the roof ."));
    view->chooseWord(tr("bat"));
    return view;
  }));
}

void MainWindow::connectNeighbours(NeighboursView* view) {
  connect(view, &NeighboursView::asked, m_hub->inspector(), &InspectorSession::ask);
  connect(view, &NeighboursView::cancelled, m_hub->inspector(), &InspectorSession::cancel);
  connect(m_hub->inspector(), &InspectorSession::answered, view, [view](AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
    if (NeighboursView::isAsker(asker)) view->showReply(asker, facts, answer);
  });
  connect(m_hub->inspector(), &InspectorSession::waiting, view, [view](AskerId asker, const QString& text) { if (NeighboursView::isAsker(asker)) view->showWaiting(asker, text); });
  connect(m_hub->inspector(), &InspectorSession::failed, view, [view](AskerId asker, const QString& text) { if (NeighboursView::isAsker(asker)) view->showError(asker, text); });
  connect(m_hub, &RunHub::checkpointSaved, view, [view](const QString& run) { view->checkpointSaved(run.toStdString()); });
}

}  // namespace cloze
