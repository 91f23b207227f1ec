// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/family_cards.h"

#include "engine/core/schema.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/family_picture.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kOpenCards = 3;   // more than so many: only the chosen one is open

}  // namespace

FamilyCard::FamilyCard(const FamilyInfo& info, QWidget* parent) : QFrame(parent), m_family(info.id), m_idea(makeText(schemaText(info.idea), "small")) {
  setProperty("role", QStringLiteral("card"));
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(schemaText(info.title) + QStringLiteral(", ") + QString::number(info.year));
  setToolTip(QStringLiteral("<p>%1</p><p><i>%2</i></p>").arg(schemaText(info.idea).toHtmlEscaped(), QString::fromStdString(info.paper).toHtmlEscaped()));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace3, kSpace2, kSpace3, kSpace2);
  column->setSpacing(2);
  auto* head = new QHBoxLayout;
  head->addWidget(makeLabel(schemaText(info.title), "heading"));
  head->addStretch(1);
  head->addWidget(makeLabel(QString::number(info.year), "small"));
  column->addLayout(head);
  auto* body = new QHBoxLayout;
  body->setSpacing(kSpace3);
  m_idea->setTextInteractionFlags(Qt::NoTextInteraction);
  QString told = schemaText(info.idea);
  if (!info.drawing.sees.empty()) {
    m_picture = new FamilyPicture(info.drawing);
    told += QLatin1Char(' ') + m_picture->sentence();
    body->addWidget(m_picture, 0, Qt::AlignTop);
  }
  body->addWidget(m_idea, 1, Qt::AlignTop);
  column->addLayout(body);
  setAccessibleDescription(told);
}

void FamilyCard::setChosen(bool chosen) {
  if (property("chosen") == QVariant(chosen)) return;
  setProperty("chosen", chosen);
  setFocusPolicy(chosen ? Qt::StrongFocus : Qt::ClickFocus);   // as radio buttons: Tab goes to the chosen one, arrows to the others
  setProperty("inGroup", !chosen);
  restyle(this);
}

void FamilyCard::setOpen(bool open) {
  m_idea->setVisible(open);
  if (m_picture) m_picture->setVisible(open);
}

bool FamilyCard::isOpen() const { return !m_idea->isHidden(); }

void FamilyCard::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) Q_EMIT triggered();
}

void FamilyCard::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter) Q_EMIT triggered();
  else if (key == Qt::Key_Down || key == Qt::Key_Right) Q_EMIT moved(1);
  else if (key == Qt::Key_Up || key == Qt::Key_Left) Q_EMIT moved(-1);
  else QFrame::keyPressEvent(event);
}

FamilyCards::FamilyCards(std::vector<FamilyInfo> shown, QWidget* parent) : QWidget(parent) {
  std::stable_sort(shown.begin(), shown.end(), [](const FamilyInfo& a, const FamilyInfo& b) { return a.year < b.year; });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(shown.size() > kOpenCards ? kSpace1 : kSpace2);
  for (const FamilyInfo& info : shown) {
    auto* card = new FamilyCard(info);
    connect(card, &FamilyCard::triggered, this, [this, card] { Q_EMIT chosen(QString::fromStdString(card->family())); });
    connect(card, &FamilyCard::moved, this, [this, place = m_cards.size()](int by) { move(place, by); });
    column->addWidget(card);
    m_cards.push_back(card);
  }
}

void FamilyCards::move(std::size_t from, int by) {
  const auto last = static_cast<std::int64_t>(m_cards.size()) - 1;
  FamilyCard* next = m_cards[static_cast<std::size_t>(std::clamp<std::int64_t>(static_cast<std::int64_t>(from) + by, 0, last))];
  next->setFocus(Qt::TabFocusReason);
  Q_EMIT chosen(QString::fromStdString(next->family()));
}

void FamilyCards::setFamily(const std::string& family) {
  for (FamilyCard* card : m_cards) {
    card->setChosen(card->family() == family);
    card->setOpen(m_cards.size() <= kOpenCards || card->family() == family);
  }
}

FamilyCard* FamilyCards::card(const std::string& family) const {
  const auto found = std::find_if(m_cards.begin(), m_cards.end(), [&family](const FamilyCard* card) { return card->family() == family; });
  return found == m_cards.end() ? nullptr : *found;
}

std::int64_t parametersOf(const std::string& familyId, const Settings& config, std::int64_t vocabulary) {
  const FamilyInfo& info = family(familyId);
  if (!info.parameterCount) return 0;
  const std::unique_ptr<Settings> sized = config.clone();
  fromJson(*sized, Json{{"vocab_size", vocabulary}}, UnknownKeys::AreKept);
  return info.parameterCount(*sized);
}

QString presetTitle(const std::string& familyId, const PresetInfo& preset, std::int64_t vocabulary) {
  FamilySettings settings(familyId);
  settings.preset = preset.id;
  settings.applyPreset();
  const std::int64_t parameters = parametersOf(familyId, *settings.config, vocabulary);
  const QString title = schemaText(preset.title);
  return parameters > 0 ? FamilyCards::tr("%1: %2 parameters").arg(title, formatShortCount(parameters)) : title;
}

}  // namespace cloze
