// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/original_folder.h"

#include <algorithm>
#include <stdexcept>

#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/io/hdf5.h"

namespace cloze {

namespace {

bool endsWithText(const std::string& text, const std::string& end) { return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0; }

std::vector<std::filesystem::path> filesThat(const std::filesystem::path& folder, bool (*fits)(const std::string& name)) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::is_directory(folder)) return found;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (fits(entry.path().filename().string())) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}
bool isOptionsFile(const std::string& name) { return endsWithText(name, "options.json"); }
bool isWeightsFile(const std::string& name) { return endsWithText(name, ".hdf5") && name.find("weights") != std::string::npos; }

std::filesystem::path onlyOne(const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder, const std::string& what) {
  if (files.size() == 1) return files.front();
  if (files.empty()) throw std::invalid_argument(folder.string() + ": has no " + what);
  throw std::invalid_argument(folder.string() + ": has " + std::to_string(files.size()) + " files that could be " + what + ", the first are " +
                              files[0].filename().string() + " and " + files[1].filename().string() + "; keep one of them");
}

// "RNN_0.RNN.Cell" -> "RNN_0/RNN/Cell"
std::string datasetName(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return name;
}

template <class Each>
void forEachDataset(TextModel& model, const Each& each) {
  for (Parameter& parameter : model.parameters().all())
    if (parameter.layer <= model.layers())
      for (const FileName& file : parameter.fileNames) each(datasetName(file.name), file.of(parameter.tensor.detach()));
}

std::string familyOfOptions(const Json& options, const std::filesystem::path& file) {
  for (const FamilyInfo& info : families()) {
    const OriginalFormat& format = modelFactory(info.id).original;
    if (!format.id.empty() && format.recognises(options)) return info.id;
  }
  throw std::invalid_argument(file.string() + ": no family of Cloze has options like these (expected are \"lstm\" and \"char_cnn\")");
}

}  // namespace

bool isOriginalFolder(const std::filesystem::path& folder) {
  return !std::filesystem::exists(folder / "config.json") && !filesThat(folder, isOptionsFile).empty();
}

std::unique_ptr<TextModel> loadOriginalFolder(const std::filesystem::path& folder, LoadReport* report) {
  const auto optionsFile = onlyOne(filesThat(folder, isOptionsFile), folder, "options (*options.json)");
  const auto weightsFile = onlyOne(filesThat(folder, isWeightsFile), folder, "weights (*weights*.hdf5)");
  const Json options = readJsonFile(optionsFile);
  const std::string id = familyOfOptions(options, optionsFile);
  std::unique_ptr<Settings> config;
  try {
    config = modelFactory(id).original.readOptions(options);
  } catch (const InvalidRequest& invalid) {
    std::vector<Problem> problems = invalid.problems();
    for (Problem& problem : problems) problem.where = optionsFile.string() + ": " + problem.where;
    throw InvalidRequest(std::move(problems));
  }
  auto model = buildModel(id, *config, std::nullopt, {Head::None});
  Hdf5Shapes wanted;
  forEachDataset(*model, [&](const std::string& name, const torch::Tensor& values) { wanted[name] = values.sizes().vec(); });
  const NamedTensors tensors = readHdf5(weightsFile, wanted);
  forEachDataset(*model, [&](const std::string& name, const torch::Tensor& values) { values.copy_(tensors.at(name)); });
  for (const auto& entry : hdf5Shapes(weightsFile))
    if (report && wanted.count(entry.first) == 0) report->ignored.push_back(entry.first);
  return model;
}

void saveOriginalFiles(TextModel& model, const std::filesystem::path& folder) {
  const OriginalFormat& format = modelFactory(model.family()).original;
  if (format.id.empty()) return;
  NamedTensors tensors;
  forEachDataset(model, [&](const std::string& name, const torch::Tensor& values) { tensors[name] = values; });
  writeHdf5(folder / "weights.hdf5", tensors);
  writeFileAtomically(folder / "options.json", format.options(model.config()).dump(2) + "\n");
}

}  // namespace cloze
