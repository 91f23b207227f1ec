// `cloze preview SPEC.json [--batch N]`: the learning rate of every parameter group over the whole run, and batch N as the objective makes it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "app/commands/command.h"
#include "engine/core/json.h"
#include "engine/data/batch_order.h"
#include "engine/run.h"
#include "engine/text/readable.h"

namespace cloze {

namespace {

struct PreviewOptions { std::string spec; std::vector<std::string> assignments; std::int64_t batch = 1; bool cost = false, json = false; };

const char* nameOf(Change change) {
  switch (change) {
    case Change::Masked: return "masked";
    case Change::Replaced: return "replaced";
    case Change::Kept: return "kept";
    case Change::Labelled: return "labelled";
    case Change::Ordered: return "ordered";
    case Change::None: return "next";
  }
  return "next";
}

Json spansOf(const BatchPreview& preview) {
  Json spans = Json::array();
  for (const HiddenSpan& span : preview.batch.spans) {
    const auto first = preview.trueTokens.begin() + span.firstTarget;
    spans.push_back({{"row", span.position / preview.batch.length}, {"position", span.position % preview.batch.length}, {"tokens", std::vector<std::string>(first, first + span.size)}});
  }
  return spans;
}

Json toJson(const BatchPreview& preview) {
  const Batch& batch = preview.batch;
  Json predicted = Json::array();
  for (std::size_t i = 0; i < batch.predicted.size(); ++i)
    predicted.push_back({{"row", batch.predicted[i] / batch.predictedLength()}, {"position", batch.predicted[i] % batch.predictedLength()}, {"token", preview.trueTokens[i]},
                         {"id", batch.targets[i]}, {"change", nameOf(batch.changes[i])}});
  Json json{{"rows", batch.rows}, {"length", batch.length}, {"tokens", preview.tokens}, {"ids", batch.ids}, {"type_ids", batch.typeIds},
            {"attention_mask", batch.attentionMask}, {"predicted", predicted}, {"sentence_labels", batch.sentenceLabels}, {"scores", batch.scores},
            {"row_labels", preview.rowLabels}, {"examples", batch.examples}};
  if (!batch.order.empty()) {
    const std::vector<std::int32_t> numbers = BatchOrder(batch).numbers();
    for (std::size_t i = 0; i < numbers.size(); ++i) json["predicted"][i]["number"] = numbers[i];
    json.update(Json{{"order", batch.order}, {"reused", batch.reused}, {"backward", batch.backward}});
  }
  if (batch.decoderLength > 0) json.update(Json{{"decoder_length", batch.decoderLength}, {"decoder_ids", batch.decoderIds}, {"spans", spansOf(preview)}});
  return json;
}

void printRates(const LearningRateCurve& curve) {
  constexpr std::size_t kRows = 10;
  const std::size_t steps = curve.rates.size();
  std::cout << "learning rate, group " << curve.group << '\n';
  for (std::size_t row = 0; row <= kRows; ++row) {
    const std::size_t step = steps > 0 ? (steps - 1) * row / kRows : 0;
    if (step >= steps || (row > 0 && step == (steps - 1) * (row - 1) / kRows)) continue;
    std::printf("  step %7zu  %.3e\n", step + 1, curve.rates[step]);
  }
}

void printCost(const CostEstimate& cost, std::int64_t steps) {
  std::printf("%.3g s a step, %.0f s for %lld steps; %.0f MB of memory, %.0f MB a checkpoint, %lld parameters\n", cost.secondsPerStep,
              cost.secondsPerStep * static_cast<double>(steps), static_cast<long long>(steps), static_cast<double>(cost.peakBytes) / 1e6,
              static_cast<double>(cost.checkpointBytes) / 1e6, static_cast<long long>(cost.parameters));
}

// The source, what each sentinel stands for behind it; and the target below.
void printTwoSequences(const BatchPreview& preview) {
  const Batch& batch = preview.batch;
  std::size_t span = 0, target = 0;
  for (std::int64_t row = 0; row < batch.rows; ++row) {
    std::cout << "row " << row + 1 << " reads: ";
    for (std::int64_t place = row * batch.length; place < (row + 1) * batch.length && batch.attentionMask[static_cast<std::size_t>(place)]; ++place) {
      std::cout << preview.tokens[static_cast<std::size_t>(row)][static_cast<std::size_t>(place % batch.length)];
      if (span < batch.spans.size() && batch.spans[span].position == place) {
        for (std::int64_t i = 0; i < batch.spans[span].size; ++i) std::cout << (i == 0 ? "{" : " ") << preview.trueTokens[static_cast<std::size_t>(batch.spans[span].firstTarget + i)];
        std::cout << '}';
        ++span;
      }
      std::cout << ' ';
    }
    std::cout << "\n    writes: ";
    for (; target < batch.predicted.size() && batch.predicted[target] / batch.decoderLength == row; ++target) std::cout << preview.trueTokens[target] << ' ';
    std::cout << '\n';
  }
  std::cout << (batch.spans.empty() ? "the second text is to be written from the first\n" : "{...} is what a sentinel hides: the model is to write it behind the same sentinel\n");
}

// As which a token is predicted, behind it; "|" where the tokens end that go on in the next batch.
void printOrder(const BatchPreview& preview) {
  const Batch& batch = preview.batch;
  const std::vector<std::int32_t> numbers = BatchOrder(batch).numbers();
  std::size_t next = 0;
  for (std::int64_t place = 0; place < batch.rows * batch.length; ++place) {
    const std::int64_t row = place / batch.length, column = place % batch.length;
    if (column == 0) std::cout << "row " << row + 1 << (!batch.backward.empty() && batch.backward[static_cast<std::size_t>(row)] ? " (backwards): " : ": ");
    if (batch.reused > 0 && column == batch.reused) std::cout << "| ";
    if (batch.attentionMask[static_cast<std::size_t>(place)]) std::cout << readablePiece(preview.tokens[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)], preview.bytePieces);
    if (next < batch.predicted.size() && batch.predicted[next] == place) std::cout << '{' << numbers[next++] << '}';
    std::cout << (column + 1 == batch.length ? '\n' : ' ');
  }
  std::cout << "{n} is predicted as the n-th: from all tokens without a number and from those with a smaller one\n";
  if (batch.reused > 0) std::cout << "what stands before | sees nothing behind it; the model remembers it, and the row of the next batch goes on there\n";
}

// "[the ->] [MASK]" in place of what the model must guess.
void printBatch(const BatchPreview& preview) {
  if (preview.batch.decoderLength > 0) return printTwoSequences(preview);
  if (!preview.batch.order.empty()) return printOrder(preview);
  const Batch& batch = preview.batch;
  const bool nextWords = !batch.changes.empty() && batch.changes.front() == Change::None;
  std::size_t next = 0;
  for (std::int64_t row = 0; row < batch.rows; ++row) {
    std::cout << "row " << row + 1;
    if (!preview.rowLabels.empty()) std::cout << " (" << preview.rowLabels[static_cast<std::size_t>(row)] << ")";
    else if (!batch.sentenceLabels.empty()) std::cout << (batch.sentenceLabels[static_cast<std::size_t>(row)] == 0 ? " (true next sentence)" : " (random next sentence)");
    std::cout << ": ";
    for (std::int64_t column = 0; column < batch.length; ++column) {
      const std::int64_t place = row * batch.length + column;
      const std::string& token = preview.tokens[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
      const bool isPredicted = next < batch.predicted.size() && batch.predicted[next] == place;
      if (batch.attentionMask[static_cast<std::size_t>(place)] == 0) continue;
      std::cout << readablePiece(token, preview.bytePieces);
      if (isPredicted && !nextWords) std::cout << "{" << readablePiece(preview.trueTokens[next], preview.bytePieces) << "}";
      std::cout << ' ';
      if (isPredicted) ++next;
    }
    std::cout << '\n';
  }
  if (batch.goesOn) std::cout << "every token is predicted from those before it and, by a second reader, from those after it; rows go on where they ended in the batch before\n";
  else if (!batch.predicted.empty()) std::cout << (nextWords ? "every token but the first of a row is predicted from those before it\n" : "{...} is the token to predict where it stands\n");
}

int run(const PreviewOptions& options) {
  const RunSpec spec = loadRunSpec(options.spec, options.assignments);
  if (options.batch < 1) throw std::invalid_argument("--batch: batches are counted from 1");
  const auto curves = previewLearningRates(spec);
  Progress progress;
  const BatchPreview preview = previewBatch(spec, options.batch, progress);
  const CostEstimate cost = options.cost ? estimateCost(spec, progress) : CostEstimate();
  if (options.json) {
    Json rates = Json::array();
    for (const LearningRateCurve& curve : curves) rates.push_back({{"group", curve.group}, {"rates", curve.rates}});
    Json all = {{"learning_rates", rates}, {"batch", toJson(preview)}};
    if (options.cost)
      all["cost"] = {{"seconds_per_step", cost.secondsPerStep}, {"seconds", cost.secondsPerStep * static_cast<double>(preview.steps)}, {"peak_bytes", cost.peakBytes},
                     {"free_bytes", cost.freeBytes}, {"checkpoint_bytes", cost.checkpointBytes}, {"parameters", cost.parameters}};
    std::cout << all.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    return 0;
  }
  for (const LearningRateCurve& curve : curves) printRates(curve);
  printBatch(preview);
  std::cout << preview.idea << '\n';
  if (options.cost) printCost(cost, preview.steps);
  return 0;
}

}  // namespace

CommandRun previewCommand(CLI::App& app) {
  auto options = std::make_shared<PreviewOptions>();
  app.add_option("SPEC", options->spec, "Run specification (JSON)")->required();
  app.add_option("--set", options->assignments, "Change a setting: --set train.steps=100 (may be repeated)")->expected(1)->take_all();
  app.add_option("--batch", options->batch, "Number of the step whose first batch is shown, from 1");
  app.add_flag("--cost", options->cost, "Also what the run would cost: time, memory and disk, from two dry steps");
  app.add_flag("--json", options->json, "Both as data");
  return [options] { return run(*options); };
}

}  // namespace cloze
