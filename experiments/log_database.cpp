// SPDX-License-Identifier: GPL-3.0-or-later
#include "experiments/log_database.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>

#include <sqlite3.h>

#include "experiments_migrations.h"

namespace cloze {
namespace {

constexpr int kBusyMilliseconds = 10000;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error(file.string() + ": " + why);
}

int number(const SQLite::Database& database, const char* query) {
  SQLite::Statement statement(database, query);
  statement.executeStep();
  return statement.getColumn(0).getInt();
}

// The schema's version; 0 for a file that holds nothing yet.
int identify(const SQLite::Database& database, const std::filesystem::path& file) {
  const int application = number(database, "PRAGMA application_id");
  const int version = number(database, "PRAGMA user_version");
  if (application != kLogApplicationId) {
    if (application == 0 && version == 0 && number(database, "SELECT COUNT(*) FROM sqlite_master") == 0) return 0;
    refuse(file, "this SQLite file belongs to another program. It was left as it is; choose another log with --log.");
  }
  if (version > latestLogSchema())
    refuse(file, "the log has schema " + std::to_string(version) + ", this Cloze knows schemas up to " + std::to_string(latestLogSchema()) +
                     ". It was left as it is; open it with the newer Cloze that wrote it, or choose another log with --log.");
  return version;
}

// SQLite's errors in the words of a user.
[[noreturn]] void explain(const SQLite::Exception& error, const std::filesystem::path& file) {
  const int code = error.getErrorCode();
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
    refuse(file, "this is not an experiment log, or it is damaged (" + std::string(error.what()) + "). It was left as it is; move it aside or choose another log with --log.");
  if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
    refuse(file, "the experiment log cannot be opened (" + std::string(error.what()) + "). Check the permissions, or choose another log with --log.");
  refuse(file, std::string("the experiment log: ") + error.what());
}

void keepCopy(SQLite::Database& database, const std::filesystem::path& file, int version) {
  const std::filesystem::path copy = file.string() + ".schema-" + std::to_string(version);
  if (std::filesystem::exists(copy)) return;
  SQLite::Statement statement(database, "VACUUM INTO ?");
  statement.bind(1, copy.string());
  statement.exec();
}

void migrate(SQLite::Database& database, const std::filesystem::path& file, int from) {
  if (from > 0) keepCopy(database, file, from);
  database.exec("PRAGMA synchronous=FULL");
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  database.exec("PRAGMA application_id=" + std::to_string(kLogApplicationId));
  for (const Migration& migration : kMigrations) {
    if (migration.version <= from) continue;
    database.exec(migration.sql);
    database.exec("PRAGMA user_version=" + std::to_string(migration.version));
  }
  transaction.commit();
}

// A path inside a file: URI.
std::string escaped(const std::string& path) {
  std::string result;
  for (const char letter : path) result += letter == '%' ? "%25" : letter == '?' ? "%3f" : letter == '#' ? "%23" : std::string(1, letter);
  return result;
}

std::unique_ptr<SQLite::Database> openReadOnly(const std::filesystem::path& file) {
  try {
    auto database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
    number(*database, "SELECT COUNT(*) FROM sqlite_master");
    return database;
  } catch (const SQLite::Exception& error) {
    // A log in a folder that cannot be written, closed cleanly: nobody can change it, so it needs no lock.
    const bool noPlaceForLocks = error.getErrorCode() == SQLITE_CANTOPEN || error.getErrorCode() == SQLITE_READONLY;
    if (!noPlaceForLocks || std::filesystem::exists(file.string() + "-wal")) throw;
    return std::make_unique<SQLite::Database>("file:" + escaped(file.string()) + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI, kBusyMilliseconds);
  }
}

}  // namespace

int latestLogSchema() { return kMigrations[std::size(kMigrations) - 1].version; }

std::filesystem::path lockFileOf(const std::filesystem::path& log) {
  std::error_code error;
  if (log.has_parent_path()) std::filesystem::create_directories(log.parent_path(), error);
  if (error) refuse(log, "its folder cannot be made: " + error.message());
  return log.string() + ".lock";
}

std::unique_ptr<SQLite::Database> openLogForWriting(const std::filesystem::path& file, FileLock& turn) {
  if (!turn.acquireWithin(kLockSeconds)) refuse(file, "another process has been writing to this log for " + std::to_string(static_cast<int>(kLockSeconds)) + " s; is it stopped?");
  try {
    auto database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
    const int version = identify(*database, file);
    database->exec("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON;");
    if (version < latestLogSchema()) migrate(*database, file, version);
    turn.release();
    return database;
  } catch (const SQLite::Exception& error) {
    turn.release();
    explain(error, file);
  } catch (...) {
    turn.release();
    throw;
  }
}

void closeLog(std::unique_ptr<SQLite::Database> database, FileLock& turn) {
  if (!database) return;
  if (!turn.acquireWithin(kLockSeconds)) sqlite3_db_config(database->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  database.reset();
  turn.release();
}

std::unique_ptr<SQLite::Database> openLogForReading(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return nullptr;
  try {
    auto database = openReadOnly(file);
    const int version = identify(*database, file);
    if (version == latestLogSchema()) return database;
    if (version == 0) return nullptr;
  } catch (const SQLite::Exception& error) {
    explain(error, file);
  }
  FileLock turn(lockFileOf(file));   // an older schema: migrate it first
  closeLog(openLogForWriting(file, turn), turn);
  return openReadOnly(file);
}

}  // namespace cloze
