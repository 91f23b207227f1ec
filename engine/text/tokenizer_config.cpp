// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer_config.h"

#include "engine/core/files.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

class ConfigReader {
 public:
  ConfigReader(TokenizerConfig& config, std::string source) : m_config(config), m_source(std::move(source)) {}

  void read(const Json& json) {
    if (!json.is_object()) fail("", "expected an object", json);
    readClass(json);
    m_config.lowercase = flag(json, "do_lower_case", m_config.lowercase);
    m_config.stripAccents = flag(json, "strip_accents", m_config.stripAccents);
    m_config.separateChinese = flag(json, "tokenize_chinese_chars", m_config.separateChinese);
    m_config.keepAccents = flag(json, "keep_accents", m_config.keepAccents);
    m_config.addPrefixSpace = flag(json, "add_prefix_space", m_config.addPrefixSpace);
    if (json.contains("strip_accents") && json["strip_accents"].is_null()) m_config.stripAccentsFollowsLowercase = true;
    if (const auto basic = flag(json, "do_basic_tokenize", true); basic && !*basic)
      throw std::invalid_argument(m_source + ": do_basic_tokenize: false is not supported; texts are always cleaned and split at blanks and punctuation first");
    if (json.contains("sentencepiece_style") && json["sentencepiece_style"].is_string()) m_config.sentencePieceStyle = json["sentencepiece_style"].get<std::string>();
    if (json.contains("extra_ids")) {
      if (!json["extra_ids"].is_number_integer() || json["extra_ids"] < 0 || json["extra_ids"] > 100000) fail("extra_ids", "expected a number from 0 to 100000", json["extra_ids"]);
      m_config.extraIds = json["extra_ids"].get<std::int64_t>();
    }
    readTokens(json);
  }

 private:
  [[noreturn]] void fail(const std::string& key, const std::string& expected, const Json& found) const {
    throw std::invalid_argument(m_source + ": " + (key.empty() ? "" : key + ": ") + expected + ", found " + found.type_name());
  }

  void readClass(const Json& json) {
    const auto found = json.find("tokenizer_class");
    if (found == json.end() || found->is_null()) return;
    if (!found->is_string()) fail("tokenizer_class", "expected a name", *found);
    m_config.tokenizerClass = found->get<std::string>();
    std::string& name = m_config.tokenizerClass;
    if (name.size() > 4 && name.compare(name.size() - 4, 4, "Fast") == 0) name.resize(name.size() - 4);
  }

  std::optional<bool> flag(const Json& json, const char* key, std::optional<bool> before) const {
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) return before;
    if (!found->is_boolean()) fail(key, "expected true, false or null", *found);
    return found->get<bool>();
  }

  AddedToken token(const std::string& key, const Json& json) const {
    AddedToken token;
    const Json* text = &json;
    if (json.is_object()) {
      if (!json.contains("content")) fail(key, "expected a token with \"content\"", json);
      text = &json["content"];
      token.leftStrip = flag(json, "lstrip", false).value();
      token.rightStrip = flag(json, "rstrip", false).value();
      token.singleWord = flag(json, "single_word", false).value();
      token.special = flag(json, "special", true).value();
    }
    if (!text->is_string() || text->get_ref<const std::string&>().empty()) fail(key, "expected a token (text)", *text);
    token.text = text->get<std::string>();
    return token;
  }

  void readTokens(const Json& json) {
    for (const TokenizerConfig::Role& role : TokenizerConfig::roles()) {
      const auto found = json.find(role.key);
      const bool known = std::any_of(m_config.named.begin(), m_config.named.end(), [&](const auto& entry) { return entry.first == role.key; });
      if (found == json.end() || known) continue;
      m_config.named.emplace_back(role.key, found->is_null() ? std::nullopt : std::make_optional(token(role.key, *found)));
    }
    if (json.contains("additional_special_tokens") && !json["additional_special_tokens"].is_null()) {
      const Json& list = json["additional_special_tokens"];
      if (!list.is_array()) fail("additional_special_tokens", "expected a list", list);
      for (const Json& entry : list) add(token("additional_special_tokens", entry));
    }
    if (json.contains("added_tokens_decoder")) readDecoder(json["added_tokens_decoder"]);
  }

  void readDecoder(const Json& decoder) {
    if (!decoder.is_object()) fail("added_tokens_decoder", "expected an object of id to token", decoder);
    for (const auto& entry : decoder.items()) {
      const std::string key = "added_tokens_decoder." + entry.key();
      if (entry.key().empty() || entry.key().size() > 9 || entry.key().find_first_not_of("0123456789") != std::string::npos) fail(key, "expected an id as the key", entry.value());
      AddedToken added = token(key, entry.value());
      added.id = static_cast<TokenId>(std::stoi(entry.key()));
      add(std::move(added));
    }
  }

  void add(AddedToken added) {
    const auto same = std::find_if(m_config.added.begin(), m_config.added.end(), [&](const AddedToken& other) { return other.text == added.text; });
    if (same == m_config.added.end()) m_config.added.push_back(std::move(added));
    else if (added.id >= 0) *same = std::move(added);
  }

  TokenizerConfig& m_config;
  std::string m_source;
};

Json decoderEntry(const AddedToken& added) {
  return Json{{"content", added.text}, {"lstrip", added.leftStrip}, {"normalized", false}, {"rstrip", added.rightStrip}, {"single_word", added.singleWord}, {"special", added.special}};
}

}  // namespace

const std::vector<TokenizerConfig::Role>& TokenizerConfig::roles() {
  static const std::vector<Role> kRoles{{"unk_token", &SpecialTokens::unknown}, {"sep_token", &SpecialTokens::separator}, {"pad_token", &SpecialTokens::pad},
                                        {"cls_token", &SpecialTokens::classify}, {"mask_token", &SpecialTokens::mask}, {"bos_token", &SpecialTokens::begin},
                                        {"eos_token", &SpecialTokens::end}};
  return kRoles;
}

TokenizerConfig readTokenizerConfig(const std::filesystem::path& folder) {
  TokenizerConfig config;
  for (const char* name : {"tokenizer_config.json", "special_tokens_map.json"}) {
    const std::filesystem::path path = folder / name;
    if (!std::filesystem::exists(path)) continue;
    if (config.source.empty()) config.source = path.string();
    ConfigReader(config, path.string()).read(readJsonFile(path));
  }
  return config;
}

void writeTokenizerConfig(const std::filesystem::path& folder, const std::string& tokenizerClass, const Json& extra, const Tokenizer& tokenizer,
                          const std::vector<AddedToken>& added) {
  Json config = Json::object();
  if (!tokenizerClass.empty()) config["tokenizer_class"] = tokenizerClass;
  config.update(extra);
  Json map = Json::object();
  for (const TokenizerConfig::Role& role : TokenizerConfig::roles()) {
    const TokenId id = tokenizer.special().*role.role;
    if (id >= 0) map[role.key] = tokenizer.token(id);
  }
  config.update(map);
  Json& decoder = config["added_tokens_decoder"] = Json::object();
  for (const AddedToken& token : added) decoder[std::to_string(token.id)] = decoderEntry(token);
  writeFileAtomically(folder / "tokenizer_config.json", config.dump(2) + "\n");
  writeFileAtomically(folder / "special_tokens_map.json", map.dump(2) + "\n");
}

}  // namespace cloze
