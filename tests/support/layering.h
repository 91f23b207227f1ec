// The layering of the house as a table: who may include what. Works on a map of file texts, so that its own test can plant violations.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace cloze::tests {

using SourceFiles = std::map<std::string, std::string>;     // path from the repository's root -> text

// Every .h, .cpp, .def and .inc of our own below the root, build folders left out.
SourceFiles readSourceFiles(const std::filesystem::path& root);

// One line a violation: "file: includes what, why not".
std::vector<std::string> layeringViolations(const SourceFiles& files);
// Families are known by their own files and the table only; blocks and heads not even in comments. `families`: ids of the table.
std::vector<std::string> familyNameViolations(const SourceFiles& files, const std::vector<std::string>& families);
// The first lines of a file: SPDX, #pragma once in headers.
std::vector<std::string> headingViolations(const SourceFiles& files);

}  // namespace cloze::tests
