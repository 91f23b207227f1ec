// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspector.h"

#include <stdexcept>

#include "engine/inspect/embed.h"
#include "engine/inspect/fill.h"
#include "engine/inspect/inspected_model.h"
#include "engine/inspect/neighbours.h"

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

PieceList Inspector::pieces(const std::string& text) const {
  const Tokenizer& tokenizer = m_implementation->inspected.tokenizer();
  Pieces pieces;
  tokenizer.encode(text, pieces);
  PieceList list;
  list.byteOffsets = pieces.byteOffsets;
  for (const TokenId id : pieces.ids) {
    list.tokens.push_back(tokenizer.token(id));
    list.continuesWord.push_back(tokenizer.continuesWord(id));
  }
  return list;
}

std::int64_t Inspector::layers() const { return m_implementation->inspected.layers(); }

std::string Inspector::maskToken() const {
  const Tokenizer& tokenizer = m_implementation->inspected.tokenizer();
  return tokenizer.special().mask < 0 ? "" : tokenizer.token(tokenizer.special().mask);
}

std::string Inspector::family() const { return m_implementation->inspected.family(); }
std::int64_t Inspector::step() const { return m_implementation->inspected.step(); }

}  // namespace cloze
