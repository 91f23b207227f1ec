// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/step.h"

#include <algorithm>

namespace cloze {

namespace {

constexpr std::int64_t kEvaluation = 0;              // no step: no gradient, no dropout

struct RowRange { std::int64_t begin = 0, end = 0; };

RowRange rowsOfShard(const Batch& batch, std::int64_t shard, std::int64_t shards) {
  const std::int64_t units = batch.rows / batch.choices;                                      // choices of one example stay together
  return {units * shard / shards * batch.choices, units * (shard + 1) / shards * batch.choices};
}

std::vector<std::int64_t> countsOf(const Objective& objective, const std::vector<Batch>& batches) {
  std::vector<std::int64_t> totals;
  for (const Batch& batch : batches) {
    const auto counts = objective.counts(batch);
    totals.resize(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) totals[i] += counts[i];
  }
  return totals;
}

// weight * sum / count over the terms: this shard's part of the step's loss.
torch::Tensor partOfLoss(const LossReport& report, const std::vector<std::int64_t>& counts) {
  torch::Tensor loss;
  for (std::size_t i = 0; i < report.terms.size(); ++i) {
    const LossTerm& term = report.terms[i];
    if (term.count == 0 || term.weight == 0) continue;   // without weight: only counted
    const auto part = term.sum * (term.weight / static_cast<double>(counts.at(i)));
    loss = loss.defined() ? loss + part : part;
  }
  return loss;
}

// The memory with a row for each row of the step: zeros when it is new. Null for batches that do not go on where others ended.
Memory* startedMemory(Memory* memory, const std::vector<Batch>& batches, const TextModel& model) {
  std::int64_t rows = 0;
  for (const Batch& batch : batches) rows += batch.rows;
  if (!memory || batches.empty() || !batches.front().goesOn) return nullptr;
  if (memory->states.empty() || memory->states.front().size(0) != rows) *memory = model.emptyMemory(rows);
  return memory->states.empty() ? nullptr : memory;
}

Totals totalsOf(const LossReport& report, const Batch& batch) {
  Totals totals;
  for (std::size_t row = 0; row < report.answers.size(); ++row) {
    const torch::Tensor& logits = report.answers[row];
    const auto rows = static_cast<std::size_t>(batch.rows);
    totals.answers.push_back({batch.examples.at(row % rows), {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()}, static_cast<std::int64_t>(row / rows)});
  }
  for (const LossTerm& term : report.terms) totals.terms.push_back({term.name, term.sum.item<double>(), term.weight, term.count, term.correct});
  return totals;
}

}  // namespace

void Totals::add(const Totals& other) {
  tokens += other.tokens;
  paddedTokens += other.paddedTokens;
  answers.insert(answers.end(), other.answers.begin(), other.answers.end());
  if (terms.empty()) {
    terms = other.terms;
    return;
  }
  for (std::size_t i = 0; i < other.terms.size(); ++i) {
    Term& term = terms.at(i);
    const Term& more = other.terms[i];
    term.sum += more.sum;
    term.count += more.count;
    if (more.correct >= 0) term.correct = std::max<std::int64_t>(term.correct, 0) + more.correct;
  }
}

Replicas::Replicas(const ModelPlan& plan, std::int64_t shards) : m_seed(plan.seed), m_pool(shards), m_shards(static_cast<std::size_t>(shards)) {
  m_pool.run([&](std::int64_t number) {              // only the first one is initialised: the others share its weights
    Shard& shard = m_shards[static_cast<std::size_t>(number)];
    shard.objective = buildObjective(plan.objective, *plan.objectiveSettings);
    shard.model = buildModel(plan.family, *plan.config, number == 0 ? std::optional(plan.seed) : std::nullopt, shard.objective->head());
    shard.model->otherKeys = plan.otherKeys;
  });
  m_layout = flatLayout(model().parameters());
  m_weights = FlatBuffer(m_layout.size);
  gatherWeights(model().parameters(), m_layout, m_weights);
  for (Shard& shard : m_shards) {
    m_gradients.emplace_back(m_layout.size);
    bindWeights(shard.model->parameters(), m_layout, m_weights);
    bindGradients(shard.model->parameters(), m_layout, m_gradients.back());
  }
}

void Replicas::runShard(std::int64_t shard, const Work& work, Totals& totals) {
  Shard& mine = m_shards[static_cast<std::size_t>(shard)];
  const bool training = work.step != kEvaluation;
  const torch::AutoGradMode gradient(training);
  std::int64_t firstRow = 0;
  for (const Batch& batch : work.batches) {
    const RowRange rows = rowsOfShard(batch, shard, m_pool.size());
    if (rows.begin < rows.end) {
      Pass pass;
      pass.random = Random(m_seed, Purpose::Dropout, static_cast<std::uint64_t>(work.step), 0);
      pass.training = training;
      pass.firstRow = firstRow + rows.begin;
      pass.frozenBelow = m_firstTrained;
      pass.memory = work.memory;
      const Batch part = rowsOf(batch, rows.begin, rows.end);
      const LossReport report = mine.objective->compute(*mine.model, toTensors(part), pass);
      totals.add(totalsOf(report, part));
      const auto loss = training ? partOfLoss(report, work.counts) : torch::Tensor();
      if (loss.defined()) loss.backward();
    }
    firstRow += batch.rows;
  }
}

Totals Replicas::run(const std::vector<Batch>& batches, std::int64_t step, Memory* memory) {
  const Work work{batches, countsOf(*m_shards.front().objective, batches), step, startedMemory(memory, batches, model())};
  std::vector<Totals> parts(m_shards.size());
  m_pool.run([&](std::int64_t shard) { runShard(shard, work, parts[static_cast<std::size_t>(shard)]); });
  Totals totals;
  for (const Totals& part : parts) totals.add(part);
  for (const Batch& batch : batches) {
    totals.tokens += batch.tokens();
    totals.paddedTokens += batch.places();
  }
  return totals;
}

void Replicas::trainFrom(std::int64_t layer) {
  if (layer == m_firstTrained) return;
  m_firstTrained = layer;
  for (Shard& shard : m_shards)
    for (Parameter& parameter : shard.model->parameters().all()) parameter.tensor.set_requires_grad(parameter.layer >= layer);
}

Totals Replicas::differentiate(const std::vector<Batch>& microBatches, std::int64_t step) { return run(microBatches, step, &m_memory); }

Totals Replicas::evaluate(const Batch& batch, Memory* memory) { return run({batch}, kEvaluation, memory); }

Score Replicas::score(const Totals& totals) const {
  Score score;
  score.tokens = totals.tokens;
  score.paddedTokens = totals.paddedTokens;
  for (const Totals::Term& term : totals.terms) {
    if (term.count == 0) continue;
    const double mean = term.sum / static_cast<double>(term.count);
    score.loss += term.weight * mean;
    for (auto& metric : m_shards.front().objective->metrics(term.name, mean, term.correct, term.count)) score.metrics.push_back(std::move(metric));
  }
  return score;
}

}  // namespace cloze
