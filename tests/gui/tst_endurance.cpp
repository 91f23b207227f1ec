// What only shows in the long run: documents opened and closed two hundred times leave no memory and no handle behind; looking inside while it
// trains changes not one bit of what is trained.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_status.h"
#include "app/main_window.h"
#include "engine/core/files.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/shared/document_area.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/start_view.h"

#include <QApplication>

#include <malloc.h>
#include <unistd.h>

#include <fstream>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

constexpr int kWarmUp = 20, kCycles = 200;

std::int64_t residentBytes() {
  malloc_trim(0);                                         // what the allocator merely keeps is not growth
  std::ifstream file("/proc/self/statm");
  std::int64_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

int openHandles() {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    Q_UNUSED(entry)
    ++count;
  }
  return count;
}

void settle() {
  for (int i = 0; i < 3; ++i) {
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
}

using Open = std::function<QWidget*(MainWindow&)>;

RunSpec smallSpec(const std::filesystem::path& folder) {
  RunSpec spec;
  const Json changes = parseJson(R"({"name": "bits", "seed": 5, "tokenizer": {"vocab_size": 96}, "family": {"config": {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
    "intermediate_size": 64}}, "data": {"sequence_length": 24, "validation_fraction": 0.1}, "train": {"steps": 1500, "batch_size": 4, "evaluate_every": 250, "checkpoint_every": 500}, "compute": {"shards": 1}})", "settings");
  fromJson(spec, changes);
  spec.data.train = {tests::writeText(folder)};
  return spec;
}

// Every inspector over the live run, asking all the time.
void lookInside(MainWindow& window, const std::string& run) {
  const ModelChoice live{QStringLiteral("now"), {}, run, 0, true};
  MaskedTokensView* masks = window.openMaskedTokens();
  masks->setSentence(QStringLiteral("the doctor lives near the river ."));
  masks->showModel(live);
  masks->maskWord(1);
  NeighboursView* neighbours = window.openNeighbours();
  neighbours->setTexts({window.hub()->logFile().parent_path() / "text.txt"});
  neighbours->setSentence(QStringLiteral("the doctor lives near the river ."));
  neighbours->showModel(live);
  neighbours->chooseWord(QStringLiteral("doctor"));
  neighbours->search();
  window.openCompare({run});
  window.openRun(run);
}

struct Trained { std::string weights; int answers = 0; };   // of the last checkpoint; what the inspectors answered meanwhile

Trained trainInWindow(bool inspected) {
  const TemporaryHome home;
  MainWindow window(home.log());
  window.show();
  const std::string run = window.hub()->start(smallSpec(home.path()));
  RunData* shown = window.hub()->data(run);
  Trained trained;
  QObject::connect(window.hub()->inspector(), &InspectorSession::answered, &window, [&trained] { ++trained.answers; });
  std::int64_t looked = 0;
  while (shown->row().status == RunStatus::Running || shown->row().step == 0) {
    QTest::qWait(1);
    if (shown->row().status == RunStatus::Failed) break;
    if (!inspected || shown->row().step < looked + 5) continue;
    looked = shown->row().step;
    lookInside(window, run);
  }
  const auto ended = [&] { return !window.hub()->trainsHere(run); };
  if (!QTest::qWaitFor(ended, kLong)) return {};
  if (!shown->checkpoints().empty()) trained.weights = readFile(shown->checkpoints().back().folder / "model.safetensors");
  return trained;
}

}  // namespace

Q_DECLARE_METATYPE(Open)

class EnduranceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void documentsLeaveNothingBehind_data() {
    QTest::addColumn<Open>("open");
    QTest::newRow("new run") << Open([](MainWindow& window) { return window.openNewRun(); });
    QTest::newRow("run") << Open([](MainWindow& window) { return window.openRun("generated"); });
    QTest::newRow("masked words") << Open([](MainWindow& window) { return window.openMaskedTokens(); });
    QTest::newRow("neighbours") << Open([](MainWindow& window) { return window.openNeighbours(); });
    QTest::newRow("compare") << Open([](MainWindow& window) { return window.openCompare({window.hub()->runs()->at(0).id}); });
  }
  void documentsLeaveNothingBehind() {
    QFETCH(Open, open);
    const TemporaryHome home;
    {
      LogStore log(home.log());
      tests::writeRun(log, "generated", home.path() / "runs" / "generated", 300, true);
    }
    MainWindow window(home.log());
    window.resize(1280, 800);
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<EngineStatus*>()->peak() > 0, kLong);      // LibTorch's and BLAS's buffers come with its first use
    const auto cycle = [&] {
      open(window);
      settle();
      Q_EMIT window.documents()->tabCloseRequested(window.documents()->currentIndex());
      settle();
    };
    for (int i = 0; i < kWarmUp; ++i) cycle();
    const auto widgets = QApplication::allWidgets().size();
    const std::int64_t before = residentBytes();
    const int handles = openHandles();
    for (int i = 0; i < kCycles; ++i) cycle();
    const double grown = static_cast<double>(residentBytes() - before) / 1e6;
    qInfo("%d cycles: %+.1f MB, %+d handles, %+d widgets", kCycles, grown, openHandles() - handles, static_cast<int>(QApplication::allWidgets().size() - widgets));
    QVERIFY2(grown < 6, qPrintable(QStringLiteral("grew by %1 MB").arg(grown)));
    QVERIFY(openHandles() <= handles + 2);
    QVERIFY(QApplication::allWidgets().size() <= widgets + 5);
  }

  void lookingInsideChangesNotOneBit() {
    const Trained alone = trainInWindow(false), inspected = trainInWindow(true);
    QVERIFY(alone.weights.size() > 1000);
    QCOMPARE(alone.answers, 0);
    QVERIFY2(inspected.answers >= 5, qPrintable(QString::number(inspected.answers)));
    QVERIFY(alone.weights == inspected.weights);
  }
};

CLOZE_TEST_SUITE(EnduranceTest, "endurance")
#include "tst_endurance.moc"
