// Vectors on disk, in the formats that others read.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <stdexcept>

#include <torch/torch.h>

#include "engine/core/files.h"
#include "engine/inspector.h"
#include "engine/io/npy.h"
#include "engine/io/safetensors.h"

namespace cloze {
namespace {

// Shortest text that reads back as the same float.
void appendNumber(std::string& text, float value) {
  char digits[32];
  const auto result = std::to_chars(digits, digits + sizeof digits, value);
  text.append(digits, result.ptr);
}

std::string vectorsTsv(const EmbeddingTable& table) {
  std::string text;
  for (std::int64_t row = 0; row < table.rows; ++row)
    for (std::int64_t column = 0; column < table.width; ++column) {
      appendNumber(text, table.values[static_cast<std::size_t>(row * table.width + column)]);
      text += column + 1 < table.width ? '\t' : '\n';
    }
  return text;
}

// A label must stay on its line and in its column.
std::string labelField(std::string label) {
  for (char& letter : label)
    if (letter == '\t' || letter == '\n' || letter == '\r') letter = ' ';
  return label;
}

std::string metadataTsv(const EmbeddingTable& table) {
  std::string text = "text\tlabel\n";
  for (std::size_t row = 0; row < table.labels.size(); ++row) text += std::to_string(table.sources[row] + 1) + "\t" + labelField(table.labels[row]) + "\n";
  return text;
}

}  // namespace

std::vector<std::filesystem::path> writeEmbeddings(const EmbeddingTable& table, const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending == ".npy") {
    writeNpy(file, table.values, table.rows, table.width);
  } else if (ending == ".tsv") {
    writeFileAtomically(file, vectorsTsv(table));
  } else if (ending == ".safetensors") {
    writeSafetensors(file, {{"embeddings", torch::from_blob(const_cast<float*>(table.values.data()), {table.rows, table.width}, torch::kFloat32)}});
  } else {
    throw std::invalid_argument(file.string() + ": the ending says the format: .npy, .tsv or .safetensors");
  }
  std::filesystem::path metadata = file;
  metadata.replace_extension(".metadata.tsv");
  writeFileAtomically(metadata, metadataTsv(table));
  return {file, metadata};
}

}  // namespace cloze
