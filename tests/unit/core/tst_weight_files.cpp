// Files of weights that are malformed, truncated or hostile: each is refused with a message that names the file and what is wrong, before anything is
// allocated; and the good ones are placed right. Torch-free: the sanitizers run it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>

#include <fstream>

#include "engine/io/formats/safetensors_header.h"
#include "engine/io/formats/state_pickle.h"
#include "engine/io/formats/stored_zip.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}
std::string withHeader(const std::string& header, std::size_t dataBytes) { return number(header.size(), 8) + header + std::string(dataBytes, '\1'); }
std::string entry(const std::string& name, const std::string& rest) { return "\"" + name + "\":{\"dtype\":\"F32\"," + rest + "}"; }

// ---- pickles, written opcode by opcode
std::string text(const std::string& value) { return "X" + number(value.size(), 4) + value; }
std::string global(const std::string& module, const std::string& name) { return "c" + module + "\n" + name + "\n"; }
std::string whole(std::uint32_t value) { return "J" + number(value, 4); }
std::string storage(std::uint32_t elements, const std::string& type = "FloatStorage", const std::string& key = "0") {
  return "(" + text("storage") + global("torch", type) + text(key) + text("cpu") + whole(elements) + "tQ";
}
std::string tensor(const std::string& first, const std::string& shape, const std::string& strides, const std::string& stored = storage(6)) {
  return global("torch._utils", "_rebuild_tensor_v2") + "(" + stored + first + "(" + shape + "t(" + strides + "t" + "\x89" + global("collections", "OrderedDict") + ")RtR";
}
std::string goodTensor() { return tensor(whole(0), whole(2) + whole(3), whole(3) + whole(1)); }
std::string dictionary(const std::string& items) { return "\x80\x02" + global("collections", "OrderedDict") + ")R(" + items + "u."; }

// ---- a zip of stored entries, as torch.save lays it out
struct ZipOptions { std::uint64_t method = 0, flags = 0, localShift = 0; };
std::string zip(const std::vector<std::pair<std::string, std::string>>& entries, const ZipOptions& options = {}) {
  std::string body, directory;
  std::size_t count = 0;
  for (const auto& [name, data] : entries) {
    const std::string shared = number(options.flags, 2) + number(options.method, 2) + number(0, 8) + number(data.size(), 4) + number(data.size(), 4) + number(name.size(), 2);
    directory += number(0x02014b50, 4) + number(0, 2) + number(0, 2) + shared + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) +
                 number(body.size() + options.localShift, 4) + name;
    body += number(0x04034b50, 4) + number(0, 2) + shared + number(0, 2) + name + data;
    ++count;
  }
  return body + directory + number(0x06054b50, 4) + number(0, 4) + number(count, 2) + number(count, 2) + number(directory.size(), 4) + number(body.size(), 4) + number(0, 2);
}

}  // namespace

class TestWeightFiles : public QObject {
  Q_OBJECT
 private:
  QTemporaryDir m_folder;
  std::filesystem::path write(const std::string& bytes) {
    const std::filesystem::path path = std::filesystem::path(m_folder.path().toStdString()) / "model.file";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  // The message of the refusal; "" when the file was accepted.
  template <class Read>
  QString refusal(const std::string& bytes, Read read) {
    try {
      const ByteFile file(write(bytes));
      read(file);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return {};
  }
  void checkRefused(const QString& message) {
    QFETCH(QString, says);
    QVERIFY2(message.contains("model.file"), qPrintable("no file named in: " + message));
    QVERIFY2(message.contains(says), qPrintable(message));
  }

 private Q_SLOTS:
  void readsAGoodHeader() {
    const std::string header = "{\"__metadata__\":{\"format\":\"pt\"}," + entry("b", "\"shape\":[2],\"data_offsets\":[4,12]") + "," +
                               entry("a", "\"shape\":[],\"data_offsets\":[0,4]") + "," + entry("empty", "\"shape\":[3,0],\"data_offsets\":[4,4]") + "}   ";
    const ByteFile file(write(withHeader(header, 12)));
    const SafetensorsHeader read = readSafetensorsHeader(file);
    QCOMPARE(read.tensors.size(), std::size_t{3});
    QCOMPARE(read.tensors.back().name, std::string("b"));
    QCOMPARE(read.tensors.back().begin, 8 + header.size() + 4);
    QCOMPARE(read.metadata.at("format"), std::string("pt"));
  }

  void refusesBadSafetensors_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& bytes, const char* says) { QTest::newRow(name) << QByteArray(bytes.data(), static_cast<int>(bytes.size())) << says; };
    const std::string good = entry("a", "\"shape\":[1],\"data_offsets\":[0,4]");
    row("empty", "", "is empty");
    row("seven bytes", "1234567", "too short");
    row("eight bytes", number(2, 8), "truncated");
    row("length 2^64-1", number(~0ull, 8) + "{}", "18446744073709551615");
    row("length over the limit", number(100000001, 8) + "{}", "100000000");
    row("length over the file", number(100, 8) + "{}", "truncated");
    row("html page", "<!DOCTYPE html><html>", "HTML page");
    row("lfs pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS pointer");
    row("not json", withHeader("hello", 0), "not valid JSON");
    row("not utf-8", withHeader("{\"\xff\xfe\":1}", 0), "not valid JSON");
    row("byte-order mark", withHeader("\xEF\xBB\xBF{}", 0), "byte-order mark");
    row("array", withHeader("[]", 0), "not a JSON object");
    row("deep nesting", withHeader(std::string(100000, '['), 0), "nested deeper");
    row("text after it", withHeader("{} {}", 0), "not valid JSON");
    row("duplicate name", withHeader("{" + good + "," + good + "}", 4), "twice");
    row("metadata of numbers", withHeader("{\"__metadata__\":{\"a\":1}}", 0), "__metadata__.a");
    row("metadata no object", withHeader("{\"__metadata__\":3}", 0), "__metadata__");
    row("entry no object", withHeader("{\"a\":3}", 0), "tensor a");
    row("unknown key", withHeader("{" + entry("a", "\"shape\":[1],\"data_offsets\":[0,4],\"x\":1") + "}", 4), "unknown key");
    row("unknown dtype", withHeader("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4), "F8_E4M3");
    row("no shape", withHeader("{" + entry("a", "\"data_offsets\":[0,4]") + "}", 4), "shape");
    row("exponent in shape", withHeader("{" + entry("a", "\"shape\":[1e0],\"data_offsets\":[0,4]") + "}", 4), "whole numbers");
    row("minus zero", withHeader("{" + entry("a", "\"shape\":[-0],\"data_offsets\":[0,0]") + "}", 0), "whole numbers");
    row("fraction", withHeader("{" + entry("a", "\"shape\":[1.5],\"data_offsets\":[0,6]") + "}", 6), "whole numbers");
    row("2^63", withHeader("{" + entry("a", "\"shape\":[9223372036854775808],\"data_offsets\":[0,4]") + "}", 4), "whole numbers");
    row("dimensions wrap", withHeader("{" + entry("a", "\"shape\":[4294967296,4294967296,4],\"data_offsets\":[0,0]") + "}", 0), "2^60");
    row("size disagrees", withHeader("{" + entry("a", "\"shape\":[2],\"data_offsets\":[0,4]") + "}", 4), "8 bytes");
    row("reversed offsets", withHeader("{" + entry("a", "\"shape\":[1],\"data_offsets\":[4,0]") + "}", 4), "begin <= end");
    row("three offsets", withHeader("{" + entry("a", "\"shape\":[1],\"data_offsets\":[0,4,8]") + "}", 4), "data_offsets");
    row("overlap", withHeader("{" + good + "," + entry("b", "\"shape\":[1],\"data_offsets\":[2,6]") + "}", 6), "overlaps");
    row("same place", withHeader("{" + good + "," + entry("b", "\"shape\":[1],\"data_offsets\":[0,4]") + "}", 4), "overlaps");
    row("hole", withHeader("{" + good + "," + entry("b", "\"shape\":[1],\"data_offsets\":[8,12]") + "}", 12), "hole");
    row("hole at the start", withHeader("{" + entry("b", "\"shape\":[1],\"data_offsets\":[4,8]") + "}", 8), "hole");
    row("beyond the file", withHeader("{" + entry("a", "\"shape\":[1000000000],\"data_offsets\":[0,4000000000]") + "}", 4), "beyond");
    row("bytes left over", withHeader("{" + good + "}", 9), "cover 4 bytes");
  }
  void refusesBadSafetensors() {
    QFETCH(QByteArray, bytes);
    checkRefused(refusal(bytes.toStdString(), [](const ByteFile& file) { readSafetensorsHeader(file); }));
  }

  void everyTruncationIsRefused() {
    const std::string whole = withHeader("{" + entry("a", "\"shape\":[2,3],\"data_offsets\":[0,24]") + "}", 24);
    for (std::size_t size = 0; size < whole.size(); ++size)
      QVERIFY(!refusal(whole.substr(0, size), [](const ByteFile& file) { readSafetensorsHeader(file); }).isEmpty());
    QVERIFY(refusal(whole, [](const ByteFile& file) { readSafetensorsHeader(file); }).isEmpty());
  }

  void readsATorchArchive() {
    const std::string pickle = dictionary(text("w") + goodTensor() + text("step") + whole(3));
    const ByteFile file(write(zip({{"m/data.pkl", pickle}, {"m/byteorder", "little"}, {"m/data/0", std::string(24, '\2')}, {"m/version", "3\n"}})));
    const TorchArchive archive = readTorchArchive(file);
    QCOMPARE(archive.tensors.size(), std::size_t{1});
    QCOMPARE(archive.tensors[0].name, std::string("w"));
    QCOMPARE(archive.tensors[0].shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(file.read(archive.tensors[0].begin, archive.tensors[0].bytes), std::string(24, '\2'));
    QCOMPARE(archive.ignored, std::vector<std::string>{"step"});
  }

  void refusesBadPickles_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& bytes, const char* says) { QTest::newRow(name) << QByteArray(bytes.data(), static_cast<int>(bytes.size())) << says; };
    row("os.system", "\x80\x02" + global("os", "system") + text("touch canary") + "\x85R.", "os system");
    row("posix.system by protocol 4", "\x80\x04\x8c\x05posix\x8c\x06system\x93.", "posix system");
    row("eval", "\x80\x02" + global("builtins", "eval") + text("1") + "\x85R.", "builtins eval");
    row("instance opcode", "\x80\x02(ios\nsystem\n.", "0x69");
    row("extension registry", "\x80\x02\x82\x01.", "0x82");
    row("new object", "\x80\x02" + global("collections", "OrderedDict") + ")\x81.", "0x81");
    row("empty", "", "truncated");
    row("no stop", "\x80\x02}", "truncated");
    row("stop on an empty stack", "\x80\x02.", "stack is empty");
    row("text beyond the end", "\x80\x02X\xff\xff\xff\x7f" "abc", "truncated");
    row("memo never set", "\x80\x02h\x07.", "memo 7");
    row("no mark", "\x80\x02t.", "no mark");
    row("set item on a list", "\x80\x02]" + text("a") + whole(1) + "s.", "no dictionary");
    row("append to a dictionary", "\x80\x02}" + whole(1) + "a.", "no list");
    row("key without value", "\x80\x02}(" + text("a") + "u.", "no value");
    row("call of a text", "\x80\x02" + text("a") + ")R.", "no known name");
    row("attributes of a tensor", "\x80\x02" + goodTensor() + "}b.", "attributes");
    row("persistent id that is no storage", "\x80\x02(" + text("module") + global("torch", "FloatStorage") + text("0") + text("cpu") + whole(1) + "tQ.", "no storage");
    row("a name as storage type", "\x80\x02(" + text("storage") + global("collections", "OrderedDict") + text("0") + text("cpu") + whole(1) + "tQ.", "no storage type");
    row("negative storage", dictionary(text("w") + tensor(whole(0), whole(1), whole(1), storage(0xFFFFFFFFu))), "negative");
    row("negative size", dictionary(text("w") + tensor(whole(0), whole(0xFFFFFFFFu), whole(1))), "whole number");
    row("beyond its storage", dictionary(text("w") + tensor(whole(1), whole(2) + whole(3), whole(3) + whole(1))), "beyond its storage");
    row("stride beyond", dictionary(text("w") + tensor(whole(0), whole(2), whole(6))), "beyond its storage");
    row("broadcast bomb", dictionary(text("w") + tensor(whole(0), whole(0x7FFFFFFF) + whole(0x7FFFFFF), whole(0) + whole(0))), "more elements");
    row("shape without strides", dictionary(text("w") + tensor(whole(0), whole(2), "")), "strides");
    row("twice", dictionary(text("w") + goodTensor() + text("w") + goodTensor()), "twice");
    row("storage is not there", dictionary(text("w") + tensor(whole(0), whole(1), whole(1), storage(6, "FloatStorage", "9"))), "not in the archive");
    row("storage is shorter", dictionary(text("w") + tensor(whole(0), whole(1), whole(1), storage(7))), "7 elements");
  }
  void refusesBadPickles() {
    QFETCH(QByteArray, pickle);
    checkRefused(refusal(zip({{"m/data.pkl", pickle.toStdString()}, {"m/data/0", std::string(24, '\2')}}), [](const ByteFile& file) { readTorchArchive(file); }));
  }

  void deepAndCyclicPicklesCostNothing() {
    std::string deep = "\x80\x02)";
    for (int i = 0; i < 200000; ++i) deep += "\x85";                                          // a tuple in a tuple in a tuple ...
    readStatePickle(deep + ".", "deep");
    readStatePickle(std::string("\x80\x02]q\x00h\x00" "a.", 9), "cycle");
  }

  void refusesBadArchives_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& bytes, const char* says) { QTest::newRow(name) << QByteArray(bytes.data(), static_cast<int>(bytes.size())) << says; };
    const std::vector<std::pair<std::string, std::string>> entries = {{"m/data.pkl", dictionary(text("w") + goodTensor())}, {"m/data/0", std::string(24, '\2')}};
    const std::string good = zip(entries);
    ZipOptions compressed, encrypted, misplaced;
    compressed.method = 8;
    encrypted.flags = 1;
    misplaced.localShift = 1;
    row("empty", "", "is empty");
    row("html", "<html><body>404</body></html>", "HTML page");
    row("lfs", "version https://git-lfs.github.com/spec/v1", "Git LFS pointer");
    row("plain text", "hello, this is no weights file", "neither");
    row("truncated", good.substr(0, good.size() - 5), "no zip directory");
    row("cut in front", good.substr(10), "neither");
    row("compressed", zip(entries, compressed), "compressed");
    row("encrypted", zip(entries, encrypted), "encrypted");
    row("misplaced entry", zip(entries, misplaced), "not where");
    row("entry twice", zip({entries[0], entries[1], entries[1]}), "twice");
    row("no pickle", zip({entries[1]}), "data.pkl");
    row("two pickles", zip({entries[0], {"n/data.pkl", "x"}}), "data.pkl");
    row("big-endian", zip({entries[0], entries[1], {"m/byteorder", "big"}}), "big-endian");
    row("a pickle of a number", "\x80\x02K\x01.", "neither");
  }
  void refusesBadArchives() {
    QFETCH(QByteArray, bytes);
    checkRefused(refusal(bytes.toStdString(), [](const ByteFile& file) { readTorchArchive(file); }));
  }

  void everyFlippedByteIsSafe() {
    const std::string good = zip({{"m/data.pkl", dictionary(text("w") + goodTensor())}, {"m/data/0", std::string(24, '\2')}});
    for (std::size_t place = 0; place < good.size(); ++place)
      for (const int flip : {0x01, 0x80, 0xff}) {
        std::string damaged = good;
        damaged[place] = static_cast<char>(damaged[place] ^ flip);
        try {
          const ByteFile file(write(damaged));
          for (const TensorPlace& tensor : readTorchArchive(file).tensors) QVERIFY(tensor.begin + tensor.bytes <= file.size());
        } catch (const std::invalid_argument&) {                                              // refused: fine; a crash is what the sanitizers look for
        }
      }
  }
};

CLOZE_TEST_SUITE(TestWeightFiles, "weight_files")
#include "tst_weight_files.moc"
