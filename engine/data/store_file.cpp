// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/store_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <stdexcept>

#include "engine/core/files.h"

namespace cloze {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTemporarySuffix = ".tmp";

// A new file that its writer holds locked: a lock nobody holds marks what a killed writer left.
FileHandle createTemporary(const fs::path& folder, fs::path& name) {
  for (;;) {
    std::string pattern = (folder / "writing-XXXXXX").string() + kTemporarySuffix;
    const int file = ::mkostemps(pattern.data(), static_cast<int>(std::strlen(kTemporarySuffix)), O_CLOEXEC);
    if (file < 0) throw std::runtime_error("cannot write in the cache folder " + folder.string() + ": " + std::strerror(errno));
    struct stat status {};
    if (::flock(file, LOCK_EX) == 0 && ::fstat(file, &status) == 0 && status.st_nlink > 0) {
      name = pattern;
      return FileHandle(::fdopen(file, "w+b"));
    }
    ::close(file);   // another process took it for a leftover before the lock was ours
  }
}

void removeLeftovers(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() != kTemporarySuffix) continue;
    const int file = ::open(entry.path().c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) continue;
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
    ::close(file);
  }
}

FileHandle createSpill(const fs::path& folder) {
  fs::path name;
  FileHandle file = createTemporary(folder, name);
  ::unlink(name.c_str());
  return file;
}

}  // namespace

std::uint32_t storeChecksum(std::uint32_t before, const void* bytes, std::size_t size) {
  return static_cast<std::uint32_t>(crc32_z(before, static_cast<const Bytef*>(bytes), size));
}

StoreWriter::StoreWriter(fs::path folder) : m_folder(std::move(folder)) {
  std::error_code error;
  fs::create_directories(m_folder, error);
  if (error) throw std::runtime_error("cannot make the cache folder " + m_folder.string() + ": " + error.message());
  removeLeftovers(m_folder);
  m_sentenceStarts = createSpill(m_folder);
  m_documentStarts = createSpill(m_folder);
  m_file = createTemporary(m_folder, m_temporary);
  const StoreHeader empty{};
  if (std::fwrite(&empty, sizeof empty, 1, m_file.get()) != 1) fail("write");
  m_bytes = sizeof empty;
}

StoreWriter::~StoreWriter() {
  if (!m_temporary.empty()) ::unlink(m_temporary.c_str());
}

void StoreWriter::fail(const char* what) const {
  throw std::runtime_error(std::string("cannot ") + what + " the token file in " + m_folder.string() + ": " + std::strerror(errno));
}

void StoreWriter::write(const void* bytes, std::size_t size) {
  if (size == 0) return;
  if (std::fwrite(bytes, 1, size, m_file.get()) != size) fail("write");
  m_checksum = storeChecksum(m_checksum, bytes, size);
  m_bytes += size;
}

void StoreWriter::add(const EncodedSentences& sentences) {
  for (std::size_t i = 0; i < sentences.sizes.size(); ++i) {
    if (sentences.sizes[i] == 0) continue;
    if (sentences.documents[i] != m_document) {
      m_document = sentences.documents[i];
      if (std::fwrite(&m_sentences, sizeof m_sentences, 1, m_documentStarts.get()) != 1) fail("write");
      ++m_documents;
    }
    if (std::fwrite(&m_tokens, sizeof m_tokens, 1, m_sentenceStarts.get()) != 1) fail("write");
    ++m_sentences;
    m_tokens += sentences.sizes[i];
  }
  write(sentences.ids.data(), sentences.ids.size() * sizeof(TokenId));
}

void StoreWriter::append(std::FILE* spilled) {
  if (std::fflush(spilled) != 0 || std::fseek(spilled, 0, SEEK_SET) != 0) fail("write");
  std::vector<char> buffer(1 << 20);
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), spilled)) write(buffer.data(), size);
  if (std::ferror(spilled)) fail("read");
}

void StoreWriter::finish(const fs::path& target, const std::string& key, const std::string& report) {
  const std::uint32_t padding = 0;
  if (m_tokens % 2) write(&padding, sizeof padding);          // starts are read in place: 8 byte alignment
  append(m_sentenceStarts.get());
  write(&m_tokens, sizeof m_tokens);
  append(m_documentStarts.get());
  write(&m_sentences, sizeof m_sentences);
  write(report.data(), report.size());
  StoreHeader header{};
  std::memcpy(header.magic, kStoreMagic, sizeof header.magic);
  header.version = kStoreVersion;
  header.headerBytes = sizeof header;
  key.copy(header.key, sizeof header.key);
  header.fileBytes = m_bytes;
  header.documents = m_documents;
  header.sentences = m_sentences;
  header.tokens = m_tokens;
  header.reportBytes = report.size();
  header.payloadChecksum = m_checksum;
  header.headerChecksum = storeChecksum(0, &header, sizeof header);
  if (std::fseek(m_file.get(), 0, SEEK_SET) != 0 || std::fwrite(&header, sizeof header, 1, m_file.get()) != 1) fail("write");
  if (std::fflush(m_file.get()) != 0 || ::fsync(::fileno(m_file.get())) != 0) fail("write");
  if (::rename(m_temporary.c_str(), target.c_str()) != 0) fail("rename");
  m_temporary.clear();
  syncPath(m_folder);
}

}  // namespace cloze
