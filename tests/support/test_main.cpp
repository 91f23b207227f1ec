// Runs the suites named on the command line (all without a name). Further arguments go to Qt Test.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"

#include <QCoreApplication>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

#include <cstdio>

std::filesystem::path cloze::tests::sourceFolder() { return CLOZE_SOURCE_DIR; }
std::filesystem::path cloze::tests::binaryFolder() { return CLOZE_BINARY_DIR; }
std::filesystem::path cloze::tests::sharedFolder() {
  const char* given = std::getenv("CLOZE_SHARED");
  return given ? std::filesystem::path(given) : std::filesystem::path(CLOZE_SHARED_DIR);
}

int main(int argc, char** argv) {
  qputenv("QTEST_DISABLE_STACK_DUMP", "1");   // Qt's crash handler starts one debugger after another for a crash in several threads
#ifdef QT_WIDGETS_LIB
  QApplication app(argc, argv);
#else
  QCoreApplication app(argc, argv);
#endif
  auto& suites = cloze::tests::suites();
  QStringList arguments{QString::fromLocal8Bit(argv[0])};
  std::vector<std::string> chosen;
  for (int i = 1; i < argc; ++i) {
    if (suites.count(argv[i])) chosen.push_back(argv[i]);
    else arguments << QString::fromLocal8Bit(argv[i]);
  }
  if (chosen.empty() && argc > 1 && argv[1][0] != '-' ) {
    std::fprintf(stderr, "no suite named %s\n", argv[1]);
    return 2;
  }
  if (chosen.empty())
    for (const auto& entry : suites) chosen.push_back(entry.first);
  int failures = 0;
  for (const std::string& name : chosen) failures += QTest::qExec(suites.at(name)().get(), arguments);
  return failures == 0 ? 0 : 1;
}
