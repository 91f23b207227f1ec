// `cloze order CKPT TEXT`: words predicted in a random order, what each may see, and what the model expects there.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
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

CommandRun orderCommand(CLI::App& app);

namespace {

struct OrderOptions {
  OrderRequest request;
  std::vector<std::string> words;
  bool json = false;
};

// One line a prediction, in the order; what it may see is written out, the rest are dots.
void printOrder(const OrderResult& result) {
  TextTable table({{"", TextTable::Align::Right}, {"Word"}, {"Probability", TextTable::Align::Right}, {"Expected"}, {"Sees"}});
  const std::size_t T = result.tokens.size();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < T; ++i)
    if (result.tokens[i].number > 0) places.push_back(i);
  std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return result.tokens[a].number < result.tokens[b].number; });
  for (const std::size_t place : places) {
    const OrderedToken& token = result.tokens[place];
    std::string seen;
    for (std::size_t j = 0; j < T; ++j) seen += (seen.empty() ? "" : " ") + (result.sees[place * T + j] ? readablePiece(result.tokens[j].token, result.bytePieces) : j == place ? "?" : ".");
    table.add({std::to_string(token.number), readablePiece(token.token, result.bytePieces), percentText(token.probability),
               token.candidates.empty() ? "" : readablePiece(token.candidates.front().token, result.bytePieces), seen});
  }
  std::cout << table.text();
}

Json orderJson(const OrderResult& result) {
  Json tokens = Json::array(), sees = Json::array();
  const std::size_t T = result.tokens.size();
  for (std::size_t i = 0; i < T; ++i) {
    const OrderedToken& token = result.tokens[i];
    Json row = {{"token", token.token}, {"number", token.number}};
    if (token.number > 0) row.update(Json{{"probability", token.probability}, {"rank", token.rank}});
    for (const Candidate& candidate : token.candidates) row["candidates"].push_back({{"token", candidate.token}, {"id", candidate.id}, {"probability", candidate.probability}});
    tokens.push_back(std::move(row));
    const auto first = result.sees.begin() + static_cast<std::ptrdiff_t>(i * T);
    sees.push_back(std::vector<std::uint8_t>(first, first + static_cast<std::ptrdiff_t>(T)));
  }
  return {{"tokens", tokens}, {"sees", sees}, {"step", result.step}};
}

int order(const CheckpointArgument& checkpoint, const OrderOptions& options) {
  OrderRequest request = options.request;
  for (const std::string& word : options.words) request.predictBytes.push_back(wordPlaces("--predict", word, request.text).front());
  Inspector inspector(checkpoint.resolve());
  ProgressLine line;
  const OrderResult result = inspector.order(request, line.progress());
  if (options.json) std::cout << orderJson(result).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  else printOrder(result);
  return 0;
}

}  // namespace

CommandRun orderCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = std::make_shared<OrderOptions>();
  app.add_option("text", options->request.text, "A sentence")->required();
  app.add_option("--predict", options->words, "A word of the sentence that is predicted (may be repeated); without it about one in six, as in training")->expected(1)->take_all();
  app.add_option("--seed", options->request.seed, "Of the order, and of what is predicted")->capture_default_str();
  app.add_option("--top-k", options->request.topK, "Candidates in --json")->check(CLI::Range(std::int64_t{1}, std::int64_t{1000000}))->capture_default_str();
  app.add_flag("--json", options->json, "Machine-readable output");
  return [checkpoint, options] { return order(*checkpoint, *options); };
}

}  // namespace cloze
