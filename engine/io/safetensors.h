// Tensors in and out of files: safetensors (github.com/huggingface/safetensors) both ways, and the files of torch.save read only. What a file says is
// checked by engine/io/formats before anything is allocated.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <torch/torch.h>

namespace cloze {

using NamedTensors = std::map<std::string, torch::Tensor>;

// All tensors of a file, in their own types (float32, float64, float16, bfloat16, integers, bool). std::invalid_argument naming the file, the tensor
// and what was expected; std::runtime_error when it cannot be read.
NamedTensors readSafetensors(const std::filesystem::path& file);
// Tensors in name order, __metadata__ exactly {"format":"pt"}: the bytes are a function of the tensors alone. Atomic and durable.
// std::runtime_error naming the path and the system's reason.
void writeSafetensors(const std::filesystem::path& file, const NamedTensors& tensors);

// The dictionary of tensors in a file of torch.save; entries that are no tensors are named in `ignored`. No code of the file is run.
NamedTensors readTorchFile(const std::filesystem::path& file, std::vector<std::string>& ignored);

}  // namespace cloze
