// Byte-pair tokenisers against ../shared/reference/tokenizers token by token, id by id, offset by offset; their files and their trainers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/readable.h"
#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <fstream>
#include <set>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/text/bpe.h"
#include "engine/text/byte_alphabet.h"
#include "engine/text/gpt2_words.h"
#include "engine/text/tokenizer_trainer.h"

using namespace cloze;
namespace fs = std::filesystem;

namespace {

fs::path referenceFolder() { return tests::sharedFolder() / "reference/tokenizers"; }

std::vector<Json> jsonLines(const fs::path& path) {
  std::ifstream file(path);
  std::vector<Json> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) lines.push_back(Json::parse(line));
  return lines;
}

// The case's two files under Hugging Face's names, or its tokenizer.json alone, with the class that says what they are.
void layOut(const fs::path& folder, const std::string& name, bool asJson) {
  const fs::path from = referenceFolder() / name;
  const Json about = readJsonFile(from / "case.json");
  const auto copy = [&](const char* key, const char* as) { fs::copy_file(fs::weakly_canonical(from / about[key].get<std::string>()), folder / as); };
  if (asJson) copy("tokenizer_json", "tokenizer.json");
  else copy("vocab", "vocab.json"), copy("merges", "merges.txt");
  if (about["kind"] == "char-bpe") writeFileAtomically(folder / "tokenizer_config.json", Json{{"tokenizer_class", "OpenAIGPTTokenizer"}, {"do_lower_case", about["lowercase"]}, {"unk_token", "<unk>"}}.dump());
  else if (name == "byte-bpe-roberta") {
    Json config{{"tokenizer_class", "RobertaTokenizer"}, {"add_prefix_space", true}};
    for (const auto& [key, token] : {std::pair("cls_token", "<s>"), {"sep_token", "</s>"}, {"pad_token", "<pad>"}, {"unk_token", "<unk>"}}) config[key] = token;
    config["mask_token"] = {{"content", "<mask>"}, {"lstrip", true}};
    writeFileAtomically(folder / "tokenizer_config.json", config.dump());
  }
}

Json offsetsOf(const Encoding& encoding, std::string_view text) {
  Json list = Json::array();
  for (const auto& [begin, end] : codePointOffsets(text, encoding.byteOffsets)) list.push_back({begin, end});
  return list;
}

std::shared_ptr<const Tokenizer> trained(const std::string& kind, std::int64_t size, const std::vector<std::string>& texts) {
  TokenizerTraining options;
  options.kind = kind;
  options.vocabularySize = size;
  Progress progress;
  return trainTokenizer(options, [&](const auto& each) { for (const std::string& text : texts) each(text); }, progress);
}

const std::vector<std::string> kTexts{"The lighthouse keeper lit the lamp, and the lamp lit the night.", "Маяк светит ночью; маяк не спит.", "It's 2024 and we'll see the light."};

}  // namespace

class BpeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cutsAsTheReferenceDoes_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("asJson");
    for (const char* name : {"gpt2", "byte-bpe-gpt2", "byte-bpe-roberta", "openai-gpt", "char-bpe"}) QTest::newRow(qPrintable(QString("%1, two files").arg(name))) << QString(name) << false;
    for (const char* name : {"byte-bpe-gpt2", "byte-bpe-roberta", "char-bpe"}) QTest::newRow(qPrintable(QString("%1, tokenizer.json").arg(name))) << QString(name) << true;
  }
  void cutsAsTheReferenceDoes() {
    CLOZE_NEED_SHARED();
    QFETCH(QString, name);
    QFETCH(bool, asJson);
    QTemporaryDir folder, again;
    layOut(folder.path().toStdString(), name.toStdString(), asJson);
    const auto read = loadTokenizer(folder.path().toStdString());
    read->save(again.path().toStdString());
    const Json strings = readJsonFile(referenceFolder() / "strings.json");
    const auto lines = jsonLines(referenceFolder() / name.toStdString() / "expected.jsonl");
    const auto saved = loadTokenizer(again.path().toStdString());      // what is written says the same
    QCOMPARE(saved->contentHash(), read->contentHash());
    int checked = 0;
    for (const auto& tokenizer : {read, saved})
      for (const Json& line : lines) checked += check(*tokenizer, line, strings);
    QVERIFY2(checked > 250, std::to_string(checked).c_str());
  }

 private:
  static int check(const Tokenizer& tokenizer, const Json& line, const Json& strings) {
    const auto text = [&](const char* key) { return strings[line[key].get<std::size_t>()].get<std::string>(); };
    const std::string kind = line["kind"];
    const std::string where = line.dump().substr(0, 60);
    const auto same = [&](const Json& got, const char* key) {
      if (got != line[key]) qWarning("%s %s: %s, expected %s", where.c_str(), key, got.dump().substr(0, 600).c_str(), line[key].dump().substr(0, 600).c_str());
      return got == line[key];
    };
    bool ok = true;
    if (kind == "single") {
      const std::string a = text("i");
      const Encoding bare = encodeText(tokenizer, a, {false, 0, Truncation::None, 0}), whole = encodeText(tokenizer, a);
      Json tokens = Json::array(), bytes = Json::array();
      for (std::size_t i = 0; i < bare.ids.size(); ++i) {
        tokens.push_back(tokenizer.token(bare.ids[i]));
        const std::string expected = i < line["tokens"].size() ? line["tokens"][i].get<std::string>() : "";
        if (expected == " " + tokenizer.token(bare.ids[i])) tokens.back() = expected;   // the library shows the blank that "<mask>" takes
      }
      for (const auto& [begin, end] : bare.byteOffsets) bytes.push_back({begin, end});
      ok = same(Json(bare.ids), "ids") && same(tokens, "tokens") && same(offsetsOf(bare, a), "offsets") && same(bytes, "byte_offsets") &&
           same(Json(bare.words), "words") && same(Json(whole.ids), "ids_special") && same(Json(tokenizer.decode(bare.ids)), "decoded");
    } else if (kind == "pair") {
      const std::string a = text("a"), b = text("b");
      const Encoding both = encodeWindows(tokenizer, a, b, {}).front();
      ok = same(Json(both.ids), "ids") && same(Json(both.typeIds), "type_ids");
    } else if (kind == "truncate" && line["strategy"] == "longest_first" && !line.contains("error") && line.contains("b") && !line["b"].is_null()) {
      EncodeOptions options;
      options.maxLength = line["max_length"].get<std::int32_t>();
      const std::string a = text("a"), b = text("b");
      ok = Json(encodeWindows(tokenizer, a, b, options).front().ids) == line["windows"][0]["ids"];
      if (!ok) qWarning("%s: truncated otherwise", where.c_str());
    } else {
      return 0;
    }
    if (!ok) QTest::qFail(where.c_str(), __FILE__, __LINE__);
    return 1;
  }

 private Q_SLOTS:
  void everyByteHasACharacterOfItsOwn() {
    std::set<std::string> seen(byteAlphabet().begin(), byteAlphabet().end());
    QCOMPARE(seen.size(), std::size_t(256));
    for (int byte = 0; byte < 256; ++byte) QCOMPARE(bytesOfToken(byteAlphabet()[static_cast<std::size_t>(byte)]), std::string(1, static_cast<char>(byte)));
    QCOMPARE(byteAlphabet()[' '], std::string("Ġ"));
  }

  void scansWordsAsGpt2sExpressionDoes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("words take the blank before them") << "a bc 12" << QStringList{"a", " bc", " 12"};
    QTest::newRow("contractions") << "it's we'll I'VE" << QStringList{"it", "'s", " we", "'ll", " I", "'", "VE"};
    QTest::newRow("the last of several blanks goes on") << "a   b" << QStringList{"a", "  ", " b"};
    QTest::newRow("blanks at the end stay together") << "a  \n" << QStringList{"a", "  \n"};
    QTest::newRow("a line break is a word") << "a\nb" << QStringList{"a", "\n", "b"};
    QTest::newRow("a break before a blank") << "a\n b" << QStringList{"a", "\n", " b"};
    QTest::newRow("signs and letters part") << "x=+1" << QStringList{"x", "=+", "1"};
    QTest::newRow("no-break blank") << QString::fromUtf8("a\u00a0b") << QStringList{"a", QString::fromUtf8("\u00a0"), "b"};
  }
  void scansWordsAsGpt2sExpressionDoes() {
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    const std::string bytes = text.toStdString();
    QStringList found;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t end = endOfGpt2Word(bytes, at);
      found << QString::fromStdString(bytes.substr(at, end - at));
      at = end;
    }
    QCOMPARE(found, words);
  }

  void trainersAreDeterministicAndTheirTokenisersLoseNothing_data() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("bytes") << "byte_bpe";
    QTest::newRow("characters") << "char_bpe";
  }
  void trainersAreDeterministicAndTheirTokenisersLoseNothing() {
    QFETCH(QString, kind);
    const auto first = trained(kind.toStdString(), 320, kTexts), second = trained(kind.toStdString(), 320, kTexts);
    QCOMPARE(first->contentHash(), second->contentHash());
    QCOMPARE(QString::fromStdString(first->kind()), kind);
    QVERIFY(first->size() <= 320 && first->special().end >= 0);
    QVERIFY(trained(kind.toStdString(), 320, {kTexts[0]})->contentHash() != first->contentHash());
    QTemporaryDir folder;
    first->save(folder.path().toStdString());
    const auto loaded = loadTokenizer(folder.path().toStdString());
    QCOMPARE(loaded->contentHash(), first->contentHash());
    QCOMPARE(loaded->special().end, first->special().end);
    for (const std::string& text : kTexts) {
      const std::string plain = kind == "byte_bpe" ? text + "<|endoftext|>" : "the lamp lit the night";
      const Encoding encoding = encodeText(*loaded, plain);
      QCOMPARE(QString::fromStdString(loaded->decode(encoding.ids)), QString::fromStdString(plain));
      QVERIFY(encoding.ids.size() < plain.size());                      // pieces were learned
    }
  }

  void learnsThePairThatIsMostFrequent() {
    const auto tokenizer = trained("byte_bpe", 259, {"abab abab abab xyz"});
    QCOMPARE(tokenizer->token(257), std::string("ab"));
    QCOMPARE(tokenizer->token(258), std::string("abab"));
    QVERIFY_EXCEPTION_THROWN(trained("byte_bpe", 200, kTexts), std::invalid_argument);
  }

  void readsPiecesAsAPersonDoes_data() {
    QTest::addColumn<QString>("token");
    QTest::addColumn<bool>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("a word after a blank") << "Ġthe" << true << "\u2581the";
    QTest::newRow("inside a word") << "ing" << true << "ing";
    QTest::newRow("Cyrillic letters") << "Ð°Ð±" << true << "\u0430\u0431";
    QTest::newRow("Cyrillic after a blank") << "ĠÐ¼" << true << "\u2581\u043c";
    QTest::newRow("half a letter") << "Ð" << true << "<D0>";
    QTest::newRow("a letter and a half") << "Ð°Ð" << true << "\u0430<D0>";
    QTest::newRow("a line break") << "Ċ" << true << "\u21b5";
    QTest::newRow("blanks") << "ĠĠ" << true << "\u2581\u2581";
    QTest::newRow("the end of a text") << "<|endoftext|>" << true << "<|endoftext|>";
    QTest::newRow("a piece that is text") << "Ð°" << false << "Ð°";
  }
  void readsPiecesAsAPersonDoes() {
    QFETCH(QString, token);
    QFETCH(bool, bytes);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(readablePiece(token.toStdString(), bytes)), text);
  }

  void refusesDamagedFiles_data() {
    QTest::addColumn<QByteArray>("vocabulary");
    QTest::addColumn<QByteArray>("merges");
    QTest::addColumn<QString>("message");
    QTest::newRow("an id twice") << QByteArray(R"({"a":0,"b":0})") << QByteArray("") << "same id";
    QTest::newRow("a gap") << QByteArray(R"({"a":0,"b":7})") << QByteArray("") << "from 0 to 1";
    QTest::newRow("a list") << QByteArray("[]") << QByteArray("") << "expected an object";
    QTest::newRow("an unknown piece") << QByteArray(R"({"a</w>":0,"b</w>":1,"<unk>":2})") << QByteArray("#version: 0.2\na c") << "merges.txt:2";
    QTest::newRow("one piece a line") << QByteArray(R"({"a</w>":0,"b</w>":1,"<unk>":2})") << QByteArray("a</w>") << "two pieces";
    QTest::newRow("no unknown token") << QByteArray(R"({"a</w>":0,"b</w>":1})") << QByteArray("") << "unknown token";
    QTest::newRow("a byte is missing") << QByteArray(R"({"a":0,"b":1})") << QByteArray("") << "256";
  }
  void refusesDamagedFiles() {
    QFETCH(QByteArray, vocabulary);
    QFETCH(QByteArray, merges);
    QFETCH(QString, message);
    QTemporaryDir folder;
    writeFileAtomically(fs::path(folder.path().toStdString()) / "vocab.json", vocabulary.toStdString());
    writeFileAtomically(fs::path(folder.path().toStdString()) / "merges.txt", merges.toStdString());
    try {
      loadTokenizer(folder.path().toStdString());
      QFAIL("was accepted");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(QString::fromUtf8(error.what()).contains(message), error.what());
    }
  }
};

CLOZE_TEST_SUITE(BpeTest, "bpe")
#include "tst_bpe.moc"
