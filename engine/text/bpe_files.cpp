// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/bpe_files.h"

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/text/tokenizer_json.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace cloze {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostTokens = 5'000'000;

[[noreturn]] void refuse(const std::string& where, const std::string& what) { throw std::invalid_argument(where + ": " + what); }

// {"token": id, ...} with ids 0 .. n - 1, each once.
std::vector<std::string> tokensOf(const Json& vocabulary, const std::string& where) {
  if (!vocabulary.is_object() || vocabulary.empty()) refuse(where, "expected an object of tokens and their ids");
  if (vocabulary.size() > kMostTokens) refuse(where, "more than five million tokens");
  std::vector<std::string> tokens(vocabulary.size());
  std::vector<bool> seen(vocabulary.size());
  for (const auto& [token, id] : vocabulary.items()) {
    if (!id.is_number_unsigned() || id.get<std::size_t>() >= tokens.size())
      refuse(where, "the id of \"" + token + "\" is " + id.dump() + "; expected a number from 0 to " + std::to_string(tokens.size() - 1));
    const auto place = id.get<std::size_t>();
    if (seen[place]) refuse(where, "\"" + token + "\" and \"" + tokens[place] + "\" have the same id " + std::to_string(place));
    seen[place] = true;
    tokens[place] = token;
  }
  return tokens;
}

class MergeReader {
 public:
  MergeReader(const std::vector<std::string>& tokens, BpeDefinition& definition) : m_vocabulary(tokens), m_definition(definition) {}
  void add(const std::string& first, const std::string& second, const std::string& where) {
    const TokenId a = m_vocabulary.id(first), b = m_vocabulary.id(second);
    if (a < 0 || b < 0) refuse(where, "\"" + (a < 0 ? first : second) + "\" is not in the vocabulary");
    m_definition.merges.emplace_back(a, b);
  }

 private:
  Vocabulary m_vocabulary;
  BpeDefinition& m_definition;
};

// "first second" a line, after an optional "#version".
void readMerges(const fs::path& path, BpeDefinition& definition) {
  const std::string text = readTokenizerFile(path);
  MergeReader reader(definition.tokens, definition);
  std::int64_t line = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string one = text.substr(begin, end - begin);
    begin = end + 1;
    ++line;
    if (!one.empty() && one.back() == '\r') one.pop_back();
    if (one.empty() || (line == 1 && one.compare(0, 8, "#version") == 0)) continue;
    const std::size_t blank = one.find(' ');
    const std::string where = path.string() + ":" + std::to_string(line);
    if (blank == std::string::npos || blank == 0 || blank + 1 == one.size() || one.find(' ', blank + 1) != std::string::npos) refuse(where, "expected two pieces with a blank between, found \"" + one + "\"");
    reader.add(one.substr(0, blank), one.substr(blank + 1), where);
  }
}

TokenId idOf(const std::vector<std::string>& tokens, const std::string& token) {
  const auto found = std::find(tokens.begin(), tokens.end(), token);
  return found == tokens.end() ? -1 : static_cast<TokenId>(found - tokens.begin());
}

void recognise(BpeDefinition& definition, AddedToken token) {
  if (token.id < 0) token.id = idOf(definition.tokens, token.text);
  if (token.id < 0) token.id = static_cast<TokenId>(definition.tokens.size());
  if (token.id > static_cast<TokenId>(definition.tokens.size())) refuse("added tokens", "the id " + std::to_string(token.id) + " of " + token.text + " leaves a gap behind the vocabulary");
  if (token.id == static_cast<TokenId>(definition.tokens.size())) definition.tokens.push_back(token.text);
  const auto same = std::find_if(definition.added.begin(), definition.added.end(), [&](const AddedToken& other) { return other.id == token.id; });
  if (same == definition.added.end()) definition.added.push_back(std::move(token));
}

// Roles that the config names; without one what files of this kind usually mean.
void assignBpeRoles(BpeDefinition& definition, const TokenizerConfig& config) {
  for (const AddedToken& added : config.added) recognise(definition, added);
  for (const auto& [key, token] : config.named) {
    if (!token) continue;
    recognise(definition, *token);
    for (const TokenizerConfig::Role& role : TokenizerConfig::roles())
      if (role.key == key) definition.special.*role.role = idOf(definition.tokens, token->text);
  }
  if (!config.named.empty()) return;
  const auto usual = [&](const char* text, std::initializer_list<TokenId SpecialTokens::*> roles, bool leftStrip = false) {
    const TokenId id = idOf(definition.tokens, text);
    if (id < 0) return;
    AddedToken token;
    token.text = text;
    token.id = id;
    token.leftStrip = leftStrip;
    recognise(definition, token);
    for (const auto role : roles)
      if (definition.special.*role < 0) definition.special.*role = id;
  };
  usual("<|endoftext|>", {&SpecialTokens::begin, &SpecialTokens::end});
  usual("<s>", {&SpecialTokens::begin, &SpecialTokens::classify});
  usual("</s>", {&SpecialTokens::end, &SpecialTokens::separator});
  usual("<pad>", {&SpecialTokens::pad});
  usual("<unk>", {&SpecialTokens::unknown});
  usual("<mask>", {&SpecialTokens::mask}, true);
}

BertOptions gptCharacters(const TokenizerConfig& config) {
  const bool lowercase = config.lowercase.value_or(true);
  return {lowercase, config.stripAccents.value_or(lowercase), config.separateChinese.value_or(true), true};
}

bool endsWords(const std::vector<std::string>& tokens) {
  return std::count_if(tokens.begin(), tokens.end(), [](const std::string& token) { return token.size() > 4 && token.compare(token.size() - 4, 4, "</w>") == 0; }) > 1;
}

const Json* part(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}
bool flagOf(const Json& json, const char* key, bool otherwise) { return json.contains(key) && json[key].is_boolean() ? json[key].get<bool>() : otherwise; }
std::string typeOf(const Json* json) { return json && json->is_object() && json->contains("type") && (*json)["type"].is_string() ? (*json)["type"].get<std::string>() : "none"; }

void readModel(const Json& model, const std::string& where, BpeDefinition& definition) {
  for (const char* key : {"dropout", "continuing_subword_prefix"})
    if (part(model, key) && !(model[key].is_string() && model[key].get<std::string>().empty())) refuse(where, "model." + std::string(key) + ": " + model[key].dump() + " is not supported");
  for (const char* key : {"fuse_unk", "byte_fallback", "ignore_merges"})
    if (flagOf(model, key, false)) refuse(where, "model." + std::string(key) + ": true is not supported");
  definition.tokens = tokensOf(model.contains("vocab") ? model["vocab"] : Json(), where + ": model.vocab");
  if (const Json* suffix = part(model, "end_of_word_suffix")) definition.suffix = suffix->is_string() ? suffix->get<std::string>() : "";
  const Json* merges = part(model, "merges");
  if (!merges || !merges->is_array()) refuse(where, "model.merges: expected a list");
  MergeReader reader(definition.tokens, definition);
  for (std::size_t i = 0; i < merges->size(); ++i) {
    const Json& merge = (*merges)[i];
    const std::string place = where + ": model.merges[" + std::to_string(i) + "]";
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) reader.add(merge[0], merge[1], place);
    else if (const auto text = merge.is_string() ? merge.get<std::string>() : ""; text.find(' ') != std::string::npos) reader.add(text.substr(0, text.find(' ')), text.substr(text.find(' ') + 1), place);
    else refuse(place, "expected two pieces, found " + merge.dump());
  }
}

// What cuts texts into words: GPT-2's bytes or BERT's characters.
void readSplitting(const Json& json, const std::string& where, BpeDefinition& definition) {
  const Json *splitter = part(json, "pre_tokenizer"), *cleaner = part(json, "normalizer"), *after = part(json, "post_processor");
  if (typeOf(splitter) == "ByteLevel" && typeOf(cleaner) == "none") {
    if (!flagOf(*splitter, "use_regex", true)) refuse(where, "pre_tokenizer.use_regex: false is not supported");
    definition.addPrefixSpace = flagOf(*splitter, "add_prefix_space", true);
    definition.trimOffsets = after && flagOf(*after, "trim_offsets", true);
    return;
  }
  if (typeOf(splitter) != "BertPreTokenizer" || typeOf(cleaner) != "BertNormalizer")
    refuse(where, "a BPE tokeniser needs the pre_tokenizer ByteLevel, or BertPreTokenizer after the normalizer BertNormalizer; found " + typeOf(splitter) + " after " + typeOf(cleaner));
  definition.symbols = BpeDefinition::Symbols::Characters;
  const bool lowercase = flagOf(*cleaner, "lowercase", true);
  definition.characters = {lowercase, flagOf(*cleaner, "strip_accents", lowercase), flagOf(*cleaner, "handle_chinese_chars", true), flagOf(*cleaner, "clean_text", true)};
}

std::string mergesText(const Bpe& tokenizer) {
  std::string text = "#version: 0.2\n";
  for (const auto& [first, second] : tokenizer.definition().merges) text += tokenizer.token(first) + " " + tokenizer.token(second) + "\n";
  return text;
}

// In the order of the ids: an object of nlohmann's would sort by name.
std::string vocabularyText(const Bpe& tokenizer) {
  std::string text = "{";
  for (TokenId id = 0; id < tokenizer.size(); ++id) text += (id ? ",\n" : "\n") + Json(tokenizer.token(id)).dump() + ": " + std::to_string(id);
  return text + "\n}\n";
}

std::string tokenizerText(const Bpe& tokenizer) {
  const BpeDefinition& definition = tokenizer.definition();
  const bool bytes = definition.symbols == BpeDefinition::Symbols::Bytes;
  Json parts{{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}, {"added_tokens", addedTokensJson(definition.added)}, {"normalizer", nullptr}};
  if (bytes) {
    parts["pre_tokenizer"] = {{"type", "ByteLevel"}, {"add_prefix_space", definition.addPrefixSpace}, {"trim_offsets", true}, {"use_regex", true}};
    parts["post_processor"] = {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", definition.trimOffsets}, {"use_regex", true}};
    parts["decoder"] = {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", true}, {"use_regex", true}};
    if (tokenizer.special().classify >= 0 && tokenizer.special().separator >= 0) {
      const auto role = [&](TokenId id) { return Json::array({tokenizer.token(id), id}); };
      parts["post_processor"] = {{"type", "RobertaProcessing"}, {"sep", role(tokenizer.special().separator)}, {"cls", role(tokenizer.special().classify)},
                                 {"trim_offsets", definition.trimOffsets}, {"add_prefix_space", definition.addPrefixSpace}};
    }
  } else {
    const BertOptions& c = definition.characters;
    parts["normalizer"] = {{"type", "BertNormalizer"}, {"clean_text", c.cleanText}, {"handle_chinese_chars", c.separateChinese}, {"strip_accents", c.stripAccents}, {"lowercase", c.lowercase}};
    parts["pre_tokenizer"] = {{"type", "BertPreTokenizer"}};
    parts["post_processor"] = nullptr;
    parts["decoder"] = {{"type", "BPEDecoder"}, {"suffix", definition.suffix}};
  }
  Json model{{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", bytes ? Json() : Json(tokenizer.token(tokenizer.special().unknown))}, {"continuing_subword_prefix", nullptr},
             {"end_of_word_suffix", bytes ? Json() : Json(definition.suffix)}, {"fuse_unk", false}, {"byte_fallback", false}, {"ignore_merges", false}};
  Json& merges = model["merges"] = Json::array();
  for (const auto& [first, second] : definition.merges) merges.push_back({tokenizer.token(first), tokenizer.token(second)});
  std::string text = parts.dump(2), body = model.dump(2);
  text.resize(text.size() - 2);                                     // the closing "\n}"
  body.resize(body.size() - 2);
  return text + ",\n  \"model\": " + body + ",\n\"vocab\": " + vocabularyText(tokenizer) + "}\n}\n";
}

std::string className(const Bpe& tokenizer) {
  const BertOptions& c = tokenizer.definition().characters;
  if (tokenizer.kind() == "byte_bpe") return tokenizer.special().classify >= 0 ? "RobertaTokenizer" : "GPT2Tokenizer";
  return c.lowercase && c.stripAccents ? "OpenAIGPTTokenizer" : "PreTrainedTokenizerFast";
}

}  // namespace

BpeDefinition readBpeFolder(const fs::path& vocabulary, const fs::path& merges, const TokenizerConfig& config) {
  BpeDefinition definition;
  definition.tokens = tokensOf(readJsonFile(vocabulary), vocabulary.string());
  const bool named = config.tokenizerClass == "OpenAIGPTTokenizer" || config.tokenizerClass == "GPT2Tokenizer" || config.tokenizerClass == "RobertaTokenizer";
  const bool characters = named ? config.tokenizerClass == "OpenAIGPTTokenizer" : endsWords(definition.tokens);
  definition.symbols = characters ? BpeDefinition::Symbols::Characters : BpeDefinition::Symbols::Bytes;
  definition.trimOffsets = config.tokenizerClass == "RobertaTokenizer";
  definition.addPrefixSpace = !characters && config.addPrefixSpace.value_or(false);
  if (characters) definition.characters = gptCharacters(config);
  readMerges(merges, definition);
  assignBpeRoles(definition, config);
  return definition;
}

BpeDefinition readBpeJson(const fs::path& path, const TokenizerConfig& config) {
  const Json json = readJsonFile(path);
  const std::string where = path.string();
  if (!json.is_object() || typeOf(part(json, "model")) != "BPE") refuse(where, "expected a tokenizer.json whose model is BPE");
  BpeDefinition definition;
  readModel(json["model"], where, definition);
  readSplitting(json, where, definition);
  if (const Json* added = part(json, "added_tokens"); added && added->is_array())
    for (const Json& entry : *added) {
      if (!entry.is_object() || !entry.contains("content") || !entry["content"].is_string() || !entry.contains("id") || !entry["id"].is_number_unsigned()) refuse(where, "added_tokens: expected id and content, found " + entry.dump());
      recognise(definition, {entry["content"].get<std::string>(), entry["id"].get<TokenId>(), flagOf(entry, "lstrip", false), flagOf(entry, "rstrip", false),
                             flagOf(entry, "single_word", false), flagOf(entry, "special", true)});
    }
  assignBpeRoles(definition, config);
  const Json& model = json["model"];
  if (definition.special.unknown < 0 && part(model, "unk_token") && model["unk_token"].is_string()) definition.special.unknown = idOf(definition.tokens, model["unk_token"]);
  return definition;
}

void Bpe::save(const fs::path& folder) const {
  fs::create_directories(folder);
  writeFileAtomically(folder / "vocab.json", vocabularyText(*this));
  writeFileAtomically(folder / "merges.txt", mergesText(*this));
  writeFileAtomically(folder / "tokenizer.json", tokenizerText(*this));
  Json extra = Json::object();
  if (overBytes()) extra["add_prefix_space"] = m_definition.addPrefixSpace;
  else extra = {{"do_lower_case", m_definition.characters.lowercase}, {"strip_accents", m_definition.characters.stripAccents}};
  writeTokenizerConfig(folder, className(*this), extra, *this, m_definition.added);
}

}  // namespace cloze
