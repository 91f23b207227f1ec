// JSON Schema (draft 2020-12) of a described struct; a variant becomes oneOf over its table.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/schema.h"

#include "engine/core/schema_value.h"

namespace cloze {

namespace {

const char* schemaType(const FieldValue& value) {
  return std::visit(Overloaded{[](const bool*) { return "boolean"; },
                               [](const std::int64_t*) { return "integer"; },
                               [](const std::optional<std::int64_t>*) { return "integer"; },
                               [](const double*) { return "number"; },
                               [](const std::optional<double>*) { return "number"; },
                               [](const std::string*) { return "string"; },
                               [](const std::optional<std::string>*) { return "string"; },
                               [](const FreeJson*) { return ""; },
                               [](const auto*) { return "array"; }},
                    value);
}

const char* elementType(const FieldValue& value) {
  if (std::holds_alternative<std::vector<std::string>*>(value)) return "string";
  return std::holds_alternative<std::vector<std::int64_t>*>(value) ? "integer" : "number";
}

bool isOptional(const FieldValue& value) {
  return std::holds_alternative<std::optional<std::int64_t>*>(value) || std::holds_alternative<std::optional<double>*>(value) ||
         std::holds_alternative<std::optional<std::string>*>(value);
}

Json emptyObjectSchema() { return Json{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}}; }

class SchemaWriter final : public FieldVisitor {
 public:
  Json take() { return std::move(m_stack.front().second); }

 protected:
  void field(const FieldInfo& info, FieldValue value) override {
    Json property = about(info);
    const std::string type = schemaType(value);
    if (isOptional(value)) property["type"] = Json::array({type, "null"});
    else if (!type.empty()) property["type"] = type;
    if (type == "array") property["items"] = Json{{"type", elementType(value)}};
    if (!info.choices.empty()) property["enum"] = info.choices;
    if (info.range) { property["minimum"] = info.range->minimum; property["maximum"] = info.range->maximum; }
    property["default"] = valueToJson(value);
    properties()[info.key] = std::move(property);
  }
  bool enterGroup(const FieldInfo& info) override { push(info); return true; }
  void leaveGroup() override { pop(); }
  bool enterVariant(const FieldInfo& info, const std::string& idField, Variant&, const VariantTable& table) override {
    Json property = about(info);
    property["oneOf"] = Json::array();
    for (const VariantRow& row : table) {
      const std::unique_ptr<Settings> settings = row.make();
      SchemaWriter inner;
      settings->describe(inner);
      Json option = inner.take();
      option["title"] = row.title;
      Json identified = Json::object();
      identified[idField] = Json{{"const", row.id}};
      identified.update(option["properties"]);
      option["properties"] = std::move(identified);
      option["required"] = Json::array({idField});
      property["oneOf"].push_back(std::move(option));
    }
    properties()[info.key] = std::move(property);
    return false;
  }
  bool describeElement(const FieldInfo& info, const std::function<void(FieldVisitor&)>& describe) override {
    SchemaWriter inner;
    describe(inner);
    Json property = about(info);
    property["type"] = "array";
    property["items"] = inner.take();
    properties()[info.key] = std::move(property);
    return true;
  }

 private:
  static Json about(const FieldInfo& info) {
    Json property = Json::object();
    property["title"] = info.shownLabel();
    if (!info.help.empty()) property["description"] = info.help;
    if (!info.unit.empty()) property["x-unit"] = info.unit;
    return property;
  }
  Json& properties() { return m_stack.back().second["properties"]; }
  void push(const FieldInfo& info) {
    Json object = about(info);
    object.update(emptyObjectSchema());
    m_stack.emplace_back(info.key, std::move(object));
  }
  void pop() {
    auto [key, object] = std::move(m_stack.back());
    m_stack.pop_back();
    properties()[key] = std::move(object);
  }
  std::vector<std::pair<std::string, Json>> m_stack{{"", emptyObjectSchema()}};
};

}  // namespace

Json jsonSchema(const Described& value, const std::string& title) {
  SchemaWriter writer;
  value.visit(writer);
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  schema.update(writer.take());
  return schema;
}

}  // namespace cloze
