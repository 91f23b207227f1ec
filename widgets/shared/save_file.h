// Files written off the window's thread, one after the other in the order asked, never half written.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QWidget>

#include <filesystem>
#include <functional>

namespace cloze {

// `done` is called in the window's thread with the problem, "" when all went well, unless `context` is gone by then.
void saveFile(const std::filesystem::path& path, const QByteArray& bytes, QObject* context = nullptr, std::function<void(const QString& problem)> done = {});
// Asks for a place first; nothing happens when the user thinks better of it. A name without an ending gets `suffix`.
struct FileOffer { QString title, name, suffix, filter; };
void saveFileAs(QWidget* parent, const FileOffer& offer, const QByteArray& bytes, std::function<void(const QString& path, const QString& problem)> done);
// What a widget looks like now.
QByteArray pngOf(QWidget* widget);
// Waits for what is under way.
void finishSaving();

}  // namespace cloze
