// The files of `cloze toy-world`: golden hashes, layouts, gold annotation, balance, distinct splits, and a folder that is never half written.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_files.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/data/toy_world_held_out.h"
#include "engine/data/toy_world_sets.h"
#include "engine/data/toy_world_writer.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

const ToyWorld& world() {
  static const ToyWorld made = makeToyWorld();
  return made;
}

const std::map<std::string, ToyFile>& files() {
  static const std::map<std::string, ToyFile> made = [] {
    std::map<std::string, ToyFile> byPath;
    for (ToyFile& file : toyWorldFiles(world())) byPath[file.path] = file;
    return byPath;
  }();
  return made;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<std::vector<std::string>> rows(const std::string& path) {
  std::vector<std::vector<std::string>> table;
  for (const std::string& line : split(files().at(path).content, '\n')) table.push_back(split(line, '\t'));
  return table;
}

// The text of code points [begin, begin + count).
std::u32string codePoints(const std::string& utf8) { return QString::fromStdString(utf8).toStdU32String(); }

std::filesystem::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

}  // namespace

class ToyWorldFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // tests/golden/toy_world.sha256 is what `sha256sum` prints for a folder of the default seed. A change of words or frames changes it, and the
  // shipped model must then be trained again.
  void filesAreThoseRecorded() {
    std::ifstream recorded(tests::sourceFolder() / "tests/golden/toy_world.sha256");
    std::map<std::string, std::string> hashes;
    for (std::string hash, path; recorded >> hash >> path;) hashes[path] = hash;
    QCOMPARE(hashes.size(), files().size());
    for (const auto& [path, file] : files()) QVERIFY2(sha256(file.content) == hashes[path], qPrintable(QString::fromStdString(path + " " + sha256(file.content))));
  }

  void anotherSeedChangesEveryFile() {
    for (const ToyFile& file : toyWorldFiles(makeToyWorld(5)))
      if (file.path.find(".gold.txt") == std::string::npos) QVERIFY2(file.content != files().at(file.path).content, file.path.c_str());
  }

  void smallWorldsHaveAllFiles() {
    const auto small = toyWorldFiles(makeToyWorld(3, kToyWorldLeastSentences));
    QCOMPARE(small.size(), files().size());
    for (const ToyFile& file : small) QVERIFY2(file.entries > 0 && !file.content.empty(), file.path.c_str());
  }

  void takesAboutASecond() {
    QElapsedTimer timer;
    timer.start();
    const auto made = toyWorldFiles(makeToyWorld());
    qInfo("20,000 sentences and all sets: %lld ms, %zu files", static_cast<long long>(timer.elapsed()), made.size());
    QVERIFY(made.size() > 40);
  }

  void labelsAreBalanced_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("classes");
    QTest::addColumn<bool>("header");
    QTest::newRow("sentiment") << "sentiment/train.tsv" << 1 << 2 << true;
    QTest::newRow("sentiment, unseen adjectives") << "sentiment/test.tsv" << 1 << 2 << true;
    QTest::newRow("nli") << "nli/train.tsv" << 11 << 3 << true;
    QTest::newRow("similarity") << "similarity/train.tsv" << 9 << 6 << true;
    QTest::newRow("paraphrase") << "paraphrase/train.tsv" << 0 << 2 << true;
    QTest::newRow("acceptability") << "acceptability/train.tsv" << 1 << 2 << false;
    QTest::newRow("sentence order") << "sentence_order/train.tsv" << 2 << 2 << true;
    QTest::newRow("sense pairs") << "sense_pairs/train.gold.txt" << 0 << 2 << false;
  }

  void labelsAreBalanced() {
    QFETCH(QString, path);
    QFETCH(int, column);
    QFETCH(int, classes);
    QFETCH(bool, header);
    std::map<std::string, int> counts;
    auto table = rows(path.toStdString());
    if (header) table.erase(table.begin());
    QCOMPARE(static_cast<std::int64_t>(table.size()), files().at(path.toStdString()).entries);
    for (const auto& row : table) ++counts[row.at(static_cast<std::size_t>(column))];
    QCOMPARE(static_cast<int>(counts.size()), classes);
    const double share = static_cast<double>(table.size()) / classes;
    for (const auto& [label, count] : counts) QVERIFY2(std::abs(count - share) <= 2, label.c_str());
  }

  void splitsShareNoExample() {
    for (const char* set : {"sentiment", "nli", "similarity", "paraphrase", "acceptability"}) {
      std::set<std::string> seen;
      std::size_t all = 0;
      for (const char* part : kToySplits)
        for (const std::string& line : split(files().at(std::string(set) + "/" + part + ".tsv").content, '\n')) {
          auto cells = split(line, '\t');
          const bool indexed = std::string(set) == "nli" || std::string(set) == "similarity";
          if (cells.back() == "label" || cells.back() == "gold_label" || cells.back() == "score" || cells.back() == "#2 String") continue;
          seen.insert(indexed ? cells.at(cells.size() - (set[0] == 'n' ? 4 : 3)) + cells.at(cells.size() - (set[0] == 'n' ? 3 : 2)) : cells.size() == 2 ? cells[0] : cells.at(3) + (cells.size() > 4 ? cells[4] : ""));
          ++all;
        }
      QVERIFY2(seen.size() == all, set);
    }
  }

  // What is right there can only come from unlabelled text.
  void testAdjectivesAreNeverLabelled() {
    std::set<std::string> labelled;
    for (const char* path : {"sentiment/train.tsv", "sentiment/dev.tsv", "sentiment/test_seen.tsv"})
      for (const auto& row : rows(path))
        for (const std::string& word : split(row[0], ' ')) labelled.insert(word);
    for (const char* list : {"good", "bad", "pleasant", "unpleasant"}) {
      const auto& entries = world().writer->lexicon().list(list);
      for (std::size_t i = 0; i < entries.size(); ++i) QCOMPARE(labelled.count(entries[i].id) == 1, i < entries.size() / 2);
    }
    for (const auto& row : rows("sentiment/test.tsv"))
      for (const std::string& word : split(row[0], ' '))
        for (const char* list : {"good", "bad", "pleasant", "unpleasant"}) {
          const auto& entries = world().writer->lexicon().list(list);
          for (std::size_t i = 0; i < entries.size() / 2; ++i) QVERIFY2(word != entries[i].id, word.c_str());
        }
  }

  void agreementIsRight() {
    const ToyLexicon& lexicon = world().writer->lexicon();
    std::size_t checked = 0, disagreeing = 0, attractors = 0;
    for (const ToyDocument& document : world().documents)
      for (const ToySentence& sentence : document.sentences) {
        if (sentence.frame.rfind("agreement", 0) != 0) continue;
        const std::string language = toyLanguageName(sentence.language);
        bool plural = false, otherPlural = false;
        for (const ToyMention& mention : sentence.mentions) {
          const ToyEntry& entry = lexicon.entry(mention.category, mention.entity);
          const std::string& word = sentence.words[static_cast<std::size_t>(mention.word)];
          const std::string gen = language == "ru" && mention.category != "verb" && &mention != &sentence.mentions.front() ? ".gen" : "";
          const bool isPlural = word == entry.form(language + gen + ".pl");
          QVERIFY(isPlural || word == entry.form(language + gen));
          if (&mention == &sentence.mentions.front()) plural = isPlural;
          else if (mention.category != "verb") otherPlural = isPlural;
          else QVERIFY2(isPlural == plural, qPrintable(QString::fromStdString(sentence.text())));
        }
        ++checked;
        attractors += sentence.mentions.size() == 3;
        disagreeing += sentence.mentions.size() == 3 && plural != otherPlural;
      }
    QCOMPARE(checked, std::size_t{1120});
    const double share = static_cast<double>(disagreeing) / static_cast<double>(attractors);
    QVERIFY2(share > 0.45 && share < 0.55, qPrintable(QString::number(share)));
  }

  void heldOutSetsAreNotInTheTrainingText() {
    const std::string text = "\n" + toyTrainingText(world());
    const ToyHeldOut sets = toyHeldOut(world());
    QCOMPARE(sets.facts.size(), std::size_t{232});
    QCOMPARE(sets.senses.size(), std::size_t{19 * 128});
    QCOMPARE(sets.agreement.size(), std::size_t{500});
    const auto shown = [&](const std::string& masked, const std::string& answer) {
      std::string whole = masked;
      whole.replace(whole.find(kToyMask), 6, answer);
      return text.find("\n" + whole + "\n") != std::string::npos;
    };
    for (const HeldOutFact& row : sets.facts) {
      QVERIFY2(!shown(row.text, row.answer), row.text.c_str());
      QCOMPARE(std::count(row.candidates.begin(), row.candidates.end(), row.answer), 1);
    }
    for (const HeldOutAgreement& row : sets.agreement) QVERIFY(!row.attractor || !shown(row.text, row.right));
    std::map<std::string, int> cells;
    for (const HeldOutSense& row : sets.senses) {
      QVERIFY(text.find("\n" + row.text + "\n") == std::string::npos);
      QCOMPARE(split(row.text, ' ').at(static_cast<std::size_t>(row.position)), row.word);
      ++cells[row.lemma + row.sense + row.frame + row.half];
    }
    QCOMPARE(cells.size(), std::size_t{19 * 32});
    for (const auto& [cell, count] : cells) QVERIFY2(count == 4, cell.c_str());
  }

  void answersStandWhereTheySay() {
    std::size_t questions = 0, impossible = 0;
    const Json json = parseJson(files().at("span_qa/dev.json").content, "span_qa/dev.json");
    for (const Json& paragraph : json.at("data").at(0).at("paragraphs")) {
      const std::u32string context = codePoints(paragraph.at("context").get<std::string>());
      for (const Json& question : paragraph.at("qas")) {
        ++questions;
        impossible += question.at("is_impossible").get<bool>();
        QCOMPARE(question.at("answers").empty(), question.at("is_impossible").get<bool>());
        for (const Json& answer : question.at("answers")) {
          const std::u32string text = codePoints(answer.at("text").get<std::string>());
          QVERIFY(context.compare(answer.at("answer_start").get<std::size_t>(), text.size(), text) == 0);
        }
      }
    }
    QCOMPARE(questions, std::size_t{500});
    QCOMPARE(impossible, std::size_t{100});
  }

  void translationsAlignTheSameThings() {
    for (const auto& row : rows("parallel/test.tsv")) {
      if (row[0] == "english") continue;
      const auto english = split(row[0], ' '), russian = split(row[1], ' ');
      std::set<std::string> left, right;
      for (const std::string& pair : split(row[2], ' ')) {
        const auto ends = split(pair, '-');
        QVERIFY(std::stoul(ends[0]) < english.size() && std::stoul(ends[1]) < russian.size());
        QVERIFY(left.insert(ends[0]).second && right.insert(ends[1]).second);
      }
      QVERIFY2(left.size() >= 4, row[0].c_str());
    }
  }

  void rolesAndClustersAreWellFormed() {
    for (const char* path : {"srl/train.gold_conll", "coref/train.gold_conll"}) {
      std::size_t width = 0;
      std::map<std::string, int> open;
      for (const std::string& line : split(files().at(path).content, '\n')) {
        if (line.empty() || line[0] == '#') {
          width = 0;
          for (const auto& [column, depth] : open) QVERIFY2(depth == 0, column.c_str());
          continue;
        }
        const auto cells = split(line, '\t');
        QVERIFY(cells.size() >= 13 && (width == 0 || cells.size() == width));
        width = cells.size();
        for (std::size_t i = 11; i < width; ++i)
          open[std::to_string(i)] += static_cast<int>(std::count(cells[i].begin(), cells[i].end(), '(') - std::count(cells[i].begin(), cells[i].end(), ')'));
      }
    }
  }

  void entityTagsCoverNames() {
    std::map<std::string, int> tags;
    for (const std::string& line : split(files().at("ner/train.txt").content, '\n')) {
      const auto cells = split(line, ' ');
      if (cells.size() == 4) ++tags[cells[3]];
    }
    QCOMPARE(tags.size(), std::size_t{4});
    for (const char* tag : {"O", "B-PER", "B-LOC", "B-PROD"}) QVERIFY(tags[tag] > 200);
  }

  void folderIsReplacedOnlyWhenItIsOurs() {
    QTemporaryDir folder;
    Progress progress;
    const auto out = pathOf(folder) / "world";
    const Json index = writeToyWorld(makeToyWorld(1, 500), out, progress);
    for (const Json& file : index.at("files")) QCOMPARE(sha256File(out / file.at("path").get<std::string>()), file.at("sha256").get<std::string>());
    const Json again = writeToyWorld(makeToyWorld(2, 500), out, progress);
    QVERIFY(again != index);
    QCOMPARE(sha256File(out / "train.txt"), again.at("files").at(0).at("sha256").get<std::string>());

    std::ofstream(out / "notes.txt") << "mine";
    QVERIFY_EXCEPTION_THROWN(writeToyWorld(makeToyWorld(1, 500), out, progress), std::invalid_argument);
    QCOMPARE(sha256File(out / "train.txt"), again.at("files").at(0).at("sha256").get<std::string>());
    QCOMPARE(readFile(out / "notes.txt"), std::string("mine"));

    const auto empty = pathOf(folder) / "empty";
    std::filesystem::create_directory(empty);
    QVERIFY(!writeToyWorld(makeToyWorld(1, 500), empty, progress).empty());
    std::ofstream(pathOf(folder) / "file") << "x";
    QVERIFY_EXCEPTION_THROWN(writeToyWorld(makeToyWorld(1, 500), pathOf(folder) / "file", progress), std::invalid_argument);
    std::size_t left = 0;
    for (const auto& entry : std::filesystem::directory_iterator(pathOf(folder))) left += !entry.path().empty();
    QCOMPARE(left, std::size_t{3});                      // world, empty, file: no temporary folder stays
  }
};

CLOZE_TEST_SUITE(ToyWorldFilesTest, "toy_world_files")
#include "tst_toy_world_files.moc"
