// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/wordpiece_files.h"

#include "engine/core/json.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

// Adds what the config names: roles (unk_token ...) and added tokens, which may stand after the model's vocabulary.
void applyConfig(WordPieceDefinition& definition, const TokenizerConfig& config) {
  if (config.lowercase) definition.characters.lowercase = *config.lowercase;
  if (config.stripAccents) definition.characters.stripAccents = *config.stripAccents;
  else if (config.lowercase || config.stripAccentsFollowsLowercase) definition.characters.stripAccents = definition.characters.lowercase;
  if (config.separateChinese) definition.characters.separateChinese = *config.separateChinese;
}

class TokenAdder {
 public:
  TokenAdder(WordPieceDefinition& definition, std::string source) : m_definition(definition), m_source(std::move(source)), m_known(definition.tokens) {}

  // A token recognised in text. Its id: given, or where the vocabulary has it, or the next free one.
  TokenId add(AddedToken token) {
    const auto count = static_cast<TokenId>(m_definition.tokens.size());
    if (token.id < 0) token.id = find(token.text);
    if (token.id < 0) token.id = count;
    if (token.id > count) refuse("the added token " + token.text + " has the id " + std::to_string(token.id) + ", but there are only " + std::to_string(count) + " tokens before it");
    if (token.id == count) m_definition.tokens.push_back(token.text);
    else if (m_definition.tokens[static_cast<std::size_t>(token.id)] != token.text)
      refuse("the added token " + token.text + " has the id " + std::to_string(token.id) + ", which is \"" + m_definition.tokens[static_cast<std::size_t>(token.id)] + "\" in the vocabulary");
    const auto same = std::find_if(m_definition.added.begin(), m_definition.added.end(), [&](const AddedToken& other) { return other.id == token.id; });
    if (same == m_definition.added.end()) m_definition.added.push_back(token);
    return token.id;
  }

  TokenId find(const std::string& text) const {
    const TokenId id = m_known.id(text);
    if (id >= 0) return id;
    const auto found = std::find_if(m_definition.added.begin(), m_definition.added.end(), [&](const AddedToken& other) { return other.text == text; });
    return found == m_definition.added.end() ? -1 : found->id;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { throw std::invalid_argument(m_source + ": " + what); }
  WordPieceDefinition& m_definition;
  std::string m_source;
  Vocabulary m_known;
};

const char* bertName(const std::string& key) {
  if (key == "unk_token") return "[UNK]";
  if (key == "sep_token") return "[SEP]";
  if (key == "pad_token") return "[PAD]";
  if (key == "cls_token") return "[CLS]";
  return key == "mask_token" ? "[MASK]" : nullptr;
}

// The roles that the config names, BERT's names for the others.
void assignRoles(WordPieceDefinition& definition, TokenAdder& adder, const TokenizerConfig& config, const std::string& source) {
  std::string missing;
  for (const TokenizerConfig::Role& role : TokenizerConfig::roles()) {
    const auto named = std::find_if(config.named.begin(), config.named.end(), [&](const auto& entry) { return entry.first == role.key; });
    AddedToken token;
    if (named != config.named.end()) {
      if (!named->second) continue;                                 // null: this tokeniser has none
      token = *named->second;
    } else if (const char* name = bertName(role.key)) {
      token.text = name;
    } else {
      continue;
    }
    const TokenId id = adder.find(token.text);
    if (id < 0) {
      missing += (missing.empty() ? "" : ", ") + token.text;
      continue;
    }
    token.id = id;
    definition.special.*role.role = adder.add(token);
  }
  if (!missing.empty())
    throw std::invalid_argument(source + ": the special tokens " + missing + " are missing; add a line for each, or name the vocabulary's own in tokenizer_config.json (\"mask_token\": null if there is none)");
}

}  // namespace

WordPieceDefinition readWordPieceVocabulary(const std::filesystem::path& vocabulary, const TokenizerConfig& config) {
  VocabularyFile file = readVocabulary(vocabulary);
  WordPieceDefinition definition;
  definition.tokens = std::move(file.tokens);
  definition.modelTokens = definition.tokens.size();
  definition.warnings = std::move(file.warnings);
  applyConfig(definition, config);
  TokenAdder adder(definition, config.source.empty() ? vocabulary.string() : config.source);
  std::vector<AddedToken> added = config.added;
  std::stable_sort(added.begin(), added.end(), [](const AddedToken& a, const AddedToken& b) { return static_cast<std::uint32_t>(a.id) < static_cast<std::uint32_t>(b.id); });
  for (const AddedToken& token : added) adder.add(token);
  assignRoles(definition, adder, config, vocabulary.string());
  if (definition.special.classify >= 0 && definition.special.separator >= 0) {
    definition.single = bertLayout(definition.special, false);
    definition.pair = bertLayout(definition.special, true);
  } else {
    definition.single = {{Tokenizer::kTextA, 0}};
    definition.pair = {{Tokenizer::kTextA, 0}, {Tokenizer::kTextB, 1}};
  }
  return definition;
}

namespace {

// nlohmann's ordered object looks a key up by walking all of them: a vocabulary of 30,000 would take a second. This one is a tree.
using Tree = nlohmann::json;

class TokenizerJsonReader {
 public:
  explicit TokenizerJsonReader(const std::filesystem::path& path) : m_source(path.string()), m_root(parse(readTokenizerFile(path))) {
    if (!m_root.is_object()) fail("", "expected an object", m_root);
  }

  std::string modelType() const {
    const Tree& model = member(m_root, "model", "model");
    if (!model.is_object()) fail("model", "expected an object", model);
    const auto type = model.find("type");
    if (type != model.end() && type->is_string()) return type->get<std::string>();
    return model.contains("max_input_chars_per_word") ? "WordPiece" : "(none)";   // old files do not name it
  }

  WordPieceDefinition read(const TokenizerConfig& config) {
    if (modelType() != "WordPiece")
      refuse("model.type: \"" + modelType() + "\" is not supported; WordPiece and BPE are (sentencepiece models are read from their *.model file)");
    readModel(m_root["model"]);
    readNormaliser(member(m_root, "normalizer", "normalizer"));
    readPreTokeniser(member(m_root, "pre_tokenizer", "pre_tokenizer"));
    applyConfig(m_definition, config);
    TokenAdder adder(m_definition, m_source);
    readAdded(adder);
    for (const AddedToken& token : config.added) adder.add(token);
    TokenizerConfig roles = config;
    nameUnknown(roles);
    dropAbsent(roles, adder);
    assignRoles(m_definition, adder, roles, m_source);
    const auto processor = m_root.find("post_processor");
    readLayout(processor == m_root.end() ? Tree() : *processor, adder);
    return std::move(m_definition);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { throw std::invalid_argument(m_source + ": " + what); }
  [[noreturn]] void fail(const std::string& key, const std::string& expected, const Tree& found) const {
    refuse((key.empty() ? "" : key + ": ") + expected + ", found " + found.type_name());
  }

  Tree parse(const std::string& text) const {
    const std::size_t begin = text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
    const auto limitDepth = [this](int depth, Tree::parse_event_t, Tree&) {
      if (depth > 64) refuse("nested deeper than 64 levels");
      return true;
    };
    try {
      return Tree::parse(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), limitDepth);
    } catch (const Tree::parse_error& error) {
      const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), begin + error.byte));
      throw std::invalid_argument(m_source + ":" + std::to_string(1 + std::count(text.begin(), end, '\n')) + ": not valid JSON (" + error.what() + ")");
    }
  }

  const Tree& member(const Tree& object, const char* key, const std::string& path) const {
    const auto found = object.find(key);
    if (found == object.end()) refuse(path + " is missing");
    return *found;
  }

  std::string text(const Tree& object, const char* key, const std::string& path) const {
    const Tree& value = member(object, key, path);
    if (!value.is_string()) fail(path, "expected text", value);
    return value.get<std::string>();
  }

  bool flag(const Tree& object, const char* key, const std::string& path, bool otherwise) const {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return otherwise;
    if (!found->is_boolean()) fail(path, "expected true or false", *found);
    return found->get<bool>();
  }

  void readModel(const Tree& model) {
    const Tree& vocabulary = member(model, "vocab", "model.vocab");
    if (!vocabulary.is_object() || vocabulary.empty()) fail("model.vocab", "expected an object of token to id", vocabulary);
    const std::size_t limit = 2 * vocabulary.size() + 1000;         // a few unused ids are usual, a hostile 2^31 is not
    for (const auto& entry : vocabulary.items()) {
      if (!entry.value().is_number_integer() || entry.value() < 0) fail("model.vocab." + entry.key(), "expected an id", entry.value());
      const auto id = entry.value().get<std::uint64_t>();
      if (id >= limit) refuse("model.vocab." + entry.key() + ": the id " + std::to_string(id) + " is far beyond the " + std::to_string(vocabulary.size()) + " tokens");
      if (id >= m_definition.tokens.size()) m_definition.tokens.resize(id + 1);
      if (!m_definition.tokens[id].empty()) refuse("model.vocab: the tokens \"" + m_definition.tokens[id] + "\" and \"" + entry.key() + "\" have the same id " + std::to_string(id));
      m_definition.tokens[id] = entry.key();
    }
    m_definition.modelTokens = m_definition.tokens.size();
    m_definition.continuation = text(model, "continuing_subword_prefix", "model.continuing_subword_prefix");
    m_unknown = text(model, "unk_token", "model.unk_token");
    const Tree& longest = member(model, "max_input_chars_per_word", "model.max_input_chars_per_word");
    if (!longest.is_number_integer() || longest < 1 || longest > 1000000) fail("model.max_input_chars_per_word", "expected a number from 1 to 1000000", longest);
    m_definition.longestWord = longest.get<std::int32_t>();
  }

  void readNormaliser(const Tree& normaliser) {
    BertOptions& options = m_definition.characters;
    if (normaliser.is_null()) {
      options = {false, false, false, false};
      return;
    }
    const std::string type = normaliser.is_object() ? text(normaliser, "type", "normalizer.type") : "";
    if (type != "BertNormalizer") refuse("normalizer.type: \"" + type + "\" is not supported; BertNormalizer is");
    options.lowercase = flag(normaliser, "lowercase", "normalizer.lowercase", true);
    options.stripAccents = flag(normaliser, "strip_accents", "normalizer.strip_accents", options.lowercase);
    options.separateChinese = flag(normaliser, "handle_chinese_chars", "normalizer.handle_chinese_chars", true);
    options.cleanText = flag(normaliser, "clean_text", "normalizer.clean_text", true);
  }

  void readPreTokeniser(const Tree& preTokeniser) const {
    const std::string type = preTokeniser.is_object() ? text(preTokeniser, "type", "pre_tokenizer.type") : preTokeniser.type_name();
    if (type != "BertPreTokenizer") refuse("pre_tokenizer.type: \"" + type + "\" is not supported; BertPreTokenizer is");
  }

  void readAdded(TokenAdder& adder) {
    const auto list = m_root.find("added_tokens");
    if (list == m_root.end() || list->is_null()) return;
    if (!list->is_array()) fail("added_tokens", "expected a list", *list);
    for (const Tree& entry : *list) {
      if (!entry.is_object()) fail("added_tokens", "expected objects", entry);
      AddedToken token;
      token.text = text(entry, "content", "added_tokens.content");
      const Tree& id = member(entry, "id", "added_tokens.id");
      if (!id.is_number_integer() || id < 0 || id > 0x7FFFFFFE) fail("added_tokens.id", "expected an id", id);
      token.id = id.get<TokenId>();
      token.leftStrip = flag(entry, "lstrip", "added_tokens.lstrip", false);
      token.rightStrip = flag(entry, "rstrip", "added_tokens.rstrip", false);
      token.singleWord = flag(entry, "single_word", "added_tokens.single_word", false);
      token.special = flag(entry, "special", "added_tokens.special", false);
      if (token.text.empty()) refuse("added_tokens: the token with id " + std::to_string(token.id) + " is empty");
      if (flag(entry, "normalized", "added_tokens.normalized", false))
        m_definition.warnings.push_back(m_source + ": the added token " + token.text + " is marked \"normalized\"; here it is found only as written");
      adder.add(token);
    }
  }

  void nameUnknown(TokenizerConfig& roles) const {
    AddedToken unknown;
    unknown.text = m_unknown;
    roles.named.erase(std::remove_if(roles.named.begin(), roles.named.end(), [](const auto& entry) { return entry.first == "unk_token"; }), roles.named.end());
    roles.named.emplace_back("unk_token", unknown);
  }

  // Without a config, a tokenizer.json need not have all of BERT's special tokens.
  void dropAbsent(TokenizerConfig& roles, const TokenAdder& adder) const {
    for (const TokenizerConfig::Role& role : TokenizerConfig::roles()) {
      const bool named = std::any_of(roles.named.begin(), roles.named.end(), [&](const auto& entry) { return entry.first == role.key; });
      const char* usual = bertName(role.key);
      if (!named && usual && adder.find(usual) < 0) roles.named.emplace_back(role.key, std::nullopt);
    }
  }

  void readLayout(const Tree& processor, const TokenAdder& adder) {
    m_definition.single = {{Tokenizer::kTextA, 0}};
    m_definition.pair = {{Tokenizer::kTextA, 0}, {Tokenizer::kTextB, 1}};
    if (processor.is_null()) return;
    const std::string type = processor.is_object() ? text(processor, "type", "post_processor.type") : processor.type_name();
    if (type == "TemplateProcessing") {
      m_definition.single = readTemplate(member(processor, "single", "post_processor.single"), "post_processor.single", adder);
      m_definition.pair = readTemplate(member(processor, "pair", "post_processor.pair"), "post_processor.pair", adder);
    } else if (type == "BertProcessing") {
      SpecialTokens special;
      special.classify = bertProcessingId(processor, "cls", adder);
      special.separator = bertProcessingId(processor, "sep", adder);
      m_definition.single = bertLayout(special, false);
      m_definition.pair = bertLayout(special, true);
    } else {
      refuse("post_processor.type: \"" + type + "\" is not supported; TemplateProcessing and BertProcessing are");
    }
  }

  TokenId known(const std::string& token, const std::string& path, const TokenAdder& adder) const {
    const TokenId id = adder.find(token);
    if (id < 0) refuse(path + ": the special token \"" + token + "\" is not in the vocabulary");
    return id;
  }

  TokenId bertProcessingId(const Tree& processor, const char* key, const TokenAdder& adder) const {
    const std::string path = std::string("post_processor.") + key;
    const Tree& value = member(processor, key, path);
    if (!value.is_array() || value.empty() || !value[0].is_string()) fail(path, "expected [token, id]", value);
    return known(value[0].get<std::string>(), path, adder);
  }

  std::vector<Tokenizer::LayoutEntry> readTemplate(const Tree& list, const std::string& path, const TokenAdder& adder) const {
    if (!list.is_array()) fail(path, "expected a list", list);
    std::vector<Tokenizer::LayoutEntry> layout;
    for (const Tree& entry : list) {
      const bool sequence = entry.is_object() && entry.contains("Sequence");
      if (!sequence && !(entry.is_object() && entry.contains("SpecialToken"))) fail(path, "expected Sequence or SpecialToken", entry);
      const Tree& part = sequence ? entry["Sequence"] : entry["SpecialToken"];
      const std::string id = text(part, "id", path + ".id");
      const Tree& typeId = member(part, "type_id", path + ".type_id");
      if (!typeId.is_number_integer() || typeId < 0 || typeId > 255) fail(path + ".type_id", "expected a number from 0 to 255", typeId);
      if (sequence && id != "A" && id != "B") refuse(path + ": expected the sequence A or B, found \"" + id + "\"");
      layout.push_back({sequence ? (id == "A" ? Tokenizer::kTextA : Tokenizer::kTextB) : known(id, path, adder), typeId.get<std::int32_t>()});
    }
    return layout;
  }

  std::string m_source, m_unknown;
  Tree m_root;
  WordPieceDefinition m_definition;
};

}  // namespace

WordPieceDefinition readTokenizerJson(const std::filesystem::path& path, const TokenizerConfig& config) { return TokenizerJsonReader(path).read(config); }

std::string tokenizerJsonModel(const std::filesystem::path& path) { return TokenizerJsonReader(path).modelType(); }

}  // namespace cloze
