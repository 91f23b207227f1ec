// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/layering.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <sstream>

namespace cloze::tests {

namespace {

namespace fs = std::filesystem;

struct Include { std::string path; bool own = false; };

bool beginsWith(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }
bool endsWith(const std::string& text, const std::string& end) { return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0; }

std::vector<Include> includesOf(const std::string& text) {
  static const std::regex pattern(R"re(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])re");
  std::vector<Include> includes;
  std::istringstream lines(text);
  std::smatch match;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_search(line, match, pattern)) includes.push_back({match[2], match[1] == "\""});
  return includes;
}

// ---- libraries, by the headers that belong to them

enum class Library { Standard, Torch, Qt, QtCharts, Sqlite, Sentencepiece, Utf8proc, CommandLine };

Library libraryOf(const std::string& header) {
  static const std::regex charts("^(QtCharts/|Q(Abstract)?(Chart|Axis|Series|LineSeries|ValueAxis|LogValueAxis|AreaSeries|ScatterSeries|XYSeries|Legend)).*");
  if (beginsWith(header, "torch/") || beginsWith(header, "ATen/") || beginsWith(header, "c10/") || beginsWith(header, "caffe2/")) return Library::Torch;
  if (std::regex_match(header, charts)) return Library::QtCharts;
  if (beginsWith(header, "Qt") || (header.size() > 1 && header[0] == 'Q' && std::isupper(static_cast<unsigned char>(header[1])))) return Library::Qt;
  if (beginsWith(header, "SQLiteCpp/") || header == "sqlite3.h") return Library::Sqlite;
  if (beginsWith(header, "sentencepiece")) return Library::Sentencepiece;
  if (header == "utf8proc.h") return Library::Utf8proc;
  if (beginsWith(header, "CLI/")) return Library::CommandLine;
  return Library::Standard;
}

const char* nameOf(Library library) {
  const char* names[] = {"the standard library", "torch", "Qt", "Qt Charts", "SQLite", "sentencepiece", "utf8proc", "CLI11"};
  return names[static_cast<std::size_t>(library)];
}

// ---- areas: the first row whose prefix fits names the area of a file

struct Area {
  std::string prefix;                      // of the path
  std::string name;
  std::set<Library> libraries;             // beside the standard one
  std::set<std::string> mayInclude;        // areas, beside itself
};

const std::set<std::string> kFacadeAndBelow = {"core", "facade", "experiments"};

// Torch-free files among folders that know torch: settings and tables that the menu reads.
// Beside the families' configurations: the interface of every model, and models that several families are.
const std::set<std::string> kModelHeaders = {"engine/families/text_model.h", "engine/families/causal_model.h", "engine/families/encoder.h", "engine/families/encoder_decoder.h", "engine/families/summary_options.h"};
const std::set<std::string> kTorchFree = {"engine/objectives/settings.h", "engine/train/settings.h", "engine/train/schedule_settings.h", "engine/families/families.def"};

const std::vector<Area>& areas() {
  static const std::vector<Area> table = {
      {"engine/text/sentencepiece_plugin/", "plugin", {Library::Sentencepiece}, {"core"}},
      {"engine/core/", "core", {Library::Utf8proc}, {}},
      {"engine/text/", "core", {Library::Utf8proc}, {"plugin"}},
      {"engine/corrupt/", "core", {}, {}},
      {"engine/data/", "core", {Library::Utf8proc}, {}},
      {"engine/tasks/", "core", {Library::Utf8proc}, {}},
      {"engine/io/formats/", "core", {}, {}},
      {"engine/families/", "engine", {Library::Torch}, {"core", "facade"}},
      {"engine/blocks/", "engine", {Library::Torch}, {"core"}},
      {"engine/heads/", "engine", {Library::Torch}, {"core"}},
      {"engine/io/", "engine", {Library::Torch}, {"core", "facade"}},
      {"engine/objectives/", "engine", {Library::Torch}, {"core", "facade"}},
      {"engine/train/", "engine", {Library::Torch}, {"core", "facade"}},
      {"engine/inspect/", "engine", {Library::Torch}, {"core", "facade"}},
      {"engine/", "facade", {}, {"core"}},
      {"experiments/", "experiments", {Library::Sqlite}, {"core"}},
      {"widgets/charts/", "widgets", {Library::Qt, Library::QtCharts}, kFacadeAndBelow},
      {"widgets/", "widgets", {Library::Qt}, kFacadeAndBelow},
      {"app/commands/", "commands", {Library::CommandLine}, kFacadeAndBelow},
      {"app/main_cli.cpp", "commands", {Library::CommandLine}, kFacadeAndBelow},
      {"app/", "app", {Library::Qt, Library::CommandLine}, {"core", "facade", "experiments", "widgets"}},
  };
  return table;
}

const Area* areaOf(const std::string& path) {
  static const Area torchFree{"", "core", {}, {"facade"}};
  if (kTorchFree.count(path) != 0) return &torchFree;
  const bool familyHeader = beginsWith(path, "engine/families/") && endsWith(path, ".h") && !kModelHeaders.count(path);
  if (familyHeader) return &torchFree;
  for (const Area& area : areas())
    if (beginsWith(path, area.prefix)) return &area;
  return nullptr;
}

// ---- the order inside engine: a folder includes itself and what stands before it

int rankOf(const std::string& path) {
  static const std::vector<std::string> order = {"core", "text", "corrupt", "data", "blocks", "heads", "families", "io", "objectives", "tasks", "train", "inspect"};
  // Values that two folders share stand with the lower one, wherever their file lies.
  static const std::map<std::string, std::string> placed = {{"engine/data/batch.h", "corrupt"}, {"engine/objectives/batch_tensors.h", "blocks"}, {"engine/inspect/model_snapshot.h", "train"}};
  if (kTorchFree.count(path) != 0 || !beginsWith(path, "engine/")) return -1;
  if (const auto found = placed.find(path); found != placed.end()) return static_cast<int>(std::find(order.begin(), order.end(), found->second) - order.begin());
  const std::size_t end = path.find('/', 7);
  if (end == std::string::npos) return -1;
  const auto found = std::find(order.begin(), order.end(), path.substr(7, end - 7));
  if (beginsWith(path, "engine/io/formats/")) return 0;
  return found == order.end() ? -1 : static_cast<int>(found - order.begin());
}

// Comments become spaces; texts in quotes stay.
std::string withoutComments(const std::string& text) {
  std::string result = text;
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, 2, "//") == 0) {
      while (i < text.size() && text[i] != '\n') result[i++] = ' ';
    } else if (text.compare(i, 2, "/*") == 0) {
      const std::size_t end = std::min(text.find("*/", i), text.size() - 2) + 2;
      for (; i < end; ++i) result[i] = text[i] == '\n' ? '\n' : ' ';
    } else if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i)
        if (text[i] == '\\') ++i;
      ++i;
    } else {
      ++i;
    }
  }
  return result;
}

// All headers that a file sees, itself included.
std::set<std::string> closureOf(const std::string& path, const SourceFiles& files) {
  std::set<std::string> seen{path};
  std::vector<std::string> open{path};
  while (!open.empty()) {
    const auto file = files.find(open.back());
    open.pop_back();
    if (file == files.end()) continue;
    for (const Include& include : includesOf(file->second))
      if (include.own && seen.insert(include.path).second) open.push_back(include.path);
  }
  return seen;
}

std::string capitalised(std::string name) {
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

int lineOf(const std::string& text, std::size_t at) { return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')); }

void checkInclude(const std::string& path, const Area& area, const Include& include, std::vector<std::string>& violations) {
  if (!include.own) {
    const Library library = libraryOf(include.path);
    if (library != Library::Standard && area.libraries.count(library) == 0)
      violations.push_back(path + ": includes " + include.path + ", but " + area.name + " may not know " + nameOf(library));
    return;
  }
  const Area* other = areaOf(include.path);
  if (other == nullptr) return;            // generated headers, moc
  if (other->name != area.name && area.mayInclude.count(other->name) == 0)
    violations.push_back(path + ": includes " + include.path + ", but " + area.name + " may not include " + other->name);
  if (rankOf(path) >= 0 && rankOf(include.path) > rankOf(path)) violations.push_back(path + ": includes " + include.path + ", which stands above it");
}

}  // namespace

SourceFiles readSourceFiles(const fs::path& root) {
  SourceFiles files;
  for (const char* folder : {"engine", "experiments", "widgets", "app", "tests"}) {
    if (!fs::exists(root / folder)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || (extension != ".h" && extension != ".cpp" && extension != ".def" && extension != ".inc")) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      files[fs::relative(entry.path(), root).generic_string()] = {std::istreambuf_iterator<char>(file), {}};
    }
  }
  return files;
}

std::vector<std::string> layeringViolations(const SourceFiles& files) {
  std::vector<std::string> violations;
  for (const auto& [path, text] : files) {
    const Area* area = areaOf(path);
    if (area == nullptr) continue;         // tests may include everything
    for (const Include& include : includesOf(text)) checkInclude(path, *area, include, violations);
    if (area->libraries.count(Library::Torch) != 0) continue;
    for (const std::string& header : closureOf(path, files)) {
      const auto seen = files.find(header);
      if (seen == files.end() || header == path) continue;
      for (const Include& include : includesOf(seen->second))
        if (!include.own && libraryOf(include.path) == Library::Torch) violations.push_back(path + ": sees torch through " + header);
    }
  }
  return violations;
}

std::vector<std::string> familyNameViolations(const SourceFiles& files, const std::vector<std::string>& families) {
  std::vector<std::string> violations;
  // WordPiece is the tokeniser of one family, its files name that family's classes: text is where such facts of formats live.
  const auto mayNameFamilies = [](const std::string& path) { return beginsWith(path, "tests/") || beginsWith(path, "engine/text/"); };
  for (const auto& [path, text] : files) {
    if (mayNameFamilies(path) || path == "engine/families/families.def") continue;
    for (const std::string& family : families) {
      const std::string own = "engine/families/" + std::regex_replace(family, std::regex("-"), "_");   // "a-b" lives in a_b.h
      if (beginsWith(path, own + ".") || beginsWith(path, own + "_")) continue;
      const bool block = beginsWith(path, "engine/blocks/") || beginsWith(path, "engine/heads/");
      // "/": the path of a resource
      const std::regex names(block ? "(^|[^A-Za-z])" + family : "(^|[^A-Za-z/])" + family + "|" + capitalised(family),
                             block ? std::regex::ECMAScript | std::regex::icase : std::regex::ECMAScript);
      const std::string code = block ? text : withoutComments(text);
      std::smatch match;
      if (std::regex_search(code, match, names))
        violations.push_back(path + ":" + std::to_string(lineOf(code, static_cast<std::size_t>(match.position()))) + ": names the family " + family);
    }
  }
  return violations;
}

std::vector<std::string> headingViolations(const SourceFiles& files) {
  std::vector<std::string> violations;
  for (const auto& [path, text] : files) {
    if (text.find("SPDX-License-Identifier: GPL-3.0-or-later") > 2000 && !endsWith(path, ".def")) violations.push_back(path + ": has no SPDX line in its heading");
    if (endsWith(path, ".h") && text.find("#pragma once") == std::string::npos) violations.push_back(path + ": has no #pragma once");
  }
  return violations;
}

}  // namespace cloze::tests
