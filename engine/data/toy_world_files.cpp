// The folder of `cloze toy-world`.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_files.h"

#include <set>
#include <stdexcept>

#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/data/toy_world_sets.h"

namespace cloze {
namespace {

constexpr const char* kIndex = "world.json";
constexpr const char* kMadeBy = "cloze toy-world";

Json sentenceJson(const ToySentence& sentence) {
  Json mentions = Json::array();
  for (const ToyMention& mention : sentence.mentions) mentions.push_back({mention.word, mention.category, mention.entity, mention.pronoun});
  Json row{{"text", sentence.text()}, {"frame", sentence.frame}, {"mentions", mentions}};
  if (sentence.sense.word >= 0) row["sense"] = {{"word", sentence.sense.word}, {"lemma", sentence.sense.lemma}, {"sense", sentence.sense.sense}};
  if (sentence.fact >= 0) row["fact"] = sentence.fact;
  return row;
}

// The whole corpus with its gold annotation, a document a line.
ToyFile documentsFile(const ToyWorld& world) {
  ToyFile file{"documents.jsonl", "", static_cast<std::int64_t>(world.documents.size())};
  for (const ToyDocument& document : world.documents) {
    Json sentences = Json::array();
    for (const ToySentence& sentence : document.sentences) sentences.push_back(sentenceJson(sentence));
    file.content += Json{{"kind", toyKindName(document.kind)}, {"language", toyLanguageName(document.language)}, {"label", document.label}, {"sentences", sentences}}.dump() + '\n';
  }
  return file;
}

ToyFile textFile(const ToyWorld& world, bool reviews) {
  ToyFile file{reviews ? "reviews.txt" : "train.txt", reviews ? toyReviewText(world) : toyTrainingText(world), 0};
  for (const ToyDocument& document : world.documents)
    if ((document.kind == ToyKind::Review) == reviews) file.entries += static_cast<std::int64_t>(document.sentences.size());
  return file;
}

Json indexOf(const ToyWorld& world, const std::vector<ToyFile>& files) {
  Json facts = Json::array(), entries = Json::array();
  for (const ToyFact& fact : world.facts)
    facts.push_back({{"relation", fact.relation}, {"subject", fact.subject}, {"value", fact.value}, {"held_out_frame", fact.heldOutFrame}});
  for (const ToyFile& file : files)
    entries.push_back({{"path", file.path}, {"entries", file.entries}, {"bytes", file.content.size()}, {"sha256", sha256(file.content)}});
  return {{"made_by", kMadeBy}, {"note", "synthetic: every name and fact is invented"}, {"seed", world.seed}, {"sentences", world.sentences},
          {"files", entries}, {"facts", facts}};
}

// Files that an earlier call wrote into the folder; none when it was not made by one.
std::set<std::filesystem::path> filesMadeHere(const std::filesystem::path& folder) {
  std::set<std::filesystem::path> made;
  if (!std::filesystem::is_regular_file(folder / kIndex)) return made;
  try {
    const Json index = readJsonFile(folder / kIndex);
    if (index.at("made_by") != kMadeBy) return {};
    for (const Json& file : index.at("files")) made.insert(folder / file.at("path").get<std::string>());
  } catch (const std::exception&) {
    return {};
  }
  made.insert(folder / kIndex);
  return made;
}

void refuseForeignFiles(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) throw std::invalid_argument(folder.string() + ": is a file; --out needs a folder");
  const auto made = filesMadeHere(folder);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (!entry.is_directory() && made.count(entry.path()) == 0)
      throw std::invalid_argument(folder.string() + ": holds " + entry.path().filename().string() + ", which `cloze toy-world` did not write; give an empty or a new folder");
}

}  // namespace

std::vector<ToyFile> toyWorldFiles(const ToyWorld& world) {
  std::vector<ToyFile> files{textFile(world, false), textFile(world, true), documentsFile(world)};
  for (const auto& make : {toyHeldOutSets, toyTextSets, toyWordSets, toyReadingSets})
    for (ToyFile& file : make(world)) files.push_back(std::move(file));
  return files;
}

Json writeToyWorld(const ToyWorld& world, const std::filesystem::path& folder, Progress& progress) {
  const std::filesystem::path target = std::filesystem::absolute(folder).lexically_normal();
  const bool exists = std::filesystem::exists(target);
  if (exists) refuseForeignFiles(target);
  const std::vector<ToyFile> files = toyWorldFiles(world);
  const Json index = indexOf(world, files);
  std::filesystem::path next = target;
  next += ".new";
  std::filesystem::remove_all(next);                    // of a call that was killed
  AtomicFolder made(exists ? next : target);
  std::int64_t done = 0;
  for (const ToyFile& file : files) {
    progress.report("writing", done++, static_cast<std::int64_t>(files.size()));
    std::filesystem::create_directories((made.path() / file.path).parent_path());
    writeFileAtomically(made.path() / file.path, file.content);
  }
  writeFileAtomically(made.path() / kIndex, index.dump(1) + '\n');
  made.commit();
  if (exists) {                                         // what is replaced was made by this command, or the folder was empty
    std::filesystem::remove_all(target);
    std::filesystem::rename(next, target);
  }
  return index;
}

}  // namespace cloze
