// The table of models: a row of families.def is a factory here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/text_model.h"
#include "families_headers.h"

#include <algorithm>

#include "engine/catalogue.h"

namespace cloze {

#define CLOZE_FAMILY(name, Name) ModelFactory name##Factory();
#include "engine/families/families.def"
#undef CLOZE_FAMILY

namespace {

struct FactoryRow { std::string family; ModelFactory factory; };

const std::vector<FactoryRow>& factories() {
  static const std::vector<FactoryRow> rows = {
#define CLOZE_FAMILY(name, Name) {name##Info().id, name##Factory()},
#include "engine/families/families.def"
#undef CLOZE_FAMILY
  };
  return rows;
}

std::string hint(const std::string& name, const std::vector<std::string>& known) {
  const std::string nearest = nearestName(name, known);
  std::string all;
  for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
  return (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?") + std::string(" Known: ") + all;
}

}  // namespace

const ModelFactory& modelFactory(const std::string& family) {
  std::vector<std::string> known;
  for (const FactoryRow& row : factories()) {
    if (row.family == family) return row.factory;
    known.push_back(row.family);
  }
  throw std::invalid_argument("model_type: there is no family \"" + family + "\"" + hint(family, known));
}

Head headOf(const std::string& family, const std::string& architecture) {
  std::vector<std::string> known;
  for (const auto& [head, name] : modelFactory(family).architectures) {
    if (name == architecture) return head;
    known.push_back(name);
  }
  throw std::invalid_argument("architectures: \"" + architecture + "\" is no class of " + family + hint(architecture, known));
}

Head wordHead(const std::string& family) {
  for (const Head wanted : {Head::MaskedLm, Head::CausalLm, Head::SequenceToSequence, Head::BidirectionalLm})
    for (const auto& [head, name] : modelFactory(family).architectures)
      if (head == wanted) return head;
  throw std::invalid_argument("models of " + family + " have no head that predicts words");
}

torch::Tensor predictedRows(const Output& output, const BatchTensors& batch) {
  return output.predicted.defined() ? output.predicted : gatherRows(output.hidden.reshape({-1, output.hidden.size(-1)}), batch.predicted);
}

std::vector<Reading> TextModel::readings() const {
  if (m_head.head == Head::BidirectionalLm) return {Reading::Before, Reading::After};
  return {m_head.head == Head::CausalLm || m_head.head == Head::DoubleHeads ? Reading::Before : Reading::BothSides};
}

void TextModel::addTaskHeads(const HeadChoice& choice, std::int64_t width) {
  std::vector<TaskHeads::One> heads;
  for (const NamedHead& one : choice.named)
    heads.push_back({one.name, one.head == Head::TokenLabels ? FeatureRows::Predicted : one.head == Head::Span ? FeatureRows::Places : FeatureRows::Sequences, one.labels});
  m_taskHeads = std::make_unique<TaskHeads>(m_parameters, choice.features, heads, TaskHeads::Body{width, layers()});
  m_head = choice;
}

std::string TextModel::architecture() const {
  if (m_taskHeads) return modelFactory(family()).bareClass();
  for (const auto& [kind, name] : modelFactory(family()).architectures)
    if (kind == m_head.head) return name;
  return family();
}

std::string ModelFactory::bareClass() const {
  const auto row = std::find_if(architectures.begin(), architectures.end(), [](const auto& one) { return one.first == Head::None; });
  return row == architectures.end() ? std::string() : row->second;
}

namespace {

bool isTaskHead(Head head) { return head == Head::SequenceLabels || head == Head::TokenLabels || head == Head::Span || head == Head::Choice; }

// The family's bare body with heads that are not its own; what is left open is as the family usually has it.
std::unique_ptr<TextModel> buildWithTaskHeads(const FamilyInfo& info, const Settings& config, std::optional<std::uint64_t> seed, HeadChoice choice) {
  TaskFeatures usual;
  readFeatureLayers(info.taskLayers, usual);
  if (choice.features.layers == FeatureLayers::Usual) {
    choice.features.layers = usual.layers;
    choice.features.layer = usual.layer;
  }
  if (choice.features.pooling == FeaturePooling::Usual) choice.features.pooling = featurePooling(info.taskPooling);
  if (choice.named.empty()) choice.named = {{"", choice.head, choice.labels}};
  auto model = modelFactory(info.id).build(config, seed, {Head::None, choice.labels, choice.features, choice.named});
  model->addTaskHeads(choice, modelSizes(info.id, config).width * info.directions);
  return model;
}

}  // namespace

std::unique_ptr<TextModel> buildModel(const std::string& family, const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  const ModelFactory& factory = modelFactory(family);
  const FamilyInfo& info = cloze::family(family);
  auto problems = info.problems(config, Json::object());
  if (!problems.empty()) throw InvalidRequest(std::move(problems));
  const auto knows = [&](Head one) { return std::any_of(factory.architectures.begin(), factory.architectures.end(), [&](const auto& row) { return row.first == one; }); };
  const bool special = !head.named.empty() || (isTaskHead(head.head) && (!knows(head.head) || !head.features.isUsual()));
  if (special && !factory.bareClass().empty()) return buildWithTaskHeads(info, config, seed, head);
  HeadChoice chosen = head;
  if (head.head == Head::Pretraining && !knows(Head::Pretraining)) chosen.head = factory.architectures.front().first;
  if (!knows(chosen.head)) throw std::invalid_argument("models of " + family + " have no class with the head that is asked for");
  return factory.build(config, seed, chosen);
}

}  // namespace cloze
