// The tables of a run: its checkpoints, its events, its frozen settings.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"
#include "experiments/queries.h"
#include "widgets/models/table_model.h"

namespace cloze {

// A checkpoint of the log with what the disk says of it now.
struct ShownCheckpoint : CheckpointRow {
  bool pinned = false, missing = false;                  // missing: the log has it, the disk does not
  bool usable() const { return !removed && !missing; }
};
std::vector<ShownCheckpoint> shownCheckpoints(const std::vector<CheckpointRow>& rows);   // newest first

class CheckpointsModel : public TableModel<ShownCheckpoint> {
  Q_OBJECT
 public:
  using TableModel::TableModel;

 protected:
  const QStringList& titles() const override;
  QVariant cell(const ShownCheckpoint& row, int column, int role) const override;
  bool numeric(int column) const override { return column == 0 || column == 1; }
  bool sameKey(const ShownCheckpoint& left, const ShownCheckpoint& right) const override { return left.step == right.step; }
};

QString eventText(const EventRow& row);                  // "checkpoint saved", "paused", the message of a warning

class EventsModel : public TableModel<EventRow> {
  Q_OBJECT
 public:
  using TableModel::TableModel;

 protected:
  const QStringList& titles() const override;
  QVariant cell(const EventRow& row, int column, int role) const override;
  bool numeric(int column) const override { return column == 1; }
  bool sameKey(const EventRow& left, const EventRow& right) const override {
    return left.createdAt == right.createdAt && left.step == right.step && left.kind == right.kind && left.message == right.message;
  }
};

struct SettingRow { std::string path; QString group, label, value, help; bool changed = false; };
// The frozen specification as rows, labelled by the schema where it knows the path; `changed` where it differs from the preset's values.
std::vector<SettingRow> settingRows(const Json& spec);

class SettingsModel : public TableModel<SettingRow> {
  Q_OBJECT
 public:
  using TableModel::TableModel;

 protected:
  const QStringList& titles() const override;
  QVariant cell(const SettingRow& row, int column, int role) const override;
  bool numeric(int) const override { return false; }
  bool sameKey(const SettingRow& left, const SettingRow& right) const override { return left.path == right.path; }
};

}  // namespace cloze
