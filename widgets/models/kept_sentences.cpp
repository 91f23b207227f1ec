// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/kept_sentences.h"

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "widgets/shared/save_file.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

Json jsonOf(const KeptSentence& sentence) {
  Json masks = Json::array();
  for (const auto& [begin, end] : sentence.masks) masks.push_back({begin, end});
  return {{"text", sentence.text}, {"masks", masks}};
}

KeptSentence sentenceOf(const Json& json) {
  KeptSentence sentence;
  sentence.text = json.at("text").get<std::string>();
  const auto length = static_cast<std::int32_t>(sentence.text.size());
  for (const Json& mask : json.at("masks")) {
    const std::pair<std::int32_t, std::int32_t> range{mask.at(0).get<std::int32_t>(), mask.at(1).get<std::int32_t>()};
    if (range.first < 0 || range.second > length || range.first >= range.second) throw std::invalid_argument("a mask outside its sentence");
    sentence.masks.push_back(range);
  }
  return sentence;
}

}  // namespace

QString KeptSentence::blanked() const {
  std::vector<std::pair<std::int32_t, std::int32_t>> ranges = masks;
  std::sort(ranges.begin(), ranges.end());
  std::string blank;
  std::int32_t at = 0;
  for (const auto& [begin, end] : ranges) {
    if (begin > at) blank += text.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(begin - at));
    if (begin >= at) blank += "___";
    at = std::max(at, end);
  }
  return QString::fromStdString(blank + text.substr(static_cast<std::size_t>(at)));
}

KeptSentences::KeptSentences(std::filesystem::path file, QObject* parent) : QObject(parent), m_file(std::move(file)) { read(); }

void KeptSentences::read() {
  std::error_code error;
  if (!std::filesystem::exists(m_file, error)) return;
  try {
    const Json json = parseJson(readFile(m_file), m_file.string());
    for (const Json& sentence : json.at("sentences")) m_sentences.push_back(sentenceOf(sentence));
  } catch (const std::exception&) {
    m_sentences.clear();
    const std::filesystem::path aside = m_file.string() + ".unreadable";
    std::filesystem::rename(m_file, aside, error);
    m_problem = tr("The kept sentences could not be read; their file was moved to %1.").arg(QString::fromStdString(aside.string()));
  }
}

void KeptSentences::write() {
  Json sentences = Json::array();
  for (const KeptSentence& sentence : m_sentences) sentences.push_back(jsonOf(sentence));
  const std::string text = Json{{"sentences", sentences}}.dump(1) + "\n";
  saveFile(m_file, QByteArray::fromStdString(text), this, [this](const QString& problem) {
    m_problem = problem.isEmpty() ? QString() : tr("The kept sentences could not be written: %1").arg(problem);
    if (!problem.isEmpty()) Q_EMIT changed();
  });
}

bool KeptSentences::add(const KeptSentence& sentence) {
  if (std::find(m_sentences.begin(), m_sentences.end(), sentence) != m_sentences.end()) return false;
  m_sentences.push_back(sentence);
  write();
  Q_EMIT changed();
  return true;
}

void KeptSentences::remove(const KeptSentence& sentence) {
  const auto found = std::find(m_sentences.begin(), m_sentences.end(), sentence);
  if (found == m_sentences.end()) return;
  m_sentences.erase(found);
  write();
  Q_EMIT changed();
}

}  // namespace cloze
