// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/feature_store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/core/schema.h"
#include "engine/objectives/frozen_features.h"

namespace cloze {

namespace {

constexpr std::uint64_t kMostBytesKept = std::uint64_t{8} << 30;   // of all stores; the ones not used for longest go first
constexpr std::int64_t kRowsBetweenReports = 64;

std::filesystem::path featureFolder() { return cacheFolder() / "features"; }

template <class T>
void addTo(Sha256& hash, const std::vector<T>& values) {
  const std::uint64_t count = values.size();
  hash.update(&count, sizeof count);
  hash.update(values.data(), values.size() * sizeof(T));
}

void addBody(Sha256& hash, Replicas& replicas) {
  const TextModel& model = replicas.model();
  for (const FlatSlice& slice : replicas.layout().slices) {
    if (slice.layer > model.layers()) continue;
    hash.update(slice.name);
    hash.update(replicas.weights().data() + slice.offset, static_cast<std::size_t>(slice.count) * sizeof(float));
  }
}

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags) : m_path(path), m_file(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (m_file < 0) fail();
  }
  ~OpenFile() { ::close(m_file); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int descriptor() const { return m_file; }
  void write(const float* values, std::int64_t count, std::int64_t place) const {
    const auto* bytes = reinterpret_cast<const char*>(values);
    auto left = static_cast<std::size_t>(count) * sizeof(float);
    for (auto offset = static_cast<off_t>(place) * static_cast<off_t>(sizeof(float)); left > 0;) {
      const ssize_t written = ::pwrite(m_file, bytes, left, offset);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail();
      bytes += written;
      offset += written;
      left -= static_cast<std::size_t>(written);
    }
  }
  void sync() const { if (::fsync(m_file) != 0) fail(); }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error(m_path.string() + ": " + std::strerror(errno)); }
  std::filesystem::path m_path;
  int m_file;
};

// Makes room for one more: a store that is in use stays readable for who has it open.
void forgetOldStores(std::uint64_t wanted) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> stores;
  std::uint64_t kept = wanted;
  for (const auto& entry : fs::directory_iterator(featureFolder(), ignored)) {
    stores.emplace_back(entry.last_write_time(ignored), entry.path());
    kept += entry.file_size(ignored);
  }
  std::sort(stores.begin(), stores.end());
  for (const auto& [time, path] : stores) {
    if (kept <= kMostBytesKept) return;
    kept -= std::min<std::uint64_t>(kept, fs::file_size(path, ignored));
    fs::remove(path, ignored);
  }
}

class CachedExamples final : public BatchSource {
 public:
  CachedExamples(std::shared_ptr<const TaskExamples> examples, std::shared_ptr<const FeatureStore> store)
      : BatchSource(examples->shape()), m_examples(std::move(examples)), m_store(std::move(store)) {}
  Batch batch(std::int64_t step, std::int64_t microBatch) const override { return filled(m_examples->batch(step, microBatch)); }
  Batch evaluationBatch(std::int64_t number) const override { return filled(m_examples->evaluationBatch(number)); }
  std::int64_t size() const override { return m_examples->size(); }
  Metrics judge(const Answers& answers) const override { return m_examples->judge(answers); }

 private:
  Batch filled(Batch batch) const {
    m_store->fill(batch);
    return batch;
  }
  std::shared_ptr<const TaskExamples> m_examples;
  std::shared_ptr<const FeatureStore> m_store;
};

}  // namespace

FeatureStore::FeatureStore(const TaskExamples& examples, Replicas& replicas, Progress& progress)
    : m_kind(replicas.model().taskHeads()->rows(0)), m_layers(replicas.model().taskHeads()->kept()), m_width(replicas.model().taskHeads()->width(0)), m_begin{0} {
  for (std::int64_t row = 0; row < examples.rows(); ++row) {
    const ExampleRow& one = examples.row(row);
    const std::size_t count = m_kind == FeatureRows::Sequences ? 1 : m_kind == FeatureRows::Predicted ? one.positions.size() : one.ids.size();
    m_begin.push_back(m_begin.back() + static_cast<std::int64_t>(count) * m_layers * m_width);
  }
  m_file = featureFolder() / (keyOf(examples, replicas) + ".f32");
  std::error_code missing;
  const bool there = std::filesystem::file_size(m_file, missing) == static_cast<std::uint64_t>(m_begin.back()) * sizeof(float) && !missing;
  if (!there) make(examples, replicas, progress);
  map();
}

FeatureStore::~FeatureStore() {
  if (m_values) ::munmap(const_cast<float*>(m_values), static_cast<std::size_t>(m_begin.back()) * sizeof(float));
}

std::string FeatureStore::keyOf(const TaskExamples& examples, Replicas& replicas) const {
  TextModel& model = replicas.model();
  const TaskFeatures& features = model.head().features;
  Sha256 hash;
  hash.update("features 1 " + model.family() + toJson(model.config()).dump() + featureLayersJson(features).dump() + featurePoolingName(features.pooling));
  addBody(hash, replicas);
  addTo(hash, m_begin);
  for (std::int64_t row = 0; row < examples.rows(); ++row) {
    const Batch alone = examples.rowBatch(row);
    addTo(hash, alone.ids);
    addTo(hash, alone.typeIds);
    addTo(hash, alone.characters);
    if (m_kind == FeatureRows::Predicted) addTo(hash, alone.predicted);
  }
  return hash.hexDigest();
}

void FeatureStore::make(const TaskExamples& examples, Replicas& replicas, Progress& progress) {
  const std::uint64_t bytes = static_cast<std::uint64_t>(m_begin.back()) * sizeof(float);
  std::filesystem::create_directories(featureFolder());
  forgetOldStores(bytes);
  if (freeBytes(featureFolder()) < bytes + (std::uint64_t{64} << 20))
    throw std::runtime_error("the features of this task take " + std::to_string(bytes >> 20) + " MB in " + featureFolder().string() + ", which has no room for them; set transfer.features.cache to false");
  const std::filesystem::path temporary = m_file.string() + "." + std::to_string(::getpid()) + ".tmp";
  try {
    const OpenFile file(temporary, O_RDWR | O_CREAT | O_TRUNC);
    for (std::int64_t first = 0; first < examples.rows(); first += kRowsBetweenReports) {
      progress.report("reading features", first, examples.rows());
      progress.throwIfCancelled();
      std::atomic<std::int64_t> next{first};
      const std::int64_t end = std::min(examples.rows(), first + kRowsBetweenReports);
      replicas.pool().run([&](std::int64_t shard) {
        for (std::int64_t row = next++; row < end; row = next++) {
          const torch::Tensor features = frozenFeatures(replicas.model(shard), toTensors(examples.rowBatch(row)), 0).contiguous();
          file.write(features.data_ptr<float>(), features.numel(), m_begin[static_cast<std::size_t>(row)]);
        }
      });
    }
    file.sync();
    std::filesystem::rename(temporary, m_file);
    syncPath(featureFolder());
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw;
  }
  m_rowsRead = examples.rows();
}

void FeatureStore::map() {
  if (m_begin.back() == 0) return;                   // no word of any row carries a label
  const OpenFile file(m_file, O_RDONLY);
  void* bytes = ::mmap(nullptr, static_cast<std::size_t>(m_begin.back()) * sizeof(float), PROT_READ, MAP_SHARED, file.descriptor(), 0);
  if (bytes == MAP_FAILED) throw std::runtime_error(m_file.string() + ": " + std::strerror(errno));
  m_values = static_cast<const float*>(bytes);
  std::error_code ignored;
  std::filesystem::last_write_time(m_file, std::filesystem::file_time_type::clock::now(), ignored);   // used now
}

void FeatureStore::fill(Batch& batch) const {
  const std::int64_t size = m_layers * m_width;
  batch.features = {m_kind, m_layers, m_width, {}};
  std::vector<float>& values = batch.features.values;
  for (std::size_t i = 0; i < batch.examples.size(); ++i) {
    const auto row = static_cast<std::size_t>(batch.examples[i]);
    values.insert(values.end(), m_values + m_begin[row], m_values + m_begin[row + 1]);
    if (m_kind == FeatureRows::Places) values.resize((i + 1) * static_cast<std::size_t>(batch.length * size), 0.0F);
  }
}

std::shared_ptr<const BatchSource> withFeatures(std::shared_ptr<const TaskExamples> examples, std::shared_ptr<const FeatureStore> store) {
  return std::make_shared<CachedExamples>(std::move(examples), std::move(store));
}

}  // namespace cloze
