// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/synthetic.h"

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/run_spec.h"
#include "engine/text/words.h"

#include <algorithm>
#include <set>
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

namespace {

// Every id a word of its digits.
std::vector<std::int32_t> lettersOf(const std::vector<TokenId>& ids, std::int64_t slots) {
  std::vector<std::int32_t> letters(ids.size() * static_cast<std::size_t>(slots));
  for (std::size_t i = 0; i < ids.size(); ++i) spellWord(std::to_string(ids[i]), static_cast<std::int32_t>(slots), letters.data() + static_cast<std::int64_t>(i) * slots);
  return letters;
}

void predictBothNeighbours(Batch& batch) {
  for (std::int64_t i = 0; i < batch.rows * batch.length; ++i) {
    const std::int64_t row = i / batch.length * batch.length, mirrored = 2 * row + batch.length - 1 - i;
    batch.predicted.push_back(i);
    batch.targets.push_back(batch.ids[static_cast<std::size_t>(std::min(i + 1, row + batch.length - 1))]);
    batch.changes.push_back(Change::None);
    batch.backwardIds.push_back(batch.ids[static_cast<std::size_t>(mirrored)]);
    batch.backwardTargets.push_back(batch.ids[static_cast<std::size_t>(std::max(mirrored - 1, row))]);
  }
  batch.goesOn = true;
}

}  // namespace

Batch syntheticBatch(const SyntheticShape& shape, std::int64_t step, SyntheticTargets targets) {
  Batch batch;
  batch.rows = shape.batch;
  batch.length = shape.length;
  Random random(kSeed, Purpose::Test, static_cast<std::uint64_t>(step), 0);
  const std::int64_t count = shape.batch * shape.length;
  for (std::int64_t i = 0; i < count; ++i) {
    batch.ids.push_back(static_cast<TokenId>(random.below(static_cast<std::uint64_t>(shape.vocabulary))));
    if (targets == SyntheticTargets::Next && i % shape.length > 0) {
      batch.predicted.push_back(i - 1);
      batch.targets.push_back(batch.ids.back());
      batch.changes.push_back(Change::None);
    }
    if (targets != SyntheticTargets::Masked || !random.chance(kPredictedShare)) continue;
    batch.predicted.push_back(i);
    batch.targets.push_back(batch.ids.back());
    batch.changes.push_back(Change::Kept);
  }
  if (targets == SyntheticTargets::BothWays) predictBothNeighbours(batch);
  if (targets == SyntheticTargets::Masked) batch.typeIds.assign(static_cast<std::size_t>(count), 0);
  batch.attentionMask.assign(static_cast<std::size_t>(count), 1);
  batch.letters = shape.letters;
  batch.characters = lettersOf(batch.ids, shape.letters);
  batch.backwardCharacters = lettersOf(batch.backwardIds, shape.letters);
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
  m_family = familyId;
  Json changes = {{"vocab_size", m_shape.vocabulary}};
  if (const std::int64_t positions = modelSizes(familyId, *config).positions; positions > 0 && positions < m_shape.length)
    changes[family(familyId).keys.positions] = m_shape.length;
  readJson(*config, changes);
  m_config = config;
  const auto& objectives = family(familyId).objectives;
  const bool masked = std::find(objectives.begin(), objectives.end(), "masked_lm") != objectives.end();
  m_shape.letters = family(familyId).letters;
  m_targets = objectives.front() == "causal_lm"          ? SyntheticTargets::Next
              : objectives.front() == "bidirectional_lm" ? SyntheticTargets::BothWays
                                                         : SyntheticTargets::Masked;
  const Variant objective(objectiveTable(), masked ? "masked_lm" : objectives.front());
  ModelPlan plan{familyId, m_config, objective.id(), objective.settings()->clone(), kSeed};
  m_replicas = std::make_unique<Replicas>(plan, m_shape.shards);
  m_optimizer = buildOptimizer(RunSpec().optimizer, m_replicas->layout());
}

double SyntheticTraining::step(std::int64_t step) {
  m_batch = syntheticBatch(m_shape, step, m_targets);
  const double begin = steadySeconds();
  m_replicas->differentiate({m_batch}, step);
  m_optimizer->step(m_replicas->pool(), m_replicas->weights(), m_replicas->gradients(), {1e-4, 1e-4}, step);
  return steadySeconds() - begin;
}

// Matrices of the layers see every token, attention every pair of tokens of a row (or half of them: those before), the head the predicted tokens
// only, which a masked model maps once more.
double SyntheticTraining::forwardMultiplyAdds() const {
  const ModelSizes sizes = modelSizes(m_family, *m_config);
  const bool next = m_targets == SyntheticTargets::Next;
  const double tokens = static_cast<double>(m_batch.rows * m_batch.length), predicted = static_cast<double>(m_batch.predicted.size());
  if (const auto& own = family(m_family).multiplyAdds) return own(*m_config, {tokens, static_cast<double>(std::set<TokenId>(m_batch.ids.begin(), m_batch.ids.end()).size()), predicted});
  const auto hidden = static_cast<double>(sizes.width), inner = static_cast<double>(sizes.inner), layers = static_cast<double>(sizes.layers);
  const double layer = tokens * (4 * hidden * hidden + 2 * hidden * inner) + tokens * (next ? 1 : 2) * static_cast<double>(m_batch.length) * hidden;
  return layers * layer + predicted * ((next ? 0 : hidden * hidden) + hidden * static_cast<double>(m_shape.vocabulary));
}

}  // namespace cloze
