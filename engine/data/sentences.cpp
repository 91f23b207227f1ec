// How a boundary is found: a run of terminators, the closing quotes and brackets after it, white space, then a look at the word before and
// the word after. Only the neighbourhood of terminators is decoded, so that plain text passes at the speed of a byte scan.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/sentences.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_set>

namespace cloze {
namespace {

using Words = std::unordered_set<std::string>;

// Lower case, without the last period. Followed by a capital they still do not end a sentence.
// Titles before names, when written with a capital: "Sen. Smith", but "seven sen."
const Words kTitles = {"mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "maj", "gov", "sen", "rep", "pres", "st", "mt", "messrs", "mme"};
// Words before numbers, when a digit follows: "No. 5", but "No. He left."
const Words kBeforeNumbers = {"no", "nos", "vol", "fig", "figs", "eq", "sec", "ch", "p", "pp", "art", "op", "рис", "табл", "стр", "гл", "ст", "п", "пп", "ч", "кн", "вып", "д", "кв", "корп", "№", "тел", "ок", "род", "ум"};
const Words kNeverLast = {"approx", "ca",  "cf",  "vs",   "v",  "e.g", "i.e", "eg", "ie", "viz", "т.е", "т.к", "т.н", "т.о", "см", "ср", "ул", "пл", "пр-т", "просп", "обл", "р-н", "пос",
                          "акад",   "проф", "доц", "канд", "чл", "тов", "гр",  "св", "о",  "оз",  "букв", "напр", "англ", "фр", "греч", "др.-греч", "исп", "зам", "зав", "т"};
// They may end a sentence: they do when the next word is a capital one (kLastBeforeCapital), or one that usually begins sentences (kPerhapsLast).
const Words kLastBeforeCapital = {"etc", "т.д", "т.п", "a.m", "p.m", "др", "пр", "н.э", "min", "hrs"};
const Words kPerhapsLast = {"им", "al", "inc", "ltd", "co", "corp", "jr", "sr", "bros", "u.s", "u.k", "u.n", "u.s.a", "e.u", "d.c", "ph.d", "b.c", "a.d", "b.a", "m.a",
                            "г", "гг", "в", "вв", "руб", "коп", "тыс", "млн", "млрд", "трлн", "км", "кг", "ч", "сек", "чел", "экз", "jan", "feb", "mar", "apr", "jun", "jul",
                            "aug", "sept", "sep", "oct", "nov", "dec", "янв", "февр", "апр", "авг", "сент", "окт", "нояб", "дек"};
const Words kStarters = {"the",  "he",  "she",  "it",   "they", "we",   "you",  "this", "that",  "these", "those", "there", "then", "but",  "and",  "so",   "in",
                         "on",   "at",  "for",  "when", "after", "before", "if", "as",  "his",   "her",   "their", "its",   "our",  "my",   "a",    "an",   "i", "however", "what", "who", "why", "how",
                         "он",   "она", "оно",  "они",  "мы",   "вы",   "ты",   "я",    "это",   "этот",  "эта",   "эти",   "в",    "во",   "на",   "но",   "и",
                         "а",    "с",   "к",    "по",   "за",   "из",   "от",   "до",   "у",     "о",     "об",    "при",   "для",  "его",  "её",   "ее",   "их", "после", "затем", "потом", "так",
                         "там",  "тогда", "когда", "если", "однако", "поэтому", "что", "кто", "где", "как", "все", "всё", "не", "со", "тут", "здесь"};
// Second halves of the spaced forms "т. д.", "н. э.", "e. g."; the first letter is written before the space.
const Words kSpacedHalves = {"т.д", "т.п", "т.е", "т.к", "т.н", "т.о", "н.э", "e.g", "i.e", "a.m", "p.m"};

struct Character { std::int32_t code = 0; std::size_t size = 0; };   // size 0: the end

Character characterAt(std::string_view text, std::size_t place) {
  if (place >= text.size()) return {};
  const auto first = static_cast<unsigned char>(text[place]);
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t code = 0;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + place), static_cast<utf8proc_ssize_t>(std::min<std::size_t>(4, text.size() - place)), &code);
  return size > 0 ? Character{code, static_cast<std::size_t>(size)} : Character{0xFFFD, 1};
}

Character characterBefore(std::string_view text, std::size_t begin, std::size_t place) {
  if (place <= begin) return {};
  std::size_t start = place - 1;
  while (start > begin && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return {characterAt(text, start).code, place - start};
}

bool isSpace(std::int32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
         code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}
bool isUpper(std::int32_t code) { const auto category = utf8proc_category(code); return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT; }
bool isLower(std::int32_t code) { return utf8proc_category(code) == UTF8PROC_CATEGORY_LL; }
bool isDigit(std::int32_t code) { return utf8proc_category(code) == UTF8PROC_CATEGORY_ND; }
bool isLetter(std::int32_t code) { const auto category = utf8proc_category(code); return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO; }
bool isDash(std::int32_t code) { return code == '-' || (code >= 0x2010 && code <= 0x2015); }
bool isWideTerminator(std::int32_t code) { return code == 0x3002 || code == 0xFF01 || code == 0xFF1F; }       // 。！？ need no space after them
bool isTerminator(std::int32_t code) { return code == '.' || code == '!' || code == '?' || code == 0x2026 || code == 0x203C || (code >= 0x2047 && code <= 0x2049) || isWideTerminator(code); }
bool isCloser(std::int32_t code) {
  return code == '"' || code == '\'' || code == ')' || code == ']' || code == '}' || code == 0xBB || code == 0x2019 || code == 0x201D || code == 0x201C || code == 0x300D || code == 0x300F;
}
bool isOpener(std::int32_t code) {
  return code == '"' || code == '\'' || code == '(' || code == '[' || code == '{' || code == 0xAB || code == 0x2018 || code == 0x201C || code == 0x201E || code == 0x201A ||
         code == 0xBF || code == 0xA1 || code == 0x300C;
}

std::string lowered(std::string_view text) {
  std::string result;
  for (std::size_t place = 0; place < text.size();) {
    const Character character = characterAt(text, place);
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(utf8proc_tolower(character.code), bytes);
    result.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    place += character.size;
  }
  return result;
}

// The word that ends at `end` (exclusive): up to white space or an opening quote or bracket, interior periods included.
std::string_view wordBefore(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t start = end;
  while (start > begin && end - start < 64) {
    const Character before = characterBefore(text, begin, start);
    if (isSpace(before.code) || isOpener(before.code)) break;
    start -= before.size;
  }
  return text.substr(start, end - start);
}

std::string_view wordFrom(std::string_view text, std::size_t place) {
  std::size_t end = place;
  while (end < text.size() && end - place < 64) {
    const Character next = characterAt(text, end);
    if (!isLetter(next.code)) break;
    end += next.size;
  }
  return text.substr(place, end - place);
}

// What stands after the white space behind a terminator.
struct Following {
  std::int32_t first = 0;              // first letter, digit or sign after openers and a dash; 0: the end
  bool dash = false;
  std::string word;                    // lower case; "" when it is an initial ("А." is a name, not the word "а")
};

Following following(std::string_view text, std::size_t place) {
  Following result;
  Character next = characterAt(text, place);
  while (next.size > 0 && (isSpace(next.code) || isOpener(next.code) || isDash(next.code)) && next.code != '\n') {
    result.dash |= isDash(next.code);
    place += next.size;
    next = characterAt(text, place);
  }
  result.first = next.size > 0 ? next.code : 0;
  const std::string_view word = wordFrom(text, place);
  if (!word.empty() && characterAt(text, place + word.size()).code != '.') result.word = lowered(word);
  return result;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : m_text(text), m_caseless(!hasUpper(text)) {}

  std::vector<TextRange> split() {
    std::size_t place = 0;
    while (place < m_text.size()) {
      place = m_text.find_first_of(kInteresting, place);
      if (place == std::string_view::npos) break;
      if (m_text[place] == '\n') {
        cut(place);
        ++place;
      } else if (isTerminator(characterAt(m_text, place).code)) {
        place = atTerminator(place);
      } else {
        ++place;
      }
    }
    cut(m_text.size());
    return std::move(m_sentences);
  }

 private:
  // First bytes of everything that can end a sentence: ASCII, U+2026 and U+203C.. (E2), U+3002 (E3), U+FF01 (EF).
  static constexpr std::string_view kInteresting = ".!?\n\xE2\xE3\xEF";

  static bool hasUpper(std::string_view text) {
    for (std::size_t place = 0; place < text.size();) {
      const Character character = characterAt(text, place);
      if (character.code < 0x80 ? (character.code >= 'A' && character.code <= 'Z') : isUpper(character.code)) return true;
      place += character.size;
    }
    return false;
  }

  // Handles the run of terminators at `place`; returns where to go on.
  std::size_t atTerminator(std::size_t place) {
    const std::size_t first = place;
    bool wide = false, onlyPeriods = true;
    std::size_t signs = 0;
    for (Character next = characterAt(m_text, place); next.size > 0 && isTerminator(next.code); next = characterAt(m_text, place)) {
      wide |= isWideTerminator(next.code);
      onlyPeriods &= next.code == '.';
      place += next.size;
      ++signs;
    }
    for (Character next = characterAt(m_text, place); next.size > 0 && isCloser(next.code); next = characterAt(m_text, place)) place += next.size;
    const bool atEnd = place >= m_text.size();
    if (!atEnd && !wide && !isSpace(characterAt(m_text, place).code)) return place;
    const bool singlePeriod = onlyPeriods && signs == 1;
    if (atEnd || (singlePeriod ? periodEnds(first, place) : signEnds(first, place, wide))) cut(place);
    return place;
  }

  bool standsAlone(std::size_t first) const { return first > m_begin && isSpace(characterBefore(m_text, m_begin, first).code); }

  // "!", "?", "...", "?!": a small letter after it goes on with the sentence («Где ты?» — спросил он).
  bool signEnds(std::size_t first, std::size_t place, bool wide) const {
    const Following after = following(m_text, place);
    if (wide || after.first == 0 || after.first == '\n') return true;
    if (isLower(after.first)) return !after.dash && (m_caseless || standsAlone(first));
    return !continuesAfterSign(after.first);
  }
  static bool continuesAfterSign(std::int32_t code) { return code == ',' || code == ';' || code == ':'; }

  bool periodEnds(std::size_t first, std::size_t place) const {
    const Following after = following(m_text, place);
    if (after.first == 0 || after.first == '\n') return true;
    if (continuesAfterSign(after.first)) return false;
    const std::string_view word = wordBefore(m_text, m_begin, first);
    if (word.empty()) return true;                                      // tokenised text: "good . it"
    const std::string small = abbreviation(word, first);
    const bool starter = kStarters.count(after.word) > 0;
    const bool number = isDigit(characterBefore(m_text, m_begin, first).code);
    if (number && isListNumeral(word, first)) return false;
    if (isLower(after.first)) return m_caseless && !after.dash && !number && !known(small) && !isInitial(word);
    if (kNeverLast.count(small) || (kTitles.count(small) && isUpper(characterAt(word, 0).code)) || (kBeforeNumbers.count(small) && isDigit(after.first))) return false;
    if (kLastBeforeCapital.count(small)) return true;
    if (kPerhapsLast.count(small)) return starter;
    if (isInitial(word)) return starter && !follows(first, word);
    return true;
  }

  static bool known(const std::string& small) {
    for (const Words* words : {&kNeverLast, &kTitles, &kBeforeNumbers, &kLastBeforeCapital, &kPerhapsLast})
      if (words->count(small)) return true;
    return false;
  }

  // The word in lower case; with its first half when that stands before a space: "т. д" is "т.д".
  std::string abbreviation(std::string_view word, std::size_t end) const {
    std::string small = lowered(word);
    std::size_t start = end - word.size();
    while (start > m_begin && isSpace(characterBefore(m_text, m_begin, start).code)) start -= characterBefore(m_text, m_begin, start).size;
    if (start == m_begin || m_text[start - 1] != '.') return small;
    const std::string spaced = lowered(wordBefore(m_text, m_begin, start - 1)) + "." + small;
    return kSpacedHalves.count(spaced) ? spaced : small;
  }

  // One letter, or letters with a period each ("А.С"): a name's initial.
  static bool isInitial(std::string_view word) {
    for (std::size_t place = 0; place < word.size();) {
      const Character letter = characterAt(word, place);
      if (!isLetter(letter.code)) return false;
      place += letter.size;
      if (place < word.size() && word[place++] != '.') return false;
    }
    return true;
  }

  // Whether another initial stands before this one: then it is a name, whatever follows ("А. С. Он-" does not occur).
  bool follows(std::size_t end, std::string_view word) const {
    std::size_t start = end - word.size();
    while (start > m_begin && isSpace(characterBefore(m_text, m_begin, start).code)) start -= characterBefore(m_text, m_begin, start).size;
    if (start == m_begin || m_text[start - 1] != '.') return false;
    const std::string_view before = wordBefore(m_text, m_begin, start - 1);
    return !before.empty() && isInitial(before) && isUpper(characterAt(before, 0).code);
  }

  // "1. Open the door": up to three digits (or "2.1") at the beginning of a sentence.
  bool isListNumeral(std::string_view word, std::size_t end) const {
    if (word.size() > 4 || !std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; })) return false;
    const std::string_view before = m_text.substr(m_begin, end - word.size() - m_begin);
    return std::all_of(before.begin(), before.end(), [](char c) { return c == ' ' || c == '\t'; });
  }

  void cut(std::size_t end) {
    std::size_t first = m_begin, last = end;
    for (Character next = characterAt(m_text, first); first < last && isSpace(next.code); next = characterAt(m_text, first)) first += next.size;
    for (Character before = characterBefore(m_text, first, last); before.size > 0 && isSpace(before.code); before = characterBefore(m_text, first, last)) last -= before.size;
    if (first < last) m_sentences.push_back({first, last});
    m_begin = end;
  }

  std::string_view m_text;
  bool m_caseless;                     // text without capitals: a small letter may begin a sentence
  std::size_t m_begin = 0;             // of the sentence being read
  std::vector<TextRange> m_sentences;
};

}  // namespace

std::vector<TextRange> splitSentences(std::string_view text) { return Splitter(text).split(); }

}  // namespace cloze
