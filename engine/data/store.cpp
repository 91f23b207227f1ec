// Reading: mapping and checking a token file, and which of its documents are held out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include "engine/core/random.h"
#include "engine/data/store_file.h"

namespace cloze {
namespace {

// Sizes of the parts, checked so that nothing wraps: every count is at most the file's size.
std::uint64_t expectedBytes(const StoreHeader& header) {
  const std::uint64_t tokens = (header.tokens + header.tokens % 2) * sizeof(TokenId);
  return sizeof(StoreHeader) + tokens + (header.sentences + 1 + header.documents + 1) * sizeof(std::uint64_t) + header.reportBytes;
}

// Of the bytes from `offset` on, read in pieces: through the map the whole file would count as this process's memory.
std::uint32_t checksumOfFile(const std::filesystem::path& path, std::uint64_t offset) {
  const FileHandle file(std::fopen(path.c_str(), "rbe"));
  if (!file || std::fseek(file.get(), static_cast<long>(offset), SEEK_SET) != 0) throw std::runtime_error("cannot read the token file " + path.string() + ": " + std::strerror(errno));
  std::vector<unsigned char> buffer(1 << 20);
  std::uint32_t checksum = 0;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), file.get())) checksum = storeChecksum(checksum, buffer.data(), size);
  return checksum;
}

}  // namespace

TokenStore::TokenStore(const std::filesystem::path& file) : m_file(file) {
  map();
  try {
    readHeader();
  } catch (...) {
    ::munmap(const_cast<unsigned char*>(m_bytes), m_size);
    throw;
  }
}

TokenStore::~TokenStore() { ::munmap(const_cast<unsigned char*>(m_bytes), m_size); }

void TokenStore::map() {
  const int file = ::open(m_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw std::runtime_error("cannot open the token file " + m_file.string() + ": " + std::strerror(errno));
  struct stat status {};
  void* bytes = MAP_FAILED;
  if (::fstat(file, &status) == 0 && static_cast<std::size_t>(status.st_size) >= sizeof(StoreHeader))
    bytes = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_SHARED, file, 0);
  ::close(file);
  if (bytes == MAP_FAILED) throw std::runtime_error("the token file " + m_file.string() + " is too short or cannot be mapped");
  m_bytes = static_cast<const unsigned char*>(bytes);
  m_size = static_cast<std::uint64_t>(status.st_size);
}

void TokenStore::rowsWereRead(std::int64_t rows) const {
  constexpr std::uint64_t kBigMap = 256u << 20;
  constexpr std::int64_t kRows = 1024;                    // of a few pages each
  if (m_size < kBigMap) return;
  const std::int64_t before = m_rowsRead.fetch_add(rows, std::memory_order_relaxed);
  if (before / kRows != (before + rows) / kRows) ::madvise(const_cast<unsigned char*>(m_bytes), m_size, MADV_DONTNEED);
}

void TokenStore::readHeader() {
  const auto damaged = [this](const char* what) { return std::runtime_error("the token file " + m_file.string() + " is damaged: " + what); };
  StoreHeader header;
  std::memcpy(&header, m_bytes, sizeof header);
  const std::uint32_t headerChecksum = std::exchange(header.headerChecksum, 0);
  if (std::memcmp(header.magic, kStoreMagic, sizeof header.magic) != 0 || header.version != kStoreVersion) throw damaged("it is of another kind or version");
  if (storeChecksum(0, &header, sizeof header) != headerChecksum) throw damaged("the header's checksum is wrong");
  if (header.fileBytes != m_size || std::max({header.tokens, header.sentences, header.documents, header.reportBytes}) > m_size || expectedBytes(header) != m_size)
    throw damaged("its size is not what the header says");
  if (checksumOfFile(m_file, sizeof header) != header.payloadChecksum) throw damaged("the checksum is wrong");
  m_key.assign(header.key, sizeof header.key);
  m_documents = static_cast<std::int64_t>(header.documents);
  m_sentences = static_cast<std::int64_t>(header.sentences);
  m_tokens = static_cast<std::int64_t>(header.tokens);
  m_ids = reinterpret_cast<const TokenId*>(m_bytes + sizeof header);
  m_sentenceStarts = reinterpret_cast<const std::uint64_t*>(m_ids + header.tokens + header.tokens % 2);
  m_documentStarts = m_sentenceStarts + header.sentences + 1;
  const char* report = reinterpret_cast<const char*>(m_documentStarts + header.documents + 1);
  m_report = corpusReportFromJson(Json::parse(report, report + header.reportBytes));
}

std::vector<std::uint32_t> allDocuments(const TokenStore& store) {
  std::vector<std::uint32_t> documents(static_cast<std::size_t>(store.documents()));
  std::iota(documents.begin(), documents.end(), 0u);
  return documents;
}

DocumentSplit splitDocuments(const TokenStore& store, double validationFraction, std::uint64_t seed) {
  DocumentSplit split;
  if (validationFraction <= 0 || store.documents() < 2) return {allDocuments(store), {}};
  std::pair<double, std::uint32_t> lowest{2, 0}, highest{-1, 0};
  for (std::uint32_t document = 0; document < store.documents(); ++document) {
    const double draw = random(seed, Purpose::Split, 0, document).uniform();
    lowest = std::min(lowest, {draw, document});
    highest = std::max(highest, {draw, document});
    (draw < validationFraction ? split.validation : split.train).push_back(document);
  }
  const auto move = [](std::uint32_t document, std::vector<std::uint32_t>& from, std::vector<std::uint32_t>& to) {
    from.erase(std::find(from.begin(), from.end(), document));
    to.push_back(document);
  };
  if (split.validation.empty()) move(lowest.second, split.train, split.validation);
  if (split.train.empty()) move(highest.second, split.validation, split.train);
  return split;
}

}  // namespace cloze
