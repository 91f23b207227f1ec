// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/run_data.h"

#include <algorithm>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/objectives/batch_recipe.h"
#include "engine/text/tokenizer_trainer.h"
#include "engine/train/evaluator.h"

namespace cloze {

namespace {

constexpr const char* kTokenizerFolder = "tokenizer";
constexpr const char* kDataFile = "data.json";

std::shared_ptr<const Tokenizer> makeTokenizer(const RunSpec& spec, Progress& progress) {
  if (!spec.tokenizer.from.empty()) return loadTokenizer(spec.tokenizer.from);
  progress.report("training the tokeniser", 0, 0);
  TokenizerTraining training;
  training.kind = spec.tokenizer.kind;
  training.vocabularySize = spec.tokenizer.vocabSize;
  training.lowercase = spec.tokenizer.lowercase;
  training.stripAccents = spec.tokenizer.stripAccents;
  return trainTokenizer(training, [&](const std::function<void(std::string_view)>& each) { readSentences(spec.data.train, each, progress, pairColumnsOf(spec)); }, progress);
}

// The tokeniser as the run uses it: the frozen one, or a new one that is frozen now.
std::shared_ptr<const Tokenizer> frozenTokenizer(const RunSpec& spec, const std::filesystem::path& out, Progress& progress) {
  if (out.empty()) return makeTokenizer(spec, progress);
  const std::filesystem::path folder = out / kTokenizerFolder;
  if (!std::filesystem::exists(folder)) {
    const auto made = makeTokenizer(spec, progress);
    AtomicFolder written(folder);
    made->save(written.path());
    written.commit();
  }
  return loadTokenizer(folder);                      // what the checkpoints will hold is what trains
}

struct Stores { std::shared_ptr<const TokenStore> training, validation; };

Stores openStores(const RunSpec& spec, const std::shared_ptr<const Tokenizer>& tokenizer, const Json& frozen, Progress& progress) {
  const auto open = [&](const std::vector<std::string>& entries, const char* key) {
    StoreRequest request;
    request.entries = entries;
    request.tokenizer = tokenizer;
    request.pairs = pairColumnsOf(spec);
    return frozen.contains(key) ? reopenStore(request, frozen.at(key).get<std::string>(), progress) : openStore(request, progress);
  };
  Stores stores;
  stores.training = open(spec.data.train, "training_store");
  if (!spec.data.validation.empty()) stores.validation = open(spec.data.validation, "validation_store");
  return stores;
}

Json describeData(const Stores& stores, const Tokenizer& tokenizer) {
  Json json = {{"tokenizer", tokenizer.contentHash()}, {"vocabulary", tokenizer.size()}, {"training_store", stores.training->key()},
               {"training_tokens", stores.training->tokens()}, {"training_documents", stores.training->documents()}};
  if (stores.validation) json["validation_store"] = stores.validation->key();
  json["training_texts"] = toJson(stores.training->report());
  if (stores.validation) json["validation_texts"] = toJson(stores.validation->report());
  return json;
}

// Which part of the held-out text an evaluation reads.
Json describeEvaluation(const RunSpec& spec, const ExampleSet& validation) {
  return {{"batches", evaluationBatches(validation, spec.train.evaluationBatches)}, {"of_batches", validation.evaluationBatches()}, {"examples", validation.size()}};
}

std::vector<std::string> warningsOf(const Stores& stores, const ExampleSet& training, const Json& evaluation) {
  std::vector<std::string> warnings = corpusWarnings(stores.training->report());
  if (stores.validation)
    for (std::string& warning : corpusWarnings(stores.validation->report())) warnings.push_back(std::move(warning));
  if (training.recipe().kind == ExampleKind::SentencePairs && training.trueNextPairs() == 0)
    warnings.push_back("every document is one sentence: there is no true next sentence to learn from");
  if (evaluation.is_null()) warnings.push_back("no held-out text: nothing will be evaluated (give data.validation or several documents)");
  else if (evaluation.at("batches") < evaluation.at("of_batches"))
    warnings.push_back("each evaluation reads the same " + evaluation.at("batches").dump() + " of " + evaluation.at("of_batches").dump() + " held-out batches (train.evaluation_batches)");
  return warnings;
}

}  // namespace

PreparedData prepareData(const RunSpec& spec, const std::filesystem::path& out, Progress& progress) {
  PreparedData data;
  const bool isFrozen = !out.empty() && std::filesystem::exists(out / kDataFile);
  const Json frozen = isFrozen ? readJsonFile(out / kDataFile) : Json::object();
  data.tokenizer = frozenTokenizer(spec, out, progress);
  const Stores stores = openStores(spec, data.tokenizer, frozen, progress);

  const auto seed = static_cast<std::uint64_t>(spec.seed);
  const double fraction = stores.validation ? 0.0 : spec.data.validationFraction;
  DocumentSplit split = fraction > 0 ? splitDocuments(*stores.training, fraction, seed) : DocumentSplit{allDocuments(*stores.training), {}};
  const BatchRecipe recipe = batchRecipe(spec, *data.tokenizer);
  data.training = std::make_shared<ExampleSet>(stores.training, std::move(split.train), recipe, seed);
  if (stores.validation) data.validation = std::make_shared<ExampleSet>(stores.validation, allDocuments(*stores.validation), recipe, seed);
  else if (!split.validation.empty()) data.validation = std::make_shared<ExampleSet>(stores.training, std::move(split.validation), recipe, seed);

  data.description = isFrozen ? frozen : describeData(stores, *data.tokenizer);
  data.description["evaluation"] = data.validation ? describeEvaluation(spec, *data.validation) : Json();
  if (!isFrozen) data.description["training_examples"] = data.training->size();
  if (!out.empty() && !isFrozen) writeFileAtomically(out / kDataFile, data.description.dump(2) + "\n");
  data.warnings = warningsOf(stores, *data.training, data.description["evaluation"]);
  return data;
}

std::int64_t plannedSteps(const RunSpec& spec, const ExampleSet& examples) {
  return spec.train.epochs > 0 ? std::max<std::int64_t>(1, examples.stepsOf(spec.train.epochs)) : spec.train.steps;
}

}  // namespace cloze
