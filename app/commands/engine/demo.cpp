// `cloze demo`: one minute of training on the toy world, then the freshly trained model beside the shipped one: what each expects at a mask,
// and which occurrences of a word with two senses it finds alike. The sentences are in resources/demo/sentences.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "app/commands/engine/signals.h"
#include "app/commands/engine/training_output.h"
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/core/resources.h"
#include "engine/data/toy_world.h"
#include "engine/inspector.h"
#include "engine/run.h"
#include "experiments/log_store.h"

#include <cstdio>
#include <iostream>
#include <memory>

namespace cloze {

CommandRun demoCommand(CLI::App& app);

namespace {

constexpr double kLearnedLoss = 1.2;        // nats a masked token: above it the facts of the toy world are not learned yet (resources/models/README.md)
constexpr std::size_t kCorpusSentences = 300;

struct DemoModel { std::string name; Inspector inspector; };

double maskedLoss(const Metrics& metrics) {
  for (const auto& [name, value] : metrics)
    if (name == "masked_lm_loss") return value;
  for (const auto& [name, value] : metrics)
    if (name == "loss") return value;
  return 0;
}

std::string candidates(const MaskAnswer& mask) {
  std::string text;
  for (const Candidate& candidate : mask.candidates) {
    char entry[120];
    std::snprintf(entry, sizeof entry, "%s%s %.0f %%", text.empty() ? "" : ", ", candidate.token.c_str(), 100 * candidate.probability);
    text += entry;
  }
  return text;
}

void printMasks(std::vector<DemoModel>& models, const Json& sentences) {
  Progress progress;
  std::cout << "\nWhat the model expects at [MASK]\n";
  for (const Json& row : sentences) {
    std::cout << "\n  " << row.at("text").get<std::string>() << "    (" << row.at("answer").get<std::string>() << ")\n";
    for (DemoModel& model : models) {
      FillRequest request;
      request.text = row.at("text").get<std::string>();
      request.topK = 4;
      const FillResult result = model.inspector.fill(request, progress);
      for (const MaskAnswer& mask : result.masks) std::cout << "    " << model.name << ": " << candidates(mask) << '\n';
    }
  }
}

bool holdsWord(const ToySentence& sentence, const std::string& word) {
  return sentence.sense.word >= 0 && sentence.words[static_cast<std::size_t>(sentence.sense.word)] == word;
}

std::vector<std::string> sentencesWith(const ToyWorld& world, const std::string& word) {
  std::vector<std::string> found;
  for (const ToyDocument& document : world.documents)
    for (const ToySentence& sentence : document.sentences)
      if (found.size() < kCorpusSentences && holdsWord(sentence, word)) found.push_back(sentence.text());
  return found;
}

void printNeighbours(std::vector<DemoModel>& models, const Json& queries) {
  const ToyWorld world = makeToyWorld();
  Progress progress;
  std::cout << "\nWhich occurrences of a word are alike\n";
  for (const Json& row : queries) {
    NeighbourRequest request;
    request.query = row.at("query").get<std::string>();
    request.word = row.at("word").get<std::string>();
    request.corpus = sentencesWith(world, request.word);
    request.k = 3;
    request.sameWordOnly = true;
    std::cout << "\n  " << request.query << "    (" << request.word << ")\n";
    for (DemoModel& model : models) {
      std::cout << "    " << model.name << ":\n";
      for (const Neighbour& neighbour : model.inspector.neighbours(request, progress).neighbours)
        std::printf("      %.3f  %s\n", neighbour.similarity, neighbour.sentence.c_str());
      std::fflush(stdout);
    }
  }
}

int runDemo(const std::filesystem::path& out, const std::vector<std::string>& assignments) {
  LaunchRequest request{loadRunSpec(resourcesFolder() / "recipes/demo-minute.json", assignments), out / "run", newRunId(), defaultLogFile()};
  RunControl control;
  const StopOnSignal signals(control);
  LogStore store(request.log);
  const auto logged = store.observer(request.runId);
  const auto output = terminalOutput();
  ObserverList observers;
  observers.add(*logged);
  observers.add(*output);
  const RunResult result = train(request, observers, control);
  if (result.outcome == RunOutcome::Failed) throw std::runtime_error(result.message);
  if (StopOnSignal::received()) throw Cancelled();

  std::vector<DemoModel> models;
  models.push_back({"shipped model  ", Inspector(resourcesFolder() / "models/bert-toy-world")});
  models.push_back({"one minute old ", Inspector(result.checkpoint)});
  const Json demo = readJsonFile(resourcesFolder() / "demo/sentences.json");
  const double loss = maskedLoss(result.metrics);
  if (loss > kLearnedLoss)
    std::printf("\nNot yet: the new model's masked loss is %.2f nats; below %.1f it knows the facts of the toy world. Train it longer with\n"
                "  cloze train %s --set train.steps=4000\n", loss, kLearnedLoss, (resourcesFolder() / "recipes/demo-minute.json").c_str());
  std::fflush(stdout);
  printMasks(models, demo.at("fill"));
  printNeighbours(models, demo.at("neighbours"));
  std::cout << "\nThe new model: " << result.checkpoint.string() << '\n';
  return 0;
}

}  // namespace

CommandRun demoCommand(CLI::App& app) {
  struct Options { std::string out = "demo"; std::vector<std::string> assignments; };
  auto options = std::make_shared<Options>();
  app.add_option("--out", options->out, "Folder for the new model")->capture_default_str();
  app.add_option("--set", options->assignments, "Change a setting of the recipe, as in train.steps=100");
  return [options] { return runDemo(std::filesystem::absolute(options->out), options->assignments); };
}

}  // namespace cloze
