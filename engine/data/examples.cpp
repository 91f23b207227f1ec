// The index of an epoch: where every example lies in the store.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/examples.h"

#include <algorithm>
#include <stdexcept>

#include "engine/corrupt/sentence_pair.h"

namespace cloze {
namespace {

void needSpecial(TokenId id, const char* role, const Tokenizer& tokenizer) {
  if (id < 0) throw std::invalid_argument("the tokeniser (" + tokenizer.kind() + ") has no " + role + " token, which the rows of this objective need");
}

// Walks over the sentences of the chosen documents, in order.
class SentenceWalk {
 public:
  SentenceWalk(const TokenStore& store, const std::vector<std::uint32_t>& documents) : m_store(store), m_documents(documents) { enter(); }
  bool done() const { return m_place == m_documents.size(); }
  bool atDocumentStart() const { return m_used == 0 && m_sentence == m_store.firstSentence(m_documents[m_place]); }
  std::int64_t rest() const { return m_store.sentenceLength(m_sentence) - m_used; }        // tokens of the sentence not yet taken
  std::uint64_t token() const { return static_cast<std::uint64_t>(m_store.firstToken(m_sentence) + m_used); }
  std::uint32_t document() const { return static_cast<std::uint32_t>(m_place); }
  void take(std::int64_t tokens) {
    m_used += tokens;
    if (rest() > 0) return;
    m_used = 0;
    if (++m_sentence < m_store.firstSentence(m_documents[m_place] + 1)) return;
    ++m_place;
    enter();
  }

 private:
  void enter() {
    if (!done()) m_sentence = m_store.firstSentence(m_documents[m_place]);
  }
  const TokenStore& m_store;
  const std::vector<std::uint32_t>& m_documents;
  std::size_t m_place = 0;
  std::int64_t m_sentence = 0, m_used = 0;
};

}  // namespace

std::int64_t roomOf(const BatchRecipe& recipe) {
  if (recipe.kind == ExampleKind::Segments) return recipe.reused;
  const auto& layout = recipe.kind == ExampleKind::SentencePairs ? recipe.pair : recipe.single;
  const auto texts = std::count_if(layout.begin(), layout.end(), [](const Tokenizer::LayoutEntry& entry) { return entry.id < 0; });
  const std::int64_t room = recipe.sequenceLength - (static_cast<std::int64_t>(layout.size()) - texts);
  return recipe.predicted == Predicted::Spans && room > 2 ? textThatFits(room, recipe.spans) : room;
}

BatchRecipe makeBatchRecipe(const Tokenizer& tokenizer, ExampleKind kind) {
  const bool pairs = kind == ExampleKind::SentencePairs || kind == ExampleKind::Segments;
  if (pairs || kind == ExampleKind::Packed) needSpecial(tokenizer.special().separator, "separator", tokenizer);
  if (pairs) needSpecial(tokenizer.special().classify, "classification", tokenizer);
  BatchRecipe recipe;
  recipe.kind = kind;
  recipe.single = tokenizer.layout(false);
  recipe.pair = tokenizer.layout(true);
  recipe.pad = std::max(0, tokenizer.special().pad);
  recipe.separator = tokenizer.special().separator;
  recipe.start = recipe.pad;
  recipe.spelling = spellingOf(tokenizer);
  recipe.predictable = tokenizer.predictable();
  recipe.unknown = tokenizer.special().unknown;
  if (kind == ExampleKind::Continuous) {
    needSpecial(recipe.begin = tokenizer.special().begin, "beginning", tokenizer);
    needSpecial(recipe.end = tokenizer.special().end, "end", tokenizer);
  }
  if (const TokenId endOfDocument = tokenizer.id("<eod>"); kind == ExampleKind::Segments && endOfDocument >= 0) recipe.separator = endOfDocument;
  if (kind != ExampleKind::Stream && kind != ExampleKind::Continuous) return recipe;
  recipe.single = {{Tokenizer::kTextA, 0}};
  if (tokenizer.special().end >= 0) recipe.separator = tokenizer.special().end;
  return recipe;
}

ExampleSet::ExampleSet(std::shared_ptr<const TokenStore> store, std::vector<std::uint32_t> documents, BatchRecipe recipe, std::uint64_t seed)
    : BatchSource(recipe.shape), m_store(std::move(store)), m_documents(std::move(documents)), m_recipe(std::move(recipe)), m_seed(seed) {
  if (m_documents.empty()) throw std::invalid_argument("no document to make examples of");
  const std::int64_t least = m_recipe.kind == ExampleKind::Packed ? 1 : 2;   // of a stream too: one token predicts the other
  m_room = roomOf(m_recipe);
  if (m_room < least || m_recipe.sequenceLength > 65535)
    throw std::invalid_argument("data.sequence_length " + std::to_string(m_recipe.sequenceLength) + " leaves no room for text beside the special tokens, or is over 65535");
  if (m_recipe.kind == ExampleKind::SentencePairs) indexPairs();
  else if (m_recipe.kind == ExampleKind::TextPairs) indexTextPairs();
  else if (m_recipe.kind == ExampleKind::Continuous) indexContinuous();
  else indexPacked();
  if (m_recipe.kind == ExampleKind::Segments) requireSegments();
}

// Rows begin with whole stretches only, and have room for two texts behind them.
void ExampleSet::requireSegments() {
  const std::int64_t behind = m_recipe.sequenceLength - m_recipe.reused - static_cast<std::int64_t>(m_recipe.pair.size());   // two of the layout are texts
  if (behind < 0)
    throw std::invalid_argument("data.sequence_length " + std::to_string(m_recipe.sequenceLength) + " leaves no room for two texts behind the " + std::to_string(m_recipe.reused) +
                                " tokens that go on (reuse_len)");
  if (m_examples.back().length < static_cast<std::uint32_t>(m_recipe.sequenceLength)) m_examples.pop_back();
  if (m_examples.empty()) throw std::invalid_argument("the text has fewer tokens than one row goes on with (reuse_len " + std::to_string(m_recipe.reused) + ")");
}

std::shared_ptr<const Spelling> spellingOf(const Tokenizer& tokenizer) {
  if (tokenizer.letters() == 0) return nullptr;
  auto spelling = std::make_shared<Spelling>();
  spelling->slots = tokenizer.letters();
  std::vector<std::int32_t> slots(static_cast<std::size_t>(spelling->slots));
  for (TokenId id = 0; id < tokenizer.size(); ++id) {
    tokenizer.spell(tokenizer.token(id), slots.data());
    spelling->letters.insert(spelling->letters.end(), slots.begin(), slots.end());
  }
  return spelling;
}

void Spelling::append(TokenId token, std::vector<std::int32_t>& out) const {
  const auto first = letters.begin() + static_cast<std::ptrdiff_t>(token * slots);
  out.insert(out.end(), first, first + slots);
}

// Stretches of sequenceLength places each; a sentence of n tokens has n + 1, since its end token is predicted and its begin token is not. The documents
// come in an order of the seed's.
void ExampleSet::indexContinuous() {
  const KeyedPermutation order(m_documents.size(), m_seed, 0);
  std::vector<std::uint32_t> documents;
  for (std::size_t i = 0; i < m_documents.size(); ++i) documents.push_back(m_documents[order(i)]);
  m_documents = std::move(documents);
  std::int64_t left = 0;                                  // places the stretch begun last still has
  for (std::size_t place = 0; place < m_documents.size(); ++place)
    for (std::int64_t sentence = m_store->firstSentence(m_documents[place]); sentence < m_store->firstSentence(m_documents[place] + 1); ++sentence) {
      const std::int64_t places = m_store->sentenceLength(sentence) + 1;
      for (std::int64_t used = 0; used < places;) {
        if (left == 0) {
          Example example;
          example.begin = static_cast<std::uint64_t>(sentence);
          example.size = static_cast<std::uint32_t>(used);
          example.document = static_cast<std::uint32_t>(place);
          m_examples.push_back(example);
          left = m_recipe.sequenceLength;
        }
        const std::int64_t taken = std::min(left, places - used);
        m_examples.back().length += static_cast<std::uint32_t>(taken);
        left -= taken;
        used += taken;
      }
    }
}

// Whole sentences while they fit. One that does not fit begins the next row, unless more than a quarter of this one would stay empty: then it is cut.
// A stream is cut wherever a row is full.
void ExampleSet::indexPacked() {
  const bool stream = m_recipe.kind == ExampleKind::Stream || m_recipe.kind == ExampleKind::Segments;
  SentenceWalk walk(*m_store, m_documents);
  while (!walk.done()) {
    Random lengths = random(m_seed, Purpose::Length, 0, m_examples.size());
    std::int64_t target = m_room, used = 0;
    if (!stream && m_room > 2 && lengths.chance(m_recipe.shortSequenceProbability)) target = 2 + static_cast<std::int64_t>(lengths.below(static_cast<std::uint64_t>(m_room - 1)));
    Example example;
    example.begin = walk.token();
    example.document = walk.document();
    while (!walk.done()) {
      const std::int64_t separator = used > 0 && walk.atDocumentStart() && m_recipe.separator >= 0 ? 1 : 0;
      const std::int64_t left = target - used - separator;
      if (left < walk.rest() && (left <= 0 || (!stream && 4 * used >= 3 * target))) break;
      const std::int64_t taken = std::min(left, walk.rest());
      walk.take(taken);
      example.size += static_cast<std::uint32_t>(taken);
      used += taken + separator;
    }
    example.length = static_cast<std::uint32_t>(used + std::max<std::int64_t>(0, m_recipe.sequenceLength - m_room));
    m_examples.push_back(example);
  }
}

// A document of which one text has no tokens is no pair.
void ExampleSet::indexTextPairs() {
  for (std::size_t place = 0; place < m_documents.size(); ++place) {
    const std::int64_t first = m_store->firstSentence(m_documents[place]);
    if (m_store->firstSentence(m_documents[place] + 1) - first != 2) continue;
    Example example;
    example.begin = static_cast<std::uint64_t>(first);
    example.document = static_cast<std::uint32_t>(place);
    example.length = static_cast<std::uint32_t>(std::min<std::int64_t>(m_store->sentenceLength(first), m_recipe.sequenceLength) +
                                                std::min<std::int64_t>(m_store->sentenceLength(first + 1), m_recipe.targetLength));
    m_examples.push_back(example);
  }
  if (m_examples.empty()) throw std::invalid_argument("there is no pair of an input and a target that both have tokens");
}

void ExampleSet::indexPairs() {
  PairRule rule;
  rule.room = m_room;
  rule.shortProbability = m_recipe.shortSequenceProbability;
  std::vector<std::int32_t> lengths;
  for (std::size_t place = 0; place < m_documents.size(); ++place) {
    const std::uint32_t document = m_documents[place];
    const std::int64_t first = m_store->firstSentence(document), end = m_store->firstSentence(document + 1);
    lengths.clear();
    for (std::int64_t i = first; i < end; ++i) lengths.push_back(m_store->sentenceLength(i));
    for (const SentenceChunk& chunk : cutIntoPairs(lengths, rule, random(m_seed, Purpose::SentencePair, 0, document))) {
      Example example;
      example.begin = static_cast<std::uint64_t>(first + chunk.first);
      example.size = static_cast<std::uint32_t>(chunk.countA);
      example.document = static_cast<std::uint32_t>(place);
      example.countB = static_cast<std::uint16_t>(chunk.countB);
      example.targetB = static_cast<std::uint16_t>(chunk.targetB);
      const auto from = lengths.begin() + chunk.first;
      std::int64_t tokens = 0;
      for (auto length = from; length != from + chunk.countA + chunk.countB; ++length) tokens += *length;
      example.length = static_cast<std::uint32_t>(std::min(tokens, rule.room) + m_recipe.sequenceLength - rule.room);
      m_trueNextPairs += chunk.countB > 0;
      m_examples.push_back(example);
    }
  }
}

}  // namespace cloze
