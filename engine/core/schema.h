// What follows from `describe`: JSON in and out, --set, validation, diff, hash, JSON Schema, and the rows of a form.
// All work on any described struct (or on a Settings); readers report every problem at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/field.h"
#include "engine/core/json.h"

namespace cloze {

// Something with describe(): wraps a struct or a Settings so that the functions below are compiled once.
class Described {
 public:
  template <class T, class = std::enable_if_t<IsDescribed<T>::value>>
  Described(T& value) : m_visit([&value](FieldVisitor& visit) { T::describe(value, visit); }) {}
  template <class T, class = std::enable_if_t<IsDescribed<T>::value>>
  Described(const T& value) : Described(const_cast<T&>(value)) {}          // for visitors that only read
  Described(Settings& settings) : m_visit([&settings](FieldVisitor& visit) { settings.describe(visit); }) {}
  void visit(FieldVisitor& visitor) const { m_visit(visitor); }

 private:
  std::function<void(FieldVisitor&)> m_visit;
};

enum class UnknownKeys { AreErrors, AreKept };   // a spec refuses them, a checkpoint's config.json keeps them

Json toJson(const Described& value);
// Missing keys keep their value. Problems: wrong type, out of range, not among the choices, unknown key (nearest name offered).
std::vector<Problem> fromJson(const Described& value, const Json& json, UnknownKeys unknown = UnknownKeys::AreErrors);
// As fromJson, throwing InvalidRequest.
void readJson(const Described& value, const Json& json, UnknownKeys unknown = UnknownKeys::AreErrors);
// Ranges and choices of the values as they are (a form checks with it).
std::vector<Problem> validate(const Described& value);

struct FlatSetting { std::string path; Json value; FieldInfo info; };
// "a.b=c" put into a spec's JSON before it is read: text for the settings that `known` says are text, else JSON where it parses, else text.
// A list element is addressed by its number ("tasks.0.id"). std::invalid_argument for a malformed assignment.
void assignSetting(Json& json, const std::string& assignment, const std::vector<FlatSetting>& known = {});

// Every setting with its dotted path, in the order of the struct.
std::vector<FlatSetting> flatten(const Described& value);

struct SettingDifference { std::string path; Json left, right; };        // null where a side lacks it
std::vector<SettingDifference> diff(const Described& left, const Described& right);

std::string schemaHash(const Described& value);                          // SHA-256 of the canonical JSON
Json jsonSchema(const Described& value, const std::string& title);       // draft 2020-12; variants as oneOf

}  // namespace cloze
