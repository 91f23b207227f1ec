// `cloze generate CKPT --prompt TEXT`: the model goes on writing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>

#include "app/commands/command.h"
#include "app/commands/engine/checkpoint_argument.h"
#include "app/commands/progress_line.h"
#include "app/commands/text_table.h"
#include "engine/core/json.h"
#include "engine/inspector.h"

namespace cloze {

CommandRun generateCommand(CLI::App& app);

namespace {

struct GenerateOptions {
  GenerateRequest request;
  std::string instruction, examples;
  std::vector<std::string> options;
  bool greedy = false, json = false;
  CLI::Option *temperature = nullptr, *topK = nullptr, *topP = nullptr;
};

// A draw is asked for by any of its settings; without them the most probable token is taken.
GenerateRequest requestOf(const GenerateOptions& options) {
  GenerateRequest request = options.request;
  const bool draws = options.temperature->count() + options.topK->count() + options.topP->count() > 0;
  if (options.greedy && draws) throw std::invalid_argument("--greedy takes the most probable token: it does not go with --temperature, --top-k and --top-p");
  if (request.beams > 1 && draws) throw std::invalid_argument("--beams looks for the most probable text: it does not go with --temperature, --top-k and --top-p");
  request.temperature = !draws ? 0 : options.temperature->count() > 0 ? request.temperature : 1;
  return request;
}

Json alternatives(const GenerateResult& result) {
  Json steps = Json::array();
  for (const auto& step : result.candidates) {
    Json& row = steps.emplace_back(Json::array());
    for (const Candidate& candidate : step) row.push_back({{"token", candidate.token}, {"id", candidate.id}, {"probability", candidate.probability}});
  }
  return steps;
}

PromptRequest promptOf(const GenerateOptions& options) {
  PromptRequest request;
  request.instruction = options.instruction;
  request.query = options.request.prompt;
  request.options = options.options;
  if (options.examples.empty()) return request;
  const Json json = readJsonFile(options.examples);
  if (!json.is_array()) throw std::invalid_argument(options.examples + ": expected a list of {\"input\", \"answer\"}");
  for (const Json& example : json) {
    if (!example.is_object() || !example.contains("input") || !example.contains("answer") || !example["input"].is_string() || !example["answer"].is_string())
      throw std::invalid_argument(options.examples + ": expected {\"input\": text, \"answer\": text}, found " + example.dump());
    request.examples.push_back({example["input"].get<std::string>(), example["answer"].get<std::string>()});
  }
  return request;
}

int score(Inspector& inspector, const PromptRequest& request, bool json) {
  ProgressLine line;
  const PromptResult result = inspector.scoreOptions(request, line.progress());
  const auto left = static_cast<std::int64_t>(request.examples.size()) - result.examples;
  if (left > 0) std::cerr << left << " of " << request.examples.size() << " examples were left out: they do not fit the model\n";
  if (json) {
    Json rows = Json::array();
    for (const auto& option : result.options)
      rows.push_back({{"option", option.text}, {"log_probability", option.sum}, {"per_token", option.perToken}, {"calibrated", option.calibrated}, {"tokens", option.tokens}});
    std::cout << Json{{"prompt", result.prompt}, {"examples", result.examples}, {"options", rows}}.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    return 0;
  }
  TextTable table({{"Option"}, {"Log-probability", TextTable::Align::Right}, {"Per token", TextTable::Align::Right}, {"Calibrated", TextTable::Align::Right}});
  const auto shown = [](double value) { char text[32]; std::snprintf(text, sizeof text, "%.3f", value); return std::string(text); };
  for (const auto& option : result.options) table.add({option.text, shown(option.sum), shown(option.perToken), shown(option.calibrated)});
  std::cout << table.text();
  return 0;
}

int generate(const CheckpointArgument& checkpoint, const GenerateOptions& options) {
  GenerateRequest request = requestOf(options);
  const PromptRequest prompt = promptOf(options);
  Inspector inspector(checkpoint.resolve());
  if (!options.options.empty()) return score(inspector, prompt, options.json);
  request.prompt = promptText(prompt);
  ProgressLine line;
  const GenerateResult result = inspector.generate(request, line.progress());
  if (result.cut > 0)
    std::cerr << "the prompt has " << result.promptTokens << " tokens; the first " << result.cut << " were cut, the model sees " << result.promptTokens - result.cut << " at once\n";
  if (options.json) {
    Json json{{"text", result.text}, {"ids", result.ids}, {"tokens", result.tokens}, {"prompt_tokens", result.promptTokens}, {"cut", result.cut}, {"stopped", result.stopped}, {"step", result.step}};
    if (request.candidates > 0) json["candidates"] = alternatives(result);
    std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    return 0;
  }
  std::cout << (result.ownText ? "" : request.prompt) << result.text << '\n';
  return 0;
}

}  // namespace

CommandRun generateCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = std::make_shared<GenerateOptions>();
  GenerateRequest& request = options->request;
  request.temperature = 1;
  app.add_option("--prompt", request.prompt, "Text to go on from, or that a sequence-to-sequence model reads: \"The <extra_id_0> plays the harp .\"")->required();
  app.add_option("--max-new-tokens", request.maximumNew, "New tokens at most")->check(CLI::Range(std::int64_t{1}, std::int64_t{1000000}))->capture_default_str();
  app.add_flag("--greedy", options->greedy, "Always the most probable token (the default)");
  options->temperature = app.add_option("--temperature", request.temperature, "Draw tokens; below 1 the probable ones more often")->check(CLI::Range(1e-3, 1e3));
  options->topK = app.add_option("--top-k", request.topK, "Draw among this many most probable tokens")->check(CLI::Range(std::int64_t{1}, std::int64_t{1000000}));
  options->topP = app.add_option("--top-p", request.topP, "Draw among the most probable tokens that have this much together")->check(CLI::Range(1e-6, 1.0));
  app.add_option("--beams", request.beams, "The most probable text of so many that are followed at once")->check(CLI::Range(std::int64_t{1}, std::int64_t{256}))->capture_default_str();
  app.add_option("--length-penalty", request.lengthPenalty, "Beams: above 1 for longer texts, below 1 for shorter ones")->check(CLI::Range(-10.0, 10.0))->capture_default_str();
  app.add_option("--no-repeat", request.noRepeat, "No run of so many tokens comes twice; 0: any may")->check(CLI::Range(std::int64_t{0}, std::int64_t{1000}))->capture_default_str();
  app.add_option("--seed", request.seed, "Another seed, another draw")->capture_default_str();
  app.add_option("--alternatives", request.candidates, "So many of each new token's most probable alternatives (with --json)")->check(CLI::Range(std::int64_t{0}, std::int64_t{1000}));
  app.add_option("--threads", request.threads, "0: one per core")->check(CLI::Range(std::int64_t{0}, std::int64_t{256}))->capture_default_str();
  app.add_option("--instruction", options->instruction, "What is to be done, before the examples and the prompt");
  app.add_option("--examples", options->examples, "JSON file of solved examples that go before the prompt: [{\"input\", \"answer\"}]");
  app.add_option("--option", options->options, "An answer to score behind the prompt instead of writing (may be repeated)")->expected(1)->take_all();
  app.add_flag("--json", options->json, "Machine-readable output");
  return [checkpoint, options] { return generate(*checkpoint, *options); };
}

}  // namespace cloze
