// The page of hidden spans with made-up answers: what it asks when words are hidden, what it shows side by side, what goes wrong; and a batch of two
// sequences as the new-run page shows it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "tests/gui/inspector_fixture.h"
#include "widgets/shared/format.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/batch_view.h"
#include "widgets/views/spans_view.h"


using namespace cloze;
using namespace cloze::tests;

namespace {

ModelChoice someModel() { return {QStringLiteral("t5"), "/nowhere", "", 0, false, 100, {}, QStringLiteral("t5"), "t5"}; }

// "the cat sat on" cut into its words.
PiecesAnswer fourWords() {
  PiecesAnswer answer;
  answer.pieces.tokens = {"the", "cat", "sat", "on"};
  answer.pieces.byteOffsets = {{0, 3}, {4, 7}, {8, 11}, {12, 14}};
  answer.pieces.continuesWord.assign(4, false);
  answer.pieces.unknown.assign(4, false);
  return answer;
}

ModelFacts facts(bool readsAndWrites) {
  ModelFacts about;
  about.readsAndWrites = readsAndWrites;
  return about;
}

SpansResult oneGap(const std::string& written) {
  SpansResult result;
  result.source = {"the", "<extra_id_0>", "on", "</s>"};
  result.target = {"<extra_id_0>", "cat", "sat"};
  result.written = {"<extra_id_0>", written};
  result.probabilities = {0.9, 0.4};
  result.spans = {{1, "<extra_id_0>", "cat sat", written, written == "cat sat"}};
  result.hidden = {{4, 11}};
  result.stopped = true;
  result.step = 100;
  return result;
}

}  // namespace

class SpansTest : public QObject {
  Q_OBJECT
  std::unique_ptr<SpansView> m_view;
  std::vector<InspectorQuestion> m_asked;

  const SpansRequest& lastRequest() const { return std::get<SpansQuestion>(m_asked.back()).request; }

 private Q_SLOTS:
  void init() {
    m_asked.clear();
    m_view = std::make_unique<SpansView>();
    connect(m_view.get(), &SpansView::asked, this, [this](AskerId, const ModelChoice&, const InspectorQuestion& question) { m_asked.push_back(question); });
    m_view->setModels({someModel()});
    m_view->setSentence(QStringLiteral("the cat sat on"));
    m_view->resize(1000, 600);
    m_view->show();
    m_view->showReply(SpansView::kPiecesAsker, facts(true), fourWords());
  }

  void wordsSideBySideAreHiddenTogether() {
    QCOMPARE(m_view->chips()->count(), 4);
    m_view->hideWord(1);
    m_view->hideWord(2);
    QCOMPARE(lastRequest().hide.size(), std::size_t{2});
    QVERIFY(!lastRequest().atRandom);
    QCOMPARE(m_view->chips()->chip(1)->chip().state, ChipState::Masked);
    m_view->hideWord(1);
    QCOMPARE(lastRequest().hide, (std::vector<std::pair<std::int32_t, std::int32_t>>{{8, 11}}));
    QCOMPARE(m_view->chips()->chip(1)->chip().state, ChipState::Plain);
  }

  void everyDrawIsAnother() {
    m_view->hideAtRandom();
    const auto first = lastRequest().seed;
    QVERIFY(lastRequest().atRandom);
    m_view->hideAtRandom();
    QVERIFY(lastRequest().seed != first);
  }

  void inputTargetAndPredictionStandSideBySide() {
    m_view->showReply(SpansView::kAsker, facts(true), SpansAnswer{oneGap("dog ran")});
    QCOMPARE(m_view->column(0)->count(), 4);
    QCOMPARE(m_view->column(0)->chip(1)->chip().state, ChipState::Masked);
    QVERIFY(m_view->column(0)->chip(1)->chip().explanation.contains(QStringLiteral("cat sat")));
    QCOMPARE(m_view->column(1)->count(), 3);
    QCOMPARE(m_view->column(2)->chip(1)->chip().text, QStringLiteral("dog ran"));
    QVERIFY(m_view->column(2)->chip(1)->chip().explanation.contains(formatPercent(0.4)));
    QVERIFY(textsOf(m_view.get()).contains(QStringLiteral("something else")));
    QCOMPARE(m_view->chips()->chip(1)->chip().state, ChipState::Masked);   // what a draw hid is seen in the text
    QVERIFY(textsOf(m_view.get()).contains(QStringLiteral("step 100")));
    m_view->showReply(SpansView::kAsker, facts(true), SpansAnswer{oneGap("cat sat")});
    QVERIFY(textsOf(m_view.get()).contains(QStringLiteral("found")));
  }

  void aPieceOfADrawnSpanComesBackAlone() {
    m_view->showReply(SpansView::kAsker, facts(true), SpansAnswer{oneGap("cat sat")});
    m_view->hideWord(1);
    QCOMPARE(lastRequest().hide, (std::vector<std::pair<std::int32_t, std::int32_t>>{{8, 11}}));
  }

  void otherModelsAreTurnedAway() {
    m_view->showReply(SpansView::kPiecesAsker, facts(false), fourWords());
    QVERIFY(textsOf(m_view.get()).contains(QStringLiteral("a text with gaps")));
    QVERIFY(!buttonSaying(QStringLiteral("Write"), m_view.get())->isEnabled());
  }

  void thereIsNothingToPressUntilTheWordsAreCut() {
    const auto enabled = [this](const QString& text) { return buttonSaying(text, m_view.get())->isEnabled(); };
    for (const QString& text : {QStringLiteral("Write"), QStringLiteral("Hide at random"), QStringLiteral("Hide nothing")}) {
      m_view->showReply(SpansView::kPiecesAsker, facts(true), fourWords());
      QVERIFY(enabled(text));
      m_view->setSentence(QStringLiteral("another text"));
      QVERIFY(!enabled(text));
    }
    m_view = std::make_unique<SpansView>();
    m_view->setSentence(QStringLiteral("the cat sat on"));
    QVERIFY(!enabled(QStringLiteral("Write")));                              // there is no model
  }

  void errorsAreSaidInPlace() {
    m_view->showReply(SpansView::kAsker, facts(true), SpansAnswer{oneGap("x")});
    m_view->showError(SpansView::kAsker, QStringLiteral("the weights are gone"));
    QVERIFY(textsOf(m_view.get()).contains(QStringLiteral("the weights are gone")));
    QCOMPARE(m_view->column(2)->count(), 0);
  }

  void theWindowOpensIt() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    window.action("spans")->trigger();
    QVERIFY(window.findChild<SpansView*>());
  }

  void batchesOfTwoSequencesShowTheirTargets() {
    BatchPreview preview;
    Batch& batch = preview.batch;
    batch.rows = 1;
    batch.length = 4;
    batch.decoderLength = 4;
    batch.ids = {5, 99, 6, 1};
    batch.attentionMask = {1, 1, 1, 1};
    batch.decoderIds = {0, 99, 7, 8};
    batch.predicted = {0, 1, 2, 3};
    batch.targets = {99, 7, 8, 1};
    batch.changes.assign(4, Change::None);
    batch.spans = {{1, 1, 2}};
    preview.tokens = {{"the", "<extra_id_0>", "on", "</s>"}};
    preview.trueTokens = {"<extra_id_0>", "cat", "sat", "</s>"};
    BatchView view;
    view.show(preview, 1);
    QVERIFY(view.legendText().contains(QStringLiteral("sentinel")));
    const auto strips = view.findChildren<TokenChips*>();
    QCOMPARE(strips.size(), 2);
    QCOMPARE(strips[0]->chip(1)->chip().state, ChipState::Masked);
    QVERIFY(strips[0]->chip(1)->chip().explanation.contains(QStringLiteral("cat sat")));
    QCOMPARE(strips[1]->count(), 4);
    QCOMPARE(strips[1]->chip(2)->chip().state, ChipState::Masked);
    QVERIFY(textsOf(&view).contains(QStringLiteral("What it has to write")));
  }
};

CLOZE_TEST_SUITE(SpansTest, "spans")
#include "tst_spans.moc"
