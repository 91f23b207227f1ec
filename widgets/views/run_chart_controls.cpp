// How the charts of a run are looked at: Follow / Keep / Fit, what runs along x, how much is smoothed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/views/run_charts.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QSlider>

namespace cloze {

void RunCharts::makeControls() {
  m_controls = makeFlow(kSpace2, kSpace1);
  QLayout* row = m_controls->layout();
  row->addWidget(makeSmoothing());
  m_unit = new QComboBox;
  m_unit->setAccessibleName(tr("What runs along the x axis"));
  m_unit->setToolTip(m_unit->accessibleName());
  struct Choice { XUnit unit; QString text; };
  for (const Choice& choice : {Choice{XUnit::Step, tr("X: step")}, Choice{XUnit::Epoch, tr("X: epoch")}, Choice{XUnit::Tokens, tr("X: tokens")}, Choice{XUnit::Time, tr("X: time")}})
    m_unit->addItem(choice.text, static_cast<int>(choice.unit));
  connect(m_unit, &QComboBox::currentIndexChanged, this, [this] { m_group->setXUnit(static_cast<XUnit>(m_unit->currentData().toInt())); });
  row->addWidget(m_unit);
  auto* logarithmic = new QCheckBox(tr("log x"));
  logarithmic->setToolTip(tr("Logarithmic x axis: the first steps take more room"));
  connect(logarithmic, &QCheckBox::toggled, m_group, &ChartGroup::setLogX);
  row->addWidget(logarithmic);
  row->addWidget(makeModes());
}

QWidget* RunCharts::makeModes() {
  auto* modes = new QWidget;
  auto* row = new QHBoxLayout(modes);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace1);
  m_modeButtons = new QButtonGroup(this);
  struct Mode { ChartMode mode; QString text, help; };
  for (const Mode& mode : {Mode{ChartMode::Follow, tr("Follow"), tr("The right edge is the newest step")}, Mode{ChartMode::Keep, tr("Keep"), tr("The range stays as it is while points come in")},
                           Mode{ChartMode::Fit, tr("Fit"), tr("The whole run, with the steps still to come")}}) {
    QPushButton* button = makeButton(mode.text, {}, "segment");
    button->setCheckable(true);
    button->setToolTip(mode.help);
    m_modeButtons->addButton(button, static_cast<int>(mode.mode));
    row->addWidget(button);
  }
  m_modeButtons->button(static_cast<int>(ChartMode::Fit))->setChecked(true);
  connect(m_modeButtons, &QButtonGroup::idClicked, this, [this](int mode) { m_group->setMode(static_cast<ChartMode>(mode)); });
  connect(m_group, &ChartGroup::modeChanged, this, [this](ChartMode mode) { m_modeButtons->button(static_cast<int>(mode))->setChecked(true); });
  return modes;
}

QWidget* RunCharts::makeSmoothing() {
  auto* part = new QWidget;
  auto* row = new QHBoxLayout(part);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace1);
  row->addWidget(makeLabel(tr("Smoothing"), "small"));
  m_smoothing = new QSlider(Qt::Horizontal);
  m_smoothing->setRange(0, 99);
  m_smoothing->setValue(static_cast<int>(kSmoothing * 100));
  m_smoothing->setFixedWidth(70);
  m_smoothing->setAccessibleName(tr("Smoothing"));
  m_smoothing->setToolTip(tr("Weight of what came before in the mean (debiased); 0 shows the raw values alone"));
  row->addWidget(m_smoothing);
  QLabel* value = makeLabel({}, "small");
  value->setMinimumWidth(value->fontMetrics().horizontalAdvance(QStringLiteral("0.00")));
  row->addWidget(value);
  const auto show = [this, value] { value->setText(formatFixed(m_smoothing->value() / 100.0, 2)); };
  connect(m_smoothing, &QSlider::valueChanged, this, [this, show](int weight) {
    show();
    m_group->setSmoothing(weight / 100.0);
  });
  show();
  return part;
}

void RunCharts::setXUnit(XUnit unit) { m_unit->setCurrentIndex(m_unit->findData(static_cast<int>(unit))); }

void RunCharts::setSmoothing(double weight) { m_smoothing->setValue(static_cast<int>(weight * 100 + 0.5)); }

}  // namespace cloze
