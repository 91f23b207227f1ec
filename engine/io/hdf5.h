// HDF5 files (libhdf5) as far as weights need them: float data sets in groups, all read into and written from float32 tensors. What a file says is checked
// against what is asked for before anything is allocated; libhdf5's own complaints become one line of text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/io/safetensors.h"

namespace cloze {

using Hdf5Shapes = std::map<std::string, std::vector<std::int64_t>>;   // "group/data set" -> its dimensions

// std::invalid_argument naming the file: no HDF5 file, cut short, damaged. std::runtime_error when it cannot be read.
Hdf5Shapes hdf5Shapes(const std::filesystem::path& file);
// The named data sets. std::invalid_argument listing all of those that are missing, have another shape than `wanted` or hold no numbers, with both shapes.
NamedTensors readHdf5(const std::filesystem::path& file, const Hdf5Shapes& wanted);
// Data sets in name order, without times: the bytes are a function of the tensors alone. std::runtime_error naming the file.
void writeHdf5(const std::filesystem::path& file, const NamedTensors& tensors);

}  // namespace cloze
