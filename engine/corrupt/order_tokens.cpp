// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/corrupt/order_tokens.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace cloze {

namespace {

constexpr const char* kPunctuation = "!\"#$%&()*+,-./:;?@[\\]^_`{|}~";

// A length n up to `longest` with a probability in proportion to 1 / n.
std::int64_t spanLength(std::int64_t longest, Random& random) {
  double total = 0;
  for (std::int64_t n = 1; n <= longest; ++n) total += 1 / static_cast<double>(n);
  double draw = random.uniform() * total;
  for (std::int64_t n = 1; n < longest; ++n) {
    draw -= 1 / static_cast<double>(n);
    if (draw < 0) return n;
  }
  return longest;
}

// Tokens of one part in the order they are read; what is chosen of them.
class TargetChoice {
 public:
  TargetChoice(std::vector<TokenId> ids, std::int64_t goal, const PermutationRule& rule) : m_ids(std::move(ids)), m_rule(rule), m_chosen(m_ids.size()) {
    const auto candidates = std::count_if(m_ids.begin(), m_ids.end(), [&](TokenId id) { return !has(rule.special, id); });
    m_most = std::max<std::int64_t>(candidates - 1, 0);
    m_goal = std::min(goal, m_most);
  }
  const std::vector<bool>& chosen() const { return m_chosen; }

  // Context of n * K tokens around each span of n; a part of it, on the left, is random.
  void chooseSpans(Random& random) {
    for (std::int64_t at = 0; at < size() && m_count < m_goal;) {
      const std::int64_t n = std::min(spanLength(m_rule.spec.longestSpan, random), m_goal - m_count), context = n * m_rule.spec.share;
      const auto left = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(context)));
      std::int64_t begin = at + left;
      while (begin < size() && !has(m_rule.startsWord, id(begin))) ++begin;
      const std::int64_t end = endOf(begin, n);
      if (end >= size()) return;
      for (std::int64_t i = begin; i < end; ++i) choose(i);
      at = end + context - left;
    }
  }

  void chooseRest(Random& random) {
    std::vector<std::int64_t> places(m_ids.size());
    std::iota(places.begin(), places.end(), std::int64_t{0});
    random.shuffle(places);
    for (const std::int64_t place : places)
      if (m_count < m_goal) choose(place);
  }

 private:
  static bool has(const std::vector<std::uint8_t>& flags, TokenId id) { return id >= 0 && static_cast<std::size_t>(id) < flags.size() && flags[static_cast<std::size_t>(id)]; }
  std::int64_t size() const { return static_cast<std::int64_t>(m_ids.size()); }
  TokenId id(std::int64_t place) const { return m_ids[static_cast<std::size_t>(place)]; }
  std::int64_t endOf(std::int64_t begin, std::int64_t n) const {
    std::int64_t end = begin + 1, words = 1;
    while (end < size() && (!m_rule.spec.wholeWords || has(m_rule.startsWord, id(end)) ? ++words <= n : true)) ++end;
    return end;
  }
  void choose(std::int64_t place) {
    if (m_count >= m_most || has(m_rule.special, id(place)) || m_chosen[static_cast<std::size_t>(place)]) return;
    m_chosen[static_cast<std::size_t>(place)] = true;
    ++m_count;
  }

  std::vector<TokenId> m_ids;
  const PermutationRule& m_rule;
  std::vector<bool> m_chosen;
  std::int64_t m_goal = 0, m_most = 0, m_count = 0;
};

struct PartOfRow { std::int64_t begin, end, goal; };

bool isSpecial(const PermutationRule& rule, TokenId id) { return id >= 0 && static_cast<std::size_t>(id) < rule.special.size() && rule.special[static_cast<std::size_t>(id)]; }

// Ranks of what is chosen in a part, and of what is special.
void rankPart(const std::vector<TokenId>& ids, std::int64_t begin, const std::vector<bool>& chosen, const PermutationRule& rule, Random& random, OrderedTokens& result) {
  std::vector<std::int32_t> permutation(std::min(static_cast<std::size_t>(rule.spec.block), chosen.size()));
  std::iota(permutation.begin(), permutation.end(), 0);
  random.shuffle(permutation);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto place = static_cast<std::size_t>(begin) + i, block = i / permutation.size() * permutation.size();
    if (chosen[i] || isSpecial(rule, ids[place])) result.order[place] = static_cast<std::int32_t>(block) + permutation[i - block];
    if (chosen[i]) result.positions.push_back(static_cast<std::int32_t>(place));
  }
}

void orderPart(const std::vector<TokenId>& ids, const PartOfRow& part, bool backward, const PermutationRule& rule, Random& random, OrderedTokens& result) {
  if (part.begin == part.end) return;
  std::vector<TokenId> read(ids.begin() + part.begin, ids.begin() + part.end);
  if (backward) std::reverse(read.begin(), read.end());
  TargetChoice choice(std::move(read), part.goal, rule);
  choice.chooseSpans(random);
  choice.chooseRest(random);
  std::vector<bool> chosen = choice.chosen();
  if (backward) std::reverse(chosen.begin(), chosen.end());
  rankPart(ids, part.begin, chosen, rule, random, result);
}

}  // namespace

PermutationRule makePermutationRule(const PermutationSpec& spec, const Tokenizer& tokenizer) {
  PermutationRule rule{spec, {}, {}};
  for (TokenId id = 0; id < tokenizer.size(); ++id) {
    const std::string& token = tokenizer.token(id);
    const bool punctuation = token.size() == 1 && std::strchr(kPunctuation, token.front()) != nullptr;
    rule.special.push_back(tokenizer.isSpecial(id));
    rule.startsWord.push_back(punctuation || !tokenizer.continuesWord(id));
  }
  return rule;
}

OrderedTokens orderTokens(const std::vector<TokenId>& ids, std::int64_t reused, bool backward, const PermutationRule& rule, Random random) {
  const auto size = static_cast<std::int64_t>(ids.size());
  const std::int64_t front = std::min(reused, size), total = std::max<std::int64_t>(1, size / rule.spec.share);
  OrderedTokens result;
  result.order.assign(ids.size(), -1);
  orderPart(ids, {0, front, total - total / 2}, backward, rule, random, result);
  orderPart(ids, {front, size, front > 0 ? total / 2 : total}, backward, rule, random, result);
  return result;
}

OrderedTokens orderChosen(const std::vector<TokenId>& ids, const std::vector<std::int32_t>& positions, const PermutationRule& rule, Random random) {
  OrderedTokens result;
  result.order.assign(ids.size(), -1);
  if (ids.empty()) return result;
  std::vector<bool> chosen(ids.size());
  for (const std::int32_t place : positions) chosen.at(static_cast<std::size_t>(place)) = true;
  rankPart(ids, 0, chosen, rule, random, result);
  if (std::find(result.order.begin(), result.order.end(), -1) != result.order.end()) return result;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!chosen[i]) result.order[i] = -1;
  return result;
}

}  // namespace cloze
