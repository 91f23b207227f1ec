// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/text_sources.h"

#include "engine/data/corpus.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QListWidget>
#include <QMimeData>
#include <QRadioButton>
#include <QVBoxLayout>

namespace cloze {

TextSources::TextSources(QWidget* parent)
    : QWidget(parent), m_toyWorld(new QRadioButton(tr("The embedded toy world"))), m_files(new QRadioButton(tr("My files and folders"))),
      m_list(new QListWidget), m_addFiles(makeButton(tr("Add files..."))), m_addFolder(makeButton(tr("Add folder..."))), m_remove(makeButton(tr("Remove"))) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace1);
  column->addWidget(m_toyWorld);
  column->addWidget(m_files);
  column->addWidget(m_list);
  auto* buttons = new FlowLayout(nullptr, kSpace2, kSpace1);
  for (QPushButton* button : {m_addFiles, m_addFolder, m_remove}) buttons->addWidget(button);
  column->addLayout(buttons);
  m_toyWorld->setToolTip(tr("20,000 sentences in English and Russian, made by rules: small enough to learn in minutes"));
  m_files->setToolTip(tr("Plain text (.txt), JSON lines (.jsonl), both also gzipped, and folders of them"));
  m_list->setAccessibleName(tr("Text files and folders"));
  m_list->setFixedHeight(m_list->fontMetrics().lineSpacing() * 5);
  m_list->setStyleSheet(QStringLiteral("QListWidget { border-radius: 6px; }"));
  m_list->setTextElideMode(Qt::ElideMiddle);
  setAcceptDrops(true);
  connect(m_toyWorld, &QRadioButton::toggled, this, [this] { refresh(); Q_EMIT changed(); });
  connect(m_addFiles, &QPushButton::clicked, this, [this] {
    addPaths(QFileDialog::getOpenFileNames(this, tr("Text files"), {}, tr("Text (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)")));
  });
  connect(m_addFolder, &QPushButton::clicked, this, [this] {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of text files"));
    if (!folder.isEmpty()) addPaths({folder});
  });
  connect(m_remove, &QPushButton::clicked, this, [this] { qDeleteAll(m_list->selectedItems()); refresh(); Q_EMIT changed(); });
  connect(m_list, &QListWidget::itemSelectionChanged, this, &TextSources::refresh);
  setTexts({kToyWorldEntry});
}

void TextSources::setTexts(const std::vector<std::string>& wanted) {
  if (!wanted.empty() && wanted == texts()) return;
  const QSignalBlocker block(m_toyWorld);
  m_list->clear();
  const bool toy = wanted.size() == 1 && wanted.front() == kToyWorldEntry;
  m_toyWorld->setChecked(toy);
  m_files->setChecked(!toy);
  if (!toy)
    for (const std::string& path : wanted) addPaths({QString::fromStdString(path)});
  refresh();
}

std::vector<std::string> TextSources::texts() const {
  if (m_toyWorld->isChecked()) return {kToyWorldEntry};
  std::vector<std::string> result;
  for (int i = 0; i < m_list->count(); ++i) result.push_back(m_list->item(i)->data(Qt::UserRole).toString().toStdString());
  return result;
}

void TextSources::addPaths(const QStringList& paths) {
  if (paths.isEmpty()) return;
  for (const QString& path : paths) {
    auto* item = new QListWidgetItem(formatPath(path), m_list);
    item->setData(Qt::UserRole, path);
    item->setToolTip(path);
    item->setIcon(icon(QFileInfo(path).isDir() ? QStringLiteral("folder") : QStringLiteral("file"), IconColour::Muted));
  }
  m_files->setChecked(true);
  refresh();
  Q_EMIT changed();
}

void TextSources::refresh() {
  const bool files = m_files->isChecked();
  m_list->setVisible(files);
  for (QPushButton* button : {m_addFiles, m_addFolder, m_remove}) button->setVisible(files);
  m_remove->setEnabled(!m_list->selectedItems().isEmpty());
}

void TextSources::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void TextSources::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) paths << url.toLocalFile();
  addPaths(paths);
  event->acceptProposedAction();
}

}  // namespace cloze
