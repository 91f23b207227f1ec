// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/corpus.h"

#include <algorithm>

#include "engine/core/error.h"
#include "engine/core/hash.h"
#include "engine/data/sentences.h"
#include "engine/data/text_stream.h"

namespace cloze {
namespace {

constexpr std::size_t kSampleBytes = 1 << 20;             // what the rule of a .txt is decided on
constexpr std::size_t kSplitBytes = 64 * 1024;            // text gathered before it is cut into sentences
constexpr std::size_t kLookAhead = 256;                   // a boundary nearer to the end of unfinished text is not yet sure
constexpr std::size_t kMaximumJsonLine = 128u << 20;
constexpr std::size_t kMaximumProblems = 20;

bool isBlank(std::string_view line) { return line.find_first_not_of(" \t\f\v") == std::string_view::npos; }

// Gathers the text of a document, cuts it into sentences and hands them on; holds at most kSplitBytes and one piece.
class DocumentWriter {
 public:
  DocumentWriter(CorpusVisitor& visitor, CorpusReport& report, FileReport& file) : m_visitor(visitor), m_report(report), m_file(file) {}

  void add(std::string_view text) {
    while (!text.empty()) {
      const std::size_t size = std::min(text.size(), kSplitBytes);
      m_text += text.substr(0, size);
      text.remove_prefix(size);
      if (m_text.size() >= kSplitBytes) emit(false);
    }
  }
  void breakSentence() { emit(true); }
  // A document of two texts as they are; false: one of them is empty.
  bool pair(std::string_view input, std::string_view target) {
    if (isBlank(input) || isBlank(target)) return false;
    send(input);
    send(target);
    closeDocument();
    m_any = false;
    return true;
  }
  // Ends the document, if it had any sentence. Returns whether it had.
  bool end() {
    emit(true);
    const bool had = m_any;
    closeDocument();
    m_report.cutDocuments += m_cut;
    m_any = m_cut = false;
    return had;
  }

 private:
  // All sentences, or those that more text cannot change; what is too long for a sentence anyway goes out in parts.
  void emit(bool all) {
    const std::vector<TextRange> ranges = splitSentences(m_text);
    std::size_t kept = all ? m_text.size() : 0;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const bool sure = all || (i + 1 < ranges.size() && ranges[i + 1].begin + kLookAhead < m_text.size());
      if (!sure) {
        kept = emitParts(ranges[i].begin, m_text.size(), static_cast<std::size_t>(kMaximumSentenceBytes));
        break;
      }
      kept = ranges[i].end;
      const std::size_t rest = emitParts(ranges[i].begin, ranges[i].end, static_cast<std::size_t>(kMaximumSentenceBytes));
      send(std::string_view(m_text).substr(rest, ranges[i].end - rest));
    }
    if (!all && ranges.empty()) kept = m_text.size();
    m_text.erase(0, kept);
  }

  // Sends parts of [begin, end) while more than `size` bytes are left; returns where the rest begins.
  std::size_t emitParts(std::size_t begin, std::size_t end, std::size_t size) {
    const std::string_view text(m_text);
    if (end - begin > size) ++m_report.cutSentences;
    while (end - begin > size) {
      const std::size_t space = text.substr(begin, size).find_last_of(" \t");
      std::size_t cut = begin + (space == std::string_view::npos || space == 0 ? size : space);
      if (cut == begin + size) {
        while ((static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
      }
      send(text.substr(begin, cut - begin));
      begin = text.find_first_not_of(" \t", cut);
      if (begin == std::string_view::npos || begin > end) begin = end;
    }
    return begin;
  }

  void send(std::string_view sentence) {
    if (isBlank(sentence)) return;
    if (m_sentences == kMaximumDocumentSentences) {
      closeDocument();
      m_cut = true;
    }
    if (m_sentences++ == 0) m_visitor.beginDocument();
    m_any = true;
    m_visitor.sentence(sentence);
    ++m_file.sentences;
    ++m_report.sentences;
    m_report.textBytes += static_cast<std::int64_t>(sentence.size());
  }

  void closeDocument() {
    if (m_sentences == 0) return;
    m_visitor.endDocument();
    ++m_file.documents;
    ++m_report.documents;
    m_sentences = 0;
  }

  CorpusVisitor& m_visitor;
  CorpusReport& m_report;
  FileReport& m_file;
  std::string m_text;
  std::int64_t m_sentences = 0;      // of the document being handed on
  bool m_any = false, m_cut = false;
};

enum class DocumentRule { Lines, BlankLines, WrappedLines };
const char* nameOf(DocumentRule rule) { return rule == DocumentRule::Lines ? "lines" : rule == DocumentRule::BlankLines ? "blank lines" : "wrapped lines"; }

std::int64_t characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool endsSentence(std::string_view line) {
  line = line.substr(0, line.find_last_not_of(" \t") + 1);
  for (const std::string_view mark : {".", "!", "?", "…", "\"", "»", "”", ")", ":", ";"})
    if (line.size() >= mark.size() && line.substr(line.size() - mark.size()) == mark) return true;
  return false;
}

// Lines that another line of text follows: hard-wrapped ones are nearly equally long and seldom end a sentence.
bool looksWrapped(const std::vector<std::pair<std::int64_t, bool>>& lines) {
  if (lines.size() < 8) return false;
  std::int64_t longest = 0;
  for (const auto& line : lines) longest = std::max(longest, line.first);
  const auto full = std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return 10 * line.first >= 7 * longest; });
  const auto ended = std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.second; });
  const auto count = static_cast<std::ptrdiff_t>(lines.size());
  return longest >= 40 && longest <= 120 && 10 * full >= 8 * count && 2 * ended <= count;
}

DocumentRule decideRule(std::string_view sample) {
  std::vector<std::pair<std::int64_t, bool>> followed;    // length, ends a sentence
  std::string_view previous;
  bool blankBetween = false, blankSeen = false, any = false;
  while (!sample.empty()) {
    const std::size_t end = std::min(sample.find('\n'), sample.size());
    const std::string_view line = sample.substr(0, end);
    sample.remove_prefix(std::min(end + 1, sample.size()));
    if (isBlank(line)) {
      blankSeen = any;
      continue;
    }
    if (any && !blankSeen) followed.emplace_back(characters(previous), endsSentence(previous));
    blankBetween |= blankSeen;
    blankSeen = false;
    any = true;
    previous = line;
  }
  if (looksWrapped(followed)) return DocumentRule::WrappedLines;
  return blankBetween ? DocumentRule::BlankLines : DocumentRule::Lines;
}

// Turns lines, given in pieces of any size, into documents.
class LineReader {
 public:
  LineReader(DocumentRule rule, DocumentWriter& writer) : m_rule(rule), m_writer(writer) {}

  void read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view piece = text.substr(0, end);
      if (!isBlank(piece)) m_blank = false;
      if (!m_blank) m_writer.add(piece);
      if (end == std::string_view::npos) return;
      endLine();
      text.remove_prefix(end + 1);
    }
  }

 private:
  void endLine() {
    if (m_rule == DocumentRule::Lines || m_blank) m_writer.end();
    else if (m_rule == DocumentRule::WrappedLines) m_writer.add(" ");
    else m_writer.breakSentence();
    m_blank = true;
  }
  DocumentRule m_rule;
  DocumentWriter& m_writer;
  bool m_blank = true;                                    // nothing but white space in this line so far
};

class CorpusReading {
 public:
  CorpusReading(CorpusVisitor& visitor, Progress& progress, std::optional<PairColumns> pairs) : m_visitor(visitor), m_progress(progress), m_pairs(std::move(pairs)) {}

  CorpusReport read(const std::vector<std::string>& entries) {
    const std::vector<CorpusFile> files = listCorpusFiles(entries, m_report, m_pairs.has_value());
    for (const CorpusFile& file : files) m_total += file.bytes;
    for (const CorpusFile& file : files) {
      readFile(file);
      if (m_problems.size() >= kMaximumProblems) break;
    }
    if (m_problems.empty() && m_report.sentences == 0) m_problems.push_back({"the text is empty", "no sentence was found in " + fileNames()});
    if (!m_problems.empty()) throw InvalidRequest(std::move(m_problems));
    return std::move(m_report);
  }

 private:
  ByteSource sourceOf(const CorpusFile& file, Sha256& hash) {
    if (!file.toyWorld)
      return openByteSource(file.path, file.gzip, [this, &hash](const char* bytes, std::size_t size) {
        hash.update(bytes, size);
        m_done += static_cast<std::int64_t>(size);
        m_progress.report("reading text", m_done, std::max(m_done, m_total));
      });
    return [&hash, given = false](std::string& out) mutable {
      if (given) return false;
      const std::string text = toyWorldText();
      hash.update(text);
      out += text;
      return given = true;
    };
  }

  void readFile(const CorpusFile& file) {
    m_report.files.push_back({});
    FileReport& report = m_report.files.back();
    report.path = file.path;
    report.kind = file.kind();
    report.bytes = file.bytes;
    Sha256 hash;
    TextStream stream(sourceOf(file, hash), file.path);
    DocumentWriter writer(m_visitor, m_report, report);
    if (file.table) readTable(stream, writer, report);
    else if (file.jsonLines) readJsonLines(stream, writer, report);
    else readText(stream, writer, report);
    report.contentHash = hash.hexDigest();
    report.replaced += stream.replaced();
    report.firstReplacedByte = stream.firstReplacedByte();
    m_report.replaced += report.replaced;
  }

  void readText(TextStream& stream, DocumentWriter& writer, FileReport& report) {
    std::string text;
    bool more = true;
    while (more && text.size() < kSampleBytes) {
      more = stream.read(text);
      text.erase(0, std::min(text.find_first_not_of(" \t\n"), text.size()));   // blank lines before the content say nothing
    }
    const DocumentRule rule = decideRule(std::string_view(text).substr(0, more ? text.rfind('\n') : text.size()));
    report.documentRule = nameOf(rule);
    LineReader lines(rule, writer);
    while (more) {
      lines.read(text);
      text.clear();
      more = stream.read(text);
    }
    lines.read(text);
    writer.end();
  }

  void readJsonLines(TextStream& stream, DocumentWriter& writer, FileReport& file) {
    file.documentRule = m_pairs ? "pairs" : "json lines";
    readLines(stream, file, [&](const std::string& line, const std::string& where) { readJsonLine(line, where, writer, file); });
  }

  // The first row names the columns.
  void readTable(TextStream& stream, DocumentWriter& writer, FileReport& file) {
    file.documentRule = "pairs";
    std::vector<std::string> names;
    std::size_t input = 0, target = 0;
    readLines(stream, file, [&](const std::string& line, const std::string& where) {
      const std::vector<std::string> cells = cellsOf(line);
      if (names.empty()) {
        names = cells;
        input = columnOf(m_pairs->input, names, where);
        target = columnOf(m_pairs->target, names, where);
        return;
      }
      if (isBlank(line)) return;
      if (cells.size() != names.size())
        return addProblem(where, "has " + std::to_string(cells.size()) + " cells, the first row names " + std::to_string(names.size()) + " columns");
      if (!writer.pair(m_pairs->prefix + cells[input], cells[target])) ++m_report.emptyDocuments;
    });
  }

  static std::vector<std::string> cellsOf(const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char letter : line)
      if (letter == '\t') cells.emplace_back();
      else cells.back() += letter;
    return cells;
  }

  std::size_t columnOf(const std::string& wanted, const std::vector<std::string>& names, const std::string& where) {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string known;
    for (const std::string& name : names) known += (known.empty() ? "" : ", ") + name;
    throw InvalidRequest({{where, "there is no column \"" + wanted + "\"; the first row names " + known + " (objective.input and objective.target choose)"}});
  }

  void addProblem(const std::string& where, const std::string& what) {
    if (m_problems.size() < kMaximumProblems) m_problems.push_back({where, what});
  }

  using Line = std::function<void(const std::string& line, const std::string& where)>;
  void readLines(TextStream& stream, const FileReport& file, const Line& handle) {
    std::string text;
    std::int64_t line = 0;
    for (bool more = true; more && m_problems.size() < kMaximumProblems;) {
      const std::size_t searched = text.size();
      more = stream.read(text);
      if (!more && !text.empty()) text += '\n';
      std::size_t begin = 0;
      for (std::size_t end = text.find('\n', searched); end != std::string::npos; end = text.find('\n', begin)) {
        handle(text.substr(begin, end - begin), file.path + ":" + std::to_string(++line));
        begin = end + 1;
      }
      text.erase(0, begin);
      if (text.size() > kMaximumJsonLine) throw InvalidRequest({{file.path + ":" + std::to_string(line + 1), "the line is longer than 128 MiB; put texts of this size into a .txt file"}});
    }
  }

  void readJsonLine(const std::string& line, const std::string& where, DocumentWriter& writer, FileReport& file) {
    if (isBlank(line)) return;
    try {
      const Json json = Json::parse(line);
      if (m_pairs) {
        const auto input = textAt(json, m_pairs->input, where, file), target = textAt(json, m_pairs->target, where, file);
        if (input && target && !writer.pair(m_pairs->prefix + *input, *target)) ++m_report.emptyDocuments;
        return;
      }
      const auto text = textAt(json, "text", where, file);
      if (!text) return;
      writer.add(*text);
      if (!writer.end()) ++m_report.emptyDocuments;
    } catch (const Json::exception& error) {
      addProblem(where, std::string("not valid JSON: ") + error.what());
    }
  }

  // Without NUL; nullopt after a problem was noted.
  std::optional<std::string> textAt(const Json& json, const std::string& key, const std::string& where, FileReport& file) {
    if (!json.is_object() || !json.contains(key)) return addProblem(where, "expected an object with a key \"" + key + "\""), std::nullopt;
    if (!json[key].is_string()) return addProblem(where, "\"" + key + "\" is a " + std::string(json[key].type_name()) + ", a string is expected"), std::nullopt;
    std::string text = json[key].get<std::string>();
    for (std::size_t nul = text.find('\0'); nul != std::string::npos; nul = text.find('\0', nul), ++file.replaced) text.replace(nul, 1, "\xEF\xBF\xBD");
    std::replace(text.begin(), text.end(), '\r', '\n');
    return text;
  }

  std::string fileNames() const {
    std::string names;
    for (std::size_t i = 0; i < m_report.files.size() && i < 10; ++i) names += (i ? ", " : "") + m_report.files[i].path;
    if (m_report.files.size() > 10) names += " and " + std::to_string(m_report.files.size() - 10) + " more files";
    return names;
  }

  CorpusVisitor& m_visitor;
  Progress& m_progress;
  CorpusReport m_report;
  std::vector<Problem> m_problems;
  std::int64_t m_done = 0, m_total = 0;
  std::optional<PairColumns> m_pairs;
};

class EachSentence final : public CorpusVisitor {
 public:
  explicit EachSentence(const std::function<void(std::string_view)>& each) : m_each(each) {}
  void sentence(std::string_view text) override { m_each(text); }

 private:
  const std::function<void(std::string_view)>& m_each;
};

}  // namespace

CorpusReport readCorpus(const std::vector<std::string>& entries, CorpusVisitor& visitor, Progress& progress, const std::optional<PairColumns>& pairs) {
  return CorpusReading(visitor, progress, pairs).read(entries);
}

CorpusReport readSentences(const std::vector<std::string>& entries, const std::function<void(std::string_view)>& each, Progress& progress,
                           const std::optional<PairColumns>& pairs) {
  EachSentence visitor(each);
  return readCorpus(entries, visitor, progress, pairs);
}

}  // namespace cloze
