// `cloze-workbench --screenshot`: every document, the right size, none blank, in both languages and all themes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"

#include <QImage>
#include <QProcess>

using namespace cloze;

namespace {

constexpr const char* kDocuments[] = {"start", "new-run", "run-charts", "run-configuration", "run-data", "run-samples", "run-checkpoints", "run-log", "masked-tokens", "masked-tokens-two", "neighbours", "neighbours-two", "compare",
                                      "next-words", "replaced-words", "order", "spans", "new-run-task", "run-task", "run-lineage", "run-task-tags", "transfer"};

int coloursOf(const QImage& picture) {
  QSet<QRgb> colours;
  for (int y = 0; y < picture.height(); y += 3)
    for (int x = 0; x < picture.width(); x += 3) colours.insert(picture.pixel(x, y));
  return static_cast<int>(colours.size());
}

}  // namespace

class ScreenshotsTest : public QObject {
  Q_OBJECT

  static QString program() { return QString::fromStdString((tests::binaryFolder() / "bin" / "cloze-workbench").string()); }

 private Q_SLOTS:
  void everyDocumentIsPictured_data() {
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("scale");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light, English") << "light" << "en" << "1" << QSize(1280, 800);
    QTest::newRow("dark, Russian, 150 %") << "dark" << "ru" << "1.5" << QSize(1920, 1080);
    QTest::newRow("contrast, pseudo") << "contrast" << "pseudo" << "1" << QSize(1280, 800);
  }
  void everyDocumentIsPictured() {
    QFETCH(QString, theme);
    QFETCH(QString, language);
    QFETCH(QString, scale);
    QFETCH(QSize, size);
    QTemporaryDir folder;
    QProcess process;
    process.start(program(), {"--screenshot", folder.path(), "--theme", theme, "--language", language, "--font-scale", scale, "--size", QStringLiteral("%1x%2").arg(size.width()).arg(size.height())});
    QVERIFY2(process.waitForFinished(180000), "it did not end");
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAllStandardError().constData());
    QSet<QByteArray> different;
    for (const char* name : kDocuments) {
      const QImage picture(folder.filePath(QString::fromLatin1(name) + ".png"));
      QVERIFY2(!picture.isNull(), name);
      QCOMPARE(picture.size(), size);
      QVERIFY2(coloursOf(picture) > 20, name);
      different.insert(QByteArray(reinterpret_cast<const char*>(picture.constBits()), static_cast<qsizetype>(picture.sizeInBytes())));
    }
    QCOMPARE(different.size(), static_cast<int>(std::size(kDocuments)));
  }

  void wrongRequestsAreRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("theme") << QStringList{"--theme", "purple"};
    QTest::newRow("size") << QStringList{"--size", "big"};
    QTest::newRow("unknown option") << QStringList{"--screnshot", "x"};
  }
  void wrongRequestsAreRefused() {
    QFETCH(QStringList, arguments);
    QProcess process;
    process.start(program(), arguments);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(!process.readAllStandardError().isEmpty());
  }
};

CLOZE_TEST_SUITE(ScreenshotsTest, "screenshots")
#include "tst_screenshots.moc"
