// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/family_cards.h"

#include "engine/core/schema.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace cloze {

FamilyCard::FamilyCard(const FamilyInfo& info, QWidget* parent) : QFrame(parent), m_family(info.id) {
  setProperty("role", QStringLiteral("card"));
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(schemaText(info.title));
  setAccessibleDescription(schemaText(info.idea));
  setToolTip(QString::fromStdString(info.paper));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace3, kSpace2, kSpace3, kSpace2);
  column->setSpacing(2);
  auto* head = new QHBoxLayout;
  head->addWidget(makeLabel(schemaText(info.title), "heading"));
  head->addStretch(1);
  head->addWidget(makeLabel(QString::number(info.year), "small"));
  column->addLayout(head);
  auto* idea = makeText(schemaText(info.idea), "small");
  idea->setTextInteractionFlags(Qt::NoTextInteraction);
  column->addWidget(idea);
}

void FamilyCard::setChosen(bool chosen) {
  setProperty("chosen", chosen);
  restyle(this);
}

void FamilyCard::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) Q_EMIT triggered();
}

void FamilyCard::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return) Q_EMIT triggered();
  else QFrame::keyPressEvent(event);
}

FamilyCards::FamilyCards(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  for (const FamilyInfo& info : families()) {
    auto* card = new FamilyCard(info);
    connect(card, &FamilyCard::triggered, this, [this, card] { Q_EMIT chosen(QString::fromStdString(card->family())); });
    column->addWidget(card);
    m_cards.push_back(card);
  }
}

void FamilyCards::setFamily(const std::string& family) {
  for (FamilyCard* card : m_cards) card->setChosen(card->family() == family);
}

QString presetTitle(const std::string& familyId, const PresetInfo& preset, std::int64_t vocabulary) {
  FamilySettings settings(familyId);
  settings.preset = preset.id;
  settings.applyPreset();
  fromJson(*settings.config, Json{{"vocab_size", vocabulary}}, UnknownKeys::AreKept);
  const FamilyInfo& info = family(familyId);
  const QString title = schemaText(preset.title);
  if (!info.parameterCount) return title;
  return FamilyCards::tr("%1: %2 parameters").arg(title, formatShortCount(info.parameterCount(*settings.config)));
}

}  // namespace cloze
