// The tables: families (from families.def), presets (from resources), objectives, optimisers, schedules.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalogue.h"

#include "engine/core/error.h"
#include "engine/core/resources.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/run_spec.h"
#include "engine/train/schedule_settings.h"
#include "engine/train/settings.h"
#include "families_headers.h"

#include <map>
#include <mutex>
#include <stdexcept>

namespace cloze {

const std::vector<FamilyInfo>& families() {
  static const std::vector<FamilyInfo> table = {
#define CLOZE_FAMILY(name, Name) name##Info(),
#include "engine/families/families.def"
#undef CLOZE_FAMILY
  };
  return table;
}

const FamilyInfo& family(const std::string& id) {
  std::vector<std::string> known;
  for (const FamilyInfo& info : families()) {
    if (info.id == id) return info;
    known.push_back(info.id);
  }
  const std::string nearest = nearestName(id, known);
  throw std::invalid_argument("no model family \"" + id + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?") +
                              " (`cloze families` lists them)");
}

const std::vector<PresetInfo>& presets(const std::string& familyId) {
  static std::mutex mutex;
  static std::map<std::string, std::vector<PresetInfo>> cache;
  const std::lock_guard lock(mutex);
  const auto found = cache.find(familyId);
  if (found != cache.end()) return found->second;
  std::vector<PresetInfo> rows;
  for (const Json& row : readJsonFile(resourcesFolder() / "presets" / (familyId + ".json")))
    rows.push_back({row.at("id").get<std::string>(), row.at("title").get<std::string>(), row.at("config")});
  return cache.emplace(familyId, std::move(rows)).first->second;
}

const std::vector<ObjectiveInfo>& objectives() {
  static const std::vector<ObjectiveInfo> table = {
      {"masked_lm+next_sentence", "Masked words and next sentence", "Predict hidden words, and whether the second sentence really follows the first"},
      {"masked_lm", "Masked words", "Predict hidden words from both sides"},
      {"causal_lm", "Next words", "Predict every word from the ones before it"},
      {"permutation_lm", "Words in random order", "Predict some words in a random order, each from all the others and from those predicted before it"},
      {"span_corruption", "Hidden spans", "Read a text with gaps and write what stood in them"},
      {"text_to_text", "Text to text", "Read an input and write its target: any task with both as text"},
      {"replaced_tokens", "Replaced words", "A small generator fills hidden words with likely ones; judge of every word whether it was replaced"},
      {"bidirectional_lm", "Words before and after", "Predict every word twice: from the ones before it, and by another reader from the ones after it"},
      {"next_sentence", "Next sentence", "Judge whether the second sentence really follows the first"},
  };
  return table;
}

const ObjectiveInfo& objective(const std::string& id) {
  for (const ObjectiveInfo& info : objectives())
    if (info.id == id) return info;
  throw std::invalid_argument("there is no objective \"" + id + "\"");
}

ModelSizes modelSizes(const std::string& familyId, const Settings& config) {
  const ConfigKeys& keys = family(familyId).keys;
  const Json values = toJson(*config.clone());
  const auto value = [&](const std::string& key, std::int64_t otherwise) { return values.contains(key) && values[key].is_number_integer() ? values[key].get<std::int64_t>() : otherwise; };
  ModelSizes sizes;
  sizes.width = value(keys.width, 0);
  sizes.layers = value(keys.layers, 0);
  sizes.heads = value(keys.heads, 1);
  sizes.inner = value(keys.inner, 4 * sizes.width);
  sizes.positions = value(keys.positions, 0);
  sizes.attention = keys.headSize.empty() ? sizes.width : sizes.heads * value(keys.headSize, 0);
  sizes.decoderLayers = keys.decoderLayers.empty() ? 0 : value(keys.decoderLayers, sizes.layers);
  sizes.reused = keys.reused.empty() ? 0 : value(keys.reused, 0);
  return sizes;
}

// ---- what the family of a spec holds

FamilySettings::FamilySettings(const std::string& familyId) : family(familyId), preset(presets(familyId).front().id) { applyPreset(); }

FamilySettings::FamilySettings(const FamilySettings& other)
    : family(other.family), preset(other.preset), config(other.config ? other.config->clone() : nullptr) {}

FamilySettings& FamilySettings::operator=(FamilySettings other) {
  std::swap(family, other.family);
  std::swap(preset, other.preset);
  std::swap(config, other.config);
  return *this;
}

std::vector<std::string> FamilySettings::presetIds() const {
  std::vector<std::string> ids;
  if (!family.empty())
    for (const PresetInfo& info : presets(family)) ids.push_back(info.id);
  return ids;
}

void FamilySettings::applyPreset() {
  config = cloze::family(family).makeConfig();
  for (const PresetInfo& info : presets(family))
    if (info.id == preset) readJson(*config, info.config);
}

Settings& familyConfig(const RunSpec& spec) { return *spec.family.as<FamilySettings>().config; }

// ---- the tables of variants

const VariantTable& familyTable() {
  static const VariantTable table = [] {
    VariantTable rows;
    for (const FamilyInfo& info : families())
      rows.push_back({info.id, info.title, info.idea, [id = info.id] { return std::make_unique<SettingsOf<FamilySettings>>(FamilySettings(id)); }});
    return rows;
  }();
  return table;
}

namespace {

template <class T>
std::unique_ptr<Settings> make() { return std::make_unique<SettingsOf<T>>(); }

std::unique_ptr<Settings> (*objectiveSettings(const std::string& id))() {
  if (id.find("masked_lm") == 0) return make<MaskedLmSettings>;
  if (id == "bidirectional_lm") return make<BidirectionalLmSettings>;
  if (id == "replaced_tokens") return make<ReplacedTokensSettings>;
  if (id == "permutation_lm") return make<PermutationLmSettings>;
  if (id == "span_corruption") return make<SpanCorruptionSettings>;
  return id == "text_to_text" ? make<TextToTextSettings> : make<NoSettings>;
}

}  // namespace

const VariantTable& objectiveTable() {
  static const VariantTable table = [] {
    VariantTable rows;
    for (const ObjectiveInfo& info : objectives())
      rows.push_back({info.id, info.title, info.idea, objectiveSettings(info.id)});
    return rows;
  }();
  return table;
}

const VariantTable& optimizerTable() {
  static const VariantTable table = {
      {"adamw", "AdamW", "Adam with decoupled weight decay", make<AdamWSettings>},
      {"adafactor", "Adafactor", "Remembers rows and columns in place of every weight: little memory", make<AdafactorSettings>},
      {"lamb", "LAMB", "Adam's step scaled to the size of each weight matrix: for large batches", make<LambSettings>},
      {"sgd", "SGD", "Gradient descent with momentum", make<SgdSettings>},
  };
  return table;
}

const VariantTable& scheduleTable() {
  static const VariantTable table = {
      {"linear", "Linear", "Rises, then falls in a straight line to zero", make<LinearSchedule>},
      {"constant", "Constant", "Rises, then stays", make<ConstantSchedule>},
      {"cosine", "Cosine", "Rises, then falls along a cosine", make<CosineSchedule>},
      {"polynomial", "Polynomial", "Rises, then falls along a power of the remaining steps", make<PolynomialSchedule>},
      {"cosine_restarts", "Cosine with restarts", "Rises, then falls along several cosines, starting high each time", make<CosineRestartsSchedule>},
      {"inverse_square_root", "Inverse square root", "Rises, then falls with the root of the steps", make<InverseSquareRootSchedule>},
      {"noam", "Noam", "The first Transformer's: rises to the peak, then falls with the root of the steps", make<NoamSchedule>},
      {"slanted_triangular", "Slanted triangular", "Rises fast and falls slowly in straight lines (ULMFiT)", make<SlantedTriangularSchedule>},
      {"one_cycle", "One cycle", "Rises to the peak and falls far below its start", make<OneCycleSchedule>},
  };
  return table;
}

}  // namespace cloze
