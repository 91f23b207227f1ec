// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/order_buttons.h"

#include "engine/core/random.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QHBoxLayout>

#include <algorithm>

namespace cloze {

OrderButtons::OrderButtons(QWidget* parent) : QWidget(parent), m_buttons(new QButtonGroup(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace2);
  struct Choice { Order order; QString text, help; };
  for (const Choice& choice : {Choice{Worst, tr("Worst"), tr("Highest loss first")}, Choice{Best, tr("Best"), tr("Lowest loss first")}, Choice{Random, tr("Random"), tr("A few by chance; click again for others")}}) {
    QPushButton* button = makeButton(choice.text, {}, "segment");
    button->setCheckable(true);
    button->setToolTip(choice.help);
    m_buttons->addButton(button, choice.order);
    row->addWidget(button);
  }
  m_buttons->button(Worst)->setChecked(true);
  connect(m_buttons, &QButtonGroup::idClicked, this, [this](int order) { choose(static_cast<Order>(order)); });
}

void OrderButtons::choose(Order order) {
  m_buttons->button(order)->setChecked(true);
  m_order = order;
  ++m_draw;
  Q_EMIT changed();
}

std::vector<std::size_t> OrderButtons::pick(std::vector<std::size_t> among, const std::vector<double>& badness, std::size_t most) const {
  const auto chance = [this](std::size_t row) { return cloze::random(m_draw, Purpose::Sample, 0, row).next64(); };
  std::stable_sort(among.begin(), among.end(), [&](std::size_t a, std::size_t b) {
    return m_order == Worst ? badness[a] > badness[b] : m_order == Best ? badness[a] < badness[b] : chance(a) < chance(b);
  });
  if (among.size() > most) among.resize(most);
  return among;
}

CheckpointBox::CheckpointBox(const QString& name, QWidget* parent) : QComboBox(parent) {
  setAccessibleName(name);
  setSizeAdjustPolicy(QComboBox::AdjustToContents);
}

void CheckpointBox::setModels(const std::vector<ModelChoice>& models) {
  if (models == m_models && count() > 0) return;
  const std::optional<ModelChoice> kept = currentIndex() > 0 ? chosen() : std::nullopt;   // the newest stays the newest
  m_models = models;
  clear();
  for (const ModelChoice& model : models) addItem(model.title);
  if (models.empty()) addItem(QCoreApplication::translate("cloze::OrderButtons", "no checkpoint yet"));
  if (kept) choose(*kept);
}

std::optional<ModelChoice> CheckpointBox::chosen() const {
  const int index = currentIndex();
  return index >= 0 && index < static_cast<int>(m_models.size()) ? std::optional(m_models[static_cast<std::size_t>(index)]) : std::nullopt;
}

void CheckpointBox::choose(const ModelChoice& model) {
  const auto again = std::find(m_models.begin(), m_models.end(), model);
  if (again != m_models.end()) setCurrentIndex(static_cast<int>(again - m_models.begin()));
}

}  // namespace cloze
