// A Qt Test class becomes a suite of its program: CLOZE_TEST_SUITE(ClassName, "name") after the class. The file tst_name.cpp ends with
// #include "tst_name.moc". Tests that need ../shared call CLOZE_NEED_SHARED(): they skip by name where it is absent.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest/QtTest>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace cloze::tests {

using SuiteTable = std::map<std::string, std::function<std::unique_ptr<QObject>()>>;
inline SuiteTable& suites() { static SuiteTable table; return table; }

template <class T>
struct SuiteEntry {
  explicit SuiteEntry(const char* name) { suites()[name] = [] { return std::make_unique<T>(); }; }
};

inline std::filesystem::path sourceFolder() { return CLOZE_SOURCE_DIR; }
inline std::filesystem::path binaryFolder() { return CLOZE_BINARY_DIR; }
inline std::filesystem::path sharedFolder() {
  const char* given = std::getenv("CLOZE_SHARED");
  return given ? std::filesystem::path(given) : std::filesystem::path(CLOZE_SHARED_DIR);
}

}  // namespace cloze::tests

#define CLOZE_TEST_SUITE(Class, name) static const cloze::tests::SuiteEntry<Class> k##Class##Entry(name);
#define CLOZE_NEED_SHARED() \
  if (!std::filesystem::exists(cloze::tests::sharedFolder())) QSKIP("../shared is absent")
