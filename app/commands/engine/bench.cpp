// `cloze bench train|tokenize|generate|neighbours`: reproducible figures. With --json the last thing on stdout is one object.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include "app/commands/command.h"
#include "engine/catalogue.h"
#include "engine/core/json.h"
#include "engine/run.h"
#include "engine/text/tokenizer_bench.h"
#include "experiments/log_store.h"

namespace cloze {

namespace {

struct BenchOptions {
  bool json = false;
  BenchTrainRequest train;
  struct { std::string tokenizer, text; double seconds = 2; } tokenize;
  BenchGenerateRequest generate;
  struct { std::int64_t rows = 200000, width = 384, k = 50; } neighbours;
};

void say(const std::string& text) { std::cerr << text << '\n'; }

// The first family whose usual objective is to write on.
std::string firstWriter() {
  for (const FamilyInfo& info : families())
    if (info.objectives.front() == "causal_lm") return info.id;
  return {};
}

int print(const BenchOptions& options, const Json& figures) {
  if (options.json) std::cout << figures.dump() << '\n';
  else
    for (const auto& [name, value] : figures.items()) std::cout << name << ": " << value.dump() << '\n';
  return 0;
}

// A log of its own, gone afterwards: the bench observes as training does.
struct TemporaryLog {
  TemporaryLog() : folder(std::filesystem::temp_directory_path() / ("cloze-bench-" + newRunId())) {
    std::filesystem::create_directories(folder);
    store = std::make_unique<LogStore>(folder / "experiments.sqlite");
    observer = store->observer("bench");
    RunStarted started;
    started.run = "bench";
    started.specJson = started.environmentJson = "{}";
    started.parameterGroups = {"decay", "no_decay"};
    observer->started(started);
  }
  ~TemporaryLog() {
    observer.reset();
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  std::filesystem::path folder;
  std::unique_ptr<LogStore> store;
  std::unique_ptr<RunObserver> observer;
};

int runTrain(const BenchOptions& options) {
  const TemporaryLog log;
  BenchTrainRequest request = options.train;
  request.observer = log.observer.get();
  const BenchTrainResult result = benchTrain(request, say);
  return print(options, {{"family", options.train.family}, {"preset", options.train.preset}, {"vocabulary", options.train.vocabulary}, {"batch", options.train.batch},
                         {"length", options.train.length}, {"tokens_per_second", result.tokensPerSecond}, {"tokens_per_cpu_second", result.tokensPerCpuSecond},
                         {"seconds_per_step", result.secondsPerStep}, {"sgemm_gflops", result.sgemmGflops}, {"useful_gflops", result.usefulGflops},
                         {"share", result.share},
                         {"observing_share", result.observingShare}, {"peak_memory_mb", result.peakMemoryMb}});
}

int runTokenize(const BenchOptions& options) {
  const auto tokenizer = loadTokenizer(options.tokenize.tokenizer);
  const TokenizeFigures figures = benchTokenize(*tokenizer, options.tokenize.text, options.tokenize.seconds);
  return print(options, {{"tokenizer", tokenizer->kind()}, {"megabytes_per_cpu_second", figures.megabytesPerCpuSecond},
                         {"first_pass_megabytes_per_cpu_second", figures.firstPassMegabytesPerCpuSecond}, {"cpu_seconds", figures.cpuSeconds},
                         {"bytes", figures.bytes}, {"pieces", figures.pieces}});
}

int runNeighbours(const BenchOptions& options) {
  const BenchNeighboursResult result = benchNeighbours(options.neighbours.rows, options.neighbours.width, options.neighbours.k);
  return print(options, {{"rows", result.rows}, {"width", result.width}, {"k", result.k}, {"cpu_milliseconds", result.cpuMilliseconds},
                         {"gigabytes_per_second", result.gigabytesPerSecond}, {"sgemm_gflops", sgemmPeakGflops(0)}});
}

int runGenerate(const BenchOptions& options) {
  const BenchGenerateResult result = benchGenerate(options.generate, say);
  return print(options, {{"family", options.generate.family}, {"preset", options.generate.preset}, {"parameters", result.parameters},
                         {"tokens_per_second", result.tokensPerSecond}, {"memory_gigabytes_per_second", result.gigabytesPerSecond},
                         {"bound_tokens_per_second", result.boundTokensPerSecond}, {"share", result.share}});
}

}  // namespace

CommandRun benchCommand(CLI::App& app) {
  auto options = std::make_shared<BenchOptions>();
  auto chosen = std::make_shared<std::function<int()>>();
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* summary, int (*run)(const BenchOptions&)) {
    CLI::App* sub = app.add_subcommand(name, summary);
    sub->add_flag("--json", options->json, "One JSON object on stdout");
    sub->callback([=] { *chosen = [=] { return run(*options); }; });
    return sub;
  };
  CLI::App* train = add("train", "Tokens a second of a training step (masked words, or next words), and its share of the sgemm peak", runTrain);
  train->add_option("--family", options->train.family, "Model family");
  train->add_option("--preset", options->train.preset, "Size");
  train->add_option("--vocab", options->train.vocabulary, "Vocabulary")->check(CLI::Range(8, 2000000));
  train->add_option("--batch", options->train.batch, "Rows of a batch")->check(CLI::Range(1, 65536));
  train->add_option("--length", options->train.length, "Tokens of a row")->check(CLI::Range(2, 65536));
  train->add_option("--steps", options->train.steps, "Steps that are measured")->check(CLI::Range(1, 100000));
  train->add_option("--shards", options->train.shards, "Threads, 0: one per core")->check(CLI::Range(0, 256));
  CLI::App* tokenize = add("tokenize", "Megabytes of text a tokeniser cuts in a second of one thread", runTokenize);
  tokenize->add_option("--tokenizer", options->tokenize.tokenizer, "Folder or file of a tokeniser")->required();
  tokenize->add_option("--file", options->tokenize.text, "Text file, a text a line")->required();
  tokenize->add_option("--seconds", options->tokenize.seconds, "CPU seconds to spend at least")->check(CLI::Range(0.01, 3600.0));
  CLI::App* generate = add("generate", "Tokens a second of generation with a cache, and its share of the bound of reading the weights", runGenerate);
  options->generate.family = firstWriter();
  generate->add_option("--family", options->generate.family, "Model family")->capture_default_str();
  generate->add_option("--preset", options->generate.preset, "Size")->capture_default_str();
  generate->add_option("--tokens", options->generate.tokens, "New tokens")->check(CLI::Range(2, 100000))->capture_default_str();
  generate->add_option("--prompt", options->generate.prompt, "Tokens of the prompt")->check(CLI::Range(1, 100000))->capture_default_str();
  generate->add_option("--threads", options->generate.threads, "0: one per core")->check(CLI::Range(0, 256));
  CLI::App* neighbours = add("neighbours", "Exact cosine neighbours of one query", runNeighbours);
  neighbours->add_option("--rows", options->neighbours.rows, "Vectors")->check(CLI::Range(1, 100000000));
  neighbours->add_option("--width", options->neighbours.width, "Numbers of a vector")->check(CLI::Range(1, 100000));
  neighbours->add_option("-k", options->neighbours.k, "Neighbours wanted")->check(CLI::Range(1, 1000000));
  return [chosen] { return (*chosen)(); };
}

}  // namespace cloze
