// The masked-words view with the shipped model: mouse and keyboard, four models in step, words of one's own, fill modes, kept sentences over
// checkpoints, export, and what goes wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/inspector_fixture.h"
#include "widgets/shared/save_file.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/answer_bars.h"
#include "widgets/views/kept_sentences_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/model_picker.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QScrollBar>
#include <QSpinBox>

#include <fstream>

using namespace cloze;
using namespace cloze::tests;

class MaskedTokensTest : public QObject {
  Q_OBJECT
  std::unique_ptr<OpenedWindow> m_opened;
  MaskedTokensView* m_view = nullptr;

  QList<MaskColumn*> columns(int row = 0) const { return m_view->row(row)->findChildren<MaskColumn*>(); }
  bool answered(int row, std::size_t masks) const {
    const auto& results = m_view->row(row)->results();
    return !results.empty() && results.front().masks.size() == masks;
  }
  void waitForChips(int count) { QTRY_COMPARE_WITH_TIMEOUT(m_view->chips()->count(), count, kLong); }
  void write(const QString& sentence) {
    auto* edit = m_view->findChild<QLineEdit*>();
    edit->clear();
    QTest::keyClicks(edit, sentence);
    QTest::keyClick(edit, Qt::Key_Return);
  }

 private Q_SLOTS:
  void init() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_opened = std::make_unique<OpenedWindow>();
    m_view = showShipped(m_opened->window.openMaskedTokens(), QStringLiteral("gibo plays the harp ."));
    waitForChips(5);
  }
  void cleanup() { m_opened.reset(); }

  void clickMasksShiftExtendsClickUnmasks() {
    QTest::mouseClick(m_view->chips()->chip(3), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    QCOMPARE(m_view->row(0)->results().front().masks.front().trueToken, std::string("harp"));
    QCOMPARE(m_view->chips()->chip(3)->chip().state, ChipState::Masked);
    QTest::mouseClick(m_view->chips()->chip(1), Qt::LeftButton, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 2), kLong);
    QTest::mouseClick(m_view->chips()->chip(3), Qt::LeftButton, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    QCOMPARE(m_view->row(0)->results().front().masks.front().trueToken, std::string("plays"));
    QTest::mouseClick(m_view->chips()->chip(1), Qt::LeftButton);
    QCOMPARE(m_view->row(0)->results().size(), std::size_t(0));
    QVERIFY(m_view->row(0)->isVisible());
  }

  void theKeyboardDoesTheSame() {
    write(QStringLiteral("gibo plays the piano ."));
    waitForChips(5);
    m_view->chips()->chip(0)->setFocus();
    for (int i = 0; i < 3; ++i) QTest::keyClick(m_view->chips()->focusWidget(), Qt::Key_Right);
    QVERIFY(m_view->chips()->focusWidget() == m_view->chips()->chip(3));
    QTest::keyClick(m_view->chips()->chip(3), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    QTest::keyClick(m_view->chips()->chip(1), Qt::Key_Return, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 2), kLong);
    QVERIFY(columns().front()->readAloud().contains(QLatin1Char('%')));
  }

  void anUnknownWordIsShownInItsPieces() {
    write(QStringLiteral("gibo plays the harpsichord ."));
    QTRY_VERIFY_WITH_TIMEOUT(m_view->chips()->count() > 5, kLong);
    int joined = 0;
    for (int i = 0; i < m_view->chips()->count(); ++i) joined += m_view->chips()->chip(i)->chip().joined;
    QVERIFY(joined > 0);
    m_view->setSentence(QStringLiteral("gibo \u4e16 ."));
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(m_view).contains(QStringLiteral("marked with ?")), kLong);
    QVERIFY(m_view->chips()->chip(1)->text().endsWith(QLatin1Char('?')));
  }

  void fourModelsAnswerForTheSameMasks() {
    std::vector<ModelChoice> models{shippedModel()};
    for (const std::int64_t step : {100, 200, 300}) models.push_back(copyOfShipped(m_opened->home.path() / "out", "copy", step));
    m_view->setModels(models);
    m_view->maskWord(3);
    for (int i = 1; i < 4; ++i) m_view->compare();
    QCOMPARE(m_view->rowCount(), 4);
    for (int row = 0; row < 4; ++row) QTRY_VERIFY_WITH_TIMEOUT(answered(row, 1), kLong);
    for (int row = 0; row < 4; ++row) QCOMPARE(m_view->row(row)->picker()->chosen()->checkpoint, models[static_cast<std::size_t>(row)].checkpoint);
    m_view->maskWord(1);                                // one click, all rows
    for (int row = 0; row < 4; ++row) QTRY_VERIFY_WITH_TIMEOUT(answered(row, 2), kLong);
    QCOMPARE(m_view->row(3)->facts().step, std::int64_t(300));
    const double shipped = m_view->row(0)->results().front().masks.front().trueProbability;
    QCOMPARE(m_view->row(2)->results().front().masks.front().trueProbability, shipped);      // the same weights
    QVERIFY(m_view->compare() == m_view->row(3));       // no fifth
  }

  void rowsScrollTogether() {
    m_view->setModels({shippedModel(), copyOfShipped(m_opened->home.path() / "out", "copy", 100)});
    m_view->compare();
    waitForChips(5);
    m_opened->window.resize(900, 700);
    for (int i = 0; i < 5; ++i) m_view->maskWord(i);
    for (int row = 0; row < 2; ++row) QTRY_VERIFY_WITH_TIMEOUT(answered(row, 5), kLong);
    QCoreApplication::processEvents();
    QScrollBar* first = m_view->row(0)->strips().front()->horizontalScrollBar();
    QTRY_VERIFY(first->maximum() > 0);
    first->setValue(first->maximum() / 2);
    QCOMPARE(m_view->row(1)->strips().front()->horizontalScrollBar()->value(), first->value());
  }

  void wordsOfOnesOwnHaveProbabilityAndRank() {
    m_view->maskWord(3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    QLineEdit* words = nullptr;
    for (QLineEdit* edit : m_view->findChildren<QLineEdit*>())
      if (edit->placeholderText().contains(QStringLiteral("doctor"))) words = edit;
    QVERIFY(words);
    QTest::keyClicks(words, QStringLiteral("piano, harpsichord"));
    QTest::keyClick(words, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!columns().isEmpty() && columns().front()->answer().named.size() == 2, kLong);
    const QString said = columns().front()->readAloud();
    QVERIFY2(said.contains(QStringLiteral("piano")) && said.contains(QStringLiteral("rank ")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("6 pieces")) && said.contains(QStringLiteral("no single probability")), qPrintable(said));
  }

  void allThreeWaysStandBesideEachOther() {
    m_view->maskWord(1);
    m_view->maskWord(3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 2), kLong);
    m_view->modes()->setCurrentIndex(3);
    Q_EMIT m_view->modes()->activated(3);
    QTRY_COMPARE_WITH_TIMEOUT(m_view->row(0)->results().size(), std::size_t(3), kLong);
    QCOMPARE(m_view->row(0)->strips().size(), 3);
    QCOMPARE(m_view->row(0)->results()[1].mode, FillMode::Sequential);
    QCOMPARE(m_view->row(0)->results()[1].masks[0].turn, std::int64_t(1));
    QCOMPARE(m_view->row(0)->results()[0].masks[0].turn, std::int64_t(0));
  }

  void topKBeyondTheVocabularyShowsAllOfIt() {
    m_view->maskWord(3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    m_view->findChild<QSpinBox*>()->setValue(100000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->row(0)->results().empty() && static_cast<std::int64_t>(m_view->row(0)->results().front().masks.front().candidates.size()) == m_view->row(0)->results().front().vocabulary, kLong);
    QVERIFY(textsOf(m_view->row(0)).contains(QStringLiteral("all 3,361")));
  }

  void aSentenceTooLongIsCutAndSaidSo() {
    QString sentence;
    for (int i = 0; i < 5000; ++i) sentence += QStringLiteral("harp ");
    m_view->setSentence(sentence);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(m_view).contains(QStringLiteral("too long")), kLong);
    waitForChips(62);
    m_view->maskWord(0);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    QCOMPARE(m_view->row(0)->results().front().leftOut, std::int64_t(5000 - 62));
  }

  void anEmptySentenceIsOneMessage() {
    write(QStringLiteral("   "));
    QVERIFY(textsOf(m_view).contains(QStringLiteral("empty")));
    QCOMPARE(m_view->chips()->count(), 0);
  }

  void keptSentencesComeBack() {
    m_view->maskWord(3);
    m_view->keepSentence();
    m_view->keepSentence();                             // once is enough
    finishSaving();
    const KeptSentences again(homeFolder() / "kept_sentences.json");
    QCOMPARE(again.all().size(), std::size_t(1));
    QCOMPARE(again.all().front().blanked(), QStringLiteral("gibo plays the ___ ."));
    std::ofstream(homeFolder() / "kept_sentences.json") << "{\"sentences\": [{\"text\": \"a\", \"masks\": [[0, 99]]}]}";
    const KeptSentences broken(homeFolder() / "kept_sentences.json");
    QVERIFY(broken.all().empty() && !broken.problem().isEmpty());
    QVERIFY(std::filesystem::exists(homeFolder() / "kept_sentences.json.unreadable"));
  }

  void aWordCanBeHiddenWhileTheModelOpens() {
    m_view->showModel(copyOfShipped(m_opened->home.path() / "out", "copy", 100));
    m_view->maskWord(3);                                // its pieces are not there yet
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    QCOMPARE(m_view->row(0)->facts().step, std::int64_t(100));
    QTRY_COMPARE_WITH_TIMEOUT(m_view->chips()->chip(3)->chip().state, ChipState::Masked, kLong);
  }

  void keptSentencesAreScoredAtEveryCheckpoint() {
    const std::filesystem::path out = m_opened->home.path() / "runs" / "watched";
    for (const std::int64_t step : {50, 100}) copyOfShipped(out, "watched", step);
    LogStore log(m_opened->home.log());
    writeRun(log, "watched", out, 100, false);
    m_view->showModel({QStringLiteral("watched"), checkpointOf(out, 100), "watched", 1, false, 100});
    QTRY_COMPARE_WITH_TIMEOUT(m_view->kept()->scores()->checkpointCount(), 2, kLong);
    m_view->maskWord(3);
    m_view->keepSentence();
    QTest::mouseClick(buttonSaying(QStringLiteral("Score over training"), m_view->kept()), Qt::LeftButton);
    const KeptSentence kept = m_opened->window.hub()->kept()->all().front();
    const auto points = [&] { const auto history = m_view->kept()->scores()->history(kept); return history.empty() ? std::vector<SparkPoint>() : history.front().points; };
    QTRY_COMPARE_WITH_TIMEOUT(points().size(), std::size_t(2), kLong);
    QVERIFY(points()[0].step == 50 && points()[0].rank >= 1 && points()[0].probability > 0);
    QCOMPARE(points()[1].probability, points()[0].probability);       // the same weights
    QCOMPARE(m_view->kept()->findChildren<Sparkline*>().size(), 1);
    copyOfShipped(out, "watched", 150);                  // a new one is scored when it comes
    log.observer("watched")->checkpointed({150, checkpointOf(out, 150), 3100000, true, {}});
    log.flush();
    QTRY_COMPARE_WITH_TIMEOUT(points().size(), std::size_t(3), kLong);
    QCOMPARE(m_view->row(0)->picker()->chosen()->checkpoint, checkpointOf(out, 100));      // still the one looked at
  }

  void aCheckpointDeletedUnderTheViewIsOneMessageAndThePictureStays() {
    const ModelChoice model = copyOfShipped(m_opened->home.path() / "out", "copy", 100);
    m_view->showModel(model);
    m_view->maskWord(3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    std::filesystem::remove_all(model.checkpoint);
    m_view->maskWord(1);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(m_view).contains(QStringLiteral("no such folder")), kLong);
    QCOMPARE(textsOf(m_view).count(QStringLiteral("no such folder")), 1);
    QVERIFY(answered(0, 1) && !columns().isEmpty());
    QCOMPARE(m_view->chips()->chip(1)->chip().state, ChipState::Masked);
    QVERIFY(!QApplication::activeModalWidget());
    m_view->showModel(shippedModel());                  // another one answers the same question
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 2), kLong);
    QVERIFY(!textsOf(m_view).contains(QStringLiteral("no such folder")));
  }

  void weightsThatAreNoNumbersAreSaidInPlace() {
    const ModelChoice model = copyOfShipped(m_opened->home.path() / "out", "copy", 100);
    std::fstream file(model.checkpoint / "model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
    std::uint64_t header = 0;
    file.read(reinterpret_cast<char*>(&header), sizeof header);
    const std::uint64_t begin = 8 + header;
    const std::string noNumbers(static_cast<std::size_t>(std::filesystem::file_size(model.checkpoint / "model.safetensors") - begin), '\xff');
    file.seekp(static_cast<std::streamoff>(begin));
    file.write(noNumbers.data(), static_cast<std::streamsize>(noNumbers.size()));
    file.close();
    m_view->showModel(model);
    m_view->maskWord(3);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(m_view->row(0)).contains(QStringLiteral("NaN")), kLong);
    QVERIFY(columns().isEmpty() && !QApplication::activeModalWidget());
    QVERIFY(m_view->chips()->count() > 0);
  }

  void answersCanBeTakenAway() {
    m_view->maskWord(3);
    m_view->setCandidates(QStringLiteral("piano"));
    QTRY_VERIFY_WITH_TIMEOUT(answered(0, 1), kLong);
    const QByteArray csv = m_view->exported(QStringLiteral("csv"));
    QVERIFY(csv.startsWith("model,step,mode,mask,rank,piece,probability,kind\n"));
    QCOMPARE(csv.count('\n'), 1 + 5 + 1 + 1);
    const QJsonObject json = QJsonDocument::fromJson(m_view->exported(QStringLiteral("json"))).object();
    QCOMPARE(json[QStringLiteral("models")].toArray().size(), 1);
    QVERIFY(m_view->exported(QStringLiteral("png")).startsWith("\x89PNG"));
    QTest::mouseClick(buttonSaying(QStringLiteral("Copy"), m_view), Qt::LeftButton);
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("harp\t")));
  }
};

CLOZE_TEST_SUITE(MaskedTokensTest, "masked_tokens")
#include "tst_masked_tokens.moc"
