// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/run_data.h"

#include "engine/core/clock.h"
#include "engine/core/event_ids.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cloze {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

Json parsed(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json() : value;
}

std::string textAt(const Json& json, std::initializer_list<const char*> path) {
  const Json* place = &json;
  for (const char* key : path) {
    if (!place->is_object() || !place->contains(key)) return {};
    place = &(*place)[key];
  }
  return place->is_string() ? place->get<std::string>() : std::string();
}

}  // namespace

RunData::RunData(std::string id, int colour, QObject* parent) : QObject(parent), m_colour(colour) {
  m_row.id = std::move(id);
  m_row.lastLoss = m_row.bestValidationLoss = kUnknown;
}

std::shared_ptr<SmoothedCurve> RunData::curve(const std::string& name) {
  auto& found = m_curves[name];
  if (!found) found = std::make_shared<SmoothedCurve>();
  return found;
}

std::vector<std::string> RunData::curveNames() const {
  std::vector<std::string> names;
  for (const auto& [name, curve] : m_curves)
    if (!curve->raw().empty()) names.push_back(name);
  return names;
}

std::int64_t RunData::lastStepOf(const std::string& name) const {
  const auto found = m_curves.find(name);
  return found == m_curves.end() || found->second->raw().empty() ? -1 : static_cast<std::int64_t>(found->second->raw().lastX());
}

void RunData::apply(const RunUpdates& updates) {
  if (updates.started) takeStarted(*updates.started);
  const std::size_t curvesBefore = curveNames().size();
  for (const StepReport& report : updates.steps) takeStep(report);
  for (const Evaluated& evaluated : updates.evaluations) {
    const auto step = static_cast<double>(evaluated.step);
    for (const auto& [name, value] : evaluated.metrics) {
      curve("validation/" + name)->append(step, value);
      if (name == "loss" && !(m_row.bestValidationLoss <= value)) m_row.bestValidationLoss = value;
    }
    for (const auto& [name, value] : evaluated.layerMovement) curve("layer_movement/" + name)->append(step, value);
    addEvent(evaluated.step, "evaluated", {});
  }
  for (const Checkpointed& saved : updates.checkpoints) {
    for (CheckpointRow& row : m_checkpoints) {
      if (saved.best) row.best = false;
      row.removed = row.removed || std::find(saved.removed.begin(), saved.removed.end(), row.folder) != saved.removed.end();
    }
    m_checkpoints.erase(std::remove_if(m_checkpoints.begin(), m_checkpoints.end(), [&saved](const CheckpointRow& row) { return row.step == saved.step; }),
                        m_checkpoints.end());
    m_checkpoints.push_back({saved.step, saved.folder, saved.bytes, saved.best, false, unixMilliseconds()});
    addEvent(saved.step, "checkpoint", {});
  }
  for (const Probed& probed : updates.probes) m_probes.push_back({probed.step, probed.text, probed.resultJson});
  for (const RunEvent& event : updates.events) takeEvent(event);
  if (updates.finished) {
    m_row.step = updates.finished->step;
    addEvent(updates.finished->step, updates.finished->outcome, {});
    setStatus(updates.finished->outcome == "stopped" ? RunStatus::Stopped : RunStatus::Finished);
  }
  if (!updates.failed.empty()) {
    m_row.message = updates.failed;
    addEvent(m_row.step, "failed", updates.failed);
    setStatus(RunStatus::Failed);
  }
  if (curveNames().size() != curvesBefore) Q_EMIT curvesChanged();
  const bool lists = updates.started || !updates.evaluations.empty() || !updates.checkpoints.empty() || !updates.events.empty() || updates.finished || !updates.failed.empty();
  if (lists) Q_EMIT listsChanged();
  Q_EMIT valuesChanged();
}

void RunData::takeStarted(const RunStarted& started) {
  m_row.out = started.out;
  m_row.steps = started.steps;
  m_row.step = std::max(m_row.step, started.fromStep);
  m_row.parameters = started.parameters;
  m_groups = started.parameterGroups;
  m_spec = parsed(started.specJson);
  m_environment = parsed(started.environmentJson);
  m_row.name = textAt(m_spec, {"name"});
  m_row.family = textAt(m_spec, {"family", "id"});
  m_row.preset = textAt(m_spec, {"family", "preset"});
  m_row.objective = learntBy(m_spec);
  measureEpochs();
  setStatus(RunStatus::Running);
}

// A frozen run says how many examples or tokens one epoch has.
void RunData::measureEpochs() {
  const auto number = [](const Json& json, const char* key, double otherwise) { return json.contains(key) && json[key].is_number() ? json[key].get<double>() : otherwise; };
  if (!m_spec.is_object() || !m_spec.contains("frozen_data")) return;
  const Json train = m_spec.value("train", Json::object());
  const double batch = number(train, "batch_size", 0) * number(train, "accumulate", 1);
  if (batch > 0) m_axis->setStepsPerEpoch(number(m_spec["frozen_data"], "training_examples", 0) / batch);
  m_axis->setTokensPerEpoch(number(m_spec["frozen_data"], "training_tokens", 0));
}

void RunData::takeStep(const StepReport& report) {
  const auto step = static_cast<double>(report.step);
  m_row.step = report.step;
  m_row.lastLoss = report.loss;
  m_axis->add(step, static_cast<double>(report.tokens), report.seconds);
  m_row.seconds = m_axis->seconds();
  curve("loss")->append(step, report.loss);
  for (const auto& [name, value] : report.metrics)
    if (name != "loss") curve(name)->append(step, value);
  for (std::size_t i = 0; i < report.learningRates.size(); ++i)
    curve("learning_rate/" + (i < m_groups.size() ? m_groups[i] : std::to_string(i)))->append(step, report.learningRates[i]);
  curve("gradient_norm")->append(step, report.gradientNorm);
  if (report.seconds > 0) curve("tokens_per_second")->append(step, static_cast<double>(report.tokens) / report.seconds);
  if (report.paddedTokens > 0) curve("padding_share")->append(step, 1 - static_cast<double>(report.tokens) / static_cast<double>(report.paddedTokens));
  if (report.memoryMb > 0) curve("memory_mb")->append(step, report.memoryMb);
  if (m_phase != "training") m_phase = "training";
}

void RunData::takeEvent(const RunEvent& event) {
  if (event.kind == RunEventKind::Phase) {
    const bool another = event.message != m_phase;
    m_phase = event.message;
    m_phaseDone = event.done;
    if (!another) return;
  }
  if (event.kind == RunEventKind::Paused) setStatus(RunStatus::Paused);
  if (event.kind == RunEventKind::Resumed) setStatus(RunStatus::Running);
  addEvent(event.step, runEventId(event.kind), event.message);
}

void RunData::forgetCheckpoint(std::int64_t step) {
  for (CheckpointRow& row : m_checkpoints)
    if (row.step == step) row.removed = true;
  Q_EMIT listsChanged();
}

void RunData::addEvent(std::int64_t step, const std::string& kind, const std::string& message) {
  m_events.push_back({step, kind, message, unixMilliseconds()});
}

void RunData::setStatus(RunStatus status) {
  if (m_row.status == status) return;
  m_row.status = status;
  Q_EMIT statusChanged();
}

void RunData::setGone(bool gone) {
  if (m_gone == gone) return;
  m_gone = gone;
  Q_EMIT statusChanged();
}

void RunData::apply(const RunLogPart& part) {
  const RunStatus before = m_row.status;
  const std::size_t curvesBefore = curveNames().size();
  m_row = part.row;
  if (!part.specJson.empty()) m_spec = parsed(part.specJson);
  if (!part.environmentJson.empty()) m_environment = parsed(part.environmentJson);
  m_checkpoints = part.checkpoints;
  m_events = part.events;
  m_parents = part.parents;
  m_probes = part.probes;
  m_phase = active() ? "training" : "";
  for (const auto& [name, points] : part.series) {
    const auto target = curve(name);
    for (const SeriesPoint& point : points) {
      target->append(static_cast<double>(point.step), point.value);
      if (name == "loss") m_axis->append(static_cast<double>(point.step), static_cast<double>(point.tokens), point.seconds);
    }
  }
  measureEpochs();
  if (curveNames().size() != curvesBefore) Q_EMIT curvesChanged();
  if (before != m_row.status) Q_EMIT statusChanged();
  Q_EMIT listsChanged();
  Q_EMIT valuesChanged();
}

std::vector<std::string> RunData::texts() const {
  std::vector<std::string> texts;
  if (!m_spec.is_object() || !m_spec.contains("data") || !m_spec["data"].is_object() || !m_spec["data"].contains("train")) return texts;
  for (const Json& text : m_spec["data"]["train"])
    if (text.is_string()) texts.push_back(text.get<std::string>());
  return texts;
}

double RunData::tokensPerSecond() const {
  const auto found = m_curves.find("tokens_per_second");
  return found == m_curves.end() || found->second->smooth().empty() ? kUnknown : found->second->smooth().lastY();
}

double RunData::speedSpread() const {
  constexpr std::size_t kNewest = 50;
  const auto found = m_curves.find("tokens_per_second");
  if (found == m_curves.end() || found->second->raw().size() < 3) return kUnknown;
  const CurveStore& store = found->second->raw();
  const std::size_t begin = store.size() > kNewest ? store.size() - kNewest : 0;
  std::vector<double> newest;
  for (std::size_t i = begin; i < store.size(); ++i) newest.push_back(store.y(i));
  std::sort(newest.begin(), newest.end());
  return (newest[newest.size() * 3 / 4] - newest[newest.size() / 4]) / 2;
}

double RunData::secondsLeft() const {
  if (!active() || m_row.step <= 0 || m_row.steps <= 0 || m_row.seconds <= 0) return kUnknown;
  return m_row.seconds / static_cast<double>(m_row.step) * static_cast<double>(m_row.steps - m_row.step);
}

std::optional<double> RunData::lossChange(std::int64_t steps) const {
  const auto found = m_curves.find("loss");
  if (found == m_curves.end()) return std::nullopt;
  const CurveStore& smooth = found->second->smooth();
  if (smooth.size() < 2 || smooth.lastX() - smooth.x(0) < static_cast<double>(steps)) return std::nullopt;
  const auto earlier = smooth.nearest(smooth.lastX() - static_cast<double>(steps));
  return smooth.lastY() - smooth.y(*earlier);
}

}  // namespace cloze
