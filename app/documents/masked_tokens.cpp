// Masked words in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/masked_tokens_view.h"

namespace cloze {

MaskedTokensView* MainWindow::openMaskedTokens() {
  return static_cast<MaskedTokensView*>(openDocument(QStringLiteral("masked-tokens"), tr("Masked words"), [this] {
    auto* view = new MaskedTokensView;
    connectMaskedTokens(view);
    view->setModels(m_hub->models());
    view->setSentence(tr("Gibo plays the harp ."));
    return view;
  }));
}

void MainWindow::connectMaskedTokens(MaskedTokensView* view) {
  connect(view, &MaskedTokensView::asked, m_hub->inspector(), &InspectorSession::ask);
  connect(m_hub->inspector(), &InspectorSession::answered, view, &MaskedTokensView::showReply);
  connect(m_hub->inspector(), &InspectorSession::waiting, view, &MaskedTokensView::showWaiting);
  connect(m_hub->inspector(), &InspectorSession::failed, view, &MaskedTokensView::showError);
  connect(m_hub, &RunHub::modelMoved, view, [view](const QString& run) { view->modelMoved(run.toStdString()); });
}

}  // namespace cloze
