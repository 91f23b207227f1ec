// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/text_stream.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace cloze {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr const char* kReplacement = "\xEF\xBF\xBD";

class RawFile {
 public:
  RawFile(const std::filesystem::path& path, std::function<void(const char*, std::size_t)> onRaw)
      : m_path(path), m_onRaw(std::move(onRaw)), m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), m_buffer(kReadBytes) {
    if (m_file < 0) fail();
  }
  ~RawFile() { ::close(m_file); }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  std::size_t read() {
    ssize_t size = 0;
    do size = ::read(m_file, m_buffer.data(), m_buffer.size());
    while (size < 0 && errno == EINTR);
    if (size < 0) fail();
    if (m_onRaw) m_onRaw(m_buffer.data(), static_cast<std::size_t>(size));
    return static_cast<std::size_t>(size);
  }
  char* data() { return m_buffer.data(); }
  std::string name() const { return m_path.string(); }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error("cannot read " + m_path.string() + ": " + std::strerror(errno)); }
  std::filesystem::path m_path;
  std::function<void(const char*, std::size_t)> m_onRaw;
  int m_file;
  std::vector<char> m_buffer;
};

class GzipFile {
 public:
  explicit GzipFile(std::shared_ptr<RawFile> file) : m_file(std::move(file)), m_out(kReadBytes) {
    if (inflateInit2(&m_stream, 15 + 16) != Z_OK) throw std::runtime_error("zlib cannot start");
  }
  ~GzipFile() { inflateEnd(&m_stream); }
  GzipFile(const GzipFile&) = delete;
  GzipFile& operator=(const GzipFile&) = delete;

  bool read(std::string& out) {
    for (;;) {
      if (m_stream.avail_in == 0 && !refill()) return false;
      m_stream.next_out = reinterpret_cast<Bytef*>(m_out.data());
      m_stream.avail_out = static_cast<uInt>(m_out.size());
      const int status = inflate(&m_stream, Z_NO_FLUSH);
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) fail(m_any ? "damaged gzip data" : "not a gzip file, though its name ends in .gz");
      m_any = true;
      m_complete = status == Z_STREAM_END;
      if (m_complete) inflateReset(&m_stream);          // another member may follow
      const std::size_t made = m_out.size() - m_stream.avail_out;
      out.append(m_out.data(), made);
      if (made > 0) return true;
    }
  }

 private:
  bool refill() {
    const std::size_t size = m_file->read();
    m_stream.next_in = reinterpret_cast<Bytef*>(m_file->data());
    m_stream.avail_in = static_cast<uInt>(size);
    if (size == 0 && !m_complete) fail(m_any ? "the gzip data ends too early: the file is truncated" : "an empty file is not gzip");
    return size > 0;
  }
  [[noreturn]] void fail(const char* what) const { throw std::runtime_error(m_file->name() + ": " + what); }
  std::shared_ptr<RawFile> m_file;
  z_stream m_stream{};
  std::vector<char> m_out;
  bool m_any = false, m_complete = false;
};

struct Sequence { int size; bool valid; bool cut; };    // cut: valid so far, but the data ends

// Range of the second byte by the first (Unicode 15, table 3-7); size 0: no sequence begins with this byte.
struct Lead { int size; unsigned char low, high; };
Lead leadOf(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// The sequence at bytes[0], which is not ASCII. An invalid one is as long as the part that could have begun a character (Unicode 3.9, U+FFFD substitution).
Sequence sequenceAt(const unsigned char* bytes, std::size_t left) {
  const Lead lead = leadOf(bytes[0]);
  if (lead.size == 0) return {1, false, false};
  for (int i = 1; i < lead.size; ++i) {
    if (static_cast<std::size_t>(i) == left) return {i, false, true};
    const unsigned char low = i == 1 ? lead.low : 0x80, high = i == 1 ? lead.high : 0xBF;
    if (bytes[i] < low || bytes[i] > high) return {i, false, false};
  }
  return {lead.size, true, false};
}

}  // namespace

ByteSource openByteSource(const std::filesystem::path& path, bool gzip, std::function<void(const char*, std::size_t)> onRaw) {
  auto file = std::make_shared<RawFile>(path, std::move(onRaw));
  if (gzip) {
    auto unzipped = std::make_shared<GzipFile>(file);
    return [unzipped](std::string& out) { return unzipped->read(out); };
  }
  return [file](std::string& out) {
    const std::size_t size = file->read();
    out.append(file->data(), size);
    return size > 0;
  };
}

void TextStream::checkMark() {
  using namespace std::string_view_literals;
  const auto starts = [this](std::string_view mark) { return m_raw.compare(0, mark.size(), mark) == 0; };
  if (starts("\xEF\xBB\xBF"sv)) {
    m_raw.erase(0, 3);
    m_offset = 3;
  } else if (starts("\xFF\xFE"sv) || starts("\xFE\xFF"sv) || starts("\0\0\xFE\xFF"sv)) {
    throw std::invalid_argument(m_name + ": the file is UTF-16 or UTF-32 (its byte-order mark says so), UTF-8 is expected; convert it, for example: "
                                "iconv -f UTF-16 -t UTF-8 IN > OUT");
  } else if (starts("\x1F\x8B"sv)) {
    throw std::invalid_argument(m_name + ": the file is gzip data, but its name does not end in .gz; rename it");
  }
}

void TextStream::replace(std::size_t place, std::string& text) {
  if (m_replaced++ == 0) m_firstReplacedByte = m_offset + static_cast<std::int64_t>(place);
  text += kReplacement;
}

// Moves m_raw to `text`; a sequence that the data cuts stays for the next call, unless this is the last.
void TextStream::clean(bool last, std::string& text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(m_raw.data());
  const std::size_t size = m_raw.size();
  std::size_t place = 0, copied = 0;
  const auto copy = [&] { text.append(m_raw, copied, place - copied); };
  while (place < size) {
    const unsigned char byte = bytes[place];
    if (byte == '\r') {
      copy();
      text += '\n';
      copied = ++place;
      m_afterReturn = true;
      continue;
    }
    if (byte == '\n' && m_afterReturn) {
      copied = ++place;                                 // "\r\n": the line end is written already
    } else if (byte == 0) {
      copy();
      replace(place, text);
      copied = ++place;
    } else if (byte < 0x80) {
      ++place;
    } else {
      const Sequence sequence = sequenceAt(bytes + place, size - place);
      if (sequence.cut && !last) break;
      if (!sequence.valid) copy(), replace(place, text);
      place += static_cast<std::size_t>(sequence.size);
      if (!sequence.valid) copied = place;
    }
    m_afterReturn = false;
  }
  copy();
  m_raw.erase(0, place);
  m_offset += static_cast<std::int64_t>(place);
}

bool TextStream::read(std::string& text) {
  if (m_ended) return false;
  bool more = m_source(m_raw);
  while (!m_started && more && m_raw.size() < 4) more = m_source(m_raw);
  if (!m_started) checkMark();
  m_started = true;
  clean(!more, text);
  m_ended = !more;
  return true;
}

}  // namespace cloze
