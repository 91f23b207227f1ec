// No text is cut: every document of the real window in a language 40 % longer than English, in Russian and with large letters, in each theme; what
// each label, button, choice, tab and heading needs against what it was given. Texts that are cut with dots on purpose must have the whole as their tooltip.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_run.h"
#include "app/main_window.h"
#include "tests/gui/inspector_fixture.h"
#include "tests/gui/tiny_models.h"
#include "tests/gui/window_runs.h"
#include "widgets/models/compare_models.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/translation.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/next_words_view.h"
#include "widgets/views/order_view.h"
#include "widgets/views/replaced_words_view.h"
#include "widgets/views/run_lineage.h"
#include "widgets/views/run_task.h"
#include "widgets/views/run_view.h"
#include "widgets/views/spans_view.h"
#include "widgets/views/start_view.h"
#include "widgets/views/transfer_view.h"

#include <QScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTreeWidget>

using namespace cloze;
using namespace cloze::tests;

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
    if (qobject_cast<const QAbstractScrollArea*>(place->parentWidget()) || qobject_cast<const QAbstractScrollArea*>(place) || qobject_cast<const QTabBar*>(place)) return {};   // tabs scroll by their arrows
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

class ClippingTest : public QObject, private TinyModels {
  Q_OBJECT
  TemporaryHome m_home;
  std::string m_run, m_tuned;                            // the recorded run, and one that learned a task
  std::vector<std::string> m_compared;
  QStringList m_found;

  void check(MainWindow& window, const char* page) {
    QStringList cut = cutTexts(window);
    for (int i = 0; i < 40 && (i < 2 || !cut.isEmpty()); ++i) {              // until it is laid out; a slow machine takes its time
      QTest::qWait(25);
      cut = cutTexts(window);
    }
    for (const QString& text : cut)
      if (m_found.filter(text).isEmpty()) m_found << QLatin1String(page) + QStringLiteral(": ") + text;   // the first page where it is seen
  }

  void checkRun(MainWindow& window) {
    RunView* view = window.openRun(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(view->run()->lastStepOf("loss") > 0, kLong);
    for (const RunView::Page page : {RunView::Charts, RunView::Configuration, RunView::Data, RunView::Samples, RunView::Checkpoints, RunView::Log}) {
      view->showPage(page);
      check(window, "run");
    }
  }

  void checkMaskedWords(MainWindow& window) {
    MaskedTokensView* masks = window.openMaskedTokens();
    masks->showModel(shippedModel());
    check(window, "masked words");
    QTRY_VERIFY_WITH_TIMEOUT(masks->chips()->count() > 4, kLong);
    for (const int word : {1, 3}) masks->maskWord(word);
    masks->keepSentence();
    QTRY_VERIFY_WITH_TIMEOUT(!masks->row(0)->results().empty(), kLong);
    check(window, "masked words, answered");
  }

  void checkNeighbours(MainWindow& window) {
    NeighboursView* neighbours = window.openNeighbours();
    neighbours->showModel(shippedModel());
    check(window, "neighbours");
    neighbours->setSentence(QStringLiteral("the moth and the cave were near the bat , and so was the roof ."));
    neighbours->chooseWord(QStringLiteral("bat"));
    neighbours->search();
    QTRY_VERIFY_WITH_TIMEOUT(neighbours->results()->rowCount() > 0, kLong);
    check(window, "neighbours, answered");
  }

  void checkCompare(MainWindow& window) {
    CompareView* compare = window.openCompare(m_compared);
    QTRY_VERIFY_WITH_TIMEOUT(compare->results()->rowCount() == static_cast<int>(m_compared.size()) && compare->results()->at(0).last.x > 0, kLong);
    check(window, "compare");
  }

  // Of one family each: without a model, then with one that answers.
  void checkWords(MainWindow& window) {
    NextWordsView* next = window.openNextWords();
    check(window, "next words");
    next->showModel(writer());
    next->setSentence(QStringLiteral("wordaa wordbb"));
    QTRY_VERIFY_WITH_TIMEOUT(next->bars()->count() > 0, kLong);
    check(window, "next words, answered");
    ReplacedWordsView* replaced = window.openReplacedWords();
    check(window, "replaced words");
    replaced->showModel(judge());
    replaced->setSentence(QStringLiteral("wordaa wordbb wordcc ."));
    QTRY_VERIFY_WITH_TIMEOUT(replaced->bars()->count() > 0, kLong);
    replaced->replaceWord(1, false);
    QTRY_VERIFY_WITH_TIMEOUT(replaced->bars()->count() > 0 && replaced->result().tokens[2].proposed, kLong);
    check(window, "replaced words, answered");
  }

  void checkOrderAndSpans(MainWindow& window) {
    OrderView* order = window.openOrder();
    check(window, "order");
    order->showModel(orderer());
    order->setSentence(QStringLiteral("wordaa wordbb wordcc worddd ."));
    QTRY_VERIFY_WITH_TIMEOUT(order->bars()->count() > 0, kLong);
    check(window, "order, answered");
    SpansView* spans = window.openSpans();
    check(window, "spans");
    spans->showModel(gapFiller());
    spans->setSentence(QStringLiteral("wordaa wordbb wordcc worddd ."));
    QTRY_VERIFY_WITH_TIMEOUT(spans->chips()->count() > 3, kLong);
    spans->hideWord(1);
    QTRY_VERIFY_WITH_TIMEOUT(!spans->result().spans.empty(), kLong);
    check(window, "spans, answered");
  }

  void checkFineTuning(MainWindow& window) {
    NewRunView* form = chooseTask(window, "toy-ner");
    QTRY_VERIFY_WITH_TIMEOUT(form->startButton()->isEnabled(), kLong);
    check(window, "new run, fine-tuning");
    RunView* tuned = window.openRun(m_tuned);
    tuned->showPage(RunView::Task);
    check(window, "task");
    tuned->task()->predict();
    QTRY_VERIFY_WITH_TIMEOUT(!tuned->task()->result().predictions.empty(), kLong);
    tuned->task()->chooseCell(std::pair(0, 0));
    check(window, "task, answered");
    tuned->task()->chooseCell({});
    check(window, "task, all examples");
    tuned->showPage(RunView::Lineage);
    QTRY_VERIFY_WITH_TIMEOUT(tuned->lineage()->tree()->topLevelItemCount() > 0 && tuned->lineage()->tree()->isVisible(), kLong);
    check(window, "lineage");
    TransferView* transfer = window.openTransfer(m_tuned);
    check(window, "transfer");
    std::vector<ArmResult> results;
    for (const double fraction : {0.01, 0.1, 1.0})
      for (const TransferArm arm : {TransferArm::Scratch, TransferArm::Transfer, TransferArm::Frozen})
        for (const std::int64_t seed : {1, 2, 3}) results.push_back({arm, fraction, seed, static_cast<std::int64_t>(6000 * fraction), 0.5 + 0.1 * static_cast<int>(arm) + 0.01 * static_cast<double>(seed)});
    transfer->showResults(results);
    check(window, "transfer, answered");
  }

 private Q_SLOTS:
  void initTestCase() {
    {
      LogStore log(m_home.log());
      for (const auto& recording : comparedRecordings()) m_compared.push_back(importDemoRun(log, recording, m_home.path() / "runs" / recording.stem(), {}));
      m_run = importDemoRun(log, demoRecording(), m_home.path() / "runs" / "demo", shippedModels().front().checkpoint);
    }
    MainWindow window(m_home.log());
    window.show();
    const RunView* tuned = fineTune(window, chooseTask(window, "toy-sentiment"), 4);
    QVERIFY(tuned);
    m_tuned = tuned->run()->id();
  }
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
    WindowSettings settings;
    settings.size = size;
    MainWindow window(m_home.log(), settings);
    window.setFixedSize(size);
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), static_cast<int>(m_compared.size()) + 2, kLong);
    m_found.clear();
    check(window, "start");
    window.openNewRun();
    check(window, "new run");
    for (const auto part : {&ClippingTest::checkRun, &ClippingTest::checkMaskedWords, &ClippingTest::checkNeighbours, &ClippingTest::checkCompare, &ClippingTest::checkWords,
                            &ClippingTest::checkOrderAndSpans, &ClippingTest::checkFineTuning}) {
      (this->*part)(window);
      if (QTest::currentTestFailed()) return;
    }
    QVERIFY2(m_found.isEmpty(), qPrintable(QLatin1Char('\n') + m_found.join(QLatin1Char('\n'))));
  }
};

CLOZE_TEST_SUITE(ClippingTest, "clipping")
#include "tst_clipping.moc"
