// The token file on disk: header, tokens (int32), sentence starts and document starts (uint64), report (JSON); little-endian. The writer
// streams it into a temporary file that no reader sees, holding only counters in memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/text/tokenizer.h"

namespace cloze {

struct StoreHeader {
  char magic[8];                       // kStoreMagic
  std::uint32_t version;               // kStoreVersion
  std::uint32_t headerBytes;           // sizeof(StoreHeader)
  char key[64];
  std::uint64_t fileBytes, documents, sentences, tokens, reportBytes;
  std::uint32_t payloadChecksum;       // CRC-32 of everything after the header
  std::uint32_t headerChecksum;        // CRC-32 of this struct with 0 here
};
static_assert(sizeof(StoreHeader) == 128, "the layout of token files is fixed");

inline constexpr char kStoreMagic[9] = "CLZTOKEN";
inline constexpr std::uint32_t kStoreVersion = 1;
std::uint32_t storeChecksum(std::uint32_t before, const void* bytes, std::size_t size);

// Sentences of one stretch of text, tokenised. Zero tokens are allowed and left out by the writer.
struct EncodedSentences {
  std::vector<TokenId> ids;
  std::vector<std::uint32_t> sizes;        // tokens of each sentence
  std::vector<std::int64_t> documents;     // number of the document of each sentence, ascending
};

struct CloseFile { void operator()(std::FILE* file) const { std::fclose(file); } };
using FileHandle = std::unique_ptr<std::FILE, CloseFile>;

class StoreWriter {
 public:
  // Makes the folder and a temporary file in it; clears away what killed writers left. std::runtime_error naming path and reason.
  explicit StoreWriter(std::filesystem::path folder);
  ~StoreWriter();                          // without finish(): nothing stays
  StoreWriter(const StoreWriter&) = delete;
  StoreWriter& operator=(const StoreWriter&) = delete;
  void add(const EncodedSentences& sentences);
  // Completes, syncs and renames to `target`.
  void finish(const std::filesystem::path& target, const std::string& key, const std::string& report);
  std::uint64_t documents() const { return m_documents; }
  std::uint64_t sentences() const { return m_sentences; }

 private:
  void write(const void* bytes, std::size_t size);
  void append(std::FILE* spilled);
  [[noreturn]] void fail(const char* what) const;
  std::filesystem::path m_folder, m_temporary;
  FileHandle m_file, m_sentenceStarts, m_documentStarts;
  std::uint64_t m_documents = 0, m_sentences = 0, m_tokens = 0, m_bytes = 0;
  std::int64_t m_document = -1;            // number of the one being written
  std::uint32_t m_checksum = 0;
};

}  // namespace cloze
