// `cloze neighbours CKPT --corpus F --query SENTENCE --word W`: the most similar occurrences of a word.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>

#include "app/commands/command.h"
#include "app/commands/engine/checkpoint_argument.h"
#include "app/commands/engine/read_lines.h"
#include "app/commands/progress_line.h"
#include "app/commands/text_table.h"
#include "engine/core/json.h"
#include "engine/inspector.h"

namespace cloze {

CommandRun neighboursCommand(CLI::App& app);

namespace {

struct NeighbourOptions {
  std::string corpus, vectors;
  NeighbourRequest request;
  bool json = false;
};

Json neighboursJson(const NeighbourRequest& request, const NeighbourResult& result) {
  Json rows = Json::array();
  for (const Neighbour& neighbour : result.neighbours)
    rows.push_back({{"sentence", neighbour.sentence}, {"word", neighbour.word}, {"line", neighbour.line}, {"similarity", neighbour.similarity},
                    {"byte_begin", neighbour.byteBegin}, {"byte_end", neighbour.byteEnd}});
  return {{"query", {{"sentence", request.query}, {"word", request.word}, {"occurrence", request.occurrence}, {"layer", result.layer}, {"step", result.step}}},
          {"occurrences", result.occurrences}, {"skipped", result.skipped}, {"same_sentence", result.sameSentence}, {"neighbours", rows}};
}

Json staticJson(const StaticResult& result) {
  Json rows = Json::array();
  for (const StaticNeighbour& neighbour : result.neighbours) rows.push_back({{"word", neighbour.word}, {"similarity", neighbour.similarity}});
  return {{"word", result.word}, {"words", result.words}, {"neighbours", rows}};
}

void printStatic(const StaticResult& result, const std::string& file) {
  std::cout << "\n\"" << result.word << "\" in " << file << ", the same in every sentence\n";
  TextTable table({{"Similarity", TextTable::Align::Right}, {"Word"}});
  for (const StaticNeighbour& neighbour : result.neighbours) {
    char similarity[32];
    std::snprintf(similarity, sizeof similarity, "%.4f", neighbour.similarity);
    table.add({similarity, neighbour.word});
  }
  std::cout << table.text();
}

// The word with marks around it, and as much of the sentence as a line holds.
std::string marked(const Neighbour& neighbour) {
  constexpr std::size_t kAround = 48;
  const auto begin = static_cast<std::size_t>(neighbour.byteBegin), end = static_cast<std::size_t>(neighbour.byteEnd);
  std::size_t from = begin > kAround ? begin - kAround : 0, to = std::min(neighbour.sentence.size(), end + kAround);
  const auto inside = [&](std::size_t at) { return at < neighbour.sentence.size() && (static_cast<unsigned char>(neighbour.sentence[at]) & 0xC0) == 0x80; };
  while (inside(from)) ++from;
  while (inside(to)) ++to;
  const std::string& text = neighbour.sentence;
  return (from > 0 ? "..." : "") + text.substr(from, begin - from) + "[" + text.substr(begin, end - begin) + "]" + text.substr(end, to - end) + (to < text.size() ? "..." : "");
}

void print(const NeighbourResult& result) {
  TextTable table({{"Similarity", TextTable::Align::Right}, {"Word"}, {"Line", TextTable::Align::Right}, {"Sentence"}});
  for (const Neighbour& neighbour : result.neighbours) {
    char similarity[32];
    std::snprintf(similarity, sizeof similarity, "%.4f", neighbour.similarity);
    table.add({similarity, neighbour.word, groupedNumber(neighbour.line), marked(neighbour)});
  }
  std::cout << table.text();
  std::cerr << "layer " << result.layer << ", " << groupedNumber(result.occurrences) << " words compared";
  if (result.skipped > 0) std::cerr << ", " << groupedNumber(result.skipped) << " left out: their vectors are not numbers";
  if (result.sameSentence > 0) std::cerr << ", " << groupedNumber(result.sameSentence) << " left out: they stand in the query's own sentence";
  std::cerr << '\n';
}

int neighbours(const CheckpointArgument& checkpoint, NeighbourOptions& options) {
  const TextLines lines = readTextLines(options.corpus);
  Inspector inspector(checkpoint.resolve());
  ProgressLine line;
  const auto vectors = options.vectors.empty() ? nullptr : readWordVectors(options.vectors, line.progress());
  options.request.corpus = lines.texts;
  NeighbourResult result = inspector.neighbours(options.request, line.progress());
  for (Neighbour& neighbour : result.neighbours) neighbour.line = lines.numbers[static_cast<std::size_t>(neighbour.line - 1)];
  Json json = neighboursJson(options.request, result);
  if (!options.json) print(result);
  if (vectors) {
    const StaticResult still = nearestWords(*vectors, options.request.word, options.request.k);
    json["static"] = staticJson(still);
    if (!options.json) printStatic(still, options.vectors);
  }
  if (options.json) std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  return 0;
}

}  // namespace

CommandRun neighboursCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = std::make_shared<NeighbourOptions>();
  NeighbourRequest& request = options->request;
  app.add_option("--corpus", options->corpus, "Text file, one sentence a line")->required();
  app.add_option("--query", request.query, "Sentence with the word")->required();
  app.add_option("--word", request.word, "The word whose neighbours are looked for")->required();
  app.add_option("--occurrence", request.occurrence, "Which one, when the query has the word several times")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--layer", request.layer, "0 = embeddings, 1 to the number of layers, -1 = the last, -2 = the mixture of all (families that mix them)")->capture_default_str();
  app.add_option("-k", request.k, "How many neighbours")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--vectors", options->vectors, "File of static word vectors (GloVe, word2vec text, also gzipped) to compare with");
  app.add_flag("--same-word", request.sameWordOnly, "Only occurrences of the same word");
  app.add_flag("--json", options->json, "Machine-readable output");
  return [checkpoint, options] { return neighbours(*checkpoint, *options); };
}

}  // namespace cloze
