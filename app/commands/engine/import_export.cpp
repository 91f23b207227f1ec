// `cloze import` and `cloze export`: Hugging Face folders in and out, with a report of what did not match by name.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "engine/core/json.h"
#include "engine/tools.h"

#include <iostream>
#include <memory>

namespace cloze {

CommandRun importCommand(CLI::App& app);
CommandRun exportCommand(CLI::App& app);

namespace {

struct Request { std::filesystem::path from, out; std::string format = "hf"; bool json = false; };

void list(const char* title, const std::vector<std::string>& names) {
  if (names.empty()) return;
  std::cout << title << " (" << names.size() << ")\n";
  for (const std::string& name : names) std::cout << "  " << name << '\n';
}

int report(const ImportSummary& summary, bool json) {
  if (json) {
    std::cout << Json{{"family", summary.family}, {"class", summary.modelClass}, {"parameters", summary.parameters}, {"renamed", summary.renamed},
                      {"ignored", summary.ignored}, {"missing", summary.missing}, {"out", summary.out.string()}}.dump() << '\n';
    return 0;
  }
  std::cout << summary.modelClass << ", " << summary.parameters << " parameters: " << summary.out.string() << '\n';
  list("Renamed", summary.renamed);
  list("Ignored", summary.ignored);
  list("Missing, initialised afresh", summary.missing);
  return 0;
}

std::shared_ptr<Request> declare(CLI::App& app, const char* name, const char* help) {
  auto request = std::make_shared<Request>();
  app.add_option(name, request->from, help)->required();
  app.add_option("--out", request->out, "Folder to write; it must not exist")->required();
  app.add_flag("--json", request->json, "Machine-readable output");
  return request;
}

}  // namespace

CommandRun importCommand(CLI::App& app) {
  const auto request = declare(app, "PATH", "Folder with config.json and weights (model.safetensors or pytorch_model.bin), or the file of weights in it");
  return [=] { return report(importCheckpoint(request->from, request->out), request->json); };
}

CommandRun exportCommand(CLI::App& app) {
  const auto request = declare(app, "CKPT", "Folder with config.json, or a run's folder");
  app.add_option("--to", request->format, "Format: hf, a folder that from_pretrained opens")->required();
  return [=] { return report(exportCheckpoint(request->from, request->format, request->out), request->json); };
}

}  // namespace cloze
