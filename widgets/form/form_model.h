// The rows of a form, from any described struct (engine/core/field.h): groups, variants and fields in the struct's order, with values as
// JSON. Setting a value writes into the struct; variants and presets rebuild their part. No knowledge of any family or setting.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/schema.h"

#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <vector>

namespace cloze {

enum class RowKind { Group, Variant, Field };
enum class ValueKind { Boolean, Integer, Real, Text, TextList, IntegerList, RealList, FreeJson };

struct FormChoice { std::string id, title, help; };

struct FormRow {
  RowKind kind = RowKind::Field;
  ValueKind value = ValueKind::Text;
  std::string path;                     // dotted, as problems name it; of a variant: the path of its id
  std::string group;                    // path of the outermost group it stands in; "" at the top
  FieldInfo info;
  bool optional = false;                // null is allowed
  bool advanced = false;                // itself, or a group around it
  bool shown = true;                    // false: VisibleWhen does not hold now
  std::vector<FormChoice> choices;      // of a variant, or of a field with Choices
  Json current;
};

class FormModel : public QObject {
  Q_OBJECT
 public:
  // The struct must outlive the model.
  explicit FormModel(Described target, QObject* parent = nullptr);

  const std::vector<FormRow>& rows() const { return m_rows; }
  const FormRow* row(const std::string& path) const;
  // False (and nothing changes) when the path is unknown or the value has the wrong type.
  bool setValue(const std::string& path, const Json& value);
  bool differs(const std::string& path) const;                // from the preset or default
  Json presetValue(const std::string& path) const;
  void reset(const std::string& path) { setValue(path, presetValue(path)); }
  // After the struct was changed from outside. keepPreset: differences stay measured against the presets known so far.
  void refresh(bool keepPreset);
  // The same, with the differences measured against what stands in another struct of the same type.
  void refresh(const Described& preset);

  // Which choices of a row fit the other settings; the others are not offered (the one that is set always is).
  void setChoiceFilter(std::function<bool(const std::string& path, const std::string& id)> allows);

  // Problems by path: the schema's own, then those of `check` (impossible combinations).
  void setCheck(std::function<std::vector<Problem>()> check);
  const std::map<std::string, std::string>& problems() const { return m_problems; }

 Q_SIGNALS:
  void rebuilt();                       // rows came or went
  void valuesChanged();                 // same rows, other values
  void problemsChanged();
  void edited();                        // either of the first two, by setValue

 private:
  void collect();
  void takePreset(const std::string& prefix);
  void filterChoices();
  void checkAgain();
  Described m_target;
  std::vector<FormRow> m_rows;
  std::map<std::string, Json> m_preset;
  std::map<std::string, std::string> m_problems;
  std::function<std::vector<Problem>()> m_check;
  std::function<bool(const std::string&, const std::string&)> m_allows;
};

}  // namespace cloze
