// Which files a corpus is made of, and their identity.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/corpus.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "engine/core/error.h"
#include "engine/core/hash.h"
#include "engine/data/text_stream.h"

namespace cloze {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIgnoredExamples = 5;

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return text;
}

// Extension without ".gz", lower case; and whether ".gz" was there.
std::pair<std::string, bool> extensionOf(const fs::path& path) {
  const std::string last = lowerCase(path.extension().string());
  if (last != ".gz") return {last, false};
  return {lowerCase(path.stem().extension().string()), true};
}

// Advice for files that are not text; "" for those that are read as text.
std::string adviceAgainst(const std::string& extension) {
  static const std::array<std::pair<const char*, const char*>, 6> kTables = {{
      {".json", "give one JSON object a line with a key \"text\" in a .jsonl file"},
      {".csv", "write its text column into a .txt or .jsonl file"},
      {".tsv", "write its text column into a .txt or .jsonl file"},
      {".parquet", "write its text column into a .jsonl file"},
      {".html", "extract its text into a .txt file"},
      {".xml", "extract its text into a .txt file"},
  }};
  for (const auto& [known, advice] : kTables)
    if (extension == known) return advice;
  for (const char* packed : {".zip", ".tar", ".tgz", ".xz", ".bz2", ".zst", ".7z", ".rar"})
    if (extension == packed) return "unpack it first (only .gz is read packed)";
  for (const char* document : {".pdf", ".doc", ".docx", ".odt", ".epub", ".rtf"})
    if (extension == document) return "extract its text into a .txt file";
  return "";
}

CorpusFile corpusFile(const fs::path& path) {
  const auto [extension, gzip] = extensionOf(path);
  CorpusFile file{path.string(), extension == ".jsonl", gzip, false, extension == ".tsv", 0};
  file.bytes = static_cast<std::int64_t>(fs::file_size(path));
  return file;
}

void ignore(const fs::path& path, CorpusReport& report) {
  ++report.ignoredFiles;
  if (report.ignoredExamples.size() < kIgnoredExamples) report.ignoredExamples.push_back(path.string());
}

// Pairs have columns, running text has none.
bool isRead(const std::string& extension, bool pairs) { return extension == ".jsonl" || extension == (pairs ? ".tsv" : ".txt"); }

void listFolder(const fs::path& folder, bool pairs, std::vector<CorpusFile>& files, CorpusReport& report) {
  std::vector<fs::path> paths;
  fs::recursive_directory_iterator walk(folder), end;
  for (; walk != end; ++walk) {
    const bool hidden = walk->path().filename().string().front() == '.';
    if (hidden && walk->is_directory()) walk.disable_recursion_pending();
    if (walk->is_directory()) continue;
    const auto [extension, gzip] = extensionOf(walk->path());
    if (!hidden && walk->is_regular_file() && isRead(extension, pairs)) paths.push_back(walk->path());
    else ignore(walk->path(), report);
  }
  std::sort(paths.begin(), paths.end(), [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
  for (const fs::path& path : paths) files.push_back(corpusFile(path));
}

void listEntry(const std::string& entry, bool pairs, std::vector<CorpusFile>& files, CorpusReport& report, std::vector<Problem>& problems) {
  if (entry == kToyWorldEntry && pairs) {
    problems.push_back({entry, "is running text without columns; this objective reads pairs from .tsv or .jsonl files"});
  } else if (entry == kToyWorldEntry) {
    files.push_back({entry, false, false, true, false, 0});
  } else if (!fs::exists(entry)) {
    problems.push_back({entry, "there is no such file or folder"});
  } else if (fs::is_directory(entry)) {
    const std::size_t before = files.size();
    listFolder(entry, pairs, files, report);
    if (files.size() == before) problems.push_back({entry, pairs ? "the folder holds no .tsv, .jsonl, .tsv.gz or .jsonl.gz file" : "the folder holds no .txt, .jsonl, .txt.gz or .jsonl.gz file"});
  } else if (!fs::is_regular_file(entry)) {
    problems.push_back({entry, "neither a file nor a folder"});
  } else if (pairs && !isRead(extensionOf(entry).first, pairs)) {
    problems.push_back({entry, "pairs of texts are read from .tsv files, whose first row names the columns, or from .jsonl files"});
  } else if (const std::string advice = pairs ? "" : adviceAgainst(extensionOf(entry).first); !advice.empty()) {
    problems.push_back({entry, "this kind of file is not read as text: " + advice});
  } else {
    files.push_back(corpusFile(entry));
  }
}

std::string combine(const std::vector<std::pair<std::string, std::string>>& kindsAndHashes) {
  Sha256 hash;
  for (const auto& [kind, content] : kindsAndHashes) hash.update(kind + " " + content + "\n");
  return hash.hexDigest();
}

std::string hashOf(const CorpusFile& file, std::int64_t before, std::int64_t total, Progress& progress) {
  if (file.toyWorld) return sha256(toyWorldText());
  Sha256 hash;
  const ByteSource source = openByteSource(file.path, false, {});
  std::int64_t done = 0;
  for (std::string bytes; source(bytes); bytes.clear()) {
    hash.update(bytes);
    done += static_cast<std::int64_t>(bytes.size());
    progress.report("looking at the text", before + done, total);
  }
  return hash.hexDigest();
}

}  // namespace

std::vector<CorpusFile> listCorpusFiles(const std::vector<std::string>& entries, CorpusReport& report, bool pairs) {
  std::vector<CorpusFile> files;
  std::vector<Problem> problems;
  if (entries.empty()) problems.push_back({"data.train", "no text is given: name files, folders or \"toy-world\""});
  for (const std::string& entry : entries) {
    try {
      listEntry(entry, pairs, files, report, problems);
    } catch (const fs::filesystem_error& error) {
      problems.push_back({entry, std::string("cannot be looked at: ") + error.code().message()});
    }
  }
  if (!problems.empty()) throw InvalidRequest(std::move(problems));
  return files;
}

std::string corpusHash(const std::vector<std::string>& entries, Progress& progress, bool pairs) {
  CorpusReport report;
  const std::vector<CorpusFile> files = listCorpusFiles(entries, report, pairs);
  std::int64_t total = 0, before = 0;
  for (const CorpusFile& file : files) total += file.bytes;
  std::vector<std::pair<std::string, std::string>> hashes;
  for (const CorpusFile& file : files) {
    hashes.emplace_back(file.kind(), hashOf(file, before, total, progress));
    before += file.bytes;
  }
  return combine(hashes);
}

std::string corpusHash(const CorpusReport& report) {
  std::vector<std::pair<std::string, std::string>> hashes;
  for (const FileReport& file : report.files) hashes.emplace_back(file.kind, file.contentHash);
  return combine(hashes);
}

}  // namespace cloze
