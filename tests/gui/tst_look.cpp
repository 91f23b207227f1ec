// Contrast, numbers, languages: what the eye and a Russian reader need.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"
#include "widgets/shared/format.h"
#include "widgets/shared/icons.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/translation.h"

#include <QApplication>
#include <QSignalSpy>

#include <cmath>
#include <limits>
#include <memory>

using namespace cloze;

Q_DECLARE_METATYPE(cloze::ThemeKind)

class LookTest : public QObject {
  Q_OBJECT

  static void english() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

 private Q_SLOTS:
  void init() { english(); }

  void textIsReadable_data() {
    QTest::addColumn<ThemeKind>("kind");
    QTest::newRow("light") << ThemeKind::Light;
    QTest::newRow("dark") << ThemeKind::Dark;
    QTest::newRow("contrast") << ThemeKind::Contrast;
  }
  void textIsReadable() {
    QFETCH(ThemeKind, kind);
    const ThemeTokens tokens = Theme::tokensOf(kind);
    for (const QColor& ground : {tokens.window, tokens.surface, tokens.raised})
      for (const QColor& ink : {tokens.text, tokens.muted, tokens.good, tokens.warn, tokens.bad, tokens.accent})
        QVERIFY2(contrastRatio(ink, ground) >= 4.5 || (kind == ThemeKind::Light && ground == tokens.raised && contrastRatio(ink, ground) >= 4.0),
                 qPrintable(ink.name() + " on " + ground.name() + ": " + QString::number(contrastRatio(ink, ground))));
    QVERIFY(contrastRatio(tokens.onAccent, tokens.accent) >= 4.5);
    QVERIFY(contrastRatio(tokens.text, tokens.selection) >= 4.5);
    QVERIFY(contrastRatio(tokens.text, tokens.mask) >= 4.5);
  }

  void contrastIsThatOfTheStandard() {
    QVERIFY(std::abs(contrastRatio(Qt::black, Qt::white) - 21) < 0.01);
    QVERIFY(std::abs(contrastRatio(QColor("#777777"), Qt::white) - 4.48) < 0.01);
  }

  void runColoursDifferAndComeBackDashed() {
    Theme::apply(*qApp, ThemeKind::Light);
    QSet<QString> colours;
    for (int i = 0; i < 8; ++i) colours.insert(Theme::current().runColour(i).name());
    QCOMPARE(colours.size(), 8);
    QCOMPARE(Theme::current().runColour(8), Theme::current().runColour(0));
    QVERIFY(Theme::current().runPenStyle(8) != Theme::current().runPenStyle(0));
  }

  void numbersAsPeopleReadThem_data() {
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("expected");
    english();
    QTest::newRow("loss") << formatNumber(3.2091455) << "3.21";
    QTest::newRow("small") << formatNumber(0.041234) << "0.0412";
    QTest::newRow("thousands") << formatNumber(1240.4) << "1,240";
    QTest::newRow("tiny") << formatNumber(1.24e-5) << "1.2e-5";
    QTest::newRow("zero") << formatNumber(0) << "0";
    QTest::newRow("not a number") << formatNumber(std::nan("")) << QString(QChar(0x2013));
    QTest::newRow("infinite") << formatNumber(std::numeric_limits<double>::infinity()) << QString(QChar(0x221E));
    QTest::newRow("count") << formatCount(1240) << "1,240";
    QTest::newRow("rate") << formatRate(1e-4) << "1e-4";
    QTest::newRow("rate with digits") << formatRate(4.24e-4) << "4.2e-4";
    QTest::newRow("bytes") << formatBytes(3100000).replace(QChar(0x202F), QLatin1Char(' ')) << "3.1 MB";
    QTest::newRow("duration") << formatDuration(110).replace(QChar(0x202F), QLatin1Char(' ')) << "1 min 50 s";
    QTest::newRow("share") << formatPercent(0.34).replace(QChar(0x202F), QLatin1Char(' ')) << "34 %";
    QTest::newRow("small share") << formatPercent(0.0512).replace(QChar(0x202F), QLatin1Char(' ')) << "5.1 %";
  }
  void numbersAsPeopleReadThem() {
    QFETCH(QString, found);
    QFETCH(QString, expected);
    QCOMPARE(found, expected);
  }

  void russianNumbersHaveTheirOwnSeparators() {
    QLocale::setDefault(QLocale(QLocale::Russian, QLocale::Russia));
    QCOMPARE(formatNumber(3.2091), QStringLiteral("3,21"));
    QCOMPARE(formatCount(1240).size(), 5);
    QVERIFY(formatCount(1240)[1].isSpace());
  }

  void thePseudoLanguageIsLongerAndKeepsPlaceholders() {
    const QString pseudo = pseudoText(QStringLiteral("Start training of %1"));
    QVERIFY(pseudo.size() >= 20 * 14 / 10);
    QVERIFY(pseudo.contains(QStringLiteral("%1")));
    QVERIFY(pseudo != QStringLiteral("Start training of %1"));
  }

  void everyIconDrawsSomething() {
    const std::filesystem::path folder = tests::sourceFolder() / "resources" / "icons";
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".svg") continue;
      const QImage picture = iconPixmap(QString::fromStdString(entry.path().stem().string()), Qt::red, 24, 1).toImage();
      bool any = false;
      for (int y = 0; y < 24 && !any; ++y)
        for (int x = 0; x < 24 && !any; ++x) any = qAlpha(picture.pixel(x, y)) > 40 && qRed(picture.pixel(x, y)) > 100 && qBlue(picture.pixel(x, y)) < 60;
      QVERIFY2(any, entry.path().c_str());
      ++count;
    }
    QVERIFY(count >= 20);
  }

  void chipsAreChosenByMouseAndKeyboard() {
    TokenChips strip;
    strip.setChips({{"the", ChipState::Plain, false, {}}, {"teach", ChipState::Plain, false, {}}, {"##er", ChipState::Plain, true, {}}});
    strip.show();
    QSignalSpy chosen(&strip, &TokenChips::chosen);
    QTest::mouseClick(strip.chip(1), Qt::LeftButton);
    QTest::mouseClick(strip.chip(2), Qt::LeftButton, Qt::ShiftModifier);
    QTest::keyClick(strip.chip(0), Qt::Key_Space);
    QCOMPARE(chosen.size(), 3);
    QCOMPARE(chosen.at(0), (QVariantList{1, false}));
    QCOMPARE(chosen.at(1), (QVariantList{2, true}));
    strip.setChips({{"the", ChipState::Masked, false, {}}});
    QCOMPARE(strip.count(), 1);
    QCOMPARE(strip.chip(0)->accessibleName(), QStringLiteral("the"));
  }

  void choicesAreSaidInWords_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"fine_tune", "feature_based", "layer_probe", "usual", "concat", "cls_index", "square_root", "unigram_cls_last"}) QTest::newRow(id) << id;
  }
  void choicesAreSaidInWords() {
    QFETCH(QString, id);
    QVERIFY2(choiceText(id.toStdString()) != QString(id).replace(QLatin1Char('_'), QLatin1Char(' ')), qPrintable(id));
  }

  void controlsOfALineStandInItsMiddle() {
    QWidget* row = makeFlow(4, 4);
    auto* low = new QWidget;
    auto* high = new QWidget;
    low->setFixedSize(50, 20);
    high->setFixedSize(50, 40);
    for (QWidget* part : {low, high}) row->layout()->addWidget(part);
    const std::unique_ptr<QWidget> owner(row);
    row->layout()->setGeometry({0, 0, 200, row->heightForWidth(200)});
    QCOMPARE(low->geometry().center().y(), high->geometry().center().y());
    row->layout()->setGeometry({0, 0, 60, row->heightForWidth(60)});   // each on a line of its own
    QCOMPARE(low->y(), 0);
    QCOMPARE(high->y(), 24);
  }

  void longSentencesWrap() {
    QWidget page;
    auto* flow = new FlowLayout(&page);
    for (int i = 0; i < 40; ++i) {
      auto* label = new QLabel(QStringLiteral("word"));
      label->setFixedSize(60, 20);
      flow->addWidget(label);
    }
    QVERIFY(flow->heightForWidth(300) > flow->heightForWidth(3000));
    QCOMPARE(flow->heightForWidth(3000), 20);
  }

  void whatIsMeasuredInLettersGrowsWithThem() {
    Theme::apply(*qApp, ThemeKind::Light, 1.0);
    StatTile tile(QStringLiteral("Loss"));
    tile.resize(300, 120);
    tile.show(QStringLiteral("3.57"));
    tile.setVisible(true);
    const QLabel* figure = tile.findChildren<QLabel*>().at(1);
    QCOMPARE(figure->text(), QStringLiteral("3.57"));
    for (const double scale : {1.5, 1.0, 2.0}) {
      Theme::apply(*qApp, ThemeKind::Light, scale);
      QCoreApplication::processEvents();
      QCOMPARE(figure->height(), QFontMetrics(Theme::current().figure()).height());
    }
    Theme::apply(*qApp, ThemeKind::Light, 1.0);
  }
};

CLOZE_TEST_SUITE(LookTest, "look")
#include "tst_look.moc"
