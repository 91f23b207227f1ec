// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/synthetic.h"

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/run_spec.h"
#include "engine/text/words.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace cloze {

namespace {
constexpr double kPredictedShare = 0.15, kTargetShare = 114.0 / 512;   // of span corruption: targets for 512 tokens read
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

void predict(Batch& batch, std::int64_t place, TokenId target, Change change) {
  batch.predicted.push_back(place);
  batch.targets.push_back(target);
  batch.changes.push_back(change);
}

void addTarget(Batch& batch, const SyntheticShape& shape, Random& random) {
  batch.decoderLength = std::max<std::int64_t>(2, std::llround(kTargetShare * static_cast<double>(shape.length)));
  for (std::int64_t i = 0; i < shape.batch * batch.decoderLength; ++i) {
    batch.decoderIds.push_back(static_cast<TokenId>(random.below(static_cast<std::uint64_t>(shape.vocabulary))));
    predict(batch, i, static_cast<TokenId>(random.below(static_cast<std::uint64_t>(shape.vocabulary))), Change::None);
  }
}

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

Batch syntheticBatch(const SyntheticShape& shape, std::int64_t step, SyntheticTask task) {
  Batch batch;
  batch.rows = shape.batch;
  batch.length = shape.length;
  Random random(kSeed, Purpose::Test, static_cast<std::uint64_t>(step), 0);
  const std::int64_t count = shape.batch * shape.length;
  for (std::int64_t i = 0; i < count; ++i) {
    batch.ids.push_back(static_cast<TokenId>(random.below(static_cast<std::uint64_t>(shape.vocabulary))));
    if (task == SyntheticTask::Next && i % shape.length > 0) predict(batch, i - 1, batch.ids.back(), Change::None);
    if (task == SyntheticTask::Masked && random.chance(kPredictedShare)) predict(batch, i, batch.ids.back(), Change::Kept);
  }
  if (task == SyntheticTask::Target) addTarget(batch, shape, random);
  if (task == SyntheticTask::BothWays) predictBothNeighbours(batch);
  if (task == SyntheticTask::Masked) batch.typeIds.assign(static_cast<std::size_t>(count), 0);
  batch.attentionMask.assign(static_cast<std::size_t>(count), 1);
  batch.letters = shape.letters;
  if (shape.letters > 0) {
    batch.characters = lettersOf(batch.ids, shape.letters);
    batch.backwardCharacters = lettersOf(batch.backwardIds, shape.letters);
  }
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
  m_config = std::move(config);
  const auto& objectives = family(familyId).objectives;
  const bool masked = std::find(objectives.begin(), objectives.end(), "masked_lm") != objectives.end();
  m_shape.letters = family(familyId).letters;
  const std::string& usual = objectives.front();
  if (modelSizes(familyId, *m_config).decoderLayers > 0) m_task = SyntheticTask::Target;
  else if (usual == "bidirectional_lm") m_task = SyntheticTask::BothWays;
  else if (usual == "causal_lm") m_task = SyntheticTask::Next;
  const Variant objective(objectiveTable(), masked ? "masked_lm" : objectives.front());
  ModelPlan plan{familyId, m_config, objective.id(), objective.settings()->clone(), kSeed};
  m_replicas = std::make_unique<Replicas>(plan, m_shape.shards);
  m_optimizer = buildOptimizer(RunSpec().optimizer, m_replicas->layout());
}

double SyntheticTraining::step(std::int64_t step) {
  m_batch = syntheticBatch(m_shape, step, m_task);
  const double begin = steadySeconds();
  m_replicas->differentiate({m_batch}, step);
  m_optimizer->step(m_replicas->pool(), m_replicas->weights(), m_replicas->gradients(), {1e-4, 1e-4}, step);
  return steadySeconds() - begin;
}

// Matrices of the layers see every token, attention every pair of tokens of a row (or half of them: those before), the head the predicted tokens
// only, which a masked model maps once more.
double SyntheticTraining::forwardMultiplyAdds() const {
  if (const FamilyInfo& info = family(m_family); info.multiplyAdds) {
    const auto distinct = static_cast<double>(std::set<TokenId>(m_batch.ids.begin(), m_batch.ids.end()).size());
    return info.multiplyAdds(*m_config, {static_cast<double>(m_batch.rows * m_batch.length), static_cast<double>(m_batch.length), static_cast<double>(m_batch.predicted.size()), distinct});
  }
  if (m_task == SyntheticTask::Target) return twoSequences();
  const bool next = m_task == SyntheticTask::Next;
  const ModelSizes sizes = modelSizes(m_family, *m_config);
  const double tokens = static_cast<double>(m_batch.rows * m_batch.length), predicted = static_cast<double>(m_batch.predicted.size());
  const auto hidden = static_cast<double>(sizes.width), inner = static_cast<double>(sizes.inner), layers = static_cast<double>(sizes.layers);
  const double layer = tokens * (4 * hidden * hidden + 2 * hidden * inner) + tokens * (next ? 1 : 2) * static_cast<double>(m_batch.length) * hidden;
  return layers * layer + predicted * ((next ? 0 : hidden * hidden) + hidden * static_cast<double>(m_shape.vocabulary));
}

// The same of an encoder and a decoder, whose matrices are counted; keys and values of the second attention are made of the source.
double SyntheticTraining::twoSequences() const {
  const ModelSizes sizes = modelSizes(m_family, *m_config);
  double encoder = 0, decoder = 0;
  for (const Parameter& parameter : m_replicas->model().parameters().all())
    if (parameter.tensor.dim() == 2 && parameter.decays && parameter.layer > 0)
      (parameter.layer <= sizes.layers ? encoder : decoder) += parameter.layer <= sizes.layers + sizes.decoderLayers ? static_cast<double>(parameter.tensor.numel()) : 0;
  const auto inner = static_cast<double>(sizes.attention), T = static_cast<double>(m_batch.length), U = static_cast<double>(m_batch.decoderLength);
  const auto rows = static_cast<double>(m_batch.rows), layers = static_cast<double>(sizes.layers), decoderLayers = static_cast<double>(sizes.decoderLayers);
  const double ofSource = 2 * static_cast<double>(sizes.width) * inner * decoderLayers;
  const double reading = rows * T * (encoder + ofSource + layers * 2 * T * inner);
  const double writing = rows * U * (decoder - ofSource + decoderLayers * (U * inner + 2 * T * inner));   // half of its own tokens: those before
  return reading + writing + static_cast<double>(m_batch.predicted.size() * static_cast<std::size_t>(sizes.width * m_shape.vocabulary));
}

}  // namespace cloze
