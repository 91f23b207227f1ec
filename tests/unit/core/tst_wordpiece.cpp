// WordPiece against Hugging Face's answers (../shared/reference/tokenizers) and on inputs of our own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/text/utf8.h"
#include "engine/text/wordpiece.h"
#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <fstream>
#include <sstream>
#include <thread>

using namespace cloze;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kTiny{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "the", "й", "и", "##ё", "##е", "caf", "##e", "##é", "!", "中", "a", "##a"};

WordPiece tiny(bool lowercase = true, bool stripAccents = false) { return WordPiece(bertDefinition(kTiny, {lowercase, stripAccents, true, true}, "tiny")); }

std::string shown(const Tokenizer& tokenizer, std::string_view text) {
  Pieces pieces;
  tokenizer.encode(text, pieces);
  std::string out;
  for (std::size_t i = 0; i < pieces.ids.size(); ++i)
    out += (i ? " " : "") + tokenizer.token(pieces.ids[i]) + "@" + std::to_string(pieces.byteOffsets[i].first) + "-" + std::to_string(pieces.byteOffsets[i].second);
  return out;
}

Json pairs(const std::vector<std::pair<std::int32_t, std::int32_t>>& offsets) {
  Json list = Json::array();
  for (const auto& [begin, end] : offsets) list.push_back({begin, end});
  return list;
}

Json tokens(const Tokenizer& tokenizer, const std::vector<TokenId>& ids) {
  Json list = Json::array();
  for (const TokenId id : ids) list.push_back(tokenizer.token(id));
  return list;
}

class Reference {
 public:
  explicit Reference(const std::string& name) : m_folder(tests::sharedFolder() / "reference/tokenizers"), m_strings(readJsonFile(m_folder / "strings.json")) {
    const Json about = readJsonFile(m_folder / name / "case.json");
    m_vocabulary = m_folder / name / about["vocab"].get<std::string>();
    const bool lowercase = about["lowercase"].get<bool>();
    m_options = {lowercase, about["strip_accents"].is_boolean() ? about["strip_accents"].get<bool>() : lowercase, true, true};
    std::ifstream lines(m_folder / name / "expected.jsonl");
    for (std::string line; std::getline(lines, line);) m_lines.push_back(parseJson(line, name));
  }
  WordPiece tokenizer() const {
    std::istringstream in(readFile(m_vocabulary));
    std::vector<std::string> vocabulary;
    for (std::string line; std::getline(in, line);) vocabulary.push_back(line);
    return WordPiece(bertDefinition(vocabulary, m_options, m_vocabulary.string()));
  }
  std::string text(const Json& index) const { return m_strings[index.get<std::size_t>()].get<std::string>(); }
  const std::vector<Json>& lines() const { return m_lines; }

 private:
  fs::path m_folder, m_vocabulary;
  Json m_strings;
  BertOptions m_options;
  std::vector<Json> m_lines;
};

Truncation strategy(const std::string& name) {
  return name == "longest_first" ? Truncation::LongestFirst : name == "only_first" ? Truncation::OnlyFirst : Truncation::OnlySecond;
}

}  // namespace

class WordPieceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void equalsHuggingFace_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"bert-uncased", "wordpiece-cased", "wordpiece-lower-keep-accents"}) QTest::newRow(name) << name;
  }
  void equalsHuggingFace() {
    CLOZE_NEED_SHARED();
    QFETCH(QString, name);
    const Reference reference(name.toStdString());
    const WordPiece tokenizer = reference.tokenizer();
    int singles = 0, pairLines = 0, windows = 0;
    for (const Json& line : reference.lines()) {
      const std::string kind = line["kind"];
      if (kind == "single") singles += checkSingle(tokenizer, reference.text(line["i"]), line);
      if (kind == "pair") pairLines += checkPair(tokenizer, reference.text(line["a"]), reference.text(line["b"]), line);
      if (kind == "truncate") windows += checkTruncated(tokenizer, reference, line);
      if (QTest::currentTestFailed()) return;
    }
    QCOMPARE(singles, 139);
    QCOMPARE(pairLines, 8);
    QVERIFY(windows > 60);
  }

  void cutsLongestFirst_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pieces");
    const auto row = [](const char* name, const char* text, const char* pieces) { QTest::newRow(name) << QByteArray(text) << QByteArray(pieces); };
    row("whole pieces", "unaffable", "un@0-2 ##aff@2-5 ##able@5-9");
    row("upper case", "UNAFFABLE!", "un@0-2 ##aff@2-5 ##able@5-9 !@9-10");
    row("a rest makes the word unknown", "unaffx the", "[UNK]@0-6 the@7-10");
    row("accents are letters", "Й й", "й@0-2 й@3-5");
    row("composed letters", "CAFÉ", "caf@0-3 ##é@3-5");
    row("CJK stands alone", "the中the", "the@0-3 中@3-6 the@6-9");
    row("mask in text", "the [MASK]the[mask]", "the@0-3 [MASK]@4-10 the@10-13 [UNK]@13-14 [UNK]@14-18 [UNK]@18-19");
    row("control characters vanish", "t\x01h\xE2\x80\x8B" "e", "the@0-7");
    row("broken bytes vanish", "\xFFth\xC3" "e\xE2\x82", "the@1-5");
    row("broken bytes between words", "the\xF0\x9F the", "the@0-3 the@6-9");
    row("only blanks", " \t\n\xC2\xA0", "");
  }
  void cutsLongestFirst() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pieces);
    const WordPiece tokenizer = tiny();
    QCOMPARE(QByteArray::fromStdString(shown(tokenizer, text.toStdString())), pieces);
    QCOMPARE(QByteArray::fromStdString(shown(tokenizer, text.toStdString())), pieces);   // from the word cache
  }

  void stripsAccentsWithTheirOffsets() {
    const WordPiece tokenizer = tiny(true, true);
    QCOMPARE(QString::fromStdString(shown(tokenizer, "й и\xCC\x86 caf\xC3\xA9")), QString("и@0-2 и@3-5 caf@8-11 ##e@11-13"));
  }

  void wordsOfMoreThanAHundredCharactersAreUnknown() {
    const WordPiece tokenizer = tiny();
    for (const std::string letter : {"a", "й"}) {
      const auto count = [&](int length) {
        std::string word;
        for (int i = 0; i < length; ++i) word += letter;
        Pieces pieces;
        tokenizer.encode(word, pieces);
        return std::make_pair(pieces.ids.front(), pieces.byteOffsets.back().second == static_cast<std::int32_t>(word.size()));
      };
      QCOMPARE(count(101), std::make_pair(tokenizer.special().unknown, true));
      if (letter == "a") QCOMPARE(count(100), std::make_pair(tokenizer.id("a"), true));
    }
    Pieces pieces;
    tokenizer.encode(std::string(30'000'000, 'a'), pieces);
    QCOMPARE(pieces.ids.size(), std::size_t{1});
  }

  void severalThreadsAndTokenisersAgree() {
    const WordPiece first = tiny(true), second = tiny(false), third = tiny(true, true), fourth = tiny(false, true);
    const std::string text = "Unaffable the й Й café CAFÉ [MASK] 中 unaffable";
    const std::vector<const WordPiece*> all{&first, &second, &third, &fourth};
    std::vector<std::string> expected;
    for (const WordPiece* tokenizer : all) expected.push_back(shown(*tokenizer, text));
    QVERIFY(expected[0] != expected[1]);
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i)
          for (std::size_t k = 0; k < all.size(); ++k) wrong += shown(*all[k], text) != expected[k];
      });
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(wrong.load(), 0);
  }

  void refusesWhatCannotBeCut() {
    const WordPiece tokenizer = tiny();
    EncodeOptions options;
    options.maxLength = 2;
    QVERIFY_EXCEPTION_THROWN(encodeText(tokenizer, "the", options), std::invalid_argument);
    options = {};
    options.maxLength = 4;
    options.stride = 2;
    QVERIFY_EXCEPTION_THROWN(encodeWindows(tokenizer, "the the the", std::nullopt, options), std::invalid_argument);
    options.truncation = Truncation::None;
    QCOMPARE(encodeText(tokenizer, "the the the the", options).ids.size(), std::size_t{6});
  }

  void decodesAndTellsContinuations() {
    const WordPiece tokenizer = tiny();
    QCOMPARE(QString::fromStdString(tokenizer.decode({5, 6, 7, 8, 4, 16})), QString("unaffable the [MASK] !"));
    QVERIFY(tokenizer.continuesWord(6) && !tokenizer.continuesWord(5));
    QVERIFY(tokenizer.isSpecial(4) && !tokenizer.isSpecial(5) && !tokenizer.isSpecial(-1));
    QVERIFY_EXCEPTION_THROWN(tokenizer.decode({99}), std::invalid_argument);
  }

  void contentHashTellsTokenisersApart() {
    QCOMPARE(tiny(true).contentHash(), tiny(true).contentHash());
    QVERIFY(tiny(true).contentHash() != tiny(false).contentHash());
    std::vector<std::string> other = kTiny;
    other.back() = "##b";
    QVERIFY(WordPiece(bertDefinition(other, {true, false, true, true}, "other")).contentHash() != tiny(true).contentHash());
  }

 private:
  static int checkSingle(const WordPiece& tokenizer, const std::string& text, const Json& line) {
    Pieces pieces;
    tokenizer.encode(text, pieces);
    const auto same = [&](const char* field, const Json& got) {
      if (got != line[field]) qWarning("%s of line %s: %s", field, line["i"].dump().c_str(), got.dump().c_str());
      return got == line[field];
    };
    [&] {
      QVERIFY(same("tokens", tokens(tokenizer, pieces.ids)));
      QVERIFY(same("ids", Json(pieces.ids)));
      QVERIFY(same("byte_offsets", pairs(pieces.byteOffsets)));
      QVERIFY(same("offsets", pairs(codePointOffsets(text, pieces.byteOffsets))));
      QVERIFY(same("words", Json(pieces.words)));
      QVERIFY(same("ids_special", Json(encodeText(tokenizer, text).ids)));
      QVERIFY(same("decoded", Json(tokenizer.decode(pieces.ids))));
    }();
    return 1;
  }

  static int checkPair(const WordPiece& tokenizer, const std::string& a, const std::string& b, const Json& line) {
    const Encoding encoding = encodeWindows(tokenizer, a, b, {}).front();
    [&] {
      QCOMPARE(Json(encoding.ids), line["ids"]);
      QCOMPARE(Json(encoding.typeIds), line["type_ids"]);
      QCOMPARE(tokens(tokenizer, encoding.ids), line["tokens"]);
      for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        QCOMPARE(encoding.specialMask[i], line["special_tokens_mask"][i] == 1);
        QCOMPARE(encoding.sequence[i], line["sequence_ids"][i].is_null() ? -1 : line["sequence_ids"][i].get<int>());
        const auto offsets = codePointOffsets(encoding.sequence[i] == 1 ? b : a, {encoding.byteOffsets[i]});
        QCOMPARE(pairs(offsets)[0], line["offsets"][i]);
      }
    }();
    return 1;
  }

  static int checkTruncated(const WordPiece& tokenizer, const Reference& reference, const Json& line) {
    EncodeOptions options;
    options.maxLength = line["max_length"].get<std::int32_t>();
    options.stride = line["stride"].get<std::int32_t>();
    options.truncation = strategy(line["strategy"].get<std::string>());
    const std::string a = reference.text(line["a"]), b = line["b"].is_null() ? "" : reference.text(line["b"]);
    std::optional<std::string_view> pair;
    if (!line["b"].is_null()) pair = b;
    [&] {
      if (line.contains("error")) {
        QVERIFY_EXCEPTION_THROWN(encodeWindows(tokenizer, a, pair, options), std::invalid_argument);
        return;
      }
      const std::vector<Encoding> windows = encodeWindows(tokenizer, a, pair, options);
      const Json& expected = line["windows"];
      QCOMPARE(windows.size(), expected.size());
      for (std::size_t w = 0; w < windows.size(); ++w) {
        QCOMPARE(Json(windows[w].ids), expected[w]["ids"]);
        QCOMPARE(Json(windows[w].typeIds), expected[w]["type_ids"]);
        if (!expected[w].contains("offsets")) continue;
        for (std::size_t i = 0; i < windows[w].ids.size(); ++i)
          QCOMPARE(pairs(codePointOffsets(windows[w].sequence[i] == 1 ? b : a, {windows[w].byteOffsets[i]}))[0], expected[w]["offsets"][i]);
      }
    }();
    return 1;
  }
};

CLOZE_TEST_SUITE(WordPieceTest, "wordpiece")
#include "tst_wordpiece.moc"
