// A corpus tokenised once: an immutable, memory-mapped file of documents -> sentences -> tokens in the cache folder, named by the content of
// the texts, the tokeniser and the splitter. A run names its store by key, so that an edited text cannot change a run that is resumed.
// Writers race without harm (temporary file, fsync, rename); a truncated or damaged file is found at opening and built anew.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/progress.h"
#include "engine/data/corpus.h"
#include "engine/text/tokenizer.h"

namespace cloze {

struct TokenSpan {
  const TokenId* first = nullptr;
  std::int64_t size = 0;
  const TokenId* begin() const { return first; }
  const TokenId* end() const { return first + size; }
};

class TokenStore {
 public:
  // Checks size and checksums. std::runtime_error naming the file and what is wrong with it.
  explicit TokenStore(const std::filesystem::path& file);
  ~TokenStore();
  TokenStore(const TokenStore&) = delete;
  TokenStore& operator=(const TokenStore&) = delete;

  std::int64_t documents() const { return m_documents; }
  std::int64_t sentences() const { return m_sentences; }
  std::int64_t tokens() const { return m_tokens; }
  // Sentences of document d are [firstSentence(d), firstSentence(d + 1)); never empty.
  std::int64_t firstSentence(std::int64_t document) const { return static_cast<std::int64_t>(m_documentStarts[document]); }
  std::int64_t firstToken(std::int64_t sentence) const { return static_cast<std::int64_t>(m_sentenceStarts[sentence]); }
  TokenSpan sentence(std::int64_t number) const { return {m_ids + firstToken(number), firstToken(number + 1) - firstToken(number)}; }
  std::int32_t sentenceLength(std::int64_t number) const { return static_cast<std::int32_t>(firstToken(number + 1) - firstToken(number)); }

  // Told by those who read rows from all over a big store: now and then its pages are unmapped, so that they do not add up to the whole file
  // in this process's memory. They stay in the system's cache; nothing read changes.
  void rowsWereRead(std::int64_t rows) const;

  const std::string& key() const { return m_key; }                 // 64 hexadecimal digits; also the file's name
  const std::filesystem::path& file() const { return m_file; }
  const CorpusReport& report() const { return m_report; }          // what was read when it was built

 private:
  void map();
  void readHeader();
  std::filesystem::path m_file;
  std::string m_key;
  CorpusReport m_report;
  const unsigned char* m_bytes = nullptr;
  std::uint64_t m_size = 0;
  std::int64_t m_documents = 0, m_sentences = 0, m_tokens = 0;
  const TokenId* m_ids = nullptr;
  const std::uint64_t* m_sentenceStarts = nullptr;
  const std::uint64_t* m_documentStarts = nullptr;
  mutable std::atomic<std::int64_t> m_rowsRead{0};
};

struct StoreRequest {
  std::vector<std::string> entries;                                // as DataSpec::train, absolute
  std::shared_ptr<const Tokenizer> tokenizer;
  std::optional<PairColumns> pairs;                                // every document is an input and a target
  std::int64_t threads = 0;                                        // 0: one a core; the result does not depend on it
  std::filesystem::path folder;                                    // empty: cacheFolder()/stores
};

// The key these texts have with this tokeniser: reads and hashes them all.
std::string storeKey(const StoreRequest& request, Progress& progress);
// Opens the store of these texts, building it when it is absent or damaged. Throws what readCorpus throws, Cancelled, and
// std::runtime_error when the cache cannot be written.
std::shared_ptr<const TokenStore> openStore(const StoreRequest& request, Progress& progress);
// As openStore for a run that goes on: the store with `key` is opened without looking at the texts; when the cache has lost it, it is built
// again, and std::runtime_error says so when the texts are no longer those the run began with.
std::shared_ptr<const TokenStore> reopenStore(const StoreRequest& request, const std::string& key, Progress& progress);

// Which documents train and which are held out: a keyed hash of (seed, document) decides. With a fraction above 0 and at least two
// documents neither side is empty; with one document everything trains and `validation` is empty.
struct DocumentSplit { std::vector<std::uint32_t> train, validation; };
DocumentSplit splitDocuments(const TokenStore& store, double validationFraction, std::uint64_t seed);
std::vector<std::uint32_t> allDocuments(const TokenStore& store);

}  // namespace cloze
