// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <thread>

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/files.h"
#include "engine/core/memory.h"
#include "engine/core/schema.h"
#include "engine/inspect/model_snapshot.h"
#include "engine/tasks/task_examples.h"
#include "engine/train/environment.h"
#include "engine/train/evaluator.h"
#include "engine/train/feature_store.h"
#include "engine/train/model_plan.h"
#include "engine/train/probes.h"
#include "engine/train/schedule.h"

namespace cloze {

namespace {

// The loss or its gradient is no number: the run cannot go on, what was saved stands.
class NotANumber : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The rates as the update takes them: heads of tasks to which no batch of the step belongs are left alone.
std::vector<double> appliedRates(const std::vector<ParameterGroup>& groups, std::vector<double> rates, const std::vector<Batch>& batches) {
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (groups[i].head >= 0 && std::none_of(batches.begin(), batches.end(), [&](const Batch& batch) { return batch.task == groups[i].head; })) rates[i] = kLeftAlone;
  return rates;
}

bool isDue(std::int64_t step, std::int64_t every) { return every > 0 && step % every == 0; }

constexpr int kLastTries = 4;                        // of the last checkpoint: at once, then after 1, 2 and 4 seconds

}  // namespace

Trainer::Trainer(FrozenRun run, RunObserver& observer, RunControl& control) : m_run(std::move(run)), m_observer(observer), m_control(control) {}

Trainer::~Trainer() = default;

RunResult Trainer::run() {
  RunResult result;
  try {
    announce(family(m_run.spec.family.id()).parameterCount(familyConfig(m_run.spec)));
    prepare();
    restore();
    result = loop();
  } catch (const Cancelled&) {
    tell(RunEventKind::Stopping, "stopped before the first step; `cloze resume` starts over");
    m_observer.finished({m_state.step, "stopped", {}, {}});
    result.outcome = RunOutcome::Stopped;
    result.step = m_state.step;
  } catch (const std::invalid_argument& error) {
    m_observer.failed(error.what());
    m_control.close();
    throw;
  } catch (const std::exception& error) {
    if (dynamic_cast<const NotANumber*>(&error)) tell(RunEventKind::NotANumber, error.what());
    m_observer.failed(error.what());
    result.outcome = RunOutcome::Failed;
    result.step = m_state.step;
    result.message = error.what();
  }
  m_control.close();
  return result;
}

void Trainer::announce(std::int64_t parameters) {
  m_parameters = parameters;
  const auto checkpoints = listCheckpoints(m_run.out);
  RunStarted started;
  started.run = m_run.runId;
  started.out = m_run.out;
  Json frozen = m_run.specJson;
  if (!m_data.description.is_null()) frozen["frozen_data"] = m_data.description;
  started.specJson = frozen.dump();
  started.environmentJson = environmentJson(m_run.spec.compute.shards).dump();
  if (m_replicas && m_savedStep > 0) started.fromCheckpoint = checkpointFolder(m_run.out, m_savedStep);
  started.fromStep = m_replicas ? m_state.step : (checkpoints.empty() ? 0 : checkpoints.back().step);
  started.steps = m_steps > 0 ? m_steps : m_run.spec.train.steps;
  started.parameters = parameters;
  started.parentRun = m_start.parentRun;
  started.parentStep = m_start.parentStep;
  for (const ParameterGroup& group : groupsOf(m_run.spec)) started.parameterGroups.push_back(group.name);
  m_replicas ? m_observer.prepared(started) : m_observer.started(started);
}

void Trainer::prepare() {
  Progress progress([&](const std::string& what, std::int64_t done, std::int64_t total) {
    tell(RunEventKind::Phase, what, total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1);
    if (m_control.stopping()) progress.cancel();
  });
  m_data = prepareData(m_run.spec, m_run.out, progress);
  for (const Problem& doubt : doubtsAbout(m_run.spec)) tell(RunEventKind::Warning, doubt.where + ": " + doubt.message);
  for (const std::string& warning : m_data.warnings) tell(RunEventKind::Warning, warning);
  progress.throwIfCancelled();
  m_steps = plannedSteps(m_run.spec, *m_data.training);

  tell(RunEventKind::Phase, "building the model");
  const ModelPlan plan = modelPlan(m_run.spec, m_data);
  m_config = plan.config;
  m_replicas = std::make_unique<Replicas>(plan, m_run.spec.compute.shards);
  m_thawing = std::make_unique<Thawing>(groupsOf(m_run.spec), m_run.spec.train.epochs, m_steps);
  m_optimizer = buildOptimizer(m_run.spec.optimizer, m_replicas->layout(), m_thawing->groups());
}

std::exception_ptr Trainer::start() {
  if (m_run.spec.init.from == "random") return nullptr;
  try {
    m_start = startFrom(m_run.spec, *m_replicas, *m_data.tokenizer);
    m_movement = std::make_unique<LayerMovement>(*m_replicas);
  } catch (const std::exception&) {
    return std::current_exception();
  }
  return nullptr;
}

// From here on an epoch costs only the head.
void Trainer::keepFeatures() {
  Progress progress([&](const std::string& what, std::int64_t done, std::int64_t total) {
    tell(RunEventKind::Phase, what, total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1);
    if (m_control.stopping()) progress.cancel();
  });
  for (std::shared_ptr<const BatchSource>* source : {&m_data.training, &m_data.validation}) {
    const auto examples = std::dynamic_pointer_cast<const TaskExamples>(*source);
    if (examples) *source = withFeatures(examples, std::make_shared<FeatureStore>(*examples, *m_replicas, progress));
  }
}

void Trainer::restore() {
  const std::exception_ptr failure = start();        // also when it goes on: that is what layers move away from
  auto checkpoints = listCheckpoints(m_run.out);
  bool restored = false;
  for (auto entry = checkpoints.rbegin(); entry != checkpoints.rend() && !restored; ++entry) {
    if (!entry->resumable) continue;
    try {
      m_state = readCheckpoint(entry->folder, {*m_replicas, *m_optimizer, *m_data.tokenizer});
      m_savedStep = m_state.step;
      restored = true;
    } catch (const std::runtime_error& error) {
      tell(RunEventKind::Warning, std::string(error.what()) + "; going on from the checkpoint before it");
    }
  }
  if (restored && failure) tell(RunEventKind::Warning, "how far layers move is not measured any more: the weights it started from are gone");
  if (!restored) {
    if (failure) std::rethrow_exception(failure);
    m_state = TrainingState();
    if (!m_start.summary.empty()) {
      writeFileAtomically(m_run.out / "init.json", m_start.account.dump(2) + "\n");
      tell(RunEventKind::Initialised, m_start.summary);
    }
    requireFreeSpace(m_run.out, m_replicas->layout());
  }
  if (isFineTuning(m_run.spec) && readsFrozenBody(m_run.spec.transfer) && m_run.spec.transfer.features.cache) keepFeatures();
  announce(m_replicas->layout().parameters());
  m_batches = prefetchBatches(m_data.training, m_state.step + 1);
}

RunResult Trainer::loop() {
  tell(RunEventKind::Phase, "training", 0);
  while (m_state.step < m_steps && !stoppedImproving()) {
    if (serveControl() == Between::Stop) return stopEarly();
    trainStep(m_state.step + 1);
    if (isDue(m_state.step, m_run.spec.train.evaluateEvery)) evaluate();
    const bool due = isDue(m_state.step, m_run.spec.train.checkpointEvery) || m_state.step == m_nextTry;
    if (due && m_state.step < m_steps) tryCheckpoint();
  }
  deliverSnapshots();
  return finish();
}

void Trainer::trainStep(std::int64_t step) {
  const double begin = steadySeconds();
  std::vector<Batch> batches;
  for (std::int64_t i = 0; i < m_run.spec.train.accumulate; ++i) batches.push_back(m_batches->next());
  m_replicas->trainFrom(m_thawing->firstTrainedLayer(step));
  const Score score = m_replicas->score(m_replicas->differentiate(batches, step));

  StepReport report;
  const double rate = scheduledRate(m_run.spec.schedule, baseRate(m_run.spec.optimizer, step), step, m_steps);
  for (const ParameterGroup& group : m_thawing->groups()) report.learningRates.push_back(m_thawing->rate(group, rate, step));
  report.gradientNorm = m_optimizer->step(m_replicas->pool(), m_replicas->weights(), m_replicas->gradients(), appliedRates(m_thawing->groups(), report.learningRates, batches), step);
  if (!std::isfinite(score.loss) || !std::isfinite(report.gradientNorm))
    throw NotANumber("step " + std::to_string(step) + ": the loss (" + std::to_string(score.loss) + ") or its gradient is no number; try a lower optimizer.learning_rate" +
                     (m_savedStep >= 0 ? "; the checkpoint of step " + std::to_string(m_savedStep) + " stands" : ""));
  m_snapshot.reset();
  m_state.step = step;
  m_state.tokens += score.tokens;
  report.step = step;
  report.tokens = score.tokens;
  report.paddedTokens = score.paddedTokens;
  report.loss = score.loss;
  report.metrics = score.metrics;
  report.seconds = steadySeconds() - begin;
  m_state.seconds += report.seconds;
  report.memoryMb = static_cast<double>(residentBytes()) / 1e6;
  m_observer.step(report);
}

void Trainer::evaluate() {
  m_state.evaluatedStep = m_state.step;
  if (!m_data.validation) return;
  const double begin = steadySeconds();
  Evaluated evaluated;
  evaluated.step = m_state.step;
  evaluated.batches = evaluationBatches(*m_data.validation, m_run.spec.train.evaluationBatches);
  evaluated.metrics = m_state.evaluation = evaluateHeldOut(*m_replicas, *m_data.validation, evaluated.batches).metrics;
  if (m_movement) evaluated.layerMovement = m_movement->measure(*m_replicas);
  evaluated.seconds = steadySeconds() - begin;
  m_observer.evaluated(evaluated);

  const std::string watched = watchedMetric(m_run.spec);
  const double value = metricValue(m_state.evaluation, watched);
  if (std::isnan(value)) return;
  const bool better = m_state.bestStep < 0 || (smallerIsBetter(watched) ? value < m_state.bestValue : value > m_state.bestValue);
  m_state.checkpointValue = value;
  m_state.checkpointJudged = true;
  m_state.evaluationsWithoutImprovement = better ? 0 : m_state.evaluationsWithoutImprovement + 1;
  if (better) {
    m_state.bestValue = value;
    m_state.bestStep = m_state.step;
  }
}

bool Trainer::stoppedImproving() const {
  const EarlyStopping& rule = m_run.spec.train.earlyStopping;
  return !rule.metric.empty() && m_state.evaluationsWithoutImprovement >= rule.patience;
}

void Trainer::saveCheckpoint() {
  if (m_savedStep == m_state.step) return;
  requireFreeSpace(m_run.out, m_replicas->layout());
  m_observer.checkpointing();
  Checkpointed written = writeCheckpoint(m_run.out, {*m_replicas, *m_optimizer, *m_data.tokenizer}, m_state);
  m_savedStep = m_state.step;
  const std::int64_t best = bestCheckpoint(m_run.out, smallerIsBetter(watchedMetric(m_run.spec)));
  thinCheckpoints(m_run.out, m_run.spec.train.keepCheckpoints, best);
  written.best = best == m_state.step;
  m_observer.checkpointed(written);
  scoreProbes();
}

// A full disk costs no run: it goes on and tries again after 1, 2, 4, ... steps; what was saved before stands.
void Trainer::tryCheckpoint() {
  try {
    saveCheckpoint();
    m_nextTry = -1;
    m_failedTries = 0;
  } catch (const std::runtime_error& error) {
    m_nextTry = m_state.step + (std::int64_t{1} << std::min<std::int64_t>(m_failedTries++, 10));
    tell(RunEventKind::Warning, std::string(error.what()) + "; training goes on without this checkpoint, the next try is after step " + std::to_string(m_nextTry));
  }
}

void Trainer::saveLast() {
  for (int attempt = 0;; ++attempt) {
    try {
      return saveCheckpoint();
    } catch (const std::runtime_error& error) {
      if (attempt + 1 == kLastTries) throw std::runtime_error(std::string(error.what()) + "; " + standing());
      const std::chrono::seconds pause(1 << attempt);
      tell(RunEventKind::Warning, std::string(error.what()) + "; the last checkpoint is tried again in " + std::to_string(pause.count()) + " s");
      std::this_thread::sleep_for(pause);
    }
  }
}

std::string Trainer::standing() const {
  if (m_savedStep < 0) return "nothing of this run is saved; `cloze resume " + m_run.out.string() + "` starts over";
  return "the checkpoint of step " + std::to_string(m_savedStep) + " stands; `cloze resume " + m_run.out.string() + "` goes on from there";
}

void Trainer::scoreProbes() {
  if (m_run.spec.probes.empty()) return;
  try {
    for (const Probed& probed : fillProbes(snapshot(), m_run.spec.probes)) m_observer.probed(probed);
  } catch (const std::exception& error) {
    tell(RunEventKind::Warning, std::string("probes: ") + error.what());
  }
}

Trainer::Between Trainer::serveControl() {
  deliverSnapshots();
  bool toldPause = false;
  while (m_control.paused() && !m_control.stopping()) {
    if (!toldPause) tell(RunEventKind::Paused, "paused after step " + std::to_string(m_state.step));
    toldPause = true;
    deliverSnapshots();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (m_control.stopping()) return Between::Stop;
  if (toldPause) tell(RunEventKind::Resumed, "goes on");
  return Between::GoOn;
}

void Trainer::deliverSnapshots() {
  const auto requests = m_control.takeSnapshotRequests();
  if (requests.empty()) return;
  for (const auto& deliver : requests) deliver(snapshot());
}

std::shared_ptr<const ModelSnapshot> Trainer::snapshot() {
  if (m_snapshot) return m_snapshot;
  auto copy = std::make_shared<ModelSnapshot>();
  copy->step = m_state.step;
  copy->family = m_run.spec.family.id();
  copy->config = m_config;
  copy->head = m_replicas->model().head();
  copy->tokenizer = m_data.tokenizer;
  copy->layout = m_replicas->layout();
  copy->weights = m_replicas->weights().clone();
  return m_snapshot = copy;
}

RunResult Trainer::finish() {
  if (m_state.evaluatedStep != m_state.step) evaluate();
  saveLast();
  const std::filesystem::path checkpoint = checkpointFolder(m_run.out, m_state.step);
  writeRunEnd(m_run.out, {m_state.step, checkpoint.string(), m_state.evaluation});
  m_observer.finished({m_state.step, "finished", checkpoint, m_state.evaluation});
  return {RunOutcome::Finished, m_state.step, checkpoint, m_state.evaluation, {}};
}

RunResult Trainer::stopEarly() {
  tell(RunEventKind::Stopping, "saving at step " + std::to_string(m_state.step));
  if (m_state.step > 0) saveLast();
  const std::filesystem::path checkpoint = m_state.step > 0 ? checkpointFolder(m_run.out, m_state.step) : std::filesystem::path();
  m_observer.finished({m_state.step, "stopped", checkpoint, m_state.evaluation});
  return {RunOutcome::Stopped, m_state.step, checkpoint, m_state.evaluation, {}};
}

void Trainer::tell(RunEventKind kind, const std::string& message, double done) { m_observer.event({kind, m_state.step, message, done}); }

}  // namespace cloze
