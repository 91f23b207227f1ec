// sentencepiece models against the library's own answers and the special tokens of four families (../shared/reference/tokenizers).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/text/sentencepiece_file.h"
#include "engine/text/tokenizer_trainer.h"
#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <fstream>
#include <thread>

using namespace cloze;
namespace fs = std::filesystem;

namespace {

fs::path referenceFolder() { return tests::sharedFolder() / "reference/tokenizers"; }

std::vector<Json> jsonLines(const fs::path& file) {
  std::vector<Json> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(parseJson(line, file.string()));
  return lines;
}

Json pairs(const std::vector<std::pair<std::int32_t, std::int32_t>>& offsets) {
  Json list = Json::array();
  for (const auto& [begin, end] : offsets) list.push_back({begin, end});
  return list;
}

Json shownTokens(const Tokenizer& tokenizer, const Pieces& pieces) {
  Json list = Json::array();
  for (const TokenId id : pieces.ids) list.push_back(tokenizer.token(id));
  for (const auto& [place, text] : pieces.unknownTexts) list[place] = text;
  return list;
}

// A trained model as bytes; trained once.
const std::string& smallModel(const std::string& kind = "unigram") {
  static std::map<std::string, std::string> made;
  std::string& bytes = made[kind];
  if (!bytes.empty()) return bytes;
  TokenizerTraining training;
  training.kind = kind;
  training.vocabularySize = 120;
  Progress progress;
  const auto tokenizer = trainTokenizer(training, [](const auto& each) {
    for (int i = 0; i < 400; ++i) each("the lighthouse keeper " + std::to_string(i * 37 % 101) + " watched a quiet harbour, ёжик искал маяк " + std::to_string(i));
  }, progress);
  QTemporaryDir folder;
  tokenizer->save(folder.path().toStdString());
  bytes = readFile(fs::path(folder.path().toStdString()) / "spiece.model");
  return bytes;
}

fs::path write(const QTemporaryDir& folder, const std::string& name, const std::string& bytes) {
  const fs::path path = fs::path(folder.path().toStdString()) / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

}  // namespace

class SentencePieceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void equalsTheLibrary_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"spm-unigram", "spm-t5", "spm-bpe-bytefallback", "spm-xlnet", "spm-albert", "spm-xlmr", "t5-real"}) QTest::newRow(name) << name;
  }
  void equalsTheLibrary() {
    CLOZE_NEED_SHARED();
    QFETCH(QString, name);
    const fs::path folder = referenceFolder() / name.toStdString();
    const auto tokenizer = loadTokenizer(folder / readJsonFile(folder / "case.json")["model"].get<std::string>());
    const Json strings = readJsonFile(referenceFolder() / "strings.json");
    int checked = 0;
    for (const Json& line : jsonLines(folder / "expected.jsonl")) {
      if (line["kind"] != "single" || line.contains("skipped")) continue;
      const std::string text = strings[line["i"].get<std::size_t>()].get<std::string>();
      // "ababab..." has segmentations of equal score; sentencepiece 0.1.97 (Debian) and 0.2.3 (the reference) take different ones.
      if (name == "t5-real" && line["i"] == 79) continue;
      Pieces pieces;
      tokenizer->encode(text, pieces);
      QCOMPARE(Json(pieces.ids), line["ids"]);
      QCOMPARE(shownTokens(*tokenizer, pieces), line["tokens"]);
      QCOMPARE(pairs(pieces.byteOffsets), line["byte_offsets"]);
      QCOMPARE(pairs(codePointOffsets(text, pieces.byteOffsets)), line["offsets"]);
      QCOMPARE(Json(tokenizer->decode(pieces.ids)), line["decoded"]);
      ++checked;
    }
    QCOMPARE(checked, name == "t5-real" ? 137 : 138);
  }

  void addsTheSpecialTokensOfItsFamily_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"spm-t5", "spm-xlmr", "spm-albert", "spm-xlnet"}) QTest::newRow(name) << name;
  }
  void addsTheSpecialTokensOfItsFamily() {
    CLOZE_NEED_SHARED();
    QFETCH(QString, name);
    const fs::path folder = referenceFolder() / name.toStdString();
    const Json about = readJsonFile(folder / "case.json")["layout"];
    QTemporaryDir made;
    write(made, "spiece.model", readFile(folder / "spm.model"));
    Json config = about["options"];
    config["tokenizer_class"] = about["class"];
    write(made, "tokenizer_config.json", config.dump());
    const auto tokenizer = loadTokenizer(made.path().toStdString());
    for (const auto& entry : about["special_ids"].items()) QCOMPARE(tokenizer->id(entry.key()), entry.value().get<TokenId>());
    const Json strings = readJsonFile(referenceFolder() / "strings.json");
    const auto text = [&](const Json& index) { return strings[index.get<std::size_t>()].get<std::string>(); };
    int checked = 0;
    for (const Json& line : jsonLines(folder / "layout.jsonl")) {
      const std::string kind = line["kind"];
      if (kind == "padded" || line.contains("skipped")) continue;
      EncodeOptions options;
      if (kind == "truncate") {
        const std::string strategy = line["strategy"];
        options.maxLength = line["max_length"].get<std::int32_t>();
        options.truncation = strategy == "only_first" ? Truncation::OnlyFirst : strategy == "only_second" ? Truncation::OnlySecond : Truncation::LongestFirst;
      }
      const std::string a = text(line[kind == "single" ? "i" : "a"]), b = kind == "single" || line["b"].is_null() ? "" : text(line["b"]);
      std::optional<std::string_view> pair;
      if (kind != "single" && !line["b"].is_null()) pair = b;
      const Encoding encoding = encodeWindows(*tokenizer, a, pair, options).front();
      const Json& expected = line[kind == "single" ? "ids_special" : "ids"];
      if (Json(encoding.ids) != expected) qWarning("%s %s: %s", kind.c_str(), line.dump().substr(0, 60).c_str(), Json(encoding.ids).dump().c_str());
      QCOMPARE(Json(encoding.ids), expected);
      if (line.contains("type_ids")) QCOMPARE(Json(encoding.typeIds), line["type_ids"]);
      for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        QVERIFY(encoding.byteOffsets[i].first <= encoding.byteOffsets[i].second);
        QVERIFY(encoding.byteOffsets[i].second <= static_cast<std::int32_t>((encoding.sequence[i] == 1 ? b : a).size()));
      }
      ++checked;
    }
    QVERIFY(checked > 140);
  }

  void loadsBothKinds_data() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("unigram") << "unigram";
    QTest::newRow("bpe") << "bpe";
  }
  void loadsBothKinds() {
    QFETCH(QString, kind);
    QTemporaryDir folder;
    const auto tokenizer = loadTokenizer(write(folder, "a.model", smallModel(kind.toStdString())));
    QCOMPARE(QString::fromStdString(tokenizer->kind()), kind);
    Pieces pieces;
    tokenizer->encode("the [MASK] маяк \xFF ok", pieces);
    QCOMPARE(std::count(pieces.ids.begin(), pieces.ids.end(), tokenizer->special().mask), 1);
    QCOMPARE(pieces.byteOffsets.back().second, 24);
    QVERIFY(tokenizer->continuesWord(tokenizer->id("o")) || tokenizer->id("o") < 0);
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 3; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          Pieces again;
          tokenizer->encode("the [MASK] маяк \xFF ok", again);
          wrong += again.ids != pieces.ids;
        }
      });
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(wrong.load(), 0);
  }

  void refusesDamagedModels_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const std::string& good = smallModel();
    const auto row = [](const char* name, const std::string& bytes, const char* message) { QTest::newRow(name) << QByteArray::fromStdString(bytes) << message; };
    row("empty", "", "is empty");
    row("truncated", good.substr(0, good.size() / 2), "truncated");
    row("truncated in a piece", good.substr(0, 40), "truncated");
    row("text", "hello, I am no model at all", "not");
    row("a web page", "<!DOCTYPE html><html></html>", "HTML page");
    row("a pointer", "version https://git-lfs.github.com/spec/v1\n", "Git LFS");
    row("a length of 2^63", std::string("\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 10), "beyond the end");
    row("a piece of 100 KB", std::string("\x0A\xA4\x8D\x06\x0A\xA0\x8D\x06", 8) + std::string(100000, 'x'), "at most 4,096");
    row("no unknown piece", std::string("\x0A\x03\x0A\x01", 4) + "x", "unknown pieces");
    row("an endless number", std::string(20, '\xFF'), "ten bytes");
  }
  void refusesDamagedModels() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    QTemporaryDir folder;
    const fs::path path = write(folder, "bad.model", bytes.toStdString());
    try {
      loadTokenizer(path);
      QFAIL("accepted");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(QString(error.what()).contains(message), error.what());
      QVERIFY2(QString(error.what()).contains("bad.model"), error.what());
    }
  }

  // Whatever a flipped byte does to the library, it does to a helper: here it is an error or a tokeniser that works.
  void survivesFlippedBytes() {
    const std::string& good = smallModel();
    int refused = 0, loaded = 0;
    for (std::size_t i = 0; i < 60; ++i) {
      std::string bytes = good;
      const std::size_t at = (i * 2654435761u) % bytes.size();
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << (i % 8)));
      QTemporaryDir folder;
      try {
        const auto tokenizer = loadTokenizer(write(folder, "flipped.model", bytes));
        Pieces pieces;
        tokenizer->encode("a quiet harbour ёжик ½", pieces);
        ++loaded;
      } catch (const std::invalid_argument&) {
        ++refused;
      }
    }
    QCOMPARE(refused + loaded, 60);
  }

  void refusesUnknownClasses() {
    QTemporaryDir folder;
    write(folder, "spiece.model", smallModel());
    write(folder, "tokenizer_config.json", R"({"tokenizer_class": "CamembertTokenizer"})");
    QVERIFY_EXCEPTION_THROWN(loadTokenizer(folder.path().toStdString()), std::invalid_argument);
  }

  void saysHowLargeTheAlphabetIs() {
    TokenizerTraining training;
    training.kind = "unigram";
    training.vocabularySize = 64;
    Progress progress;
    try {
      trainTokenizer(training, [](const auto& each) {
        std::string line;
        for (int c = 0; c < 300; ++c) line += std::string{static_cast<char>(0xE4), static_cast<char>(0xB8 + c / 64), static_cast<char>(0x80 + c % 64)} + " ";
        for (int i = 0; i < 20; ++i) each(line);
      }, progress);
      QFAIL("accepted");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(QString(error.what()).contains("vocabulary"), error.what());
    }
  }
};

CLOZE_TEST_SUITE(SentencePieceTest, "sentencepiece")
#include "tst_sentencepiece.moc"
