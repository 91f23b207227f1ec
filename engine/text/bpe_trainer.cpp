// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/bpe_trainer.h"

#include "engine/text/bert_words.h"
#include "engine/text/bpe.h"
#include "engine/text/byte_alphabet.h"
#include "engine/text/gpt2_words.h"
#include "engine/text/piece_merger.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

constexpr const char* kEndOfText = "<|endoftext|>";
constexpr const char* kUnknown = "<unk>";

WordCounter countGpt2Words(const TextSource& texts, Progress& progress) {
  WordCounter words;
  std::int64_t bytes = 0;
  bool first = true;
  texts([&](std::string_view text) {
    progress.report("counting words", bytes, 0);
    const std::string whole = (first ? "" : " ") + std::string(text);   // sentences come one by one; in a text a blank stands between them
    for (std::size_t at = 0; at < whole.size();) {
      const std::size_t end = endOfGpt2Word(whole, at);
      words.add(std::string_view(whole).substr(at, end - at));
      at = end;
    }
    bytes += static_cast<std::int64_t>(text.size());
    first = false;
  });
  if (words.size() == 0) throw std::invalid_argument("the text to train the tokeniser on is empty");
  return words;
}

BpeDefinition definitionOf(const PieceMerger& merger) {
  BpeDefinition definition;
  definition.tokens = merger.tokens();
  for (const auto& [first, second] : merger.merges()) definition.merges.emplace_back(static_cast<TokenId>(first), static_cast<TokenId>(second));
  return definition;
}

void addSpecial(BpeDefinition& definition, const char* text, std::initializer_list<TokenId SpecialTokens::*> roles) {
  AddedToken token;
  token.text = text;
  token.id = static_cast<TokenId>(std::find(definition.tokens.begin(), definition.tokens.end(), text) - definition.tokens.begin());
  definition.added.push_back(token);
  for (const auto role : roles) definition.special.*role = token.id;
}

}  // namespace

std::shared_ptr<const Tokenizer> trainByteBpe(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  if (options.vocabularySize < 257) throw InvalidRequest({{"vocab_size", std::to_string(options.vocabularySize) + " is too small: byte-level BPE begins with 256 bytes and " + kEndOfText}});
  const WordCounter words = countGpt2Words(texts, progress);
  PieceMerger merger(options, "", progress);
  merger.idOf(kEndOfText);
  std::vector<std::string> alphabet(byteAlphabet().begin(), byteAlphabet().end());
  std::sort(alphabet.begin(), alphabet.end());
  for (const std::string& byte : alphabet) merger.idOf(byte);
  words.forEach([&](std::string_view word, std::int64_t count) {
    std::vector<std::uint32_t> pieces;
    for (const char byte : word) pieces.push_back(merger.idOf(byteAlphabet()[static_cast<unsigned char>(byte)]));
    merger.addWord(std::move(pieces), count);
  });
  merger.run();
  BpeDefinition definition = definitionOf(merger);
  addSpecial(definition, kEndOfText, {&SpecialTokens::begin, &SpecialTokens::end});
  return std::make_shared<Bpe>(std::move(definition));
}

std::shared_ptr<const Tokenizer> trainCharacterBpe(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  const BertOptions characters{options.lowercase, options.stripAccents, true, true};
  const WordCounter words = countBertWords(characters, texts, progress);
  PieceMerger merger(options, "", progress);
  for (const char* special : {kUnknown, kEndOfText}) merger.idOf(special);
  const std::string suffix = BpeDefinition().suffix;
  for (const std::string& character : frequentCharacters(words, std::min(options.alphabetLimit, (options.vocabularySize - 2) / 2))) merger.idOf(character);
  words.forEach([&](std::string_view word, std::int64_t count) {
    std::vector<std::uint32_t> pieces;
    for (std::size_t i = 0; i < word.size();) {
      const auto size = static_cast<std::size_t>(decodeUtf8(word, i).size);
      const std::string character(word.substr(i, size));
      i += size;
      if (merger.knows(character)) pieces.push_back(merger.idOf(i == word.size() ? character + suffix : character));
    }
    merger.addWord(std::move(pieces), count);
  });
  merger.run();
  BpeDefinition definition = definitionOf(merger);
  definition.symbols = BpeDefinition::Symbols::Characters;
  definition.characters = characters;
  addSpecial(definition, kUnknown, {&SpecialTokens::unknown});
  addSpecial(definition, kEndOfText, {&SpecialTokens::begin, &SpecialTokens::end});
  return std::make_shared<Bpe>(std::move(definition));
}

}  // namespace cloze
