// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/wordpiece_trainer.h"

#include "engine/text/utf8.h"
#include "engine/text/word_counter.h"

#include <algorithm>
#include <map>
#include <queue>
#include <stdexcept>
#include <unordered_map>

namespace cloze {

namespace {

using Pair = std::pair<std::uint32_t, std::uint32_t>;
struct PairHash {
  std::size_t operator()(const Pair& pair) const { return static_cast<std::size_t>(((std::uint64_t{pair.first} << 32) | pair.second) * 0x9E3779B97F4A7C15ull >> 7); }
};

const std::vector<std::string> kSpecialTokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
constexpr const char* kContinuation = "##";

// Stretches of a text that hold no blank; what they are in BERT's eyes is worked out once for each distinct one.
void countStretches(std::string_view text, WordCounter& counter) {
  constexpr std::size_t kLongest = 4096;                              // a longer stretch is cut: words over 100 characters are unknown anyway
  for (std::size_t i = 0; i < text.size();) {
    while (i < text.size() && static_cast<unsigned char>(text[i]) <= ' ') ++i;
    const std::size_t begin = i;
    while (i < text.size() && static_cast<unsigned char>(text[i]) > ' ' && i - begin < kLongest) ++i;
    while (i < text.size() && i - begin >= kLongest && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) ++i;
    if (i > begin) counter.add(text.substr(begin, i - begin));
  }
}

class WordSplitter {
 public:
  explicit WordSplitter(const BertOptions& options) : m_characters(options) {}

  template <class Each> void split(std::string_view stretch, const Each& each) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < stretch.size();) {
      const DecodedCharacter character = decodeUtf8(stretch, i);
      const std::size_t end = i + static_cast<std::size_t>(character.size);
      const CharacterClass kind = m_characters.classify(character.value);
      if (kind != CharacterClass::Word) {
        word(stretch.substr(begin, i - begin), each);
        if (kind == CharacterClass::Alone) word(stretch.substr(i, end - i), each);
        begin = end;
      }
      i = end;
    }
    word(stretch.substr(begin), each);
  }

 private:
  template <class Each> void word(std::string_view original, const Each& each) {
    m_word.clear();
    for (std::size_t i = 0; i < original.size();) {
      const DecodedCharacter character = decodeUtf8(original, i);
      normaliseBert(character.value, m_characters.options(), m_word);
      i += static_cast<std::size_t>(character.size);
    }
    if (!m_word.empty()) each(m_word);
  }
  BertCharacters m_characters;
  std::string m_word;
};

class Merger {
 public:
  Merger(const TokenizerTraining& options, Progress& progress) : m_options(options), m_progress(progress) {
    for (const std::string& token : kSpecialTokens) idOf(token);
  }

  std::vector<std::string> run(const WordCounter& words) {
    chooseAlphabet(words);
    words.forEach([&](std::string_view word, std::int64_t count) { addWord(word, count); });
    countPairs();
    mergePairs();
    return std::move(m_tokens);
  }

 private:
  struct Word { std::vector<std::uint32_t> pieces; std::int64_t count; };
  struct Merge {
    Pair pair;
    std::int64_t count;
    std::vector<std::uint32_t> words;
    bool operator<(const Merge& other) const { return count != other.count ? count < other.count : pair > other.pair; }
  };
  using Places = std::map<Pair, std::vector<std::uint32_t>>;

  std::uint32_t idOf(const std::string& token) {
    const auto [found, isNew] = m_ids.emplace(token, static_cast<std::uint32_t>(m_tokens.size()));
    if (isNew) m_tokens.push_back(token);
    return found->second;
  }

  // The most frequent characters, in code-point order. Each may need a second piece with "##", and the whole must fit the vocabulary.
  void chooseAlphabet(const WordCounter& words) {
    std::map<char32_t, std::int64_t> counts;
    words.forEach([&](std::string_view word, std::int64_t count) {
      for (std::size_t i = 0; i < word.size();) {
        const DecodedCharacter character = decodeUtf8(word, i);
        counts[character.value] += count;
        i += static_cast<std::size_t>(character.size);
      }
    });
    std::vector<std::pair<char32_t, std::int64_t>> kept(counts.begin(), counts.end());
    const std::int64_t room = (m_options.vocabularySize - static_cast<std::int64_t>(kSpecialTokens.size())) / 2;
    const auto limit = static_cast<std::size_t>(std::min(m_options.alphabetLimit, room));
    std::stable_sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    if (kept.size() > limit) kept.resize(limit);
    std::sort(kept.begin(), kept.end());
    for (const auto& entry : kept) {
      std::string token;
      appendUtf8(token, entry.first);
      idOf(token);
    }
  }

  void addWord(std::string_view text, std::int64_t count) {
    Word word{{}, count};
    for (std::size_t i = 0; i < text.size();) {
      const auto size = static_cast<std::size_t>(decodeUtf8(text, i).size);
      const std::string character(text.substr(i, size));
      if (m_ids.count(character)) word.pieces.push_back(idOf(i == 0 ? character : kContinuation + character));
      i += size;
    }
    if (!word.pieces.empty()) m_words.push_back(std::move(word));
  }

  void countPairs() {
    Places places;
    for (std::size_t w = 0; w < m_words.size(); ++w) {
      const std::vector<std::uint32_t>& pieces = m_words[w].pieces;
      for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        m_counts[{pieces[i], pieces[i + 1]}] += m_words[w].count;
        note(places, {pieces[i], pieces[i + 1]}, static_cast<std::uint32_t>(w));
      }
    }
    queue(std::move(places));
  }

  static void note(Places& places, Pair pair, std::uint32_t word) {
    std::vector<std::uint32_t>& list = places[pair];
    if (list.empty() || list.back() != word) list.push_back(word);
  }

  void queue(Places places) {
    for (auto& [pair, words] : places) {
      const std::int64_t count = m_counts[pair];
      if (count > 0) m_queue.push({pair, count, std::move(words)});
    }
  }

  void mergePairs() {
    const auto wanted = static_cast<std::size_t>(m_options.vocabularySize);
    while (m_tokens.size() < wanted && !m_queue.empty()) {
      m_progress.report("joining pieces", static_cast<std::int64_t>(m_tokens.size()), m_options.vocabularySize);
      Merge best = m_queue.top();
      m_queue.pop();
      const std::int64_t count = m_counts[best.pair];
      if (best.count != count) {                                     // it changed since it was queued
        best.count = count;
        m_queue.push(std::move(best));
        continue;
      }
      if (count < std::max<std::int64_t>(m_options.minimumFrequency, 1)) break;
      join(best);
    }
  }

  // A pair's own count is left as it is (as the reference trainer does): should the pair come up again, the old occurrences count too.
  void join(const Merge& merge) {
    const std::string& second = m_tokens[merge.pair.second];
    const bool continues = second.compare(0, 2, kContinuation) == 0;
    const std::uint32_t joined = idOf(m_tokens[merge.pair.first] + second.substr(continues ? 2 : 0));
    Places places;
    for (const std::uint32_t w : merge.words) joinInWord(w, merge.pair, joined, places);
    queue(std::move(places));
  }

  void joinInWord(std::uint32_t w, Pair pair, std::uint32_t joined, Places& places) {
    std::vector<std::uint32_t>& pieces = m_words[w].pieces;
    const std::int64_t count = m_words[w].count;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      if (pieces[i] != pair.first || pieces[i + 1] != pair.second) continue;
      pieces[i] = joined;
      pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      if (i > 0) {
        m_counts[{pieces[i - 1], pair.first}] -= count;
        m_counts[{pieces[i - 1], joined}] += count;
        note(places, {pieces[i - 1], joined}, w);
      }
      if (i + 1 < pieces.size()) {
        m_counts[{pair.second, pieces[i + 1]}] -= count;
        m_counts[{joined, pieces[i + 1]}] += count;
        note(places, {joined, pieces[i + 1]}, w);
      }
    }
  }

  const TokenizerTraining& m_options;
  Progress& m_progress;
  std::vector<std::string> m_tokens;
  std::unordered_map<std::string, std::uint32_t> m_ids;
  std::vector<Word> m_words;
  std::unordered_map<Pair, std::int64_t, PairHash> m_counts;
  std::priority_queue<Merge> m_queue;
};

BertOptions charactersOf(const TokenizerTraining& options) { return {options.lowercase, options.stripAccents, true, true}; }

}  // namespace

std::vector<std::string> trainWordPieceVocabulary(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  WordCounter stretches;
  std::int64_t bytes = 0;
  texts([&](std::string_view text) {
    progress.report("counting words", bytes, 0);
    countStretches(text, stretches);
    bytes += static_cast<std::int64_t>(text.size());
  });
  WordCounter words;
  WordSplitter splitter(charactersOf(options));
  stretches.forEach([&](std::string_view stretch, std::int64_t count) {
    splitter.split(stretch, [&](const std::string& word) { words.add(word, count); });
  });
  if (words.size() == 0) throw std::invalid_argument("the text to train the tokeniser on holds no words (" + std::to_string(bytes) + " bytes were read)");
  return Merger(options, progress).run(words);
}

std::shared_ptr<const WordPiece> trainWordPiece(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  return std::make_shared<WordPiece>(bertDefinition(trainWordPieceVocabulary(options, texts, progress), charactersOf(options), "the trained vocabulary"));
}

}  // namespace cloze
