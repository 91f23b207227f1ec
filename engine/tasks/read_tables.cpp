// Readers of tables: the known layouts (GLUE and its neighbours), and any table with chosen columns.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "engine/tasks/task_row.h"

namespace cloze {
namespace {

constexpr int kNone = -1;

// Where the columns of one file are.
struct ColumnPlan {
  int text = kNone, alsoText = kNone, pair = kNone, label = kNone, id = kNone;
  std::vector<std::string> names;                      // of the header; empty: there is none
  std::string nameOf(int column) const {
    return names.empty() ? "column " + std::to_string(column) : names[static_cast<std::size_t>(column)];
  }
};

int columnNamed(const std::vector<std::string>& header, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (const auto found = std::find(header.begin(), header.end(), name); found != header.end()) return static_cast<int>(found - header.begin());
  return kNone;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::optional<ColumnPlan> planByHeader(const TableLayout& layout, const std::vector<std::string>& header) {
  ColumnPlan plan;
  plan.text = columnNamed(header, layout.text);
  plan.pair = columnNamed(header, layout.pair);
  if (plan.text == kNone || (plan.pair == kNone && !layout.pair.empty())) return std::nullopt;
  plan.label = columnNamed(header, layout.label);
  plan.id = columnNamed(header, layout.id);
  plan.alsoText = columnNamed(header, {layout.alsoText});
  plan.names = header;
  return plan;
}

ColumnPlan planOf(const TableLayout::Plain& plain, bool alsoText) {
  ColumnPlan plan;
  plan.text = plain.text;
  plan.pair = plain.pair;
  plan.label = plain.label;
  plan.id = plain.id;
  plan.alsoText = alsoText ? plain.text + 1 : kNone;
  return plan;
}

const TableLayout::Plain* plainWith(const TableLayout& layout, std::size_t columns) {
  const auto found = std::find_if(layout.plain.begin(), layout.plain.end(), [&](const TableLayout::Plain& plain) { return plain.columns == columns; });
  return found == layout.plain.end() ? nullptr : &*found;
}

std::string expectedLayout(const TableLayout& layout) {
  std::string text = "a header with \"" + layout.text.front() + "\"";
  if (!layout.pair.empty()) text += " and \"" + layout.pair.front() + "\"";
  for (const TableLayout::Plain& plain : layout.plain) text += ", or " + std::to_string(plain.columns) + " columns without a header";
  return text;
}

// Reads rows of a table whose columns are planned.
class RowReader {
 public:
  RowReader(const TaskRow& row, const TableLayout& layout, FoundFile& found) : m_row(row), m_layout(layout), m_found(found) {}

  void read(const TableRow& row, const ColumnPlan& plan) {
    FoundExample result;
    result.line = row.line;
    result.example.id = plan.id == kNone ? std::to_string(row.line) : cell(row, plan.id);
    if (!takeText(row, plan, plan.text, result.example.text)) return;
    if (plan.pair != kNone && !takeText(row, plan, plan.pair, result.example.pair)) return;
    if (plan.alsoText != kNone) result.example.text += ' ' + cell(row, plan.alsoText);
    if (m_layout.backslashIsLineBreak) std::replace(result.example.text.begin(), result.example.text.end(), '\\', ' ');
    if (plan.label != kNone && !takeLabel(row, plan, result)) return;
    m_found.add(std::move(result));
  }
  void broken(std::int64_t line, const std::string& what) {
    if (m_layout.skipsBrokenRows) m_found.skip(line, what);
    else m_found.problem(line, what);
  }

 private:
  static const std::string& cell(const TableRow& row, int column) { return row.cells[static_cast<std::size_t>(column)]; }

  bool takeText(const TableRow& row, const ColumnPlan& plan, int column, std::string& out) {
    out = cell(row, column);
    if (!isBlank(out)) return true;
    broken(row.line, "empty " + plan.nameOf(column));
    return false;
  }
  bool takeLabel(const TableRow& row, const ColumnPlan& plan, FoundExample& result) {
    result.label = cell(row, plan.label);
    if (result.label == m_layout.dropped && !result.label.empty()) {
      m_found.skip(row.line, "label \"" + result.label + "\": the annotators did not agree");
      return false;
    }
    if (result.label.empty()) {
      broken(row.line, "empty " + plan.nameOf(plan.label));
      return false;
    }
    return m_row.info.kind != TaskKind::Regression || takeScore(row, result);
  }
  bool takeScore(const TableRow& row, FoundExample& result) {
    const auto [smallest, largest] = m_row.info.scores;
    if (!parseNumber(result.label, result.example.score)) {
      m_found.problem(row.line, "\"" + result.label + "\" is no number; a score was expected");
      return false;
    }
    if (smallest < largest && (result.example.score < smallest || result.example.score > largest)) {
      m_found.problem(row.line, "the score " + result.label + " lies outside " + std::to_string(static_cast<int>(smallest)) + " to " + std::to_string(static_cast<int>(largest)));
      return false;
    }
    result.example.scored = true;
    return true;
  }
  const TaskRow& m_row;
  const TableLayout& m_layout;
  FoundFile& m_found;
};

void readWithHeader(const Table& table, const ColumnPlan& plan, RowReader& reader) {
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    const TableRow& row = table.rows[i];
    if (row.cells.size() == plan.names.size()) reader.read(row, plan);
    else reader.broken(row.line, std::to_string(row.cells.size()) + " columns; the header has " + std::to_string(plan.names.size()));
  }
}

void readPlain(const Table& table, const TableLayout& layout, FoundFile& found, RowReader& reader) {
  if (plainWith(layout, table.rows.front().cells.size()) == nullptr)
    return found.problem(table.rows.front().line, std::to_string(table.rows.front().cells.size()) + " columns; expected " + expectedLayout(layout));
  for (const TableRow& row : table.rows) {
    const TableLayout::Plain* plain = plainWith(layout, row.cells.size());
    if (plain != nullptr) reader.read(row, planOf(*plain, !layout.alsoText.empty()));
    else reader.broken(row.line, std::to_string(row.cells.size()) + " columns; expected " + expectedLayout(layout));
  }
}

// ---- chosen columns

int chosenColumn(const std::string& name, const std::vector<std::string>& first, bool hasHeader) {
  if (name.empty()) return kNone;
  if (hasHeader) return columnNamed(first, {name});
  std::int64_t number = 0;
  return parseNumber(name, number) && number >= 0 && number < static_cast<std::int64_t>(first.size()) ? static_cast<int>(number) : kNone;
}

// A header: the first line holds the name of a column that was asked for.
bool namesColumn(const TaskColumns& columns, const std::vector<std::string>& first) {
  for (const std::string& name : {columns.text, columns.pair, columns.label})
    if (!name.empty() && columnNamed(first, {name}) != kNone) return true;
  return false;
}

void readChosen(const ReadRequest& request, FoundFile& found) {
  const TableFormat format = formatByExtension(found.report.file);
  const Table table = readTable(found, format);
  if (table.rows.empty()) return;
  const TableRow& first = table.rows.front();
  const bool hasHeader = format == TableFormat::JsonLines || namesColumn(request.columns, first.cells);
  ColumnPlan plan;
  if (hasHeader) plan.names = first.cells;
  for (const auto& [name, column] : {std::make_pair(request.columns.text, &plan.text), {request.columns.pair, &plan.pair}, {request.columns.label, &plan.label}}) {
    *column = chosenColumn(name, first.cells, hasHeader);
    if (*column != kNone || name.empty()) continue;
    const std::string nearest = nearestName(name, first.cells);
    found.problem(first.line, "there is no column \"" + name + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?") + " The line holds: " +
                                  listed(first.cells) + ". Columns are named as in the header; in a file without one they are numbered from 0");
  }
  if (found.problemCount > 0) return;
  const TableLayout layout;
  RowReader reader(request.row, layout, found);
  if (hasHeader) return readWithHeader(table, plan, reader);
  for (const TableRow& row : table.rows) {
    if (row.cells.size() == first.cells.size()) reader.read(row, plan);
    else reader.broken(row.line, std::to_string(row.cells.size()) + " columns; the first line has " + std::to_string(first.cells.size()));
  }
}

}  // namespace

FoundFiles readEach(const ReadRequest& request, const std::function<void(FoundFile&)>& read) {
  FoundFiles found;
  for (const auto& file : request.files) read(found.emplace_back(file));
  return found;
}

FoundFiles readTableTask(const ReadRequest& request) {
  return readEach(request, [&](FoundFile& found) {
    const TableLayout& layout = request.row.layout;
    const bool json = formatByExtension(found.report.file) == TableFormat::JsonLines;
    const Table table = readTable(found, json ? TableFormat::JsonLines : layout.format);
    if (table.rows.empty()) return;
    RowReader reader(request.row, layout, found);
    if (const auto plan = planByHeader(layout, table.rows.front().cells)) readWithHeader(table, *plan, reader);
    else readPlain(table, layout, found, reader);
  });
}

FoundFiles readColumnsTask(const ReadRequest& request) {
  if (request.columns.text.empty()) {
    throw InvalidRequest(std::vector<Problem>{{"columns.text", "name the column that holds the text (its name in the header, or its number from 0)"}});
  }
  return readEach(request, [&](FoundFile& found) { readChosen(request, found); });
}

}  // namespace cloze
