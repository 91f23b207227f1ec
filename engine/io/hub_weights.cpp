// Weights by name, with the habits of older files; and the folder as a whole.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/hub_folder.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/io/original_folder.h"
#include "engine/io/safetensors.h"

namespace cloze {

namespace {

constexpr const char* kSafetensors = "model.safetensors";

// Shards that an index lists; each name is a plain file name in the same folder.
std::vector<std::filesystem::path> shardsOf(const std::filesystem::path& index) {
  const Json json = readJsonFile(index);
  if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object())
    throw std::invalid_argument(index.string() + ": weight_map must be an object of file names");
  std::set<std::string> names;
  for (const auto& item : json["weight_map"].items()) {
    if (!item.value().is_string()) throw std::invalid_argument(index.string() + ": weight_map." + item.key() + " must be a file name");
    const auto name = item.value().get<std::string>();
    if (name.empty() || name[0] == '.' || name.find_first_of("/\\:") != std::string::npos || name.find('\0') != std::string::npos)
      throw std::invalid_argument(index.string() + ": weight_map." + item.key() + ": \"" + name + "\" is not a plain file name in this folder");
    names.insert(name);
  }
  std::vector<std::filesystem::path> files;
  for (const std::string& name : names) {
    files.push_back(index.parent_path() / name);
    if (!std::filesystem::exists(files.back())) throw std::invalid_argument(index.string() + ": the file " + name + " is missing");
  }
  return files;
}

std::vector<std::filesystem::path> weightFiles(const std::filesystem::path& folder) {
  for (const char* name : {kSafetensors, "pytorch_model.bin"}) {
    if (std::filesystem::exists(folder / name)) return {folder / name};
    const std::filesystem::path index = folder / (std::string(name) + ".index.json");
    if (std::filesystem::exists(index)) return shardsOf(index);
  }
  throw std::invalid_argument(folder.string() + ": has no weights; expected model.safetensors or pytorch_model.bin");
}

NamedTensors readWeights(const std::filesystem::path& folder, std::vector<std::string>& ignored) {
  NamedTensors all;
  for (const std::filesystem::path& file : weightFiles(folder)) {
    NamedTensors part = file.extension() == ".safetensors" ? readSafetensors(file) : readTorchFile(file, ignored);
    for (auto& [name, tensor] : part)
      if (!all.emplace(name, std::move(tensor)).second) throw std::invalid_argument(file.string() + ": tensor " + name + " is in another file too");
  }
  return all;
}

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// "LayerNorm.gamma" is what "LayerNorm.weight" was called once.
std::string modernName(const std::string& name) {
  const std::string layer = name.substr(0, name.rfind('.'));
  if (!endsWith(layer, "LayerNorm") && !endsWith(layer, "layer_norm")) return name;            // a gamma of its own: ELMo's mix of layers
  if (endsWith(name, ".gamma")) return name.substr(0, name.size() - 5) + "weight";
  if (endsWith(name, ".beta")) return name.substr(0, name.size() - 4) + "bias";
  return name;
}

// Row i is the files' row rows[i], or the mean of all rows where there is none.
torch::Tensor rowsByToken(const torch::Tensor& given, const std::vector<TokenId>& rows) {
  const auto tensor = given.to(torch::kFloat32);                                                        // [V', ...]; files may hold halves
  const auto index = torch::tensor(std::vector<std::int64_t>(rows.begin(), rows.end()));                // [V]
  const auto known = index.ge(0).logical_and(index.lt(tensor.size(0)));
  std::vector<std::int64_t> column(static_cast<std::size_t>(tensor.dim()), 1);
  column[0] = -1;
  return torch::where(known.view(column), tensor.index_select(0, index.clamp(0, tensor.size(0) - 1)), tensor.mean(0));
}

std::string shaped(const std::string& name, torch::IntArrayRef sizes) {
  std::ostringstream text;
  text << name << ' ' << sizes;
  return text.str();
}

class ByName {
 public:
  ByName(const std::filesystem::path& folder, std::string prefix) : m_folder(folder), m_prefix(std::move(prefix)) {
    for (auto& [name, tensor] : readWeights(folder, m_report.ignored)) {
      const std::string modern = modernName(name);
      if (!m_tensors.emplace(modern, tensor).second) m_report.ignored.push_back(name);
      else m_given[modern] = name;
    }
  }

  void fill(Parameter& parameter, const WeightChoice& choice) {
    for (const FileName& file : parameter.fileNames) {
      const std::string source = choice.source ? choice.source(parameter, file.name) : file.name;
      if (source.empty()) continue;
      const torch::Tensor* found = find(source, file.name);
      for (const Alias& alias : source == file.name ? parameter.aliases : std::vector<Alias>())
        if (!found) found = find(alias.name, file.name);
        else m_used.insert(nameFor(alias.name));                     // a copy of the same values
      if (!found) m_report.missing.push_back(file.name);
      else copy(*found, file, parameter, choice.rows);
    }
  }

  // "name [2, 3]" of what the files hold and nothing asked for.
  std::vector<std::string> extra() const {
    std::vector<std::string> names;
    for (const auto& [name, given] : m_given)
      if (!m_used.count(name)) names.push_back(shaped(given, m_tensors.at(name).sizes()));
    return names;
  }
  bool holds(const std::string& name) const { return m_tensors.count(nameFor(name)) > 0; }
  bool holdsAsItIs(const std::string& name) const { return m_tensors.count(name) > 0; }
  LoadReport finish() {
    if (!m_unfit.empty()) throw std::invalid_argument(m_folder.string() + ": " + m_unfit);
    for (const auto& [name, given] : m_given)
      if (!m_used.count(name)) m_report.ignored.push_back(given);
    return std::move(m_report);
  }

 private:
  // As it is, without the encoder's prefix, or with it.
  std::string nameFor(const std::string& wanted) const {
    if (m_tensors.count(wanted)) return wanted;
    const bool prefixed = wanted.compare(0, m_prefix.size(), m_prefix) == 0;
    return prefixed ? wanted.substr(m_prefix.size()) : m_prefix + wanted;
  }
  const torch::Tensor* find(const std::string& wanted, const std::string& target) {
    const std::string name = nameFor(wanted);
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) return nullptr;
    m_used.insert(name);
    if (m_given[name] != target) m_report.renamed.push_back(m_given[name] + " -> " + target);
    return &found->second;
  }
  void copy(const torch::Tensor& tensor, const FileName& file, const Parameter& parameter, const std::vector<TokenId>& rows) {
    const torch::NoGradGuard noGradient;
    if (!tensor.is_floating_point()) throw std::invalid_argument(m_folder.string() + ": tensor " + file.name + " holds no floating-point numbers");
    const bool byToken = parameter.rowPerToken && !rows.empty() && tensor.dim() > 0 && tensor.size(0) > 0;
    const torch::Tensor values = byToken ? rowsByToken(tensor, rows) : tensor;
    auto target = file.of(parameter.tensor);
    if (values.sizes() != target.sizes()) {
      std::ostringstream message;
      message << "tensor " << file.name << " has the shape " << tensor.sizes() << ", config.json asks for " << target.sizes();
      m_unfit += (m_unfit.empty() ? "" : "; ") + message.str();
      return;
    }
    target.copy_(values);
    m_report.taken.push_back(file.name);
    if (byToken) m_report.takenByToken.push_back(file.name);
  }

  std::filesystem::path m_folder;
  std::string m_prefix;
  NamedTensors m_tensors;
  std::map<std::string, std::string> m_given;        // modern name -> as the file has it
  std::set<std::string> m_used;
  std::string m_unfit;                               // shapes that differ
  LoadReport m_report;
};

// The other family most of whose tensors, in its smallest size, the files hold; "" when none fits well.
std::string familyLike(const ByName& weights, const std::string& own) {
  constexpr double kEnough = 0.7;
  std::string best;
  double bestShare = kEnough;
  for (const FamilyInfo& info : families()) {
    if (info.id == own) continue;
    const auto small = buildModel(info.id, *FamilySettings(info.id).config, std::nullopt);
    double held = 0, all = 0;
    const std::string& prefix = modelFactory(info.id).encoderPrefix;
    for (const Parameter& parameter : small->parameters().all())
      for (const FileName& file : parameter.fileNames) {
        const bool prefixed = !prefix.empty() && file.name.compare(0, prefix.size(), prefix) == 0;
        held += weights.holdsAsItIs(file.name) || (prefixed && weights.holdsAsItIs(file.name.substr(prefix.size()))) ? 1 : 0;
        ++all;
      }
    if (held / all > bestShare) best = info.title, bestShare = held / all;
  }
  return best;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i) text += (i ? ", " : "") + names[i];
  return text + (names.size() > kNamed ? " and " + std::to_string(names.size() - kNamed) + " more" : "");
}

// Values for what the files lack, from a model that is initialised.
void initialiseMissing(TextModel& model, const LoadReport& report) {
  const auto fresh = buildModel(model.family(), model.config(), 0, model.head());
  const std::set<std::string> missing(report.missing.begin(), report.missing.end());
  const torch::NoGradGuard noGradient;
  for (Parameter& parameter : model.parameters().all())
    for (const FileName& file : parameter.fileNames)
      if (missing.count(file.name)) file.of(parameter.tensor).copy_(file.of(fresh->parameters().find(parameter.name).tensor));
}

std::vector<std::string> namesBeside(TextModel& model) {
  std::vector<std::string> names;
  for (const Parameter& parameter : model.parameters().all())
    if (parameter.beside)
      for (const FileName& file : parameter.fileNames) names.push_back(file.name);
  return names;
}

// The weights of the model inside, under the names that this one has for them. Without files of its own all are missing.
LoadReport loadGenerator(TextModel& model, TextModel& generator, const std::filesystem::path& folder, const WeightChoice& choice) {
  LoadReport report;
  const std::vector<std::string> mine = namesBeside(model);
  if (!std::filesystem::exists(folder)) {
    report.missing = mine;
    return report;
  }
  const LoadReport found = loadWeights(generator, folder, choice);
  const auto add = [&](std::vector<std::string> LoadReport::*list, bool mineOnly) {
    for (const std::string& name : found.*list) {
      const std::string here = std::string(TextModel::kGeneratorFolder) + "." + name;
      if (!mineOnly || std::find(mine.begin(), mine.end(), here) != mine.end()) (report.*list).push_back(here);
    }
  };
  add(&LoadReport::taken, true);
  add(&LoadReport::takenByToken, true);
  add(&LoadReport::missing, true);
  add(&LoadReport::renamed, false);
  add(&LoadReport::ignored, false);
  return report;
}

void requireEncoder(TextModel& model, const ByName& weights, const std::filesystem::path& folder) {
  std::vector<std::string> missing;
  for (const Parameter& parameter : model.parameters().all()) {
    if (parameter.layer > model.layers() || parameter.beside) continue;
    for (const FileName& file : parameter.fileNames) {
      const bool aliased = std::any_of(parameter.aliases.begin(), parameter.aliases.end(), [&](const Alias& alias) { return weights.holds(alias.name); });
      if (!aliased && !weights.holds(file.name)) missing.push_back(shaped(file.name, file.of(parameter.tensor).sizes()));
    }
  }
  if (missing.empty()) return;
  const std::string like = familyLike(weights, model.family());
  const std::vector<std::string> extra = weights.extra();
  throw std::invalid_argument(folder.string() + ": the weights lack " + listed(missing) + (extra.empty() ? "" : "; they hold " + listed(extra) + " instead") +
                              "; config.json and weights do not belong together" + (like.empty() ? "" : ": they look like a model of the family " + like));
}

// The model's tensors from its own files, after those of the model inside: what both share is this model's. Returns what was found inside.
LoadReport fill(TextModel& model, const std::filesystem::path& folder, const WeightChoice& choice, ByName& weights) {
  LoadReport inner;
  if (TextModel* generator = model.generator()) inner = loadGenerator(model, *generator, folder / TextModel::kGeneratorFolder, choice);
  for (Parameter& parameter : model.parameters().all())
    if (!parameter.beside) weights.fill(parameter, choice);
  return inner;
}

LoadReport joined(LoadReport report, const LoadReport& inner) {
  for (const auto list : {&LoadReport::taken, &LoadReport::takenByToken, &LoadReport::missing, &LoadReport::renamed, &LoadReport::ignored})
    (report.*list).insert((report.*list).end(), (inner.*list).begin(), (inner.*list).end());
  return report;
}

}  // namespace

LoadReport loadWeights(TextModel& model, const std::filesystem::path& folder, const WeightChoice& choice) {
  ByName weights(folder, modelFactory(model.family()).encoderPrefix);
  const LoadReport inner = fill(model, folder, choice, weights);
  return joined(weights.finish(), inner);
}

std::unique_ptr<TextModel> loadModelFolder(const std::filesystem::path& folder, LoadReport* report, const std::optional<HeadChoice>& head) {
  HubConfig hub = readHubConfig(folder);
  auto model = buildModel(hub.family, *hub.config, std::nullopt, head.value_or(hub.head));
  model->otherKeys = std::move(hub.otherKeys);
  ByName weights(folder, modelFactory(hub.family).encoderPrefix);
  const LoadReport inner = fill(*model, folder, {}, weights);
  requireEncoder(*model, weights, folder);
  const LoadReport found = joined(weights.finish(), inner);
  if (!found.missing.empty()) initialiseMissing(*model, found);
  if (report) *report = found;
  return model;
}

void saveModelFolder(TextModel& model, const std::filesystem::path& folder, const Tokenizer* tokenizer) {
  NamedTensors tensors;
  for (const Parameter& parameter : model.parameters().all()) {
    if (parameter.beside) continue;
    const auto values = parameter.tensor.detach();
    for (const FileName& file : parameter.fileNames) tensors[file.name] = file.of(values);
    for (const Alias& alias : parameter.aliases)
      if (alias.written) tensors[alias.name] = values;
  }
  writeSafetensors(folder / kSafetensors, tensors);
  saveOriginalFiles(model, folder);
  if (tokenizer) tokenizer->save(folder);
  writeFileAtomically(folder / "config.json", hubConfigJson(model).dump(2) + "\n");
  TextModel* generator = model.generator();
  if (!generator) return;
  std::filesystem::create_directory(folder / TextModel::kGeneratorFolder);
  saveModelFolder(*generator, folder / TextModel::kGeneratorFolder, tokenizer);
}

}  // namespace cloze
