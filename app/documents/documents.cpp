// What all documents of the window share: opening, closing, what each is told when runs and models change.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/shared/document_area.h"
#include "widgets/shared/parts.h"
#include "widgets/views/inspector_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_lineage.h"
#include "widgets/views/run_view.h"
#include "widgets/views/runs_panel.h"
#include "widgets/views/start_view.h"

#include <QCheckBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>

namespace cloze {

QWidget* MainWindow::openDocument(const QString& key, const QString& title, const std::function<QWidget*()>& make) {
  QWidget*& widget = m_open[key];
  if (!widget) {
    widget = make();
    widget->setObjectName(key);
    for (QScrollArea* area : widget->findChildren<QScrollArea*>())       // they take the keyboard to scroll: read as their page
      if (area->accessibleName().isEmpty()) area->setAccessibleName(title);
    if (widget->accessibleName().isEmpty()) widget->setAccessibleName(title);
    m_documents->addTab(widget, title);
  }
  m_documents->setCurrentWidget(widget);
  return widget;
}

void MainWindow::closeDocument(int index) {
  if (index < 0 || m_documents->count() < 2) return;
  QWidget* widget = m_documents->widget(index);
  m_documents->removeTab(index);
  m_open.erase(widget->objectName());
  polishAll(widget);
  widget->deleteLater();                                // the run's data, its session and the log stay
}

// A page that asks the inspector's thread about models and hears what was answered to it.
void MainWindow::connectAsking(AskingView* view) {
  InspectorSession* session = m_hub->inspector();
  connect(view, &AskingView::asked, session, &InspectorSession::ask);
  connect(view, &AskingView::cancelled, session, &InspectorSession::cancel);
  connect(session, &InspectorSession::answered, view, [view](AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
    if (view->asks(asker)) view->showReply(asker, facts, answer);
  });
  connect(session, &InspectorSession::waiting, view, [view](AskerId asker, const QString& text) { if (view->asks(asker)) view->showWaiting(asker, text); });
  connect(session, &InspectorSession::failed, view, [view](AskerId asker, const QString& text) { if (view->asks(asker)) view->showError(asker, text); });
  connect(m_hub, &RunHub::modelMoved, view, [view](const QString& run) { view->modelMoved(run.toStdString()); });
  connect(view, &AskingView::exampleRequested, this, &MainWindow::startRecipeOf);
  view->setModels(m_hub->models());
}

void MainWindow::connectAnswers() {
  connect(m_hub->inspector(), &InspectorSession::failed, this, [this](AskerId asker, const QString& text) {
    if (asker != MaskedTokensView::kScoresAsker) say(RunHub::MessageKind::Warning, text);   // of many checkpoints: the view counts them
  });
}

std::string MainWindow::currentRun() const {
  if (const auto* view = qobject_cast<RunView*>(m_documents->currentWidget())) return view->run()->id();
  return m_runsPanel->current().toStdString();
}

void MainWindow::refreshRuns() {
  const auto start = m_open.find(QStringLiteral("start"));
  if (start != m_open.end()) static_cast<StartView*>(start->second)->setRuns(m_hub->runs()->rows());
  for (const auto& [key, widget] : m_open)
    if (auto* run = qobject_cast<RunView*>(widget)) run->lineage()->setFamily(m_hub->runs()->rows(), m_hub->lineage());
  refreshActions();
}

void MainWindow::refreshModels() {
  const std::vector<ModelChoice> models = m_hub->models();
  for (const auto& [key, widget] : m_open) {
    if (auto* view = qobject_cast<AskingView*>(widget)) view->setModels(models);
    if (auto* form = qobject_cast<NewRunView*>(widget)) form->setModels(models);
  }
}

void MainWindow::takeRuns() {
  if (!m_toRestore.documents.empty()) restoreRuns();
  refreshRuns();
}

void MainWindow::renameCurrent() {
  const std::string run = currentRun();
  if (!run.empty()) m_runsPanel->rename(QString::fromStdString(run), QString::fromStdString(m_hub->rowOf(run).name));
}

// In the inspector, with the keyboard in its first field.
void MainWindow::describeCurrent() {
  if (m_inspector->run() == nullptr) inspectRun(currentRun());
  m_docks.at("inspector")->show();
  if (auto* tags = m_inspector->findChild<QLineEdit*>()) tags->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::duplicateCurrent() {
  if (const std::string run = currentRun(); !run.empty()) duplicateRun(QString::fromStdString(run));
}

void MainWindow::deleteCurrent() {
  if (const std::string run = currentRun(); !run.empty()) confirmDelete(QString::fromStdString(run));
}

void MainWindow::confirmDelete(const QString& run) {
  const RunRow row = m_hub->rowOf(run.toStdString());
  QMessageBox box(QMessageBox::Question, tr("Delete the run"), tr("Delete \"%1\" from the log?").arg(QString::fromStdString(row.name.empty() ? row.id : row.name)), QMessageBox::NoButton, this);
  box.setInformativeText(tr("Its curves, events and settings go. This cannot be undone."));
  auto* folder = new QCheckBox(tr("Delete its folder with the checkpoints too"), &box);
  folder->setToolTip(QString::fromStdString(row.out.string()));
  box.setCheckBox(folder);
  QPushButton* remove = box.addButton(tr("Delete"), QMessageBox::DestructiveRole);
  box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox::RejectRole));
  box.exec();
  if (box.clickedButton() == remove) deleteRun(run.toStdString(), folder->isChecked());
}

void MainWindow::deleteRun(const std::string& run, bool withFolder) {
  const QString problem = m_hub->remove(run, withFolder);
  if (!problem.isEmpty()) return m_notice->say(QStringLiteral("error"), "banner-bad", problem, tr("Dismiss"));
  const auto open = m_open.find(QStringLiteral("run:") + QString::fromStdString(run));
  if (open == m_open.end()) return;
  if (m_documents->count() == 1) openStart();
  closeDocument(m_documents->indexOf(open->second));
}

}  // namespace cloze
