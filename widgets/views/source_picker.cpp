// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/source_picker.h"

#include "widgets/shared/format.h"
#include "widgets/shared/icons.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QWheelEvent>

namespace cloze {

namespace {

constexpr int kKindRole = Qt::UserRole + 1, kFilterRole = Qt::UserRole + 2;

QStringList listOf(const SourcePicker::Sources& sources) {
  QStringList list;
  for (const std::string& source : sources) list << QString::fromStdString(source);
  return list;
}

QString titleOf(const QStringList& paths) {
  const QString first = QFileInfo(paths.front()).fileName();
  return paths.size() == 1 ? first : SourcePicker::tr("%1 and %n more", nullptr, static_cast<int>(paths.size()) - 1).arg(first);
}

}  // namespace

SourcePicker::SourcePicker(const QString& name, QWidget* parent) : QComboBox(parent) {
  setAccessibleName(name);
  setToolTip(name);
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(18);
  setAcceptDrops(true);
  connect(this, &QComboBox::activated, this, &SourcePicker::activatedAt);
}

void SourcePicker::addSources(const QString& title, const Sources& sources) {
  addItem(title, listOf(sources));
  setItemData(count() - 1, static_cast<int>(Entry::Sources), kKindRole);
  setItemData(count() - 1, sources.empty() ? title : listOf(sources).join(QLatin1Char('\n')), Qt::ToolTipRole);
}

void SourcePicker::addFileEntry(const QString& title, const QString& filter, bool several) {
  addItem(icon(QStringLiteral("file"), IconColour::Muted), title);
  setItemData(count() - 1, static_cast<int>(several ? Entry::Files : Entry::File), kKindRole);
  setItemData(count() - 1, filter, kFilterRole);
}

void SourcePicker::addFolderEntry(const QString& title) {
  addItem(icon(QStringLiteral("folder"), IconColour::Muted), title);
  setItemData(count() - 1, static_cast<int>(Entry::Folder), kKindRole);
}

int SourcePicker::find(const Sources& sources) const {
  for (int i = 0; i < count(); ++i)
    if (itemData(i, kKindRole).toInt() == static_cast<int>(Entry::Sources) && itemData(i).toStringList() == listOf(sources)) return i;
  return -1;
}

void SourcePicker::choose(const Sources& sources) {
  int index = find(sources);
  if (index < 0) {
    index = m_own ? 1 : 0;
    insertItem(index, titleOf(listOf(sources)), listOf(sources));
    setItemData(index, static_cast<int>(Entry::Sources), kKindRole);
    setItemData(index, listOf(sources).join(QLatin1Char('\n')), Qt::ToolTipRole);
  }
  setCurrentIndex(index);
  m_last = index;
  m_chosen = true;
}

void SourcePicker::setOwn(const QString& title, const Sources& sources) {
  const bool wasOwn = m_own && currentIndex() == 0;
  if (m_own) removeItem(0);
  m_own = !sources.empty();
  if (m_own) {
    insertItem(0, title, listOf(sources));
    setItemData(0, static_cast<int>(Entry::Sources), kKindRole);
    setItemData(0, listOf(sources).join(QLatin1Char('\n')), Qt::ToolTipRole);
  }
  if (wasOwn || (m_own && !m_chosen)) setCurrentIndex(0);
  m_last = currentIndex();
}

SourcePicker::Sources SourcePicker::chosen() const {
  Sources sources;
  for (const QString& source : currentData().toStringList()) sources.push_back(source.toStdString());
  return sources;
}

void SourcePicker::activatedAt(int index) {
  const auto kind = static_cast<Entry>(itemData(index, kKindRole).toInt());
  QStringList paths;
  if (kind == Entry::Files) paths = QFileDialog::getOpenFileNames(this, itemText(index), {}, itemData(index, kFilterRole).toString());
  else if (kind == Entry::File) paths << QFileDialog::getOpenFileName(this, itemText(index), {}, itemData(index, kFilterRole).toString());
  else if (kind == Entry::Folder) paths << QFileDialog::getExistingDirectory(this, itemText(index));
  paths.removeAll(QString());
  if (kind != Entry::Sources && paths.isEmpty()) return setCurrentIndex(m_last);
  if (kind == Entry::Sources) {
    m_last = index;
    m_chosen = true;
  } else {
    Sources sources;
    for (const QString& path : paths) sources.push_back(path.toStdString());
    choose(sources);
  }
  Q_EMIT changed();
}

void SourcePicker::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void SourcePicker::dropEvent(QDropEvent* event) {
  Sources sources;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) sources.push_back(url.toLocalFile().toStdString());
  if (sources.empty()) return;
  event->acceptProposedAction();
  choose(sources);
  Q_EMIT changed();
}

void SourcePicker::wheelEvent(QWheelEvent* event) { event->ignore(); }   // a wheel that passes by must not open a file dialog

}  // namespace cloze
