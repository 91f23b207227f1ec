// Reads every #include of the repository and holds it against the layering (engine/README.md, tests/support/layering.cpp has the table).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalogue.h"
#include "tests/support/layering.h"
#include "tests/support/suite.h"

#include <QRegularExpression>

namespace {

using namespace cloze::tests;

QString listed(const std::vector<std::string>& lines) {
  QString text;
  for (const std::string& line : lines) text += QString::fromStdString(line) + "\n";
  return text;
}

}  // namespace

class TestLayering : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyIncludeIsAllowed();
  void familiesAreNamedOnlyByThemselves();
  void everyFileHasItsHeading();
  void noTwoTypesShareAName();
  void seesViolations_data();
  void seesViolations();
  void seesFamilyNames_data();
  void seesFamilyNames();
};

void TestLayering::everyIncludeIsAllowed() {
  const SourceFiles files = readSourceFiles(sourceFolder());
  QVERIFY(files.count("engine/core/field.h") == 1 && files.size() > 100);
  QCOMPARE(listed(layeringViolations(files)), QString());
}

void TestLayering::familiesAreNamedOnlyByThemselves() {
  std::vector<std::string> ids;
  for (const cloze::FamilyInfo& family : cloze::families()) ids.push_back(family.id);
  QVERIFY(!ids.empty());
  QCOMPARE(listed(familyNameViolations(readSourceFiles(sourceFolder()), ids)), QString());
}

void TestLayering::everyFileHasItsHeading() { QCOMPARE(listed(headingViolations(readSourceFiles(sourceFolder()))), QString()); }

// Two types of one name in one program share their destructors: what one throws away, the other's code frees.
void TestLayering::noTwoTypesShareAName() {
  static const QRegularExpression definition(QStringLiteral("^(?:struct|class) (\\w+)(?: final)?(?: *:[^;{]*)? *\\{"), QRegularExpression::MultilineOption);
  std::map<QString, std::string> places;
  std::vector<std::string> twice;
  for (const auto& [path, text] : readSourceFiles(sourceFolder())) {
    if (path.substr(path.size() - 2) != ".h" || path.rfind("tests/", 0) == 0 || path.rfind("app/commands/", 0) == 0) continue;
    for (auto found = definition.globalMatch(QString::fromStdString(text)); found.hasNext();) {
      const QString name = found.next().captured(1);
      const auto [place, isNew] = places.emplace(name, path);
      if (!isNew) twice.push_back(name.toStdString() + ": " + place->second + " and " + path);
    }
  }
  QVERIFY(places.size() > 100);
  QCOMPARE(listed(twice), QString());
}

void TestLayering::seesViolations_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("wrong");
  QTest::newRow("torch in core") << "engine/core/a.h" << "#include <torch/torch.h>" << true;
  QTest::newRow("torch in blocks") << "engine/blocks/a.h" << "#include <torch/torch.h>" << false;
  QTest::newRow("torch in the facade") << "engine/run.h" << "#include <ATen/ATen.h>" << true;
  QTest::newRow("torch in a family's header") << "engine/families/some.h" << "#include <torch/torch.h>" << true;
  QTest::newRow("torch in widgets, through a header") << "widgets/views/a.h" << "#include \"engine/through.h\"" << true;
  QTest::newRow("torch in a command") << "app/commands/engine/a.cpp" << "#include <torch/torch.h>" << true;
  QTest::newRow("Qt in engine") << "engine/train/a.cpp" << "#include <QString>" << true;
  QTest::newRow("Qt in a command") << "app/commands/a.cpp" << "#include <QtCore/QString>" << true;
  QTest::newRow("Qt in widgets") << "widgets/views/a.cpp" << "#include <QWidget>" << false;
  QTest::newRow("Charts in charts") << "widgets/charts/a.cpp" << "#include <QtCharts/QChart>" << false;
  QTest::newRow("Charts elsewhere") << "widgets/views/a.cpp" << "#include <QLineSeries>" << true;
  QTest::newRow("SQLite in experiments") << "experiments/a.cpp" << "#include <SQLiteCpp/SQLiteCpp.h>" << false;
  QTest::newRow("SQLite in a command") << "app/commands/a.cpp" << "#include <sqlite3.h>" << true;
  QTest::newRow("sentencepiece outside its plugin") << "engine/text/a.cpp" << "  #  include <sentencepiece_processor.h>" << true;
  QTest::newRow("sentencepiece in its plugin") << "engine/text/sentencepiece_plugin/plugin.cpp" << "#include <sentencepiece_processor.h>" << false;
  QTest::newRow("a command includes inside the engine") << "app/commands/engine/a.cpp" << "#include \"engine/train/trainer.h\"" << true;
  QTest::newRow("a command includes the facade") << "app/commands/engine/a.cpp" << "#include \"engine/run.h\"" << false;
  QTest::newRow("widgets include inside the engine") << "widgets/views/a.cpp" << "#include \"engine/blocks/attention.h\"" << true;
  QTest::newRow("widgets include the window") << "widgets/views/a.cpp" << "#include \"app/main_window.h\"" << true;
  QTest::newRow("experiments include the facade") << "experiments/a.cpp" << "#include \"engine/run.h\"" << true;
  QTest::newRow("data above text") << "engine/data/a.h" << "#include \"engine/text/tokenizer.h\"" << false;
  QTest::newRow("text above data") << "engine/text/a.h" << "#include \"engine/data/batch.h\"" << true;
  QTest::newRow("blocks above families") << "engine/blocks/a.h" << "#include \"engine/families/text_model.h\"" << true;
  QTest::newRow("train above inspect") << "engine/train/a.h" << "#include \"engine/inspect/fill.h\"" << true;
  QTest::newRow("inspect above train") << "engine/inspect/a.h" << "#include \"engine/train/flat_buffer.h\"" << false;
  QTest::newRow("core knows blocks") << "engine/core/a.h" << "#include \"engine/blocks/attention.h\"" << true;
  QTest::newRow("a test may know everything") << "tests/gui/a.cpp" << "#include <torch/torch.h>" << false;
}

void TestLayering::seesViolations() {
  QFETCH(QString, file);
  QFETCH(QString, text);
  QFETCH(bool, wrong);
  SourceFiles files{{"engine/through.h", "#include \"engine/inner.h\""}, {"engine/inner.h", "#include <torch/torch.h>"}};
  files[file.toStdString()] = text.toStdString();
  bool found = false;
  for (const std::string& line : layeringViolations(files)) found = found || line.compare(0, file.toStdString().size(), file.toStdString()) == 0;
  QCOMPARE(found, wrong);
}

void TestLayering::seesFamilyNames_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("wrong");
  QTest::newRow("id in code") << "engine/train/a.cpp" << "if (id == \"bert\") x();" << true;
  QTest::newRow("class in code") << "engine/train/a.cpp" << "BertConfig config;" << true;
  QTest::newRow("comment") << "engine/train/a.cpp" << "int a;  // as BERT's bert.py does" << false;
  QTest::newRow("comment in a block") << "engine/blocks/a.cpp" << "// as BERT does" << true;
  QTest::newRow("its own file") << "engine/families/bert.cpp" << "BertConfig config; // bert" << false;
  QTest::newRow("another family's file") << "engine/families/electra.cpp" << "BertConfig config;" << true;
  QTest::newRow("another word") << "experiments/a.cpp" << "numberText(x); albertine();" << false;
  QTest::newRow("a resource") << "app/a.cpp" << "open(\"models/bert-toy-world\");" << false;
  QTest::newRow("test") << "tests/unit/core/tst_a.cpp" << "\"bert\"" << false;
}

void TestLayering::seesFamilyNames() {
  QFETCH(QString, file);
  QFETCH(QString, text);
  QFETCH(bool, wrong);
  QCOMPARE(!familyNameViolations({{file.toStdString(), text.toStdString()}}, {"bert"}).empty(), wrong);
}

CLOZE_TEST_SUITE(TestLayering, "layering")
#include "tst_layering.moc"
