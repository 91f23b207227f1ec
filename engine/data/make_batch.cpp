// From the numbers of a batch to its contents: which examples, in which order, with which partners and masks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <stdexcept>
#include <string>

#include "engine/corrupt/sentence_pair.h"
#include "engine/data/examples.h"

namespace cloze {

namespace {

constexpr std::int64_t kWindowBatches = 32;                           // sorted by length together
constexpr std::int64_t kLengthMultiple = 8;
constexpr std::uint64_t kEvaluationEpoch = std::uint64_t{1} << 40;    // no training epoch reaches it

struct Visit {
  std::uint64_t epoch = 0;
  std::int64_t example = 0;
};

struct Row {
  std::vector<TokenId> ids;
  std::vector<std::int32_t> typeIds;
  std::vector<TokenId> targets, backward, backwardTargets;           // of running text
  std::int32_t label = -1;
};

}  // namespace

// What stands in a row. Everything random about it depends on (seed, copy, example), copy being the epoch, or the epoch modulo the static copies.
class RowMaker {
 public:
  RowMaker(const ExampleSet& set, const Visit& visit)
      : m_set(set), m_store(*set.m_store), m_recipe(set.m_recipe), m_example(set.m_examples[static_cast<std::size_t>(visit.example)]), m_number(static_cast<std::uint64_t>(visit.example)),
        m_room(set.m_room) {
    const bool isStatic = m_recipe.staticCopies > 0 && visit.epoch != kEvaluationEpoch;
    m_copy = isStatic ? visit.epoch % static_cast<std::uint64_t>(m_recipe.staticCopies) : visit.epoch;
  }

  // Tokens of row(), told without making it.
  std::int64_t length() const {
    const bool randomB = m_recipe.kind == ExampleKind::SentencePairs && m_example.countB == 0;
    if (!randomB) return m_example.length;
    Random partner = partnerRandom();
    const auto [first, last] = randomSentences(partner);
    const auto begin = static_cast<std::int64_t>(m_example.begin);
    const std::int64_t tokens = m_store.firstToken(begin + m_example.size) - m_store.firstToken(begin) + m_store.firstToken(last) - m_store.firstToken(first);
    return std::min(tokens, m_room) + m_recipe.sequenceLength - m_room;
  }
  Row row() const {
    if (m_recipe.kind == ExampleKind::Continuous) return continuous();
    return m_recipe.kind == ExampleKind::SentencePairs ? pair() : packed();
  }
  MaskedTokens masked(const std::vector<TokenId>& ids) const { return maskTokens(ids, m_recipe.masking, random(m_set.m_seed, Purpose::Mask, m_copy, m_number)); }

 private:
  Row packed() const {
    std::vector<TokenId> text;
    std::size_t place = m_example.document;
    std::int64_t token = static_cast<std::int64_t>(m_example.begin), left = m_example.size;
    for (;;) {
      const TokenSpan rest{tokenAt(token), std::min(left, documentEnd(place) - token)};
      text.insert(text.end(), rest.begin(), rest.end());
      left -= rest.size;
      if (left == 0) return layOut(m_recipe.single, text, {});
      if (m_recipe.separator >= 0) text.push_back(m_recipe.separator);
      token = m_store.firstToken(m_store.firstSentence(m_set.m_documents[++place]));
    }
  }

  // From both ends of each sentence at once: at place j stand token j and, from its end, token n + 1 - j of "begin, n tokens, end".
  Row continuous() const {
    Row row;
    std::size_t place = m_example.document;
    std::int64_t sentence = static_cast<std::int64_t>(m_example.begin), from = m_example.size, left = m_example.length;
    while (left > 0) {
      const TokenSpan text = m_store.sentence(sentence);
      const auto whole = [&](std::int64_t j) { return j == 0 ? m_recipe.begin : j <= text.size ? text.first[j - 1] : m_recipe.end; };
      const std::int64_t end = std::min(text.size + 1, from + left);
      for (std::int64_t j = from; j < end; ++j) {
        row.ids.push_back(whole(j));
        row.targets.push_back(predictable(whole(j + 1)));
        row.backward.push_back(whole(text.size + 1 - j));
        row.backwardTargets.push_back(predictable(whole(text.size - j)));
      }
      left -= end - from;
      from = 0;
      if (left > 0 && ++sentence == m_store.firstSentence(m_set.m_documents[place] + 1)) sentence = m_store.firstSentence(m_set.m_documents[++place]);
    }
    return row;
  }
  TokenId predictable(TokenId token) const { return token < m_recipe.predictable ? token : m_recipe.unknown; }

  Row pair() const {
    Random partner = partnerRandom();
    const auto firstB = static_cast<std::int64_t>(m_example.begin) + m_example.size;
    std::vector<TokenId> a = sentences(static_cast<std::int64_t>(m_example.begin), firstB);
    const auto [first, last] = m_example.countB > 0 ? std::pair(firstB, firstB + m_example.countB) : randomSentences(partner);
    std::vector<TokenId> b = sentences(first, last);
    truncatePair(a, b, m_room, partner);
    Row row = layOut(m_recipe.pair, a, b);
    row.label = m_example.countB > 0 ? 0 : 1;
    return row;
  }

  // From a random sentence of another document on, until the wanted number of tokens or the document's end. With a single document: from
  // any sentence of it that does not follow A.
  std::pair<std::int64_t, std::int64_t> randomSentences(Random& partner) const {
    const std::uint64_t documents = m_set.m_documents.size(), own = m_example.document;
    std::uint64_t place = documents > 1 ? partner.below(documents - 1) : own;
    if (documents > 1 && place >= own) ++place;
    const std::uint32_t document = m_set.m_documents[place];
    const std::int64_t begin = m_store.firstSentence(document), end = m_store.firstSentence(document + 1);
    std::int64_t first = begin + static_cast<std::int64_t>(partner.below(static_cast<std::uint64_t>(end - begin)));
    if (first == static_cast<std::int64_t>(m_example.begin) + m_example.size) first = begin;
    std::int64_t last = first + 1;
    const std::int64_t start = m_store.firstToken(first);
    while (last < end && m_store.firstToken(last) - start < m_example.targetB) ++last;
    return {first, last};
  }
  Random partnerRandom() const { return random(m_set.m_seed, Purpose::SentencePair, 1 + m_copy, m_number); }

  static Row layOut(const std::vector<Tokenizer::LayoutEntry>& layout, const std::vector<TokenId>& a, const std::vector<TokenId>& b) {
    Row row;
    for (const Tokenizer::LayoutEntry& entry : layout) {
      if (entry.id == Tokenizer::kTextA) row.ids.insert(row.ids.end(), a.begin(), a.end());
      else if (entry.id == Tokenizer::kTextB) row.ids.insert(row.ids.end(), b.begin(), b.end());
      else row.ids.push_back(entry.id);
      row.typeIds.resize(row.ids.size(), entry.typeId);
    }
    return row;
  }

  const TokenId* tokenAt(std::int64_t token) const { return m_store.sentence(0).first + token; }
  std::int64_t documentEnd(std::size_t place) const { return m_store.firstToken(m_store.firstSentence(m_set.m_documents[place] + 1)); }
  std::vector<TokenId> sentences(std::int64_t first, std::int64_t end) const { return {tokenAt(m_store.firstToken(first)), tokenAt(m_store.firstToken(end))}; }

  const ExampleSet& m_set;
  const TokenStore& m_store;
  const BatchRecipe& m_recipe;
  const ExampleSet::Example& m_example;
  std::uint64_t m_number, m_copy = 0;
  std::int64_t m_room;
};

// Which examples make a batch. Places count the visits of the whole run: epoch = place / size.
class BatchPlan {
 public:
  explicit BatchPlan(const ExampleSet& set) : m_set(set), m_rows(set.m_recipe.batchSize), m_size(set.size()) {}

  std::vector<Visit> training(std::int64_t batch) const {
    if (m_set.m_recipe.kind == ExampleKind::Continuous) return goingOn(batch);
    const std::int64_t first = batch * m_rows, epoch = first / m_size;
    if ((first + m_rows - 1) / m_size != epoch) return acrossEpochs(first);
    const std::int64_t begin = (epoch * m_size + m_rows - 1) / m_rows, end = (epoch + 1) * m_size / m_rows;   // batches wholly in this epoch
    const std::int64_t window = begin + (batch - begin) / kWindowBatches * kWindowBatches;
    return fromWindow(static_cast<std::uint64_t>(epoch), window, std::min(window + kWindowBatches, end), batch);
  }

  // An epoch of its own, with a shorter last batch.
  std::vector<Visit> evaluation(std::int64_t batch) const {
    if (m_set.m_recipe.kind == ExampleKind::Continuous) return goingOnOnce(batch);
    const std::int64_t whole = m_size / m_rows, window = batch / kWindowBatches * kWindowBatches;
    if (batch < whole) return fromWindow(kEvaluationEpoch, window, std::min(window + kWindowBatches, whole), batch);
    std::vector<Visit> visits;
    for (std::int64_t place = batch * m_rows; place < m_size; ++place) visits.push_back(visit(kEvaluationEpoch, place));
    return visits;
  }

 private:
  // Row r of a step begins at r / rows of the text and goes on from step to step.
  std::vector<Visit> goingOn(std::int64_t batch) const {
    const std::int64_t accumulate = m_set.m_recipe.accumulate, rows = m_rows * accumulate, step = batch / accumulate, first = batch % accumulate * m_rows;
    std::vector<Visit> visits;
    for (std::int64_t row = first; row < first + m_rows; ++row) visits.push_back({0, (row * m_size / rows + step) % m_size});
    return visits;
  }
  // Once through, each row its own part; one that is at its end stays empty.
  std::vector<Visit> goingOnOnce(std::int64_t batch) const {
    std::vector<Visit> visits;
    for (std::int64_t row = 0; row < m_rows; ++row) {
      const std::int64_t example = row * m_size / m_rows + batch;
      visits.push_back({kEvaluationEpoch, example < (row + 1) * m_size / m_rows ? example : -1});
    }
    return visits;
  }
  std::vector<Visit> acrossEpochs(std::int64_t first) const {
    std::vector<Visit> visits;
    for (std::int64_t place = first; place < first + m_rows; ++place) visits.push_back(visit(static_cast<std::uint64_t>(place / m_size), place % m_size));
    return visits;
  }
  Visit visit(std::uint64_t epoch, std::int64_t place) const {
    const KeyedPermutation order(static_cast<std::uint64_t>(m_size), m_set.m_seed, epoch);
    return {epoch, static_cast<std::int64_t>(order(static_cast<std::uint64_t>(place)))};
  }

  // Batches [begin, end) hold the same examples in any case; sorted by length their rows need little padding. Their order is shuffled again.
  std::vector<Visit> fromWindow(std::uint64_t epoch, std::int64_t begin, std::int64_t end, std::int64_t batch) const {
    const KeyedPermutation order(static_cast<std::uint64_t>(m_size), m_set.m_seed, epoch);
    std::vector<std::pair<std::int64_t, std::int64_t>> byLength;
    for (std::int64_t place = begin * m_rows; place < end * m_rows; ++place) {
      const auto example = static_cast<std::int64_t>(order(static_cast<std::uint64_t>(place % m_size)));
      byLength.emplace_back(RowMaker(m_set, {epoch, example}).length(), example);
    }
    std::stable_sort(byLength.begin(), byLength.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const KeyedPermutation batches(static_cast<std::uint64_t>(end - begin), m_set.m_seed ^ static_cast<std::uint64_t>(begin), ~epoch);
    const auto from = static_cast<std::int64_t>(batches(static_cast<std::uint64_t>(batch - begin))) * m_rows;
    std::vector<Visit> visits;
    for (std::int64_t i = from; i < from + m_rows; ++i) visits.push_back({epoch, byLength[static_cast<std::size_t>(i)].second});
    return visits;
  }

  const ExampleSet& m_set;
  std::int64_t m_rows, m_size;
};

namespace {

void mask(const RowMaker& maker, std::int64_t offset, Row& row, Batch& batch) {
  MaskedTokens masked = maker.masked(row.ids);
  row.ids = std::move(masked.ids);
  for (const std::int32_t position : masked.positions) batch.predicted.push_back(offset + position);
  batch.targets.insert(batch.targets.end(), masked.targets.begin(), masked.targets.end());
  batch.changes.insert(batch.changes.end(), masked.changes.begin(), masked.changes.end());
}

void predictNext(std::int64_t offset, const Row& row, Batch& batch) {
  for (std::size_t i = 0; i + 1 < row.ids.size(); ++i) {
    batch.predicted.push_back(offset + static_cast<std::int64_t>(i));
    batch.targets.push_back(row.ids[i + 1]);
    batch.changes.push_back(Change::None);
  }
}

void predictBothWays(std::int64_t offset, const Row& row, Batch& batch) {
  for (std::size_t i = 0; i < row.ids.size(); ++i) {
    batch.predicted.push_back(offset + static_cast<std::int64_t>(i));
    batch.changes.push_back(Change::None);
  }
  batch.targets.insert(batch.targets.end(), row.targets.begin(), row.targets.end());
  batch.backwardIds.insert(batch.backwardIds.end(), row.backward.begin(), row.backward.end());
  batch.backwardTargets.insert(batch.backwardTargets.end(), row.backwardTargets.begin(), row.backwardTargets.end());
}

// The letters of every word of the batch, as it stands.
void spell(const Spelling& spelling, Batch& batch) {
  batch.letters = spelling.slots;
  for (const TokenId id : batch.ids) spelling.append(id, batch.characters);
  for (const TokenId id : batch.backwardIds) spelling.append(id, batch.backwardCharacters);
}

Batch assemble(const ExampleSet& set, const std::vector<Visit>& visits) {
  const BatchRecipe& recipe = set.recipe();
  std::vector<Row> rows;
  std::size_t longest = 0;
  for (const Visit& visit : visits) {
    rows.push_back(visit.example >= 0 ? RowMaker(set, visit).row() : Row());
    longest = std::max(longest, rows.back().ids.size());
  }
  Batch batch;
  batch.rows = static_cast<std::int64_t>(visits.size());
  batch.goesOn = recipe.kind == ExampleKind::Continuous;
  batch.length = std::min((static_cast<std::int64_t>(longest) + kLengthMultiple - 1) / kLengthMultiple * kLengthMultiple, recipe.sequenceLength);
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const std::size_t end = (i + 1) * static_cast<std::size_t>(batch.length);
    const std::int64_t offset = static_cast<std::int64_t>(i) * batch.length;
    if (recipe.predicted == Predicted::Masked) mask(RowMaker(set, visits[i]), offset, rows[i], batch);
    if (recipe.predicted == Predicted::Next) predictNext(offset, rows[i], batch);
    if (recipe.predicted == Predicted::BothWays) {
      predictBothWays(offset, rows[i], batch);
      batch.backwardIds.resize(end, recipe.pad);
    }
    batch.attentionMask.insert(batch.attentionMask.end(), rows[i].ids.size(), 1);
    batch.ids.insert(batch.ids.end(), rows[i].ids.begin(), rows[i].ids.end());
    batch.ids.resize(end, recipe.pad);
    if (recipe.kind != ExampleKind::Stream && recipe.kind != ExampleKind::Continuous) {
      batch.typeIds.insert(batch.typeIds.end(), rows[i].typeIds.begin(), rows[i].typeIds.end());
      batch.typeIds.resize(end, 0);
    }
    batch.attentionMask.resize(end, 0);
    if (recipe.kind == ExampleKind::SentencePairs) batch.sentenceLabels.push_back(rows[i].label);
    batch.examples.push_back(visits[i].example);
  }
  if (recipe.spelling) spell(*recipe.spelling, batch);
  set.store().rowsWereRead(batch.rows);
  return batch;
}

}  // namespace

Batch makeBatch(const ExampleSet& examples, std::int64_t step, std::int64_t microBatch) {
  const std::int64_t accumulate = examples.recipe().accumulate;
  if (step < 1 || microBatch < 0 || microBatch >= accumulate)
    throw std::invalid_argument("there is no micro-batch " + std::to_string(microBatch) + " of step " + std::to_string(step) + ": steps count from 1, micro-batches from 0 to " +
                                std::to_string(accumulate - 1));
  const std::int64_t seen = examples.recipe().onlyFirstBatch ? 1 : step;
  return assemble(examples, BatchPlan(examples).training((seen - 1) * accumulate + microBatch));
}

Batch evaluationBatch(const ExampleSet& examples, std::int64_t number) {
  if (number < 0 || number >= examples.evaluationBatches())
    throw std::invalid_argument("there is no evaluation batch " + std::to_string(number) + " of " + std::to_string(examples.evaluationBatches()));
  return assemble(examples, BatchPlan(examples).evaluation(number));
}

}  // namespace cloze
