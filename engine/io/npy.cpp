// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/npy.h"

#include <stdexcept>
#include <string>

#include "engine/core/files.h"

namespace cloze {

void writeNpy(const std::filesystem::path& file, const std::vector<float>& values, std::int64_t rows, std::int64_t width) {
  if (static_cast<std::int64_t>(values.size()) != rows * width) throw std::logic_error("writeNpy: the values do not fill the shape");
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " + std::to_string(width) + "), }";
  const std::size_t preamble = 10;                       // magic, version, length of the header
  while ((preamble + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() & 0xFF);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  writeFileAtomically(file, bytes);
}

}  // namespace cloze
