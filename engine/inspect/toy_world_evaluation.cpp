// Asks the Inspector about every row of the held-out sets.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/toy_world_evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "engine/data/toy_world_held_out.h"
#include "engine/data/toy_world_measures.h"

namespace cloze {
namespace {

constexpr std::int64_t kWholeVocabulary = 1 << 30;

// The model's whole distribution at the one mask of a sentence.
struct Distribution {
  std::unordered_map<std::string, double> probabilities;
  double of(const std::string& piece) const {
    const auto found = probabilities.find(piece);
    return found == probabilities.end() ? 0.0 : found->second;
  }
  std::int64_t rank(const std::string& piece) const {      // 1-based; 0: no such piece
    const double mine = of(piece);
    if (mine <= 0) return 0;
    return 1 + std::count_if(probabilities.begin(), probabilities.end(), [mine](const auto& other) { return other.second > mine; });
  }
};

double nats(double probability) { return -std::log(std::max(probability, 1e-12)); }

class Evaluation {
 public:
  Evaluation(Inspector& inspector, const ToyWorld& world, Progress& progress) : m_inspector(inspector), m_sets(toyHeldOut(world)), m_progress(progress) {}

  ToyFigures make() {
    facts();
    agreement();
    senses();
    return std::move(m_figures);
  }

 private:
  Distribution ask(std::string text) {
    text.replace(text.find(kToyMask), std::string(kToyMask).size(), m_inspector.maskToken());
    FillRequest request;
    request.text = std::move(text);
    request.topK = kWholeVocabulary;
    const FillResult result = m_inspector.fill(request, m_progress);
    Distribution distribution;
    for (const Candidate& candidate : result.masks.at(0).candidates) distribution.probabilities[candidate.token] += candidate.probability;
    return distribution;
  }

  // The single piece a word is, or "" when it is cut.
  std::string piece(const std::string& word) {
    const auto known = m_pieces.find(word);
    if (known != m_pieces.end()) return known->second;
    std::vector<std::string> tokens;
    const PieceList list = m_inspector.pieces(word);
    for (std::size_t i = 0; i < list.tokens.size(); ++i)
      if (list.byteOffsets[i].first != list.byteOffsets[i].second) tokens.push_back(list.tokens[i]);
    if (tokens.size() != 1) ++m_figures.cutWords;
    return m_pieces[word] = tokens.size() == 1 ? tokens.front() : "";
  }

  void facts() {
    std::vector<std::int64_t> ranks;
    std::map<std::string, std::vector<std::int64_t>> byRelation;
    std::vector<std::string> order;
    double first = 0;
    for (const HeldOutFact& row : m_sets.facts) {
      const Distribution distribution = ask(row.text);
      const double mine = distribution.of(piece(row.answer));
      ranks.push_back(distribution.rank(piece(row.answer)));
      if (byRelation.count(row.relation) == 0) order.push_back(row.relation);
      byRelation[row.relation].push_back(ranks.back());
      m_figures.factLoss += nats(mine);
      first += std::all_of(row.candidates.begin(), row.candidates.end(), [&](const std::string& other) { return other == row.answer || distribution.of(piece(other)) < mine; });
    }
    const double count = static_cast<double>(ranks.size());
    m_figures.factAt1 = shareWithin(ranks, 1);
    m_figures.factAt5 = shareWithin(ranks, 5);
    m_figures.factLoss /= count;
    m_figures.candidateAt1 = first / count;
    for (const std::string& relation : order)
      m_figures.relations.push_back({relation, shareWithin(byRelation[relation], 1), shareWithin(byRelation[relation], 5)});
  }

  void agreement() {
    double right = 0, disagreeingRight = 0, disagreeing = 0;
    for (const HeldOutAgreement& row : m_sets.agreement) {
      const Distribution distribution = ask(row.text);
      const double good = distribution.of(piece(row.right)), bad = distribution.of(piece(row.wrong));
      right += good > bad;
      disagreeing += row.disagreeing;
      disagreeingRight += row.disagreeing && good > bad;
      m_figures.agreementLoss += nats(good);
    }
    const double count = static_cast<double>(m_sets.agreement.size());
    m_figures.agreement = right / count;
    m_figures.agreementLoss /= count;
    m_figures.agreementDisagreeing = disagreeingRight / disagreeing;
  }

  void senses() {
    std::vector<std::string> lemmas;
    std::map<std::string, std::vector<const HeldOutSense*>> rows;
    for (const HeldOutSense& row : m_sets.senses) {
      if (rows.count(row.lemma) == 0) lemmas.push_back(row.lemma);
      rows[row.lemma].push_back(&row);
    }
    for (std::int64_t layer = 0; layer <= m_inspector.layers(); ++layer) {
      double sums[3] = {0, 0, 0};
      for (const std::string& lemma : lemmas) {
        const SenseVectors vectors = vectorsOf(rows[lemma], layer), centred = centredByFrame(vectors);
        sums[0] += kmeans2(centred);
        sums[1] += centroid8(vectors);
        sums[2] += nearestSense(centred);
      }
      const double count = static_cast<double>(lemmas.size());
      m_figures.kmeans2.push_back(sums[0] / count);
      m_figures.centroid8.push_back(sums[1] / count);
      m_figures.nearestSense.push_back(sums[2] / count);
    }
  }

  // The vectors of the polysemous word in its sentences: the row of the token table that carries its piece.
  SenseVectors vectorsOf(const std::vector<const HeldOutSense*>& rows, std::int64_t layer) {
    SenseVectors vectors;
    for (const HeldOutSense* row : rows) {
      const std::string wanted = piece(row->word);
      EmbedRequest request;
      request.texts = {row->text};
      request.layer = layer;
      request.pooling = Pooling::Token;
      const auto table = m_inspector.embed(request, m_progress);
      const auto found = std::find(table->labels.begin(), table->labels.end(), wanted);
      if (wanted.empty() || found == table->labels.end()) continue;
      vectors.width = table->width;
      const auto first = table->values.begin() + (found - table->labels.begin()) * table->width;
      vectors.values.insert(vectors.values.end(), first, first + table->width);
      vectors.senses.push_back(row->sense == rows.front()->sense ? 0 : 1);
      vectors.frames.push_back(row->frame);
      vectors.halves.push_back(row->half);
    }
    return vectors;
  }

  Inspector& m_inspector;
  ToyHeldOut m_sets;
  Progress& m_progress;
  ToyFigures m_figures;
  std::map<std::string, std::string> m_pieces;
};

}  // namespace

Json toJson(const ToyFigures& figures) {
  Json relations = Json::object();
  for (const ToyRelationFigures& row : figures.relations) relations[row.relation] = {{"fact_at_1", row.factAt1}, {"fact_at_5", row.factAt5}};
  return {{"fact_at_1", figures.factAt1}, {"fact_at_5", figures.factAt5}, {"candidate_at_1", figures.candidateAt1}, {"fact_loss", figures.factLoss},
          {"agreement", figures.agreement}, {"agreement_disagreeing", figures.agreementDisagreeing}, {"agreement_loss", figures.agreementLoss},
          {"kmeans2", figures.kmeans2}, {"centroid8", figures.centroid8}, {"nearest_sense", figures.nearestSense}, {"cut_words", figures.cutWords},
          {"relations", relations}};
}

ToyFigures evaluateToyWorld(Inspector& inspector, const ToyWorld& world, Progress& progress) { return Evaluation(inspector, world, progress).make(); }

}  // namespace cloze
