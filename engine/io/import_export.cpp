// Checkpoints of others in, ours out: both are Hugging Face folders, so importing is loading by name and writing afresh.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "engine/core/files.h"
#include "engine/inspector.h"
#include "engine/io/hub_folder.h"
#include "engine/io/original_folder.h"
#include "engine/text/words.h"
#include "engine/tools.h"

namespace cloze {

namespace {

constexpr const char* kTokenizerFiles[] = {"vocab.txt", "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
                                           "added_tokens.json", "input_words.txt", "spiece.model", "sentencepiece.bpe.model", "tokenizer.model"};

// The weights given as a file stand for their folder.
std::filesystem::path folderOf(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) return path;
  if (!std::filesystem::exists(path)) throw std::invalid_argument(path.string() + ": there is no such file or folder");
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  if (isOriginalFolder(folder)) return folder;
  if (!std::filesystem::exists(folder / "config.json"))
    throw std::invalid_argument(path.string() + ": weights alone do not say what model they are; expected a config.json beside them");
  if (path.extension() == ".bin" && std::filesystem::exists(folder / "model.safetensors"))
    throw std::invalid_argument(path.string() + ": model.safetensors is beside it and would be read; import the folder, or move one of the two");
  return folder;
}

ImportSummary summaryOf(const TextModel& model, const LoadReport& report, const std::filesystem::path& out) {
  ImportSummary summary;
  summary.family = model.family();
  summary.modelClass = model.architecture();
  summary.parameters = model.parameters().count();
  summary.renamed = report.renamed;
  summary.ignored = report.ignored;
  summary.missing = report.missing;
  summary.out = std::filesystem::absolute(out);
  return summary;
}

// Words that the authors' training wrote beside the weights; without them words are known by their letters alone.
std::shared_ptr<const Tokenizer> wordsBeside(const std::filesystem::path& folder, std::int32_t letters) {
  if (!std::filesystem::exists(folder / "vocab.txt")) return wordsWithoutVocabulary(letters);
  WordsDefinition definition;
  definition.tokens = readVocabulary(folder / "vocab.txt").tokens;
  definition.predictable = static_cast<TokenId>(definition.tokens.size());
  definition.splitPunctuation = false;
  definition.letters = letters;
  return std::make_shared<Words>(std::move(definition));
}

ImportSummary rewriteOriginal(const std::filesystem::path& folder, const std::filesystem::path& out) {
  LoadReport report;
  const auto model = loadOriginalFolder(folder, &report);
  const auto letters = static_cast<std::int32_t>(modelFactory(model->family()).original.letters(model->config()));
  const auto words = wordsBeside(folder, letters);
  AtomicFolder target(out);
  saveModelFolder(*model, target.path(), words.get());
  target.commit();
  return summaryOf(*model, report, out);
}

ImportSummary rewrite(const std::filesystem::path& folder, const std::filesystem::path& out) {
  LoadReport report;
  const auto model = loadModelFolder(folder, &report);
  AtomicFolder target(out);
  saveModelFolder(*model, target.path(), nullptr);
  for (const char* name : kTokenizerFiles)
    if (std::filesystem::exists(folder / name)) std::filesystem::copy_file(folder / name, target.path() / name);
  target.commit();
  return summaryOf(*model, report, out);
}

}  // namespace

ImportSummary importCheckpoint(const std::filesystem::path& path, const std::filesystem::path& out) {
  const auto folder = folderOf(path);
  return isOriginalFolder(folder) ? rewriteOriginal(folder, out) : rewrite(folder, out);
}

ImportSummary exportCheckpoint(const std::filesystem::path& checkpoint, const std::string& format, const std::filesystem::path& out) {
  const auto folder = resolveCheckpoint(checkpoint);
  if (format == "hf") return rewrite(folder, out);
  const std::string original = modelFactory(readHubConfig(folder).family).original.id;
  if (format != original || original.empty())
    throw std::invalid_argument("--to \"" + format + "\" is not known for this model; hf" + (original.empty() ? " is" : " and " + original + " are"));
  LoadReport report;
  const auto model = loadModelFolder(folder, &report);
  AtomicFolder target(out);
  saveOriginalFiles(*model, target.path());
  target.commit();
  return summaryOf(*model, report, out);
}

}  // namespace cloze
