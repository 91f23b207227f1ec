// The safetensors format (github.com/huggingface/safetensors): eight bytes of header length, a JSON header, raw little-endian data. Every number
// that comes from a file is checked before it is used; nothing is allocated for a file that is wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

namespace cloze {

using NamedTensors = std::map<std::string, torch::Tensor>;

// All tensors of a file, in their own types (float32, float64, float16, bfloat16, integers, bool). std::invalid_argument naming the file, the tensor
// and what was expected; std::runtime_error when it cannot be read.
NamedTensors readSafetensors(const std::filesystem::path& file);
// Tensors in name order, __metadata__ exactly {"format":"pt"}: the bytes are a function of the tensors alone. Atomic and durable.
void writeSafetensors(const std::filesystem::path& file, const NamedTensors& tensors);

}  // namespace cloze
