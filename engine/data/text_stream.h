// Bytes of a text file as clean text: gunzipped, hashed, without byte-order mark, line ends as '\n', invalid UTF-8 and NUL as U+FFFD with a
// count and the first place. Streamed: a read gives at most a few hundred KiB, whatever the file or its lines measure.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace cloze {

// Appends the next bytes to its argument; false at the end.
using ByteSource = std::function<bool(std::string&)>;

// A file's bytes, gunzipped (several members too) when `gzip`. `onRaw` sees the bytes as they lie on disk. std::runtime_error naming the file:
// cannot be read, not gzip, damaged or truncated gzip.
ByteSource openByteSource(const std::filesystem::path& path, bool gzip, std::function<void(const char*, std::size_t)> onRaw);

class TextStream {
 public:
  // `name` is for messages.
  TextStream(ByteSource source, std::string name) : m_source(std::move(source)), m_name(std::move(name)) {}
  // Appends clean text; false at the end. std::invalid_argument for UTF-16 and UTF-32 (told by their byte-order mark).
  bool read(std::string& text);
  std::int64_t replaced() const { return m_replaced; }                     // U+FFFD written
  std::int64_t firstReplacedByte() const { return m_firstReplacedByte; }   // -1: none

 private:
  void checkMark();
  void clean(bool last, std::string& text);
  void replace(std::size_t place, std::string& text);
  ByteSource m_source;
  std::string m_name;
  std::string m_raw;                     // not yet cleaned: the new bytes and at most 3 of a sequence that was cut
  std::int64_t m_offset = 0;             // of m_raw in the file
  bool m_started = false, m_afterReturn = false, m_ended = false;
  std::int64_t m_replaced = 0, m_firstReplacedByte = -1;
};

}  // namespace cloze
