// The one schema. A config struct has one `describe(self, visit)`, a line a setting; from it come JSON in and out, --set key=value,
// the form, validation, diff, hash and JSON Schema (engine/core/schema.h). Adding a setting is adding its line.
//
//   struct MaskingSpec {
//     double probability = 0.15;
//     template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
//       visit("probability", self.probability, Help{"Share of tokens that are predicted"}, Range{0.01, 0.9});
//     }
//   };
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace cloze {

// ---- what can be said of a setting; any of them, in any order, after the value
struct Help { std::string text; };                 // one sentence: tooltip, --help, JSON Schema description
struct Label { std::string text; };                // shown name; without it the key with spaces and a capital
struct Unit { std::string text; };                 // "tokens", "steps", "nats"
struct Range { double minimum, maximum; };         // inclusive
struct Choices { std::vector<std::string> ids; };  // the only allowed texts (null stays allowed for optional ones)
struct VisibleWhen { std::string key, value; };    // a sibling's key and the value that makes this one matter
struct Advanced {};                                // folded away under "All settings"
struct Then { std::function<void()> run; };        // after a visitor changed the value (a preset fills its siblings)

struct FieldInfo {
  std::string key, help, label, unit;
  std::optional<Range> range;
  std::vector<std::string> choices;
  std::optional<VisibleWhen> visibleWhen;
  bool advanced = false;
  std::function<void()> then;

  void add(Help v) { help = std::move(v.text); }
  void add(Label v) { label = std::move(v.text); }
  void add(Unit v) { unit = std::move(v.text); }
  void add(Range v) { range = v; }
  void add(Choices v) { choices = std::move(v.ids); }
  void add(VisibleWhen v) { visibleWhen = std::move(v); }
  void add(Advanced) { advanced = true; }
  void add(Then v) { then = std::move(v.run); }
  // `label`, or the key made readable: "hidden_size" -> "Hidden size".
  std::string shownLabel() const;
};

// Free JSON text for the few places where the shape is open (init.parts).
struct FreeJson { std::string text = "null"; };

using FieldValue = std::variant<bool*, std::int64_t*, double*, std::string*, std::vector<std::string>*, std::vector<std::int64_t>*,
                                std::vector<double>*, std::optional<std::int64_t>*, std::optional<double>*, std::optional<std::string>*,
                                FreeJson*>;

class FieldVisitor;

// A described struct of any type: what a variant holds.
class Settings {
 public:
  virtual ~Settings() = default;
  virtual void describe(FieldVisitor& visit) = 0;
  virtual std::unique_ptr<Settings> clone() const = 0;
};

template <class T>
class SettingsOf final : public Settings {
 public:
  SettingsOf() = default;
  explicit SettingsOf(T initial) : value(std::move(initial)) {}
  void describe(FieldVisitor& visit) override { T::describe(value, visit); }
  std::unique_ptr<Settings> clone() const override { return std::make_unique<SettingsOf<T>>(value); }
  T value{};
};

struct VariantRow {
  std::string id;
  std::string title;                               // "Linear warm-up, then linear decay"
  std::string help;
  std::function<std::unique_ptr<Settings>()> make; // default settings of this row
};
using VariantTable = std::vector<VariantRow>;

// A choice that decides which settings follow it (family, objective, optimiser, schedule, task).
class Variant {
 public:
  Variant() = default;
  Variant(const VariantTable& table, const std::string& id) { choose(table, id); }
  Variant(const Variant& other) : m_id(other.m_id), m_settings(other.m_settings ? other.m_settings->clone() : nullptr) {}
  Variant& operator=(const Variant& other) { Variant copy(other); std::swap(m_id, copy.m_id); std::swap(m_settings, copy.m_settings); return *this; }
  Variant(Variant&&) = default;
  Variant& operator=(Variant&&) = default;

  const std::string& id() const { return m_id; }
  // Sets the id and that row's default settings; an id outside the table leaves no settings (validation reports it).
  void choose(const VariantTable& table, const std::string& id);
  Settings* settings() const { return m_settings.get(); }
  // The settings as T. std::invalid_argument when the chosen row holds another type.
  template <class T>
  T& as() const {
    auto* typed = dynamic_cast<SettingsOf<T>*>(m_settings.get());
    if (!typed) wrongType();
    return typed->value;
  }

 private:
  [[noreturn]] void wrongType() const;
  std::string m_id;
  std::unique_ptr<Settings> m_settings;
};

template <class T, class = void> struct IsDescribed : std::false_type {};
template <class T> struct IsDescribed<T, std::void_t<decltype(T::describe(std::declval<T&>(), std::declval<FieldVisitor&>()))>> : std::true_type {};

// Visits every setting in order. A subclass overrides what it needs; readers change values in place.
class FieldVisitor {
 public:
  virtual ~FieldVisitor() = default;

  template <class T, class... Attributes>
  void operator()(const char* key, T& value, Attributes... attributes) { field(info(key, std::move(attributes)...), FieldValue(&value)); }

  template <class T, class... Attributes>
  void group(const char* key, T& sub, Attributes... attributes) {
    if (!enterGroup(info(key, std::move(attributes)...))) return;
    T::describe(sub, *this);
    leaveGroup();
  }

  // The settings of a family's config: the type is known only at run time.
  template <class... Attributes>
  void group(const char* key, Settings& sub, Attributes... attributes) {
    if (!enterGroup(info(key, std::move(attributes)...))) return;
    sub.describe(*this);
    leaveGroup();
  }

  template <class... Attributes>
  void variant(const char* key, const char* idField, Variant& value, const VariantTable& table, Attributes... attributes) {
    if (!enterVariant(info(key, std::move(attributes)...), idField, value, table)) return;
    if (value.settings()) value.settings()->describe(*this);
    leaveVariant();
  }

  template <class T, class... Attributes>
  void list(const char* key, std::vector<T>& values, Attributes... attributes) {
    const FieldInfo about = info(key, std::move(attributes)...);
    T blank{};
    if (describeElement(about, [&blank](FieldVisitor& visitor) { T::describe(blank, visitor); })) return;
    const std::int64_t count = enterList(about, static_cast<std::int64_t>(values.size()));
    if (count < 0) return;
    values.resize(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
      if (!enterElement(i)) continue;
      T::describe(values[static_cast<std::size_t>(i)], *this);
      leaveElement();
    }
    leaveList();
  }

 protected:
  virtual void field(const FieldInfo& info, FieldValue value) = 0;
  virtual bool enterGroup(const FieldInfo&) { return true; }                   // false: do not descend, leaveGroup is not called
  virtual void leaveGroup() {}
  virtual bool enterVariant(const FieldInfo&, const std::string& /*idField*/, Variant&, const VariantTable&) { return true; }
  virtual void leaveVariant() {}
  virtual bool describeElement(const FieldInfo&, const std::function<void(FieldVisitor&)>&) { return false; }   // true: that was all it wanted
  virtual std::int64_t enterList(const FieldInfo&, std::int64_t size) { return size; }   // the size it shall have; -1: do not descend
  virtual bool enterElement(std::int64_t) { return true; }
  virtual void leaveElement() {}
  virtual void leaveList() {}

 private:
  template <class... Attributes>
  static FieldInfo info(const char* key, Attributes... attributes) {
    FieldInfo result;
    result.key = key;
    (result.add(std::move(attributes)), ...);
    return result;
  }
};

}  // namespace cloze
