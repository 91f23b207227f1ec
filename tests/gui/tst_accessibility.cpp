// Every widget that takes the keyboard, in every document: it has a name for a screen reader, and Tab reaches it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_run.h"
#include "app/main_window.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/shared/document_area.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/start_view.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAccessibleInterface>
#include <QApplication>
#include <QDockWidget>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

QString describe(const QWidget* widget) {
  QStringList path;
  for (const QWidget* at = widget; at && path.size() < 4; at = at->parentWidget())
    path << QString::fromLatin1(at->metaObject()->className()) + (at->objectName().isEmpty() ? QString() : QLatin1Char(':') + at->objectName());
  return path.join(QStringLiteral(" < "));
}

// A label whose text can be marked with the mouse is no control.
bool isText(const QWidget* widget) { return widget->inherits("QLabel") && !(widget->focusPolicy() & Qt::TabFocus); }

// Parts that Qt makes inside its own widgets are reached and read through them.
bool isInner(const QWidget* widget) {
  const QWidget* parent = widget->parentWidget();
  return widget->objectName().startsWith(QLatin1String("qt_")) || (parent && (parent->inherits("QComboBox") || parent->inherits("QAbstractSpinBox") || parent->inherits("QTabWidget") || parent->inherits("QAbstractScrollArea") || parent->inherits("QLineEdit") || parent->inherits("QMenuBar")));
}

QList<QWidget*> focusable(const QWidget* root) {
  QList<QWidget*> found;
  for (QWidget* widget : root->findChildren<QWidget*>())
    if (widget->isVisible() && widget->isEnabled() && widget->focusPolicy() != Qt::NoFocus && !widget->focusProxy() && !isInner(widget) && !isText(widget)) found << widget;
  return found;
}

}  // namespace

class AccessibilityTest : public QObject {
  Q_OBJECT

  std::unique_ptr<TemporaryHome> m_home;
  std::unique_ptr<MainWindow> m_window;

  QWidget* open(const QString& document) {
    if (document == QLatin1String("shell")) return m_window.get();
    if (!document.startsWith(QLatin1String("run "))) return m_window->openByKey(document);
    RunView* view = m_window->openRun("one");
    view->showPage(static_cast<RunView::Page>(document.mid(4).toInt()));
    return view;
  }

 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_home = std::make_unique<TemporaryHome>();
    {
      LogStore log(m_home->log());
      tests::writeRun(log, "one", m_home->path() / "runs" / "one", 120, true);
    }
    m_window = std::make_unique<MainWindow>(m_home->log());
    m_window->resize(1600, 1000);
    m_window->show();
    for (auto* dock : m_window->findChildren<QDockWidget*>()) dock->show();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->hub()->runs()->rowCount(), 1, kLong);
    m_window->openRun("one");
    QTRY_VERIFY_WITH_TIMEOUT(m_window->hub()->data("one")->lastStepOf("loss") > 0, kLong);
  }
  void cleanupTestCase() {
    m_window.reset();
    m_home.reset();
  }

  void everyWidgetHasAName_data() {
    QTest::addColumn<QString>("document");
    for (const char* key : {"shell", "start", "new-run", "masked-tokens", "neighbours", "compare", "run 0", "run 1", "run 2", "run 3", "run 4", "run 5", "run 6", "run 7"}) QTest::newRow(key) << QString::fromLatin1(key);
  }
  void everyWidgetHasAName() {
    QFETCH(QString, document);
    QWidget* root = open(document);
    QVERIFY(root);
    QStringList nameless;
    for (QWidget* widget : focusable(root)) {
      const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
      if (!interface || interface->text(QAccessible::Name).isEmpty()) nameless << describe(widget);
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(QStringLiteral("without a name:\n") + nameless.join(QLatin1Char('\n'))));
  }

  void tabReachesEveryWidget_data() { everyWidgetHasAName_data(); }
  void tabReachesEveryWidget() {
    QFETCH(QString, document);
    QWidget* root = open(document);
    QVERIFY(root);
    m_window->activateWindow();
    QSet<QWidget*> reached;
    QWidget* first = m_window->nextInFocusChain();
    for (QWidget* widget = first; widget; widget = widget->nextInFocusChain()) {
      if (widget->focusPolicy() & Qt::TabFocus) reached.insert(widget);
      if (widget->nextInFocusChain() == first) break;
    }
    QStringList missed;
    for (QWidget* widget : focusable(root)) {
      const bool oneOfMany = widget->inherits("QRadioButton") || widget->property("inGroup").toBool();   // arrows go on inside a group
      if (!reached.contains(widget) && !oneOfMany) missed << describe(widget);
    }
    QVERIFY2(missed.isEmpty(), qPrintable(QStringLiteral("not reached by Tab:\n") + missed.join(QLatin1Char('\n'))));
  }

  void tabReallyMovesThroughTheWindowAndComesBack() {
    open(QStringLiteral("start"));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_Tab);
    QSet<QWidget*> visited;
    for (int i = 0; i < 200 && QApplication::focusWidget() && !visited.contains(QApplication::focusWidget()); ++i) {
      visited.insert(QApplication::focusWidget());
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QVERIFY2(visited.size() >= 10, qPrintable(QString::number(visited.size()) + QStringLiteral(" widgets before Tab came back or stuck at ") + describe(QApplication::focusWidget())));
  }
};

CLOZE_TEST_SUITE(AccessibilityTest, "accessibility")
#include "tst_accessibility.moc"
