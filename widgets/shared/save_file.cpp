// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/save_file.h"

#include "engine/core/files.h"

#include <QCoreApplication>
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

void finishSaving() { writer().waitForDone(); }

}  // namespace cloze
