// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece_trainer.h"

#include "engine/core/error.h"
#include "engine/core/resources.h"
#include "engine/text/helper_process.h"
#include "engine/text/sentencepiece.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace cloze {

namespace {

constexpr std::size_t kLongestSentence = 4096;             // the trainer silently skips lines over 4,192 bytes
constexpr std::int64_t kMostSentences = 1'000'000;         // more are sampled, evenly and always the same ones: the trainer holds them in memory

constexpr std::int64_t kSentinels = 100;                   // <extra_id_0> ... behind the pieces, as T5 has them

bool withSentinels(const TokenizerTraining& options) { return options.kind == "unigram_sentinels"; }
bool classifyLast(const TokenizerTraining& options) { return options.kind == "unigram_cls_last"; }   // special pieces and layout as XLNet has them

// T5 leaves the text to the model's own normalisation.
SentencePieceCleaning cleaningOf(const TokenizerTraining& options) {
  return withSentinels(options) ? SentencePieceCleaning{false, false, false} : SentencePieceCleaning{true, options.lowercase, !options.stripAccents};
}

std::vector<std::string> specialPieces(const TokenizerTraining& options) {
  if (withSentinels(options)) return {"model_type=unigram", "pad_id=0", "bos_id=-1", "eos_id=1", "unk_id=2", "eos_piece=</s>"};
  if (classifyLast(options))
    return {"model_type=unigram", "pad_id=-1", "unk_id=0", "bos_id=1", "eos_id=2", "control_symbols=<cls>,<sep>,<pad>,<mask>,<eod>", "user_defined_symbols=<eop>"};
  return {"model_type=" + options.kind, "pad_id=0", "bos_id=-1", "unk_id=1", "eos_id=-1", "control_symbols=[CLS],[SEP]", "user_defined_symbols=[MASK]"};
}

std::vector<std::string> arguments(const TokenizerTraining& options) {
  std::vector<std::string> list{"train", "hard_vocab_limit=false", "character_coverage=0.9995", "pad_piece=<pad>", "unk_piece=<unk>",
                                std::string("normalization_rule_name=") + (options.lowercase ? "nmt_nfkc_cf" : "nmt_nfkc"), "max_sentence_length=4192", "num_threads=2",
                                "input_sentence_size=" + std::to_string(kMostSentences), "shuffle_input_sentence=true"};
  for (std::string& own : specialPieces(options)) list.push_back(std::move(own));
  list.push_back("vocab_size=" + std::to_string(options.vocabularySize - (withSentinels(options) ? kSentinels : 0)));
  return list;
}

// What the kind with sentinels cannot do.
void checkSentinels(const TokenizerTraining& options) {
  constexpr std::int64_t kLeastPieces = 32;
  if (!withSentinels(options)) return;
  std::vector<Problem> problems;
  if (options.stripAccents) problems.push_back({"strip_accents", "a model with sentinels keeps accents: its normalisation is inside the model"});
  if (options.vocabularySize < kSentinels + kLeastPieces)
    problems.push_back({"vocab_size", std::to_string(options.vocabularySize) + " leaves too few pieces beside the " + std::to_string(kSentinels) + " sentinels; ask for at least " + std::to_string(kSentinels + kLeastPieces)});
  if (!problems.empty()) throw InvalidRequest(problems);
}

// Cleaned text as lines of at most kLongestSentence bytes, cut at blanks (within a word that is longer).
class SentenceWriter {
 public:
  SentenceWriter(HelperProcess& helper, const TokenizerTraining& options) : m_helper(helper), m_cleaning(cleaningOf(options)) {}

  void add(std::string_view text) {
    std::string cleaned(text);
    if (m_cleaning.enabled) cleaned = cleanForSentencePiece(text, 0, text.size(), m_cleaning).text;
    else std::replace(cleaned.begin(), cleaned.end(), '\n', ' ');
    for (std::string_view rest = cleaned; !rest.empty();) {
      std::size_t size = rest.size();
      if (size > kLongestSentence) {
        size = rest.rfind(' ', kLongestSentence);
        if (size == std::string_view::npos || size == 0) {
          size = kLongestSentence;
          while ((static_cast<unsigned char>(rest[size]) & 0xC0) == 0x80) --size;
        }
      }
      write(rest.substr(0, size));
      rest.remove_prefix(size);
      if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    }
  }
  bool flush() {
    const bool alive = m_helper.write(m_lines);
    m_lines.clear();
    return alive;
  }
  std::int64_t sentences() const { return m_sentences; }
  std::int64_t bytes() const { return m_bytes; }

 private:
  void write(std::string_view sentence) {
    for (const char letter : sentence) m_lines += letter == '\0' ? ' ' : letter;   // the trainer refuses a NUL
    m_lines += '\n';
    ++m_sentences;
    m_bytes += static_cast<std::int64_t>(sentence.size());
    if (m_lines.size() > (1u << 16)) flush();
  }
  HelperProcess& m_helper;
  SentencePieceCleaning m_cleaning;
  std::string m_lines;
  std::int64_t m_sentences = 0, m_bytes = 0;
};

// Lines of the helper that say why: "error: ...", or a failed check "(582) [...] text".
std::string reasonOf(const HelperProcess::Result& result) {
  for (auto line = result.messages.rbegin(); line != result.messages.rend(); ++line)
    if (line->rfind("error: ", 0) == 0) return line->substr(7);
  for (auto line = result.messages.rbegin(); line != result.messages.rend(); ++line)
    if (!line->empty() && line->find("LOG(INFO)") == std::string::npos && line->rfind("Program terminated", 0) != 0) return *line;
  if (result.signal != 0) return std::string("the trainer was killed (") + strsignal(result.signal) + ")";
  return "the trainer ended with status " + std::to_string(result.exitCode);
}

[[noreturn]] void explain(const HelperProcess::Result& result, const TokenizerTraining& options) {
  const std::string reason = reasonOf(result);
  const auto says = [&](const char* part) { return reason.find(part) != std::string::npos; };
  if (says("smaller than required_chars") || says("required_chars"))
    throw std::invalid_argument("vocab_size: " + std::to_string(options.vocabularySize) + " is too small a vocabulary for the characters of this text (" + reason + "); ask for more pieces");
  if (says("too high") || says("vocab_size"))
    throw std::invalid_argument("vocab_size: " + std::to_string(options.vocabularySize) + " is too large a vocabulary for so little text (" + reason + "); ask for fewer pieces or give more text");
  throw std::runtime_error("the sentencepiece trainer failed: " + reason);
}

// What the trainer says of itself, as progress.
std::string phaseOf(const std::string& line) {
  if (line.find("Extracting frequent sub strings") != std::string::npos || line.find("Making suffix array") != std::string::npos) return "finding frequent pieces";
  if (line.find("EM sub_iter") != std::string::npos) return "weighing pieces";
  if (line.find("Added: freq") != std::string::npos) return "joining pieces";
  return "";
}

}  // namespace

std::shared_ptr<const Tokenizer> trainSentencePiece(const TokenizerTraining& options, const TextSource& texts, Progress& progress) {
  checkSentinels(options);
  std::int64_t lines = 0;
  HelperProcess helper(libraryFolder() / "cloze-sentencepiece-trainer", arguments(options), [&](const std::string& line) {
    if (const std::string phase = phaseOf(line); !phase.empty()) progress.report(phase, ++lines, 0);
  });
  SentenceWriter writer(helper, options);
  texts([&](std::string_view text) {
    progress.report("handing over sentences", writer.bytes(), 0);
    writer.add(text);
  });
  writer.flush();
  if (writer.sentences() == 0) throw std::invalid_argument("the text to train the tokeniser on holds no words");
  HelperProcess::Result result = helper.finish(progress);
  if (result.exitCode != 0 || result.signal != 0) explain(result, options);
  SentencePieceDefinition definition;
  definition.file = parseSentencePiece(std::move(result.output), "the trained model");
  definition.style = withSentinels(options) ? SentencePieceStyle::T5 : classifyLast(options) ? SentencePieceStyle::XlNet : SentencePieceStyle::Albert;
  definition.extraIds = kSentinels;
  definition.cleaning = cleaningOf(options);
  definition.source = "the trained model";
  definition.trusted = true;
  return std::make_shared<SentencePiece>(std::move(definition));
}

}  // namespace cloze
