// The New run page in the window: previews, start, the equivalent command.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "widgets/shared/format.h"
#include "widgets/shared/translation.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>

namespace cloze {

namespace {

constexpr qint64 kLargestSpec = 1 << 20;

QString specFileOf(const RunSpec& spec) { return QString::fromStdString((homeFolder() / "specs" / (folderNameOf(spec.name, "") + "settings.json")).string()); }

}  // namespace

NewRunView* MainWindow::openNewRun() {
  return static_cast<NewRunView*>(openDocument(QStringLiteral("new-run"), tr("New run"), [this] {
    auto* view = new NewRunView;
    connectNewRun(view);
    return view;
  }));
}

void MainWindow::connectNewRun(NewRunView* view) {
  connect(view, &NewRunView::previewRequested, m_preview, [this, view](PreviewKind kind, qint64 step) { m_preview->ask(kind, kind == PreviewKind::Task ? view->shownSpec() : view->spec(), step, {view->pastedFile(), view->pastedText()}); });
  connect(view, &NewRunView::previewCancelled, m_preview, &PreviewSession::cancel);
  connect(view, &NewRunView::startRequested, this, &MainWindow::startNewRun);
  connect(view, &NewRunView::queueRequested, this, &MainWindow::queueNewRun);
  connect(view, &NewRunView::trialRequested, this, &MainWindow::tryNewRun);
  connect(view, &NewRunView::specFileRequested, this, &MainWindow::writeSpecFile);
  connect(view, &NewRunView::loadRequested, this, &MainWindow::openSpec);
  connect(view, &NewRunView::saveRequested, this, &MainWindow::saveSpec);
  connect(m_preview, &PreviewSession::learningRatesReady, view, &NewRunView::showLearningRates);
  connect(m_preview, &PreviewSession::textReady, view, &NewRunView::showText);
  connect(m_preview, &PreviewSession::tokenizerReady, view, &NewRunView::showTokenizer);
  connect(m_preview, &PreviewSession::batchReady, view, &NewRunView::showBatch);
  connect(m_preview, &PreviewSession::costReady, view, &NewRunView::showEstimate);
  connect(m_preview, &PreviewSession::taskReady, view, &NewRunView::showTask);
  connect(m_preview, &PreviewSession::progressed, view, &NewRunView::showPreviewProgress);
  connect(m_preview, &PreviewSession::failed, view, &NewRunView::showPreviewError);
  connect(view->form(), &FormModel::edited, view, [view] { view->setSpecFile(specFileOf(view->spec())); });
  const auto busy = [this, view] { view->setBusy(!m_hub->sessions().empty()); };
  connect(m_hub, &RunHub::modelsChanged, view, busy);
  connect(m_hub, &RunHub::runEnded, view, busy);
  busy();
  view->setModels(m_hub->models());
  view->setSpecFile(specFileOf(view->spec()));
}

void MainWindow::launch(const std::function<std::string(const RunSpec&)>& start) {
  NewRunView* view = openNewRun();
  try {
    m_preview->keep({view->pastedFile(), view->pastedText()});
    openRun(start(view->spec()));
  } catch (const std::exception& error) {
    view->showError(messageText(error.what()));
  }
}

void MainWindow::startNewRun() {
  launch([this](const RunSpec& spec) { return m_hub->start(spec, spec.train.overfitOneBatch ? trialTag(Trial::OneBatch) : std::string()); });
}

void MainWindow::queueNewRun() {
  launch([this](const RunSpec& spec) { return m_hub->enqueue(spec); });
}

void MainWindow::tryNewRun(Trial trial) {
  launch([this, trial](const RunSpec& spec) { return m_hub->start(trialSpec(spec, trial), trialTag(trial)); });
}

void MainWindow::openSpec(const QString& file) {
  const QString chosen = file.isEmpty() ? QFileDialog::getOpenFileName(this, tr("Settings of a run"), {}, tr("Settings (*.json);;All files (*)")) : file;
  if (chosen.isEmpty()) return;
  NewRunView* view = openNewRun();
  try {
    if (QFileInfo(chosen).size() > kLargestSpec) throw std::invalid_argument(chosen.toStdString() + ": too large for a file of settings");
    view->setSpec(loadRunSpec(chosen.toStdString(), {}));
    say(RunHub::MessageKind::Note, tr("Settings of %1").arg(formatPath(chosen)));
  } catch (const std::exception& error) {
    view->showError(messageText(error.what()));
  }
}

void MainWindow::saveSpec() {
  NewRunView* view = openNewRun();
  const QString file = QFileDialog::getSaveFileName(this, tr("Save settings"), specFileOf(view->spec()), tr("Settings (*.json)"));
  if (!file.isEmpty()) writeSpec(view, file);
}

void MainWindow::writeSpec(NewRunView* view, const QString& file) {
  try {
    m_preview->keep({view->pastedFile(), view->pastedText()});
    std::filesystem::create_directories(std::filesystem::path(file.toStdString()).parent_path());
    writeFileAtomically(file.toStdString(), fileJson(view->spec()).dump(2) + "\n");
    say(RunHub::MessageKind::Note, tr("Saved: %1").arg(formatPath(file)));
  } catch (const std::exception& error) {
    view->showError(messageText(error.what()));
  }
}

void MainWindow::writeSpecFile() {
  NewRunView* view = openNewRun();
  const QString file = specFileOf(view->spec());
  writeSpec(view, file);
  const QString command = QStringLiteral("cloze train '%1'").arg(QString(file).replace(QLatin1Char('\''), QStringLiteral("'\\''")));
  QApplication::clipboard()->setText(command);
  say(RunHub::MessageKind::Note, tr("Copied: %1").arg(command));
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
