// What readers share: the text of a file in lines, and what they find in it before labels have numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.h"
#include "engine/tasks/task.h"

namespace cloze {

constexpr std::size_t kShownRows = 20;                 // skipped rows and problems that are told one by one; all are counted

struct FoundExample {
  TaskExample example;
  std::string label;                                   // as the file writes it; "": unlabelled
  std::vector<std::string> tags;                       // Tagging: one a word, or none
  std::int64_t line = 0;
};

// One file's findings. Lines count from 1; line 0 stands for the whole file.
struct FoundFile {
  explicit FoundFile(std::filesystem::path path) { report.file = std::move(path); }
  void add(FoundExample example) { examples.push_back(std::move(example)); }
  void skip(std::int64_t line, const std::string& why);
  void problem(std::int64_t line, const std::string& what) { problemAt(line == 0 ? "" : ":" + std::to_string(line), what); }
  void problemAt(const std::string& place, const std::string& what);   // place: what follows the file's name
  TaskReport report;
  std::vector<FoundExample> examples;
  std::vector<Problem> problems;                       // the first kShownRows
  std::int64_t problemCount = 0;
};

enum class FileEncoding { Utf8, Latin1UnlessUtf8 };

struct TextLine { std::int64_t number; std::string_view text; };

// Lines without their ends (one CR goes too) and without a byte-order mark. Broken UTF-8 is repaired and counted in `found`.
class FileLines {
 public:
  explicit FileLines(FoundFile& found, FileEncoding encoding = FileEncoding::Utf8);
  FileLines(const FileLines&) = delete;                // lines point into it
  FileLines& operator=(const FileLines&) = delete;
  const std::vector<TextLine>& lines() const { return m_lines; }

 private:
  std::string m_text;
  std::deque<std::string> m_repaired;
  std::vector<TextLine> m_lines;
};

// A table with named columns (TSV or CSV with a header, JSON lines) or without names.
struct TableRow { std::int64_t line; std::vector<std::string> cells; };
struct Table { std::vector<TableRow> rows; };          // the header, where there is one, is the first row

enum class TableFormat { Tsv, Csv, JsonLines };
TableFormat formatByExtension(const std::filesystem::path& file);        // .csv, .jsonl; all else is TSV
// TSV: split at tabs only, quotes are text. CSV: RFC 4180. JSON lines: one object a line; the header is made of all keys in order of their
// appearance, a missing one is "".
Table readTable(FoundFile& found, TableFormat format);

bool isBlank(std::string_view text);
std::vector<std::string_view> splitAt(std::string_view text, char separator);      // "" gives one empty part
std::vector<std::string_view> splitAtBlanks(std::string_view text);                // runs of blanks and tabs; no empty parts
bool parseNumber(std::string_view text, double& number);                           // finite, nothing behind it
bool parseNumber(std::string_view text, std::int64_t& number);

}  // namespace cloze
