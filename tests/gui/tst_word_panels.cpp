// "Next words", "Replaced words" and "Words in random order" with models that were trained a moment ago: bars, clicks, writing and cancelling, other words drawn, and what
// goes wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/inspector_fixture.h"
#include "tests/gui/tiny_models.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/next_words_view.h"
#include "widgets/views/order_grid.h"
#include "widgets/views/order_view.h"
#include "widgets/views/replaced_words_view.h"

#include <QPlainTextEdit>

using namespace cloze;
using namespace cloze::tests;

namespace {
constexpr int kLongWait = 120000;                      // the machine may be busy; nothing waits so long when all is well
}

class WordPanelsTest : public QObject, private TinyModels {
  Q_OBJECT
  std::unique_ptr<TemporaryHome> m_home;
  std::unique_ptr<MainWindow> m_window;

  OrderView* openOrder(const QString& sentence) {
    OrderView* view = m_window->openOrder();
    view->showModel(orderer());
    view->setSentence(sentence);
    return view;
  }
  NextWordsView* openWriter(const QString& text) {
    NextWordsView* view = m_window->openNextWords();
    view->showModel(writer());
    view->setSentence(text);
    return view;
  }
  ReplacedWordsView* openJudge(const QString& sentence) {
    ReplacedWordsView* view = m_window->openReplacedWords();
    view->showModel(judge());
    view->setSentence(sentence);
    return view;
  }

 private Q_SLOTS:
  void init() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_home = std::make_unique<TemporaryHome>();
    m_window = std::make_unique<MainWindow>(m_home->log());
    m_window->resize(1280, 800);
    m_window->show();
  }
  void cleanup() { m_window.reset(); }

  void theWordsThatMayFollowStandAsBars() {
    NextWordsView* view = openWriter(QStringLiteral("wordaa wordbb"));
    QTRY_COMPARE_WITH_TIMEOUT(view->bars()->count(), 12, kLongWait);
    double before = 1;
    for (int i = 0; i < view->bars()->count(); ++i) {
      QVERIFY(view->bars()->bar(i)->bar().share <= before);
      QVERIFY(view->bars()->bar(i)->accessibleName().contains(QLatin1Char('%')));
      before = view->bars()->bar(i)->bar().share;
    }
  }

  void thereIsNothingToPressWithoutATextAndAModel() {
    NextWordsView* view = openWriter(QString());
    const QPushButton* write = buttonSaying(QStringLiteral("Go on writing"), view);
    QVERIFY(!write->isEnabled());
    view->setSentence(QStringLiteral("wordaa"));
    QVERIFY(write->isEnabled());
    NextWordsView lonely;
    lonely.setSentence(QStringLiteral("wordaa"));
    QVERIFY(!buttonSaying(QStringLiteral("Go on writing"), &lonely)->isEnabled());
  }

  void aClickAppendsTheWordAndAsksAgain() {
    NextWordsView* view = openWriter(QStringLiteral("wordaa wordbb"));
    QTRY_COMPARE_WITH_TIMEOUT(view->bars()->count(), 12, kLongWait);
    QString word = view->bars()->bar(2)->bar().label;
    QTest::mouseClick(view->bars()->bar(2), Qt::LeftButton);
    QCOMPARE(view->sentence(), QStringLiteral("wordaa wordbb") + word.replace(QChar(0x2581), QLatin1Char(' ')));
    QTRY_COMPARE_WITH_TIMEOUT(view->bars()->count(), 12, kLongWait);
    view->setSentence(QString());
    QTRY_COMPARE_WITH_TIMEOUT(view->bars()->count(), 0, kLongWait);
  }

  void itGoesOnWritingUntilItIsToldToStop() {
    NextWordsView* view = openWriter(QStringLiteral("wordaa"));
    QTRY_VERIFY_WITH_TIMEOUT(view->bars()->count() > 0, kLongWait);
    view->write();
    QVERIFY(view->writing());
    QTRY_VERIFY_WITH_TIMEOUT(view->sentence().size() > 6, kLongWait);
    view->stop();
    QVERIFY(!view->writing());
    const QString text = view->sentence();
    QVERIFY(text.startsWith(QStringLiteral("wordaa")));
    const auto answered = [view] { return textsOf(view).contains(QStringLiteral("Click a word")) || textsOf(view).contains(QStringLiteral("longer than this model reads")); };
    QTRY_VERIFY_WITH_TIMEOUT(answered(), kLongWait);
    QCOMPARE(view->sentence(), text);                                        // what came later was dropped
  }

  void aModelThatFillsMasksIsRefusedInWords() {
    NextWordsView* view = openWriter(QStringLiteral("gibo plays"));
    view->showModel(shippedModel());
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(view).contains(QStringLiteral("does not predict the next token")), kLongWait);
    QCOMPARE(view->bars()->count(), 0);
    ReplacedWordsView* judged = openJudge(QStringLiteral("gibo plays"));
    judged->showModel(shippedModel());
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(judged).contains(QStringLiteral("does not learn that")), kLongWait);
  }

  void everyWordHasItsBar() {
    ReplacedWordsView* view = openJudge(QStringLiteral("wordaa wordbb wordcc ."));
    QTRY_VERIFY_WITH_TIMEOUT(view->bars()->count() > 0, kLongWait);
    QCOMPARE(view->bars()->count(), view->chips()->count());             // special tokens have none
    for (const JudgedToken& token : view->result().tokens) QVERIFY(!token.proposed && token.replacedProbability > 0 && token.replacedProbability < 1);
    QVERIFY(textsOf(view).contains(QStringLiteral("Nothing was replaced")));
  }

  void aClickLetsTheGeneratorWriteAndAnotherBringsTheWordBack() {
    ReplacedWordsView* view = openJudge(QStringLiteral("wordaa wordbb wordcc ."));
    QTRY_VERIFY_WITH_TIMEOUT(view->bars()->count() > 0, kLongWait);
    const auto proposed = [view] { return std::count_if(view->result().tokens.begin(), view->result().tokens.end(), [](const JudgedToken& token) { return token.proposed; }); };
    QTest::mouseClick(view->chips()->chip(1), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(proposed(), 1, kLongWait);
    QCOMPARE(view->chips()->chip(1)->chip().state, ChipState::Replaced);
    const auto shown = [view] { return view->result().tokens[2].shown; };
    const std::string first = shown();
    for (int i = 0; i < 40 && shown() == first; ++i) {
      int answers = 0;
      const auto counted = connect(m_window->hub()->inspector(), &InspectorSession::answered, this, [&answers] { ++answers; });
      view->drawAgain();
      QTRY_COMPARE_WITH_TIMEOUT(answers, 1, kLongWait);
      disconnect(counted);
    }
    QVERIFY(shown() != first);
    QTest::mouseClick(view->chips()->chip(1), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(proposed(), 0, kLongWait);
  }

  // Nothing of the kind: what to do, and a button that does it.
  void aPageWithoutAModelSaysHowToComeToOne_data() {
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("family");
    for (const auto& [page, family] : std::initializer_list<std::pair<const char*, const char*>>{{"next-words", "gpt2"}, {"replaced-words", "electra"}, {"order", "xlnet"}, {"spans", "t5"}})
      QTest::newRow(page) << page << family;
  }
  void aPageWithoutAModelSaysHowToComeToOne() {
    QFETCH(QString, page);
    QFETCH(QString, family);
    auto* view = qobject_cast<ModelView*>(m_window->openByKey(page));
    QVERIFY(view);
    QVERIFY(textsOf(view).contains(QStringLiteral("or open a folder with one")));
    const auto* advice = view->findChild<EmptyState*>();
    QVERIFY(advice->isVisible());
    QTest::mouseClick(advice->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->hub()->runs()->rowCount(), 1, kLongWait);
    const RunRow started = m_window->hub()->runs()->rows().front();
    QCOMPARE(QString::fromStdString(started.family), family);
    QTRY_VERIFY_WITH_TIMEOUT(!advice->isVisibleTo(view), kLongWait);        // the run that trains answers already
    m_window->hub()->stop(started.id);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->hub()->sessions().empty(), kLongWait);
  }

  void onlyModelsThatFitAreOffered() {
    const std::vector<ModelChoice> models{shippedModel(), writer(), judge()};
    QCOMPARE(modelsThatTrain("causal_lm", models).size(), std::size_t{1});
    QCOMPARE(modelsThatTrain("causal_lm", models).front().family, std::string("gpt2"));
    QCOMPARE(modelsThatTrain("replaced_tokens", models).front().family, std::string("electra"));
    QVERIFY(modelsThatTrain("permutation_lm", models).empty());
  }

  void wordsArePredictedInTheirOrder() {
    OrderView* view = openOrder(QStringLiteral("wordaa wordbb wordcc worddd ."));
    QTRY_VERIFY_WITH_TIMEOUT(view->bars()->count() > 0, kLongWait);
    const auto predicted = [view] { return std::count_if(view->result().tokens.begin(), view->result().tokens.end(), [](const OrderedToken& token) { return token.number > 0; }); };
    QCOMPARE(static_cast<long>(view->bars()->count()), predicted());
    for (int i = 0; i < view->bars()->count(); ++i) QVERIFY(view->bars()->bar(i)->bar().label.startsWith(QString::number(i + 1) + QLatin1Char('.')));
    view->bars()->bar(0)->click();                                       // its row of the grid
    QCOMPARE(view->result().tokens[static_cast<std::size_t>(view->grid()->row())].number, 1);
  }

  void aClickHasAWordPredictedAndAnotherLeavesIt() {
    OrderView* view = openOrder(QStringLiteral("wordaa wordbb wordcc worddd ."));
    QTRY_VERIFY_WITH_TIMEOUT(view->bars()->count() > 0, kLongWait);
    const auto state = [view](int chip) { return view->chips()->chip(chip)->chip().state; };
    int plain = 0;
    while (state(plain) != ChipState::Plain) ++plain;
    const int before = view->bars()->count();
    QTest::mouseClick(view->chips()->chip(plain), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(view->bars()->count(), before + 1, kLongWait);
    QCOMPARE(state(plain), ChipState::Masked);
    QTest::mouseClick(view->chips()->chip(plain), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(view->bars()->count(), before, kLongWait);
  }

  // Every cell of the grid says in words what the colours say.
  void theGridSaysWhoSeesWhom() {
    OrderView* view = openOrder(QStringLiteral("wordaa wordbb wordcc worddd ."));
    QTRY_VERIFY_WITH_TIMEOUT(view->bars()->count() > 0, kLongWait);
    OrderGrid* grid = view->grid();
    const auto& tokens = view->result().tokens;
    const int count = static_cast<int>(tokens.size());
    for (int row = 0; row < count; ++row)
      for (int column = 0; column < count; ++column) {
        grid->choose(row, column);
        QVERIFY(grid->row() == row && grid->column() == column);
        const bool sees = view->result().sees[static_cast<std::size_t>(row * count + column)] != 0;
        const QString said = grid->sentence();
        QCOMPARE(said.contains(QStringLiteral(" sees ")) || said.contains(QStringLiteral("knows itself")), sees);
        QCOMPARE(grid->accessibleDescription(), said);
      }
    grid->choose(1, 1);
    grid->setFocus();
    QTest::keyClick(grid, Qt::Key_Right);
    QTest::keyClick(grid, Qt::Key_Down);
    QCOMPARE(std::pair(grid->row(), grid->column()), std::pair(2, 2));
    QTest::keyClick(grid, Qt::Key_Home);
    QTest::keyClick(grid, Qt::Key_Left);                                 // no further
    QCOMPARE(grid->column(), 0);
    QVERIFY(textsOf(view).contains(grid->sentence()));
  }

  void anotherOrderIsDrawn() {
    OrderView* view = openOrder(QStringLiteral("wordaa wordbb wordcc worddd wordaa wordbb wordcc worddd wordaa wordbb wordcc worddd ."));
    QTRY_VERIFY_WITH_TIMEOUT(view->bars()->count() > 1, kLongWait);
    const auto numbers = [view] {
      std::vector<int> all;
      for (const OrderedToken& token : view->result().tokens) all.push_back(token.number);
      return all;
    };
    const std::vector<int> first = numbers();
    for (int i = 0; i < 20 && numbers() == first; ++i) {
      int answers = 0;
      const auto counted = connect(m_window->hub()->inspector(), &InspectorSession::answered, this, [&answers] { ++answers; });
      view->drawAgain();
      QTRY_COMPARE_WITH_TIMEOUT(answers, 1, kLongWait);
      disconnect(counted);
    }
    QVERIFY(numbers() != first);
  }

  void aModelWithoutAnOrderIsRefusedInWords() {
    OrderView* view = openOrder(QStringLiteral("gibo plays"));
    view->showModel(shippedModel());
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(view).contains(QStringLiteral("do not learn that")), kLongWait);
    QCOMPARE(view->bars()->count(), 0);
  }
};

CLOZE_TEST_SUITE(WordPanelsTest, "word_panels")
#include "tst_word_panels.moc"
