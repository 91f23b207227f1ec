// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/screenshots.h"

#include "app/demo_run.h"
#include "app/main_window.h"
#include "engine/catalogue.h"
#include "engine/core/json.h"
#include "engine/core/resources.h"
#include "engine/data/sense_labels.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/translation.h"
#include "widgets/views/answer_bars.h"
#include "widgets/views/batch_view.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/kept_sentences_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/next_words_view.h"
#include "widgets/views/replaced_words_view.h"
#include "widgets/views/run_batches.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_samples.h"
#include "widgets/views/run_task.h"
#include "widgets/views/run_view.h"
#include "widgets/views/spans_view.h"
#include "widgets/views/task_card.h"
#include "widgets/views/task_source.h"
#include "widgets/views/transfer_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>

namespace cloze {

namespace {

// A report of the toy world as it was measured once (resources/demo/README.md).
std::vector<ArmResult> recordedReport() {
  std::vector<ArmResult> results;
  const Json report = readJsonFile(resourcesFolder() / "demo" / "transfer.json");
  for (const Json& one : report.at("runs")) {
    const std::string arm = one.at("arm").get<std::string>();
    for (const TransferArm known : {TransferArm::Scratch, TransferArm::Transfer, TransferArm::Frozen})
      if (arm == armName(known)) results.push_back({known, one.at("fraction").get<double>(), one.at("seed").get<std::int64_t>(), one.at("examples").get<std::int64_t>(), one.at("value").get<double>()});
  }
  return results;
}

std::optional<std::pair<int, int>> commonestMistake(const TaskResult& result) {
  std::optional<std::pair<int, int>> cell;
  std::int64_t most = 0;
  for (std::size_t gold = 0; gold < result.confusion.size(); ++gold)
    for (std::size_t predicted = 0; predicted < result.confusion.size(); ++predicted)
      if (gold != predicted && result.confusion[gold][predicted] > most) {
        most = result.confusion[gold][predicted];
        cell = std::pair(static_cast<int>(gold), static_cast<int>(predicted));
      }
  return cell;
}

class Photographer {
 public:
  Photographer(std::filesystem::path folder, MainWindow& window, std::string run, std::vector<std::string> compared)
      : m_folder(std::move(folder)), m_window(window), m_run(std::move(run)), m_compared(std::move(compared)) {}

  bool takeAll() {
    until([this] { return m_window.hub()->runs()->rowCount() > 0; }, 10000);
    m_window.openStart();
    take("start");
    newRun();
    RunView* run = m_window.openRun(m_run);
    until([run] { return run->run()->lastStepOf("loss") > 0; }, 10000);
    struct Page { RunView::Page page; const char* name; };
    for (const Page& page : {Page{RunView::Charts, "run-charts"}, {RunView::Configuration, "run-configuration"}, {RunView::Data, "run-data"}, {RunView::Samples, "run-samples"}, {RunView::Checkpoints, "run-checkpoints"}, {RunView::Log, "run-log"}}) {
      run->showPage(page.page);
      if (page.page == RunView::Data) until([run] { return !run->batches()->findChildren<TokenChips*>().isEmpty(); }, 20000);
      if (page.page == RunView::Samples) scoreSamples(run);
      take(page.name);
    }
    maskedTokens();
    neighbours();
    compare();
    otherInspectors();
    fineTuning();
    return m_good;
  }

 private:
  // Turns the event loop until `ready`, at most so long.
  bool until(const std::function<bool()>& ready, int milliseconds) {
    QElapsedTimer clock;
    clock.start();
    while (!ready() && clock.elapsed() < milliseconds) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    return ready();
  }

  void take(const char* name) {
    QElapsedTimer clock;
    clock.start();
    until([&clock] { return clock.elapsed() > 120; }, 200);            // gathered repaints are at most 33 ms late
    const std::filesystem::path file = m_folder / (std::string(name) + ".png");
    const bool written = m_window.grab().save(QString::fromStdString(file.string()), "PNG");
    if (!written) std::fprintf(stderr, "cannot write %s\n", file.string().c_str());
    m_good = m_good && written;
  }

  void scoreSamples(RunView* run) {
    run->samples()->score();
    until([run] { return !run->samples()->result().rows.empty(); }, 25000);
  }

  void newRun() {
    NewRunView* view = m_window.openNewRun();
    RunSpec spec;
    spec.name = NewRunView::tr("Toy world").toStdString();
    spec.data.train = {"toy-world"};
    const auto shipped = shippedModels();
    if (!shipped.empty()) spec.tokenizer.from = shipped.front().checkpoint.string();
    view->setSpec(spec);
    view->askForPreview();
    if (!shipped.empty()) {
      view->askForBatch();
      until([view] { return !view->findChild<BatchView*>()->findChildren<TokenChips*>().isEmpty(); }, 20000);
    }
    take("new-run");
  }

  void maskedTokens() {
    MaskedTokensView* view = m_window.openMaskedTokens();
    if (shippedModels().empty()) return take("masked-tokens");
    if (until([view] { return view->chips()->count() > 4; }, 15000)) {
      view->maskWord(1);
      view->maskWord(view->chips()->count() - 2);
      view->setCandidates(MaskedTokensView::tr("piano, harpsichord"));
      view->keepSentence();
      view->kept()->scores()->start();
      until([view] { return view->findChildren<MaskColumn*>().size() >= 2 && !view->kept()->scores()->running(); }, 15000);
    }
    take("masked-tokens");
    view->showModels({*view->row(0)->picker()->chosen(), shippedModels().front()});
    until([view] { return view->row(0)->results().size() * view->row(1)->results().size() > 0; }, 15000);
    take("masked-tokens-two");
  }

  void neighbours() {
    NeighboursView* view = m_window.openNeighbours();
    if (shippedModels().empty()) return take("neighbours");
    view->search();
    until([view] { return view->results()->rowCount() > 0; }, 25000);
    take("neighbours");
    view->setTexts({kToySensesEntry});
    view->addSecondSentence(NeighboursView::tr("first the ball , then the bat , the team and the goal ."));
    until([view] { return view->panel(1)->query().has_value(); }, 15000);
    view->search();
    until([view] { return view->panel(1)->results()->rowCount() > 0; }, 25000);
    take("neighbours-two");
  }

  void compare() {
    CompareView* view = m_window.openCompare(m_compared);
    until([view] { return std::all_of(view->runs().begin(), view->runs().end(), [](const RunData* run) { return run->lastStepOf("validation/loss") > 0; }); }, 10000);
    view->setGrouped(true);
    view->setPosition(400);
    take("compare");
  }

  // No model of theirs is shipped: the pages say what they need.
  void otherInspectors() {
    m_window.openNextWords();
    take("next-words");
    m_window.openReplacedWords();
    take("replaced-words");
    m_window.openOrder();
    take("order");
    m_window.openSpans();
    take("spans");
  }

  // The shipped model learns a task of the toy world for a few steps.
  std::string fineTuned(const char* task, const char* picture) {
    NewRunView* view = m_window.openNewRun();
    view->setFineTuning(true);
    view->source()->chooseCheckpoint(shippedModels().front());
    view->source()->chooseTask(task);
    view->form()->setValue("train.epochs", 0);
    view->form()->setValue("train.steps", 60);
    view->form()->setValue("task.limit", 600);
    view->form()->setValue("name", schemaText(taskInfo(task).title).toStdString());
    until([view] { return view->startButton()->isEnabled(); }, 40000);
    if (*picture) take(picture);
    const std::string run = m_window.hub()->start(view->spec());
    RunView* page = m_window.openRun(run);
    until([page] { return page->run()->row().status == RunStatus::Finished; }, 60000);
    page->showPage(RunView::Task);
    page->task()->predict();
    until([page] { return !page->task()->result().predictions.empty(); }, 40000);
    return run;
  }

  void fineTuning() {
    if (shippedModels().empty()) return;
    const std::string run = fineTuned("toy-nli", "new-run-task");
    RunView* page = m_window.openRun(run);
    page->task()->chooseCell(commonestMistake(page->task()->result()));
    take("run-task");
    page->showPage(RunView::Lineage);
    take("run-lineage");
    const std::string names = fineTuned("toy-ner", "");
    take("run-task-tags");
    TransferView* report = m_window.openTransfer(names);
    report->showResults(recordedReport());
    take("transfer");
  }

  std::filesystem::path m_folder;
  MainWindow& m_window;
  std::string m_run;
  std::vector<std::string> m_compared;
  bool m_good = true;
};

}  // namespace

int takeScreenshots(const std::filesystem::path& folder, const WindowSettings& settings) {
  try {
    std::filesystem::create_directories(folder);
    QTemporaryDir home;
    qputenv("CLOZE_HOME", home.path().toUtf8());
    const std::filesystem::path log = std::filesystem::path(home.path().toStdString()) / "experiments.sqlite";
    const auto shipped = shippedModels();
    std::string run;
    std::vector<std::string> compared;
    {
      LogStore store(log);
      for (const auto& recording : comparedRecordings()) compared.push_back(importDemoRun(store, recording, std::filesystem::path(home.path().toStdString()) / "runs" / recording.stem(), {}));
      run = importDemoRun(store, demoRecording(), std::filesystem::path(home.path().toStdString()) / "runs" / "demo", shipped.empty() ? std::filesystem::path() : shipped.front().checkpoint);
    }
    MainWindow window(log, settings);
    window.setFixedSize(settings.size);
    window.show();
    return Photographer(folder, window, run, compared).takeAll() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cloze-workbench: %s\n", error.what());
    return 1;
  }
}

}  // namespace cloze
