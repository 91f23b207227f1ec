// The visitors behind schema.h. Each is a few lines over a stack that follows the nesting of groups, variants and lists.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/schema.h"

#include "engine/core/hash.h"
#include "engine/core/schema_value.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cloze {

namespace {

// ---- writing

class JsonWriter final : public FieldVisitor {
 public:
  Json take() { return std::move(m_stack.front().second); }

 protected:
  void field(const FieldInfo& info, FieldValue value) override { top()[info.key] = valueToJson(value); }
  bool enterGroup(const FieldInfo& info) override { m_stack.emplace_back(info.key, Json::object()); return true; }
  void leaveGroup() override { pop(); }
  bool enterVariant(const FieldInfo& info, const std::string& idField, Variant& value, const VariantTable&) override {
    m_stack.emplace_back(info.key, Json{{idField, value.id()}});
    return true;
  }
  void leaveVariant() override { pop(); }
  std::int64_t enterList(const FieldInfo& info, std::int64_t size) override { m_stack.emplace_back(info.key, Json::array()); return size; }
  bool enterElement(std::int64_t) override { m_stack.emplace_back("", Json::object()); return true; }
  void leaveElement() override {
    Json element = std::move(m_stack.back().second);
    m_stack.pop_back();
    top().push_back(std::move(element));
  }
  void leaveList() override { pop(); }

 private:
  Json& top() { return m_stack.back().second; }
  void pop() {
    auto [key, value] = std::move(m_stack.back());
    m_stack.pop_back();
    top()[key] = std::move(value);
  }
  std::vector<std::pair<std::string, Json>> m_stack{{"", Json::object()}};
};

// ---- checking one value

std::string shortNumber(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) return std::to_string(static_cast<std::int64_t>(value));
  char text[40];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string notAmong(const std::string& found, const std::vector<std::string>& known) {
  const std::string nearest = nearestName(found, known);
  return "\"" + found + "\" is not known" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?") + " Allowed: " + joined(known);
}

// "" when the value is within what the info allows.
std::string violation(const FieldInfo& info, const Json& value) {
  if (value.is_array()) {
    for (const Json& element : value)
      if (const std::string problem = violation(info, element); !problem.empty()) return problem;
    return "";
  }
  if (value.is_number() && info.range) {
    const double number = value.get<double>();
    if (!(number >= info.range->minimum && number <= info.range->maximum))
      return "must be between " + shortNumber(info.range->minimum) + " and " + shortNumber(info.range->maximum) + ", found " + value.dump();
  }
  if (value.is_string() && !info.choices.empty() &&
      std::find(info.choices.begin(), info.choices.end(), value.get<std::string>()) == info.choices.end())
    return notAmong(value.get<std::string>(), info.choices);
  return "";
}

// ---- reading

// Assigns when the type fits; otherwise says what was expected.
template <class T>
std::string assign(T& target, const Json& json) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) return "must be true or false, found " + json.dump();
    target = json.get<bool>();
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    if (json.is_number_float()) {
      const double number = json.get<double>();
      if (number != std::floor(number) || std::abs(number) > 9007199254740992.0) return "must be a whole number, found " + json.dump();
      target = static_cast<std::int64_t>(number);
    } else if (!json.is_number_integer()) {
      return "must be a whole number, found " + json.dump();
    } else if (json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return "is too large: " + json.dump();
    } else {
      target = json.get<std::int64_t>();
    }
  } else if constexpr (std::is_same_v<T, double>) {
    if (!json.is_number()) return "must be a number, found " + json.dump();
    target = json.get<double>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) return "must be text, found " + json.dump();
    target = json.get<std::string>();
  } else if constexpr (std::is_same_v<T, FreeJson>) {
    target.text = json.dump();
  } else if constexpr (std::is_same_v<T, std::optional<std::int64_t>> || std::is_same_v<T, std::optional<double>> ||
                       std::is_same_v<T, std::optional<std::string>>) {
    if (json.is_null()) { target.reset(); return ""; }
    typename T::value_type inner{};
    if (const std::string problem = assign(inner, json); !problem.empty()) return problem;
    target = inner;
  } else {
    if (!json.is_array()) return "must be a list, found " + json.dump();
    T values;
    for (const Json& element : json) {
      typename T::value_type inner{};
      if (const std::string problem = assign(inner, element); !problem.empty()) return problem;
      values.push_back(inner);
    }
    target = std::move(values);
  }
  return "";
}

class JsonReader final : public FieldVisitor {
 public:
  JsonReader(const Json& root, UnknownKeys unknown) : m_unknown(unknown) { push(&root, ""); }
  std::vector<Problem> finish() { pop(); return std::move(m_problems); }

 protected:
  void field(const FieldInfo& info, FieldValue value) override {
    const Json* json = find(info.key);
    if (!json) return;
    const Json before = valueToJson(value);
    std::string problem = violation(info, *json);
    if (problem.empty()) problem = std::visit([json](auto* target) { return assign(*target, *json); }, value);
    if (!problem.empty()) m_problems.push_back({path(info.key), problem});
    else if (info.then && valueToJson(value) != before) info.then();
  }
  bool enterGroup(const FieldInfo& info) override { return enterObject(info.key); }
  void leaveGroup() override { pop(); }
  bool enterVariant(const FieldInfo& info, const std::string& idField, Variant& value, const VariantTable& table) override {
    if (!enterObject(info.key)) return false;
    const Json* id = find(idField);
    if (!id) return true;
    std::vector<std::string> known;
    for (const VariantRow& row : table) known.push_back(row.id);
    if (id->is_string() && std::find(known.begin(), known.end(), id->get<std::string>()) != known.end()) {
      if (value.id() != id->get<std::string>()) value.choose(table, id->get<std::string>());
      return true;
    }
    m_problems.push_back({path(idField), id->is_string() ? notAmong(id->get<std::string>(), known) : "must be text, found " + id->dump()});
    m_stack.pop_back();                       // what else it holds cannot be judged
    return false;
  }
  void leaveVariant() override { pop(); }
  std::int64_t enterList(const FieldInfo& info, std::int64_t) override {
    const Json* json = find(info.key);
    if (!json) return -1;
    if (!json->is_array()) {
      m_problems.push_back({path(info.key), "must be a list, found " + json->dump()});
      return -1;
    }
    m_lists.emplace_back(json, path(info.key));
    return static_cast<std::int64_t>(json->size());
  }
  bool enterElement(std::int64_t index) override {
    const Json& element = (*m_lists.back().first)[static_cast<std::size_t>(index)];
    const std::string where = m_lists.back().second + "." + std::to_string(index);
    if (!element.is_object()) {
      m_problems.push_back({where, "must be an object, found " + element.dump()});
      return false;
    }
    push(&element, where);
    return true;
  }
  void leaveElement() override { pop(); }
  void leaveList() override { m_lists.pop_back(); }

 private:
  struct Level { const Json* node; std::string path; std::vector<std::string> known; };

  void push(const Json* node, std::string where) { m_stack.push_back({node, std::move(where), {}}); }
  void pop() {
    const Level level = std::move(m_stack.back());
    m_stack.pop_back();
    if (m_unknown == UnknownKeys::AreKept) return;
    for (const auto& item : level.node->items()) {
      if (std::find(level.known.begin(), level.known.end(), item.key()) != level.known.end()) continue;
      const std::string nearest = nearestName(item.key(), level.known);
      m_problems.push_back({level.path.empty() ? item.key() : level.path + "." + item.key(),
                            "unknown key" + (nearest.empty() ? "; known here: " + joined(level.known) : "; did you mean \"" + nearest + "\"?")});
    }
  }
  bool enterObject(const std::string& key) {
    const Json* json = find(key);
    if (!json) return false;
    if (!json->is_object()) {
      m_problems.push_back({path(key), "must be an object, found " + json->dump()});
      return false;
    }
    push(json, path(key));
    return true;
  }
  const Json* find(const std::string& key) {
    m_stack.back().known.push_back(key);
    const auto found = m_stack.back().node->find(key);
    return found == m_stack.back().node->end() ? nullptr : &*found;
  }
  std::string path(const std::string& key) const { return m_stack.back().path.empty() ? key : m_stack.back().path + "." + key; }

  UnknownKeys m_unknown;
  std::vector<Level> m_stack;
  std::vector<std::pair<const Json*, std::string>> m_lists;
  std::vector<Problem> m_problems;
};

// ---- every setting with its path

class Flattener final : public FieldVisitor {
 public:
  std::vector<FlatSetting> settings;

 protected:
  void field(const FieldInfo& info, FieldValue value) override { settings.push_back({path(info.key), valueToJson(value), info}); }
  bool enterGroup(const FieldInfo& info) override { m_path.push_back(info.key); return true; }
  void leaveGroup() override { m_path.pop_back(); }
  bool enterVariant(const FieldInfo& info, const std::string& idField, Variant& value, const VariantTable& table) override {
    m_path.push_back(info.key);
    FieldInfo id = info;
    id.key = idField;
    for (const VariantRow& row : table) id.choices.push_back(row.id);
    settings.push_back({path(idField), value.id(), id});
    return true;
  }
  void leaveVariant() override { m_path.pop_back(); }
  std::int64_t enterList(const FieldInfo& info, std::int64_t size) override { m_path.push_back(info.key); return size; }
  bool enterElement(std::int64_t index) override { m_path.push_back(std::to_string(index)); return true; }
  void leaveElement() override { m_path.pop_back(); }
  void leaveList() override { m_path.pop_back(); }

 private:
  std::string path(const std::string& key) const {
    std::string text;
    for (const std::string& part : m_path) text += part + ".";
    return text + key;
  }
  std::vector<std::string> m_path;
};

// "a.b.c" into the JSON object that holds "c", made on the way.
Json& parentOf(Json& json, std::string& path, const std::string& assignment) {
  Json* node = &json;
  for (std::size_t dot; (dot = path.find('.')) != std::string::npos; path.erase(0, dot + 1)) {
    const std::string key = path.substr(0, dot);
    if (key.empty()) throw std::invalid_argument("--set " + assignment + ": an empty name in the key");
    if (node->is_array()) {
      const std::size_t index = key.find_first_not_of("0123456789") == std::string::npos ? std::stoul(key) : node->size();
      if (index >= node->size()) throw std::invalid_argument("--set " + assignment + ": \"" + key + "\" is not an element of that list");
      node = &(*node)[index];
      continue;
    }
    if (node->is_null()) *node = Json::object();
    if (!node->is_object()) throw std::invalid_argument("--set " + assignment + ": \"" + key + "\" is inside a value that has no keys");
    node = &(*node)[key];
  }
  return *node;
}

}  // namespace

Json toJson(const Described& value) {
  JsonWriter writer;
  value.visit(writer);
  return writer.take();
}

std::vector<Problem> fromJson(const Described& value, const Json& json, UnknownKeys unknown) {
  if (!json.is_object()) return {{"", "must be a JSON object, found " + std::string(json.type_name())}};
  JsonReader reader(json, unknown);
  value.visit(reader);
  return reader.finish();
}

void readJson(const Described& value, const Json& json, UnknownKeys unknown) {
  std::vector<Problem> problems = fromJson(value, json, unknown);
  if (!problems.empty()) throw InvalidRequest(std::move(problems));
}

std::vector<FlatSetting> flatten(const Described& value) {
  Flattener flattener;
  value.visit(flattener);
  return std::move(flattener.settings);
}

std::vector<Problem> validate(const Described& value) {
  std::vector<Problem> problems;
  for (const FlatSetting& setting : flatten(value))
    if (std::string problem = violation(setting.info, setting.value); !problem.empty()) problems.push_back({setting.path, std::move(problem)});
  return problems;
}

void assignSetting(Json& json, const std::string& assignment, const std::vector<FlatSetting>& known) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) throw std::invalid_argument("--set " + assignment + ": expected key=value, as in train.steps=500");
  std::string path = assignment.substr(0, equals);
  const std::string text = assignment.substr(equals + 1);
  const auto setting = std::find_if(known.begin(), known.end(), [&](const FlatSetting& flat) { return flat.path == path; });
  Json value = Json::parse(text, nullptr, false);
  // An object given to a text is meant as one: some settings take a name or an object (init.parts).
  if (value.is_discarded() || (setting != known.end() && setting->value.is_string() && !value.is_object())) value = text;
  if (setting != known.end() && setting->value.is_array() && !value.is_array()) value = Json::array({value});
  Json& parent = parentOf(json, path, assignment);
  if (parent.is_null()) parent = Json::object();
  if (!parent.is_object()) throw std::invalid_argument("--set " + assignment + ": \"" + path + "\" is inside a value that has no keys");
  parent[path] = std::move(value);
}

std::vector<SettingDifference> diff(const Described& left, const Described& right) {
  const std::vector<FlatSetting> leftSettings = flatten(left), rightSettings = flatten(right);
  const auto valueIn = [](const std::vector<FlatSetting>& settings, const std::string& path) {
    const auto found = std::find_if(settings.begin(), settings.end(), [&](const FlatSetting& flat) { return flat.path == path; });
    return found == settings.end() ? Json(nullptr) : found->value;
  };
  std::vector<SettingDifference> differences;
  for (const FlatSetting& setting : leftSettings)
    if (Json other = valueIn(rightSettings, setting.path); other != setting.value) differences.push_back({setting.path, setting.value, std::move(other)});
  for (const FlatSetting& setting : rightSettings)
    if (std::none_of(leftSettings.begin(), leftSettings.end(), [&](const FlatSetting& flat) { return flat.path == setting.path; }))
      differences.push_back({setting.path, nullptr, setting.value});
  return differences;
}

std::string schemaHash(const Described& value) { return sha256(canonicalJson(toJson(value))); }

}  // namespace cloze
