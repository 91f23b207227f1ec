// Hidden spans in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/spans_view.h"

namespace cloze {

SpansView* MainWindow::openSpans() {
  return static_cast<SpansView*>(openDocument(QStringLiteral("spans"), tr("Hidden spans"), [this] {
    auto* view = new SpansView;
    connectSpans(view);
    view->setModels(m_hub->models());
    view->setSentence(tr("Gibo plays the harp and Lani listens in the garden ."));
    return view;
  }));
}

void MainWindow::connectSpans(SpansView* view) {
  connect(view, &SpansView::asked, m_hub->inspector(), &InspectorSession::ask);
  connect(view, &SpansView::cancelled, m_hub->inspector(), &InspectorSession::cancel);
  connect(m_hub->inspector(), &InspectorSession::answered, view, [view](AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
    if (SpansView::isAsker(asker)) view->showReply(asker, facts, answer);
  });
  connect(m_hub->inspector(), &InspectorSession::waiting, view, [view](AskerId asker, const QString& text) { if (SpansView::isAsker(asker)) view->showWaiting(asker, text); });
  connect(m_hub->inspector(), &InspectorSession::failed, view, [view](AskerId asker, const QString& text) { if (SpansView::isAsker(asker)) view->showError(asker, text); });
}

}  // namespace cloze
