// `cloze tokenizer train`: a tokeniser from texts, written in Hugging Face's file layout.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "app/commands/text_table.h"
#include "engine/core/clock.h"
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/data/corpus.h"
#include "engine/text/tokenizer_trainer.h"

#include <unistd.h>

#include <iostream>
#include <memory>
#include <stdexcept>

namespace cloze {

CommandRun tokenizerCommand(CLI::App& app);

namespace {

namespace fs = std::filesystem;

struct TrainOptions {
  TokenizerTraining training;
  std::string out;
  std::vector<std::string> texts;
  bool json = false, cased = false;
};

// "counting words 3,400,000" rewritten in place; nothing when stderr is no terminal.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (m_shown) std::cerr << "\r\x1b[K" << std::flush;
  }
  void show(const std::string& what, std::int64_t done, std::int64_t total) {
    if (!m_terminal) return;
    std::cerr << "\r\x1b[K" << what << ' ' << groupedNumber(done) << (total > 0 ? " of " + groupedNumber(total) : "") << std::flush;
    m_shown = true;
  }

 private:
  bool m_terminal = isatty(STDERR_FILENO) != 0;
  bool m_shown = false;
};

void requireFreeFolder(const fs::path& out) {
  if (!fs::exists(out)) return;
  if (!fs::is_directory(out)) throw std::invalid_argument(out.string() + ": is a file; --out names the folder to be made");
  if (!fs::is_empty(out)) throw std::invalid_argument(out.string() + ": is not empty; nothing is overwritten, give another --out");
}

void saveWhole(const Tokenizer& tokenizer, const fs::path& out) {
  if (fs::exists(out)) fs::remove(out);                     // empty, see requireFreeFolder
  if (out.has_parent_path()) fs::create_directories(out.parent_path());
  AtomicFolder folder(out);
  tokenizer.save(folder.path());
  folder.commit();
}

int trainCommandLine(TrainOptions options) {
  options.training.lowercase = !options.cased;
  const fs::path out = fs::absolute(options.out).lexically_normal();
  requireFreeFolder(out);
  const double begin = steadySeconds();
  CorpusReport report;
  std::shared_ptr<const Tokenizer> tokenizer;
  {
    ProgressLine line;
    Progress progress([&line](const std::string& what, std::int64_t done, std::int64_t total) { line.show(what, done, total); });
    tokenizer = trainTokenizer(options.training, [&](const auto& each) { report = readSentences(options.texts, each, progress); }, progress);
  }
  saveWhole(*tokenizer, out);
  for (const std::string& warning : corpusWarnings(report)) std::cerr << "warning: " << warning << '\n';
  const double seconds = steadySeconds() - begin;
  if (options.json) {
    const Json summary{{"kind", tokenizer->kind()}, {"vocab_size", tokenizer->size()}, {"out", out.string()}, {"sentences", report.sentences},
                       {"text_bytes", report.textBytes}, {"seconds", seconds}, {"hash", tokenizer->contentHash()}};
    std::cout << summary.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    std::cout << "Trained " << tokenizer->kind() << " with " << groupedNumber(tokenizer->size()) << " pieces on " << groupedNumber(report.sentences) << " sentences ("
              << byteText(static_cast<std::uint64_t>(report.textBytes)) << ") in " << durationText(seconds) << "\n" << out.string() << '\n';
  }
  return 0;
}

}  // namespace

CommandRun tokenizerCommand(CLI::App& app) {
  const auto options = std::make_shared<TrainOptions>();
  app.require_subcommand(1);
  CLI::App* train = app.add_subcommand("train", "Train a tokeniser on texts");
  train->add_option("--kind", options->training.kind, "wordpiece; unigram or bpe (sentencepiece); unigram_sentinels (for hidden spans); byte_bpe (GPT-2); char_bpe (GPT); characters (words read by their letters)")->capture_default_str()->check(CLI::IsMember(tokenizerKinds()));
  train->add_option("--vocab-size", options->training.vocabularySize, "Upper limit of the vocabulary, special tokens included")->capture_default_str()->check(CLI::Range(64, 500000));
  train->add_option("--out", options->out, "Folder to be made")->required();
  train->add_option("texts", options->texts, "Files (.txt, .jsonl, .gz of them), folders, or toy-world")->required();
  train->add_flag("--cased", options->cased, "Keep capital letters (without it texts are lower-cased)");
  train->add_flag("--strip-accents", options->training.stripAccents, "Remove accents, as the original uncased BERT (й becomes и)");
  train->add_option("--min-frequency", options->training.minimumFrequency, "wordpiece: least occurrences of a pair that is joined")->capture_default_str()->check(CLI::Range(1, 1 << 30));
  train->add_option("--alphabet", options->training.alphabetLimit, "wordpiece: most characters kept")->capture_default_str()->check(CLI::Range(1, 1 << 20));
  train->add_flag("--json", options->json, "Summary as JSON");
  return [options] { return trainCommandLine(*options); };
}

}  // namespace cloze
