// Looking changes nothing: a run trained with every inspector open and asking all the time ends with the same bits as one left alone; and the
// probes and kept sentences of a run that trains are followed live.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run.h"
#include "tests/gui/inspector_fixture.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/kept_sentences_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"

#include <QCheckBox>

using namespace cloze;
using namespace cloze::tests;

class InspectingTest : public QObject {
  Q_OBJECT

  static RunSpec spec(const std::filesystem::path& folder) {
    return readRunSpec({{"name", "watched"}, {"seed", 7}, {"family", {{"id", "bert"}, {"config", {{"hidden_size", 32}, {"num_hidden_layers", 1}, {"num_attention_heads", 2}, {"intermediate_size", 64}}}}},
                        {"tokenizer", {{"vocab_size", 128}}}, {"data", {{"train", Json::array({writeText(folder)})}, {"sequence_length", 32}, {"validation_fraction", 0.1}}},
                        {"train", {{"steps", 300}, {"batch_size", 4}, {"evaluate_every", 100}, {"checkpoint_every", 100}}}, {"probes", Json::array({"the teacher works in a [MASK] ."})}, {"compute", {{"shards", 1}}}});
  }

  // Trains in a window of its own; `look` opens what it likes.
  template <class Look>
  static std::string weightsAfter(Look look) {
    OpenedWindow opened;
    MainWindow& window = opened.window;
    const std::string run = window.hub()->start(spec(opened.home.path()));
    RunData* data = window.hub()->data(run);
    look(window, run);
    if (!QTest::qWaitFor([data] { return data->row().status == RunStatus::Finished; }, kLong)) return "not finished: " + data->row().message;
    if (!QTest::qWaitFor([&] { return !window.hub()->trainsHere(run); }, kLong)) return "still there";
    return readFile(data->checkpoints().back().folder / "model.safetensors");
  }

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void trainsTheSameBitsWithAllInspectorsOpen() {
    const std::string alone = weightsAfter([](MainWindow&, const std::string&) {});
    int answers = 0;
    std::size_t probes = 0, history = 0;
    const std::string watched = weightsAfter([&](MainWindow& window, const std::string& run) {
      RunHub* hub = window.hub();
      const ModelChoice live{QStringLiteral("now"), {}, run, 0, true, -1, {}, QStringLiteral("watched")};
      MaskedTokensView* masks = window.openMaskedTokens();
      masks->showModel(live);
      masks->setSentence(QStringLiteral("the teacher works in a school ."));
      NeighboursView* neighbours = window.openNeighbours();
      neighbours->showModel(live);
      neighbours->setTexts({(homeFolder() / "text.txt").string()});
      neighbours->setSentence(QStringLiteral("the teacher works in a school ."));
      neighbours->chooseWord(QStringLiteral("teacher"));
      neighbours->follow()->setChecked(true);
      neighbours->search();
      QObject::connect(hub->inspector(), &InspectorSession::answered, &window, [&answers, masks](AskerId, const ModelFacts&, const InspectorAnswer&) {
        if (++answers == 1) masks->maskWord(1);
      });
      QObject::connect(hub->data(run), &RunData::valuesChanged, masks, [masks, run] { masks->modelMoved(run); });      // far oftener than the window does
      QVERIFY(QTest::qWaitFor([hub, run] { return !hub->data(run)->checkpoints().empty(); }, kLong));
      hub->kept()->add({"the teacher works in a school .", {{4, 11}}});
      masks->kept()->scores()->start();
      QVERIFY(QTest::qWaitFor([hub, run] { return hub->data(run)->probes().size() >= 3; }, kLong));
      probes = hub->data(run)->probes().size();
      QVERIFY(QTest::qWaitFor([&] { const auto h = masks->kept()->scores()->history(hub->kept()->all().front()); return !h.empty() && (history = h.front().points.size()) >= 3; }, kLong));
    });
    QVERIFY2(alone.size() > 1000, alone.c_str());
    QVERIFY2(watched.size() > 1000, watched.c_str());
    QVERIFY(answers > 3);
    QCOMPARE(probes, std::size_t(3));
    QVERIFY(history >= 3);
    QVERIFY(alone == watched);
  }
};

CLOZE_TEST_SUITE(InspectingTest, "inspecting")
#include "tst_inspecting.moc"
