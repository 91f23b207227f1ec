// `cloze runs list | show | compare | export | delete`: the experiment log, for people and as JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "app/commands/text_table.h"
#include "engine/core/files.h"
#include "experiments/compare.h"
#include "experiments/export.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"

#include <unistd.h>

#include <iostream>
#include <memory>
#include <stdexcept>

namespace cloze {

CommandRun runsCommand(CLI::App& app);

namespace {

using Align = TextTable::Align;

struct RunsOptions {
  std::string log = defaultLogFile().string();
  std::vector<std::string> runs;
  std::string format = "csv";
  std::string out;
  bool json = false, yes = false, files = false;
};

void print(const Json& value) { std::cout << value.dump(2, ' ', false, Json::error_handler_t::replace) << '\n'; }

std::string stepText(const RunRow& row) { return groupedNumber(row.step) + " / " + groupedNumber(row.steps); }

int listRuns(const RunsOptions& options) {
  const LogReader log(options.log);
  const std::vector<RunRow> rows = log.runs();
  if (options.json) {
    Json all = Json::array();
    for (const RunRow& row : rows) all.push_back(runRowJson(row));
    print(all);
    return 0;
  }
  if (rows.empty()) {
    std::cout << "No runs in " << options.log << " yet. `cloze train SPEC.json` makes one.\n";
    return 0;
  }
  TextTable table({{"Run"}, {"Name"}, {"Model"}, {"Status"}, {"Step", Align::Right}, {"Loss", Align::Right}, {"Held-out", Align::Right}, {"Trained", Align::Right}, {"Started"}});
  for (const RunRow& row : rows)
    table.add({row.id, shortened(row.name, 36), row.family + " " + row.preset, runStatusId(row.status), stepText(row), figureText(row.lastLoss),
               figureText(row.bestValidationLoss), durationText(row.seconds), localTimeText(row.createdAt)});
  std::cout << table.text();
  return 0;
}

void printSummary(const RunRow& row) {
  std::cout << row.name << " (" << row.id << ")\n";
  TextTable table({{"Status"}, {runStatusId(row.status) + (row.message.empty() ? "" : ": " + row.message)}});
  table.add({"Step", stepText(row)});
  table.add({"Model", row.family + " " + row.preset + ", " + groupedNumber(row.parameters) + " parameters"});
  table.add({"Objective", row.objective});
  table.add({"Loss", figureText(row.lastLoss) + " now, " + figureText(row.bestValidationLoss) + " best held-out"});
  table.add({"Trained", durationText(row.seconds) + ", " + groupedNumber(row.tokens) + " tokens"});
  table.add({"Started", localTimeText(row.createdAt)});
  table.add({"Folder", row.out.string()});
  if (!row.tags.empty()) table.add({"Tags", row.tags});
  if (!row.note.empty()) table.add({"Note", row.note});
  std::cout << table.text();
}

void printLastValues(const LogReader& log, const RunRow& row) {
  TextTable table({{"Series"}, {"Points", Align::Right}, {"Step", Align::Right}, {"Value", Align::Right}});
  for (const std::string& name : log.seriesNames(row.id)) {
    const auto points = log.series(row.id, name);
    if (!points.empty()) table.add({name, groupedNumber(static_cast<std::int64_t>(points.size())), groupedNumber(points.back().step), figureText(points.back().value)});
  }
  std::cout << '\n' << table.text();
}

void printCheckpoints(const LogReader& log, const RunRow& row) {
  const auto checkpoints = log.checkpoints(row.id);
  if (checkpoints.empty()) return;
  TextTable table({{"Checkpoint", Align::Right}, {"Size", Align::Right}, {"", Align::Left}, {"Folder"}});
  for (const CheckpointRow& checkpoint : checkpoints)
    table.add({groupedNumber(checkpoint.step), byteText(checkpoint.bytes), checkpoint.removed ? "removed" : checkpoint.best ? "best" : "", checkpoint.folder.string()});
  std::cout << '\n' << table.text();
}

void printEvents(const LogReader& log, const RunRow& row) {
  TextTable table({{"Time"}, {"Step", Align::Right}, {"Event"}, {""}});
  for (const EventRow& event : log.events(row.id)) table.add({localTimeText(event.createdAt), groupedNumber(event.step), event.kind, shortened(event.message, 100)});
  std::cout << '\n' << table.text();
}

int showRun(const RunsOptions& options) {
  const LogReader log(options.log);
  const RunRow row = log.run(options.runs.front());
  if (options.json) {
    print(runJson(log, row));
    return 0;
  }
  printSummary(row);
  printLastValues(log, row);
  printCheckpoints(log, row);
  printEvents(log, row);
  std::cout << "\nThe frozen specification: cloze runs show " << row.id << " --json\n";
  return 0;
}

Json differencesJson(const std::vector<SettingAcrossRuns>& settings) {
  Json all = Json::array();
  for (const SettingAcrossRuns& setting : settings) {
    Json values = Json::array();
    for (const Json& value : setting.values) values.push_back(value.is_discarded() ? Json(nullptr) : value);
    all.push_back({{"setting", setting.path}, {"values", values}});
  }
  return all;
}

void printComparison(const std::vector<RunRow>& rows, const std::vector<SettingAcrossRuns>& settings) {
  std::vector<TextTable::Column> columns{{"Setting"}};
  for (const RunRow& row : rows) columns.push_back({row.id});
  TextTable differences(columns);
  for (const SettingAcrossRuns& setting : settings) {
    std::vector<std::string> cells{setting.path};
    for (const Json& value : setting.values) cells.push_back(value.is_discarded() ? "-" : shortened(value.is_string() ? value.get<std::string>() : value.dump(), 40));
    differences.add(cells);
  }
  if (settings.empty()) std::cout << "The specifications are the same.\n";
  else std::cout << differences.text();

  columns.front().title = "Result";
  TextTable results(columns);
  const auto add = [&](const std::string& title, auto text) {
    std::vector<std::string> cells{title};
    for (const RunRow& row : rows) cells.push_back(text(row));
    results.add(cells);
  };
  add("status", [](const RunRow& row) { return runStatusId(row.status); });
  add("step", stepText);
  add("loss", [](const RunRow& row) { return figureText(row.lastLoss); });
  add("best held-out loss", [](const RunRow& row) { return figureText(row.bestValidationLoss); });
  add("parameters", [](const RunRow& row) { return groupedNumber(row.parameters); });
  add("trained", [](const RunRow& row) { return durationText(row.seconds); });
  add("tokens per second", [](const RunRow& row) { return row.seconds > 0 ? groupedNumber(static_cast<std::int64_t>(static_cast<double>(row.tokens) / row.seconds)) : "-"; });
  std::cout << '\n' << results.text();
}

int compareRuns(const RunsOptions& options) {
  if (options.runs.size() < 2) throw std::invalid_argument("compare needs two runs or more, for example: cloze runs compare A B");
  const LogReader log(options.log);
  std::vector<RunRow> rows;
  std::vector<std::string> specs;
  for (const std::string& name : options.runs) {
    rows.push_back(log.run(name));
    specs.push_back(log.specJson(rows.back().id));
  }
  const auto settings = differingSettings(specs);
  if (options.json) {
    Json all = Json::array();
    for (const RunRow& row : rows) all.push_back(runRowJson(row));
    print({{"runs", all}, {"differences", differencesJson(settings)}});
  } else {
    printComparison(rows, settings);
  }
  return 0;
}

int exportRun(const RunsOptions& options) {
  const LogReader log(options.log);
  const RunRow row = log.run(options.runs.front());
  const bool json = options.json || options.format == "json";
  const std::string text = json ? exportedRunJson(log, row).dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : exportedRunCsv(log, row);
  if (options.out.empty()) {
    std::cout << text;
    return 0;
  }
  writeFileAtomically(options.out, text);
  std::cerr << "wrote " << options.out << '\n';
  return 0;
}

bool confirmed(const std::vector<RunRow>& rows, bool files) {
  if (!::isatty(STDIN_FILENO)) throw std::invalid_argument("deleting needs --yes when nobody can be asked");
  for (const RunRow& row : rows) std::cerr << row.id << "  " << row.name << "  step " << stepText(row) << (files ? "  and " + row.out.string() : "") << '\n';
  std::cerr << "Delete " << (rows.size() == 1 ? "this run" : "these runs") << " from the log" << (files ? ", with the folders" : "") << "? [y/N] ";
  std::string answer;
  return std::getline(std::cin, answer) && (answer == "y" || answer == "Y" || answer == "yes");
}

// Only a folder that holds a run is removed, whatever the log says.
void removeFolder(const RunRow& row) {
  if (!std::filesystem::exists(row.out)) return;
  if (!std::filesystem::exists(row.out / "run.json")) throw std::invalid_argument(row.out.string() + ": holds no run.json, so it was left as it is");
  std::filesystem::remove_all(row.out);
}

int deleteRuns(const RunsOptions& options) {
  std::vector<RunRow> rows;
  {
    const LogReader log(options.log);
    for (const std::string& name : options.runs) rows.push_back(log.run(name));
  }
  for (const RunRow& row : rows)
    if (row.status == RunStatus::Running || row.status == RunStatus::Paused) throw std::invalid_argument(row.id + " is " + runStatusId(row.status) + ": stop it first");
  if (!options.yes && !confirmed(rows, options.files)) {
    std::cerr << "nothing was deleted\n";
    return 2;
  }
  LogStore store(options.log);
  for (const RunRow& row : rows) {
    if (options.files) removeFolder(row);
    store.deleteRun(row.id);
  }
  store.flush();
  if (!store.lastError().empty()) throw std::runtime_error(store.lastError());
  Json deleted = Json::array();
  for (const RunRow& row : rows) deleted.push_back(row.id);
  if (options.json) print({{"deleted", deleted}});
  else std::cout << "deleted " << rows.size() << (rows.size() == 1 ? " run\n" : " runs\n");
  return 0;
}

// Whoever trains a run looks into the log once a second.
int askTrainers(const RunsOptions& options, LogRequest request) {
  std::vector<RunRow> rows;
  {
    const LogReader log(options.log);
    for (const std::string& name : options.runs) rows.push_back(log.run(name));
  }
  for (const RunRow& row : rows)
    if (row.status != RunStatus::Running && row.status != RunStatus::Paused)
      throw std::invalid_argument(row.id + " is " + runStatusId(row.status) + ": nobody trains it now");
  LogStore store(options.log);
  Json asked = Json::array();
  for (const RunRow& row : rows) {
    store.request(row.id, request);
    asked.push_back(row.id);
  }
  store.flush();
  if (!store.lastError().empty()) throw std::runtime_error(store.lastError());
  if (options.json) print({{"request", logRequestId(request)}, {"runs", asked}});
  else std::cout << "asked " << rows.size() << (rows.size() == 1 ? " run" : " runs") << " to " << logRequestId(request) << '\n';
  return 0;
}

int pauseRuns(const RunsOptions& options) { return askTrainers(options, LogRequest::Pause); }
int unpauseRuns(const RunsOptions& options) { return askTrainers(options, LogRequest::Resume); }
int stopRuns(const RunsOptions& options) { return askTrainers(options, LogRequest::Stop); }

CLI::App* addPart(CLI::App& app, const std::string& name, const std::string& about, RunsOptions& options) {
  CLI::App* part = app.add_subcommand(name, about);
  part->add_option("--log", options.log, "Experiment log")->capture_default_str();
  part->add_flag("--json", options.json, "Machine-readable output");
  return part;
}

}  // namespace

CommandRun runsCommand(CLI::App& app) {
  const auto options = std::make_shared<RunsOptions>();
  const auto chosen = std::make_shared<int (*)(const RunsOptions&)>(nullptr);
  app.require_subcommand(1);
  const auto part = [&](const char* name, const char* about, int (*run)(const RunsOptions&)) {
    CLI::App* sub = addPart(app, name, about, *options);
    sub->callback([chosen, run] { *chosen = run; });
    return sub;
  };
  const std::string runHelp = "Id of a run, or its first letters";
  part("list", "All runs, newest first", listRuns);
  part("show", "One run: its figures, checkpoints and history", showRun)->add_option("run", options->runs, runHelp)->required()->expected(1);
  part("compare", "Where the specifications differ, and what came out", compareRuns)->add_option("runs", options->runs, runHelp)->required()->expected(-1);
  CLI::App* exported = part("export", "Curves as CSV (one row a step), or everything as JSON", exportRun);
  exported->add_option("run", options->runs, runHelp)->required()->expected(1);
  exported->add_option("--to", options->format, "csv or json")->check(CLI::IsMember({"csv", "json"}))->capture_default_str();
  exported->add_option("--out", options->out, "File to write; without it the text goes to stdout");
  struct Request { const char *name, *about; int (*run)(const RunsOptions&); };
  for (const Request& row : {Request{"pause", "Ask whoever trains runs to pause them", pauseRuns}, Request{"resume", "Let paused runs go on (`cloze resume` continues one that has ended)", unpauseRuns},
                             Request{"stop", "Ask whoever trains runs to save and end them", stopRuns}})
    part(row.name, row.about, row.run)->add_option("runs", options->runs, runHelp)->required()->expected(-1);
  CLI::App* deleted = part("delete", "Forget runs", deleteRuns);
  deleted->add_option("runs", options->runs, runHelp)->required()->expected(-1);
  deleted->add_flag("--yes", options->yes, "Do not ask");
  deleted->add_flag("--files", options->files, "Delete their folders too, checkpoints included");
  return [options, chosen] { return (*chosen)(*options); };
}

}  // namespace cloze
