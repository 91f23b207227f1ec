// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer_bench.h"

#include "engine/core/clock.h"

#include <fstream>
#include <stdexcept>
#include <string>

namespace cloze {

namespace {

constexpr std::size_t kMostBytes = 256'000'000;

std::string readBeginning(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + ": cannot be read");
  std::string text(kMostBytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::int64_t encodeLines(const Tokenizer& tokenizer, std::string_view text, Pieces& pieces) {
  std::int64_t count = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    pieces.clear();
    tokenizer.encode(text.substr(0, end), pieces);
    count += static_cast<std::int64_t>(pieces.ids.size());
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return count;
}

}  // namespace

TokenizeFigures benchTokenize(const Tokenizer& tokenizer, const std::filesystem::path& textFile, double seconds) {
  const std::string text = readBeginning(textFile);
  if (text.empty()) throw std::invalid_argument(textFile.string() + ": is empty; give a text to measure with");
  TokenizeFigures figures;
  figures.fileBytes = static_cast<std::int64_t>(text.size());
  Pieces pieces;
  const double begin = threadCpuSeconds();
  do {
    figures.pieces += encodeLines(tokenizer, text, pieces);
    figures.bytes += figures.fileBytes;
    figures.cpuSeconds = threadCpuSeconds() - begin;
    if (figures.passes++ == 0) figures.firstPassMegabytesPerCpuSecond = static_cast<double>(figures.fileBytes) / 1e6 / figures.cpuSeconds;
  } while (figures.cpuSeconds < seconds);
  figures.megabytesPerCpuSecond = static_cast<double>(figures.bytes) / 1e6 / figures.cpuSeconds;
  return figures;
}

}  // namespace cloze
