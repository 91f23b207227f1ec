// `cloze embed CKPT (--text T | --file F) --out FILE`: vectors of tokens or sentences.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <map>

#include "app/commands/command.h"
#include "app/commands/engine/checkpoint_argument.h"
#include "app/commands/engine/read_lines.h"
#include "app/commands/progress_line.h"
#include "engine/core/json.h"
#include "engine/inspector.h"

namespace cloze {

CommandRun embedCommand(CLI::App& app);

namespace {

const std::map<std::string, Pooling> kPoolings = {{"token", Pooling::Token}, {"first", Pooling::First}, {"mean", Pooling::Mean}};

struct EmbedOptions {
  std::string file, pooling = "mean", out;
  EmbedRequest request;
  bool json = false;
};

std::string checkFormat(const std::string& file) {
  const std::string ending = std::filesystem::path(file).extension().string();
  return ending == ".npy" || ending == ".tsv" || ending == ".safetensors" ? "" : "the ending of --out says the format: .npy, .tsv or .safetensors";
}

int embed(const CheckpointArgument& checkpoint, EmbedOptions& options) {
  if (!options.file.empty()) options.request.texts = readTextLines(options.file).texts;
  if (options.request.texts.empty()) throw std::invalid_argument("embed needs --text TEXT or --file FILE");
  options.request.pooling = kPoolings.at(options.pooling);
  Inspector inspector(checkpoint.resolve());
  const std::int64_t layer = options.request.layer == -1 ? inspector.layers() : options.request.layer;
  ProgressLine line;
  const auto table = inspector.embed(options.request, line.progress());
  Json paths = Json::array();
  for (const auto& path : writeEmbeddings(*table, std::filesystem::absolute(options.out))) paths.push_back(path.string());
  if (options.json)
    std::cout << Json{{"paths", paths}, {"shape", {table->rows, table->width}}, {"layer", layer}, {"pooling", options.pooling}, {"step", inspector.step()}}.dump(2) << '\n';
  else std::cout << table->rows << " vectors of " << table->width << " numbers (layer " << layer << ", " << options.pooling << ") in " << paths[0].get<std::string>() << "; labels in " << paths[1].get<std::string>() << '\n';
  return 0;
}

}  // namespace

CommandRun embedCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = std::make_shared<EmbedOptions>();
  CLI::Option* text = app.add_option("--text", options->request.texts, "Text; may be given several times")->allow_extra_args(false)->take_all();   // else "[MASK]" is read as a list
  app.add_option("--file", options->file, "Text file, one text a line; - is stdin")->excludes(text);
  app.add_option("--layer", options->request.layer, "0 = embeddings, 1 to the number of layers, -1 = the last, -2 = the mixture of all (families that mix them)")->capture_default_str();
  app.add_option("--pool", options->pooling, "token (a row a token), first (the first token) or mean (without special tokens)")->check(CLI::IsMember({"token", "first", "mean"}))->capture_default_str();
  app.add_flag("--carry-state", options->request.carryState, "Recurrent models: read each text with the state that the one before left (as the authors' programs did); else each begins afresh");
  app.add_option("--out", options->out, "File to write: .npy, .tsv (TensorBoard's projector) or .safetensors; labels go to FILE.metadata.tsv")->required()->check(checkFormat);
  app.add_flag("--json", options->json, "Machine-readable output");
  return [checkpoint, options] { return embed(*checkpoint, *options); };
}

}  // namespace cloze
