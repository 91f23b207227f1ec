// Features that a frozen body gives of every row of a task, read once and kept in a file of the cache folder: an epoch then costs only the head.
// The file's name is the SHA-256 of everything its numbers follow from (the body's weights and sizes, which layers and pooling, the rows), so it is
// found again by later epochs, resumed runs and runs with other heads, rates or seeds. Never changed once it is there; mapped, not loaded.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "engine/core/progress.h"
#include "engine/tasks/task_examples.h"
#include "engine/train/step.h"

namespace cloze {

class FeatureStore {
 public:
  // The store of these examples as the model of `replicas` reads them: opened, or made by all shards. std::runtime_error: no room on the disk.
  FeatureStore(const TaskExamples& examples, Replicas& replicas, Progress& progress);
  ~FeatureStore();
  FeatureStore(const FeatureStore&) = delete;
  FeatureStore& operator=(const FeatureStore&) = delete;

  // Puts the features of the batch's rows into it.
  void fill(Batch& batch) const;
  std::int64_t rowsRead() const { return m_rowsRead; }        // by the body, now; 0: the file was there
  const std::filesystem::path& file() const { return m_file; }

 private:
  std::string keyOf(const TaskExamples& examples, Replicas& replicas) const;
  void make(const TaskExamples& examples, Replicas& replicas, Progress& progress);
  void map();

  FeatureRows m_kind;
  std::int64_t m_layers, m_width;
  std::vector<std::int64_t> m_begin;                 // of each row, in floats; one more than there are rows
  std::filesystem::path m_file;
  const float* m_values = nullptr;
  std::int64_t m_rowsRead = 0;
};

// `examples` with the features that `store` has of them.
std::shared_ptr<const BatchSource> withFeatures(std::shared_ptr<const TaskExamples> examples, std::shared_ptr<const FeatureStore> store);

}  // namespace cloze
