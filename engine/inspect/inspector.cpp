// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspector.h"

#include <stdexcept>

#include "engine/inspect/embed.h"
#include "engine/inspect/fill.h"
#include "engine/inspect/generate.h"
#include "engine/inspect/held_out.h"
#include "engine/inspect/inspected_model.h"
#include "engine/inspect/judge.h"
#include "engine/inspect/neighbours.h"
#include "engine/inspect/order.h"
#include "engine/inspect/prompt.h"
#include "engine/inspect/spans.h"
#include "engine/inspect/static_neighbours.h"
#include "engine/inspect/word_map.h"

namespace cloze {

struct Inspector::Implementation {
  explicit Implementation(const std::filesystem::path& checkpoint) : inspected(resolveCheckpoint(checkpoint)) {}
  explicit Implementation(std::shared_ptr<const ModelSnapshot> snapshot) : inspected(std::move(snapshot)) {}

  InspectedModel inspected;
  std::unique_ptr<OccurrenceTable> occurrences;        // of the corpus asked last: the next question to it costs one pass over its vectors
};

Inspector::Inspector(const std::filesystem::path& checkpoint) : m_implementation(std::make_unique<Implementation>(checkpoint)) {}
Inspector::Inspector(std::shared_ptr<const ModelSnapshot> snapshot) : m_implementation(std::make_unique<Implementation>(std::move(snapshot))) {}
Inspector::~Inspector() = default;
Inspector::Inspector(Inspector&&) noexcept = default;
Inspector& Inspector::operator=(Inspector&&) noexcept = default;

FillResult Inspector::fill(const FillRequest& request, Progress& progress) { return fillMasks(m_implementation->inspected, request, progress); }

JudgeResult Inspector::judge(const JudgeRequest& request, Progress& progress) { return judgeText(m_implementation->inspected, request, progress); }
OrderResult Inspector::order(const OrderRequest& request, Progress& progress) { return predictInOrder(m_implementation->inspected, request, progress); }
bool Inspector::judgesWords() const { return m_implementation->inspected.judgesWords(); }
bool Inspector::proposesWords() const { return m_implementation->inspected.proposesWords(); }

GenerateResult Inspector::generate(const GenerateRequest& request, Progress& progress) { return generateText(m_implementation->inspected, request, progress); }
PromptResult Inspector::scoreOptions(const PromptRequest& request, Progress& progress) { return cloze::scoreOptions(m_implementation->inspected, request, progress); }
SpansResult Inspector::fillSpans(const SpansRequest& request, Progress& progress) { return cloze::fillSpans(m_implementation->inspected, request, progress); }
bool Inspector::predictsNext() const { return m_implementation->inspected.predictsNext(); }
bool Inspector::readsAndWrites() const { return m_implementation->inspected.readsAndWrites(); }

std::vector<Reading> Inspector::readings() const { return m_implementation->inspected.readings(); }
LayerMix Inspector::layerMix() const { return m_implementation->inspected.layerMix(); }

NeighbourResult Inspector::neighbours(const NeighbourRequest& request, Progress& progress) {
  if (request.k < 1) throw std::invalid_argument("k must be at least 1, not " + std::to_string(request.k));
  InspectedModel& inspected = m_implementation->inspected;
  const std::int64_t layer = inspected.resolveLayer(request.layer);
  requireWord(inspected, request);                     // before the corpus is read, which may take minutes
  auto& table = m_implementation->occurrences;
  if (!table || !table->isOf(request.corpus, layer)) table = std::make_unique<OccurrenceTable>(inspected, request.corpus, layer, progress);
  return table->nearest(inspected, request, progress);
}

std::shared_ptr<const EmbeddingTable> Inspector::embed(const EmbedRequest& request, Progress& progress) { return embedTexts(m_implementation->inspected, request, progress); }

WordMap Inspector::wordMap(const WordMapRequest& request, Progress& progress) { return mapWords(m_implementation->inspected, request, progress); }

StaticResult Inspector::staticNeighbours(const std::string& word, std::int64_t k) { return nearestTokens(m_implementation->inspected, word, k); }
HeldOutResult Inspector::heldOut(const HeldOutRequest& request, Progress& progress) { return scoreHeldOut(m_implementation->inspected, request, progress); }

PieceList Inspector::pieces(const std::string& text) const {
  const Tokenizer& tokenizer = m_implementation->inspected.tokenizer();
  Pieces pieces;
  tokenizer.encode(text, pieces);
  PieceList list;
  list.byteOffsets = pieces.byteOffsets;
  list.bytePieces = m_implementation->inspected.bytePieces();
  for (const TokenId id : pieces.ids) {
    list.tokens.push_back(tokenizer.token(id));
    list.continuesWord.push_back(tokenizer.continuesWord(id));
    list.unknown.push_back(id == tokenizer.special().unknown && tokenizer.letters() == 0);
  }
  if (tokenizer.letters() > 0)
    for (const auto& [place, word] : pieces.unknownTexts) list.tokens[place] = word;   // known by its letters
  return list;
}

std::int64_t Inspector::layers() const { return m_implementation->inspected.layers(); }

std::int64_t Inspector::maximumPieces() const {
  const std::int64_t most = m_implementation->inspected.maximumLength();
  std::int64_t special = 0;
  for (const auto& entry : m_implementation->inspected.tokenizer().layout(false)) special += entry.id >= 0;
  return most > 0 ? most - special : 0;
}

std::string Inspector::maskToken() const {
  const Tokenizer& tokenizer = m_implementation->inspected.tokenizer();
  return tokenizer.special().mask < 0 ? "" : tokenizer.token(tokenizer.special().mask);
}

std::string Inspector::family() const { return m_implementation->inspected.family(); }
std::int64_t Inspector::step() const { return m_implementation->inspected.step(); }

}  // namespace cloze
