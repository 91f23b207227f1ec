// From the numbers of a batch to its contents: which examples, in which order, with which partners and masks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <stdexcept>
#include <string>

#include "engine/corrupt/sentence_pair.h"
#include "engine/data/examples.h"

namespace cloze {

namespace {

constexpr std::int64_t kLengthMultiple = 8;

struct Row {
  std::vector<TokenId> ids;
  std::vector<std::int32_t> typeIds;
  std::vector<TokenId> targets, backward, backwardTargets;           // of running text
  std::int32_t label = -1;
  std::vector<TokenId> target;                // of a second sequence
  std::vector<CorruptedSpans::Span> spans;
};

}  // namespace

// What stands in a row. Everything random about it depends on (seed, copy, example), copy being the epoch, or the epoch modulo the static copies.
class RowMaker {
 public:
  // backward: the row's text is read from its end.
  RowMaker(const ExampleSet& set, const Visit& visit, bool backward = false)
      : m_set(set), m_store(*set.m_store), m_recipe(set.m_recipe), m_number(static_cast<std::uint64_t>(backward ? set.size() - 1 - visit.example : visit.example)),
        m_example(set.m_examples[m_number]), m_room(set.m_room), m_backward(backward) {
    const bool isStatic = m_recipe.staticCopies > 0 && visit.epoch != EpochOrder::kEvaluation;
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
    if (m_recipe.kind == ExampleKind::TextPairs) return textPair();
    if (m_recipe.kind == ExampleKind::Continuous) return continuous();
    if (m_recipe.kind == ExampleKind::SentencePairs) return pair();
    if (m_recipe.kind == ExampleKind::Segments) return segments();
    return m_recipe.predicted == Predicted::Spans ? withHiddenSpans() : packed();
  }
  OrderedTokens ordered(const std::vector<TokenId>& ids) const {
    return orderTokens(ids, m_recipe.reused, m_backward, m_recipe.permutation, random(m_set.m_seed, Purpose::Mask, m_copy, m_number));
  }
  MaskedTokens masked(const std::vector<TokenId>& ids) const { return maskTokens(ids, m_recipe.masking, random(m_set.m_seed, Purpose::Mask, m_copy, m_number)); }

 private:
  Row packed() const { return layOut(m_recipe.single, text(m_example), {}); }

  // What goes on; behind it a text that goes on as well, cut at the beginning of a sentence, its second part in half of the rows another text.
  Row segments() const {
    Random partner = partnerRandom();
    const std::int64_t room = m_recipe.sequenceLength - m_recipe.reused - (static_cast<std::int64_t>(m_recipe.pair.size()) - 2);
    std::vector<std::int64_t> starts;
    std::vector<TokenId> a = goingOn(m_number, room, &starts), b;
    const std::int64_t cut = starts.empty() ? 1 + static_cast<std::int64_t>(partner.below(static_cast<std::uint64_t>(room - 1))) : starts[partner.below(starts.size())];
    const bool another = partner.chance(0.5);
    if (another) b = goingOn(partner.below(m_set.m_examples.size()), room - cut, nullptr);
    else b.assign(a.begin() + cut, a.end());
    a.resize(static_cast<std::size_t>(cut));
    const Row behind = layOut(m_recipe.pair, a, b);
    Row row;
    row.ids = text(m_example);
    row.ids.resize(static_cast<std::size_t>(m_recipe.reused), m_recipe.separator);             // a document that ended just there
    if (m_backward) std::reverse(row.ids.begin(), row.ids.end());
    row.typeIds.assign(row.ids.size(), 0);
    row.ids.insert(row.ids.end(), behind.ids.begin(), behind.ids.end());
    row.typeIds.insert(row.typeIds.end(), behind.typeIds.begin(), behind.typeIds.end());
    return row;
  }

  // `count` tokens behind an example, in the direction of the row, around the end of the text; starts: where sentences begin among them, not at 0.
  std::vector<TokenId> goingOn(std::uint64_t example, std::int64_t count, std::vector<std::int64_t>* starts) const {
    const std::uint64_t examples = m_set.m_examples.size();
    std::vector<TokenId> tokens;
    while (static_cast<std::int64_t>(tokens.size()) < count) {
      example = (example + (m_backward ? examples - 1 : 1)) % examples;
      std::vector<std::int64_t> sentences;
      std::vector<TokenId> more = text(m_set.m_examples[example], &sentences);
      const auto size = static_cast<std::int64_t>(more.size()), before = static_cast<std::int64_t>(tokens.size());
      if (m_backward) std::reverse(more.begin(), more.end());
      tokens.insert(tokens.end(), more.begin(), more.end());
      for (const std::int64_t start : sentences)
        if (const std::int64_t at = before + (m_backward ? size - start : start); starts && at > 0 && at < count) starts->push_back(at);
    }
    tokens.resize(static_cast<std::size_t>(count));
    return tokens;
  }

  Row withHiddenSpans() const {
    CorruptedSpans corrupted = corruptSpans(text(m_example), m_recipe.spans, random(m_set.m_seed, Purpose::Mask, m_copy, m_number));
    Row row = layOut(m_recipe.single, corrupted.source, {});
    row.target = layOut(m_recipe.single, corrupted.target, {}).ids;
    row.spans = std::move(corrupted.spans);
    return row;
  }

  Row textPair() const {
    const auto first = static_cast<std::int64_t>(m_example.begin);
    Row row = layOut(m_recipe.single, cut(sentences(first, first + 1), m_recipe.sequenceLength), {});
    row.target = layOut(m_recipe.single, cut(sentences(first + 1, first + 2), m_recipe.targetLength), {}).ids;
    return row;
  }

  // With the special tokens at most `length`.
  std::vector<TokenId> cut(std::vector<TokenId> ids, std::int64_t length) const {
    const std::int64_t room = length - (m_recipe.sequenceLength - m_room);
    if (static_cast<std::int64_t>(ids.size()) > room) ids.resize(static_cast<std::size_t>(std::max<std::int64_t>(room, 1)));
    return ids;
  }

  // sentences: gets the places where one begins.
  std::vector<TokenId> text(const ExampleSet::Example& example, std::vector<std::int64_t>* sentences = nullptr) const {
    std::vector<TokenId> text;
    std::size_t place = example.document;
    std::int64_t token = static_cast<std::int64_t>(example.begin), left = example.size;
    for (;;) {
      const TokenSpan rest{tokenAt(token), std::min(left, documentEnd(place) - token)};
      if (sentences) addSentences(place, token, rest.size, static_cast<std::int64_t>(text.size()), *sentences);
      text.insert(text.end(), rest.begin(), rest.end());
      left -= rest.size;
      if (left == 0) return text;
      if (m_recipe.separator >= 0) text.push_back(m_recipe.separator);
      token = m_store.firstToken(m_store.firstSentence(m_set.m_documents[++place]));
    }
  }

  // Sentences of a document that begin among `size` tokens from `token` on, which stand at `at` in a text.
  void addSentences(std::size_t place, std::int64_t token, std::int64_t size, std::int64_t at, std::vector<std::int64_t>& sentences) const {
    std::int64_t low = m_store.firstSentence(m_set.m_documents[place]), high = m_store.firstSentence(m_set.m_documents[place] + 1);
    const std::int64_t end = high;
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      if (m_store.firstToken(middle) < token) low = middle + 1;
      else high = middle;
    }
    for (; low < end && m_store.firstToken(low) < token + size; ++low) sentences.push_back(at + m_store.firstToken(low) - token);
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
  std::uint64_t m_number;
  const ExampleSet::Example& m_example;
  std::uint64_t m_copy = 0;
  std::int64_t m_room;
  bool m_backward;
};

namespace {

bool goesOn(ExampleKind kind) { return kind == ExampleKind::Continuous || kind == ExampleKind::Segments; }

}  // namespace

EpochOrder ExampleSet::order() const {
  EpochOrder::Options options{size(), shape().batchSize, m_seed};
  options.accumulate = shape().accumulate;
  options.continuous = goesOn(m_recipe.kind);
  return EpochOrder(options, [this](const Visit& visit) { return RowMaker(*this, visit).length(); });
}

namespace {

void mask(const RowMaker& maker, std::int64_t offset, Row& row, Batch& batch) {
  MaskedTokens masked = maker.masked(row.ids);
  row.ids = std::move(masked.ids);
  for (const std::int32_t position : masked.positions) batch.predicted.push_back(offset + position);
  batch.targets.insert(batch.targets.end(), masked.targets.begin(), masked.targets.end());
  batch.changes.insert(batch.changes.end(), masked.changes.begin(), masked.changes.end());
}

void putInOrder(const RowMaker& maker, std::int64_t offset, const Row& row, Batch& batch) {
  const OrderedTokens ordered = maker.ordered(row.ids);
  for (const std::int32_t position : ordered.positions) {
    batch.predicted.push_back(offset + position);
    batch.targets.push_back(row.ids[static_cast<std::size_t>(position)]);
    batch.changes.push_back(Change::Ordered);
  }
  batch.order.insert(batch.order.end(), ordered.order.begin(), ordered.order.end());
}

void predictNext(std::int64_t offset, const Row& row, Batch& batch) {
  for (std::size_t i = 0; i + 1 < row.ids.size(); ++i) {
    batch.predicted.push_back(offset + static_cast<std::int64_t>(i));
    batch.targets.push_back(row.ids[i + 1]);
    batch.changes.push_back(Change::None);
  }
}

std::int64_t roundedUp(std::size_t length) { return (static_cast<std::int64_t>(length) + kLengthMultiple - 1) / kLengthMultiple * kLengthMultiple; }

// What the decoder reads and predicts: the targets, moved by one place behind the start token.
void addTargets(const std::vector<Row>& rows, const BatchRecipe& recipe, Batch& batch) {
  std::size_t longest = 0;
  for (const Row& row : rows) longest = std::max(longest, row.target.size());
  batch.decoderLength = roundedUp(std::max<std::size_t>(longest, 1));
  for (std::size_t b = 0; b < rows.size(); ++b) {
    const std::vector<TokenId>& target = rows[b].target;
    const auto first = static_cast<std::int64_t>(batch.targets.size()), offset = static_cast<std::int64_t>(b) * batch.decoderLength;
    for (const CorruptedSpans::Span& span : rows[b].spans)
      batch.spans.push_back({static_cast<std::int64_t>(b) * batch.length + span.source, first + span.target, span.size});
    batch.decoderIds.push_back(recipe.start);
    if (!target.empty()) batch.decoderIds.insert(batch.decoderIds.end(), target.begin(), target.end() - 1);
    batch.decoderIds.resize(static_cast<std::size_t>(offset + batch.decoderLength), recipe.pad);
    for (std::size_t i = 0; i < target.size(); ++i) batch.predicted.push_back(offset + static_cast<std::int64_t>(i));
    batch.targets.insert(batch.targets.end(), target.begin(), target.end());
    batch.changes.insert(batch.changes.end(), target.size(), Change::None);
  }
}

bool hasSegments(ExampleKind kind) { return kind == ExampleKind::Packed || kind == ExampleKind::SentencePairs || kind == ExampleKind::Segments; }
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
  const auto backward = [&](std::size_t row) { return recipe.bothDirections && row >= visits.size() / 2 && visits[row].epoch != EpochOrder::kEvaluation; };
  for (std::size_t i = 0; i < visits.size(); ++i) {
    rows.push_back(visits[i].example >= 0 ? RowMaker(set, visits[i], backward(i)).row() : Row());
    longest = std::max(longest, rows.back().ids.size());
  }
  Batch batch;
  batch.rows = static_cast<std::int64_t>(visits.size());
  batch.goesOn = goesOn(recipe.kind);
  batch.reused = recipe.reused;
  batch.length = std::min(roundedUp(longest), recipe.sequenceLength);
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const std::size_t end = (i + 1) * static_cast<std::size_t>(batch.length);
    const std::int64_t offset = static_cast<std::int64_t>(i) * batch.length;
    if (recipe.predicted == Predicted::Masked) mask(RowMaker(set, visits[i]), offset, rows[i], batch);
    if (recipe.predicted == Predicted::Ordered) {
      if (visits[i].example >= 0) putInOrder(RowMaker(set, visits[i], backward(i)), offset, rows[i], batch);
      batch.order.resize(end, -1);
    }
    if (recipe.bothDirections) batch.backward.push_back(backward(i));
    if (recipe.predicted == Predicted::Next) predictNext(offset, rows[i], batch);
    if (recipe.predicted == Predicted::BothWays) {
      predictBothWays(offset, rows[i], batch);
      batch.backwardIds.resize(end, recipe.pad);
    }
    batch.attentionMask.insert(batch.attentionMask.end(), rows[i].ids.size(), 1);
    batch.ids.insert(batch.ids.end(), rows[i].ids.begin(), rows[i].ids.end());
    batch.ids.resize(end, recipe.pad);
    if (hasSegments(recipe.kind)) {
      batch.typeIds.insert(batch.typeIds.end(), rows[i].typeIds.begin(), rows[i].typeIds.end());
      batch.typeIds.resize(end, 0);
    }
    batch.attentionMask.resize(end, 0);
    if (recipe.kind == ExampleKind::SentencePairs) batch.sentenceLabels.push_back(rows[i].label);
    batch.examples.push_back(visits[i].example);
  }
  if (recipe.predicted == Predicted::Spans || recipe.predicted == Predicted::Target) addTargets(rows, recipe, batch);
  if (recipe.spelling) spell(*recipe.spelling, batch);
  set.store().rowsWereRead(batch.rows);
  return batch;
}

}  // namespace

Batch ExampleSet::batch(std::int64_t step, std::int64_t microBatch) const { return assemble(*this, order().training(placeOf(step, microBatch))); }

Batch ExampleSet::evaluationBatch(std::int64_t number) const {
  requireEvaluation(number);
  return assemble(*this, order().evaluation(number));
}

}  // namespace cloze
