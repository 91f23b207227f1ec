// `cloze tokenize`: tokens, ids and offsets of a text, a pair, or many texts (one JSON object a line).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "app/commands/text_table.h"
#include "engine/core/json.h"
#include "engine/text/tokenizer.h"

#include <iostream>
#include <memory>
#include <stdexcept>

namespace cloze {

CommandRun tokenizeCommand(CLI::App& app);

namespace {

struct TokenizeOptions {
  std::string tokenizer, text, lines, pair, truncation;
  CLI::Option *hasText = nullptr, *hasPair = nullptr;
  std::int32_t maxLength = 0, stride = 0;
  bool noSpecialTokens = false, json = false;
};

EncodeOptions encodeOptions(const TokenizeOptions& options) {
  EncodeOptions encode;
  encode.addSpecialTokens = !options.noSpecialTokens;
  encode.maxLength = options.maxLength;
  encode.stride = options.stride;
  // Windows with a stride are those of question answering: the question stays whole, the passage is cut.
  const bool passage = options.truncation.empty() && options.hasPair->count() > 0 && options.stride > 0;
  if (options.truncation == "only_second" || passage) encode.truncation = Truncation::OnlySecond;
  if (options.truncation == "only_first") encode.truncation = Truncation::OnlyFirst;
  return encode;
}

using Offsets = std::vector<std::pair<std::int32_t, std::int32_t>>;

// Each piece's characters in the text that it came from.
Offsets characterOffsets(const Encoding& encoding, std::string_view text, std::string_view pair) {
  Offsets offsets(encoding.ids.size());
  for (const std::int32_t sequence : {0, 1}) {
    Offsets bytes;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
      if (encoding.sequence[i] != sequence) continue;
      bytes.push_back(encoding.byteOffsets[i]);
      places.push_back(i);
    }
    const Offsets characters = codePointOffsets(sequence == 0 ? text : pair, bytes);
    for (std::size_t k = 0; k < places.size(); ++k) offsets[places[k]] = characters[k];
  }
  return offsets;
}

Json offsetsJson(const Offsets& offsets) {
  Json list = Json::array();
  for (const auto& [begin, end] : offsets) list.push_back(Json::array({begin, end}));
  return list;
}

Json windowJson(const Tokenizer& tokenizer, const Encoding& encoding, std::string_view text, std::string_view pair) {
  Json tokens = Json::array();
  for (const TokenId id : encoding.ids) tokens.push_back(tokenizer.token(id));
  for (const auto& [place, unknown] : encoding.unknownTexts) tokens[place] = unknown;   // as sentencepiece shows them
  return Json{{"tokens", tokens}, {"ids", encoding.ids}, {"type_ids", encoding.typeIds}, {"offsets", offsetsJson(characterOffsets(encoding, text, pair))},
              {"byte_offsets", offsetsJson(encoding.byteOffsets)}};
}

std::vector<Encoding> encodeOne(const Tokenizer& tokenizer, std::string_view text, const TokenizeOptions& options) {
  std::optional<std::string_view> pair;
  if (options.hasPair->count() > 0) pair = options.pair;
  return encodeWindows(tokenizer, text, pair, encodeOptions(options));
}

// One line. Windows after the first are in "overflowing".
std::string jsonLine(const Tokenizer& tokenizer, std::string_view text, const TokenizeOptions& options) {
  const std::vector<Encoding> windows = encodeOne(tokenizer, text, options);
  Json first = windowJson(tokenizer, windows.front(), text, options.pair);
  for (std::size_t w = 1; w < windows.size(); ++w) first["overflowing"].push_back(windowJson(tokenizer, windows[w], text, options.pair));
  return first.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string sourceText(const Encoding& encoding, std::size_t i, const TokenizeOptions& options) {
  if (encoding.sequence[i] < 0) return "";
  const std::string& text = encoding.sequence[i] == 0 ? options.text : options.pair;
  const auto [begin, end] = encoding.byteOffsets[i];
  return Json(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin))).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void printTable(const Tokenizer& tokenizer, const TokenizeOptions& options) {
  const std::vector<Encoding> windows = encodeOne(tokenizer, options.text, options);
  for (std::size_t w = 0; w < windows.size(); ++w) {
    if (windows.size() > 1) std::cout << (w ? "\n" : "") << "Window " << w + 1 << " of " << windows.size() << '\n';
    const Encoding& encoding = windows[w];
    const Offsets characters = characterOffsets(encoding, options.text, options.pair);
    TextTable table({{"Token"}, {"Id", TextTable::Align::Right}, {"Type", TextTable::Align::Right}, {"Characters", TextTable::Align::Right}, {"Text"}});
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
      const bool added = encoding.sequence[i] < 0;
      table.add({tokenizer.token(encoding.ids[i]), std::to_string(encoding.ids[i]), std::to_string(encoding.typeIds[i]),
                 added ? "" : std::to_string(characters[i].first) + "-" + std::to_string(characters[i].second), sourceText(encoding, i, options)});
    }
    std::cout << table.text();
  }
}

std::vector<std::string> readLines(const std::string& path) {
  const Json json = readJsonFile(path);
  if (!json.is_array()) throw std::invalid_argument(path + ": expected an array of strings, found " + json.type_name());
  std::vector<std::string> lines;
  for (const Json& entry : json) {
    if (!entry.is_string()) throw std::invalid_argument(path + ": element " + std::to_string(lines.size()) + ": expected a string, found " + entry.type_name());
    lines.push_back(entry.get<std::string>());
  }
  return lines;
}

int tokenizeLines(const Tokenizer& tokenizer, const TokenizeOptions& options) {
  std::string out;
  std::size_t number = 0;
  for (const std::string& line : readLines(options.lines)) {
    try {
      out += jsonLine(tokenizer, line, options) + '\n';
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(options.lines + ": element " + std::to_string(number) + ": " + error.what());
    }
    ++number;
  }
  std::cout << out;
  return 0;
}

int tokenize(const TokenizeOptions& options) {
  if ((options.hasText->count() > 0) == !options.lines.empty())
    throw std::invalid_argument("give either a TEXT or --lines FILE.json (an array of strings)");
  const auto tokenizer = loadTokenizer(options.tokenizer);
  for (const std::string& warning : tokenizer->warnings()) std::cerr << "warning: " << warning << '\n';
  if (!options.lines.empty()) return tokenizeLines(*tokenizer, options);
  if (options.json) std::cout << jsonLine(*tokenizer, options.text, options) << '\n';
  else printTable(*tokenizer, options);
  return 0;
}

}  // namespace

CommandRun tokenizeCommand(CLI::App& app) {
  const auto options = std::make_shared<TokenizeOptions>();
  app.add_option("--tokenizer", options->tokenizer, "Folder in Hugging Face's layout, vocab.txt, tokenizer.json or a sentencepiece *.model")->required();
  options->hasText = app.add_option("text", options->text, "The text");
  app.add_option("--lines", options->lines, "A JSON array of strings; one JSON object a line comes out for each");
  options->hasPair = app.add_option("--pair", options->pair, "A second text, after the first");
  app.add_option("--max-length", options->maxLength, "Most tokens of a window, special tokens included (0: no limit)")->check(CLI::Range(0, 1 << 30));
  app.add_option("--stride", options->stride, "Tokens that neighbouring windows share")->check(CLI::Range(0, 1 << 30));
  app.add_option("--truncation", options->truncation, "What is cut (default: longest_first; with --pair and --stride only_second)")
      ->check(CLI::IsMember({"longest_first", "only_first", "only_second"}));
  app.add_flag("--no-special-tokens", options->noSpecialTokens, "Leave out [CLS], [SEP] and their like");
  app.add_flag("--json", options->json, "Tokens, ids, type ids and offsets (characters and bytes) as JSON");
  return [options] { return tokenize(*options); };
}

}  // namespace cloze
