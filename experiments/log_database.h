// The SQLite file behind the experiment log: opening, identity (application_id, user_version), migrations, and the rules that keep several
// processes on one file safe. SQLite below 3.51.3 may corrupt a WAL file when two connections checkpoint at the same moment, so writing,
// migrating and checkpointing all happen under one flock'ed file beside the log, and nothing checkpoints by itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include <SQLiteCpp/SQLiteCpp.h>

#include "engine/core/file_lock.h"

namespace cloze {

inline constexpr std::int32_t kLogApplicationId = 0x436C6F7A;   // "Cloz"
inline constexpr double kLockSeconds = 10;                      // how long a writer waits for its turn

int latestLogSchema();
std::filesystem::path lockFileOf(const std::filesystem::path& log);   // LOG.lock, its folder made when missing

// Creates or migrates the file (a copy named LOG.schema-N is kept of what is migrated) and opens it for writing; `turn` is taken and
// released. std::runtime_error: newer schema, foreign or damaged file, no permission, another process holds the turn for too long.
std::unique_ptr<SQLite::Database> openLogForWriting(const std::filesystem::path& file, FileLock& turn);

// The last connection to close moves the WAL into the file: so closing takes a turn too (or leaves the WAL as it is).
void closeLog(std::unique_ptr<SQLite::Database> database, FileLock& turn);

// Read-only, never checkpoints. nullptr while the file does not exist or holds nothing yet. Throws as openLogForWriting.
std::unique_ptr<SQLite::Database> openLogForReading(const std::filesystem::path& file);

}  // namespace cloze
