// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/tree_hash.h"

#include <algorithm>
#include <vector>

#include "engine/core/hash.h"

namespace cloze {

std::string sha256Tree(const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return sha256File(path);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(path).generic_string());
  std::sort(files.begin(), files.end());
  Sha256 hash;
  for (const std::string& file : files) hash.update(file + '\0' + sha256File(path / file) + '\n');
  return hash.hexDigest();
}

}  // namespace cloze
