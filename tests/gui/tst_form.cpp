// A form from any described struct: a setting added to the struct is a row in the form.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run_spec.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/form/field_editor.h"
#include "widgets/form/form_model.h"
#include "widgets/form/form_widget.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>

using namespace cloze;
using cloze::tests::ToySettings;

class FormTest : public QObject {
  Q_OBJECT

  template <class Input> static Input* input(const FormWidget& form, const char* path) {
    FieldEditor* editor = form.editor(path);
    return editor ? qobject_cast<Input*>(editor->input()) : nullptr;
  }

 private Q_SLOTS:
  void hasARowForEverySetting() {
    ToySettings settings;
    FormModel model(settings);
    for (const char* path : {"name", "size", "width", "rate", "seed", "files", "details.careful", "details.kind", "details.corners", "schedule.id", "schedule.warmup"})
      QVERIFY2(model.row(path), path);
    QCOMPARE(model.row("schedule.id")->kind, RowKind::Variant);
    QVERIFY(model.row("seed")->advanced && model.row("seed")->optional);
    QVERIFY(!model.row("details.corners")->shown);
  }

  void editingWritesIntoTheStruct() {
    ToySettings settings;
    FormModel model(settings);
    FormWidget form(&model, {});
    input<QDoubleSpinBox>(form, "width")->setValue(12);
    QCOMPARE(settings.width, std::int64_t(12));
    auto* rate = input<QDoubleSpinBox>(form, "rate");
    QVERIFY(rate);
    rate->selectAll();
    QTest::keyClicks(rate, "2.5e-4");
    QTest::keyClick(rate, Qt::Key_Return);
    QCOMPARE(settings.rate, 2.5e-4);
    QTest::mouseClick(input<QCheckBox>(form, "details.careful"), Qt::LeftButton, {}, QPoint(8, input<QCheckBox>(form, "details.careful")->height() / 2));
    QVERIFY(!settings.details.careful);
  }

  void smallRatesAreShownAsPeopleWriteThem() {
    ToySettings settings;
    settings.rate = 1e-4;
    FormModel model(settings);
    FormWidget form(&model, {});
    QCOMPARE(input<QDoubleSpinBox>(form, "rate")->text(), QStringLiteral("1e-4"));
  }

  void openFormsAreChosenNotTyped() {
    RunSpec spec;
    FormModel model(spec);
    FormWidget form(&model, {});
    form.showAll(true);
    auto* freeze = input<QComboBox>(form, "transfer.freeze");
    QVERIFY(freeze && freeze->count() == 4);
    auto* count = form.editor("transfer.freeze")->findChild<QSpinBox*>();
    QVERIFY(count->isHidden());
    const auto choose = [](QComboBox* box, int index) {
      box->setCurrentIndex(index);
      Q_EMIT box->activated(index);
    };
    choose(freeze, 2);
    count->setValue(3);
    QVERIFY(!count->isHidden());
    QCOMPARE(readFreeze(spec.transfer.freeze).below, std::int64_t{3});
    choose(freeze, 1);
    QVERIFY(readFreeze(spec.transfer.freeze).kind == FreezeRule::Kind::AllButHead && count->isHidden());
    auto* layers = input<QComboBox>(form, "transfer.features.layers");
    for (int i = 0; i < layers->count(); ++i) {
      choose(layers, i);
      taskFeatures(spec.transfer);                           // throws for what is no choice
    }
    model.setValue("transfer.features.layers", "7");
    QCOMPARE(form.editor("transfer.features.layers")->findChild<QSpinBox*>()->value(), 7);
    model.setValue("init.parts", R"({"bert.pooler": "pooler"})");   // out of a file: kept as it is
    QVERIFY(input<QComboBox>(form, "init.parts")->currentText().contains(QStringLiteral("bert.pooler")));
    QCOMPARE(spec.init.parts.text, std::string(R"({"bert.pooler": "pooler"})"));
  }

  void aVariantRebuildsItsPart() {
    ToySettings settings;
    FormModel model(settings);
    FormWidget form(&model, {});
    QVERIFY(form.editor("schedule.warmup") && !form.editor("schedule.power"));
    QVERIFY(model.setValue("schedule.id", "steep"));
    QTRY_VERIFY(form.editor("schedule.power") && !form.editor("schedule.warmup"));
    QVERIFY(model.differs("schedule.id") && !model.differs("schedule.power"));
  }

  void visibleWhenShowsAndHides() {
    ToySettings settings;
    FormModel model(settings);
    FormWidget form(&model, {});
    QVERIFY(!form.editor("details.corners"));
    model.setValue("details.kind", "angular");
    QTRY_VERIFY(form.editor("details.corners"));
  }

  void aPresetFillsItsSiblingsAndResetReturnsToIt() {
    ToySettings settings;
    FormModel model(settings);
    model.setValue("size", "large");
    QCOMPARE(settings.width, std::int64_t(64));
    QVERIFY(!model.differs("width") && !model.differs("size"));
    model.setValue("width", 50);
    QVERIFY(model.differs("width"));
    model.reset("width");
    QCOMPARE(settings.width, std::int64_t(64));
  }

  void theProblemStandsUnderItsField() {
    ToySettings settings;
    FormModel model(settings);
    FormWidget form(&model, {});
    form.show();
    QVERIFY(model.problems().empty());
    model.setValue("width", 1000);
    QCOMPARE(model.problems().count("width"), std::size_t(1));
    QVERIFY(form.editor("width")->input()->property("problem").toBool());
    model.setCheck([] { return std::vector<Problem>{{"rate", "does not fit the width"}}; });
    QCOMPARE(QString::fromStdString(model.problems().at("rate")), QStringLiteral("does not fit the width"));
    model.setValue("width", 8);
    QVERIFY(!form.editor("width")->input()->property("problem").toBool());
  }

  void wrongTypesChangeNothing() {
    ToySettings settings;
    FormModel model(settings);
    QVERIFY(!model.setValue("width", "eight"));
    QVERIFY(!model.setValue("nowhere", 1));
    QCOMPARE(settings.width, std::int64_t(8));
  }

  void advancedSettingsAreFoldedAndFoundByTheSearch() {
    ToySettings settings;
    FormModel model(settings);
    FormWidget form(&model, {});
    QVERIFY(!form.editor("seed"));
    form.showAll(true);
    QVERIFY(form.editor("seed"));
    form.showAll(false);
    form.search(QStringLiteral("hidden number"));
    QVERIFY(form.editor("seed") && !form.editor("width"));
  }

  void hiddenPathsAreShownElsewhere() {
    ToySettings settings;
    FormModel model(settings);
    FormWidget form(&model, {"name", "details."});
    QVERIFY(!form.editor("name") && !form.editor("details.careful") && form.editor("width"));
  }

  void everyInputHasANameAndItsHelp() {
    ToySettings settings;
    FormModel model(settings);
    FormWidget form(&model, {});
    form.showAll(true);
    for (const FormRow& row : model.rows()) {
      FieldEditor* editor = form.editor(row.path);
      if (row.kind == RowKind::Group || !row.shown) continue;
      QVERIFY2(editor, row.path.c_str());
      QVERIFY2(!editor->input()->accessibleName().isEmpty(), row.path.c_str());
      if (!row.info.help.empty()) QVERIFY2(editor->input()->toolTip().contains(QString::fromStdString(row.info.help)), row.path.c_str());
    }
  }

  // The quotes of JSON are nobody's business; lists and objects are typed as they are.
  void aWordOfFreeJsonHasNoQuotes_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("shown");
    QTest::newRow("word") << "\"usual\"" << "usual";
    QTest::newRow("number") << "3" << "3";
    QTest::newRow("list") << "[1,2]" << "[1,2]";
    QTest::newRow("object") << "{\"below\": 2}" << "{\"below\": 2}";
  }
  void aWordOfFreeJsonHasNoQuotes() {
    QFETCH(QString, json);
    QFETCH(QString, shown);
    FormRow row;
    row.value = ValueKind::FreeJson;
    const std::unique_ptr<FieldEditor> editor(makeFieldEditor(row, nullptr));
    auto* line = qobject_cast<QLineEdit*>(editor->input());
    editor->setValue(json.toStdString());
    QCOMPARE(line->text(), shown);
    Json told;
    connect(editor.get(), &FieldEditor::edited, this, [&told](const Json& value) { told = value; });
    line->clear();
    QTest::keyClicks(line, shown);
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(QString::fromStdString(told.get<std::string>()), json);
  }
};

CLOZE_TEST_SUITE(FormTest, "form")
#include "tst_form.moc"
