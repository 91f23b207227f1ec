// Where a tensor lies in a file: what the torch-free readers of this folder give out. Every number has been checked against the file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cloze {

enum class ElementType : std::uint8_t { Float32, Float64, Float16, BFloat16, Int64, Int32, Int16, Int8, UInt8, Bool };
std::int64_t elementBytes(ElementType type);

struct TensorPlace {
  std::string name;
  ElementType type = ElementType::Float32;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;                 // in elements; empty: contiguous
  std::int64_t firstElement = 0;                     // of the storage
  std::uint64_t begin = 0;                           // byte of the file where the storage begins
  std::uint64_t bytes = 0;                           // of the storage
};

// Products and sums of numbers that come from a file; nullopt when they do not fit (or a factor is negative).
std::optional<std::uint64_t> checkedMultiply(std::uint64_t a, std::uint64_t b);
std::optional<std::uint64_t> checkedAdd(std::uint64_t a, std::uint64_t b);
std::optional<std::uint64_t> checkedElements(const std::vector<std::int64_t>& shape);

// A file of bytes read by place, with its size checked at every read.
class ByteFile {
 public:
  explicit ByteFile(const std::filesystem::path& path);              // std::runtime_error when it cannot be opened
  ~ByteFile();
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;
  std::uint64_t size() const { return m_size; }
  const std::filesystem::path& path() const { return m_path; }
  // std::invalid_argument when the file ends before; std::runtime_error when it cannot be read.
  void read(std::uint64_t begin, void* bytes, std::uint64_t count) const;
  std::string read(std::uint64_t begin, std::uint64_t count) const;

 private:
  std::filesystem::path m_path;
  int m_descriptor = -1;
  std::uint64_t m_size = 0;
};

// std::invalid_argument when the file is an HTML page, a Git LFS pointer or empty: downloads gone wrong.
void refuseIfNotWeights(const ByteFile& file);

}  // namespace cloze
