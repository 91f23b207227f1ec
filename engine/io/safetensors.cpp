// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/safetensors.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/io/formats/safetensors_header.h"
#include "engine/io/formats/stored_zip.h"

namespace cloze {

namespace {

torch::ScalarType scalarType(ElementType type) {
  switch (type) {
    case ElementType::Float32: return torch::kFloat32;
    case ElementType::Float64: return torch::kFloat64;
    case ElementType::Float16: return torch::kFloat16;
    case ElementType::BFloat16: return torch::kBFloat16;
    case ElementType::Int64: return torch::kInt64;
    case ElementType::Int32: return torch::kInt32;
    case ElementType::Int16: return torch::kInt16;
    case ElementType::Int8: return torch::kInt8;
    case ElementType::UInt8: return torch::kUInt8;
    case ElementType::Bool: return torch::kBool;
  }
  return torch::kFloat32;
}

ElementType elementType(torch::ScalarType type) {
  for (const ElementType one : {ElementType::Float32, ElementType::Float64, ElementType::Float16, ElementType::BFloat16, ElementType::Int64,
                                ElementType::Int32, ElementType::Int16, ElementType::Int8, ElementType::UInt8, ElementType::Bool})
    if (scalarType(one) == type) return one;
  throw std::invalid_argument(std::string("safetensors: tensors of ") + torch::toString(type) + " cannot be written");
}

torch::Tensor readTensor(const ByteFile& file, const TensorPlace& place) {
  const bool contiguous = place.strides.empty();
  const std::int64_t stored = static_cast<std::int64_t>(place.bytes) / elementBytes(place.type);
  auto tensor = torch::empty(contiguous ? place.shape : std::vector<std::int64_t>{stored}, scalarType(place.type));
  if (place.bytes > 0) file.read(place.begin, tensor.data_ptr(), place.bytes);
  if (place.type == ElementType::Bool) {                               // any byte may be in the file, true is 1
    auto* bytes = static_cast<std::uint8_t*>(tensor.data_ptr());
    std::transform(bytes, bytes + place.bytes, bytes, [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte != 0); });
  }
  return contiguous ? tensor : tensor.as_strided(place.shape, place.strides, place.firstElement).contiguous();
}

NamedTensors readAll(const ByteFile& file, const std::vector<TensorPlace>& places) {
  NamedTensors tensors;
  for (const TensorPlace& place : places) tensors[place.name] = readTensor(file, place);
  return tensors;
}

std::string headerOf(const NamedTensors& tensors) {
  Json header = Json::object();
  header["__metadata__"] = {{"format", "pt"}};
  std::int64_t begin = 0;
  for (const auto& [name, tensor] : tensors) {
    const std::int64_t end = begin + tensor.numel() * static_cast<std::int64_t>(tensor.element_size());
    header[name] = {{"dtype", safetensorsName(elementType(tensor.scalar_type()))}, {"shape", tensor.sizes().vec()}, {"data_offsets", {begin, end}}};
    begin = end;
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  std::string bytes(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(text.size() >> (8 * i));
  return bytes + text;
}

// A file written beside its target and renamed when it is complete and on the disk.
class FreshFile {
 public:
  explicit FreshFile(const std::filesystem::path& target) : m_target(target), m_temporary(target) {
    m_temporary += ".tmp-" + std::to_string(::getpid());
    m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (m_descriptor < 0) fail("cannot be opened");
  }
  ~FreshFile() {
    if (m_descriptor >= 0) ::close(m_descriptor);
    if (!m_done) ::unlink(m_temporary.c_str());
  }
  FreshFile(const FreshFile&) = delete;
  FreshFile& operator=(const FreshFile&) = delete;

  void write(const void* bytes, std::size_t count) {
    const auto* place = static_cast<const char*>(bytes);
    while (count > 0) {
      const ssize_t written = ::write(m_descriptor, place, std::min<std::size_t>(count, std::size_t{1} << 30));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot be written");
      place += written;
      count -= static_cast<std::size_t>(written);
    }
  }
  void commit() {
    if (::fsync(m_descriptor) != 0) fail("cannot be flushed to the disk");
    const int closed = ::close(m_descriptor);
    m_descriptor = -1;
    if (closed != 0) fail("cannot be closed");
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) fail("cannot be put in place");
    m_done = true;
    syncPath(m_target.has_parent_path() ? m_target.parent_path() : std::filesystem::path("."));
  }

 private:
  [[noreturn]] void fail(const char* what) const { throw std::runtime_error(m_target.string() + ": " + what + " (" + std::strerror(errno) + ")"); }

  std::filesystem::path m_target, m_temporary;
  int m_descriptor = -1;
  bool m_done = false;
};

}  // namespace

NamedTensors readSafetensors(const std::filesystem::path& path) {
  const ByteFile file(path);
  return readAll(file, readSafetensorsHeader(file).tensors);
}

NamedTensors readTorchFile(const std::filesystem::path& path, std::vector<std::string>& ignored) {
  const ByteFile file(path);
  const TorchArchive archive = readTorchArchive(file);
  ignored.insert(ignored.end(), archive.ignored.begin(), archive.ignored.end());
  return readAll(file, archive.tensors);
}

void writeSafetensors(const std::filesystem::path& path, const NamedTensors& tensors) {
  NamedTensors ready;
  for (const auto& [name, tensor] : tensors) ready[name] = tensor.detach().contiguous();
  FreshFile file(path);
  const std::string header = headerOf(ready);
  file.write(header.data(), header.size());
  for (const auto& [name, tensor] : ready) file.write(tensor.data_ptr(), tensor.nbytes());
  file.commit();
}

}  // namespace cloze
