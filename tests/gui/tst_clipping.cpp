// No text is cut: every document of the real window in a language 40 % longer than English, in Russian and with large letters, in each theme; what
// each label, button, choice, tab and heading needs against what it was given. Texts that are cut with dots on purpose must have the whole as their tooltip.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_run.h"
#include "app/main_window.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/models/compare_models.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/translation.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/start_view.h"

#include <QScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTabBar>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

QString whereIs(const QWidget* widget) {
  QStringList path;
  for (const QWidget* place = widget->parentWidget(); place && path.size() < 4; place = place->parentWidget()) path.prepend(QString::fromLatin1(place->metaObject()->className()).remove(QLatin1String("cloze::")));
  return path.join(QLatin1Char('/'));
}

QString problem(const QWidget* widget, const QString& text, const QSize& needed) {
  return QStringLiteral("%1 \"%2\" needs %3x%4, has %5x%6 in %7").arg(QString::fromLatin1(widget->metaObject()->className()), text.left(60)).arg(needed.width()).arg(needed.height()).arg(widget->width()).arg(widget->height()).arg(whereIs(widget));
}

QString checkLabel(const QLabel* label) {
  if (label->text().isEmpty() || label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored) return {};   // fitted by its owner
  if (dynamic_cast<const ElidedLabel*>(label)) {
    const bool cut = label->fontMetrics().horizontalAdvance(label->text()) > label->width();
    return cut && label->toolTip().isEmpty() ? problem(label, label->text(), label->sizeHint()) + QStringLiteral(", without a tooltip") : QString();
  }
  if (label->wordWrap()) {
    const int height = label->heightForWidth(label->width());
    return height > label->height() + 1 ? problem(label, label->text(), {label->width(), height}) : QString();
  }
  const QSize needed = label->sizeHint();
  return needed.width() > label->width() + 1 || needed.height() > label->height() + 2 ? problem(label, label->text(), needed) : QString();
}

QString checkButton(const QAbstractButton* button) {
  if (button->text().isEmpty() || button->objectName().startsWith(QLatin1String("qt_"))) return {};
  const QSize needed = button->minimumSizeHint().isValid() ? button->minimumSizeHint() : button->sizeHint();
  return needed.width() > button->width() + 1 || needed.height() > button->height() + 2 ? problem(button, button->text(), needed) : QString();
}

// A list of choices, or a line with an example in it.
QString checkField(const QWidget* field, const QString& text, int room) {
  const int needed = field->fontMetrics().horizontalAdvance(text);
  return needed > room + 1 && field->toolTip().isEmpty() ? problem(field, text, {needed + field->width() - room, 0}) : QString();
}

QString checkChoice(const QComboBox* box) {
  QStyleOptionComboBox option;
  option.initFrom(box);
  return checkField(box, box->currentText(), box->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box).width() - (box->itemIcon(box->currentIndex()).isNull() ? 0 : box->iconSize().width()));
}

QString checkTabs(const QTabBar* tabs) {
  for (int i = 0; i < tabs->count(); ++i) {
    const int needed = tabs->fontMetrics().horizontalAdvance(tabs->tabText(i).remove(QLatin1Char('&')));
    if (tabs->isTabVisible(i) && needed > tabs->tabRect(i).width() && tabs->tabToolTip(i).isEmpty()) return problem(tabs, tabs->tabText(i), {needed, 0});
  }
  return {};
}

QString checkHeader(const QHeaderView* header) {
  if (header->orientation() != Qt::Horizontal || !header->model()) return {};
  for (int i = 0; i < header->count(); ++i) {
    if (header->isSectionHidden(i)) continue;
    const QString text = header->model()->headerData(i, Qt::Horizontal).toString();
    const int needed = header->fontMetrics().horizontalAdvance(text);
    if (needed > header->sectionSize(i) && header->model()->headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty()) return problem(header, text, {needed, 0});
  }
  return {};
}

// Reaching beyond a parent that does not scroll is being cut, too.
QString checkPlace(const QWidget* widget) {
  for (const QWidget* place = widget->parentWidget(); place; place = place->parentWidget()) {
    if (qobject_cast<const QAbstractScrollArea*>(place->parentWidget()) || qobject_cast<const QAbstractScrollArea*>(place)) return {};
    const QRect mine(widget->mapTo(place, QPoint()), widget->size());
    if (!place->rect().adjusted(-1, -1, 1, 1).contains(mine)) return problem(widget, widget->accessibleName() + widget->property("text").toString(), mine.size()) + QStringLiteral(", beyond ") + QString::fromLatin1(place->metaObject()->className());
    if (place->isWindow()) return {};
  }
  return {};
}

// A page that is wider than what is seen of it, where it cannot be scrolled sideways.
QString checkPage(const QScrollArea* scroll) {
  const QWidget* page = scroll->widget();
  if (!page || scroll->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff || page->width() <= scroll->viewport()->width()) return {};
  const QWidget* widest = page;                          // what makes it so wide
  for (const QWidget* part = page; part; widest = part ? part : widest) {
    const QWidget* next = nullptr;
    for (const QObject* child : part->children())
      if (const auto* inner = qobject_cast<const QWidget*>(child); inner && inner->isVisible() && !qobject_cast<const QAbstractScrollArea*>(part) && (!next || inner->minimumSizeHint().width() > next->minimumSizeHint().width())) next = inner;
    part = next;
  }
  return problem(scroll, scroll->accessibleName(), {page->width(), page->height()}) + QStringLiteral(", for ") + problem(widest, widest->property("text").toString(), widest->minimumSizeHint());
}

QStringList cutTexts(const QWidget& window) {
  QStringList found;
  const auto note = [&found](const QString& text) { if (!text.isEmpty()) found << text; };
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->width() == 0) continue;
    if (const auto* scroll = qobject_cast<const QScrollArea*>(widget)) note(checkPage(scroll));
    if (const auto* label = qobject_cast<const QLabel*>(widget)) note(checkLabel(label));
    else if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) note(checkButton(button));
    else if (const auto* box = qobject_cast<const QComboBox*>(widget)) note(checkChoice(box));
    else if (const auto* line = qobject_cast<const QLineEdit*>(widget)) note(line->text().isEmpty() ? checkField(line, line->placeholderText(), line->width() - 2 * kSpace2) : QString());
    else if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) note(checkTabs(tabs));
    else if (const auto* header = qobject_cast<const QHeaderView*>(widget)) note(checkHeader(header));
    if (qobject_cast<const QLabel*>(widget) || qobject_cast<const QAbstractButton*>(widget)) note(checkPlace(widget));
  }
  return found;
}

}  // namespace

Q_DECLARE_METATYPE(cloze::ThemeKind)

class ClippingTest : public QObject {
  Q_OBJECT

  void check(MainWindow& window, const char* page, QStringList& found) {
    QStringList cut = cutTexts(window);
    for (int i = 0; i < 40 && (i < 2 || !cut.isEmpty()); ++i) {              // until it is laid out; a slow machine takes its time
      QTest::qWait(25);
      cut = cutTexts(window);
    }
    for (const QString& text : cut) found << QLatin1String(page) + QStringLiteral(": ") + text;
  }

 private Q_SLOTS:
  void cleanup() {
    installLanguage(*qApp, QStringLiteral("en"));
    Theme::apply(*qApp, ThemeKind::Light, 1);
  }

  void textIsNeverCut_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<double>("fontScale");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<ThemeKind>("theme");
    QTest::newRow("pseudo, 1280x800, light") << "pseudo" << 1.0 << QSize(1280, 800) << ThemeKind::Light;
    QTest::newRow("pseudo, 1920x1080, 150 %, dark") << "pseudo" << 1.5 << QSize(1920, 1080) << ThemeKind::Dark;
    QTest::newRow("pseudo, 1280x800, high contrast") << "pseudo" << 1.0 << QSize(1280, 800) << ThemeKind::Contrast;
    QTest::newRow("Russian, 1280x800, light") << "ru" << 1.0 << QSize(1280, 800) << ThemeKind::Light;
    QTest::newRow("Russian, 1920x1080, 150 %, dark") << "ru" << 1.5 << QSize(1920, 1080) << ThemeKind::Dark;
    QTest::newRow("English, 1280x800, light") << "en" << 1.0 << QSize(1280, 800) << ThemeKind::Light;
    QTest::newRow("English, 1280x800, 150 %, light") << "en" << 1.5 << QSize(1280, 800) << ThemeKind::Light;
  }
  void textIsNeverCut() {
    QFETCH(QString, language);
    QFETCH(double, fontScale);
    QFETCH(QSize, size);
    QFETCH(ThemeKind, theme);
    installLanguage(*qApp, language);
    Theme::apply(*qApp, theme, fontScale);
    const TemporaryHome home;
    std::string run;
    std::vector<std::string> compared;
    {
      LogStore log(home.log());
      for (const auto& recording : comparedRecordings()) compared.push_back(importDemoRun(log, recording, home.path() / "runs" / recording.stem(), {}));
      run = importDemoRun(log, demoRecording(), home.path() / "runs" / "demo", shippedModels().front().checkpoint);      // the first model that is offered
    }
    WindowSettings settings;
    settings.size = size;
    MainWindow window(home.log(), settings);
    window.setFixedSize(size);
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), static_cast<int>(compared.size()) + 1, kLong);
    QStringList found;
    check(window, "start", found);
    window.openNewRun();
    check(window, "new run", found);
    RunView* view = window.openRun(run);
    QTRY_VERIFY_WITH_TIMEOUT(view->run()->lastStepOf("loss") > 0, kLong);
    for (const RunView::Page page : {RunView::Charts, RunView::Configuration, RunView::Data, RunView::Samples, RunView::Checkpoints, RunView::Log}) {
      view->showPage(page);
      check(window, "run", found);
    }
    MaskedTokensView* masks = window.openMaskedTokens();
    check(window, "masked words", found);
    QTRY_VERIFY_WITH_TIMEOUT(masks->chips()->count() > 4, kLong);
    for (const int word : {1, 3}) masks->maskWord(word);
    masks->keepSentence();
    QTRY_VERIFY_WITH_TIMEOUT(!masks->row(0)->results().empty(), kLong);
    check(window, "masked words, answered", found);
    NeighboursView* neighbours = window.openNeighbours();
    check(window, "neighbours", found);
    neighbours->setSentence(QStringLiteral("the moth and the cave were near the bat , and so was the roof ."));
    neighbours->chooseWord(QStringLiteral("bat"));
    neighbours->search();
    QTRY_VERIFY_WITH_TIMEOUT(neighbours->results()->rowCount() > 0, kLong);
    check(window, "neighbours, answered", found);
    CompareView* compare = window.openCompare(compared);
    QTRY_VERIFY_WITH_TIMEOUT(compare->results()->rowCount() == static_cast<int>(compared.size()) && compare->results()->at(0).last.x > 0, kLong);
    check(window, "compare", found);
    found.removeDuplicates();
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
  }
};

CLOZE_TEST_SUITE(ClippingTest, "clipping")
#include "tst_clipping.moc"
