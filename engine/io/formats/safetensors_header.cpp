// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/formats/safetensors_header.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

#include "engine/core/json.h"

namespace cloze {

namespace {

constexpr std::uint64_t kMostHeaderBytes = 100000000;
constexpr std::size_t kMostDimensions = 32;

struct TypeRow { const char* name; ElementType type; };
constexpr std::array<TypeRow, 10> kTypes = {{{"F32", ElementType::Float32}, {"F64", ElementType::Float64}, {"F16", ElementType::Float16},
                                             {"BF16", ElementType::BFloat16}, {"I64", ElementType::Int64}, {"I32", ElementType::Int32},
                                             {"I16", ElementType::Int16}, {"I8", ElementType::Int8}, {"U8", ElementType::UInt8},
                                             {"BOOL", ElementType::Bool}}};

[[noreturn]] void refuse(const std::string& where, const std::string& what) { throw std::invalid_argument(where + ": " + what); }

std::vector<std::int64_t> wholeNumbers(const Json& json, const std::string& where, const char* key) {
  if (!json.contains(key) || !json[key].is_array()) refuse(where, std::string(key) + " must be an array of whole numbers");
  std::vector<std::int64_t> numbers;
  for (const Json& element : json[key]) {
    if (!element.is_number_unsigned() || element.get<std::uint64_t>() > (std::uint64_t{1} << 62))
      refuse(where, std::string(key) + " holds " + element.dump() + ", expected whole numbers from 0");
    numbers.push_back(element.get<std::int64_t>());
  }
  return numbers;
}

ElementType typeOf(const Json& json, const std::string& where) {
  if (!json.contains("dtype") || !json["dtype"].is_string()) refuse(where, "dtype must be a text such as \"F32\"");
  const auto name = json["dtype"].get<std::string>();
  for (const TypeRow& row : kTypes)
    if (name == row.name) return row.type;
  refuse(where, "dtype \"" + name + "\" is not supported; F32, F64, F16, BF16, I64, I32, I16, I8, U8 and BOOL are");
}

TensorPlace placeOf(const std::string& name, const Json& json, const std::string& file) {
  const std::string where = file + ": tensor " + name;
  if (!json.is_object()) refuse(where, "its entry must be an object");
  for (const auto& item : json.items())
    if (item.key() != "dtype" && item.key() != "shape" && item.key() != "data_offsets") refuse(where, "has an unknown key \"" + item.key() + "\"");
  TensorPlace place;
  place.name = name;
  place.type = typeOf(json, where);
  place.shape = wholeNumbers(json, where, "shape");
  if (place.shape.size() > kMostDimensions) refuse(where, "has " + std::to_string(place.shape.size()) + " dimensions");
  const auto offsets = wholeNumbers(json, where, "data_offsets");
  if (offsets.size() != 2 || offsets[0] > offsets[1]) refuse(where, "data_offsets must be [begin, end] with begin <= end");
  place.begin = static_cast<std::uint64_t>(offsets[0]);
  place.bytes = static_cast<std::uint64_t>(offsets[1] - offsets[0]);
  const auto elements = checkedElements(place.shape);
  const auto bytes = elements ? checkedMultiply(*elements, static_cast<std::uint64_t>(elementBytes(place.type))) : std::nullopt;
  if (!bytes || *bytes != place.bytes)
    refuse(where, "its shape and dtype need " + (bytes ? std::to_string(*bytes) : std::string("more than 2^60")) + " bytes, its data_offsets give " +
                      std::to_string(place.bytes));
  return place;
}

// Begins where the one before ends, the first at 0, the last at the end of the file.
void requireGapless(std::vector<TensorPlace>& tensors, std::uint64_t dataBytes, const std::string& file) {
  std::stable_sort(tensors.begin(), tensors.end(), [](const TensorPlace& a, const TensorPlace& b) {
    return std::tie(a.begin, a.bytes) < std::tie(b.begin, b.bytes);
  });
  std::uint64_t expected = 0;
  for (const TensorPlace& tensor : tensors) {
    if (tensor.begin != expected)
      refuse(file + ": tensor " + tensor.name, "begins at byte " + std::to_string(tensor.begin) + " of the data, expected " + std::to_string(expected) +
                                                   (tensor.begin < expected ? ": it overlaps another" : ": there is a hole before it"));
    const auto end = checkedAdd(tensor.begin, tensor.bytes);
    if (!end || *end > dataBytes)
      refuse(file + ": tensor " + tensor.name, "ends beyond the file's " + std::to_string(dataBytes) + " bytes of data: truncated?");
    expected = *end;
  }
  if (expected != dataBytes)
    refuse(file, "the tensors cover " + std::to_string(expected) + " bytes of data, the file has " + std::to_string(dataBytes));
}

std::uint64_t headerLength(const ByteFile& file) {
  const std::string name = file.path().string();
  if (file.size() < 8) refuse(name, "is too short for a safetensors file: " + std::to_string(file.size()) + " bytes");
  std::array<unsigned char, 8> bytes{};
  file.read(0, bytes.data(), bytes.size());
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) length |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  if (length > kMostHeaderBytes) refuse(name, "says its header has " + std::to_string(length) + " bytes; the format allows 100000000. Not a safetensors file?");
  if (length > file.size() - 8) refuse(name, "says its header has " + std::to_string(length) + " bytes, the file has " + std::to_string(file.size()) + ": truncated?");
  return length;
}

}  // namespace

const char* safetensorsName(ElementType type) {
  for (const TypeRow& row : kTypes)
    if (row.type == type) return row.name;
  return "F32";
}

SafetensorsHeader readSafetensorsHeader(const ByteFile& file) {
  const std::string name = file.path().string();
  refuseIfNotWeights(file);
  const std::uint64_t length = headerLength(file);
  const std::string text = file.read(8, length);
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) refuse(name, "its header begins with a byte-order mark, expected {");
  const Json json = parseJson(text, name + " (header)");
  if (!json.is_object()) refuse(name, "its header is not a JSON object");
  SafetensorsHeader header;
  for (const auto& item : json.items()) {
    if (item.key() != "__metadata__") {
      header.tensors.push_back(placeOf(item.key(), item.value(), name));
      continue;
    }
    if (!item.value().is_object()) refuse(name, "__metadata__ must be an object of texts");
    for (const auto& entry : item.value().items()) {
      if (!entry.value().is_string()) refuse(name, "__metadata__." + entry.key() + " must be a text");
      header.metadata[entry.key()] = entry.value().get<std::string>();
    }
  }
  requireGapless(header.tensors, file.size() - 8 - length, name);
  for (TensorPlace& tensor : header.tensors) tensor.begin += 8 + length;
  return header;
}

}  // namespace cloze
