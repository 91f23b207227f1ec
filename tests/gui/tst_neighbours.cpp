// The neighbours view with the shipped model: senses and static vectors beside the occurrences, two sentences, the map with mouse and keyboard,
// layers, following a run, and what goes wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/sense_labels.h"
#include "tests/gui/inspector_fixture.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/sense_bars.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include <fstream>

using namespace cloze;
using namespace cloze::tests;

class NeighboursTest : public QObject {
  Q_OBJECT
  std::unique_ptr<OpenedWindow> m_opened;
  NeighboursView* m_view = nullptr;

  void search() {
    QVERIFY(m_view->panel(0)->query());
    const QSignalSpy answered(m_opened->window.hub()->inspector(), &InspectorSession::answered);
    const QSignalSpy failed(m_opened->window.hub()->inspector(), &InspectorSession::failed);
    m_view->search();
    QTRY_VERIFY_WITH_TIMEOUT(answered.count() + failed.count() > 0, kLong);
  }
  void bothBats() {
    m_view->setTexts({kToySensesEntry});
    m_view->addSecondSentence(QStringLiteral("first the ball , then the bat , the team and the goal ."));
    QTRY_VERIFY_WITH_TIMEOUT(m_view->panel(1)->query().has_value(), kLong);
    search();
  }
  std::string file(const char* name, const std::string& text) {
    const std::filesystem::path path = m_opened->home.path() / name;
    std::ofstream(path) << text;
    return path.string();
  }

 private Q_SLOTS:
  void init() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_opened = std::make_unique<OpenedWindow>();
    m_view = showShipped(m_opened->window.openNeighbours(), QStringLiteral("first the cave , then the bat , the moth and the moon ."));
    m_view->chooseWord(QStringLiteral("bat"));
    QTRY_VERIFY_WITH_TIMEOUT(m_view->panel(0)->query().has_value(), kLong);
  }
  void cleanup() { m_opened.reset(); }

  void twoSentencesFindTwoSenses() {
    bothBats();
    for (const auto& [number, sense] : {std::pair{0, "night"}, std::pair{1, "sport"}}) {
      const auto& rows = m_view->panel(number)->results()->rows();
      QCOMPARE(rows.size(), std::size_t(12));
      int right = 0;
      for (const Neighbour& row : rows) right += row.sense == sense;
      QVERIFY2(right >= 10, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(sense)).arg(right)));
      QVERIFY(m_view->panel(number)->staticText()->text().contains(QStringLiteral("static vector")));
    }
    QCOMPARE(m_view->map()->pointCount(), 130);         // and the two sentences
    QCOMPARE(m_view->senseBars()->accuracies().size(), std::size_t(3));
    QVERIFY(m_view->senseBars()->isVisible());
    QVERIFY(m_view->senseBars()->accuracies()[2] > m_view->senseBars()->accuracies()[0] + 0.2);
  }

  void theKeyboardChoosesTheWord() {
    TokenChip* chip = m_view->panel(0)->chips()->chip(1);
    chip->setFocus();
    QTest::keyClick(chip, Qt::Key_Right);
    QTest::keyClick(m_view->panel(0)->chips()->focusWidget(), Qt::Key_Space);
    QCOMPARE(m_view->panel(0)->query()->word, std::string("cave"));
  }

  void mapAndListSelectTheSame() {
    bothBats();
    OccurrenceMap* map = m_view->map();
    QListView* list = m_view->panel(0)->list();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Down);                // with the keyboard in the list
    const Neighbour& second = m_view->results()->at(1);
    QVERIFY(map->selected() >= 0);
    QCOMPARE(map->point(map->selected()).line, second.line);
    int wanted = -1;                                    // with the mouse on the map
    for (int i = 0; i < map->pointCount(); ++i)
      if (map->point(i).line == m_view->results()->at(0).line) wanted = i;
    QTest::mouseClick(map, Qt::LeftButton, {}, map->placeOf(wanted).toPoint());
    const MapPoint& hit = map->point(map->selected());
    const QModelIndex current = list->currentIndex();
    QVERIFY(!current.isValid() || m_view->results()->at(current.row()).line == hit.line);
    QVERIFY(textsOf(m_view).contains(QString::fromStdString(hit.sentence)));
    map->setFocus();                                    // with the keyboard on the map
    const auto moves = [map](Qt::Key key) {
      const int before = map->selected();
      QTest::keyClick(map, key);
      return map->selected() != before;
    };
    QVERIFY(moves(Qt::Key_Right) || moves(Qt::Key_Left) || moves(Qt::Key_Up) || moves(Qt::Key_Down));
    QVERIFY(map->selected() >= 0);
    QVERIFY(!map->accessibleDescription().isEmpty());
  }

  void aClickOnALayerAsksForIt() {
    bothBats();
    const QSignalSpy answered(m_opened->window.hub()->inspector(), &InspectorSession::answered);
    QTest::mouseClick(m_view->senseBars(), Qt::LeftButton, {}, QPoint(20, 4));
    QTRY_VERIFY_WITH_TIMEOUT(answered.count() > 0, kLong);
    QVERIFY(textsOf(m_view->panel(0)).contains(QStringLiteral("layer 0")));
  }

  void pointsCanBeColouredBySentence() {
    bothBats();
    QVERIFY(m_view->colours()->isVisible());
    m_view->colours()->setCurrentIndex(1);
    Q_EMIT m_view->colours()->activated(1);
    QVERIFY(m_view->map()->csv().startsWith("line,query,word,sense,x,y,sentence\n"));
    QCOMPARE(m_view->map()->csv().count('\n'), m_view->map()->pointCount() + 1);
  }

  void aVectorFileIsAskedToo() {
    m_view->setTexts({kToySensesEntry});
    m_view->setVectorFile(file("vectors.txt", "bat 1 0\nmoth 0.9 0.1\nball 0.2 1\nshort 1\n"));
    search();
    const QString said = m_view->panel(0)->staticText()->text();
    QVERIFY2(said.contains(QStringLiteral("moth")) && said.contains(QStringLiteral("vectors.txt:4")), qPrintable(said));
    m_view->setVectorFile(file("prose.txt", "no vectors here\n"));
    search();
    QVERIFY(m_view->panel(0)->staticText()->text().contains(QStringLiteral("no row of word vectors")));
    QVERIFY(m_view->results()->rowCount() > 0);         // the rest of the answer is there
  }

  void aTextWithoutTheWordIsOneMessage() {
    m_view->setTexts({file("other.txt", "the river is long .\nthe house is old .\n")});
    search();
    QVERIFY(textsOf(m_view->panel(0)).contains(QStringLiteral("does not occur")));
    QVERIFY(textsOf(m_view).contains(QStringLiteral("does not occur")));
    QVERIFY(!m_view->senseBars()->isVisible());
  }

  void aTextThatIsNotThereIsOneMessage() {
    m_view->setTexts({"/nowhere/text.txt"});
    search();
    QVERIFY(textsOf(m_view->panel(0)).contains(QStringLiteral("/nowhere/text.txt")));
    QCOMPARE(m_view->map()->pointCount(), 0);
    m_view->setTexts({kToySensesEntry});
    search();
    QVERIFY(m_view->results()->rowCount() > 0);
  }

  void anEmptySentenceIsOneMessage() {
    auto* edit = m_view->panel(0)->findChild<QLineEdit*>();
    edit->clear();
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(textsOf(m_view->panel(0)).contains(QStringLiteral("empty")));
  }

  void followsTheCheckpointsOfItsRunWhenAsked() {
    std::vector<ModelChoice> models{copyOfShipped(m_opened->home.path() / "out", "copy", 100)};
    m_view->setModels(models);
    m_view->showModel(models[0]);
    m_view->setTexts({kToySensesEntry});
    search();
    QTRY_VERIFY2(m_view->summary()->text().contains(QStringLiteral("step 100")), qPrintable(m_view->summary()->text()));
    models.insert(models.begin(), copyOfShipped(m_opened->home.path() / "out", "copy", 200));
    m_view->setModels(models);
    m_view->checkpointSaved("copy");                    // not asked to
    QTRY_VERIFY2(m_view->summary()->text().contains(QStringLiteral("step 100")), qPrintable(m_view->summary()->text()));
    m_view->follow()->setChecked(true);
    m_view->checkpointSaved("another");
    m_view->checkpointSaved("copy");
    QTRY_VERIFY_WITH_TIMEOUT(m_view->summary()->text().contains(QStringLiteral("step 200")), kLong);
  }

  void twoModelsAnswerSideBySide() {
    const ModelChoice other = copyOfShipped(m_opened->home.path() / "out", "copy", 100);
    m_view->setTexts({kToySensesEntry});
    m_view->showModels({shippedModel(), other});
    QTRY_VERIFY_WITH_TIMEOUT(m_view->panel(0)->query() && m_view->panel(1)->query(), kLong);
    QCOMPARE(m_view->panel(1)->query()->word, std::string("bat"));
    QVERIFY(m_view->panel(1)->picker()->isVisible());
    m_view->search();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->panel(0)->results()->rowCount() > 0 && m_view->panel(1)->results()->rowCount() > 0, kLong);
    QCOMPARE(m_view->panel(1)->results()->rows().front().similarity, m_view->panel(0)->results()->rows().front().similarity);      // the same weights
    std::filesystem::remove_all(other.checkpoint);
    m_view->search();
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(m_view->panel(1)).contains(QStringLiteral("no such folder")), kLong);
    QVERIFY(m_view->panel(0)->results()->rowCount() > 0);
  }

  void cancelLeavesTheViewUsable() {
    m_view->setTexts({"toy-world"});
    m_view->search();
    for (QPushButton* button : m_view->findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Cancel")) QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(m_view->summary()->text().contains(QStringLiteral("Cancelled")));
    m_view->setTexts({kToySensesEntry});
    search();
    QVERIFY(m_view->results()->rowCount() > 0);
  }
};

CLOZE_TEST_SUITE(NeighboursTest, "neighbours")
#include "tst_neighbours.moc"
