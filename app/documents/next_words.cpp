// Pages over one model of a kind, in the window: next words, replaced words, words in random order, hidden spans.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/views/next_words_view.h"
#include "widgets/views/order_view.h"
#include "widgets/views/replaced_words_view.h"
#include "widgets/views/spans_view.h"

namespace cloze {

template <class View> View* MainWindow::openAsking(const QString& key, const QString& title, const QString& sentence) {
  return static_cast<View*>(openDocument(key, title, [this, &sentence] {
    auto* view = new View;
    connectAsking(view);
    view->setSentence(sentence);
    return view;
  }));
}

NextWordsView* MainWindow::openNextWords() { return openAsking<NextWordsView>(QStringLiteral("next-words"), tr("Next words"), tr("Gibo plays the")); }

ReplacedWordsView* MainWindow::openReplacedWords() { return openAsking<ReplacedWordsView>(QStringLiteral("replaced-words"), tr("Replaced words"), tr("Gibo plays the harp .")); }

OrderView* MainWindow::openOrder() {
  return openAsking<OrderView>(QStringLiteral("order"), tr("Words in random order"), tr("Gibo plays the harp and Lani listens in the garden ."));
}

SpansView* MainWindow::openSpans() { return openAsking<SpansView>(QStringLiteral("spans"), tr("Hidden spans"), tr("Gibo plays the harp and Lani listens in the garden .")); }

}  // namespace cloze
