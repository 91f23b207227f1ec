// Files in the window: what is dropped on it, chosen or opened again; the example run.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/opened_files.h"
#include "engine/catalogue.h"
#include "engine/core/json.h"
#include "engine/core/resources.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/start_view.h"

#include <filesystem>
#include <set>

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <QUrl>

namespace cloze {

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  const QList<QUrl> urls = event->mimeData()->urls();
  if (!urls.isEmpty()) openPath(urls.front().toLocalFile().toStdString());
}

void MainWindow::openPath(const std::filesystem::path& path) {
  const OpenedFile file = lookAtFile(path);
  if (file.kind == OpenedFile::Kind::Problem) {
    m_notice->say(QStringLiteral("error"), "banner-bad", file.problem, tr("Dismiss"));
    return say(RunHub::MessageKind::Warning, file.problem);
  }
  m_notice->clear();
  m_settings.addRecent(file.path.string());
  if (const auto start = m_open.find(QStringLiteral("start")); start != m_open.end()) static_cast<StartView*>(start->second)->setRecent(m_settings.recent);
  if (file.kind == OpenedFile::Kind::Model) return openMaskedTokens()->showModel({QString::fromStdString(file.path.filename().string()), file.path, {}, 0, false});
  const std::string ending = file.path.extension().string();
  if (ending == ".tsv" || ending == ".csv") return openNewRun()->fineTuneOn({QString::fromStdString(file.path.string())});
  RunSpec spec;
  if (file.spec) spec = *file.spec;
  else spec.data.train = {file.path.string()};
  if (!file.spec) spec.name = file.path.stem().string();
  openNewRun()->setSpec(spec);
}

void MainWindow::chooseFile() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Open a text or a specification"), {}, tr("Texts and specifications (*.txt *.jsonl *.gz *.json);;All files (*)"));
  if (!file.isEmpty()) openPath(file.toStdString());
}

void MainWindow::chooseFolder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a checkpoint, a run or a folder of texts"));
  if (!folder.isEmpty()) openPath(folder.toStdString());
}

void MainWindow::fillRecentMenu(QMenu* menu) {
  menu->clear();
  for (const std::string& path : m_settings.recent) menu->addAction(formatPath(QString::fromStdString(path)), this, [this, path] { openPath(path); });
  if (menu->isEmpty()) menu->addAction(tr("Nothing yet"))->setEnabled(false);
}

void MainWindow::startRecipe(const std::string& recipe) {
  try {
    RunSpec spec = loadRunSpec(resourcesFolder() / "recipes" / (recipe + ".json"), {});
    spec.name = (recipe == "demo-minute" ? tr("Toy world, one minute") : tr("%1 on the toy world").arg(QString::fromStdString(family(spec.family.id()).title))).toStdString();
    openRun(m_hub->start(spec));
  } catch (const std::exception& error) {
    m_notice->say(QStringLiteral("error"), "banner-bad", QString::fromUtf8(error.what()), tr("Dismiss"));
  }
}

void MainWindow::startRecipeOf(const std::string& objective) {
  std::set<std::string> recipes;
  for (const auto& file : std::filesystem::directory_iterator(resourcesFolder() / "recipes"))
    if (file.path().extension() == ".json" && readJsonFile(file.path()).value(Json::json_pointer("/objective/id"), std::string()) == objective) recipes.insert(file.path().stem().string());
  startRecipe(recipes.empty() ? objective : *recipes.rbegin());
}

void MainWindow::showTour() { openStart()->showTour(true); }

}  // namespace cloze
