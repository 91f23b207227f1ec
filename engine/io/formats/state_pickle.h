// The pickles inside PyTorch's files, read without running anything: an allow-list of opcodes and of names, enough for a dictionary of tensors.
// Everything else is refused by name. Torch-free, so that it runs under the sanitizers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/formats/tensor_place.h"

namespace cloze {

// A tensor as the pickle describes it; its storage is looked up by key.
struct PickledTensor {
  std::string name, storage;
  ElementType type = ElementType::Float32;
  std::int64_t storageElements = 0, firstElement = 0;
  std::vector<std::int64_t> shape, strides;
};

struct StatePickle {
  std::vector<PickledTensor> tensors;                // of the dictionary (or of its "state_dict"), in its order
  std::vector<std::string> ignored;                  // entries that are no tensors
  std::vector<std::string> texts;                    // when the pickle is a list of texts
  std::string wholeNumber;                           // when it is one number: hexadecimal, little-endian bytes
  std::size_t bytes = 0;                             // length of the pickle, its STOP included
};
// std::invalid_argument naming `source` and the byte: an opcode or a name outside the list, a stack that does not fit, sizes that cannot be.
StatePickle readStatePickle(std::string_view pickle, const std::string& source);

}  // namespace cloze
