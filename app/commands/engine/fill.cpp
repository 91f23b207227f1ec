// `cloze fill CKPT TEXT`: what the model expects at each mask.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <map>

#include "app/commands/command.h"
#include "app/commands/engine/checkpoint_argument.h"
#include "app/commands/engine/word_places.h"
#include "app/commands/progress_line.h"
#include "app/commands/text_table.h"
#include "engine/inspector.h"
#include "engine/text/readable.h"

namespace cloze {

CommandRun fillCommand(CLI::App& app);

namespace {

const std::map<std::string, FillMode> kModes = {{"independent", FillMode::Independent}, {"sequential", FillMode::Sequential}, {"joint", FillMode::Joint}};

struct FillOptions {
  std::string text, word, mode = "independent";
  std::int64_t topK = 5;
  bool json = false;
};

void print(const FillResult& result) {
  for (const MaskAnswer& mask : result.masks) {
    const char* from = mask.reading == Reading::Before ? ", from the words before it" : mask.reading == Reading::After ? ", from the words after it" : "";
    if (result.masks.size() > 1) std::cout << (*from ? "word " : "mask ") << "at token " << mask.index << from << '\n';
    TextTable table({{"Word"}, {"Probability", TextTable::Align::Right}});
    for (const Candidate& candidate : mask.candidates) table.add({readablePiece(candidate.token, result.bytePieces), percentText(candidate.probability, 2)});
    std::cout << table.text();
  }
}

int fill(const CheckpointArgument& checkpoint, const FillOptions& options) {
  Inspector inspector(checkpoint.resolve());
  ProgressLine line;
  FillRequest request;
  request.text = options.text;
  request.topK = options.topK;
  if (!options.word.empty()) request.maskBytes = wordPlaces("--word", options.word, options.text);
  request.mode = kModes.at(options.mode);
  const FillResult result = inspector.fill(request, line.progress());
  if (options.json) std::cout << fillJson(result) << '\n';
  else print(result);
  return 0;
}

}  // namespace

CommandRun fillCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = std::make_shared<FillOptions>();
  app.add_option("text", options->text, "Text with the mask token where a word is to be guessed: \"The film was [MASK] .\"")->required();
  app.add_option("--word", options->word, "A word of the text to guess instead, wherever it stands");
  app.add_option("--top-k", options->topK, "Candidates a mask")->check(CLI::Range(std::int64_t{1}, std::int64_t{1000000}))->capture_default_str();
  app.add_option("--mode", options->mode, "Several masks: independent (one pass), sequential (filled from left to right), joint (the surest first)")
      ->check(CLI::IsMember({"independent", "sequential", "joint"}))->capture_default_str();
  app.add_flag("--json", options->json, "Machine-readable output");
  return [checkpoint, options] { return fill(*checkpoint, *options); };
}

}  // namespace cloze
