// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/form_model.h"

#include <algorithm>
#include <optional>

namespace cloze {

namespace {

// Keeps the dotted path of where a visit stands.
class PathVisitor : public FieldVisitor {
 protected:
  bool enterGroup(const FieldInfo& info) override { m_path.push_back(info.key); return true; }
  void leaveGroup() override { m_path.pop_back(); }
  bool enterVariant(const FieldInfo& info, const std::string&, Variant&, const VariantTable&) override { m_path.push_back(info.key); return true; }
  void leaveVariant() override { m_path.pop_back(); }
  std::int64_t enterList(const FieldInfo&, std::int64_t) override { return -1; }   // lists of structs have no rows yet

  std::string prefix() const {
    std::string result;
    for (const std::string& part : m_path) result += part + '.';
    return result;
  }
  const std::vector<std::string>& parts() const { return m_path; }

 private:
  std::vector<std::string> m_path;
};

struct ReadValue {
  FormRow& row;
  void take(ValueKind kind, bool optional, Json value) { row.value = kind; row.optional = optional; row.current = std::move(value); }
  void operator()(const bool* v) { take(ValueKind::Boolean, false, *v); }
  void operator()(const std::int64_t* v) { take(ValueKind::Integer, false, *v); }
  void operator()(const double* v) { take(ValueKind::Real, false, *v); }
  void operator()(const std::string* v) { take(ValueKind::Text, false, *v); }
  void operator()(const std::vector<std::string>* v) { take(ValueKind::TextList, false, *v); }
  void operator()(const std::vector<std::int64_t>* v) { take(ValueKind::IntegerList, false, *v); }
  void operator()(const std::vector<double>* v) { take(ValueKind::RealList, false, *v); }
  void operator()(const std::optional<std::int64_t>* v) { take(ValueKind::Integer, true, *v ? Json(**v) : Json()); }
  void operator()(const std::optional<double>* v) { take(ValueKind::Real, true, *v ? Json(**v) : Json()); }
  void operator()(const std::optional<std::string>* v) { take(ValueKind::Text, true, *v ? Json(**v) : Json()); }
  void operator()(const FreeJson* v) { take(ValueKind::FreeJson, false, v->text); }
};

struct WriteValue {
  const Json& json;
  void operator()(bool* v) { *v = json.get<bool>(); }
  void operator()(std::int64_t* v) { *v = json.get<std::int64_t>(); }
  void operator()(double* v) { *v = json.get<double>(); }
  void operator()(std::string* v) { *v = json.get<std::string>(); }
  void operator()(std::vector<std::string>* v) { *v = json.get<std::vector<std::string>>(); }
  void operator()(std::vector<std::int64_t>* v) { *v = json.get<std::vector<std::int64_t>>(); }
  void operator()(std::vector<double>* v) { *v = json.get<std::vector<double>>(); }
  template <class T> void operator()(std::optional<T>* v) { *v = json.is_null() ? std::optional<T>() : std::optional<T>(json.get<T>()); }
  void operator()(FreeJson* v) { v->text = json.get<std::string>(); }
};

class RowCollector final : public PathVisitor {
 public:
  explicit RowCollector(std::vector<FormRow>& rows) : m_rows(rows) {}

 protected:
  void field(const FieldInfo& info, FieldValue value) override {
    FormRow row = makeRow(RowKind::Field, info, prefix() + info.key);
    std::visit(ReadValue{row}, value);
    for (const std::string& id : info.choices) row.choices.push_back({id, id, {}});
    if (info.visibleWhen) row.shown = holds(prefix() + info.visibleWhen->key, info.visibleWhen->value);
    m_rows.push_back(std::move(row));
  }

  bool enterGroup(const FieldInfo& info) override {
    m_rows.push_back(makeRow(RowKind::Group, info, prefix() + info.key));
    m_advanced.push_back(m_rows.back().advanced);
    return PathVisitor::enterGroup(info);
  }
  void leaveGroup() override { m_advanced.pop_back(); PathVisitor::leaveGroup(); }

  bool enterVariant(const FieldInfo& info, const std::string& idField, Variant& value, const VariantTable& table) override {
    FormRow row = makeRow(RowKind::Variant, info, prefix() + info.key + '.' + idField);
    if (row.group.empty()) row.group = info.key;
    row.current = value.id();
    for (const VariantRow& choice : table) row.choices.push_back({choice.id, choice.title.empty() ? choice.id : choice.title, choice.help});
    m_advanced.push_back(row.advanced);
    m_rows.push_back(std::move(row));
    return PathVisitor::enterVariant(info, idField, value, table);
  }
  void leaveVariant() override { m_advanced.pop_back(); PathVisitor::leaveVariant(); }

 private:
  FormRow makeRow(RowKind kind, const FieldInfo& info, std::string path) const {
    FormRow row;
    row.kind = kind;
    row.info = info;
    row.path = std::move(path);
    row.group = parts().empty() ? std::string() : parts().front();
    row.advanced = info.advanced || (!m_advanced.empty() && m_advanced.back());
    return row;
  }
  bool holds(const std::string& path, const std::string& value) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&path](const FormRow& row) { return row.path == path; });
    if (found == m_rows.end()) return true;
    return found->current.is_string() ? found->current.get<std::string>() == value : found->current.dump() == value;
  }
  std::vector<FormRow>& m_rows;
  std::vector<bool> m_advanced;
};

class RowSetter final : public PathVisitor {
 public:
  RowSetter(const std::string& path, const Json& value) : m_target(path), m_value(value) {}
  bool found() const { return m_found; }

 protected:
  void field(const FieldInfo& info, FieldValue value) override {
    if (m_found || prefix() + info.key != m_target) return;
    std::visit(WriteValue{m_value}, value);
    m_found = true;
    if (info.then) info.then();
  }
  bool enterVariant(const FieldInfo& info, const std::string& idField, Variant& value, const VariantTable& table) override {
    if (!m_found && prefix() + info.key + '.' + idField == m_target) {
      const std::string id = m_value.get<std::string>();
      if (id != value.id()) value.choose(table, id);
      m_found = true;
    }
    return PathVisitor::enterVariant(info, idField, value, table);
  }

 private:
  const std::string& m_target;
  const Json& m_value;
  bool m_found = false;
};

bool sameShape(const std::vector<FormRow>& left, const std::vector<FormRow>& right) {
  const auto same = [](const FormRow& a, const FormRow& b) { return a.path == b.path && a.kind == b.kind && a.shown == b.shown && a.value == b.value && a.choices.size() == b.choices.size(); };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), same);
}

}  // namespace

FormModel::FormModel(Described target, QObject* parent) : QObject(parent), m_target(std::move(target)) { refresh(false); }

const FormRow* FormModel::row(const std::string& path) const {
  const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&path](const FormRow& candidate) { return candidate.path == path; });
  return found == m_rows.end() ? nullptr : &*found;
}

bool FormModel::setValue(const std::string& path, const Json& value) {
  const FormRow* before = row(path);
  if (!before || before->kind == RowKind::Group) return false;
  if (before->current == value) return true;
  const bool fillsSiblings = before->kind == RowKind::Variant || before->info.then;
  const bool isPreset = before->kind == RowKind::Field && before->info.then;
  try {
    RowSetter setter(path, value);
    m_target.visit(setter);
    if (!setter.found()) return false;
  } catch (const Json::exception&) {
    return false;
  }
  const std::vector<FormRow> old = m_rows;
  collect();
  if (fillsSiblings) takePreset(path.substr(0, path.rfind('.') + 1));
  if (isPreset) m_preset[path] = value;
  const bool same = sameShape(old, m_rows);
  checkAgain();
  if (same) Q_EMIT valuesChanged();
  else Q_EMIT rebuilt();
  Q_EMIT edited();
  return true;
}

bool FormModel::differs(const std::string& path) const {
  const FormRow* found = row(path);
  const auto preset = m_preset.find(path);
  return found && preset != m_preset.end() && found->current != preset->second;
}

Json FormModel::presetValue(const std::string& path) const {
  const auto preset = m_preset.find(path);
  return preset == m_preset.end() ? Json() : preset->second;
}

void FormModel::refresh(bool keepPreset) {
  collect();
  if (!keepPreset) m_preset.clear();
  for (const FormRow& candidate : m_rows)
    if (candidate.kind != RowKind::Group) m_preset.emplace(candidate.path, candidate.current);
  checkAgain();
  Q_EMIT rebuilt();
}

void FormModel::refresh(const Described& preset) {
  std::vector<FormRow> rows;
  RowCollector collector(rows);
  preset.visit(collector);
  m_preset.clear();
  for (const FormRow& row : rows)
    if (row.kind != RowKind::Group) m_preset.emplace(row.path, row.current);
  refresh(true);
}

void FormModel::setChoiceFilter(std::function<bool(const std::string&, const std::string&)> allows) {
  m_allows = std::move(allows);
  collect();
  Q_EMIT rebuilt();
}

void FormModel::setCheck(std::function<std::vector<Problem>()> check) {
  m_check = std::move(check);
  checkAgain();
}

void FormModel::collect() {
  m_rows.clear();
  RowCollector collector(m_rows);
  m_target.visit(collector);
  filterChoices();
}

void FormModel::filterChoices() {
  if (!m_allows) return;
  for (FormRow& candidate : m_rows) {
    const auto unfit = [&](const FormChoice& choice) { return candidate.current != Json(choice.id) && !m_allows(candidate.path, choice.id); };
    candidate.choices.erase(std::remove_if(candidate.choices.begin(), candidate.choices.end(), unfit), candidate.choices.end());
  }
}

// A variant or a preset filled the settings under `prefix`: what they are now is what differences are measured against. The variant's own
// row keeps its first value, so that another schedule than the default one is seen as a change.
void FormModel::takePreset(const std::string& prefix) {
  for (const FormRow& candidate : m_rows) {
    const bool inside = candidate.kind != RowKind::Group && candidate.path.compare(0, prefix.size(), prefix) == 0;
    const bool own = candidate.kind == RowKind::Variant && candidate.path.find('.', prefix.size()) == std::string::npos;
    if (inside && !own) m_preset[candidate.path] = candidate.current;
  }
}

void FormModel::checkAgain() {
  std::vector<Problem> found = validate(m_target);
  if (m_check) {
    const std::vector<Problem> more = m_check();
    found.insert(found.end(), more.begin(), more.end());
  }
  std::map<std::string, std::string> problems;
  for (const Problem& problem : found) problems.emplace(problem.where, problem.message);
  if (problems == m_problems) return;
  m_problems = std::move(problems);
  Q_EMIT problemsChanged();
}

}  // namespace cloze
