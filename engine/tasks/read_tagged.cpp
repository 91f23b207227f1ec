// Readers of a word a line: CoNLL-2003's columns (two or four, any tag scheme) and CoNLL-2012's with a column of brackets for each predicate.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "engine/tasks/tags.h"
#include "engine/tasks/task_row.h"

namespace cloze {
namespace {

constexpr std::size_t kWordColumn = 3, kFramesetColumn = 7, kFirstRoleColumn = 11;      // CoNLL-2012

struct WordLine { std::int64_t line; std::vector<std::string_view> cells; };
using Block = std::vector<WordLine>;

// Blocks of lines between blank ones; lines that begin with `comment` are none.
std::vector<Block> blocksOf(const FileLines& file, std::string_view comment) {
  std::vector<Block> blocks;
  bool open = false;
  for (const TextLine& line : file.lines()) {
    const bool isComment = !comment.empty() && line.text.substr(0, comment.size()) == comment;
    if (isComment || isBlank(line.text)) {
      open = false;
      continue;
    }
    if (!open) blocks.emplace_back();
    open = true;
    blocks.back().push_back({line.number, splitAtBlanks(line.text)});
  }
  return blocks;
}

// Every line of a block has as many columns as `columns`; else a problem for each that has not.
bool hasColumns(const Block& block, std::size_t columns, const char* of, FoundFile& found) {
  bool right = true;
  for (const WordLine& word : block) {
    if (word.cells.size() == columns) continue;
    found.problem(word.line, std::to_string(word.cells.size()) + " columns; " + of + " has " + std::to_string(columns));
    right = false;
  }
  return right;
}

// ---- CoNLL-2003

void readEntities(const Block& block, std::size_t columns, FoundFile& found) {
  if (block.front().cells.front() == "-DOCSTART-") return;
  if (!hasColumns(block, columns, "the file's first line", found)) return;
  FoundExample result;
  result.line = block.front().line;
  result.example.id = std::to_string(result.line);
  std::vector<std::string> tags;
  bool valid = true;
  for (const WordLine& word : block) {
    result.example.words.emplace_back(word.cells.front());
    if (columns == 1) continue;
    tags.emplace_back(word.cells.back());
    if (isTag(tags.back())) continue;
    found.problem(word.line, "\"" + tags.back() + "\" is no tag; expected O, or B-, I-, E- or S- and a type");
    valid = false;
  }
  if (!valid) return;
  result.tags = convertTags(tags, TagScheme::Iob2);
  found.add(std::move(result));
}

// ---- CoNLL-2012

// "(ARG0*", "*", "*)" of one predicate as IOB2 tags; nothing with a problem where brackets do not match.
std::optional<std::vector<std::string>> tagsOfBrackets(const Block& block, std::size_t column, FoundFile& found) {
  std::vector<std::string> tags;
  std::string open;
  for (const WordLine& word : block) {
    std::string_view cell = word.cells[column];
    const bool begins = !cell.empty() && cell.front() == '(', ends = !cell.empty() && cell.back() == ')';
    const std::size_t star = cell.find('*');
    if (star == std::string_view::npos || begins != (star > 0) || (begins && !open.empty()) || (ends && !begins && open.empty())) {
      found.problem(word.line, "column " + std::to_string(column) + ": \"" + std::string(cell) + "\" where " + (open.empty() ? "no role is" : "(" + open + "* is") +
                                   " open; expected cells like (ARG0*, * and *)");
      return std::nullopt;
    }
    if (begins) open = cell.substr(1, star - 1);
    tags.push_back(open.empty() ? "O" : (begins ? "B-" : "I-") + open);
    if (ends) open.clear();
  }
  if (open.empty()) return tags;
  found.problem(block.back().line, "column " + std::to_string(column) + ": (" + open + "* is never closed");
  return std::nullopt;
}

// The verb among the roles; where no column marks it, the number-th word with a frame.
std::int64_t predicateOf(const Block& block, const std::vector<std::string>& tags, std::size_t number) {
  std::size_t seen = 0;
  for (std::size_t word = 0; word < tags.size(); ++word)
    if (tags[word] == "B-V") return static_cast<std::int64_t>(word);
  for (std::size_t word = 0; word < block.size(); ++word)
    if (block[word].cells[kFramesetColumn] != "-" && seen++ == number) return static_cast<std::int64_t>(word);
  return -1;
}

void readRoles(const Block& block, FoundFile& found) {
  const std::size_t columns = block.front().cells.size();
  if (columns <= kFirstRoleColumn) {
    found.problem(block.front().line, std::to_string(columns) + " columns; CoNLL-2012 has at least " + std::to_string(kFirstRoleColumn + 1));
    return;
  }
  if (!hasColumns(block, columns, "the sentence's first line", found)) return;
  for (std::size_t column = kFirstRoleColumn; column + 1 < columns; ++column) {
    const auto tags = tagsOfBrackets(block, column, found);
    if (!tags) continue;
    FoundExample result;
    result.line = block.front().line;
    result.example.id = std::to_string(result.line) + "." + std::to_string(column - kFirstRoleColumn);
    result.example.predicate = predicateOf(block, *tags, column - kFirstRoleColumn);
    if (result.example.predicate < 0) {
      found.problem(result.line, "column " + std::to_string(column) + ": no word is the predicate, neither by (V*) nor by a frameset");
      continue;
    }
    for (const WordLine& word : block) result.example.words.emplace_back(word.cells[kWordColumn]);
    result.tags = *tags;
    found.add(std::move(result));
  }
}

}  // namespace

FoundFiles readTaggedColumns(const ReadRequest& request) {
  return readEach(request, [](FoundFile& found) {
    const FileLines file(found);
    const auto blocks = blocksOf(file, "");
    for (const Block& block : blocks) readEntities(block, blocks.front().front().cells.size(), found);
  });
}

FoundFiles readRoleColumns(const ReadRequest& request) {
  return readEach(request, [](FoundFile& found) {
    const FileLines file(found);
    for (const Block& block : blocksOf(file, "#")) readRoles(block, found);
  });
}

}  // namespace cloze
