// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/generate.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <stdexcept>

#include "engine/blocks/gemm.h"
#include "engine/blocks/key_value_cache.h"
#include "engine/catalogue.h"
#include "engine/core/random.h"
#include "engine/core/schema.h"
#include "engine/inspect/beam_search.h"
#include "engine/train/shard_pool.h"

namespace cloze {

namespace {

// Rows of tokens that grow one by one, and the logits behind each: only what is new is computed where there is a cache.
class Reader {
 public:
  Reader(TextModel& model, const std::vector<TokenId>& prompt, const GenerationRule& rule)
      : m_model(model), m_positions(modelSizes(model.family(), model.config()).positions), m_useCache(rule.useCache), m_rows{prompt} {
    if (const auto start = startToken(model)) {
      m_source = torch::tensor(std::vector<std::int64_t>(prompt.begin(), prompt.end()), torch::kInt64).unsqueeze(0);
      m_rows = {{*start}};
    }
    if (m_positions > 0 && length() > m_positions) m_start = length() - m_positions;
    m_capacity = m_positions > 0 ? m_positions : length() + rule.maximumNew;
  }
  const std::vector<std::vector<TokenId>>& rows() const { return m_rows; }

  // Row i becomes row parents[i] with tokens[i] behind it.
  void append(const std::vector<std::int64_t>& parents, const std::vector<TokenId>& tokens) {
    std::vector<std::vector<TokenId>> rows;
    for (std::size_t i = 0; i < parents.size(); ++i) {
      rows.push_back(m_rows[static_cast<std::size_t>(parents[i])]);
      rows.back().push_back(tokens[i]);
    }
    m_rows = std::move(rows);
    const bool moved = parents.size() != 1 || parents.front() != 0;
    if (m_cache && moved) m_cache->takeRows(torch::tensor(parents, torch::kInt64));
    if (m_positions > 0 && length() - m_start > m_positions) {
      m_start += (m_positions + 1) / 2;                // learned positions cannot slide: the older half goes, the rest is read again
      m_cache.reset();
    }
  }

  torch::Tensor logits() {                             // [rows, V]
    const torch::NoGradGuard noGradient;
    if (m_useCache && !m_cache) m_cache = std::make_unique<KeyValueCache>(m_capacity);
    const std::int64_t from = m_start + (m_cache ? m_cache->length : 0), T = length() - from;
    const auto rows = static_cast<std::int64_t>(m_rows.size());
    auto ids = torch::empty({rows, T}, torch::kInt64);
    for (std::size_t row = 0; row < m_rows.size(); ++row)
      std::copy(m_rows[row].begin() + from, m_rows[row].end(), ids.data_ptr<std::int64_t>() + static_cast<std::int64_t>(row) * T);
    BatchTensors batch;
    batch.ids = m_source.defined() ? m_source.expand({rows, m_source.size(1)}).contiguous() : ids;
    if (m_source.defined()) batch.decoderIds = ids;
    Pass pass;
    pass.cache = m_cache.get();
    const auto hidden = m_model.forward(batch, pass).hidden;                                   // [rows, T, H]
    return m_model.tokenLogits(hidden.select(1, T - 1).contiguous());
  }

 private:
  std::int64_t length() const { return static_cast<std::int64_t>(m_rows.front().size()); }

  TextModel& m_model;
  std::int64_t m_positions;
  bool m_useCache;
  torch::Tensor m_source;                              // [1, S] of a model of two sequences; undefined: the prompt is gone on from
  std::vector<std::vector<TokenId>> m_rows;            // the prompt, or what the decoder read
  std::int64_t m_capacity = 0;
  std::int64_t m_start = 0;                            // first token that the model still sees
  std::unique_ptr<KeyValueCache> m_cache;
};

bool isStop(const GenerationRule& rule, TokenId id) { return std::find(rule.stops.begin(), rule.stops.end(), id) != rule.stops.end(); }

void forbidStops(const GenerationRule& rule, std::int64_t done, torch::Tensor& logits) {
  if (done >= rule.minimumNew) return;
  for (const TokenId stop : rule.stops)
    if (stop < logits.size(1)) logits.select(1, stop).fill_(-INFINITY);
}

// The token that would end a run of `noRepeat` tokens which a row has already.
void forbidRepeats(const GenerationRule& rule, const std::vector<std::vector<TokenId>>& rows, torch::Tensor& logits) {
  const auto run = static_cast<std::size_t>(rule.noRepeat);
  if (run == 0) return;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::vector<TokenId>& ids = rows[row];
    for (std::size_t i = 0; i + run <= ids.size(); ++i)
      if (std::equal(ids.end() - static_cast<std::ptrdiff_t>(run - 1), ids.end(), ids.begin() + static_cast<std::ptrdiff_t>(i)))
        logits[static_cast<std::int64_t>(row)][ids[i + run - 1]] = -INFINITY;
  }
}

// The most probable ids, best first, ties by id.
std::vector<TokenId> bestIds(const float* values, std::int64_t count, std::int64_t wanted) {
  std::vector<TokenId> ids(static_cast<std::size_t>(count));
  std::iota(ids.begin(), ids.end(), 0);
  wanted = std::min(wanted, count);
  std::partial_sort(ids.begin(), ids.begin() + wanted, ids.end(), [&](TokenId a, TokenId b) { return values[a] != values[b] ? values[a] > values[b] : a < b; });
  ids.resize(static_cast<std::size_t>(wanted));
  return ids;
}

// One draw among the candidates that top-k and the nucleus leave.
TokenId draw(const torch::Tensor& logits, const GenerationRule& rule, std::int64_t number) {
  const auto probabilities = torch::softmax(logits / rule.temperature, 0).contiguous();
  const float* p = probabilities.data_ptr<float>();
  const std::int64_t V = probabilities.size(0);
  if (rule.topK == 0 && rule.topP >= 1) return drawFromAll(p, V, random(rule.seed, Purpose::Sample, static_cast<std::uint64_t>(number), 0).uniform());
  std::vector<TokenId> ids = bestIds(p, V, rule.topK > 0 ? rule.topK : V);
  double total = 0;
  for (const TokenId id : ids) total += static_cast<double>(p[id]);
  double kept = 0;
  std::size_t count = 0;
  while (count < ids.size() && (count == 0 || kept < rule.topP * total)) kept += static_cast<double>(p[ids[count++]]);
  double place = random(rule.seed, Purpose::Sample, static_cast<std::uint64_t>(number), 0).uniform() * kept;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    place -= static_cast<double>(p[ids[i]]);
    if (place < 0) return ids[i];
  }
  return ids[count - 1];
}

std::vector<TokenChoice> choicesOf(const torch::Tensor& logits, std::int64_t wanted) {
  const auto probabilities = torch::softmax(logits, 0).contiguous();
  const float* p = probabilities.data_ptr<float>();
  std::vector<TokenChoice> choices;
  for (const TokenId id : bestIds(p, probabilities.size(0), wanted)) choices.push_back({id, static_cast<double>(p[id])});
  return choices;
}

Continuation oneByOne(Reader& reader, const GenerationRule& rule, const std::function<bool(TokenId)>& told) {
  Continuation result;
  for (std::int64_t number = 0; number < rule.maximumNew; ++number) {
    auto logits = reader.logits();
    forbidStops(rule, number, logits);
    forbidRepeats(rule, reader.rows(), logits);
    const auto row = logits[0];
    const TokenId next = rule.temperature > 0 ? draw(row, rule, number) : static_cast<TokenId>(row.argmax().item<std::int64_t>());
    if (rule.candidates > 0) result.candidates.push_back(choicesOf(row, rule.candidates));
    result.stopped = isStop(rule, next);
    if (result.stopped) break;
    result.ids.push_back(next);
    if (told && !told(next)) break;
    reader.append({0}, {next});
  }
  return result;
}

std::vector<std::vector<float>> logProbabilities(Reader& reader, const GenerationRule& rule, std::int64_t done) {
  auto scores = torch::log_softmax(reader.logits(), 1);
  forbidStops(rule, done, scores);
  forbidRepeats(rule, reader.rows(), scores);
  scores = scores.contiguous();
  std::vector<std::vector<float>> rows;
  for (std::int64_t row = 0; row < scores.size(0); ++row) rows.emplace_back(scores.data_ptr<float>() + row * scores.size(1), scores.data_ptr<float>() + (row + 1) * scores.size(1));
  return rows;
}

std::vector<Continuation> withBeams(Reader& reader, const GenerationRule& rule) {
  BeamRule beams;
  beams.beams = rule.beams;
  beams.maximumNew = rule.maximumNew;
  beams.lengthPenalty = rule.lengthPenalty;
  beams.earlyStopping = rule.earlyStopping;
  beams.ends = rule.stops;
  std::int64_t done = 0;
  const auto first = logProbabilities(reader, rule, done);
  std::vector<Continuation> results;
  for (Hypothesis& one : searchBeams(beams, first.front(), [&](const std::vector<std::int64_t>& parents, const std::vector<TokenId>& tokens) {
         reader.append(parents, tokens);
         return logProbabilities(reader, rule, ++done);
       }))
    results.push_back({std::move(one.ids), one.score, one.ended, {}});
  return results;
}

void check(const std::vector<TokenId>& prompt, const GenerationRule& rule) {
  if (prompt.empty()) throw std::invalid_argument("the prompt is empty: give at least one token to go on from");
  if (rule.maximumNew < 1) throw std::invalid_argument("the number of new tokens must be at least 1, not " + std::to_string(rule.maximumNew));
  if (rule.beams < 1) throw std::invalid_argument("the number of beams must be at least 1, not " + std::to_string(rule.beams));
  if (rule.noRepeat < 0) throw std::invalid_argument("the length of runs that may not repeat must not be negative");
  if (rule.beams > 1 && rule.temperature > 0) throw std::invalid_argument("beams look for the most probable text: they do not go with a temperature");
  if (rule.temperature < 0 || !(rule.topP > 0 && rule.topP <= 1) || rule.topK < 0)
    throw std::invalid_argument("temperature and top-k must not be negative, top-p must lie in (0, 1]");
}

}  // namespace

std::optional<TokenId> startToken(TextModel& model) {
  if (model.head().head != Head::SequenceToSequence) return std::nullopt;
  const Json config = toJson(model.config());
  const Json start = config.value("decoder_start_token_id", Json());
  return start.is_number_integer() ? start.get<TokenId>() : 0;
}

TokenId drawFromAll(const float* probabilities, std::int64_t count, double uniform) {
  double sum = 0;
  for (std::int64_t id = 0; id < count; ++id) {
    sum += static_cast<double>(probabilities[id]);
    if (sum > uniform) return static_cast<TokenId>(id);
  }
  return static_cast<TokenId>(std::max_element(probabilities, probabilities + count) - probabilities);
}

std::vector<Continuation> generateTokens(TextModel& model, const std::vector<TokenId>& prompt, const GenerationRule& rule, const std::function<bool(TokenId)>& told) {
  check(prompt, rule);
  Reader reader(model, prompt, rule);
  const auto generate = [&]() -> std::vector<Continuation> {
    if (rule.beams > 1) return withBeams(reader, rule);
    return {oneByOne(reader, rule, told)};
  };
  if (rule.threads < 2) return generate();
  flushDenormalsInThisThread();
  ShardPool pool(rule.threads - 1);                    // and this thread
  const SplitProducts split(rule.threads, [&](const std::function<void(std::int64_t)>& work) { pool.run(work, [&] { work(rule.threads - 1); }); });
  return generate();
}

namespace {

// What the tokens add to a text; a text of its own begins with nothing.
std::string textBehind(const Tokenizer& tokenizer, const std::vector<TokenId>& text, const std::vector<TokenId>& ids) {
  constexpr std::size_t kSeen = 32;                    // of the text: enough to know whether a blank stands between
  std::vector<TokenId> whole(text.end() - static_cast<std::ptrdiff_t>(std::min(kSeen, text.size())), text.end());
  const std::string before = tokenizer.decode(whole);
  whole.insert(whole.end(), ids.begin(), ids.end());
  const std::string all = tokenizer.decode(whole);
  return all.compare(0, before.size(), before) == 0 ? all.substr(before.size()) : tokenizer.decode(ids);
}

GenerationRule ruleOf(const GenerateRequest& request, const Tokenizer& tokenizer) {
  GenerationRule rule;
  rule.maximumNew = request.maximumNew;
  rule.temperature = request.temperature;
  rule.topK = request.topK;
  rule.topP = request.topP;
  rule.beams = request.beams;
  rule.seed = static_cast<std::uint64_t>(request.seed);
  rule.candidates = request.candidates;
  rule.threads = request.threads > 0 ? request.threads : shardCount(0, 256);
  rule.lengthPenalty = request.lengthPenalty;
  rule.noRepeat = request.noRepeat;
  if (tokenizer.special().end >= 0) rule.stops = {tokenizer.special().end};
  return rule;
}

}  // namespace

GenerateResult generateText(InspectedModel& inspected, const GenerateRequest& request, Progress& progress) {
  inspected.requireWriting();
  const Tokenizer& tokenizer = inspected.tokenizer();
  const bool own = inspected.readsAndWrites();         // a text of its own, from a source with its special tokens
  std::vector<TokenId> prompt = encodeText(tokenizer, request.prompt, {own, 0, Truncation::None, 0}).ids;
  if (prompt.empty() && tokenizer.special().begin >= 0) prompt = {tokenizer.special().begin};
  const GenerationRule rule = ruleOf(request, tokenizer);
  GenerateResult result;
  result.ownText = own;
  result.promptTokens = static_cast<std::int64_t>(prompt.size());
  result.cut = inspected.maximumLength() > 0 ? std::max<std::int64_t>(0, result.promptTokens - inspected.maximumLength()) : 0;
  std::int64_t done = 0;
  const Continuation best = generateTokens(inspected.model(), prompt, rule, [&](TokenId) {
    progress.report("writing", ++done, rule.maximumNew);
    return true;
  }).front();
  result.ids.assign(best.ids.begin(), best.ids.end());
  std::vector<TokenId> written = own ? std::vector<TokenId>() : prompt;
  result.text = textBehind(tokenizer, written, best.ids);
  for (const TokenId id : best.ids) result.tokens.push_back(tokenizer.token(id));
  for (std::size_t step = 0; step < best.candidates.size(); ++step) {
    auto& row = result.candidates.emplace_back();
    for (const TokenChoice& choice : best.candidates[step]) row.push_back({tokenizer.token(choice.id), choice.id, choice.probability, textBehind(tokenizer, written, {choice.id})});
    if (step < best.ids.size()) written.push_back(best.ids[step]);
  }
  result.stopped = best.stopped;
  result.step = inspected.step();
  result.bytePieces = inspected.bytePieces();
  return result;
}

}  // namespace cloze
