// Token stores: content, identity, damage, races, kills.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/store.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/data/store_file.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_tokenizer.h"

#include <QtCore/QProcess>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

using namespace cloze;
using tests::TemporaryFolder;
using tests::TinyTokenizer;
namespace fs = std::filesystem;

namespace {

constexpr int kRacedSentences = 30000;
constexpr const char* kRacedFolder = "CLOZE_RACED_FOLDER";             // where the processes of one race meet

// Documents separated by blank lines; about `sentences` sentences.
std::string text(int sentences) {
  std::string result;
  for (int i = 0; i < sentences; ++i) result += "Sentence " + std::to_string(i) + " has words" + std::string(static_cast<std::size_t>(i % 7), 'x') + ".\n" + (i % 5 == 4 ? "\n" : "");
  return result;
}

StoreRequest requestFor(const TemporaryFolder& folder, const std::string& content, const std::string& tokenizerHash = "tiny") {
  StoreRequest request;
  request.entries = {folder.write("text.txt", content)};
  request.tokenizer = std::make_shared<TinyTokenizer>(tokenizerHash);
  request.folder = folder.path() / "stores";
  return request;
}

std::shared_ptr<const TokenStore> open(const StoreRequest& request) {
  Progress progress;
  return openStore(request, progress);
}

std::vector<fs::path> filesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  return files;
}

std::vector<TokenId> allTokens(const TokenStore& store) {
  std::vector<TokenId> ids;
  for (std::int64_t i = 0; i < store.sentences(); ++i) ids.insert(ids.end(), store.sentence(i).begin(), store.sentence(i).end());
  return ids;
}

int exitCodeOf(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

class Store : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsDocumentsSentencesAndTokens();
  void leavesOutWhatHasNoToken();
  void doesNotDependOnTheNumberOfThreads();
  void isFoundByContent();
  void detectsDamageAndBuildsAgain_data();
  void detectsDamageAndBuildsAgain();
  void leavesNothingWhenCancelled();
  void leavesNoHalfStoreWhenKilled();
  void survivesProcessesThatRace();
  void passesOnWhatTheTokenizerThrows();
  void namesAnUnwritableCache();
  void reopensAfterTheTextWasEdited();
  void splitsByDocument();
};

void Store::keepsDocumentsSentencesAndTokens() {
  TemporaryFolder folder;
  const auto store = open(requestFor(folder, "aaa bbbb. Cc.\nDdd.\n\nEee.\n"));
  QCOMPARE(store->documents(), 2);
  QCOMPARE(store->sentences(), 4);
  QCOMPARE(store->firstSentence(1), 3);
  QCOMPARE(store->firstSentence(2), 4);
  const TinyTokenizer tokenizer;
  const std::vector<std::string> sentences{"aaa bbbb.", "Cc.", "Ddd.", "Eee."};
  std::int64_t tokens = 0;
  for (std::int64_t i = 0; i < 4; ++i) {
    Pieces pieces;
    tokenizer.encode(sentences[static_cast<std::size_t>(i)], pieces);
    QCOMPARE(std::vector<TokenId>(store->sentence(i).begin(), store->sentence(i).end()), pieces.ids);
    QCOMPARE(store->sentenceLength(i), static_cast<std::int32_t>(pieces.ids.size()));
    tokens += store->sentenceLength(i);
  }
  QCOMPARE(store->tokens(), tokens);
  QCOMPARE(store->report().sentences, 4);
  QCOMPARE(store->file().filename().string(), store->key() + ".tokens");
}

void Store::leavesOutWhatHasNoToken() {
  TemporaryFolder folder;
  const auto store = open(requestFor(folder, "@\n\nAaa. @\n\n@\n\nB.\n"));
  QCOMPARE(store->documents(), 2);
  QCOMPARE(store->sentences(), 2);
  QCOMPARE(store->report().emptyDocuments, 2);
  QCOMPARE(store->report().emptySentences, 3);
  QVERIFY_EXCEPTION_THROWN(open(requestFor(folder, "@\n\n@\n")), InvalidRequest);
}

void Store::doesNotDependOnTheNumberOfThreads() {
  TemporaryFolder folder;
  StoreRequest request = requestFor(folder, text(60000));              // several stretches
  std::set<std::string> contents;
  for (const std::int64_t threads : {1, 2, 5}) {
    request.threads = threads;
    request.folder = folder.path() / std::to_string(threads);
    contents.insert(readFile(open(request)->file()));
  }
  QCOMPARE(contents.size(), std::size_t{1});
}

void Store::isFoundByContent() {
  TemporaryFolder folder;
  const StoreRequest request = requestFor(folder, text(100));
  const auto first = open(request);
  const auto made = fs::last_write_time(first->file());
  QCOMPARE(open(request)->key(), first->key());
  QCOMPARE(fs::last_write_time(first->file()), made);                  // not written again
  QVERIFY(open(requestFor(folder, text(101)))->key() != first->key());
  QVERIFY(open(requestFor(folder, text(100), "another"))->key() != first->key());
}

void Store::detectsDamageAndBuildsAgain_data() {
  QTest::addColumn<int>("flip");       // byte to flip, from the end when negative; 0: none
  QTest::addColumn<int>("cut");        // bytes to cut off
  QTest::newRow("magic") << 1 << 0;
  QTest::newRow("header") << 90 << 0;
  QTest::newRow("key") << 20 << 0;
  QTest::newRow("token") << 130 << 0;
  QTest::newRow("report") << -3 << 0;
  QTest::newRow("one byte short") << 0 << 1;
  QTest::newRow("half") << 0 << 4000;
  QTest::newRow("shorter than a header") << 0 << 1000000;
}

void Store::detectsDamageAndBuildsAgain() {
  QFETCH(int, flip);
  QFETCH(int, cut);
  TemporaryFolder folder;
  const StoreRequest request = requestFor(folder, text(500));
  const fs::path file = open(request)->file();
  const std::string whole = readFile(file);
  std::string damaged = whole.substr(0, whole.size() - std::min<std::size_t>(static_cast<std::size_t>(cut), whole.size() - 50));
  if (flip != 0) damaged[flip > 0 ? static_cast<std::size_t>(flip) : damaged.size() - static_cast<std::size_t>(-flip)] ^= 4;
  QVERIFY(damaged != whole);
  writeFileAtomically(file, damaged);
  QVERIFY_EXCEPTION_THROWN(TokenStore{file}, std::runtime_error);
  bool told = false;
  Progress progress([&told](const std::string& what, std::int64_t, std::int64_t) { told |= what.find("damaged") != std::string::npos; });
  openStore(request, progress);
  QVERIFY(told);
  QVERIFY(readFile(file) == whole);
}

void Store::leavesNothingWhenCancelled() {
  TemporaryFolder folder;
  const StoreRequest request = requestFor(folder, text(60000));
  Progress* shown = nullptr;
  Progress progress([&shown](const std::string& what, std::int64_t, std::int64_t) { if (what == "tokenising") shown->cancel(); });
  shown = &progress;
  QVERIFY_EXCEPTION_THROWN(openStore(request, progress), Cancelled);
  QVERIFY(filesIn(request.folder).empty());
}

void Store::leavesNoHalfStoreWhenKilled() {
  TemporaryFolder folder;
  const StoreRequest request = requestFor(folder, text(1000));
  int channel[2];
  QVERIFY(::pipe(channel) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    StoreWriter writer(request.folder);
    for (std::int64_t document = 0;; ++document) {
      writer.add({std::vector<TokenId>(100000, 7), {100000}, {document}});
      if (document == 3 && ::write(channel[1], "x", 1) != 1) ::_exit(1);
    }
  }
  char byte = 0;
  QVERIFY(::read(channel[0], &byte, 1) == 1);
  ::kill(child, SIGKILL);
  exitCodeOf(child);
  ::close(channel[0]);
  ::close(channel[1]);
  QCOMPARE(filesIn(request.folder).size(), std::size_t{1});            // the temporary file that nobody reads
  const auto store = open(request);
  QCOMPARE(filesIn(request.folder), std::vector<fs::path>{store->file()});
  QCOMPARE(store->sentences(), 1000);
}

// Five programs of their own, each StoreRacer below: a forked copy of this one would inherit what its threads left behind.
void Store::survivesProcessesThatRace() {
  TemporaryFolder folder;
  const StoreRequest request = requestFor(folder, text(kRacedSentences));
  StoreRequest alone = request;
  alone.folder = folder.path() / "alone";
  const std::string expected = readFile(open(alone)->file());
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(kRacedFolder, QString::fromStdString(folder.path().string()));
  std::vector<std::unique_ptr<QProcess>> racers;
  for (int i = 0; i < 5; ++i) {
    QProcess& racer = *racers.emplace_back(std::make_unique<QProcess>());
    racer.setProcessEnvironment(environment);
    racer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    racer.start(QCoreApplication::applicationFilePath(), {"store_racer"});
  }
  for (const auto& racer : racers) {
    QVERIFY(racer->waitForFinished(120000));
    QVERIFY2(racer->exitStatus() == QProcess::NormalExit && racer->exitCode() == 0, racer->readAllStandardOutput().constData());
  }
  QCOMPARE(filesIn(request.folder).size(), std::size_t{1});
  QVERIFY(readFile(filesIn(request.folder).front()) == expected);
}

void Store::passesOnWhatTheTokenizerThrows() {
  class Failing final : public TinyTokenizer {
   public:
    void encode(std::string_view given, Pieces& out) const override {
      if (given.find("777") != std::string_view::npos) throw std::runtime_error("cannot encode");
      TinyTokenizer::encode(given, out);
    }
  };
  TemporaryFolder folder;
  StoreRequest request = requestFor(folder, text(60000));
  request.tokenizer = std::make_shared<Failing>();
  QVERIFY_EXCEPTION_THROWN(open(request), std::runtime_error);
  QVERIFY(filesIn(request.folder).empty());
}

void Store::namesAnUnwritableCache() {
  TemporaryFolder folder;
  StoreRequest request = requestFor(folder, text(10));
  request.folder = folder.write("file", "") + "/stores";
  try {
    open(request);
    QFAIL("a store appeared inside a file");
  } catch (const std::runtime_error& error) {
    QVERIFY2(std::string(error.what()).find(request.folder.string()) != std::string::npos, error.what());
  }
}

void Store::reopensAfterTheTextWasEdited() {
  TemporaryFolder folder;
  const StoreRequest request = requestFor(folder, text(50));
  const auto store = open(request);
  const std::vector<TokenId> tokens = allTokens(*store);
  folder.write("text.txt", text(51));
  Progress progress;
  QCOMPARE(allTokens(*reopenStore(request, store->key(), progress)), tokens);
  fs::remove(store->file());
  QVERIFY_EXCEPTION_THROWN(reopenStore(request, store->key(), progress), std::runtime_error);
  folder.write("text.txt", text(50));
  QCOMPARE(allTokens(*reopenStore(request, store->key(), progress)), tokens);
}

void Store::splitsByDocument() {
  TemporaryFolder folder;
  const auto store = open(requestFor(folder, text(5000)));              // 1000 documents
  const DocumentSplit split = splitDocuments(*store, 0.1, 1), again = splitDocuments(*store, 0.1, 1), other = splitDocuments(*store, 0.1, 2);
  QCOMPARE(split.validation, again.validation);
  QVERIFY(split.validation != other.validation);
  QVERIFY(split.validation.size() > 60 && split.validation.size() < 140);
  std::set<std::uint32_t> all(split.train.begin(), split.train.end());
  all.insert(split.validation.begin(), split.validation.end());
  QCOMPARE(all.size(), std::size_t{1000});
  QCOMPARE(split.train.size() + split.validation.size(), std::size_t{1000});
  QVERIFY(splitDocuments(*store, 0, 1).validation.empty());
  const auto two = open(requestFor(folder, "One.\n\nTwo.\n"));
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const double fraction : {0.001, 0.5}) QCOMPARE(splitDocuments(*two, fraction, seed).validation.size(), std::size_t{1});
  QVERIFY(splitDocuments(*open(requestFor(folder, "One. Two.")), 0.5, 1).validation.empty());
}

// One of the processes that race; by itself it is the only one.
class StoreRacer : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void opensTheStore() {
    const TemporaryFolder own;
    const QString given = qEnvironmentVariable(kRacedFolder);
    StoreRequest request = requestFor(own, text(kRacedSentences));
    if (!given.isEmpty()) {
      request.entries = {given.toStdString() + "/text.txt"};
      request.folder = given.toStdString() + "/stores";
    }
    request.threads = 2;
    QCOMPARE(open(request)->sentences(), kRacedSentences);
  }
};

CLOZE_TEST_SUITE(Store, "store")
CLOZE_TEST_SUITE(StoreRacer, "store_racer")
#include "tst_store.moc"
