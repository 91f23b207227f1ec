// Errors, JSON, hashes, randomness and files of engine/core.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/clock.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/core/json.h"
#include "engine/core/progress.h"
#include "engine/core/random.h"
#include "engine/core/tree_hash.h"
#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <set>

using namespace cloze;

namespace {

std::filesystem::path folderOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

}  // namespace

class TestCore : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nearestName_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("nearest");
    QTest::newRow("one letter") << "wamup_steps" << "warmup_steps";
    QTest::newRow("two letters swapped") << "sede" << "seed";
    QTest::newRow("far") << "banana" << "";
  }
  void nearestName() {
    QFETCH(QString, name);
    QFETCH(QString, nearest);
    QCOMPARE(QString::fromStdString(cloze::nearestName(name.toStdString(), {"warmup_steps", "seed", "steps"})), nearest);
  }

  void strictJson_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("duplicate key") << QByteArray(R"({"a": 1, "b": {"c": 1, "c": 2}})") << QByteArray("\"c\" is given twice");
    QTest::newRow("syntax names the line") << QByteArray("{\n\"a\": 1,\n}") << QByteArray("file:3");
    QTest::newRow("too deep") << QByteArray(200, '[') + QByteArray(200, ']') << QByteArray("nested deeper");
    QTest::newRow("trailing text") << QByteArray("{} {}") << QByteArray("not valid JSON");
    QTest::newRow("not UTF-8") << QByteArray("{\"a\": \"\xff\"}") << QByteArray("not valid JSON");
  }
  void strictJson() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, message);
    try {
      parseJson(text.toStdString(), "file");
      QFAIL("accepted");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(std::string(error.what()).find(message.toStdString()) != std::string::npos, error.what());
    }
  }

  void jsonAcceptsByteOrderMark() { QCOMPARE(parseJson("\xEF\xBB\xBF{\"a\": 1}", "file")["a"].get<int>(), 1); }

  void canonicalJsonSortsKeys() {
    QCOMPARE(canonicalJson(Json::parse(R"({"b": [1, {"z": 1, "a": null}], "a": 2})")), std::string(R"({"a":2,"b":[1,{"a":null,"z":1}]})"));
  }

  void sha256OfKnownText() {
    QCOMPARE(sha256("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  void theHashOfAFolderIsThatOfItsFiles() {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const auto write = [&](const char* file, const char* text) {
      std::filesystem::create_directories((root / file).parent_path());
      writeFileAtomically(root / file, text);
    };
    write("one/pos/1.txt", "good");
    write("one/neg/2.txt", "bad");
    write("two/neg/2.txt", "bad");                       // the other order of writing
    write("two/pos/1.txt", "good");
    const std::string hash = sha256Tree(root / "one");
    QCOMPARE(sha256Tree(root / "two"), hash);
    QCOMPARE(sha256Tree(root / "one/pos/1.txt"), sha256File(root / "one/pos/1.txt"));
    std::filesystem::rename(root / "two/pos/1.txt", root / "two/neg/1.txt");
    QVERIFY(sha256Tree(root / "two") != hash);
    write("one/pos/1.txt", "fine");
    QVERIFY(sha256Tree(root / "one") != hash);
  }

  // Known answers of the Random123 distribution (philox4x32-10).
  void philoxEqualsKnownAnswers() {
    QCOMPARE(philox({0, 0, 0, 0}, {0, 0}), (std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    QCOMPARE(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
             (std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    QCOMPARE(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
             (std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
  }

  void randomIsAFunctionOfItsArguments() {
    const auto first = [](std::uint64_t seed, Purpose purpose, std::uint64_t step, std::uint64_t place) { return random(seed, purpose, step, place).next64(); };
    QCOMPARE(first(1, Purpose::Mask, 2, 3), first(1, Purpose::Mask, 2, 3));
    std::set<std::uint64_t> values{first(1, Purpose::Mask, 2, 3), first(2, Purpose::Mask, 2, 3), first(1, Purpose::Dropout, 2, 3),
                                   first(1, Purpose::Mask, 3, 3), first(1, Purpose::Mask, 2, 4)};
    QCOMPARE(values.size(), std::size_t{5});
    Random parent = random(1, Purpose::Mask, 2, 3);
    const std::uint64_t before = parent.at(7).next64();
    parent.next64();
    QCOMPARE(parent.at(7).next64(), before);
    QVERIFY(parent.at(8).next64() != before);
  }

  void uniformHasMeanHalfAndNormalVarianceOne() {
    Random source = random(5, Purpose::Test, 0, 0);
    double sum = 0, squares = 0;
    constexpr int kDraws = 100000;
    for (int i = 0; i < kDraws; ++i) sum += source.uniform();
    QVERIFY(std::abs(sum / kDraws - 0.5) < 0.005);
    for (int i = 0; i < kDraws; ++i) { const double value = source.normal(); squares += value * value; }
    QVERIFY(std::abs(squares / kDraws - 1.0) < 0.02);
  }

  void permutationVisitsEachOnce_data() {
    QTest::addColumn<int>("size");
    for (int size : {1, 2, 3, 5, 16, 17, 1000, 65537}) QTest::newRow(QByteArray::number(size)) << size;
  }
  void permutationVisitsEachOnce() {
    QFETCH(int, size);
    const KeyedPermutation permutation(static_cast<std::uint64_t>(size), 9, 1);
    std::vector<bool> seen(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) {
      const std::uint64_t at = permutation(static_cast<std::uint64_t>(i));
      QVERIFY(at < static_cast<std::uint64_t>(size));
      QVERIFY(!seen[at]);
      seen[at] = true;
    }
  }

  void permutationsOfTwoEpochsDiffer() {
    const KeyedPermutation first(1000, 9, 1), second(1000, 9, 2);
    int equal = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) equal += first(i) == second(i);
    QVERIFY(equal < 20);
  }

  void filesAreReplacedWhole() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folderOf(folder) / "a.json";
    writeFileAtomically(file, "one");
    writeFileAtomically(file, "two");
    QCOMPARE(readFile(file), std::string("two"));
    QCOMPARE(std::distance(std::filesystem::directory_iterator(folderOf(folder)), std::filesystem::directory_iterator()), std::ptrdiff_t{1});
  }

  void fullDiskKeepsTheOldFile() {
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, writeFileAtomically("/dev/full/x", "one"));
    const QTemporaryDir folder;
    std::filesystem::create_directory(folderOf(folder) / "taken");
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, writeFileAtomically(folderOf(folder) / "taken", "one"));
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, readFile(folderOf(folder)));
  }

  void folderAppearsWholeOrNotAtAll() {
    const QTemporaryDir folder;
    const std::filesystem::path target = folderOf(folder) / "checkpoint";
    {
      AtomicFolder unfinished(target);
      writeFileAtomically(unfinished.path() / "x", "1");
    }
    QVERIFY(std::filesystem::is_empty(folderOf(folder)));
    AtomicFolder whole(target);
    writeFileAtomically(whole.path() / "x", "1");
    whole.commit();
    QCOMPARE(readFile(target / "x"), std::string("1"));
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, AtomicFolder{target});
  }

  void progressStopsWhenCancelled() {
    int calls = 0;
    Progress progress([&](const std::string&, std::int64_t, std::int64_t) { ++calls; });
    progress.report("reading", 0, 10);
    progress.report("reading", 10, 10);
    QCOMPARE(calls, 2);
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, progress.report("reading", 5, 10));
  }

  void isoTimeIsUtc() { QCOMPARE(isoTime(1700000000123), std::string("2023-11-14T22:13:20.123Z")); }
};

CLOZE_TEST_SUITE(TestCore, "core")
#include "tst_core.moc"
