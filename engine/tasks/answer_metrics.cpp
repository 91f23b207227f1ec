// What SQuAD's evaluation scripts (1.1 and 2.0) count: exact match and overlap of words after normalisation, the best over the gold answers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>

#include <utf8proc.h>

#include "engine/tasks/metrics.h"
#include "engine/text/bert_characters.h"
#include "engine/text/utf8.h"

namespace cloze {
namespace {

bool isAsciiPunctuation(char32_t c) { return (c > 32 && c < 48) || (c > 57 && c < 65) || (c > 90 && c < 97) || (c > 122 && c < 127); }

// As Python's \w without the underscore, which is punctuation and gone by then.
bool isWordCharacter(char32_t c) {
  const auto kind = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO && (kind <= UTF8PROC_CATEGORY_LO || kind >= UTF8PROC_CATEGORY_ND);
}

// Articles go as whole words: "a—b" holds one, "ab" none. What is left is joined by single blanks.
class AnswerNormaliser {
 public:
  std::string normalise(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const DecodedCharacter character = decodeUtf8(text, at);
      at += static_cast<std::size_t>(character.size);
      add(static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(character.value))));
    }
    endRun();
    endToken();
    return std::move(m_out);
  }

 private:
  void add(char32_t c) {
    if (isAsciiPunctuation(c)) return;               // before the articles: "t.he" is one
    if (isWordCharacter(c)) return appendUtf8(m_run, c);
    endRun();
    if (isUnicodeSpace(c)) endToken();
    else appendUtf8(m_token, c);
  }
  void endRun() {
    if (m_run == "a" || m_run == "an" || m_run == "the") endToken();
    else m_token += m_run;
    m_run.clear();
  }
  void endToken() {
    if (!m_token.empty()) m_out += (m_out.empty() ? "" : " ") + m_token;
    m_token.clear();
  }
  std::string m_run, m_token, m_out;
};

std::vector<std::string> wordsOf(const std::string& normalised) {
  std::istringstream stream(normalised);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

double overlapF1(const std::vector<std::string>& predicted, const std::vector<std::string>& gold, bool version2) {
  if (version2 && (predicted.empty() || gold.empty())) return predicted.empty() == gold.empty() ? 1 : 0;
  std::map<std::string, int> left;
  for (const std::string& word : gold) ++left[word];
  double common = 0;
  for (const std::string& word : predicted)
    if (const auto found = left.find(word); found != left.end() && found->second-- > 0) ++common;
  return common == 0 ? 0 : 2 * common / static_cast<double>(predicted.size() + gold.size());
}

// SQuAD 2.0 leaves out gold answers of which nothing remains, and takes "" when none is left.
std::vector<std::string> normalisedGold(const std::vector<std::string>& gold, bool version2) {
  std::vector<std::string> texts;
  for (const std::string& answer : gold)
    if (std::string text = normalisedAnswer(answer); !version2 || !text.empty()) texts.push_back(std::move(text));
  if (texts.empty()) texts.emplace_back();
  return texts;
}

}  // namespace

std::string normalisedAnswer(const std::string& text) { return AnswerNormaliser().normalise(text); }

double exactMatch(const std::string& predicted, const std::vector<std::string>& gold) {
  const auto texts = normalisedGold(gold, false);
  return std::find(texts.begin(), texts.end(), normalisedAnswer(predicted)) == texts.end() ? 0 : 1;
}

double answerF1(const std::string& predicted, const std::vector<std::string>& gold, bool version2) {
  const std::vector<std::string> words = wordsOf(normalisedAnswer(predicted));
  double best = 0;
  for (const std::string& text : normalisedGold(gold, version2)) best = std::max(best, overlapF1(words, wordsOf(text), version2));
  return best;
}

}  // namespace cloze
