// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfer_desk.h"

#include "app/run_hub.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/core/schema.h"
#include "engine/tasks/task.h"
#include "widgets/shared/translation.h"

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

// What makes two reports the same: all that the runs do, not which of them are asked for.
std::string keyOf(RunSpec spec, double scratchRate) {
  spec.seeds.clear();
  spec.fractions.clear();
  spec.name.clear();
  return sha256(fileJson(spec).dump() + std::to_string(scratchRate)).substr(0, 12);
}

}  // namespace

TransferDesk::TransferDesk(RunHub* hub, QObject* parent) : QObject(parent), m_hub(hub) {
  connect(hub, &RunHub::runEnded, this, [this](const QString& run) { if (m_running && run.toStdString() == m_current) take(m_current); });
  connect(hub, &RunHub::modelMoved, this, [this] { if (m_running) Q_EMIT progressed(progress()); });
}

void TransferDesk::start(const RunSpec& spec, double scratchRate) {
  m_runs = transferRuns(spec, scratchRate);
  m_metric = taskInfo(spec.task.id).metrics.front();
  m_key = keyOf(spec, scratchRate);
  m_results.clear();
  m_place = 0;
  m_running = true;
  read();
  next();
}

bool TransferDesk::isKnown(const TransferRun& run) const {
  return std::any_of(m_results.begin(), m_results.end(), [&run](const ArmResult& one) { return one.arm == run.arm && one.fraction == run.fraction && one.seed == run.seed; });
}

void TransferDesk::next() {
  while (m_place < m_runs.size() && isKnown(m_runs[m_place])) ++m_place;
  Q_EMIT resultsChanged(m_results);
  if (m_place == m_runs.size()) return end();
  try {
    m_current = m_hub->enqueue(m_runs[m_place].spec, "transfer " + m_key);
  } catch (const std::exception& error) {
    return end(messageText(error.what()));
  }
  Q_EMIT progressed(progress());
}

void TransferDesk::take(const std::string& id) {
  RunData* run = m_hub->data(id);
  const RunRow& row = run->row();
  if (row.status == RunStatus::Failed) return end(QString::fromStdString(row.name + ": " + row.message));
  if (row.status != RunStatus::Finished) return end();
  try {
    const CurveStore& values = run->curve("validation/" + m_metric)->raw();
    const TransferRun& asked = m_runs[m_place];
    const auto examples = readJsonFile(row.out / "data.json").at("training_examples").get<std::int64_t>();
    m_results.push_back({asked.arm, asked.fraction, asked.seed, examples, values.empty() ? std::nan("") : values.lastY()});
    write();
  } catch (const std::exception& error) {
    return end(QString::fromUtf8(error.what()));
  }
  ++m_place;
  next();
}

void TransferDesk::cancel() {
  if (!m_running) return;
  const std::string current = m_current;
  end();
  m_hub->removeQueued(current);
  if (m_hub->trainsHere(current)) m_hub->stop(current);
}

void TransferDesk::end(const QString& problem) {
  m_running = false;
  m_current.clear();
  Q_EMIT progressed(progress());
  if (!problem.isEmpty()) Q_EMIT failed(problem);
}

TransferProgress TransferDesk::progress() const {
  TransferProgress progress;
  progress.all = static_cast<int>(m_runs.size());
  progress.done = static_cast<int>(std::count_if(m_runs.begin(), m_runs.end(), [this](const TransferRun& run) { return isKnown(run); }));
  progress.running = m_running;
  if (!m_running || m_current.empty()) return progress;
  progress.current = QString::fromStdString(m_runs[m_place].spec.name);
  const RunRow& row = m_hub->data(m_current)->row();
  progress.share = row.steps > 0 ? static_cast<double>(row.step) / static_cast<double>(row.steps) : 0;
  return progress;
}

void TransferDesk::tell() {
  Q_EMIT resultsChanged(m_results);
  Q_EMIT progressed(progress());
}

// ---- what is known of earlier sessions

std::filesystem::path TransferDesk::file() const { return homeFolder() / "transfer" / (m_key + ".json"); }

void TransferDesk::read() {
  if (!std::filesystem::exists(file())) return;
  try {
    for (const Json& one : readJsonFile(file())) {
      const ArmResult result{static_cast<TransferArm>(one.at("arm").get<int>()), one.at("fraction").get<double>(), one.at("seed").get<std::int64_t>(), one.at("examples").get<std::int64_t>(), one.at("value").get<double>()};
      const auto same = [&result](const TransferRun& run) { return run.arm == result.arm && run.fraction == result.fraction && run.seed == result.seed; };
      if (std::any_of(m_runs.begin(), m_runs.end(), same)) m_results.push_back(result);
    }
  } catch (const std::exception&) {                      // a file that is no report: the runs are made anew
    m_results.clear();
  }
}

void TransferDesk::write() const {
  Json all = Json::array();
  for (const ArmResult& one : m_results)
    if (std::isfinite(one.value)) all.push_back({{"arm", static_cast<int>(one.arm)}, {"fraction", one.fraction}, {"seed", one.seed}, {"examples", one.examples}, {"value", one.value}});
  std::filesystem::create_directories(file().parent_path());
  writeFileAtomically(file(), all.dump(1) + "\n");
}

}  // namespace cloze
