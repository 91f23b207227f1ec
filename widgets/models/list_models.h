// The tables of a run: its checkpoints, its events, its frozen settings.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"
#include "experiments/queries.h"
#include "widgets/models/table_model.h"

namespace cloze {

class CheckpointsModel : public TableModel<CheckpointRow> {
  Q_OBJECT
 public:
  using TableModel::TableModel;

 protected:
  const QStringList& titles() const override;
  QVariant cell(const CheckpointRow& row, int column, int role) const override;
  bool numeric(int column) const override { return column == 0 || column == 1; }
  bool sameKey(const CheckpointRow& left, const CheckpointRow& right) const override { return left.step == right.step; }
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
