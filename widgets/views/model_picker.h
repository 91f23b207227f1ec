// Which model is looked at: the newest state of a run that trains here, any kept checkpoint of any run, the shipped model, a folder.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QComboBox>

#include <optional>
#include <vector>

namespace cloze {

// Those whose family trains the objective: what a view of that objective can look at.
std::vector<ModelChoice> modelsThatTrain(const std::string& objective, const std::vector<ModelChoice>& models);

class ModelPicker : public QComboBox {
  Q_OBJECT
 public:
  explicit ModelPicker(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);   // keeps what is chosen
  void choose(const ModelChoice& model);                    // adds it when it is not in the list
  std::optional<ModelChoice> chosen() const;

 Q_SIGNALS:
  void changed();

 private:
  void browse();
  int find(const ModelChoice& model) const;
  int m_last = -1;
};

}  // namespace cloze
