// The facade of single tools: the parity forward pass, import, export, evaluation, tokeniser training. std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/events.h"
#include "engine/core/progress.h"

namespace cloze {

// `cloze forward`: runs the calls of case.json on the inputs io.safetensors and writes every tensor that it lists (see
// ../shared/reference/README.md). Empty paths: the files of these names in the checkpoint folder.
struct ForwardRequest { std::filesystem::path checkpoint, calls, inputs, out; };
struct ForwardSummary { std::string modelClass; std::vector<std::string> tensors; };
ForwardSummary forward(const ForwardRequest& request);

// Reads another format (or an HF folder with pytorch_model.bin, gamma/beta names, bare encoder ...) and writes Cloze's own layout.
struct ImportSummary { std::string family, modelClass; std::int64_t parameters = 0; std::vector<std::string> renamed, ignored, missing; std::filesystem::path out; };
ImportSummary importCheckpoint(const std::filesystem::path& path, const std::filesystem::path& out);
// format: "hf": a folder that from_pretrained opens, without training state.
ImportSummary exportCheckpoint(const std::filesystem::path& checkpoint, const std::string& format, const std::filesystem::path& out);

struct EnvironmentReport {
  struct Row { std::string name, value, advice; bool good = true; };
  std::vector<Row> rows;
};
EnvironmentReport doctor();                 // threads, BLAS, LibTorch, memory, disk

}  // namespace cloze
