// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/synthetic.h"

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {
constexpr double kPredictedShare = 0.15;
constexpr std::uint64_t kSeed = 1;

// A preset's config under a vocabulary and a length, which may be longer than the preset's.
std::shared_ptr<Settings> presetConfig(const std::string& family, const std::string& preset) {
  FamilySettings settings(family);
  settings.preset = preset;
  settings.applyPreset();
  return settings.config->clone();
}
}  // namespace

Batch syntheticBatch(const SyntheticShape& shape, std::int64_t step) {
  Batch batch;
  batch.rows = shape.batch;
  batch.length = shape.length;
  Random random(kSeed, Purpose::Test, static_cast<std::uint64_t>(step), 0);
  const std::int64_t count = shape.batch * shape.length;
  for (std::int64_t i = 0; i < count; ++i) {
    batch.ids.push_back(static_cast<TokenId>(random.below(static_cast<std::uint64_t>(shape.vocabulary))));
    if (!random.chance(kPredictedShare)) continue;
    batch.predicted.push_back(i);
    batch.targets.push_back(batch.ids.back());
    batch.changes.push_back(Change::Kept);
  }
  batch.typeIds.assign(static_cast<std::size_t>(count), 0);
  batch.attentionMask.assign(static_cast<std::size_t>(count), 1);
  for (std::int64_t row = 0; row < shape.batch; ++row) batch.examples.push_back(row);
  return batch;
}

SyntheticTraining::SyntheticTraining(const std::string& familyId, const std::string& preset, const SyntheticShape& shape) : m_shape(shape) {
  std::vector<std::string> known;
  for (const PresetInfo& info : presets(familyId)) known.push_back(info.id);
  if (std::find(known.begin(), known.end(), preset) == known.end())
    throw std::invalid_argument("--preset: " + familyId + " has no preset \"" + preset + "\" (`cloze presets` lists them)");
  build(familyId, presetConfig(familyId, preset));
}

SyntheticTraining::SyntheticTraining(const std::string& familyId, const Settings& config, const SyntheticShape& shape) : m_shape(shape) {
  build(familyId, config.clone());
}

void SyntheticTraining::build(const std::string& familyId, std::shared_ptr<Settings> config) {
  Json changes = {{"vocab_size", m_shape.vocabulary}};
  const Json values = toJson(*config);
  if (values.contains("max_position_embeddings") && values["max_position_embeddings"].get<std::int64_t>() < m_shape.length)
    changes["max_position_embeddings"] = m_shape.length;
  readJson(*config, changes);
  m_config = config;
  ModelPlan plan{familyId, m_config, "masked_lm", std::make_shared<SettingsOf<MaskedLmSettings>>(), kSeed};
  m_replicas = std::make_unique<Replicas>(plan, m_shape.shards);
  m_optimizer = std::make_unique<AdamW>(AdamWSettings(), m_replicas->layout());
}

double SyntheticTraining::step(std::int64_t step) {
  m_batch = syntheticBatch(m_shape, step);
  const double begin = steadySeconds();
  m_replicas->differentiate({m_batch}, step);
  m_optimizer->step(m_replicas->pool(), m_replicas->weights(), m_replicas->gradients(), {1e-4, 1e-4}, step);
  return steadySeconds() - begin;
}

// Matrices of the layers see every token, attention every pair of tokens of a row, the head the predicted tokens only.
double SyntheticTraining::forwardMultiplyAdds() const {
  const Json config = toJson(*const_cast<Settings*>(m_config.get()));
  const auto value = [&](const char* key) { return config.at(key).get<double>(); };
  const double tokens = static_cast<double>(m_batch.rows * m_batch.length), predicted = static_cast<double>(m_batch.predicted.size());
  const double hidden = value("hidden_size"), inner = value("intermediate_size"), layers = value("num_hidden_layers");
  const double layer = tokens * (4 * hidden * hidden + 2 * hidden * inner) + tokens * 2 * static_cast<double>(m_batch.length) * hidden;
  return layers * layer + predicted * (hidden * hidden + hidden * static_cast<double>(m_shape.vocabulary));
}

}  // namespace cloze
