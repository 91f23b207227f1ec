// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/document_area.h"

#include "widgets/shared/document_pane.h"
#include "widgets/shared/parts.h"

#include <QApplication>
#include <QDrag>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <utility>

namespace cloze {

namespace {

constexpr auto kDragType = "application/x-cloze-document";
constexpr int kMostPanes = 6;

}  // namespace

DocumentArea::DocumentArea(QWidget* parent) : QWidget(parent), m_root(new QSplitter(Qt::Horizontal)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_root);
  m_root->setChildrenCollapsible(false);
  m_current = makePane();
  m_root->addWidget(m_current);
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
    for (QTabWidget* pane : panes())
      if (now && pane->isAncestorOf(now)) setCurrentPane(pane);
  });
}

// The panes go after this: they must not call back.
DocumentArea::~DocumentArea() {
  qApp->disconnect(this);
  for (QTabWidget* pane : panes()) {
    pane->disconnect(this);
    pane->tabBar()->removeEventFilter(this);
    pane->removeEventFilter(this);
  }
}

QTabWidget* DocumentArea::makePane() {
  auto* pane = new DocumentPane;
  pane->setMovable(true);
  pane->setDocumentMode(true);
  pane->setElideMode(Qt::ElideRight);
  pane->setAcceptDrops(true);
  pane->tabBar()->setProperty("role", QStringLiteral("documents"));
  pane->tabBar()->setDrawBase(false);
  pane->tabBar()->setAccessibleName(tr("Documents"));
  pane->tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
  pane->tabBar()->installEventFilter(this);
  pane->installEventFilter(this);
  connect(pane, &QTabWidget::tabCloseRequested, this, [this, pane](int index) { Q_EMIT tabCloseRequested(indexOf(pane->widget(index))); });
  connect(pane, &QTabWidget::currentChanged, this, [this, pane] { if (pane == m_current && !m_arranging) Q_EMIT currentChanged(currentIndex()); });
  connect(pane, &QTabWidget::tabBarClicked, this, [this, pane] { setCurrentPane(pane); });
  connect(pane->tabBar(), &QWidget::customContextMenuRequested, this, [this, pane](const QPoint& place) { showTabMenu(pane, place); });
  return pane;
}

void DocumentArea::collect(QWidget* part, std::vector<QTabWidget*>& found) const {
  if (auto* pane = qobject_cast<QTabWidget*>(part)) found.push_back(pane);
  if (const auto* splitter = qobject_cast<QSplitter*>(part))
    for (int i = 0; i < splitter->count(); ++i) collect(splitter->widget(i), found);
}

std::vector<QTabWidget*> DocumentArea::panes() const {
  std::vector<QTabWidget*> found;
  collect(m_root, found);
  return found;
}

DocumentArea::Place DocumentArea::place(int index) const {
  for (QTabWidget* pane : panes()) {
    if (index >= 0 && index < pane->count()) return {pane, index};
    index -= pane->count();
  }
  return {};
}

int DocumentArea::count() const {
  int all = 0;
  for (const QTabWidget* pane : panes()) all += pane->count();
  return all;
}

QWidget* DocumentArea::widget(int index) const {
  const Place found = place(index);
  return found.pane ? found.pane->widget(found.index) : nullptr;
}

QWidget* DocumentArea::currentWidget() const { return m_current->currentWidget(); }

int DocumentArea::indexOf(const QWidget* document) const {
  int before = 0;
  for (const QTabWidget* pane : panes()) {
    const int index = document ? pane->indexOf(document) : -1;
    if (index >= 0) return before + index;
    before += pane->count();
  }
  return -1;
}

int DocumentArea::paneOf(const QWidget* document) const {
  const std::vector<QTabWidget*> all = panes();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (document && all[i]->indexOf(document) >= 0) return static_cast<int>(i);
  return -1;
}

int DocumentArea::addTab(QWidget* document, const QString& title) {
  m_current->setCurrentIndex(m_current->addTab(document, title));
  refresh();
  return indexOf(document);
}

void DocumentArea::removeTab(int index) {
  const Place found = place(index);
  if (!found.pane) return;
  found.pane->removeTab(found.index);
  dropIfEmpty(found.pane);
  refresh();
}

void DocumentArea::setCurrentWidget(QWidget* document) {
  for (QTabWidget* pane : panes()) {
    if (!document || pane->indexOf(document) < 0) continue;
    const bool another = pane == m_current && pane->currentWidget() != document;
    pane->setCurrentWidget(document);
    if (!another) setCurrentPane(pane);
  }
}

void DocumentArea::setTabText(int index, const QString& title) {
  const Place found = place(index);
  if (found.pane) nameTab(found.pane, found.index, title);
}

QString DocumentArea::tabText(int index) const {
  const Place found = place(index);
  return found.pane ? found.pane->tabText(found.index) : QString();
}

void DocumentArea::setCurrentPane(QTabWidget* pane) {
  if (pane == m_current) return;
  m_current = pane;
  refresh();
  Q_EMIT currentChanged(currentIndex());
}

// The pane in use is marked where there are several; the last document of all has no closing cross.
void DocumentArea::refresh() {
  const std::vector<QTabWidget*> all = panes();
  const bool closable = count() > 1;
  for (QTabWidget* pane : all) {
    if (pane->tabsClosable() != closable) pane->setTabsClosable(closable);
    pane->tabBar()->setProperty("quiet", all.size() > 1 && pane != m_current);
    restyle(pane->tabBar());
    for (int i = 0; i < pane->count(); ++i) nameTab(pane, i, pane->tabText(i));
  }
}

// A title that is cut is read whole in its tip.
void DocumentArea::nameTab(QTabWidget* pane, int index, const QString& title) {
  pane->setTabText(index, title);
  pane->setTabToolTip(index, QString(title).replace(QLatin1String("&&"), QLatin1String("&")));
}

bool DocumentArea::canSplit() const { return m_current->count() > 1 && paneCount() < kMostPanes; }

void DocumentArea::split(Qt::Orientation orientation) {
  if (!canSplit()) return;
  QWidget* document = currentWidget();
  moveDocument(document, splitPane(m_current, orientation));
}

QTabWidget* DocumentArea::splitPane(QTabWidget* pane, Qt::Orientation orientation, bool before) {
  auto* splitter = qobject_cast<QSplitter*>(pane->parentWidget());
  int index = splitter->indexOf(pane);
  const QList<int> sizes = splitter->sizes();
  QTabWidget* made = makePane();
  if (splitter->count() < 2) splitter->setOrientation(orientation);
  if (splitter->orientation() != orientation) {
    auto* inner = new QSplitter(orientation);
    inner->setChildrenCollapsible(false);
    splitter->replaceWidget(index, inner);
    inner->addWidget(pane);
    pane->show();
    if (std::accumulate(sizes.begin(), sizes.end(), 0) > 0) splitter->setSizes(sizes);
    splitter = inner;
    index = 0;
  }
  splitter->insertWidget(before ? index : index + 1, made);
  splitter->setSizes(QList<int>(splitter->count(), 10000));
  return made;
}

void DocumentArea::moveDocument(QWidget* document, QTabWidget* target, int index) {
  QTabWidget* from = nullptr;
  for (QTabWidget* pane : panes())
    if (pane->indexOf(document) >= 0) from = pane;
  if (!from || from == target) return;
  const QString title = from->tabText(from->indexOf(document));
  from->removeTab(from->indexOf(document));
  target->setCurrentIndex(target->insertTab(index < 0 ? target->count() : index, document, title));
  m_current = target;
  dropIfEmpty(from);
  refresh();
  document->setFocus();
  Q_EMIT arranged();
  Q_EMIT currentChanged(currentIndex());
}

void DocumentArea::moveTo(QWidget* document, int pane) {
  const std::vector<QTabWidget*> all = panes();
  if (pane >= 0 && pane < static_cast<int>(all.size())) moveDocument(document, all[static_cast<std::size_t>(pane)]);
}

void DocumentArea::moveToNextPane() {
  const std::vector<QTabWidget*> all = panes();
  if (all.size() < 2) return split(Qt::Horizontal);
  moveTo(currentWidget(), (paneOf(currentWidget()) + 1) % static_cast<int>(all.size()));
}

void DocumentArea::focusNextPane() {
  const std::vector<QTabWidget*> all = panes();
  const auto here = std::find(all.begin(), all.end(), m_current);
  QTabWidget* next = here + 1 == all.end() ? all.front() : *(here + 1);
  next->tabBar()->setFocus(Qt::TabFocusReason);
  setCurrentPane(next);
}

void DocumentArea::unite() {
  QWidget* front = currentWidget();
  for (std::vector<QTabWidget*> all = panes(); all.size() > 1; all = panes()) moveDocument(all.back()->widget(0), all.front());
  if (front) setCurrentWidget(front);
}

void DocumentArea::dropIfEmpty(QTabWidget* pane) {
  if (m_arranging || pane->count() > 0 || panes().size() < 2) return;
  auto* splitter = qobject_cast<QSplitter*>(pane->parentWidget());
  pane->hide();
  pane->setParent(nullptr);
  pane->deleteLater();
  tidy(splitter);
  if (m_current == pane) m_current = panes().front();
  Q_EMIT arranged();
}

// A splitter with one part left gives it to its parent.
void DocumentArea::tidy(QSplitter* splitter) {
  auto* parent = qobject_cast<QSplitter*>(splitter->parentWidget());
  if (splitter->count() != 1 || !parent) return;
  parent->replaceWidget(parent->indexOf(splitter), splitter->widget(0));
  splitter->deleteLater();
}

void DocumentArea::showTabMenu(QTabWidget* pane, const QPoint& place) {
  const int index = pane->tabBar()->tabAt(place);
  if (index < 0) return;
  setCurrentPane(pane);
  pane->setCurrentIndex(index);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Close"), this, [this] { Q_EMIT tabCloseRequested(currentIndex()); })->setEnabled(count() > 1);
  menu->addSeparator();
  menu->addAction(tr("Split to the right"), this, [this] { split(Qt::Horizontal); })->setEnabled(canSplit());
  menu->addAction(tr("Split downwards"), this, [this] { split(Qt::Vertical); })->setEnabled(canSplit());
  menu->addAction(tr("Move to the other side"), this, &DocumentArea::moveToNextPane)->setEnabled(paneCount() > 1 || canSplit());
  menu->popup(pane->tabBar()->mapToGlobal(place));
}

bool DocumentArea::eventFilter(QObject* watched, QEvent* event) {
  auto* pane = qobject_cast<QTabWidget*>(watched);
  if (!pane) pane = qobject_cast<QTabWidget*>(watched->parent());
  if (!pane) return false;
  if (event->type() == QEvent::MouseMove && watched == pane->tabBar()) return dragTab(static_cast<QMouseEvent*>(event), pane);
  if (event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove && event->type() != QEvent::Drop) return false;
  auto* drop = static_cast<QDropEvent*>(event);
  if (!drop->mimeData()->hasFormat(QLatin1String(kDragType))) return false;
  drop->acceptProposedAction();
  return event->type() != QEvent::Drop || dropTab(drop, pane);
}

// Inside its bar a tab is moved by Qt; pulled out of it, it is carried to another pane.
bool DocumentArea::dragTab(QMouseEvent* event, QTabWidget* pane) {
  const bool outside = !pane->tabBar()->rect().adjusted(-30, -30, 30, 30).contains(event->position().toPoint());
  if (!event->buttons().testFlag(Qt::LeftButton) || !outside || !pane->currentWidget() || count() < 2) return false;
  QMouseEvent release(QEvent::MouseButtonRelease, event->position(), event->globalPosition(), Qt::LeftButton, Qt::NoButton, event->modifiers());
  QApplication::sendEvent(pane->tabBar(), &release);     // ends Qt's own moving
  auto* drag = new QDrag(this);
  auto* carried = new QMimeData;
  carried->setData(QLatin1String(kDragType), pane->currentWidget()->objectName().toUtf8());
  drag->setMimeData(carried);
  drag->exec(Qt::MoveAction);
  return true;
}

// On the right or lower third of a pane: a new pane there; elsewhere: into that pane.
bool DocumentArea::dropTab(QDropEvent* event, QTabWidget* pane) {
  const QString name = QString::fromUtf8(event->mimeData()->data(QLatin1String(kDragType)));
  for (int i = 0; i < count(); ++i) {
    QWidget* document = widget(i);
    if (document->objectName() != name) continue;
    const QPointF at = event->position();
    const bool right = at.x() > pane->width() * 0.67, below = at.y() > pane->height() * 0.67;
    const bool alone = pane->count() == 1 && pane->widget(0) == document;
    QTabWidget* target = (right || below) && !alone && paneCount() < kMostPanes ? splitPane(pane, right ? Qt::Horizontal : Qt::Vertical) : pane;
    moveDocument(document, target);
    return true;
  }
  return true;
}

Json DocumentArea::arrangementOf(QWidget* part) const {
  if (const auto* pane = qobject_cast<QTabWidget*>(part)) {
    Json pages = Json::array();
    for (int i = 0; i < pane->count(); ++i) pages.push_back(pane->widget(i)->objectName().toStdString());
    return {{"pages", pages}, {"current", pane->currentWidget() ? pane->currentWidget()->objectName().toStdString() : ""}};
  }
  const auto* splitter = static_cast<QSplitter*>(part);
  if (splitter->count() == 1) return arrangementOf(splitter->widget(0));
  Json parts = Json::array(), shares = Json::array();
  const QList<int> sizes = splitter->sizes();
  const double whole = std::max(1, std::accumulate(sizes.begin(), sizes.end(), 0));
  for (int i = 0; i < splitter->count(); ++i) {
    parts.push_back(arrangementOf(splitter->widget(i)));
    shares.push_back(sizes[i] / whole);
  }
  return {{"split", splitter->orientation() == Qt::Horizontal ? "right" : "down"}, {"shares", shares}, {"parts", parts}};
}

Json DocumentArea::arrangement() const { return arrangementOf(m_root); }

void DocumentArea::arrange(const Json& arrangement) {
  QWidget* front = currentWidget();
  unite();
  m_arranging = true;
  std::vector<std::pair<QTabWidget*, QString>> fronts;
  build(arrangement, panes().front(), fronts);
  m_arranging = false;
  for (QTabWidget* pane : panes()) dropIfEmpty(pane);
  for (const auto& [pane, name] : fronts)
    for (int i = 0; i < pane->count(); ++i)
      if (pane->widget(i)->objectName() == name) pane->setCurrentIndex(i);
  if (front) setCurrentWidget(front);
  refresh();
  Q_EMIT currentChanged(currentIndex());
}

void DocumentArea::build(const Json& part, QTabWidget* pane, std::vector<std::pair<QTabWidget*, QString>>& fronts) {
  if (!part.is_object()) return;
  if (part.contains("parts") && part["parts"].is_array() && !part["parts"].empty()) {
    const bool down = part.value("split", Json()) == "down";
    std::vector<QTabWidget*> made{pane};
    while (made.size() < std::min<std::size_t>(part["parts"].size(), kMostPanes)) made.push_back(splitPane(made.back(), down ? Qt::Vertical : Qt::Horizontal));
    auto* splitter = qobject_cast<QSplitter*>(pane->parentWidget());
    const Json shares = part.value("shares", Json());
    QList<int> sizes;
    for (std::size_t i = 0; i < made.size(); ++i) {
      const bool known = shares.is_array() && i < shares.size() && shares[i].is_number();
      sizes << static_cast<int>(10000 * (known ? std::clamp(shares[i].get<double>(), 0.05, 1.0) : 1.0 / static_cast<double>(made.size())));
    }
    if (splitter->count() == sizes.size()) splitter->setSizes(sizes);
    for (std::size_t i = made.size(); i-- > 0;) build(part["parts"][i], made[i], fronts);
    return;
  }
  if (part.contains("current") && part["current"].is_string()) fronts.emplace_back(pane, QString::fromStdString(part["current"].get<std::string>()));
  if (!part.contains("pages") || !part["pages"].is_array()) return;
  for (const Json& page : part["pages"])
    for (int i = 0; page.is_string() && i < count(); ++i)
      if (widget(i)->objectName().toStdString() == page.get<std::string>()) { moveDocument(widget(i), pane); break; }
}

}  // namespace cloze
