// NumPy's .npy format, version 1.0 (numpy.lib.format): a header in Python's syntax padded to 64 bytes, then little-endian data in row order.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cloze {

// values [rows, width], float32. Atomic and durable; std::runtime_error when it cannot be written.
void writeNpy(const std::filesystem::path& file, const std::vector<float>& values, std::int64_t rows, std::int64_t width);

}  // namespace cloze
