// Tokeniser files: odd and hostile ones refused or taken with a warning, Hugging Face's layout in and out, and the two commands on them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/text/tokenizer.h"
#include "engine/text/tokenizer_bench.h"
#include "engine/text/tokenizer_trainer.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"


using namespace cloze;
using namespace cloze::tests;
namespace fs = std::filesystem;

namespace {

const std::string kFive = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";

QString refusal(const fs::path& path) {
  try {
    loadTokenizer(path);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

std::string joined(const Tokenizer& tokenizer, const std::string& text) {
  std::string out;
  for (const TokenId id : encodeText(tokenizer, text).ids) out += (out.empty() ? "" : " ") + tokenizer.token(id);
  return out;
}

Json tokenizerJson() {
  return parseJson(R"({"version": "1.0", "added_tokens": [{"id": 4, "content": "[MASK]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
    "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
    "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}, "decoder": null,
    "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
              "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "a": 5, "##b": 6}}})", "test");
}

}  // namespace

class TokenizerFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void takesOddVocabulariesWithAWarning_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("pieces");
    QTest::addColumn<QString>("warning");
    const auto row = [](const char* name, const std::string& bytes, const char* pieces, const char* warning) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(pieces) << QString(warning);
    };
    row("plain", kFive + "a\n##b\n", "[CLS] a ##b [SEP]", "");
    row("no newline at the end", kFive + "a\n##b", "[CLS] a ##b [SEP]", "");
    row("CRLF", "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\na\r\n##b\r\n", "[CLS] a ##b [SEP]", "");
    row("byte-order mark", "\xEF\xBB\xBF" + kFive + "a\n##b\n", "[CLS] a ##b [SEP]", "vocab.txt:1: begins with a byte-order mark");
    row("blank line", kFive + "\na\n##b\n", "[CLS] a ##b [SEP]", "vocab.txt:6: blank line");
    row("repeated token", kFive + "a\n##b\na\n", "[CLS] a ##b [SEP]", "vocab.txt:8: \"a\" is in line 6 already");
    row("NUL", kFive + "a\n##b\nc" + std::string(1, '\0') + "d\n", "[CLS] a ##b [SEP]", "vocab.txt:8: the token holds a NUL");
  }
  void takesOddVocabulariesWithAWarning() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, pieces);
    QFETCH(QString, warning);
    const TemporaryFolder folder;
    const auto tokenizer = loadTokenizer(folder.write("vocab.txt", bytes.toStdString()));
    QCOMPARE(QByteArray::fromStdString(joined(*tokenizer, "ab")), pieces);
    QCOMPARE(tokenizer->warnings().empty(), warning.isEmpty());
    if (!warning.isEmpty()) QVERIFY2(QString::fromStdString(tokenizer->warnings().front()).contains(warning), tokenizer->warnings().front().c_str());
  }

  void ofARepeatedTokenTheLastIdCounts() {
    const TemporaryFolder folder;
    const auto tokenizer = loadTokenizer(folder.write("vocab.txt", kFive + "a\nb\na\n"));
    QCOMPARE(tokenizer->id("a"), 7);
    QCOMPARE(encodeText(*tokenizer, "a").ids[1], 7);
    QCOMPARE(tokenizer->token(5), std::string("a"));
  }

  void refusesBadFiles_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* what, const char* name, const std::string& bytes, const char* message) {
      QTest::newRow(what) << name << QByteArray::fromStdString(bytes) << message;
    };
    row("empty vocabulary", "vocab.txt", "", "is empty");
    row("missing special tokens", "vocab.txt", "[PAD]\n[UNK]\n[CLS]\na\n", "[SEP], [MASK] are missing");
    row("invalid UTF-8", "vocab.txt", kFive + "a\n\xFF\n", "vocab.txt:7: not valid UTF-8");
    row("one endless line", "vocab.txt", kFive + std::string(100000, 'x'), "vocab.txt:6: a token of 100000 bytes");
    row("pointer", "vocab.txt", "version https://git-lfs.github.com/spec/v1\n", "Git LFS");
    row("neither", "tokens.bin", "x", "not a tokeniser");
    row("truncated JSON", "tokenizer.json", tokenizerJson().dump().substr(0, 300), "tokenizer.json:1: not valid JSON");
    row("deep JSON", "tokenizer.json", std::string(100000, '['), "nested deeper than 64");
    const auto changed = [&](const char* what, const char* pointer, const Json& value, const char* message) {
      Json json = tokenizerJson();
      json[Json::json_pointer(pointer)] = value;
      row(what, "tokenizer.json", json.dump(), message);
    };
    changed("an array", "", Json::array(), "expected an object");
    changed("other model", "/model/type", "WordLevel", "model.type: \"WordLevel\" is not supported");
    changed("other normaliser", "/normalizer/type", "NFKC", "normalizer.type: \"NFKC\" is not supported");
    changed("other pre-tokeniser", "/pre_tokenizer/type", "Whitespace", "pre_tokenizer.type: \"Whitespace\"");
    changed("other post-processor", "/post_processor/type", "ByteLevel", "post_processor.type: \"ByteLevel\"");
    changed("vocabulary of the wrong type", "/model/vocab", "a", "model.vocab: expected an object");
    changed("negative id", "/model/vocab/a", -1, "model.vocab.a: expected an id");
    changed("huge id", "/model/vocab/a", 4000000000u, "model.vocab.a: the id 4000000000 is far beyond");
    changed("an id twice", "/model/vocab/a", 6, "the same id 6");
    changed("unknown token missing", "/model/unk_token", "<unk>", "<unk> are missing");
    changed("wrong flag", "/normalizer/lowercase", "yes", "normalizer.lowercase: expected true or false");
    changed("added token elsewhere", "/added_tokens/0/id", 5, "which is \"a\"");
    changed("added token far away", "/added_tokens/0", Json{{"id", 99}, {"content", "<x>"}}, "only 7 tokens before it");
  }
  void refusesBadFiles() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const TemporaryFolder folder;
    const QString said = refusal(folder.write(name.toStdString(), bytes.toStdString()));
    QVERIFY2(said.contains(message), qPrintable(said));
    QVERIFY2(said.contains(name), qPrintable(said));
  }

  void readsTokenizerJson() {
    const TemporaryFolder folder;
    Json json = tokenizerJson();
    json["added_tokens"].push_back(Json{{"id", 7}, {"content", "<new>"}, {"lstrip", true}, {"rstrip", true}, {"single_word", false}, {"normalized", false}, {"special", false}});
    const auto tokenizer = loadTokenizer(folder.write("tokenizer.json", json.dump()));
    QCOMPARE(joined(*tokenizer, "Áb <new> a<new>"), std::string("[CLS] a ##b <new> a <new> [SEP]"));
    Pieces pieces;
    tokenizer->encode("a <new> a", pieces);
    QCOMPARE(pieces.byteOffsets[1], std::make_pair(1, 8));
    QVERIFY(tokenizer->isSpecial(4) && !tokenizer->isSpecial(7));
  }

  void readsFoldersByTheirConfig_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("pieces");
    QTest::newRow("none") << "" << "[CLS] a a e [SEP]";
    QTest::newRow("cased") << R"({"tokenizer_class": "BertTokenizer", "do_lower_case": false})" << "[CLS] A a É [SEP]";
    QTest::newRow("accents kept") << R"({"tokenizer_class": "BertTokenizerFast", "do_lower_case": true, "strip_accents": false})" << "[CLS] a a é [SEP]";
    QTest::newRow("cased, accents stripped") << R"({"do_lower_case": false, "strip_accents": true})" << "[CLS] A a E [SEP]";
    QTest::newRow("no mask") << R"({"mask_token": null, "unk_token": {"content": "[UNK]", "lstrip": false}})" << "[CLS] a a e [SEP]";
  }
  void readsFoldersByTheirConfig() {
    QFETCH(QString, config);
    QFETCH(QString, pieces);
    const TemporaryFolder folder;
    folder.write("vocab.txt", kFive + "a\nA\ne\nE\né\nÉ\n");
    if (!config.isEmpty()) folder.write("tokenizer_config.json", config.toStdString());
    const auto tokenizer = loadTokenizer(folder.path());
    QCOMPARE(QString::fromStdString(joined(*tokenizer, "A a É")), pieces);
    QCOMPARE(tokenizer->special().mask, config.contains("null") ? -1 : 4);
  }

  void refusesFoldersItDoesNotKnow() {
    const TemporaryFolder folder;
    QVERIFY(refusal(folder.path()).contains("no tokeniser in this folder"));
    folder.write("vocab.txt", kFive + "a\n");
    folder.write("tokenizer_config.json", R"({"tokenizer_class": "BertTokeniser"})");
    QVERIFY(refusal(folder.path()).contains("did you mean BertTokenizer?"));
    folder.write("tokenizer_config.json", R"({"do_lower_case": "yes"})");
    QVERIFY(refusal(folder.path()).contains("do_lower_case: expected true, false or null"));
    folder.write("tokenizer_config.json", R"({"do_basic_tokenize": false})");
    QVERIFY(refusal(folder.path()).contains("do_basic_tokenize"));
    QVERIFY(refusal(folder.path() / "nowhere").contains("no such file"));
  }

#ifdef CLOZE_PEERS   // needs python3 with tokenizers and transformers
  void writesWhatHuggingFaceReads_data() { commandTrains_data(); }
  void writesWhatHuggingFaceReads() {
    QFETCH(QString, kind);
    const TemporaryFolder folder;
    TokenizerTraining training;
    training.kind = kind.toStdString();
    training.vocabularySize = 200;
    Progress progress;
    const auto tokenizer = trainTokenizer(training, [](const auto& each) {
      for (int i = 0; i < 50; ++i) each("The quiet harbour, ёжик в тумане " + std::to_string(i) + " — naïve Café! the [MASK]");
    }, progress);
    tokenizer->save(folder.path());
    const std::vector<std::string> texts{"The QUIET harbour 17", "Ёжик и [MASK] в тумане!", "naïve Cafe\xCC\x81 中文 — \xC2\xA0 ok", "", "[CLS] x [SEP]", "a\xE2\x80\x8B" "b"};
    Json list = Json::array(), expected = Json::array();
    for (const std::string& text : texts) {
      const Encoding encoding = encodeText(*tokenizer, text);
      list.push_back(text);
      expected.push_back(encoding.ids);
    }
    const Encoding pair = encodeWindows(*tokenizer, texts[0], texts[1], {}).front();
    folder.write("texts.json", list.dump());
    folder.write("check.py", R"(import json, sys
from tokenizers import Tokenizer
folder = sys.argv[1]
tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
texts = json.load(open(folder + "/texts.json"))
pair = tokenizer.encode(texts[0], texts[1])
answer = {"ids": [tokenizer.encode(t).ids for t in texts], "pair": pair.ids, "types": pair.type_ids}
try:
    from transformers import AutoTokenizer
    auto = AutoTokenizer.from_pretrained(folder)
    answer["auto"] = [auto(t)["input_ids"] for t in texts]
    answer["mask"] = auto.mask_token_id
except ImportError:
    pass
json.dump(answer, open(folder + "/answer.json", "w"))
)");
    const std::string command = "HF_HUB_OFFLINE=1 python3 " + (folder.path() / "check.py").string() + " " + folder.path().string() + " > " + (folder.path() / "python.log").string() + " 2>&1";
    QVERIFY2(std::system(command.c_str()) == 0, readFile(folder.path() / "python.log").c_str());
    const Json answer = readJsonFile(folder.path() / "answer.json");
    QCOMPARE(answer["ids"], expected);
    QCOMPARE(answer["pair"], Json(pair.ids));
    QCOMPARE(answer["types"], Json(pair.typeIds));
    if (answer.contains("auto")) {
      QCOMPARE(answer["auto"], expected);
      QCOMPARE(answer["mask"], Json(tokenizer->special().mask));
    }
  }
#endif

  void commandPrintsJson() {
    const TemporaryFolder folder;
    const std::string vocabulary = folder.write("vocab.txt", kFive + "un\n##aff\n##able\nй\n");
    const ProgramResult one = runCloze({"tokenize", "--tokenizer", vocabulary, "й unaffable", "--json"});
    QCOMPARE(one.code, 0);
    const Json json = parseJson(one.out, "output");
    QCOMPARE(json["tokens"].dump(), std::string(R"(["[CLS]","[UNK]","un","##aff","##able","[SEP]"])"));
    QCOMPARE(json["offsets"].dump(), std::string("[[0,0],[0,1],[2,4],[4,7],[7,11],[0,0]]"));
    QCOMPARE(json["byte_offsets"].dump(), std::string("[[0,0],[0,2],[3,5],[5,8],[8,12],[0,0]]"));
    QCOMPARE(json["type_ids"].dump(), std::string("[0,0,0,0,0,0]"));
    const std::string lines = folder.write("lines.json", R"(["unaffable", "", "line\nbreak \u0000", "[MASK]"])");
    const ProgramResult many = runCloze({"tokenize", "--tokenizer", vocabulary, "--lines", lines, "--no-special-tokens", "--json"});
    QCOMPARE(std::count(many.out.begin(), many.out.end(), '\n'), 4);
    const ProgramResult windows = runCloze({"tokenize", "--tokenizer", vocabulary, "unaffable unaffable", "--max-length", "5", "--stride", "1", "--json"});
    QCOMPARE(parseJson(windows.out, "output")["overflowing"].size(), std::size_t{2});
    const ProgramResult table = runCloze({"tokenize", "--tokenizer", vocabulary, "unaffable"});
    QVERIFY(QString::fromStdString(table.out).contains("##able"));
  }

  void commandRefusesWrongRequests_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("message");
    QTest::newRow("no text") << QStringList{"tokenize", "--tokenizer", "VOCAB"} << "either a TEXT or --lines";
    QTest::newRow("no tokeniser") << QStringList{"tokenize", "--tokenizer", "/nowhere", "a"} << "no such file";
    QTest::newRow("no room") << QStringList{"tokenize", "--tokenizer", "VOCAB", "a", "--max-length", "2"} << "leaves no room for text";
    QTest::newRow("lines that are no list") << QStringList{"tokenize", "--tokenizer", "VOCAB", "--lines", "CONFIG"} << "expected an array of strings";
    QTest::newRow("no such kind") << QStringList{"tokenizer", "train", "--kind", "wordpieces", "--out", "OUT", "VOCAB"} << "wordpieces";
    QTest::newRow("full folder") << QStringList{"tokenizer", "train", "--out", "FOLDER", "VOCAB"} << "is not empty";
  }
  void commandRefusesWrongRequests() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, message);
    const TemporaryFolder folder;
    folder.write("vocab.txt", kFive + "a\n");
    folder.write("config.json", "{}");
    std::vector<std::string> words;
    for (const QString& argument : arguments) {
      std::string word = argument.toStdString();
      if (word == "VOCAB") word = (folder.path() / "vocab.txt").string();
      if (word == "CONFIG") word = (folder.path() / "config.json").string();
      if (word == "FOLDER") word = folder.path().string();
      if (word == "OUT") word = (folder.path() / "out").string();
      words.push_back(word);
    }
    const ProgramResult result = runCloze(words);
    QCOMPARE(result.code, 2);
    QVERIFY2(QString::fromStdString(result.error).contains(message), result.error.c_str());
    QVERIFY(!fs::exists(folder.path() / "out"));
    QCOMPARE(result.out, std::string());
  }

  void commandTrains_data() {
    QTest::addColumn<QString>("kind");
    for (const std::string& kind : tokenizerKinds()) QTest::newRow(kind.c_str()) << QString::fromStdString(kind);
  }
  void commandTrains() {
    QFETCH(QString, kind);
    const TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 300; ++i) text += "The harbour master counted boat " + std::to_string(i * 31 % 97) + " and ёжик watched.\n";
    const std::string file = folder.write("text.txt", text), out = (folder.path() / "deep/out").string();
    const std::string limit = kind == "byte_bpe" ? "400" : kind == "unigram_sentinels" ? "220" : "120";   // all bytes, or the sentinels, are in it
    const ProgramResult result = runCloze({"tokenizer", "train", "--kind", kind.toStdString(), "--vocab-size", limit, "--out", out, file, "--json"});
    QVERIFY2(result.code == 0, result.error.c_str());
    const Json summary = parseJson(result.out, "output");
    const auto tokenizer = loadTokenizer(out);
    QCOMPARE(summary["vocab_size"].get<TokenId>(), tokenizer->size());
    QCOMPARE(summary["hash"].get<std::string>(), tokenizer->contentHash());
    QVERIFY(tokenizer->size() <= std::stoi(limit));
  }

  void benchmarkCountsWhatItReads() {
    const TemporaryFolder folder;
    const auto tokenizer = loadTokenizer(folder.write("vocab.txt", kFive + "a\nb\n"));
    const TokenizeFigures figures = benchTokenize(*tokenizer, folder.write("text.txt", "a b\nb\n"), 0);
    QCOMPARE(figures.pieces, std::int64_t{3});
    QCOMPARE(figures.bytes, std::int64_t{6});
    QVERIFY(figures.megabytesPerCpuSecond > 0);
    QVERIFY_EXCEPTION_THROWN(benchTokenize(*tokenizer, folder.write("empty.txt", ""), 0), std::invalid_argument);
  }
};

CLOZE_TEST_SUITE(TokenizerFilesTest, "tokenizer_files")
#include "tst_tokenizer_files.moc"
