// The examples of a task as rows of tokens: what a run trains and evaluates on when it fine-tunes. Rows are made once and stay in memory.
// An example is one row; of a multiple choice as many as it has choices, which stay together; of a long context one row a window.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/batch_source.h"
#include "engine/data/epoch_order.h"
#include "engine/data/examples.h"
#include "engine/tasks/span_answers.h"
#include "engine/tasks/task.h"
#include "engine/text/tokenizer.h"

namespace cloze {

struct ExampleRow {
  std::vector<TokenId> ids;
  std::vector<std::int32_t> typeIds;
  std::int64_t example = 0;                          // its place in TaskData::examples
  std::vector<std::int32_t> positions, words;        // Tagging: of the tokens that carry a label, and the words they begin
};

class TaskExamples final : public BatchSource {
 public:
  enum class For { Training, Evaluation };           // training leaves out windows of a context without the answer (Devlin et al., 2018, section 4.2)
  // Every row is at most maximumLength tokens long, special tokens included. std::invalid_argument: no example, or no room for text.
  TaskExamples(For purpose, const std::string& task, std::shared_ptr<const TaskData> data, std::shared_ptr<const Tokenizer> tokenizer, std::int64_t maximumLength,
               const Shape& shape, std::uint64_t seed);

  Batch batch(std::int64_t step, std::int64_t microBatch) const override;
  Batch evaluationBatch(std::int64_t number) const override;
  std::int64_t size() const override { return static_cast<std::int64_t>(m_units.size()); }
  // Of several heads that answer to every row "layer_<head>/<metric>" of each, then the best first metric of all and, as "best_layer", whose it is.
  Metrics judge(const Answers& answers) const override;
  Batch rowBatch(std::int64_t number) const;            // this row alone
  std::int64_t rows() const { return static_cast<std::int64_t>(m_rows.size()); }

  const TaskInfo& task() const { return m_task; }
  const TaskData& data() const { return *m_data; }
  const ExampleRow& row(std::int64_t number) const { return m_rows[static_cast<std::size_t>(number)]; }   // Batch::examples and Answer::example name rows
  const AnswerWindow& window(std::int64_t row) const { return m_windows[static_cast<std::size_t>(row)]; }   // Span
  AnswerOptions answerOptions() const;               // Span
  std::vector<std::string> rowLabels(const Batch& batch) const;          // what each row is to be given; "" for an unlabelled one
  std::int64_t cutExamples() const { return m_cut; }  // examples that are longer than a row
  std::int64_t longest() const { return m_longest; }  // tokens of the longest row

 private:
  struct Unit { std::int64_t first = 0, rows = 1; };  // rows that stay together
  void addExample(std::int64_t number);
  void addTexts(std::int64_t number);
  void addWords(std::int64_t number);
  void addWindows(std::int64_t number);
  void label(const ExampleRow& row, std::size_t place, Batch& batch) const;
  void addRow(ExampleRow row);
  Batch assemble(const std::vector<Visit>& visits, std::int64_t lengthMultiple) const;
  Batch padded(const std::vector<std::int64_t>& rows, std::int64_t lengthMultiple) const;
  EpochOrder order() const;

  const TaskInfo& m_task;
  std::shared_ptr<const TaskData> m_data;
  std::shared_ptr<const Tokenizer> m_tokenizer;
  std::shared_ptr<const Spelling> m_spelling;        // of models that read letters
  std::uint64_t m_seed;
  For m_purpose;
  std::vector<ExampleRow> m_rows;
  std::vector<AnswerWindow> m_windows;               // Span: one a row
  std::vector<Unit> m_units;
  std::int64_t m_cut = 0, m_longest = 0, m_maximumLength;
};

bool isLabelled(const TaskInfo& task, const TaskExample& example);

// A share of every class, at least one example of each: the first ones of an order that depends on the seed alone, so that a smaller share is
// part of a larger one.
TaskData shareOf(const TaskData& data, double fraction, std::uint64_t seed);
// Takes a share of every class away from `data` and returns it.
TaskData heldOut(TaskData& data, double fraction, std::uint64_t seed);
// Every text of an example: what a tokeniser is trained on.
void forEachText(const TaskExample& example, const std::function<void(std::string_view)>& each);

}  // namespace cloze
