// `cloze forward`: every tensor of a forward pass, for parity checks with other implementations.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "engine/core/json.h"
#include "engine/tools.h"

#include <iostream>
#include <memory>

namespace cloze {

CommandRun forwardCommand(CLI::App& app);

namespace {

int runForward(const ForwardRequest& request, bool json) {
  const ForwardSummary summary = forward(request);
  if (json)
    std::cout << Json{{"class", summary.modelClass}, {"tensors", summary.tensors}, {"out", std::filesystem::absolute(request.out).string()}}.dump() << '\n';
  else
    std::cout << summary.modelClass << ": " << summary.tensors.size() << " tensors in " << request.out.string() << '\n';
  return 0;
}

}  // namespace

CommandRun forwardCommand(CLI::App& app) {
  auto request = std::make_shared<ForwardRequest>();
  auto json = std::make_shared<bool>(false);
  app.add_option("CKPT", request->checkpoint, "Folder with config.json, or a run's folder")->required();
  app.add_option("OUT", request->out, "The .safetensors file to write")->required();
  app.add_option("--calls", request->calls, "What to call (default: case.json in CKPT)");
  app.add_option("--inputs", request->inputs, "The tensors named in.* (default: io.safetensors in CKPT)");
  app.add_flag("--json", *json, "Machine-readable output");
  return [=] { return runForward(*request, *json); };
}

}  // namespace cloze
