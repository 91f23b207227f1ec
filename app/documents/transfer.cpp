// "Did transfer help?" in the window. The runs go on when the page is closed, and it shows them again when it is opened.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/transfer_desk.h"
#include "engine/core/schema.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/translation.h"
#include "widgets/views/transfer_view.h"

namespace cloze {

TransferView* MainWindow::openTransfer(const std::string& run) {
  return static_cast<TransferView*>(openDocument(QStringLiteral("transfer:") + QString::fromStdString(run), tr("Did transfer help?"), [this, run] {
    auto* view = new TransferView;
    connectTransfer(view, run);
    return view;
  }));
}

void MainWindow::connectTransfer(TransferView* view, const std::string& run) {
  TransferDesk*& desk = m_transfers[run];
  if (!desk) desk = new TransferDesk(m_hub, this);
  connect(desk, &TransferDesk::progressed, view, &TransferView::showProgress);
  connect(desk, &TransferDesk::resultsChanged, view, &TransferView::showResults);
  connect(desk, &TransferDesk::failed, view, &TransferView::showProblem);
  connect(view, &TransferView::cancelled, desk, &TransferDesk::cancel);
  connect(view, &TransferView::startRequested, desk, [view, desk = desk] {
    try {
      desk->start(view->wanted(), view->scratchRate());
    } catch (const std::exception& error) {
      view->showProblem(messageText(error.what()));
    }
  });
  RunData* shown = m_hub->data(run);
  const auto fill = [view, shown, desk = desk] {
    RunSpec spec;
    fromJson(spec, shown->spec(), UnknownKeys::AreKept);
    view->setRun(spec, shown->row().steps);
    if (desk->running() || !desk->results().empty()) desk->tell();
  };
  if (!shown->spec().is_null()) fill();
  else connect(shown, &RunData::listsChanged, view, fill, Qt::SingleShotConnection);
}

void MainWindow::showTransfer() {
  const std::string run = currentRun();
  const RunData* shown = run.empty() ? nullptr : m_hub->data(run);
  const Json spec = shown && shown->spec().is_object() ? shown->spec() : Json::object();
  const bool fineTuned = !spec.value(Json::json_pointer("/task/id"), std::string()).empty() && spec.value(Json::json_pointer("/init/from"), std::string("random")) != "random";
  if (fineTuned) openTransfer(run);
  else m_notice->say(QStringLiteral("info"), "banner-warn", tr("Open a run that was fine-tuned from a checkpoint first: its task is then learned again from scratch and from that checkpoint."), tr("Dismiss"));
}

}  // namespace cloze
