// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/preview_card.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QVBoxLayout>

namespace cloze {

PreviewCard::PreviewCard(const QString& heading, const QString& explanation, QWidget* parent)
    : QFrame(parent), m_explanation(explanation), m_body(new QVBoxLayout), m_state(makeText(explanation, "muted")), m_cancel(makeButton(tr("Cancel"), {}, "link")) {
  setProperty("role", QStringLiteral("card"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace2);
  column->addWidget(makeLabel(heading, "heading"));
  auto* state = new QHBoxLayout;
  state->addWidget(m_state, 1);
  state->addWidget(m_cancel, 0, Qt::AlignTop);
  column->addLayout(state);
  column->addLayout(m_body);
  m_body->setSpacing(kSpace2);
  m_cancel->hide();
  connect(m_cancel, &QPushButton::clicked, this, &PreviewCard::cancelled);
}

void PreviewCard::say(const QString& text, const char* role, bool busy) {
  setRole(m_state, role);
  m_state->setText(text);
  m_state->setVisible(!text.isEmpty());
  m_cancel->setVisible(busy);
  if (m_busy == busy) return;
  m_busy = busy;
  Q_EMIT busyChanged(busy);
}

void PreviewCard::showProgress(const QString& text) { say(text, "muted", !text.isEmpty()); }

void PreviewCard::showNote(const QString& text) { say(text, "muted", false); }

void PreviewCard::showProblem(const QString& text) { say(text.isEmpty() ? m_explanation : text, text.isEmpty() ? "muted" : "bad", false); }

QString PreviewCard::stateText() const { return m_state->text(); }

}  // namespace cloze
