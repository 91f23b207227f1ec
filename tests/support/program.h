// Runs one of our programs as a user would and keeps what it said.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include "engine/core/json.h"
#include "tests/support/suite.h"

namespace cloze::tests {

struct ProgramResult {
  int code = -1;               // exit code; -1: did not start, or crashed
  std::string out, error;
  Json json() const { return parseJson(out, "stdout"); }
};

inline ProgramResult runProgram(const std::string& name, const std::vector<std::string>& arguments, const std::string& input = "", int milliseconds = 300000) {
  QStringList list;
  for (const std::string& argument : arguments) list << QString::fromStdString(argument);
  QProcess process;
  process.start(QString::fromStdString((binaryFolder() / "bin" / name).string()), list);
  process.write(QByteArray::fromStdString(input));
  process.closeWriteChannel();
  ProgramResult result;
  if (!process.waitForFinished(milliseconds)) process.kill();
  if (process.exitStatus() == QProcess::NormalExit && process.error() == QProcess::UnknownError) result.code = process.exitCode();
  result.out = process.readAllStandardOutput().toStdString();
  result.error = process.readAllStandardError().toStdString();
  return result;
}

inline ProgramResult runCloze(const std::vector<std::string>& arguments, const std::string& input = "") { return runProgram("cloze", arguments, input); }

}  // namespace cloze::tests
