// `cloze toy-world --out DIR`: the embedded synthetic corpus as files: the pre-training text, its annotation, labelled and held-out sets.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "engine/data/toy_world_files.h"

#include <cstdio>
#include <iostream>
#include <memory>

namespace cloze {

CommandRun toyWorldCommand(CLI::App& app);

namespace {

struct ToyWorldRequest {
  std::string out;
  std::uint64_t seed = kToyWorldSeed;
  std::int64_t sentences = kToyWorldSentences;
  bool json = false;
};

void printIndex(const Json& index, const std::filesystem::path& folder) {
  std::cout << "Synthetic world, seed " << index.at("seed") << ", " << index.at("facts").size() << " facts, in " << folder.string() << "\n";
  for (const Json& file : index.at("files"))
    std::printf("%8lld  %s\n", static_cast<long long>(file.at("entries").get<std::int64_t>()), file.at("path").get<std::string>().c_str());
}

// Paths are absolute, as everywhere in --json.
Json summary(const Json& index, const std::filesystem::path& folder) {
  Json result{{"out", folder.string()}, {"train", (folder / "train.txt").string()}, {"seed", index.at("seed")}, {"sentences", index.at("sentences")},
              {"facts", index.at("facts").size()}, {"files", Json::array()}};
  for (Json file : index.at("files")) {
    file["path"] = (folder / file.at("path").get<std::string>()).string();
    result["files"].push_back(file);
  }
  return result;
}

int writeWorld(const ToyWorldRequest& request) {
  const std::filesystem::path folder = std::filesystem::absolute(request.out).lexically_normal();
  const ToyWorld world = makeToyWorld(request.seed, request.sentences);
  Progress progress;
  const Json index = writeToyWorld(world, folder, progress);
  if (request.json) std::cout << summary(index, folder).dump(2) << '\n';
  else printIndex(index, folder);
  return 0;
}

}  // namespace

CommandRun toyWorldCommand(CLI::App& app) {
  auto request = std::make_shared<ToyWorldRequest>();
  app.add_option("--out", request->out, "Folder to write; refused when it holds other files")->required();
  app.add_option("--seed", request->seed, "Another world with other facts")->capture_default_str();
  app.add_option("--sentences", request->sentences, "Size of the corpus, in whole documents")->capture_default_str();
  app.add_flag("--json", request->json, "Machine-readable output");
  return [request] { return writeWorld(*request); };
}

}  // namespace cloze
