// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/task_examples.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "engine/core/random.h"
#include "engine/tasks/align_tags.h"
#include "engine/tasks/judge.h"

namespace cloze {

namespace {

constexpr std::int64_t kTrainingMultiple = 8, kEvaluationMultiple = 1;   // of the length of a batch

// The word that is asked about stands between asterisks.
std::string marked(const std::string& text, const std::pair<std::int64_t, std::int64_t>& bytes) {
  if (bytes.first < 0) return text;
  const auto begin = static_cast<std::size_t>(bytes.first), end = static_cast<std::size_t>(bytes.second);
  return text.substr(0, begin) + "* " + text.substr(begin, end - begin) + " *" + text.substr(end);
}


}  // namespace

bool isLabelled(const TaskInfo& task, const TaskExample& example) {
  switch (task.kind) {
    case TaskKind::Regression: return example.scored;
    case TaskKind::Tagging: return !example.tags.empty();
    case TaskKind::Span: return example.impossible || !example.answers.empty();
    default: return example.label >= 0;
  }
}

TaskExamples::TaskExamples(For purpose, const std::string& task, std::shared_ptr<const TaskData> data, std::shared_ptr<const Tokenizer> tokenizer,
                           std::int64_t maximumLength, const Shape& shape, std::uint64_t seed)
    : BatchSource(shape), m_task(taskInfo(task)), m_data(std::move(data)), m_tokenizer(std::move(tokenizer)), m_spelling(spellingOf(*m_tokenizer)), m_seed(seed), m_purpose(purpose), m_maximumLength(maximumLength) {
  for (std::size_t i = 0; i < m_data->examples.size(); ++i) addExample(static_cast<std::int64_t>(i));
  if (m_units.empty()) throw std::invalid_argument("task \"" + task + "\": there is no example");
}

void TaskExamples::addExample(std::int64_t number) {
  if (m_task.kind == TaskKind::Span) return addWindows(number);
  const auto firstRow = static_cast<std::int64_t>(m_rows.size());
  if (m_task.kind == TaskKind::Tagging) addWords(number);
  else addTexts(number);
  m_units.push_back({firstRow, static_cast<std::int64_t>(m_rows.size()) - firstRow});
}

void TaskExamples::addTexts(std::int64_t number) {
  const TaskExample& example = m_data->examples[static_cast<std::size_t>(number)];
  EncodeOptions options;
  options.maxLength = static_cast<std::int32_t>(m_maximumLength);
  bool cut = false;
  const auto encodedRow = [&](const std::string& text, const std::string& pair) {
    std::vector<Encoding> windows = encodeWindows(*m_tokenizer, text, pair.empty() ? std::nullopt : std::optional<std::string_view>(pair), options);
    cut = cut || windows.size() > 1 || (!pair.empty() && static_cast<std::int64_t>(windows.front().ids.size()) == m_maximumLength);
    addRow({std::move(windows.front().ids), std::move(windows.front().typeIds), number, {}, {}});
  };
  if (m_task.kind == TaskKind::WordInContext) encodedRow(marked(example.text, example.wordBytes), marked(example.pair, example.pairWordBytes));
  else if (m_task.kind == TaskKind::Choice) for (const std::string& choice : example.choices) encodedRow(example.text, choice);
  else encodedRow(example.text, example.pair);
  m_cut += cut ? 1 : 0;
}

// A predicate that roles are asked of is told by the segment of its pieces.
void TaskExamples::addWords(std::int64_t number) {
  const TaskExample& example = m_data->examples[static_cast<std::size_t>(number)];
  const AlignedWords aligned = alignWords(*m_tokenizer, example.words, static_cast<std::int32_t>(m_maximumLength));
  ExampleRow row{aligned.encoding.ids, aligned.encoding.typeIds, number, {}, {}};
  for (std::size_t position = 0; position < aligned.wordOf.size() && example.predicate >= 0; ++position)
    if (aligned.wordOf[position] == example.predicate) row.typeIds[position] = 1;
  for (std::size_t word = 0; word < aligned.firstPosition.size(); ++word) {
    if (aligned.firstPosition[word] < 0) continue;
    row.positions.push_back(static_cast<std::int32_t>(aligned.firstPosition[word]));
    row.words.push_back(static_cast<std::int32_t>(word));
  }
  m_cut += aligned.cutWords > 0 ? 1 : 0;
  addRow(std::move(row));
}

void TaskExamples::addWindows(std::int64_t number) {
  const TaskExample& example = m_data->examples[static_cast<std::size_t>(number)];
  AnswerWindows found = answerWindows(*m_tokenizer, example, answerOptions());
  m_cut += found.windows.size() > 1 ? 1 : 0;
  const bool training = m_purpose == For::Training;
  if (training && found.misaligned) return;
  for (AnswerWindow& window : found.windows) {
    if (training && window.start < 0 && !example.impossible) continue;
    m_units.push_back({static_cast<std::int64_t>(m_rows.size()), 1});
    addRow({window.ids, window.typeIds, number, {}, {}});
    m_windows.push_back(std::move(window));
  }
}

AnswerOptions TaskExamples::answerOptions() const {
  AnswerOptions options;
  options.maximumLength = m_maximumLength;
  options.maximumQuestion = std::min<std::int64_t>(options.maximumQuestion, m_maximumLength / 3);
  options.step = std::min(options.step, std::max<std::int64_t>(1, m_maximumLength / 3));
  return options;
}

void TaskExamples::addRow(ExampleRow row) {
  m_longest = std::max(m_longest, static_cast<std::int64_t>(row.ids.size()));
  m_rows.push_back(std::move(row));
}

EpochOrder TaskExamples::order() const {
  return EpochOrder({size(), shape().batchSize, m_seed}, [this](const Visit& visit) {
    const Unit& unit = m_units[static_cast<std::size_t>(visit.example)];
    std::size_t longest = 0;
    for (std::int64_t i = 0; i < unit.rows; ++i) longest = std::max(longest, row(unit.first + i).ids.size());
    return static_cast<std::int64_t>(longest);
  });
}

Batch TaskExamples::batch(std::int64_t step, std::int64_t microBatch) const { return assemble(order().training(placeOf(step, microBatch)), kTrainingMultiple); }

Batch TaskExamples::evaluationBatch(std::int64_t number) const {
  requireEvaluation(number);
  return assemble(order().evaluation(number), kEvaluationMultiple);
}

Batch TaskExamples::rowBatch(std::int64_t number) const {
  Batch batch = padded({number}, 1);
  label(row(number), 0, batch);
  return batch;
}

Batch TaskExamples::assemble(const std::vector<Visit>& visits, std::int64_t lengthMultiple) const {
  std::vector<std::int64_t> rows;
  std::int64_t choices = 1;
  for (const Visit& visit : visits) {
    const Unit& unit = m_units[static_cast<std::size_t>(visit.example)];
    choices = unit.rows;
    for (std::int64_t i = 0; i < unit.rows; ++i) rows.push_back(unit.first + i);
  }
  Batch batch = padded(rows, lengthMultiple);
  batch.choices = choices;
  for (std::size_t i = 0; i < batch.examples.size(); ++i) label(row(batch.examples[i]), i, batch);
  return batch;
}

Batch TaskExamples::padded(const std::vector<std::int64_t>& rows, std::int64_t lengthMultiple) const {
  Batch batch;
  std::size_t longest = 0;
  for (const std::int64_t number : rows) longest = std::max(longest, row(number).ids.size());
  batch.examples = rows;
  batch.rows = static_cast<std::int64_t>(rows.size());
  batch.length = std::min((static_cast<std::int64_t>(longest) + lengthMultiple - 1) / lengthMultiple * lengthMultiple, m_maximumLength);
  const TokenId pad = std::max(0, m_tokenizer->special().pad);
  for (std::size_t i = 0; i < batch.examples.size(); ++i) {
    const ExampleRow& row = this->row(batch.examples[i]);
    const std::size_t end = (i + 1) * static_cast<std::size_t>(batch.length);
    batch.attentionMask.insert(batch.attentionMask.end(), row.ids.size(), 1);
    batch.ids.insert(batch.ids.end(), row.ids.begin(), row.ids.end());
    batch.typeIds.insert(batch.typeIds.end(), row.typeIds.begin(), row.typeIds.end());
    batch.attentionMask.resize(end, 0);
    batch.ids.resize(end, pad);
    batch.typeIds.resize(end, 0);
  }
  if (m_spelling) batch.letters = m_spelling->slots;
  for (const TokenId id : batch.ids)
    if (m_spelling) m_spelling->append(id, batch.characters);
  return batch;
}

// `place`: of the row in the batch.
void TaskExamples::label(const ExampleRow& row, std::size_t place, Batch& batch) const {
  const TaskExample& example = m_data->examples[static_cast<std::size_t>(row.example)];
  const std::int64_t offset = static_cast<std::int64_t>(place) * batch.length;
  for (std::size_t i = 0; i < row.positions.size(); ++i) {
    batch.predicted.push_back(offset + row.positions[i]);
    batch.changes.push_back(Change::Labelled);
    if (!example.tags.empty()) batch.targets.push_back(example.tags[static_cast<std::size_t>(row.words[i])]);
  }
  if (!isLabelled(m_task, example)) return;
  if (m_task.kind == TaskKind::Span) {
    const AnswerWindow& window = m_windows[static_cast<std::size_t>(batch.examples[place])];
    for (const std::int64_t end : {window.start, window.end}) batch.answerSpans.push_back(end < 0 ? window.nullPosition : end);
  } else if (m_task.kind == TaskKind::Regression) {
    batch.scores.push_back(static_cast<float>(example.score));
  } else if (m_task.kind != TaskKind::Tagging && (m_task.kind != TaskKind::Choice || place % static_cast<std::size_t>(batch.choices) == 0)) {
    batch.sentenceLabels.push_back(example.label);
  }
}

std::vector<std::string> TaskExamples::rowLabels(const Batch& batch) const {
  std::vector<std::string> labels;
  for (const std::int64_t number : batch.examples) {
    const TaskExample& example = m_data->examples[static_cast<std::size_t>(row(number).example)];
    if (m_task.kind == TaskKind::Regression) labels.push_back(example.scored ? std::to_string(example.score) : "");
    else if (m_task.kind == TaskKind::Choice) labels.push_back(number - m_units[static_cast<std::size_t>(row(number).example)].first == example.label ? "right" : "wrong");
    else if (m_task.kind == TaskKind::Span) labels.push_back(example.impossible ? "no answer" : example.answers.empty() ? "" : example.answers.front().text);
    else labels.push_back(example.label >= 0 ? m_data->labels.at(static_cast<std::size_t>(example.label)) : "");
  }
  return labels;
}

Metrics TaskExamples::judge(const Answers& answers) const {
  std::map<std::int64_t, Answers> ofHead;
  for (const Answer& answer : answers) ofHead[answer.head].push_back(answer);
  if (ofHead.size() <= 1) return judgeAnswers(*this, answers);
  Metrics metrics;
  std::pair<std::string, double> best;
  double bestLayer = std::nan("");
  for (const auto& [head, own] : ofHead)
    for (const auto& [name, value] : judgeAnswers(*this, own)) {
      metrics.emplace_back("layer_" + std::to_string(head) + "/" + name, value);
      if (name != m_task.metrics.front() || !(std::isnan(bestLayer) || value > best.second)) continue;
      best = {name, value};
      bestLayer = static_cast<double>(head);
    }
  if (std::isnan(bestLayer)) return metrics;
  metrics.push_back(best);
  metrics.emplace_back("best_layer", bestLayer);
  return metrics;
}

namespace {

// Places of the first share of every class, ascending.
std::vector<std::size_t> chosenPlaces(const TaskData& data, double fraction, std::uint64_t seed) {
  std::map<std::int32_t, std::vector<std::size_t>> classes;
  const KeyedPermutation order(data.examples.size(), seed, 0);
  for (std::size_t i = 0; i < data.examples.size(); ++i) {
    const auto place = static_cast<std::size_t>(order(i));
    classes[data.examples[place].label].push_back(place);
  }
  std::vector<std::size_t> chosen;
  for (const auto& [label, places] : classes) {
    const auto wanted = static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(places.size())));
    chosen.insert(chosen.end(), places.begin(), places.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, places.size())));
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

TaskData emptyLike(const TaskData& data) { return {{}, data.labels, {}}; }

}  // namespace

TaskData shareOf(const TaskData& data, double fraction, std::uint64_t seed) {
  if (fraction >= 1 || data.examples.empty()) return data;
  TaskData part = emptyLike(data);
  part.reports = data.reports;
  for (const std::size_t place : chosenPlaces(data, fraction, seed)) part.examples.push_back(data.examples[place]);
  return part;
}

TaskData heldOut(TaskData& data, double fraction, std::uint64_t seed) {
  TaskData part = emptyLike(data);
  std::vector<TaskExample> rest;
  const std::vector<std::size_t> chosen = data.examples.empty() ? std::vector<std::size_t>() : chosenPlaces(data, fraction, seed);
  for (std::size_t i = 0; i < data.examples.size(); ++i)
    (std::binary_search(chosen.begin(), chosen.end(), i) ? part.examples : rest).push_back(std::move(data.examples[i]));
  data.examples = std::move(rest);
  return part;
}

void forEachText(const TaskExample& example, const std::function<void(std::string_view)>& each) {
  for (const std::string* text : {&example.text, &example.pair})
    if (!text->empty()) each(*text);
  for (const auto* texts : {&example.words, &example.choices})
    for (const std::string& text : *texts) each(text);
}

}  // namespace cloze
