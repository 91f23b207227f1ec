// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/asked_page.h"

#include "widgets/shared/table_tools.h"
#include "widgets/shared/theme.h"

#include <QScrollArea>

namespace cloze {

AskedPage::AskedPage(const QString& iconName, const QString& emptySentence, QWidget* parent)
    : QWidget(parent), m_cancel(makeButton(tr("Cancel"))), m_waiting(makeLabel({}, "small")), m_banner(new Banner), m_empty(new EmptyState(iconName, emptySentence)), m_content(new QVBoxLayout) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  QWidget* head = makeFlow(kSpace2, kSpace1);
  m_head = static_cast<FlowLayout*>(head->layout());
  m_waiting->setMinimumHeight(m_cancel->sizeHint().height());   // in line with the buttons
  m_head->addWidget(m_cancel);
  m_head->addWidget(m_waiting);
  column->addWidget(head);
  column->addWidget(m_banner);
  auto* page = new QWidget;
  auto* inside = new QVBoxLayout(page);
  inside->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  m_content->setSpacing(kSpace2);
  inside->addWidget(m_empty, 1);
  inside->addLayout(m_content);
  inside->addStretch(1);
  column->addWidget(inCard(makePageScroll(page)), 1);
  m_cancel->hide();
  connect(m_cancel, &QPushButton::clicked, this, &AskedPage::cancelled);
}

void AskedPage::addControl(QWidget* control) { m_head->insertWidget(m_head->count() - 2, control); }

void AskedPage::showWaiting(const QString& what) {
  m_banner->clear();
  m_waiting->setText(what);
  m_cancel->show();
}

void AskedPage::showAnswer(bool any, const QString& remark) {
  m_waiting->setText(remark);
  m_cancel->hide();
  m_empty->setVisible(!any);
}

void AskedPage::showError(const QString& text) {
  m_waiting->setText(text.isEmpty() ? tr("Cancelled.") : QString());
  m_cancel->hide();
  if (!text.isEmpty()) m_banner->sayError(text);
}

}  // namespace cloze
