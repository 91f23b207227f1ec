// `cloze judge CKPT TEXT`: a generator replaces words, the discriminator says of every token how likely it is that it was replaced.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "app/commands/command.h"
#include "app/commands/engine/checkpoint_argument.h"
#include "app/commands/engine/word_places.h"
#include "app/commands/progress_line.h"
#include "app/commands/text_table.h"
#include "engine/core/json.h"
#include "engine/inspector.h"
#include "engine/text/readable.h"

namespace cloze {

CommandRun judgeCommand(CLI::App& app);

namespace {

struct JudgeOptions {
  JudgeRequest request;
  std::vector<std::string> words;
  bool json = false;
};

void printTable(const JudgeResult& result) {
  TextTable table({{"Written"}, {"Read"}, {"Generator", TextTable::Align::Right}, {"Replaced?", TextTable::Align::Right}, {""}});
  for (const JudgedToken& token : result.tokens)
    table.add({readablePiece(token.original, result.bytePieces), token.proposed ? readablePiece(token.shown, result.bytePieces) : "",
               token.proposed ? percentText(token.proposalProbability) : "", percentText(token.replacedProbability), token.replaced ? "replaced" : token.proposed ? "the same" : ""});
  std::cout << table.text();
}

Json resultJson(const JudgeResult& result) {
  Json tokens = Json::array();
  for (const JudgedToken& token : result.tokens) {
    Json row = {{"original", token.original}, {"shown", token.shown}, {"proposed", token.proposed}, {"replaced", token.replaced}, {"replaced_probability", token.replacedProbability}};
    if (token.proposed) row["proposal_probability"] = token.proposalProbability;
    for (const Candidate& candidate : token.candidates) row["candidates"].push_back({{"token", candidate.token}, {"id", candidate.id}, {"probability", candidate.probability}});
    tokens.push_back(std::move(row));
  }
  return {{"tokens", tokens}, {"step", result.step}};
}

int judge(const CheckpointArgument& checkpoint, const JudgeOptions& options) {
  JudgeRequest request = options.request;
  for (const std::string& word : options.words) request.replaceBytes.push_back(wordPlaces("--replace", word, request.text).front());
  Inspector inspector(checkpoint.resolve());
  ProgressLine line;
  const JudgeResult result = inspector.judge(request, line.progress());
  if (result.leftOut > 0) std::cerr << "the text is longer than the model reads: its last " << result.leftOut << " tokens were left out\n";
  if (options.json) std::cout << resultJson(result).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  else printTable(result);
  return 0;
}

}  // namespace

CommandRun judgeCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = std::make_shared<JudgeOptions>();
  app.add_option("text", options->request.text, "A sentence; the mask token in it is replaced by the generator")->required();
  app.add_option("--replace", options->words, "A word of the sentence that the generator replaces (may be repeated)")->expected(1)->take_all();
  app.add_option("--seed", options->request.seed, "Of the words that are drawn")->capture_default_str();
  app.add_option("--top-k", options->request.topK, "Candidates of the generator in --json")->check(CLI::Range(std::int64_t{1}, std::int64_t{1000000}))->capture_default_str();
  app.add_flag("--json", options->json, "Machine-readable output");
  return [checkpoint, options] { return judge(*checkpoint, *options); };
}

}  // namespace cloze
