// A folder that goes with its test.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <string>

namespace cloze::tests {

class TemporaryFolder {
 public:
  std::filesystem::path path() const { return m_folder.path().toStdString(); }
  // Writes the file (folders are made) and returns its whole path.
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace cloze::tests
