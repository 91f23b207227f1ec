// Nothing that a Russian reader sees stays English: every text of the schema and the catalogue, and every text of the window's own file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalogue.h"
#include "engine/run_spec.h"
#include "tests/support/suite.h"
#include "widgets/form/form_model.h"

#include <QTranslator>
#include <QXmlStreamReader>

using namespace cloze;

class TranslationsTest : public QObject {
  Q_OBJECT

  QTranslator m_schema;

  void translated(const std::string& text) {
    if (text.empty()) return;
    QVERIFY2(!m_schema.translate("Schema", text.c_str()).isEmpty(), text.c_str());
  }
  void check(const FormModel& model) {
    for (const FormRow& row : model.rows()) {
      if (row.kind != RowKind::Group) translated(row.info.shownLabel());
      translated(row.info.help);
      translated(row.info.unit);
      if (row.kind != RowKind::Variant) continue;
      for (const FormChoice& choice : row.choices) {
        translated(choice.title);
        translated(choice.help);
      }
    }
  }

 private Q_SLOTS:
  void initTestCase() {
    const QString folder = QString::fromStdString((tests::binaryFolder() / "translations").string());
    QVERIFY(m_schema.load(QStringLiteral("schema_ru"), folder));
  }

  void everySettingIsTranslatedWithEveryVariant() {
    RunSpec spec;
    FormModel model(spec);
    check(model);
    const std::vector<FormRow> rows = model.rows();
    for (const FormRow& row : rows) {
      if (row.kind != RowKind::Variant) continue;
      for (const FormChoice& choice : row.choices) {
        model.setValue(row.path, choice.id);
        check(model);
      }
    }
  }

  void theCatalogueIsTranslated() {
    for (const FamilyInfo& info : families()) {
      translated(info.title);
      translated(info.idea);
      for (const PresetInfo& preset : presets(info.id)) translated(preset.title);
    }
    for (const ObjectiveInfo& info : objectives()) {
      translated(info.title);
      translated(info.idea);
    }
  }

  void noTextOfTheWindowIsUnfinished() {
    QFile file(QString::fromStdString((tests::sourceFolder() / "resources" / "translations" / "cloze_ru.ts").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&file);
    int count = 0;
    QString source;
    while (!reader.atEnd()) {
      reader.readNext();
      if (!reader.isStartElement()) continue;
      if (reader.name() == QLatin1String("source")) source = reader.readElementText();
      if (reader.name() != QLatin1String("translation")) continue;
      QVERIFY2(!reader.attributes().hasAttribute(QStringLiteral("type")), qPrintable(source));
      ++count;
    }
    QVERIFY(!reader.hasError() && count > 250);
  }
};

CLOZE_TEST_SUITE(TranslationsTest, "translations")
#include "tst_translations.moc"
