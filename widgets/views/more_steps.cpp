// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/more_steps.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"

#include <QDialogButtonBox>
#include <QDoubleValidator>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace cloze {

MoreSteps::MoreSteps(const RunData& run, const CheckpointRow& from, QWidget* parent)
    : QDialog(parent), m_checkpoint(from.folder), m_step(from.step), m_name(new QLineEdit), m_rate(new QLineEdit), m_steps(new QSpinBox) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("More steps"));
  auto* form = new QFormLayout(this);
  QLabel* text = makeText(tr("A new run grows from this one: it starts with the weights of step %1, keeps tokeniser and text, and has a learning-rate schedule of its own. This run stays as it is.").arg(formatCount(from.step)));
  text->setMinimumWidth(420);
  form->addRow(text);
  m_name->setText(tr("%1, more steps").arg(QString::fromStdString(run.row().name)));
  form->addRow(tr("Name"), m_name);
  m_steps->setRange(1, 100000000);
  m_steps->setGroupSeparatorShown(true);
  m_steps->setValue(static_cast<int>(std::max<std::int64_t>(1, run.row().steps)));
  form->addRow(tr("Steps"), m_steps);
  const Json optimizer = run.spec().is_object() ? run.spec().value("optimizer", Json::object()) : Json::object();
  auto* number = new QDoubleValidator(0, 10, 12, m_rate);
  number->setLocale(QLocale::c());
  m_rate->setValidator(number);
  m_rate->setText(QString::number(optimizer.value("learning_rate", 0.0)));
  form->addRow(tr("Highest learning rate"), m_rate);
  for (QWidget* field : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_steps), static_cast<QWidget*>(m_rate)})
    field->setAccessibleName(static_cast<QLabel*>(form->labelForField(field))->text());
  auto* buttons = new QDialogButtonBox;
  QPushButton* start = makeButton(tr("Start training"), QStringLiteral("play"), "primary");
  buttons->addButton(start, QDialogButtonBox::AcceptRole);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  form->addRow(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    Q_EMIT asked(growth());
    accept();
  });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  start->setDefault(true);
  m_steps->setFocus();
}

Growth MoreSteps::growth() const {
  return {m_checkpoint, m_step, m_steps->value(), QLocale::c().toDouble(m_rate->text()), m_name->text().trimmed().toStdString()};
}

}  // namespace cloze
