// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/formats/stored_zip.h"

#include <algorithm>
#include <stdexcept>

#include "engine/io/formats/state_pickle.h"

namespace cloze {

namespace {

constexpr std::uint64_t kMostEntries = 100000, kMostDirectoryBytes = 32 << 20, kMostPickleBytes = 64 << 20, kMostComment = 65535;
constexpr std::uint32_t kDirectoryEnd = 0x06054b50, kDirectoryEnd64 = 0x06064b50, kDirectoryEnd64Locator = 0x07064b50, kDirectoryEntry = 0x02014b50,
                        kLocalEntry = 0x04034b50;
const std::string kLegacyMagic = "6cfc9c46f9206aa85019";             // 0x1950a86a20f9469cfc6c, little-endian

[[noreturn]] void refuse(const ByteFile& file, const std::string& what) { throw std::invalid_argument(file.path().string() + ": " + what); }

std::uint64_t number(const std::string& bytes, std::size_t place, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes.at(place + i))) << (8 * i);
  return value;
}

struct Directory { std::uint64_t begin = 0, bytes = 0, entries = 0; };

Directory findDirectory(const ByteFile& file) {
  const std::uint64_t tailBytes = std::min<std::uint64_t>(file.size(), 22 + kMostComment);
  const std::string tail = file.read(file.size() - tailBytes, tailBytes);
  for (std::size_t place = tail.size() < 22 ? 0 : tail.size() - 22 + 1; place-- > 0;) {
    if (number(tail, place, 4) != kDirectoryEnd || place + 22 + number(tail, place + 20, 2) != tail.size()) continue;
    Directory directory{number(tail, place + 16, 4), number(tail, place + 12, 4), number(tail, place + 10, 2)};
    if (place < 20 || number(tail, place - 20, 4) != kDirectoryEnd64Locator) return directory;
    const std::string end64 = file.read(number(tail, place - 20 + 8, 8), 56);
    if (number(end64, 0, 4) != kDirectoryEnd64) refuse(file, "its zip64 directory is not where it should be");
    return {number(end64, 48, 8), number(end64, 40, 8), number(end64, 32, 8)};
  }
  refuse(file, "has no zip directory: truncated?");
}

// Sizes over 32 bits are in the extra field 1, in the order: original size, compressed size, place.
struct Sizes { std::uint64_t original, compressed, local; };
Sizes widen(const ByteFile& file, Sizes sizes, const std::string& extra) {
  for (std::size_t place = 0; place + 4 <= extra.size();) {
    const std::size_t length = number(extra, place + 2, 2);
    if (length > extra.size() - place - 4) refuse(file, "an extra field reaches beyond its entry");
    if (number(extra, place, 2) == 1) {
      std::size_t next = place + 4;
      for (std::uint64_t* value : {&sizes.original, &sizes.compressed, &sizes.local}) {
        if (*value != 0xFFFFFFFFu) continue;
        if (next + 8 > place + 4 + length) refuse(file, "a zip64 field is too short");
        *value = number(extra, next, 8);
        next += 8;
      }
    }
    place += 4 + length;
  }
  return sizes;
}

ZipEntry locate(const ByteFile& file, const std::string& name, const Sizes& sizes) {
  const std::string local = file.read(sizes.local, 30);
  if (number(local, 0, 4) != kLocalEntry) refuse(file, "entry " + name + " is not where the directory says");
  const std::uint64_t nameBytes = number(local, 26, 2), extraBytes = number(local, 28, 2);
  if (file.read(sizes.local + 30, nameBytes) != name) refuse(file, "entry " + name + " has another name where it lies");
  const ZipEntry entry{sizes.local + 30 + nameBytes + extraBytes, sizes.original};
  const auto end = checkedAdd(entry.begin, entry.bytes);
  if (!end || *end > file.size()) refuse(file, "entry " + name + " reaches beyond the file: truncated?");
  return entry;
}

}  // namespace

bool looksLikeZip(const ByteFile& file) { return file.size() >= 4 && file.read(0, 4) == std::string("PK\x03\x04", 4); }

std::map<std::string, ZipEntry> readStoredZip(const ByteFile& file) {
  const Directory found = findDirectory(file);
  if (found.entries > kMostEntries || found.bytes > kMostDirectoryBytes) refuse(file, "its zip directory has " + std::to_string(found.entries) + " entries");
  const std::string directory = file.read(found.begin, found.bytes);
  std::map<std::string, ZipEntry> entries;
  std::size_t place = 0;
  for (std::uint64_t i = 0; i < found.entries; ++i) {
    if (place + 46 > directory.size() || number(directory, place, 4) != kDirectoryEntry) refuse(file, "its zip directory is damaged");
    const std::size_t nameBytes = number(directory, place + 28, 2), extraBytes = number(directory, place + 30, 2), commentBytes = number(directory, place + 32, 2);
    if (nameBytes + extraBytes + commentBytes > directory.size() - place - 46) refuse(file, "its zip directory is damaged");
    const std::string name = directory.substr(place + 46, nameBytes);
    const std::uint64_t flags = number(directory, place + 8, 2), method = number(directory, place + 10, 2);
    if (flags & 1) refuse(file, "entry " + name + " is encrypted");
    if (method != 0) refuse(file, "entry " + name + " is compressed; torch.save stores entries as they are");
    const Sizes sizes = widen(file, {number(directory, place + 24, 4), number(directory, place + 20, 4), number(directory, place + 42, 4)},
                              directory.substr(place + 46 + nameBytes, extraBytes));
    if (sizes.original != sizes.compressed) refuse(file, "entry " + name + " has two different sizes");
    if (!entries.emplace(name, locate(file, name, sizes)).second) refuse(file, "entry " + name + " is there twice");
    place += 46 + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}

namespace {

// Storage bytes must hold what the pickle says.
TensorPlace placed(const ByteFile& file, const PickledTensor& tensor, const ZipEntry& storage) {
  const auto bytes = checkedMultiply(static_cast<std::uint64_t>(tensor.storageElements), static_cast<std::uint64_t>(elementBytes(tensor.type)));
  if (!bytes || *bytes > storage.bytes)
    refuse(file, "tensor " + tensor.name + " wants a storage of " + std::to_string(tensor.storageElements) + " elements, the file has " +
                     std::to_string(storage.bytes) + " bytes for it");
  return {tensor.name, tensor.type, tensor.shape, tensor.strides, tensor.firstElement, storage.begin, *bytes};
}

TorchArchive readZipArchive(const ByteFile& file) {
  const auto entries = readStoredZip(file);
  std::string root;
  int pickles = 0;
  for (const auto& [name, entry] : entries) {
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos || name.substr(slash) != "/data.pkl") continue;
    root = name.substr(0, slash + 1);
    ++pickles;
  }
  if (pickles != 1) refuse(file, "is a zip archive without exactly one data.pkl: not a file of torch.save");
  const ZipEntry& pickle = entries.at(root + "data.pkl");
  if (pickle.bytes > kMostPickleBytes) refuse(file, "its data.pkl has " + std::to_string(pickle.bytes) + " bytes");
  if (const auto order = entries.find(root + "byteorder"); order != entries.end() && order->second.bytes < 64)
    if (file.read(order->second.begin, order->second.bytes) == "big") refuse(file, "was written on a big-endian machine; that is not supported");
  const StatePickle state = readStatePickle(file.read(pickle.begin, pickle.bytes), file.path().string());
  TorchArchive archive;
  archive.ignored = state.ignored;
  for (const PickledTensor& tensor : state.tensors) {
    const auto storage = entries.find(root + "data/" + tensor.storage);
    if (storage == entries.end()) refuse(file, "tensor " + tensor.name + ": its storage " + tensor.storage + " is not in the archive");
    archive.tensors.push_back(placed(file, tensor, storage->second));
  }
  return archive;
}

// Before PyTorch 1.6: pickles of a magic number, a protocol, the machine, the dictionary and the storages' keys; then each storage, its
// number of elements in eight bytes before it.
TorchArchive readLegacyArchive(const ByteFile& file) {
  const std::string start = file.read(0, std::min(file.size(), kMostPickleBytes));
  if (start[0] != '\x80') refuse(file, "is neither safetensors nor a file of torch.save");
  const std::string name = file.path().string();
  std::string_view rest = start;
  std::vector<StatePickle> pickles;
  for (int i = 0; i < 5; ++i) {
    pickles.push_back(readStatePickle(rest, name));
    if (i == 0 && pickles[0].wholeNumber != kLegacyMagic) refuse(file, "is neither safetensors nor a file of torch.save");
    rest.remove_prefix(pickles.back().bytes);
  }
  std::map<std::string, const PickledTensor*> anyOf;
  for (const PickledTensor& tensor : pickles[3].tensors) anyOf[tensor.storage] = &tensor;
  std::map<std::string, ZipEntry> storages;
  std::uint64_t place = start.size() - rest.size();
  for (const std::string& key : pickles[4].texts) {
    const auto user = anyOf.find(key);
    if (user == anyOf.end()) refuse(file, "a storage belongs to no tensor of the dictionary");
    const std::uint64_t elements = number(file.read(place, 8), 0, 8);
    const auto bytes = checkedMultiply(elements, static_cast<std::uint64_t>(elementBytes(user->second->type)));
    const auto end = bytes ? checkedAdd(place + 8, *bytes) : std::nullopt;
    if (!end || *end > file.size()) refuse(file, "a storage reaches beyond the file: truncated?");
    storages[key] = {place + 8, *bytes};
    place = *end;
  }
  TorchArchive archive;
  archive.ignored = pickles[3].ignored;
  for (const PickledTensor& tensor : pickles[3].tensors) {
    const auto storage = storages.find(tensor.storage);
    if (storage == storages.end()) refuse(file, "tensor " + tensor.name + ": its storage is not in the file");
    archive.tensors.push_back(placed(file, tensor, storage->second));
  }
  return archive;
}

}  // namespace

TorchArchive readTorchArchive(const ByteFile& file) {
  refuseIfNotWeights(file);
  return looksLikeZip(file) ? readZipArchive(file) : readLegacyArchive(file);
}

}  // namespace cloze
