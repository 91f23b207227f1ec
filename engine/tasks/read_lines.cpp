// Readers of plain text: TREC's questions, the Stanford sentiment trees, IMDb's folders with a review a file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "engine/core/files.h"
#include "engine/tasks/task_row.h"
#include "engine/text/utf8.h"

namespace cloze {
namespace {

// "COARSE:fine the question", in ISO-8859-1 as distributed.
void readQuestions(FoundFile& found, bool fine) {
  const FileLines file(found, FileEncoding::Latin1UnlessUtf8);
  for (const TextLine& line : file.lines()) {
    if (line.text.empty()) {
      found.skip(line.number, "empty line");
      continue;
    }
    const std::size_t blank = line.text.find(' '), colon = line.text.substr(0, blank).find(':');
    if (blank == std::string_view::npos || colon == std::string_view::npos || isBlank(line.text.substr(blank))) {
      found.problem(line.number, "expected \"COARSE:fine question\", as in \"NUM:dist How far is it ?\"");
      continue;
    }
    FoundExample result;
    result.line = line.number;
    result.example.id = std::to_string(line.number);
    result.example.text = line.text.substr(blank + 1);
    result.label = line.text.substr(0, fine ? blank : colon);
    found.add(std::move(result));
  }
}

// ---- Stanford sentiment treebank

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

// The words of "(3 (2 It) (4 works))": what stands after a label and before a bracket closes. False where brackets do not match.
bool wordsOfTree(std::string_view tree, std::string& text) {
  int depth = 0;
  bool closedBefore = false;                           // the outermost bracket
  for (std::size_t at = 0; at < tree.size();) {
    const char c = tree[at];
    if (closedBefore && c != ' ') return false;
    if (c == '(') {
      ++depth;
      at = tree.find_first_of(" (", at + 1);
      if (at == std::string_view::npos) return false;
    } else if (c == ')') {
      closedBefore = --depth == 0;
      ++at;
    } else if (c == ' ') {
      ++at;
    } else {
      const std::size_t end = std::min(tree.find_first_of(" ()", at), tree.size());
      text += (text.empty() ? "" : " ") + std::string(tree.substr(at, end - at));
      at = end;
    }
  }
  return closedBefore && !text.empty();
}

// The whole sentence with its root's label; labels of phrases are left.
void readTree(const TextLine& line, FoundFile& found) {
  if (isBlank(line.text)) return found.skip(line.number, "empty line");
  FoundExample result;
  result.line = line.number;
  result.example.id = std::to_string(line.number);
  if (line.text.size() < 4 || line.text[0] != '(' || line.text[2] != ' ' || !wordsOfTree(line.text, result.example.text))
    return found.problem(line.number, "no tree; expected one a line, like (3 (2 It) (4 works))");
  for (const auto& [from, to] : {std::make_pair("-LRB-", "("), std::make_pair("-RRB-", ")"), std::make_pair("\\/", "/"), std::make_pair("\\*", "*")})
    replaceAll(result.example.text, from, to);
  result.label = line.text.substr(1, 1);
  found.add(std::move(result));
}

// ---- IMDb

// ".../train/pos/0_9.txt"; without a label below "unsup".
void readReview(const std::filesystem::path& file, FoundFile& found) {
  FoundExample result;
  const std::string folder = file.parent_path().filename().string();
  result.example.id = folder + "/" + file.stem().string();
  std::string text = readFile(file);
  if (firstBrokenByte(text) != std::string::npos) {
    ++found.report.repairedLines;
    text = repairedUtf8(text);
  }
  replaceAll(text, "<br />", " ");
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (isBlank(text)) return found.problemAt("", file.filename().string() + " is empty");
  result.example.text = std::move(text);
  if (folder != "unsup") result.label = folder;
  found.add(std::move(result));
}

std::vector<std::filesystem::path> reviewsBelow(const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path))
    if (entry.is_regular_file() && entry.path().extension() == ".txt") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

FoundFiles readTrees(const ReadRequest& request) {
  return readEach(request, [](FoundFile& found) {
    const FileLines file(found);
    for (const TextLine& line : file.lines()) readTree(line, found);
  });
}

FoundFiles readReviewFolders(const ReadRequest& request) {
  return readEach(request, [](FoundFile& found) {
    for (const auto& file : reviewsBelow(found.report.file)) readReview(file, found);
  });
}

FoundFiles readCoarseQuestions(const ReadRequest& request) {
  return readEach(request, [](FoundFile& found) { readQuestions(found, false); });
}

FoundFiles readFineQuestions(const ReadRequest& request) {
  return readEach(request, [](FoundFile& found) { readQuestions(found, true); });
}

}  // namespace cloze
