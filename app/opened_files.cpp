// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/opened_files.h"

#include "widgets/shared/format.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace cloze {

namespace {

constexpr qint64 kLookedAt = 65536;

QString words(const char* text) { return QCoreApplication::translate("OpenedFile", text); }
QString shown(const std::filesystem::path& path) { return formatPath(QString::fromStdString(path.string())); }

OpenedFile problem(const std::filesystem::path& path, const QString& text) { return {OpenedFile::Kind::Problem, path, {}, text}; }

bool isText(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".txt" || ending == ".jsonl" || ending == ".gz";
}

OpenedFile lookAtFolder(const std::filesystem::path& path) {
  if (std::filesystem::exists(path / "config.json") || std::filesystem::exists(path / "run.json")) return {OpenedFile::Kind::Model, path, {}, {}};
  std::error_code error;
  for (auto entry = std::filesystem::recursive_directory_iterator(path, error); !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (isText(entry->path())) return {OpenedFile::Kind::Text, path, {}, {}};
    if (entry.depth() > 3) entry.disable_recursion_pending();
  }
  return problem(path, words(QT_TRANSLATE_NOOP("OpenedFile", "%1 holds neither a checkpoint (config.json) nor texts (.txt, .jsonl, .gz).")).arg(shown(path)));
}

OpenedFile lookAtJson(const std::filesystem::path& path) {
  if (path.filename() == "config.json" || path.filename() == "run.json") return lookAtFolder(path.parent_path());
  try {
    return {OpenedFile::Kind::Specification, path, loadRunSpec(path, {}), {}};
  } catch (const std::exception& error) {
    return problem(path, words(QT_TRANSLATE_NOOP("OpenedFile", "%1 is no specification of a run: %2")).arg(shown(path), QString::fromUtf8(error.what()).simplified()));
  }
}

}  // namespace

OpenedFile lookAtFile(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return problem(path, words(QT_TRANSLATE_NOOP("OpenedFile", "%1 is not there any more.")).arg(shown(path)));
  if (std::filesystem::is_directory(path, error)) return lookAtFolder(path);
  if (path.extension() == ".json") return lookAtJson(path);
  if (path.extension() == ".safetensors") return lookAtFolder(path.parent_path());
  QFile file(QString::fromStdString(path.string()));
  if (!std::filesystem::is_regular_file(path, error) || !file.open(QIODevice::ReadOnly))
    return problem(path, words(QT_TRANSLATE_NOOP("OpenedFile", "%1 cannot be read: %2")).arg(shown(path), file.errorString()));
  const QByteArray head = file.read(kLookedAt);
  if (head.isEmpty()) return problem(path, words(QT_TRANSLATE_NOOP("OpenedFile", "%1 is empty.")).arg(shown(path)));
  if (path.extension() != ".gz" && head.contains('\0'))
    return problem(path, words(QT_TRANSLATE_NOOP("OpenedFile", "%1 is no text. Cloze opens texts (.txt, .jsonl, .gz), checkpoint folders and specifications (.json).")).arg(shown(path)));
  return {OpenedFile::Kind::Text, path, {}, {}};
}

}  // namespace cloze
