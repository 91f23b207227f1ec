// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/list_models.h"

#include "engine/core/checkpoint_pin.h"
#include "engine/run_spec.h"
#include "widgets/form/form_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/icons.h"
#include "widgets/shared/translation.h"

#include <QCoreApplication>
#include <QFont>
#include <QLocale>

#include <cmath>
#include <map>

namespace cloze {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Runs", text); }

struct EventText { const char* kind; const char* text; };
constexpr EventText kEventTexts[] = {
    {"started", QT_TRANSLATE_NOOP("Runs", "started")},
    {"continued", QT_TRANSLATE_NOOP("Runs", "continued from a checkpoint")},
    {"checkpoint", QT_TRANSLATE_NOOP("Runs", "checkpoint saved")},
    {"evaluated", QT_TRANSLATE_NOOP("Runs", "evaluated on held-out text")},
    {"paused", QT_TRANSLATE_NOOP("Runs", "paused")},
    {"resumed", QT_TRANSLATE_NOOP("Runs", "resumed")},
    {"stopping", QT_TRANSLATE_NOOP("Runs", "stopping, saving a checkpoint")},
    {"stopped", QT_TRANSLATE_NOOP("Runs", "stopped")},
    {"finished", QT_TRANSLATE_NOOP("Runs", "finished")},
    {"failed", QT_TRANSLATE_NOOP("Runs", "failed")},
    {"interrupted", QT_TRANSLATE_NOOP("Runs", "interrupted")},
    {"not_a_number", QT_TRANSLATE_NOOP("Runs", "the loss is not a number")},
    {"phase", ""},
    {"warning", ""},
};

QString shownValue(const Json& value) {
  if (value.is_null()) return words(QT_TRANSLATE_NOOP("Runs", "none"));
  if (value.is_boolean()) return value.get<bool>() ? words(QT_TRANSLATE_NOOP("Runs", "yes")) : words(QT_TRANSLATE_NOOP("Runs", "no"));
  if (value.is_number_integer()) return formatCount(value.get<std::int64_t>());
  if (value.is_number()) return std::abs(value.get<double>()) < 1e-3 ? formatRate(value.get<double>()) : QLocale().toString(value.get<double>(), 'g', 6);
  if (value.is_string()) return formatPath(QString::fromStdString(value.get<std::string>()));
  if (value.is_array() && value.empty()) return words(QT_TRANSLATE_NOOP("Runs", "none"));
  if (!value.is_array()) return QString::fromStdString(value.dump());
  QStringList parts;
  for (const Json& part : value) parts << shownValue(part);
  return parts.join(QStringLiteral(", "));
}

void flattenJson(const Json& json, const std::string& prefix, std::vector<std::pair<std::string, Json>>& out) {
  for (const auto& [key, value] : json.items()) {
    if (value.is_object()) flattenJson(value, prefix + key + '.', out);
    else out.emplace_back(prefix + key, value);
  }
}

QString shownChoice(const FormRow& row, const Json& value) {
  if (value.is_string())
    for (const FormChoice& choice : row.choices)
      if (choice.id == value.get<std::string>()) return schemaText(choice.title);
  return shownValue(value);
}

}  // namespace

const QStringList& CheckpointsModel::titles() const {
  return inLanguage([] { return QStringList{words(QT_TRANSLATE_NOOP("Runs", "Step")), words(QT_TRANSLATE_NOOP("Runs", "Size")), words(QT_TRANSLATE_NOOP("Runs", "Saved")),
                                  words(QT_TRANSLATE_NOOP("Runs", "State")), words(QT_TRANSLATE_NOOP("Runs", "Folder"))}; });
}

std::vector<ShownCheckpoint> shownCheckpoints(const std::vector<CheckpointRow>& rows) {
  std::vector<ShownCheckpoint> shown;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    shown.push_back({*row});
    std::error_code unreadable;
    shown.back().missing = !row->removed && !std::filesystem::exists(row->folder / "config.json", unreadable);
    shown.back().pinned = isPinned(row->folder);
  }
  return shown;
}

QVariant CheckpointsModel::cell(const ShownCheckpoint& row, int column, int role) const {
  if (role == Qt::DecorationRole && column == 3) {
    if (row.missing) return icon(QStringLiteral("warning"), IconColour::Warn);
    return row.pinned ? icon(QStringLiteral("pin"), IconColour::Accent) : QVariant();
  }
  if (role == Qt::ToolTipRole && column == 4) return QString::fromStdString(row.folder.string());
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case 0: return formatCount(row.step);
    case 1: return formatBytes(row.bytes);
    case 2: return formatDateTime(row.createdAt);
    case 3:
      if (row.removed) return words(QT_TRANSLATE_NOOP("Runs", "deleted"));
      if (row.missing) return words(QT_TRANSLATE_NOOP("Runs", "no longer on the disk"));
      if (row.pinned) return row.best ? words(QT_TRANSLATE_NOOP("Runs", "pinned, best so far")) : words(QT_TRANSLATE_NOOP("Runs", "pinned"));
      return row.best ? words(QT_TRANSLATE_NOOP("Runs", "kept, best so far")) : words(QT_TRANSLATE_NOOP("Runs", "kept"));
    default: return formatPath(QString::fromStdString(row.folder.string()));
  }
}

QString eventText(const EventRow& row) {
  const QString message = QString::fromStdString(row.message);
  for (const EventText& known : kEventTexts)
    if (row.kind == known.kind) {
      const QString text = *known.text ? words(known.text) : QString();
      if (text.isEmpty()) return row.kind == "phase" ? schemaText(row.message) : message;
      return message.isEmpty() ? text : text + QStringLiteral(": ") + message;
    }
  return message.isEmpty() ? QString::fromStdString(row.kind) : message;
}

const QStringList& EventsModel::titles() const {
  return inLanguage([] { return QStringList{words(QT_TRANSLATE_NOOP("Runs", "Time")), words(QT_TRANSLATE_NOOP("Runs", "Step")), words(QT_TRANSLATE_NOOP("Runs", "What happened"))}; });
}

QVariant EventsModel::cell(const EventRow& row, int column, int role) const {
  if (role == Qt::DecorationRole && column == 2) {
    const bool bad = row.kind == "failed" || row.kind == "not_a_number";
    if (bad) return icon(QStringLiteral("error"), IconColour::Bad);
    if (row.kind == "warning" || row.kind == "interrupted") return icon(QStringLiteral("warning"), IconColour::Warn);
    if (row.kind == "checkpoint") return icon(QStringLiteral("checkpoint"), IconColour::Good);
    return icon(QStringLiteral("info"), IconColour::Muted);
  }
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  if (column == 0) return formatTime(row.createdAt);
  return column == 1 ? formatCount(row.step) : eventText(row);
}

std::vector<SettingRow> settingRows(const Json& spec) {
  if (!spec.is_object()) return {};
  RunSpec frozen, fresh;
  fromJson(frozen, spec, UnknownKeys::AreKept);
  FormModel form(frozen);
  std::map<std::string, Json> presetValues;
  try {                                                    // the same family and preset, everything else as it is by default
    Json basis = Json::object();
    for (const char* key : {"family", "objective", "optimizer", "schedule"})
      if (spec.contains(key) && spec[key].contains("id")) basis[key] = Json{{"id", spec[key]["id"]}};
    if (spec.contains("family") && spec["family"].contains("preset")) basis["family"]["preset"] = spec["family"]["preset"];
    fromJson(fresh, basis, UnknownKeys::AreKept);
    const FormModel presets(fresh);
    for (const FormRow& row : presets.rows()) presetValues[row.path] = row.current;
  } catch (const Json::exception&) {}
  std::vector<std::pair<std::string, Json>> values;
  flattenJson(spec, {}, values);
  std::vector<SettingRow> rows;
  for (const auto& [path, value] : values) {
    const FormRow* known = form.row(path);
    SettingRow row{path, {}, {}, known ? shownChoice(*known, value) : shownValue(value), known ? schemaText(known->info.help) : QString(), false};
    const std::string group = path.substr(0, path.find('.'));
    const FormRow* head = form.row(group);
    row.group = path.find('.') == std::string::npos ? words(QT_TRANSLATE_NOOP("Runs", "Run")) : head ? schemaText(head->info.shownLabel()) : QString();
    if (row.group.isEmpty())
      for (const FormRow& candidate : form.rows())
        if (candidate.kind == RowKind::Variant && candidate.group == group) { row.group = schemaText(candidate.info.shownLabel()); break; }
    if (row.group.isEmpty()) row.group = metricTitle(group);
    row.label = known ? schemaText(known->info.shownLabel()) : metricTitle(path.substr(path.rfind('.') + 1));
    const auto preset = presetValues.find(path);
    row.changed = known && preset != presetValues.end() && preset->second != known->current;
    if (known && !known->info.unit.empty()) row.value += QLatin1Char(' ') + schemaText(known->info.unit);
    rows.push_back(std::move(row));
  }
  std::stable_partition(rows.begin(), rows.end(), [](const SettingRow& row) { return row.changed; });
  return rows;
}

const QStringList& SettingsModel::titles() const {
  return inLanguage([] { return QStringList{words(QT_TRANSLATE_NOOP("Runs", "Part")), words(QT_TRANSLATE_NOOP("Runs", "Setting")), words(QT_TRANSLATE_NOOP("Runs", "Value")),
                                  words(QT_TRANSLATE_NOOP("Runs", "Preset"))}; });
}

QVariant SettingsModel::cell(const SettingRow& row, int column, int role) const {
  if (role == Qt::ToolTipRole) return row.help.isEmpty() ? QString::fromStdString(row.path) : row.help + QStringLiteral("\n") + QString::fromStdString(row.path);
  if (role == Qt::FontRole && row.changed && column == 2) {
    QFont bold;
    bold.setBold(true);
    return bold;
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case 0: return row.group;
    case 1: return row.label;
    case 2: return row.value;
    default: return row.changed ? words(QT_TRANSLATE_NOOP("Runs", "changed")) : QString();
  }
}

}  // namespace cloze
