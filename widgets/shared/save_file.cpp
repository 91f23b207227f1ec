// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/save_file.h"

#include "engine/core/files.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QPixmap>
#include <QPointer>
#include <QThreadPool>

#include <string_view>

namespace cloze {

namespace {

QThreadPool& writer() {
  static QThreadPool pool;
  pool.setMaxThreadCount(1);
  return pool;
}

}  // namespace

void saveFile(const std::filesystem::path& path, const QByteArray& bytes, QObject* context, std::function<void(const QString&)> done) {
  writer().start([path, bytes, context = QPointer<QObject>(context), done = std::move(done)] {
    QString problem;
    try {
      std::filesystem::create_directories(path.parent_path());
      writeFileAtomically(path, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    } catch (const std::exception& error) {
      problem = QString::fromUtf8(error.what());
    }
    if (!done) return;
    QMetaObject::invokeMethod(QCoreApplication::instance(), [context, done, problem] {
      if (context) done(problem);
    }, Qt::QueuedConnection);
  });
}

void saveFileAs(QWidget* parent, const FileOffer& offer, const QByteArray& bytes, std::function<void(const QString&, const QString&)> done) {
  QString path = QFileDialog::getSaveFileName(parent, offer.title, offer.name + QLatin1Char('.') + offer.suffix, offer.filter);
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QLatin1Char('.') + offer.suffix;
  saveFile(path.toStdString(), bytes, parent, [path, done = std::move(done)](const QString& problem) { done(path, problem); });
}

QByteArray pngOf(QWidget* widget) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  widget->grab().save(&buffer, "PNG");
  return bytes;
}

void finishSaving() { writer().waitForDone(); }

}  // namespace cloze
