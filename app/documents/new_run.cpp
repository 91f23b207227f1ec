// The New run page in the window: previews, start, the equivalent command.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"

#include <QApplication>
#include <QClipboard>

namespace cloze {

NewRunView* MainWindow::openNewRun() {
  return static_cast<NewRunView*>(openDocument(QStringLiteral("new-run"), tr("New run"), [this] {
    auto* view = new NewRunView;
    connectNewRun(view);
    return view;
  }));
}

void MainWindow::connectNewRun(NewRunView* view) {
  connect(view, &NewRunView::learningRatesRequested, this, [this, view] { m_preview->askLearningRates(view->spec()); });
  connect(view, &NewRunView::batchRequested, this, [this, view](qint64 step) {
    view->showPreviewProgress(tr("Reading the text..."));
    m_preview->askBatch(view->spec(), step);
  });
  connect(view, &NewRunView::previewCancelled, this, [this] { m_preview->cancelBatch(); });
  connect(view, &NewRunView::startRequested, this, &MainWindow::startNewRun);
  connect(view, &NewRunView::specFileRequested, this, &MainWindow::writeSpecFile);
  connect(m_preview, &PreviewSession::learningRatesReady, view, &NewRunView::showLearningRates);
  connect(m_preview, &PreviewSession::batchReady, view, &NewRunView::showBatch);
  connect(m_preview, &PreviewSession::progressed, view, &NewRunView::showPreviewProgress);
  connect(m_preview, &PreviewSession::failed, view, &NewRunView::showPreviewError);
  view->askForPreview();
}

void MainWindow::startNewRun() {
  NewRunView* view = openNewRun();
  try {
    openRun(m_hub->start(view->spec()));
  } catch (const std::exception& error) {
    say(RunHub::MessageKind::Error, QString::fromUtf8(error.what()));
  }
}

void MainWindow::writeSpecFile() {
  const NewRunView* view = openNewRun();
  try {
    const std::filesystem::path file = homeFolder() / "specs" / (folderNameOf(view->spec().name, "") + "settings.json");
    std::filesystem::create_directories(file.parent_path());
    writeFileAtomically(file, toJson(Described(view->spec())).dump(2) + "\n");
    const QString command = QStringLiteral("cloze train '%1'").arg(QString::fromStdString(file.string()));
    QApplication::clipboard()->setText(command);
    say(RunHub::MessageKind::Note, tr("Copied: %1").arg(command));
  } catch (const std::exception& error) {
    say(RunHub::MessageKind::Error, QString::fromUtf8(error.what()));
  }
}

void MainWindow::duplicateRun(const QString& run) {
  RunData* former = m_hub->data(run.toStdString());
  const auto open = [this, former] {
    RunSpec spec;
    fromJson(spec, former->spec(), UnknownKeys::AreKept);  // the frozen one holds more than a specification: hashes, versions
    spec.name += tr(", changed").toStdString();
    openNewRun()->setSpec(spec);
  };
  if (!former->spec().is_null()) return open();
  connect(former, &RunData::listsChanged, this, open, Qt::SingleShotConnection);
}

}  // namespace cloze
