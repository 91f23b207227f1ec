// Parses frames and fills them. The notation is described at the top of resources/toy_world/grammar.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_grammar.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace cloze {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

ToyFrameToken parseToken(const std::string& text, const std::string& frame) {
  ToyFrameToken token;
  if (text.front() != '{') {
    token.text = text;
    return token;
  }
  const std::string body = text.substr(1, text.size() - 2);
  const auto mark = body.find_first_of(".@?!");
  token.slot = body.substr(0, mark);
  token.kind = ToyFrameToken::Kind::Form;
  if (mark == std::string::npos) return token;
  if (body[mark] == '?' || body[mark] == '!') {
    token.kind = body[mark] == '?' ? ToyFrameToken::Kind::Agreeing : ToyFrameToken::Kind::Pronoun;
    token.options = split(body.substr(mark + 1), '|');
    if (token.options.size() != 2) throw std::runtime_error("toy world: frame " + frame + ": " + text + " needs two choices");
    return token;
  }
  const auto number = body.find('@');
  token.text = body.substr(mark, number == std::string::npos ? number : number - mark);   // ".acc", or "" before @
  if (number != std::string::npos) token.numberOf = body.substr(number + 1);
  return token;
}

// "V=1 ARG0=0 ARG1=2-3" -> roles over [begin, end).
ToyPredicate parsePredicate(const std::string& text, std::size_t length, const std::string& frame) {
  ToyPredicate predicate;
  for (const std::string& item : split(text, ' ')) {
    const auto equals = item.find('=');
    const auto dash = item.find('-', equals);
    ToyRole role;
    role.name = item.substr(0, equals);
    role.begin = std::stoi(item.substr(equals + 1));
    role.end = 1 + (dash == std::string::npos ? role.begin : std::stoi(item.substr(dash + 1)));
    if (role.begin >= role.end || role.end > static_cast<std::int32_t>(length))
      throw std::runtime_error("toy world: frame " + frame + ": role " + item + " is outside the sentence");
    predicate.roles.push_back(role);
  }
  return predicate;
}

ToyFrame parseFrame(const Json& json, const std::string& name, ToyLanguage language) {
  ToyFrame frame;
  frame.name = name;
  frame.language = language;
  const std::string text = json.is_string() ? json.get<std::string>() : json.at("text").get<std::string>();
  for (const std::string& token : split(text, ' ')) frame.tokens.push_back(parseToken(token, name));
  if (json.is_object())
    for (const Json& roles : json.at("roles")) frame.predicates.push_back(parsePredicate(roles.get<std::string>(), frame.tokens.size(), name));
  return frame;
}

const ToyBinding& bindingOf(const ToyBindings& bindings, const std::string& slot, const ToyFrame& frame) {
  const auto found = bindings.find(slot);
  if (found == bindings.end()) throw std::runtime_error("toy world: frame " + frame.name + ": nothing is bound to {" + slot + "}");
  return found->second;
}

bool isFrameList(const Json& json) { return json.is_object() && json.contains("en") && json.at("en").is_array(); }

}  // namespace

std::int32_t ToyFrame::slot(const std::string& wanted) const {
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (tokens[i].kind == ToyFrameToken::Kind::Form && tokens[i].slot == wanted && tokens[i].text != ".indef") return static_cast<std::int32_t>(i);
  return -1;
}

ToyGrammar::ToyGrammar(const std::filesystem::path& folder) {
  const Json json = readJsonFile(folder / "grammar.json");
  for (const auto& [name, value] : json.items()) {
    if (name == "about" || name == "dictionary") continue;
    readGroup(name, value);
  }
  for (const auto& [name, relation] : json.at("facts").items())
    m_relations.push_back({name, relation.at("subject").get<std::string>(), relation.at("value").get<std::string>()});
  for (const auto& [english, russian] : json.at("dictionary").items()) m_dictionary[english] = split(russian.get<std::string>(), ' ');
}

void ToyGrammar::readGroup(const std::string& path, const Json& json) {
  if (!isFrameList(json)) {
    if (json.is_object())
      for (const auto& [name, value] : json.items()) readGroup(path + "." + name, value);
    return;
  }
  ToyFrameGroup& group = m_groups[path];
  for (const ToyLanguage language : {ToyLanguage::English, ToyLanguage::Russian}) {
    auto& frames = language == ToyLanguage::English ? group.english : group.russian;
    const std::string prefix = path + "." + toyLanguageName(language) + ".";
    for (const Json& frame : json.at(toyLanguageName(language)))
      frames.push_back(parseFrame(frame, prefix + std::to_string(frames.size()), language));
  }
}

const ToyFrameGroup& ToyGrammar::group(const std::string& path) const {
  const auto found = m_groups.find(path);
  if (found == m_groups.end()) throw std::runtime_error("toy world: the grammar has no frames \"" + path + "\"");
  return found->second;
}

bool ToyGrammar::translates(const std::string& english, const std::string& russian) const {
  const auto found = m_dictionary.find(english);
  return found != m_dictionary.end() && std::find(found->second.begin(), found->second.end(), russian) != found->second.end();
}

ToySentence realize(const ToyFrame& frame, const ToyBindings& bindings) {
  ToySentence sentence;
  sentence.language = frame.language;
  sentence.frame = frame.name;
  sentence.predicates = frame.predicates;
  for (const ToyFrameToken& token : frame.tokens) {
    const auto word = static_cast<std::int32_t>(sentence.words.size());
    if (token.kind == ToyFrameToken::Kind::Literal) {
      sentence.words.push_back(token.text);
      continue;
    }
    const ToyBinding& binding = bindingOf(bindings, token.slot, frame);
    if (token.kind == ToyFrameToken::Kind::Form) {
      std::string form = toyLanguageName(frame.language) + token.text;
      if (!token.numberOf.empty() && bindingOf(bindings, token.numberOf, frame).feature == 1) form += ".pl";
      sentence.words.push_back(binding.entry->form(form));
    } else {
      sentence.words.push_back(token.options[static_cast<std::size_t>(binding.feature)]);
    }
    const bool pronoun = token.kind == ToyFrameToken::Kind::Pronoun;
    if (token.kind == ToyFrameToken::Kind::Agreeing || token.text == ".indef" || token.text == ".where") continue;
    const ToyEntry& meant = binding.entity ? *binding.entity : *binding.entry;
    sentence.mentions.push_back({word, meant.category, meant.id, pronoun});
  }
  return sentence;
}

ToyAlignment alignFrames(const ToyGrammar& grammar, const ToyFrame& english, const ToySentence& englishSentence, const ToyFrame& russian,
                         const ToySentence& russianSentence) {
  ToyAlignment pairs;
  std::vector<bool> taken(russian.tokens.size(), false);
  const auto isName = [](const ToyFrameToken& token) { return token.kind == ToyFrameToken::Kind::Form && token.text != ".indef"; };
  for (std::size_t i = 0; i < english.tokens.size(); ++i) {
    for (std::size_t j = 0; j < russian.tokens.size(); ++j) {
      if (taken[j]) continue;
      const bool names = isName(english.tokens[i]) && isName(russian.tokens[j]) && english.tokens[i].slot == russian.tokens[j].slot;
      const bool words = !isName(english.tokens[i]) && !isName(russian.tokens[j]) &&
                         grammar.translates(englishSentence.words[i], russianSentence.words[j]);
      if (!names && !words) continue;
      pairs.emplace_back(static_cast<std::int32_t>(i), static_cast<std::int32_t>(j));
      taken[j] = true;
      break;
    }
  }
  return pairs;
}

}  // namespace cloze
