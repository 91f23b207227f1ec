// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/sentence_box.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/token_chips.h"

#include <QHBoxLayout>

namespace cloze {

SentenceBox::SentenceBox(const QString& name, QWidget* parent) : QWidget(parent), m_line(new QHBoxLayout), m_edit(new QLineEdit), m_chips(new TokenChips), m_note(makeText({}, "small")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  m_edit->setPlaceholderText(tr("Type a sentence and press Enter"));
  m_edit->setAccessibleName(name);
  m_line->addWidget(m_edit, 1);
  column->addLayout(m_line);
  column->addWidget(m_chips);
  column->addWidget(m_note);
  connect(m_edit, &QLineEdit::returnPressed, this, [this] { Q_EMIT entered(m_edit->text()); });
}

std::string SentenceBox::take(const QString& text) {
  m_edit->setText(text);
  m_chips->setChips({});
  if (text.trimmed().isEmpty()) say(tr("The sentence is empty: type one and press Enter."), "warn");
  return text.trimmed().toStdString();
}

void SentenceBox::say(const QString& text, const char* role) {
  setRole(m_note, role);
  m_note->setText(text);
  m_note->setVisible(!text.isEmpty());
}

}  // namespace cloze
