// Building: one thread reads the corpus and writes, others tokenise stretches of it. Stretches are cut by size alone and written in their order,
// so the file does not depend on the number of threads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/data/sentences.h"
#include "engine/data/store.h"
#include "engine/data/store_file.h"

namespace cloze {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStretchBytes = 256 * 1024;

struct Stretch {
  std::string text;
  std::vector<std::size_t> ends;             // of the sentences in text
  std::vector<std::int64_t> documents;       // number of each sentence's document
};

EncodedSentences encode(const Tokenizer& tokenizer, const Stretch& stretch) {
  EncodedSentences result;
  result.documents = stretch.documents;
  Pieces pieces;
  std::size_t begin = 0;
  for (const std::size_t end : stretch.ends) {
    pieces.clear();
    tokenizer.encode(std::string_view(stretch.text).substr(begin, end - begin), pieces);
    result.ids.insert(result.ids.end(), pieces.ids.begin(), pieces.ids.end());
    result.sizes.push_back(static_cast<std::uint32_t>(pieces.ids.size()));
    begin = end;
  }
  return result;
}

// Threads that encode stretches; results are taken in the order of submission.
class EncodingThreads {
 public:
  EncodingThreads(const Tokenizer& tokenizer, std::int64_t threads) : m_tokenizer(tokenizer) {
    for (std::int64_t i = 0; i < threads; ++i) m_threads.emplace_back([this] { work(); });
  }
  ~EncodingThreads() {
    {
      const std::lock_guard lock(m_mutex);
      m_stop = true;
    }
    m_work.notify_all();
    for (std::thread& thread : m_threads) thread.join();
  }
  EncodingThreads(const EncodingThreads&) = delete;
  EncodingThreads& operator=(const EncodingThreads&) = delete;

  void submit(Stretch stretch) {
    {
      const std::lock_guard lock(m_mutex);
      m_waiting.emplace_back(m_submitted++, std::move(stretch));
    }
    m_work.notify_one();
  }
  std::int64_t pending() const { return m_submitted - m_taken; }   // submitted, not taken
  // The next result in order; there must be a pending one. Rethrows what encoding threw.
  EncodedSentences take() {
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [this] { return m_failure || m_results.count(m_taken) > 0; });
    if (m_failure) std::rethrow_exception(m_failure);
    auto node = m_results.extract(m_taken++);
    return std::move(node.mapped());
  }

 private:
  void work() {
    std::unique_lock lock(m_mutex);
    for (;;) {
      m_work.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
      if (m_stop) return;
      auto [number, stretch] = std::move(m_waiting.front());
      m_waiting.pop_front();
      lock.unlock();
      EncodedSentences result;
      std::exception_ptr failure;
      try {
        result = encode(m_tokenizer, stretch);
      } catch (...) {
        failure = std::current_exception();
      }
      lock.lock();
      if (failure) m_failure = failure;
      m_results.emplace(number, std::move(result));
      m_done.notify_all();
    }
  }

  const Tokenizer& m_tokenizer;
  std::mutex m_mutex;
  std::condition_variable m_work, m_done;
  std::deque<std::pair<std::int64_t, Stretch>> m_waiting;
  std::map<std::int64_t, EncodedSentences> m_results;
  std::exception_ptr m_failure;
  std::int64_t m_submitted = 0, m_taken = 0;
  bool m_stop = false;
  std::vector<std::thread> m_threads;
};

class Builder final : public CorpusVisitor {
 public:
  Builder(const Tokenizer& tokenizer, std::int64_t threads, std::string_view between, StoreWriter& writer) : m_threads(tokenizer, threads), m_between(between), m_limit(2 * threads + 1), m_writer(writer) {}

  void beginDocument() override {
    ++m_document;
    m_begun = false;
  }
  void sentence(std::string_view text) override {
    if (m_begun) m_stretch.text += m_between;
    m_begun = true;
    m_stretch.text += text;
    m_stretch.ends.push_back(m_stretch.text.size());
    m_stretch.documents.push_back(m_document);
    if (m_stretch.text.size() >= kStretchBytes) submit();
  }
  void finish() {
    submit();
    while (m_threads.pending() > 0) m_writer.add(m_threads.take());
  }

 private:
  void submit() {
    m_threads.submit(std::exchange(m_stretch, {}));
    while (m_threads.pending() > m_limit) m_writer.add(m_threads.take());
  }
  EncodingThreads m_threads;
  std::string m_between;                               // of two sentences of a document
  bool m_begun = false;                                // this document has a sentence already
  std::int64_t m_limit;
  StoreWriter& m_writer;
  Stretch m_stretch;
  std::int64_t m_document = -1;
};

std::int64_t threadCount(std::int64_t wanted) { return wanted > 0 ? wanted : std::max(1u, std::thread::hardware_concurrency()); }

fs::path folderOf(const StoreRequest& request) { return request.folder.empty() ? cacheFolder() / "stores" : request.folder; }
fs::path fileOf(const StoreRequest& request, const std::string& key) { return folderOf(request) / (key + ".tokens"); }

std::string keyOf(const std::string& texts, const StoreRequest& request) {
  const Tokenizer& tokenizer = *request.tokenizer;
  const std::string pairs = request.pairs ? "pairs " + Json{request.pairs->input, request.pairs->target, request.pairs->prefix}.dump() + "\n" : "";
  return sha256("cloze tokens " + std::to_string(kStoreVersion) + "\nsplitter " + std::to_string(kSentenceSplitterVersion) + "\ntokenizer " + tokenizer.kind() + " " +
                tokenizer.contentHash() + "\n" + pairs + "texts " + texts + "\n");
}

void buildStore(const StoreRequest& request, const std::string& key, Progress& progress) {
  StoreWriter writer(folderOf(request));
  Builder builder(*request.tokenizer, threadCount(request.threads), request.pairs ? std::string_view() : request.tokenizer->betweenSentences(), writer);
  Progress reading([&progress](const std::string&, std::int64_t done, std::int64_t total) { progress.report("tokenising", done, total); });
  CorpusReport report = readCorpus(request.entries, builder, reading, request.pairs);
  builder.finish();
  progress.throwIfCancelled();
  if (keyOf(corpusHash(report), request) != key) throw std::runtime_error("a text changed while it was read; start again");
  if (writer.sentences() == 0)
    throw InvalidRequest({{"the text is empty", "the tokeniser finds no token in any of the " + std::to_string(report.sentences) + " sentences"}});
  report.emptySentences = report.sentences - static_cast<std::int64_t>(writer.sentences());
  report.emptyDocuments += report.documents - static_cast<std::int64_t>(writer.documents());
  writer.finish(fileOf(request, key), key, toJson(report).dump());
}

// Null when there is none or it is damaged.
std::shared_ptr<const TokenStore> existingStore(const StoreRequest& request, const std::string& key, Progress& progress) {
  const fs::path file = fileOf(request, key);
  if (!fs::exists(file)) return nullptr;
  try {
    auto store = std::make_shared<const TokenStore>(file);
    if (store->key() == key) return store;
  } catch (const std::runtime_error&) {
  }
  progress.report("the token file in the cache is damaged: it is built again", 0, 0);
  return nullptr;
}

std::shared_ptr<const TokenStore> existingOrBuilt(const StoreRequest& request, const std::string& key, Progress& progress) {
  if (auto store = existingStore(request, key, progress)) return store;
  buildStore(request, key, progress);
  return std::make_shared<const TokenStore>(fileOf(request, key));
}

}  // namespace

std::string storeKey(const StoreRequest& request, Progress& progress) { return keyOf(corpusHash(request.entries, progress, request.pairs.has_value()), request); }

std::shared_ptr<const TokenStore> openStore(const StoreRequest& request, Progress& progress) {
  return existingOrBuilt(request, storeKey(request, progress), progress);
}

std::shared_ptr<const TokenStore> reopenStore(const StoreRequest& request, const std::string& key, Progress& progress) {
  if (auto store = existingStore(request, key, progress)) return store;
  if (storeKey(request, progress) != key)
    throw std::runtime_error("the texts or the tokeniser are not those that the run began with, and its token file is no longer in the cache (" + fileOf(request, key).string() +
                             "): put the old texts back, or start a new run");
  return existingOrBuilt(request, key, progress);
}

}  // namespace cloze
