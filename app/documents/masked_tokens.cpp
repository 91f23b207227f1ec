// Masked words in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/masked_tokens_view.h"

namespace cloze {

MaskedTokensView* MainWindow::openMaskedTokens() {
  return static_cast<MaskedTokensView*>(openDocument(QStringLiteral("masked-tokens"), tr("Masked words"), [this] {
    auto* view = new MaskedTokensView(m_hub->kept());
    connectAsking(view);
    connectProbes(view);
    view->setSentence(tr("Gibo plays the harp ."));
    return view;
  }));
}

void MainWindow::connectProbes(MaskedTokensView* view) {
  connect(view, &MaskedTokensView::runInspected, m_hub, [this, view](const QString& run) {
    const RunData* inspected = m_hub->data(run.toStdString());     // from now on its checkpoints are among the models
    view->setProbes(inspected->id(), inspected->probes());
  });
  connect(m_hub, &RunHub::probesChanged, view, [this, view](const QString& run) { view->setProbes(run.toStdString(), m_hub->data(run.toStdString())->probes()); });
}

}  // namespace cloze
