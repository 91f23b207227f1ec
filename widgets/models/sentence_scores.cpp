// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/sentence_scores.h"

#include <algorithm>

namespace cloze {

SentenceScores::SentenceScores(const KeptSentences* kept, QObject* parent) : QObject(parent), m_kept(kept) {
  connect(kept, &KeptSentences::changed, this, [this] { if (m_following && !m_asked) askNext(); });
}

std::string SentenceScores::keyOf(const KeptSentence& sentence) {
  std::string key = sentence.text;
  for (const auto& [begin, end] : sentence.masks) key += "\n" + std::to_string(begin) + "-" + std::to_string(end);
  return key;
}

void SentenceScores::setCheckpoints(const std::vector<ModelChoice>& checkpoints) {
  const bool sameRun = !checkpoints.empty() && !m_checkpoints.empty() && checkpoints.front().run == m_checkpoints.front().run;
  if (!sameRun) m_unread = 0;
  if (!sameRun && !m_checkpoints.empty()) cancel();
  m_checkpoints = checkpoints;
  std::sort(m_checkpoints.begin(), m_checkpoints.end(), [](const ModelChoice& a, const ModelChoice& b) { return a.step < b.step; });
  Q_EMIT changed();
  if (m_following && !m_asked) askNext();
}

void SentenceScores::start() {
  m_following = true;
  if (!m_asked) askNext();
}

void SentenceScores::cancel() {
  m_following = false;
  if (m_asked) Q_EMIT cancelled();
  m_asked.reset();
  Q_EMIT changed();
}

std::vector<KeptSentence> SentenceScores::missing(const ModelChoice& checkpoint) const {
  std::vector<KeptSentence> sentences;
  const auto known = m_scores.find(checkpoint.checkpoint.string());
  for (const KeptSentence& sentence : m_kept->all())
    if (known == m_scores.end() || known->second.count(keyOf(sentence)) == 0) sentences.push_back(sentence);
  return sentences;
}

void SentenceScores::askNext() {
  m_asked.reset();
  for (const ModelChoice& checkpoint : m_checkpoints) {
    const std::vector<KeptSentence> sentences = missing(checkpoint);
    if (sentences.empty()) continue;
    FillQuestion question;
    question.inPassing = true;
    for (const KeptSentence& sentence : sentences) {
      FillRequest request;
      request.text = sentence.text;
      request.maskBytes = sentence.masks;
      request.topK = 1;
      request.cutLongText = true;
      question.requests.push_back(std::move(request));
    }
    m_asked = Asked{checkpoint.checkpoint.string(), sentences};
    Q_EMIT asked(checkpoint, question);
    break;
  }
  Q_EMIT changed();
}

void SentenceScores::take(const FillAnswer& answer) {
  if (!m_asked || answer.results.size() != m_asked->sentences.size()) return;
  for (std::size_t i = 0; i < answer.results.size(); ++i) m_scores[m_asked->folder][keyOf(m_asked->sentences[i])] = {answer.results[i].masks, answer.problems[i]};
  askNext();
}

void SentenceScores::takeFailure(const QString& text) {
  if (!m_asked) return;
  ++m_unread;
  for (const KeptSentence& sentence : m_asked->sentences) m_scores[m_asked->folder][keyOf(sentence)] = {{}, text.toStdString()};
  askNext();
}

std::pair<int, int> SentenceScores::progress() const {
  const auto done = std::count_if(m_checkpoints.begin(), m_checkpoints.end(), [this](const ModelChoice& checkpoint) { return missing(checkpoint).empty(); });
  return {static_cast<int>(done), checkpointCount()};
}

std::vector<MaskHistory> SentenceScores::history(const KeptSentence& sentence) const {
  std::vector<MaskHistory> histories;
  for (const ModelChoice& checkpoint : m_checkpoints) {
    const auto scores = m_scores.find(checkpoint.checkpoint.string());
    if (scores == m_scores.end()) continue;
    const auto score = scores->second.find(keyOf(sentence));
    if (score == scores->second.end()) continue;
    const std::vector<MaskAnswer>& masks = score->second.masks;
    if (histories.size() < masks.size()) histories.resize(masks.size());
    for (std::size_t i = 0; i < masks.size(); ++i) {
      histories[i].word = masks[i].trueToken + (masks[i].reading == Reading::After ? " \xE2\x86\x90" : "");   // read from the right
      histories[i].points.push_back({checkpoint.step, masks[i].trueRank, masks[i].trueProbability});
    }
  }
  return histories;
}

QString SentenceScores::problem(const KeptSentence& sentence) const {
  if (m_checkpoints.empty()) return {};
  const auto scores = m_scores.find(m_checkpoints.back().checkpoint.string());
  if (scores == m_scores.end()) return {};
  const auto score = scores->second.find(keyOf(sentence));
  return score == scores->second.end() ? QString() : QString::fromStdString(score->second.problem);
}

}  // namespace cloze
