// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/formats/tensor_place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace cloze {

std::int64_t elementBytes(ElementType type) {
  switch (type) {
    case ElementType::Float64: case ElementType::Int64: return 8;
    case ElementType::Float32: case ElementType::Int32: return 4;
    case ElementType::Float16: case ElementType::BFloat16: case ElementType::Int16: return 2;
    case ElementType::Int8: case ElementType::UInt8: case ElementType::Bool: return 1;
  }
  return 1;
}

std::optional<std::uint64_t> checkedMultiply(std::uint64_t a, std::uint64_t b) {
  if (b != 0 && a > std::numeric_limits<std::uint64_t>::max() / b) return std::nullopt;
  return a * b;
}

std::optional<std::uint64_t> checkedAdd(std::uint64_t a, std::uint64_t b) {
  if (a > std::numeric_limits<std::uint64_t>::max() - b) return std::nullopt;
  return a + b;
}

std::optional<std::uint64_t> checkedElements(const std::vector<std::int64_t>& shape) {
  std::uint64_t product = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || size > (std::int64_t{1} << 48)) return std::nullopt;
    const auto next = checkedMultiply(product, std::max<std::uint64_t>(static_cast<std::uint64_t>(size), 1));
    if (!next || *next > (std::uint64_t{1} << 60)) return std::nullopt;
    product = *next;
  }
  return std::find(shape.begin(), shape.end(), 0) != shape.end() ? 0 : product;
}

ByteFile::ByteFile(const std::filesystem::path& path) : m_path(path), m_descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  struct stat about {};
  if (m_descriptor < 0 || ::fstat(m_descriptor, &about) != 0) {
    const std::string reason = std::strerror(errno);
    if (m_descriptor >= 0) ::close(m_descriptor);
    throw std::runtime_error(path.string() + ": cannot be opened (" + reason + ")");
  }
  if (!S_ISREG(about.st_mode)) {
    ::close(m_descriptor);
    throw std::runtime_error(path.string() + ": is not a file");
  }
  m_size = static_cast<std::uint64_t>(about.st_size);
}

ByteFile::~ByteFile() { ::close(m_descriptor); }

void ByteFile::read(std::uint64_t begin, void* bytes, std::uint64_t count) const {
  const auto end = checkedAdd(begin, count);
  if (!end || *end > m_size)
    throw std::invalid_argument(m_path.string() + ": truncated: bytes " + std::to_string(begin) + " and the following " + std::to_string(count) +
                                " are wanted, the file has " + std::to_string(m_size));
  auto* place = static_cast<char*>(bytes);
  while (count > 0) {
    const ssize_t got = ::pread(m_descriptor, place, std::min<std::uint64_t>(count, std::uint64_t{1} << 30), static_cast<off_t>(begin));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::runtime_error(m_path.string() + ": cannot be read (" + std::strerror(errno) + ")");
    if (got == 0) throw std::invalid_argument(m_path.string() + ": became shorter while it was read");
    place += got;
    begin += static_cast<std::uint64_t>(got);
    count -= static_cast<std::uint64_t>(got);
  }
}

std::string ByteFile::read(std::uint64_t begin, std::uint64_t count) const {
  const auto end = checkedAdd(begin, count);
  if (!end || *end > m_size) read(begin, nullptr, count);            // throws before anything is allocated
  std::string bytes(static_cast<std::size_t>(count), '\0');
  read(begin, bytes.data(), count);
  return bytes;
}

void refuseIfNotWeights(const ByteFile& file) {
  const std::string name = file.path().string();
  if (file.size() == 0) throw std::invalid_argument(name + ": is empty, not weights; download it again");
  std::string start = file.read(0, std::min<std::uint64_t>(file.size(), 256));
  std::transform(start.begin(), start.end(), start.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  const std::size_t text = start.find_first_not_of(" \t\r\n");
  const auto beginsWith = [&](const char* prefix) { return text != std::string::npos && start.compare(text, std::strlen(prefix), prefix) == 0; };
  if (beginsWith("<!doctype") || beginsWith("<html") || beginsWith("<head"))
    throw std::invalid_argument(name + ": this is an HTML page, not weights; download the file itself");
  if (beginsWith("version https://git-lfs"))
    throw std::invalid_argument(name + ": this is a Git LFS pointer, not weights; fetch the file with `git lfs pull`");
}

}  // namespace cloze
