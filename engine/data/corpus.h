// Texts as people have them: .txt, .jsonl ({"text": ...}), both gzipped, folders of them, and "toy-world". Streamed in bounded memory, a
// sentence at a time; invalid UTF-8 is replaced by U+FFFD and reported; nothing is skipped in silence (CorpusReport).
// Documents of a .txt (decided on the first MiB of content): when its lines are hard-wrapped (regular length of at most 120 characters), lines
// are joined and blank lines end documents; else, when a blank line stands between lines, blank lines end documents and a line break ends
// a sentence; else every line is a document. A document of more than 256 sentences (a book) becomes several.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.h"
#include "engine/core/progress.h"
#include "engine/data/pair_columns.h"

namespace cloze {

struct FileReport {
  std::string path;
  std::string kind;                       // "text", "json", "text.gz", "json.gz", "toy"
  std::string documentRule;               // "lines", "blank lines", "wrapped lines", "json lines"
  std::string contentHash;                // SHA-256 of the file's bytes
  std::int64_t bytes = 0;                 // of the file (compressed where it is)
  std::int64_t documents = 0, sentences = 0;
  std::int64_t replaced = 0;              // invalid UTF-8 sequences and NUL bytes, each read as one U+FFFD
  std::int64_t firstReplacedByte = -1;    // offset of the first of them in the (uncompressed) file
};

struct CorpusReport {
  std::vector<FileReport> files;
  std::int64_t documents = 0, sentences = 0;
  std::int64_t textBytes = 0;             // of the sentences
  std::int64_t replaced = 0;
  std::int64_t emptyDocuments = 0;        // without any text (an empty "text"), or without any token
  std::int64_t emptySentences = 0;        // without any token (control characters only): left out of a store
  std::int64_t cutDocuments = 0;          // longer than kMaximumDocumentSentences, cut into documents of that many: a book can be split for evaluation
  std::int64_t cutSentences = 0;          // longer than kMaximumSentenceBytes, cut at a space
  std::int64_t ignoredFiles = 0;          // in folders: neither .txt nor .jsonl (nor .gz of them), or hidden
  std::vector<std::string> ignoredExamples;   // the first few of them
};
Json toJson(const CorpusReport& report);
CorpusReport corpusReportFromJson(const Json& json);
// One sentence a user should read, for each thing that is not as it should be: "reviews.txt: 3 invalid byte sequences replaced, the first at byte 17".
std::vector<std::string> corpusWarnings(const CorpusReport& report);

inline constexpr std::int64_t kMaximumSentenceBytes = 4096;
inline constexpr std::int64_t kMaximumDocumentSentences = 256;
inline constexpr const char* kToyWorldEntry = "toy-world";
std::string toyWorldText();               // of that entry: documents separated by blank lines

class CorpusVisitor {
 public:
  virtual ~CorpusVisitor() = default;
  virtual void beginDocument() {}
  virtual void sentence(std::string_view text) = 0;    // trimmed, valid UTF-8, no NUL, at most kMaximumSentenceBytes
  virtual void endDocument() {}
};

// Reads files and folders (sorted by path, recursively) in order. InvalidRequest: an entry that does not exist or is of another kind, UTF-16, JSON lines that
// are wrong (file:line, the first 20), a corpus without any text (naming the files read). std::runtime_error: reading failed.
// With `pairs` the files are .tsv (the first row names the columns) and .jsonl, also gzipped, and every row is a document of two texts as they are: the
// input, prefix before it, and the target. A row where one of them is empty counts as an empty document.
CorpusReport readCorpus(const std::vector<std::string>& entries, CorpusVisitor& visitor, Progress& progress, const std::optional<PairColumns>& pairs = {});
// The same, for a tokeniser's trainer: every sentence in order.
CorpusReport readSentences(const std::vector<std::string>& entries, const std::function<void(std::string_view)>& each, Progress& progress,
                           const std::optional<PairColumns>& pairs = {});

// One text behind the entries: a file, or the toy world.
struct CorpusFile {
  std::string path;
  bool jsonLines = false, gzip = false, toyWorld = false, table = false;
  std::string kind() const { return toyWorld ? "toy" : std::string(jsonLines ? "json" : table ? "table" : "text") + (gzip ? ".gz" : ""); }
  std::int64_t bytes = 0;                 // of the file; 0 for the toy world
};
// The files behind the entries, in the order they are read; with `pairs` those that have columns. Fills the report's ignored files.
std::vector<CorpusFile> listCorpusFiles(const std::vector<std::string>& entries, CorpusReport& report, bool pairs = false);
// SHA-256 over kind and content of all texts, in order: their part of a store's key. From the files, or from the report of a reading.
std::string corpusHash(const std::vector<std::string>& entries, Progress& progress, bool pairs = false);
std::string corpusHash(const CorpusReport& report);

}  // namespace cloze
