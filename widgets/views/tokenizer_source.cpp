// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/tokenizer_source.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace cloze {

TokenizerSource::TokenizerSource(QWidget* parent)
    : QWidget(parent), m_trained(new QRadioButton(tr("Train a new one"))), m_existing(new QRadioButton(tr("Use an existing one"))), m_path(new QLineEdit),
      m_folder(makeButton(tr("Folder..."))), m_file(makeButton(tr("File..."))), m_problem(makeText({}, "problem")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace1);
  for (QWidget* part : {static_cast<QWidget*>(m_trained), static_cast<QWidget*>(m_existing), static_cast<QWidget*>(m_path)}) column->addWidget(part);
  auto* buttons = new FlowLayout(nullptr, kSpace2, kSpace1);
  for (QPushButton* button : {m_folder, m_file}) buttons->addWidget(button);
  column->addLayout(buttons);
  column->addWidget(m_problem);
  m_trained->setToolTip(tr("Learned from the text of this run; its kind and size are among the settings"));
  m_existing->setToolTip(tr("A folder with tokenizer files (a checkpoint has them), a tokenizer.json, vocab.txt or .model"));
  m_path->setAccessibleName(tr("Folder or file of the tokeniser"));
  m_path->setPlaceholderText(tr("Folder or file of the tokeniser"));
  m_trained->setChecked(true);
  m_problem->hide();
  connect(m_existing, &QRadioButton::toggled, this, [this] { refresh(); Q_EMIT changed(); });
  connect(m_path, &QLineEdit::editingFinished, this, &TokenizerSource::changed);
  connect(m_folder, &QPushButton::clicked, this, [this] {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of a tokeniser"), m_path->text());
    if (!folder.isEmpty()) setFrom(folder.toStdString());
    Q_EMIT changed();
  });
  connect(m_file, &QPushButton::clicked, this, [this] {
    const QString file = QFileDialog::getOpenFileName(this, tr("File of a tokeniser"), m_path->text(), tr("Tokenisers (*.json *.txt *.model);;All files (*)"));
    if (!file.isEmpty()) setFrom(file.toStdString());
    Q_EMIT changed();
  });
  refresh();
}

void TokenizerSource::setFrom(const std::string& from) {
  if (from == this->from()) return;
  const QSignalBlocker block(m_existing);
  const QSignalBlocker blockOther(m_trained);
  (from.empty() ? m_trained : m_existing)->setChecked(true);
  if (!from.empty()) m_path->setText(QString::fromStdString(from));
  refresh();
}

std::string TokenizerSource::from() const { return wantsExisting() ? m_path->text().trimmed().toStdString() : std::string(); }

bool TokenizerSource::wantsExisting() const { return m_existing->isChecked(); }

void TokenizerSource::showProblem(const QString& text) {
  m_problem->setText(text);
  m_problem->setVisible(!text.isEmpty());
}

void TokenizerSource::refresh() {
  for (QWidget* part : {static_cast<QWidget*>(m_path), static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_file)}) part->setVisible(wantsExisting());
}

}  // namespace cloze
