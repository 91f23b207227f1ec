// What all documents of the window share: opening, closing, what each is told when runs and models change.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/shared/parts.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/runs_panel.h"
#include "widgets/views/start_view.h"

#include <QDialog>
#include <QGridLayout>
#include <QMessageBox>
#include <QTabWidget>

namespace cloze {

QWidget* MainWindow::openDocument(const QString& key, const QString& title, const std::function<QWidget*()>& make) {
  QWidget*& widget = m_open[key];
  if (!widget) {
    widget = make();
    widget->setObjectName(key);
    m_documents->addTab(widget, title);
    nameDocuments();
  }
  m_documents->setCurrentWidget(widget);
  return widget;
}

void MainWindow::nameDocuments() {
  m_documents->setTabsClosable(m_documents->count() > 1);
}

void MainWindow::closeDocument(int index) {
  if (index < 0 || m_documents->count() < 2) return;
  QWidget* widget = m_documents->widget(index);
  m_documents->removeTab(index);
  m_open.erase(widget->objectName());
  widget->deleteLater();                                // the run's data, its session and the log stay
  nameDocuments();
}

void MainWindow::connectAnswers() {
  connect(m_hub->inspector(), &InspectorSession::failed, this, [this](AskerId, const QString& text) { say(RunHub::MessageKind::Warning, text); });
}

std::string MainWindow::currentRun() const {
  if (const auto* view = qobject_cast<RunView*>(m_documents->currentWidget())) return view->run()->id();
  return m_runsPanel->current().toStdString();
}

void MainWindow::refreshRuns() {
  const auto start = m_open.find(QStringLiteral("start"));
  if (start != m_open.end()) static_cast<StartView*>(start->second)->setRuns(m_hub->runs()->rows());
  refreshActions();
}

void MainWindow::refreshModels() {
  const std::vector<ModelChoice> models = m_hub->models();
  for (const auto& [key, widget] : m_open) {
    if (auto* masks = qobject_cast<MaskedTokensView*>(widget)) masks->setModels(models);
    if (auto* neighbours = qobject_cast<NeighboursView*>(widget)) neighbours->setModels(models);
  }
}

void MainWindow::confirmDelete(const QString& run) {
  const QString text = tr("The run disappears from the log. Its folder with the checkpoints stays on the disk.");
  if (QMessageBox::question(this, tr("Delete from the log"), text, QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel) == QMessageBox::Yes) m_hub->remove(run.toStdString());
}

void MainWindow::showShortcuts() {
  auto* dialog = new QDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keyboard shortcuts"));
  auto* grid = new QGridLayout(dialog);
  int row = 0;
  for (const QAction* action : {m_start, m_newRun, m_pause, m_stop, m_continue, m_masks, m_neighbours}) {
    grid->addWidget(makeLabel(action->text()), row, 0);
    grid->addWidget(makeLabel(action->shortcut().toString(QKeySequence::NativeText), "heading"), row++, 1);
  }
  dialog->show();
}

}  // namespace cloze
