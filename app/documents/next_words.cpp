// Next words in the window, replaced words, and words in random order: what a causal model expects, what a discriminator judges, who sees whom.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/next_words_view.h"
#include "widgets/views/order_view.h"
#include "widgets/views/replaced_words_view.h"

namespace cloze {

namespace {

// A view that asks and is answered, and follows live models.
template <class View>
void connectAsking(RunHub* hub, View* view) {
  QObject::connect(view, &View::asked, hub->inspector(), &InspectorSession::ask);
  QObject::connect(view, &View::cancelled, hub->inspector(), &InspectorSession::cancel);
  QObject::connect(hub->inspector(), &InspectorSession::answered, view, &View::showReply);
  QObject::connect(hub->inspector(), &InspectorSession::waiting, view, &View::showWaiting);
  QObject::connect(hub->inspector(), &InspectorSession::failed, view, &View::showError);
  QObject::connect(hub, &RunHub::modelMoved, view, [view](const QString& run) { view->modelMoved(run.toStdString()); });
}

}  // namespace

NextWordsView* MainWindow::openNextWords() {
  return static_cast<NextWordsView*>(openDocument(QStringLiteral("next-words"), tr("Next words"), [this] {
    auto* view = new NextWordsView;
    connectAsking(m_hub, view);
    view->setModels(m_hub->models());
    view->setText(tr("Gibo plays the"));
    return view;
  }));
}

OrderView* MainWindow::openOrder() {
  return static_cast<OrderView*>(openDocument(QStringLiteral("order"), tr("Words in random order"), [this] {
    auto* view = new OrderView;
    connectAsking(m_hub, view);
    view->setModels(m_hub->models());
    view->setSentence(tr("Gibo plays the harp and Lani listens in the garden ."));
    return view;
  }));
}

ReplacedWordsView* MainWindow::openReplacedWords() {
  return static_cast<ReplacedWordsView*>(openDocument(QStringLiteral("replaced-words"), tr("Replaced words"), [this] {
    auto* view = new ReplacedWordsView;
    connectAsking(m_hub, view);
    view->setModels(m_hub->models());
    view->setSentence(tr("Gibo plays the harp ."));
    return view;
  }));
}

}  // namespace cloze
