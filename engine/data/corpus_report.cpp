// What a reading found, as JSON (stores and logs keep it) and as sentences for people.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/corpus.h"

#include <cstddef>

namespace cloze {
namespace {

// The one list of a report's numbers: name and member.
struct FileNumber { const char* name; std::int64_t FileReport::*member; };
constexpr FileNumber kFileNumbers[] = {
    {"bytes", &FileReport::bytes}, {"documents", &FileReport::documents}, {"sentences", &FileReport::sentences},
    {"replaced", &FileReport::replaced}, {"first_replaced_byte", &FileReport::firstReplacedByte}};
struct CorpusNumber { const char* name; std::int64_t CorpusReport::*member; };
constexpr CorpusNumber kCorpusNumbers[] = {
    {"documents", &CorpusReport::documents}, {"sentences", &CorpusReport::sentences}, {"text_bytes", &CorpusReport::textBytes},
    {"replaced", &CorpusReport::replaced}, {"empty_documents", &CorpusReport::emptyDocuments}, {"empty_sentences", &CorpusReport::emptySentences}, {"cut_documents", &CorpusReport::cutDocuments}, {"cut_sentences", &CorpusReport::cutSentences},
    {"ignored_files", &CorpusReport::ignoredFiles}};

std::string counted(std::int64_t count, const char* one, const char* many) { return std::to_string(count) + " " + (count == 1 ? one : many); }

}  // namespace

Json toJson(const CorpusReport& report) {
  Json json;
  for (const CorpusNumber& number : kCorpusNumbers) json[number.name] = report.*number.member;
  json["ignored_examples"] = report.ignoredExamples;
  json["files"] = Json::array();
  for (const FileReport& file : report.files) {
    Json row = {{"path", file.path}, {"kind", file.kind}, {"document_rule", file.documentRule}, {"content_hash", file.contentHash}};
    for (const FileNumber& number : kFileNumbers) row[number.name] = file.*number.member;
    json["files"].push_back(std::move(row));
  }
  return json;
}

CorpusReport corpusReportFromJson(const Json& json) {
  CorpusReport report;
  for (const CorpusNumber& number : kCorpusNumbers) report.*number.member = json.at(number.name).get<std::int64_t>();
  report.ignoredExamples = json.at("ignored_examples").get<std::vector<std::string>>();
  for (const Json& row : json.at("files")) {
    FileReport file;
    file.path = row.at("path").get<std::string>();
    file.kind = row.at("kind").get<std::string>();
    file.documentRule = row.at("document_rule").get<std::string>();
    file.contentHash = row.at("content_hash").get<std::string>();
    for (const FileNumber& number : kFileNumbers) file.*number.member = row.at(number.name).get<std::int64_t>();
    report.files.push_back(std::move(file));
  }
  return report;
}

std::vector<std::string> corpusWarnings(const CorpusReport& report) {
  std::vector<std::string> warnings;
  for (const FileReport& file : report.files) {
    if (file.replaced > 0)
      warnings.push_back(file.path + ": " + counted(file.replaced, "place that is", "places that are") + " not valid UTF-8 (or a NUL byte) read as U+FFFD" +
                         (file.firstReplacedByte < 0 ? "" : ", the first at byte " + std::to_string(file.firstReplacedByte)));
    if (file.documents == 0) warnings.push_back(file.path + ": no text in this file");
  }
  if (report.emptyDocuments > 0) warnings.push_back(counted(report.emptyDocuments, "document without text was", "documents without text were") + " left out");
  if (report.emptySentences > 0) warnings.push_back(counted(report.emptySentences, "sentence without tokens was", "sentences without tokens were") + " left out");
  if (report.cutSentences > 0)
    warnings.push_back(counted(report.cutSentences, "sentence", "sentences") + " longer than " + std::to_string(kMaximumSentenceBytes) + " bytes cut into parts");
  if (report.ignoredFiles > 0) {
    std::string names;
    for (const std::string& name : report.ignoredExamples) names += (names.empty() ? "" : ", ") + name;
    warnings.push_back(counted(report.ignoredFiles, "file in the folders was", "files in the folders were") + " not read, being neither .txt nor .jsonl (nor .gz of them): " + names +
                       (report.ignoredFiles > static_cast<std::int64_t>(report.ignoredExamples.size()) ? ", ..." : ""));
  }
  return warnings;
}

}  // namespace cloze
