// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/model_view.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/views/model_picker.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace cloze {

ModelView::ModelView(AskerRange askers, const ModelKind& kind, QWidget* parent)
    : AskingView(askers, parent), m_objective(kind.objective), m_picker(new ModelPicker), m_missing(new EmptyState(QStringLiteral("example"), kind.advice, tr("Train one on the toy world"))) {
  connect(m_picker, &ModelPicker::changed, this, [this] {
    showPart();
    askAll();
  });
  connect(m_missing, &EmptyState::triggered, this, [this] { Q_EMIT exampleRequested(m_objective); });
}

QScrollArea* ModelView::arrange(QBoxLayout* head, QWidget* answer) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace3);
  column->addWidget(makeCard(head));
  column->addWidget(m_missing, 1);
  column->addWidget(m_answer = makePageScroll(answer), 1);
  showPart();
  return m_answer;
}

void ModelView::showPart() {
  const bool any = m_picker->chosen().has_value();
  m_missing->setVisible(!any);
  m_answer->setVisible(any);
}

int ModelView::colour() const {
  const auto model = m_picker->chosen();
  return model ? model->colour : 0;
}

void ModelView::setModels(const std::vector<ModelChoice>& models) {
  const bool before = m_picker->chosen().has_value();
  m_picker->setModels(modelsThatTrain(m_objective, models));
  showPart();
  if (!before) askAll();
}

void ModelView::showModel(const ModelChoice& model) {
  m_picker->choose(model);
  showPart();
  askAll();
}

void ModelView::modelMoved(const std::string& run) {
  const auto model = m_picker->chosen();
  if (model && model->live && model->run == run) askAgain();
}

}  // namespace cloze
