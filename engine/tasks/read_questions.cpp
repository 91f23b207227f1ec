// Readers of questions: SQuAD's passages with answers at character offsets, SWAG's endings to choose from, WiC's two occurrences of a word.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "engine/core/json.h"
#include "engine/tasks/task_row.h"
#include "engine/text/utf8.h"

namespace cloze {
namespace {

// ---- SQuAD

// Byte offset of each code point, and of the end.
std::vector<std::size_t> codePointPlaces(const std::string& text) {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < text.size(); at += static_cast<std::size_t>(decodeUtf8(text, at).size)) places.push_back(at);
  places.push_back(text.size());
  return places;
}

class PassageReader {
 public:
  PassageReader(const std::string& context, FoundFile& found) : m_context(context), m_places(codePointPlaces(context)), m_found(found) {}

  void read(const Json& question) {
    FoundExample result;
    result.example.id = question.contains("id") ? question.at("id").get<std::string>() : std::to_string(m_found.examples.size());
    result.example.text = question.at("question").get<std::string>();
    result.example.pair = m_context;
    result.example.impossible = question.value("is_impossible", false);
    const std::string place = ": question " + result.example.id;
    if (isBlank(result.example.text)) m_found.problemAt(place, "empty question");
    for (const Json& answer : question.value("answers", Json::array())) readAnswer(answer, place, result.example);
    if (result.example.impossible && !result.example.answers.empty()) m_found.problemAt(place, "is_impossible, but it has an answer");
    m_found.add(std::move(result));
  }

 private:
  void readAnswer(const Json& json, const std::string& place, TaskExample& example) {
    const TaskAnswer answer{json.at("text").get<std::string>(), json.at("answer_start").get<std::int64_t>()};
    if (answer.text.empty()) return m_found.problemAt(place, "empty answer");
    const std::size_t length = codePointPlaces(answer.text).size() - 1;
    const auto last = static_cast<std::int64_t>(m_places.size()) - 1;
    const bool inside = answer.start >= 0 && answer.start < last;
    const std::size_t begin = inside ? m_places[static_cast<std::size_t>(answer.start)] : 0;
    if (inside && m_context.compare(begin, answer.text.size(), answer.text) == 0) return example.answers.push_back(answer);
    std::string what = "the answer \"" + answer.text + "\" is not at character " + std::to_string(answer.start) + " of its context";
    if (inside) {
      const std::size_t end = m_places[std::min(static_cast<std::size_t>(answer.start) + length, m_places.size() - 1)];
      what += ", which reads \"" + m_context.substr(begin, end - begin) + "\" there";
    } else {
      what += ", which has " + std::to_string(last);
    }
    if (const std::size_t at = m_context.find(answer.text); at != std::string::npos)
      what += "; it is at " + std::to_string(std::lower_bound(m_places.begin(), m_places.end(), at) - m_places.begin());
    m_found.problemAt(place, what + " (offsets count code points, not bytes)");
  }
  const std::string& m_context;
  std::vector<std::size_t> m_places;
  FoundFile& m_found;
};

void readPassages(FoundFile& found) {
  const Json whole = readJsonFile(found.report.file);
  try {
    for (const Json& article : whole.at("data"))
      for (const Json& paragraph : article.at("paragraphs")) {
        const auto context = paragraph.at("context").get<std::string>();
        PassageReader reader(context, found);
        for (const Json& question : paragraph.at("qas")) reader.read(question);
      }
  } catch (const Json::exception& error) {
    found.problem(0, std::string("not SQuAD's layout (data, paragraphs, context, qas, question, answers): ") + error.what());
  }
}

// ---- SWAG

class ChoiceReader {
 public:
  ChoiceReader(const std::vector<std::string>& header, FoundFile& found) : m_found(found) {
    for (std::size_t i = 0; i < header.size(); ++i) m_columns.emplace(header[i], i);
    while (m_columns.count("ending" + std::to_string(m_endings))) ++m_endings;
  }
  bool fits() const { return m_columns.count("sent1") && m_endings >= 2; }

  void read(const TableRow& row) {
    FoundExample result;
    result.line = row.line;
    result.example.id = std::to_string(row.line);
    result.example.text = cell(row, "sent1");
    if (isBlank(result.example.text)) return m_found.problem(row.line, "empty sent1");
    const std::string beginning = m_columns.count("sent2") ? cell(row, "sent2") : "";
    for (std::size_t i = 0; i < m_endings; ++i) {
      const std::string ending = cell(row, "ending" + std::to_string(i));
      if (isBlank(ending)) return m_found.problem(row.line, "empty ending" + std::to_string(i));
      result.example.choices.push_back(beginning.empty() ? ending : beginning + ' ' + ending);
    }
    if (m_columns.count("label") && !takeLabel(row, result)) return;
    m_found.add(std::move(result));
  }

 private:
  const std::string& cell(const TableRow& row, const std::string& name) const { return row.cells[m_columns.at(name)]; }
  bool takeLabel(const TableRow& row, FoundExample& result) {
    std::int64_t number = -1;
    if (parseNumber(cell(row, "label"), number) && number >= 0 && number < static_cast<std::int64_t>(m_endings)) {
      result.example.label = static_cast<std::int32_t>(number);
      return true;
    }
    m_found.problem(row.line, "the label \"" + cell(row, "label") + "\" is no number of an ending, 0 to " + std::to_string(m_endings - 1));
    return false;
  }
  std::map<std::string, std::size_t> m_columns;
  std::size_t m_endings = 0;
  FoundFile& m_found;
};

void readEndings(FoundFile& found) {
  const TableFormat format = formatByExtension(found.report.file);
  const Table table = readTable(found, format == TableFormat::Tsv ? TableFormat::Csv : format);
  if (table.rows.empty()) return;
  const std::vector<std::string>& header = table.rows.front().cells;
  ChoiceReader reader(header, found);
  if (!reader.fits()) return found.problem(table.rows.front().line, "no header with sent1, ending0, ending1 ... (SWAG's layout)");
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    const TableRow& row = table.rows[i];
    if (row.cells.size() == header.size()) reader.read(row);
    else found.problem(row.line, std::to_string(row.cells.size()) + " columns; the header has " + std::to_string(header.size()));
  }
}

// ---- WiC

// Bytes [begin, end) of word `number` of a text whose words are separated by single blanks; begin -1 where there is none.
std::pair<std::int64_t, std::int64_t> wordAt(std::string_view text, std::int64_t number) {
  std::int64_t begin = 0;
  for (const std::string_view word : splitAt(text, ' ')) {
    const auto end = begin + static_cast<std::int64_t>(word.size());
    if (number-- == 0) return {begin, end};
    begin = end + 1;
  }
  return {-1, -1};
}

// "word POS i-j text text"
void readWordPair(const TextLine& line, FoundFile& found) {
  const auto cells = splitAt(line.text, '\t');
  if (cells.size() != 5) return found.problem(line.number, std::to_string(cells.size()) + " columns; expected 5: word, part of speech, i-j, text, text");
  const std::size_t hyphen = cells[2].find('-');
  std::int64_t first = -1, second = -1;
  if (hyphen == std::string_view::npos || !parseNumber(cells[2].substr(0, hyphen), first) || !parseNumber(cells[2].substr(hyphen + 1), second))
    return found.problem(line.number, "\"" + std::string(cells[2]) + "\" is no pair of word numbers; expected i-j, counted from 0");
  FoundExample result;
  result.line = line.number;
  result.example.id = std::to_string(line.number);
  result.example.text = cells[3];
  result.example.pair = cells[4];
  result.example.wordBytes = wordAt(cells[3], first);
  result.example.pairWordBytes = wordAt(cells[4], second);
  for (const auto& [place, number, text] : {std::make_tuple(result.example.wordBytes, first, cells[3]), std::make_tuple(result.example.pairWordBytes, second, cells[4])})
    if (place.first < 0) return found.problem(line.number, "there is no word " + std::to_string(number) + " in \"" + std::string(text) + "\" (words count from 0)");
  found.add(std::move(result));
}

void addGold(FoundFile& found, const std::filesystem::path& gold, std::size_t dataLines) {
  FoundFile goldFile(gold);
  const FileLines lines(goldFile);
  if (lines.lines().size() != dataLines)
    return found.problem(0, "has " + std::to_string(dataLines) + " lines, " + gold.string() + " has " + std::to_string(lines.lines().size()));
  for (FoundExample& result : found.examples) result.label = lines.lines()[static_cast<std::size_t>(result.line - 1)].text;
  for (const FoundExample& result : found.examples)
    if (result.label.empty()) found.problem(result.line, "its line in " + gold.string() + " is empty");
}

bool isGold(const std::filesystem::path& file) { return file.filename().string().find(".gold.") != std::string::npos; }

}  // namespace

FoundFiles readSpanQuestions(const ReadRequest& request) { return readEach(request, readPassages); }
FoundFiles readChoices(const ReadRequest& request) { return readEach(request, readEndings); }

FoundFiles readWordPairs(const ReadRequest& request) {
  FoundFiles files;
  for (std::size_t i = 0; i < request.files.size(); ++i) {
    if (isGold(request.files[i])) continue;            // read with its data file
    FoundFile& found = files.emplace_back(request.files[i]);
    const FileLines lines(found);
    for (const TextLine& line : lines.lines()) readWordPair(line, found);
    const bool given = i + 1 < request.files.size() && isGold(request.files[i + 1]);
    if (const auto gold = given ? request.files[i + 1] : goldFileOf(request.files[i]); !gold.empty()) addGold(found, gold, lines.lines().size());
  }
  if (files.empty()) throw InvalidRequest(std::vector<Problem>{{request.files.front().string(), "give the file of sentences (*.data.txt); its labels are looked for beside it"}});
  return files;
}

}  // namespace cloze
