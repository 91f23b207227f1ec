// Trained tokenisers: as near to the reference trainer as it is to itself, deterministic, within their limits.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/text/tokenizer_trainer.h"
#include "engine/text/word_counter.h"
#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <fstream>
#include <set>

using namespace cloze;
namespace fs = std::filesystem;

namespace {

TextSource linesOf(const fs::path& file) {
  return [file](const std::function<void(std::string_view)>& each) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) each(line);
  };
}

TextSource text(std::vector<std::string> lines) {
  return [lines = std::move(lines)](const std::function<void(std::string_view)>& each) {
    for (const std::string& line : lines) each(line);
  };
}

// A few hundred different sentences.
TextSource sentences() {
  std::vector<std::string> lines;
  const std::vector<std::string> who{"The old fox", "A young sailor", "Маленький ёжик", "My neighbour", "Старый капитан"}, does{"watched", "remembered", "забыл", "искал", "painted"},
      what{"the quiet harbour", "an unreadable letter", "белый маяк", "три письма", "the lighthouse keeper's dog"}, when{"at dawn.", "yesterday!", "в тумане.", "every winter,", "1987."};
  for (const auto& a : who) for (const auto& b : does) for (const auto& c : what) for (const auto& d : when) lines.push_back(a + " " + b + " " + c + " " + d);
  return text(lines);
}

std::vector<std::string> tokensOf(const Tokenizer& tokenizer) {
  std::vector<std::string> tokens;
  for (TokenId id = 0; id < tokenizer.size(); ++id) tokens.push_back(tokenizer.token(id));
  return tokens;
}

TokenizerTraining options(const std::string& kind, std::int64_t size) {
  TokenizerTraining training;
  training.kind = kind;
  training.vocabularySize = size;
  return training;
}

// Byte-level vocabularies begin with all bytes, those with sentinels end with a hundred.
std::int64_t withBytes(const std::string& kind, std::int64_t size) { return size + (kind == "byte_bpe" ? 257 : kind == "unigram_sentinels" ? 100 : 0); }

}  // namespace

class TokenizerTrainerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isAsNearToTheReferenceAsItIsToItself() {
    CLOZE_NEED_SHARED();
    const fs::path folder = tests::sharedFolder() / "reference/tokenizers/wordpiece-train";
    const Json about = readJsonFile(folder / "case.json");
    for (const Json& run : about["runs"]) {
      TokenizerTraining training = options("wordpiece", run["vocab_size"].get<std::int64_t>());
      training.minimumFrequency = run["min_frequency"].get<std::int64_t>();
      training.alphabetLimit = run["limit_alphabet"].get<std::int64_t>();
      training.lowercase = run["lowercase"].get<bool>();
      Progress progress;
      const auto tokenizer = trainTokenizer(training, linesOf(folder / "train.txt"), progress);
      std::set<std::string> expected;
      std::ifstream vocabulary(folder / run["file"].get<std::string>());
      for (std::string line; std::getline(vocabulary, line);) expected.insert(line);
      std::size_t both = 0;
      for (const std::string& token : tokensOf(*tokenizer)) both += expected.count(token);
      const double overlap = static_cast<double>(both) / static_cast<double>(expected.size());
      Pieces pieces;
      linesOf(folder / "fertility.txt")([&](std::string_view line) { tokenizer->encode(line, pieces); });
      const double perWord = static_cast<double>(pieces.ids.size()) / run["fertility_text_words"].get<double>();
      qInfo("%s: overlap %.4f, tokens a word %.4f", run["file"].get<std::string>().c_str(), overlap, perWord);
      QCOMPARE(tokenizer->size(), run["got"].get<TokenId>());
      QVERIFY(overlap >= run["overlap_between_runs_of_the_library"].get<double>() - 1e-9);
      QVERIFY(std::abs(perWord - run["tokens_per_word"].get<double>()) < 0.001);
    }
  }

  void isDeterministicAndWithinTheLimit_data() {
    QTest::addColumn<QString>("kind");
    for (const std::string& kind : tokenizerKinds()) QTest::newRow(kind.c_str()) << QString::fromStdString(kind);
  }
  void isDeterministicAndWithinTheLimit() {
    QFETCH(QString, kind);
    Progress progress;
    const std::int64_t limit = withBytes(kind.toStdString(), 180);
    const TokenizerTraining training = options(kind.toStdString(), limit);
    const auto first = trainTokenizer(training, sentences(), progress), second = trainTokenizer(training, sentences(), progress);
    QCOMPARE(tokensOf(*first), tokensOf(*second));
    QCOMPARE(first->contentHash(), second->contentHash());
    QVERIFY2(first->predictable() <= limit && first->predictable() > 40, std::to_string(first->predictable()).c_str());   // unigram stops where no piece pays, and the text has 46 words
    QTemporaryDir a, b;
    first->save(a.path().toStdString());
    second->save(b.path().toStdString());
    int files = 0;
    for (const auto& entry : fs::directory_iterator(a.path().toStdString())) {
      ++files;
      QCOMPARE(readFile(entry.path()), readFile(fs::path(b.path().toStdString()) / entry.path().filename()));
    }
    QVERIFY(files >= 2);
  }

  // Kinds whose families hide words; those that predict the next one need only an end.
  void keepsTheMaskAndAccents_data() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"wordpiece", "unigram", "bpe"}) QTest::newRow(kind) << QString(kind);
  }
  void keepsTheMaskAndAccents() {
    QFETCH(QString, kind);
    Progress progress;
    const auto tokenizer = trainTokenizer(options(kind.toStdString(), 200), sentences(), progress);
    const SpecialTokens& special = tokenizer->special();
    for (const TokenId id : {special.pad, special.unknown, special.classify, special.separator, special.mask}) QVERIFY(id >= 0);
    QCOMPARE(tokenizer->token(special.mask), std::string("[MASK]"));
    Pieces pieces;
    tokenizer->encode("старый [MASK] искал маяк", pieces);
    QCOMPARE(std::count(pieces.ids.begin(), pieces.ids.end(), special.mask), 1);
    QVERIFY(std::count(pieces.ids.begin(), pieces.ids.end(), special.unknown) == 0);
    Pieces accents;
    tokenizer->encode("ёжик", accents);
    std::string joined;
    for (const TokenId id : accents.ids) joined += tokenizer->token(id);
    QVERIFY(joined.find("ё") != std::string::npos);
    const Encoding encoding = encodeText(*tokenizer, "the fox");
    QCOMPARE(encoding.ids.front(), special.classify);
    QCOMPARE(encoding.ids.back(), special.separator);
  }

  void savedOnesLoadEqual_data() { isDeterministicAndWithinTheLimit_data(); }
  void savedOnesLoadEqual() {
    QFETCH(QString, kind);
    Progress progress;
    const auto tokenizer = trainTokenizer(options(kind.toStdString(), withBytes(kind.toStdString(), 150)), sentences(), progress);
    QTemporaryDir folder;
    tokenizer->save(folder.path().toStdString());
    const auto loaded = loadTokenizer(folder.path().toStdString());
    QCOMPARE(loaded->contentHash(), tokenizer->contentHash());
    QCOMPARE(loaded->kind(), tokenizer->kind());
    QCOMPARE(loaded->special().mask, tokenizer->special().mask);
    for (const char* sample : {"The OLD fox painted ёжик!", "[MASK] в тумане [SEP]", "", " ", "Ünknøwn 漢字"}) {
      const Encoding left = encodeText(*tokenizer, sample), right = encodeText(*loaded, sample);
      QCOMPARE(left.ids, right.ids);
      QCOMPARE(left.byteOffsets, right.byteOffsets);
    }
  }

  void refusesImpossibleRequests_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("message");
    QTest::newRow("unknown kind") << "wordpeice" << 100 << "text" << "did you mean wordpiece";
    QTest::newRow("too small") << "wordpiece" << 10 << "text" << "between 64 and 500000";
    QTest::newRow("no words") << "wordpiece" << 100 << " \n " << "no words";
  }
  void refusesImpossibleRequests() {
    QFETCH(QString, kind);
    QFETCH(int, size);
    QFETCH(QString, line);
    QFETCH(QString, message);
    Progress progress;
    try {
      trainTokenizer(options(kind.toStdString(), size), text({line.toStdString()}), progress);
      QFAIL("accepted");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(QString(error.what()).contains(message), error.what());
    }
  }

  void canBeCancelled() {
    Progress progress;
    progress.cancel();
    QVERIFY_EXCEPTION_THROWN(trainTokenizer(options("wordpiece", 100), sentences(), progress), Cancelled);
  }

  void countsWordsAndForgetsTheRarest() {
    WordCounter counter(100);
    for (int round = 0; round < 3; ++round)
      for (int i = 0; i < 40; ++i) counter.add("often" + std::to_string(i));
    for (int i = 0; i < 1000; ++i) counter.add("once" + std::to_string(i));
    QVERIFY(counter.size() <= 100);
    std::int64_t often = 0, total = 0;
    counter.forEach([&](std::string_view word, std::int64_t count) {
      often += word.substr(0, 5) == "often" && count == 3;
      total += count;
    });
    QCOMPARE(often, std::int64_t{40});
    QCOMPARE(total + counter.forgotten(), std::int64_t{1120});
  }
};

CLOZE_TEST_SUITE(TokenizerTrainerTest, "tokenizer_trainer")
#include "tst_tokenizer_trainer.moc"
