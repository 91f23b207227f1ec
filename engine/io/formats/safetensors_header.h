// The header of a safetensors file, checked in full: length, UTF-8, duplicate names, types, shapes, and that the tensors cover the data without
// hole or overlap. Torch-free, so that it runs under the sanitizers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/io/formats/tensor_place.h"

namespace cloze {

struct SafetensorsHeader {
  std::vector<TensorPlace> tensors;                  // in the order of their data
  std::map<std::string, std::string> metadata;
};
// std::invalid_argument naming the file, the tensor and what was expected. Nothing of the data is read.
SafetensorsHeader readSafetensorsHeader(const ByteFile& file);
const char* safetensorsName(ElementType type);       // "F32"

}  // namespace cloze
