// Files written off the window's thread, one after the other in the order asked, never half written.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>

namespace cloze {

// `done` is called in the window's thread with the problem, "" when all went well, unless `context` is gone by then.
void saveFile(const std::filesystem::path& path, const QByteArray& bytes, QObject* context = nullptr, std::function<void(const QString& problem)> done = {});
// Waits for what is under way.
void finishSaving();

}  // namespace cloze
