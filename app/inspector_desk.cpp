// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspector_desk.h"

#include <algorithm>
#include <map>

namespace cloze {

namespace {

constexpr std::size_t kMostModels = 5;                 // four rows of one view, and the other view's
constexpr std::uint64_t kMostModelBytes = 2'000'000'000;

// A checkpoint by its place and age: an output folder stands for its newest checkpoint, and a folder may be written anew.
std::string keyOf(const std::filesystem::path& folder) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(folder / "config.json", error);
  return folder.string() + "|" + std::to_string(error ? 0 : written.time_since_epoch().count());
}

std::uint64_t weightBytes(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error))
    if (const auto size = entry.file_size(error); !error) bytes += size;
  return bytes;
}

// A part that may fail by itself.
template <class Part, class Make>
PartAnswer<Part> attempt(Make make) {
  try {
    return {make(), {}};
  } catch (const Cancelled&) {
    throw;
  } catch (const std::exception& error) {
    return {{}, error.what()};
  }
}

}  // namespace

InspectorAnswer InspectorDesk::answer(const ModelSource& source, const InspectorQuestion& question, ModelFacts& facts, Progress& progress) {
  const auto* fill = std::get_if<FillQuestion>(&question);
  Inspector& inspector = openModel(source, fill && fill->inPassing);
  facts = {inspector.family(), inspector.maskToken(), inspector.layers(), inspector.step(), inspector.maximumPieces(), inspector.predictsNext(), inspector.readsAndWrites(),
           inspector.layerMix()};
  InspectorAnswer made = std::visit([&](const auto& asked) { return reply(inspector, asked, progress); }, question);
  m_passing.reset();
  return made;
}

Inspector& InspectorDesk::openModel(const ModelSource& source, bool inPassing) {
  const std::filesystem::path folder = source.snapshot ? std::filesystem::path() : resolveCheckpoint(source.checkpoint);
  const std::string key = source.snapshot ? std::string() : keyOf(folder);
  const auto same = std::find_if(m_open.begin(), m_open.end(), [&](const OpenModel& open) { return source.snapshot ? open.source.snapshot == source.snapshot : open.key == key && !open.source.snapshot; });
  if (same != m_open.end()) {
    m_open.splice(m_open.begin(), m_open, same);
    return *m_open.front().inspector;
  }
  auto inspector = source.snapshot ? std::make_unique<Inspector>(source.snapshot) : std::make_unique<Inspector>(folder);
  if (inPassing) return *(m_passing = std::move(inspector));
  if (source.snapshot) m_open.remove_if([&source](const OpenModel& open) { return open.source.snapshot && open.source.run == source.run; });
  m_open.push_front({source, key, source.snapshot ? 0 : weightBytes(folder), std::move(inspector)});
  std::uint64_t bytes = 0;
  for (const OpenModel& open : m_open) bytes += open.bytes;
  while (m_open.size() > 1 && (m_open.size() > kMostModels || bytes > kMostModelBytes)) {
    bytes -= m_open.back().bytes;
    m_open.pop_back();
  }
  return *m_open.front().inspector;
}

InspectorAnswer InspectorDesk::reply(Inspector& inspector, const PiecesQuestion& question, Progress&) {
  PiecesAnswer answer{inspector.pieces(question.text), 0};
  const std::int64_t limit = inspector.maximumPieces() > 0 ? std::min(inspector.maximumPieces(), question.most) : question.most;
  PieceList& pieces = answer.pieces;
  answer.leftOut = std::max<std::int64_t>(0, static_cast<std::int64_t>(pieces.tokens.size()) - limit);
  const std::size_t kept = pieces.tokens.size() - static_cast<std::size_t>(answer.leftOut);
  pieces.tokens.resize(kept);
  pieces.byteOffsets.resize(kept);
  pieces.continuesWord.resize(kept);
  pieces.unknown.resize(kept);
  return answer;
}

InspectorAnswer InspectorDesk::reply(Inspector& inspector, const FillQuestion& question, Progress& progress) {
  FillAnswer answer;
  for (const FillRequest& request : question.requests) {
    auto filled = question.inPassing ? attempt<FillResult>([&] { return inspector.fill(request, progress); }) : PartAnswer<FillResult>{inspector.fill(request, progress), {}};
    answer.results.push_back(std::move(filled.part));
    answer.problems.push_back(std::move(filled.problem));
  }
  return answer;
}

InspectorAnswer InspectorDesk::reply(Inspector& inspector, const SpansQuestion& question, Progress& progress) { return SpansAnswer{inspector.fillSpans(question.request, progress)}; }

void InspectorDesk::readText(const NeighboursQuestion& question, Progress& progress) {
  if (m_texts == question.texts && m_most == question.mostSentences && !m_sentences.sentences.empty()) return;
  m_texts.clear();                         // what is read may fail or be cancelled
  m_sentences = readLabelledSentences(question.texts, question.mostSentences, progress);
  m_texts = question.texts;
  m_most = question.mostSentences;
}

const WordVectors& InspectorDesk::vectorsOf(const std::filesystem::path& file, Progress& progress) {
  std::error_code error;
  const std::string key = file.string() + "|" + std::to_string(std::filesystem::file_size(file, error)) + "|" + std::to_string(std::filesystem::last_write_time(file, error).time_since_epoch().count());
  if (!m_vectors || key != m_vectorsKey) {
    m_vectors.reset();
    m_vectors = readWordVectors(file, progress);
    m_vectorsKey = key;
  }
  return *m_vectors;
}

InspectorAnswer InspectorDesk::reply(Inspector& inspector, const NeighboursQuestion& question, Progress& progress) {
  readText(question, progress);
  NeighboursAnswer answer;
  answer.sentences = static_cast<std::int64_t>(m_sentences.sentences.size());
  answer.cut = m_sentences.cut;
  std::map<std::pair<std::int64_t, std::int32_t>, const std::string*> senses;
  for (const SenseLabel& label : m_sentences.senses) senses[{label.line, label.byteBegin}] = &label.sense;
  NeighbourRequest request;
  request.corpus = m_sentences.sentences;
  request.layer = question.layer;
  request.k = question.k;
  request.sameWordOnly = question.sameWordOnly;
  for (const QueryWord& query : question.queries) {
    request.query = query.sentence;
    request.word = query.word;
    request.occurrence = query.occurrence;
    answer.results.push_back(inspector.neighbours(request, progress));
    for (Neighbour& neighbour : answer.results.back().neighbours)
      if (const auto sense = senses.find({neighbour.line, neighbour.byteBegin}); sense != senses.end()) neighbour.sense = *sense->second;
  }
  addStatic(inspector, question, answer, progress);
  addMap(inspector, question, answer, progress);
  return answer;
}

void InspectorDesk::addStatic(Inspector& inspector, const NeighboursQuestion& question, NeighboursAnswer& answer, Progress& progress) {
  for (const QueryWord& query : question.queries) answer.modelVectors.push_back(attempt<StaticResult>([&] { return inspector.staticNeighbours(query.word, question.k); }));
  if (question.vectorFile.empty()) return;
  for (const QueryWord& query : question.queries)
    answer.fileVectors.push_back(attempt<StaticResult>([&] { return nearestWords(vectorsOf(question.vectorFile, progress), query.word, question.k); }));
  if (m_vectors && m_vectors->badRows > 0) answer.fileNotes = std::to_string(m_vectors->badRows) + " rows left out: " + m_vectors->badExamples.front();
}

void InspectorDesk::addMap(Inspector& inspector, const NeighboursQuestion& question, NeighboursAnswer& answer, Progress& progress) {
  WordMapRequest request;
  request.corpus = m_sentences.sentences;
  request.senses = m_sentences.senses;
  request.queries = question.queries;
  request.layer = question.layer;
  answer.map = attempt<WordMap>([&] { return inspector.wordMap(request, progress); });
}

}  // namespace cloze
