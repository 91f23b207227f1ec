// The catalogue as others see it, and which files of a folder make a split.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <stdexcept>

#include "engine/tasks/task_paths.h"
#include "engine/tasks/task_row.h"

namespace cloze {
namespace {

namespace fs = std::filesystem;

std::string quotedList(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

const SplitNames& splitOf(const TaskRow& row, const std::string& split) {
  for (const SplitNames& names : row.splits)
    if (names.split == split) return names;
  throw std::invalid_argument(row.info.title + " has no split \"" + split + "\"; it has " + quotedList(row.info.splits));
}

std::vector<fs::path> expanded(const TaskRow& row, const fs::path& found) {
  return row.filesOf == nullptr ? std::vector<fs::path>{found} : row.filesOf(found);
}

}  // namespace

fs::path goldFileOf(const fs::path& data) {
  std::string name = data.filename().string();
  const std::size_t at = name.find(".data.");
  if (at == std::string::npos) return {};
  const fs::path gold = data.parent_path() / name.replace(at, 6, ".gold.");
  return fs::exists(gold) ? gold : fs::path();
}

std::vector<fs::path> withGoldFile(const fs::path& data) {
  if (fs::is_directory(data)) throw std::invalid_argument(data.string() + ": is a folder without the files of a split (*.data.txt)");
  const fs::path gold = goldFileOf(data);
  return gold.empty() ? std::vector<fs::path>{data} : std::vector<fs::path>{data, gold};
}

std::vector<fs::path> roleFilesBelow(const fs::path& found) {
  if (!fs::is_directory(found)) return {found};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(found)) {
    const std::string name = entry.path().filename().string(), ending = "gold_conll";
    if (entry.is_regular_file() && name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) throw std::invalid_argument(found.string() + ": holds no *gold_conll file");
  return files;
}

std::vector<fs::path> ratedReviews(const fs::path& found) {
  if (!fs::is_directory(found / "pos") || !fs::is_directory(found / "neg")) return {found};
  return {found / "neg", found / "pos"};
}

const TaskRow& taskRow(const std::string& id) {
  std::vector<std::string> known;
  for (const TaskRow& row : taskRows()) {
    if (row.info.id == id) return row;
    known.push_back(row.info.id);
  }
  const std::string nearest = nearestName(id, known);
  throw std::invalid_argument("there is no task \"" + id + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?") + " (`cloze tasks` lists them)");
}

const std::vector<TaskInfo>& taskTable() {
  static const std::vector<TaskInfo> table = [] {
    std::vector<TaskInfo> infos;
    for (const TaskRow& row : taskRows()) infos.push_back(row.info);
    return infos;
  }();
  return table;
}

const TaskInfo& taskInfo(const std::string& id) { return taskRow(id).info; }

std::vector<fs::path> taskFiles(const std::string& id, const fs::path& folder, const std::string& split) {
  const TaskRow& row = taskRow(id);
  if (fs::is_regular_file(folder)) return expanded(row, folder);
  if (!fs::is_directory(folder)) throw std::invalid_argument(folder.string() + ": there is no such file or folder");
  const SplitNames& names = splitOf(row, split);
  for (const std::string& name : names.names)
    if (fs::exists(folder / name)) return expanded(row, folder / name);
  if (row.filesOf != nullptr) return row.filesOf(folder);             // the split's own folder
  throw std::invalid_argument(folder.string() + ": holds no file of " + row.info.title + "'s split \"" + split + "\"; looked for " + quotedList(names.names));
}

std::vector<fs::path> taskPaths(const std::string& id, const std::vector<std::string>& given, const std::string& split) {
  std::vector<fs::path> paths;
  for (const std::string& path : given) {
    const bool isFolder = fs::is_directory(path);
    const std::vector<fs::path> files = isFolder ? taskFiles(id, path, split) : std::vector<fs::path>{path};
    paths.insert(paths.end(), files.begin(), files.end());
  }
  return paths;
}

}  // namespace cloze
