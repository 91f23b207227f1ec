// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/model_picker.h"

#include "engine/catalogue.h"
#include "widgets/shared/icons.h"
#include "widgets/shared/theme.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QPainter>

#include <algorithm>
#include <iterator>

namespace cloze {

namespace {

QIcon swatch(int colour) {
  QPixmap picture(16, 16);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(Theme::current().runColour(colour));
  painter.drawRoundedRect(QRectF(3, 3, 10, 10), 3, 3);
  return picture;
}

}  // namespace

std::vector<ModelChoice> modelsThatTrain(const std::string& objective, const std::vector<ModelChoice>& models) {
  std::vector<ModelChoice> kept;
  for (const FamilyInfo& info : families()) {
    if (std::find(info.objectives.begin(), info.objectives.end(), objective) == info.objectives.end()) continue;
    std::copy_if(models.begin(), models.end(), std::back_inserter(kept), [&info](const ModelChoice& model) { return model.family == info.id; });
  }
  return kept;
}

ModelPicker::ModelPicker(QWidget* parent) : QComboBox(parent) {
  setAccessibleName(tr("Model"));
  setToolTip(tr("The model that answers: a run that trains now, a checkpoint, or a folder"));
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(22);
  setPlaceholderText(tr("No model yet"));
  addItem(icon(QStringLiteral("folder"), IconColour::Muted), tr("Open a folder..."));
  connect(this, &QComboBox::activated, this, [this](int index) {
    if (!itemData(index).isValid()) return browse();
    m_last = index;
    Q_EMIT changed();
  });
}

int ModelPicker::find(const ModelChoice& model) const {
  for (int i = 0; i < count(); ++i)
    if (itemData(i).isValid() && itemData(i).value<ModelChoice>() == model) return i;
  return -1;
}

void ModelPicker::setModels(const std::vector<ModelChoice>& models) {
  const std::optional<ModelChoice> before = chosen();
  const QSignalBlocker block(this);
  while (count() > 1) removeItem(0);
  for (const ModelChoice& model : models) {
    insertItem(count() - 1, swatch(model.colour), model.title, QVariant::fromValue(model));
    setItemData(count() - 2, model.title, Qt::ToolTipRole);
  }
  m_last = count() > 1 ? 0 : -1;
  setCurrentIndex(m_last);
  if (before) choose(*before);
}

void ModelPicker::choose(const ModelChoice& model) {
  const QSignalBlocker block(this);
  int index = find(model);
  if (index < 0) {
    insertItem(0, swatch(model.colour), model.title, QVariant::fromValue(model));
    index = 0;
  }
  setCurrentIndex(index);
  m_last = index;
}

std::optional<ModelChoice> ModelPicker::chosen() const {
  const QVariant value = currentData();
  return value.isValid() ? std::optional<ModelChoice>(value.value<ModelChoice>()) : std::nullopt;
}

void ModelPicker::browse() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with config.json"));
  if (folder.isEmpty()) return setCurrentIndex(m_last);
  choose({QFileInfo(folder).fileName(), folder.toStdString(), {}, 0, false});
  Q_EMIT changed();
}

}  // namespace cloze
