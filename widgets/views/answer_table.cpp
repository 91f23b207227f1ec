// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/answer_table.h"

#include "engine/core/json.h"

namespace cloze {

namespace {

// Ids as on the command line.
const char* modeId(FillMode mode) { return mode == FillMode::Sequential ? "sequential" : mode == FillMode::Joint ? "joint" : "independent"; }

QByteArray quoted(const std::string& text, char separator) {
  QByteArray field = QByteArray::fromStdString(text);
  if (!field.contains(separator) && !field.contains('"') && !field.contains('\n')) return field;
  return '"' + field.replace("\"", "\"\"") + '"';
}

class Rows {
 public:
  explicit Rows(char separator) : m_separator(separator) {}

  void add(const AnsweredModel& answered, const FillResult& result, const MaskAnswer& mask) {
    const std::vector<std::string> start{answered.model.title.toStdString(), answered.step >= 0 ? std::to_string(answered.step) : std::string(), modeId(result.mode), std::to_string(mask.index) + (mask.reading == Reading::After ? " from the right" : "")};
    for (std::size_t i = 0; i < mask.candidates.size(); ++i) line(start, static_cast<std::int64_t>(i) + 1, mask.candidates[i].token, mask.candidates[i].probability, "best");
    if (mask.trueRank > 0) line(start, mask.trueRank, mask.trueToken, mask.trueProbability, "true");
    for (const NamedCandidate& named : mask.named) line(start, named.rank, named.word, named.probability, "named");
  }
  QByteArray text;

  void line(const std::vector<std::string>& start, std::int64_t rank, const std::string& piece, double probability, const char* kind) {
    for (const std::string& field : start) text += quoted(field, m_separator) + m_separator;
    text += (rank > 0 ? QByteArray::number(static_cast<qlonglong>(rank)) : QByteArray()) + m_separator + quoted(piece, m_separator) + m_separator;
    text += (rank > 0 ? QByteArray::number(probability, 'g', 9) : QByteArray()) + m_separator + kind + '\n';
  }

 private:
  char m_separator;
};

Json jsonOf(const MaskAnswer& mask) {
  Json candidates = Json::array(), named = Json::array();
  for (const Candidate& candidate : mask.candidates) candidates.push_back({{"token", candidate.token}, {"id", candidate.id}, {"probability", candidate.probability}});
  for (const NamedCandidate& word : mask.named) {
    Json row{{"word", word.word}, {"pieces", word.pieces}};
    if (word.rank > 0) row.update({{"rank", word.rank}, {"probability", word.probability}});
    named.push_back(row);
  }
  Json row{{"index", mask.index}, {"candidates", candidates}};
  if (mask.reading != Reading::BothSides) row["from"] = mask.reading == Reading::Before ? "before" : "after";
  if (mask.trueRank > 0) row["true"] = {{"token", mask.trueToken}, {"rank", mask.trueRank}, {"probability", mask.trueProbability}};
  if (!named.empty()) row["named"] = named;
  if (mask.turn > 0) row["turn"] = mask.turn;
  return row;
}

}  // namespace

QByteArray answersAsRows(const std::vector<AnsweredModel>& answers, char separator) {
  Rows rows(separator);
  rows.text = QByteArray("model,step,mode,mask,rank,piece,probability,kind\n").replace(',', separator);
  for (const AnsweredModel& answered : answers)
    for (const FillResult& result : answered.results)
      for (const MaskAnswer& mask : result.masks) rows.add(answered, result, mask);
  return rows.text;
}

QByteArray answersAsJson(const std::string& sentence, const std::vector<AnsweredModel>& answers) {
  Json models = Json::array();
  for (const AnsweredModel& answered : answers) {
    Json results = Json::array();
    for (const FillResult& result : answered.results) {
      Json masks = Json::array();
      for (const MaskAnswer& mask : result.masks) masks.push_back(jsonOf(mask));
      results.push_back({{"mode", modeId(result.mode)}, {"tokens", result.tokens}, {"masks", masks}});
    }
    Json model{{"model", answered.model.title.toStdString()}, {"checkpoint", answered.model.checkpoint.string()}, {"run", answered.model.run}, {"results", results}};
    if (answered.step >= 0) model["step"] = answered.step;
    models.push_back(model);
  }
  return QByteArray::fromStdString(Json{{"sentence", sentence}, {"models", models}}.dump(1) + "\n");
}

}  // namespace cloze
