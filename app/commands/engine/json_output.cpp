// The events of a run as JSON lines: "started" first, one "step" a step, "finished" (or "failed") last.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/engine/training_output.h"

#include <cmath>
#include <iostream>

#include "engine/core/event_ids.h"
#include "engine/core/json.h"

namespace cloze {

namespace {

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json object(const Metrics& metrics) {
  Json json = Json::object();
  for (const auto& [name, value] : metrics) json[name] = number(value);
  return json;
}

class JsonOutput final : public RunObserver {
 public:
  void started(const RunStarted& event) override {
    m_run = event.run;
    writeStart("started", event);
  }
  void prepared(const RunStarted& event) override { writeStart("prepared", event); }
  void step(const StepReport& event) override {
    Json rates = Json::array();
    for (double rate : event.learningRates) rates.push_back(number(rate));
    write({{"event", "step"}, {"step", event.step}, {"loss", number(event.loss)}, {"metrics", object(event.metrics)}, {"learning_rates", rates},
           {"gradient_norm", number(event.gradientNorm)}, {"tokens", event.tokens}, {"padded_tokens", event.paddedTokens},
           {"tokens_per_second", number(static_cast<double>(event.tokens) / event.seconds)}, {"seconds", number(event.seconds)}});
  }
  void evaluated(const Evaluated& event) override {
    Json json = {{"event", "evaluated"}, {"step", event.step}, {"metrics", object(event.metrics)}, {"batches", event.batches}, {"seconds", number(event.seconds)}};
    if (!event.layerMovement.empty()) json["layer_movement"] = object(event.layerMovement);
    write(json);
  }
  void checkpointed(const Checkpointed& event) override {
    write({{"event", "checkpointed"}, {"step", event.step}, {"checkpoint", event.folder.string()}, {"bytes", event.bytes}, {"best", event.best}});
  }
  void probed(const Probed& event) override {
    write({{"event", "probed"}, {"step", event.step}, {"text", event.text}, {"result", Json::parse(event.resultJson)}});
  }
  void event(const RunEvent& event) override {
    Json json = {{"event", runEventId(event.kind)}, {"step", event.step}, {"message", event.message}};
    if (event.done >= 0) json["done"] = event.done;
    write(json);
  }
  void finished(const RunFinished& event) override {
    write({{"event", "finished"}, {"run", m_run}, {"outcome", event.outcome}, {"step", event.step}, {"checkpoint", event.checkpoint.string()},
           {"metrics", object(event.metrics)}});
  }
  void failed(const std::string& message) override { write({{"event", "failed"}, {"run", m_run}, {"message", message}}); }

 private:
  static void writeStart(const char* name, const RunStarted& event) {
    write({{"event", name}, {"run", event.run}, {"out", event.out.string()}, {"from_step", event.fromStep}, {"steps", event.steps},
           {"parameters", event.parameters}, {"parameter_groups", event.parameterGroups}});
  }
  // Whole lines, at once: whoever reads along sees each step when it is done.
  static void write(const Json& json) { std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" << std::flush; }
  std::string m_run;
};

}  // namespace

std::unique_ptr<RunObserver> jsonOutput() { return std::make_unique<JsonOutput>(); }

}  // namespace cloze
