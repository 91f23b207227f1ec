// Tables as files: TSV, CSV and JSON lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "engine/core/json.h"
#include "engine/tasks/reading.h"

namespace cloze {
namespace {

Table readTsv(FoundFile& found) {
  const FileLines file(found);
  Table table;
  for (const TextLine& line : file.lines()) {
    if (line.text.empty()) {
      found.skip(line.number, "empty line");
      continue;
    }
    TableRow row{line.number, {}};
    for (const std::string_view cell : splitAt(line.text, '\t')) row.cells.emplace_back(cell);
    table.rows.push_back(std::move(row));
  }
  return table;
}

// RFC 4180 over the lines of a file: a quoted cell may hold separators, doubled quotes and line ends.
class CsvParser {
 public:
  explicit CsvParser(FoundFile& found) : m_found(found) {}

  Table parse(const std::vector<TextLine>& lines) {
    for (const TextLine& line : lines) {
      if (m_quoted) {
        m_cell += '\n';
      } else if (line.text.empty()) {
        m_found.skip(line.number, "empty line");
        continue;
      } else {
        m_row = {line.number, {}};
      }
      takeLine(line.text);
      if (!m_quoted) endRow();
    }
    if (m_quoted) m_found.problem(m_row.line, "a quote is opened here and never closed");
    return std::move(m_table);
  }

 private:
  void takeLine(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '"' && m_quoted && i + 1 < text.size() && text[i + 1] == '"') m_cell += text[++i];
      else if (c == '"' && m_quoted) m_quoted = false;
      else if (c == '"' && m_cell.empty()) m_quoted = true;
      else if (c == ',' && !m_quoted) endCell();
      else m_cell += c;
    }
  }
  void endCell() {
    m_row.cells.push_back(std::move(m_cell));
    m_cell.clear();
  }
  void endRow() {
    endCell();
    m_table.rows.push_back(std::move(m_row));
  }
  FoundFile& m_found;
  Table m_table;
  TableRow m_row{};
  std::string m_cell;
  bool m_quoted = false;
};

std::string cellText(const Json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Table readJsonLines(FoundFile& found) {
  const FileLines file(found);
  Table table;
  TableRow header{1, {}};
  std::map<std::string, std::size_t> columns;
  for (const TextLine& line : file.lines()) {
    if (isBlank(line.text)) continue;
    Json object;
    try {
      object = parseJson(std::string(line.text), "JSON");
    } catch (const std::invalid_argument& error) {
      found.problem(line.number, error.what());
      continue;
    }
    if (!object.is_object()) {
      found.problem(line.number, "no JSON object; every line is one, like {\"text\": \"...\", \"label\": \"...\"}");
      continue;
    }
    TableRow row{line.number, std::vector<std::string>(header.cells.size())};
    for (const auto& [key, value] : object.items()) {
      if (columns.emplace(key, columns.size()).second) {
        header.cells.push_back(key);
        row.cells.emplace_back();
      }
      row.cells[columns.at(key)] = cellText(value);
    }
    table.rows.push_back(std::move(row));
  }
  for (TableRow& row : table.rows) row.cells.resize(header.cells.size());
  if (!table.rows.empty()) table.rows.insert(table.rows.begin(), std::move(header));
  return table;
}

}  // namespace

TableFormat formatByExtension(const std::filesystem::path& file) {
  const std::string extension = file.extension().string();
  return extension == ".csv" ? TableFormat::Csv : extension == ".jsonl" ? TableFormat::JsonLines : TableFormat::Tsv;
}

Table readTable(FoundFile& found, TableFormat format) {
  if (format == TableFormat::Tsv) return readTsv(found);
  if (format == TableFormat::JsonLines) return readJsonLines(found);
  const FileLines file(found);
  return CsvParser(found).parse(file.lines());
}

}  // namespace cloze
