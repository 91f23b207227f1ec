// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/model_view.h"

#include "widgets/views/model_picker.h"

namespace cloze {

ModelView::ModelView(std::string objective, QWidget* parent) : QWidget(parent), m_objective(std::move(objective)), m_picker(new ModelPicker) {
  connect(m_picker, &ModelPicker::changed, this, [this] { askAll(); });
}

void ModelView::setModels(const std::vector<ModelChoice>& models) {
  const bool before = m_picker->chosen().has_value();
  m_picker->setModels(modelsThatTrain(m_objective, models));
  if (!before) askAll();
}

void ModelView::showModel(const ModelChoice& model) {
  m_picker->choose(model);
  askAll();
}

void ModelView::modelMoved(const std::string& run) {
  const auto model = m_picker->chosen();
  if (model && model->live && model->run == run) askAgain();
}

}  // namespace cloze
