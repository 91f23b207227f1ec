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

// In test_main.cpp, the only file that knows the folders of this checkout (the others compile alike everywhere, for ccache).
std::filesystem::path sourceFolder();
std::filesystem::path binaryFolder();
std::filesystem::path sharedFolder();

}  // namespace cloze::tests

#define CLOZE_TEST_SUITE(Class, name) static const cloze::tests::SuiteEntry<Class> k##Class##Entry(name);
#define CLOZE_NEED_SHARED() \
  if (!std::filesystem::exists(cloze::tests::sharedFolder())) QSKIP("../shared is absent")
