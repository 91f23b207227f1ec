// A view over one model of a kind: which models are offered, what happens when another one is chosen, comes or moves on while it trains. What it asks
// for goes through its signals.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QWidget>

namespace cloze {

class ModelPicker;

class ModelView : public QWidget {
  Q_OBJECT
 public:
  void setModels(const std::vector<ModelChoice>& models);   // those whose family trains the view's objective are kept
  void showModel(const ModelChoice& model);
  void modelMoved(const std::string& run);

 Q_SIGNALS:
  void asked(cloze::AskerId asker, const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);
  void cancelled(cloze::AskerId asker);

 protected:
  explicit ModelView(std::string objective, QWidget* parent = nullptr);
  ModelPicker* picker() const { return m_picker; }
  virtual void askAll() = 0;                                // of a model chosen just now
  virtual void askAgain() { askAll(); }                     // of the same model some steps later

 private:
  std::string m_objective;
  ModelPicker* m_picker;
};

}  // namespace cloze
