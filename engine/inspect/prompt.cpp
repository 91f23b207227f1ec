// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/prompt.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

std::vector<TokenId> tokensOfText(const Tokenizer& tokenizer, const std::string& text) { return encodeText(tokenizer, text, {false, 0, Truncation::None, 0}).ids; }

struct ScoredText { double sum = 0; std::int64_t tokens = 0; };

// log p(option | before): the sum over the option's tokens. What the tokeniser makes of both together counts, from the first token that differs.
ScoredText logProbability(InspectedModel& inspected, const std::string& before, const std::string& option) {
  const Tokenizer& tokenizer = inspected.tokenizer();
  std::vector<TokenId> context = tokensOfText(tokenizer, before), whole = tokensOfText(tokenizer, before + option);
  if (const TokenId begin = tokenizer.special().begin; begin >= 0) context.insert(context.begin(), begin), whole.insert(whole.begin(), begin);
  const auto common = std::mismatch(context.begin(), context.end(), whole.begin(), whole.end()).first - context.begin();
  if (common == 0) throw std::invalid_argument("an option needs a token before it to be judged from: give a prompt");
  if (common == static_cast<std::ptrdiff_t>(whole.size())) throw std::invalid_argument("the option \"" + option + "\" has no tokens");
  const torch::NoGradGuard noGradient;
  const auto hidden = inspected.lastHidden(whole, std::vector<std::int32_t>(whole.size(), 0));                     // [T, H]
  const auto logits = inspected.model().tokenLogits(hidden.narrow(0, common - 1, static_cast<std::int64_t>(whole.size()) - common).contiguous());
  const auto scores = torch::log_softmax(logits, 1);
  ScoredText result;
  for (std::size_t i = static_cast<std::size_t>(common); i < whole.size(); ++i, ++result.tokens)
    result.sum += scores[result.tokens][whole[i]].item<double>();
  return result;
}

std::size_t longestOption(const Tokenizer& tokenizer, const std::string& prompt, const std::vector<std::string>& options) {
  std::size_t longest = 0;
  for (const std::string& option : options) longest = std::max(longest, tokensOfText(tokenizer, prompt + option).size() + (tokenizer.special().begin >= 0 ? 1 : 0));
  return longest;
}

// The first example that is kept.
std::size_t fit(const InspectedModel& inspected, const PromptRequest& request) {
  const auto most = static_cast<std::size_t>(inspected.maximumLength());
  for (std::size_t first = 0; first <= request.examples.size(); ++first)
    if (most == 0 || longestOption(inspected.tokenizer(), promptText(request, first), request.options) <= most) return first;
  throw std::invalid_argument("question and option are longer than the " + std::to_string(most) + " tokens that this model takes");
}

}  // namespace

std::string promptText(const PromptRequest& request, std::size_t firstExample) {
  if (request.examples.empty() && request.instruction.empty()) return request.query;
  std::string prompt = request.instruction.empty() ? "" : request.instruction + "\n\n";
  for (std::size_t i = firstExample; i < request.examples.size(); ++i) prompt += "Q: " + request.examples[i].input + "\nA: " + request.examples[i].answer + "\n\n";
  return prompt + "Q: " + request.query + "\nA:";
}

PromptResult scoreOptions(InspectedModel& inspected, const PromptRequest& request, Progress& progress) {
  inspected.requireCausalLm();
  if (request.options.empty()) throw std::invalid_argument("there is no option to score");
  const std::size_t first = fit(inspected, request);
  const bool asks = !request.examples.empty() || !request.instruction.empty();
  PromptResult result;
  result.prompt = promptText(request, first);
  result.examples = static_cast<std::int64_t>(request.examples.size() - first);
  for (const std::string& option : request.options) {
    progress.report("scoring options", static_cast<std::int64_t>(result.options.size()), static_cast<std::int64_t>(request.options.size()));
    const std::string text = " " + option;
    const ScoredText behind = logProbability(inspected, result.prompt, text), alone = logProbability(inspected, asks ? "A:" : ":", text);
    result.options.push_back({option, behind.sum, behind.sum / static_cast<double>(behind.tokens), behind.sum - alone.sum, behind.tokens});
  }
  return result;
}

}  // namespace cloze
