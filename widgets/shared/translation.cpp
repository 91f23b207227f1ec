// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/translation.h"

#include "engine/core/resources.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <algorithm>
#include <array>

namespace cloze {

namespace {

// Answers every text with its pseudo form; plural forms keep %n, which Qt replaces afterwards.
class PseudoTranslator final : public QTranslator {
 public:
  using QTranslator::QTranslator;
  QString translate(const char*, const char* sourceText, const char*, int) const override { return pseudoText(QString::fromUtf8(sourceText)); }
  bool isEmpty() const override { return false; }
};

// Translations lie beside the program's resources when installed, in the build folder before (cmake/ClozeWindowResources.cmake).
QString translationsFolder() {
#ifdef CLOZE_TRANSLATIONS
  const QString built = QStringLiteral(CLOZE_TRANSLATIONS);
#else
  const QString built;
#endif
  const auto installed = resourcesFolder() / "translations";
  const QString path = QString::fromStdString(installed.string());
  return std::filesystem::exists(installed / "cloze_ru.qm") ? path : built;
}

void load(QCoreApplication& application, const QString& file, const QString& folder) {
  auto* translator = new QTranslator(&application);
  if (translator->load(file, folder)) application.installTranslator(translator);
  else delete translator;
}

struct MetricText { const char* id; const char* title; const char* unit; };
constexpr std::array<MetricText, 13> kMetrics{{
    {"loss", QT_TRANSLATE_NOOP("Metric", "Loss"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"masked_lm_loss", QT_TRANSLATE_NOOP("Metric", "Loss on masked words"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"next_sentence_loss", QT_TRANSLATE_NOOP("Metric", "Loss on next sentence"), QT_TRANSLATE_NOOP("Metric", "nats per pair")},
    {"masked_accuracy", QT_TRANSLATE_NOOP("Metric", "Masked words right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"next_sentence_accuracy", QT_TRANSLATE_NOOP("Metric", "Next sentence right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"perplexity", QT_TRANSLATE_NOOP("Metric", "Perplexity"), QT_TRANSLATE_NOOP("Metric", "e to the loss")},
    {"gradient_norm", QT_TRANSLATE_NOOP("Metric", "Gradient norm"), QT_TRANSLATE_NOOP("Metric", "before clipping")},
    {"learning_rate", QT_TRANSLATE_NOOP("Metric", "Learning rate"), QT_TRANSLATE_NOOP("Metric", "per parameter group")},
    {"tokens_per_second", QT_TRANSLATE_NOOP("Metric", "Speed"), QT_TRANSLATE_NOOP("Metric", "tokens per second")},
    {"decay", QT_TRANSLATE_NOOP("Metric", "with weight decay"), ""},
    {"no_decay", QT_TRANSLATE_NOOP("Metric", "without weight decay"), ""},
    {"sentences", QT_TRANSLATE_NOOP("Metric", "Sentences"), ""},
    {"seconds", QT_TRANSLATE_NOOP("Metric", "Seconds"), ""},
}};

const MetricText* metric(const std::string& id) {
  const auto found = std::find_if(kMetrics.begin(), kMetrics.end(), [&id](const MetricText& row) { return id == row.id; });
  return found == kMetrics.end() ? nullptr : &*found;
}

}  // namespace

QString installLanguage(QCoreApplication& application, const QString& id) {
  const QString language = id.isEmpty() ? (QLocale::system().language() == QLocale::Russian ? QStringLiteral("ru") : QStringLiteral("en")) : id;
  const bool russian = language == QLatin1String("ru");
  QLocale::setDefault(russian ? QLocale(QLocale::Russian, QLocale::Russia) : QLocale(QLocale::English, QLocale::UnitedStates));
  if (language == QLatin1String("pseudo")) {
    application.installTranslator(new PseudoTranslator(&application));
    return language;
  }
  if (!russian) return QStringLiteral("en");
  load(application, QStringLiteral("qtbase_ru"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  load(application, QStringLiteral("schema_ru"), translationsFolder());
  load(application, QStringLiteral("cloze_ru"), translationsFolder());
  return language;
}

QString pseudoText(const QString& text) {
  if (text.isEmpty() || text.startsWith(QLatin1Char('/'))) return text;
  static const QString from = QStringLiteral("aceinorsuyzACEINORSUYZ");
  static const QString to = QStringLiteral("áçéîñöŕšûýžÁÇÉÎÑÖŔŠÛÝŽ");
  QString result;
  bool inTag = false;
  for (int i = 0; i < text.size(); ++i) {
    const QChar letter = text[i];
    if (letter == QLatin1Char('<')) inTag = true;
    const bool placeholder = i > 0 && text[i - 1] == QLatin1Char('%');
    const qsizetype place = from.indexOf(letter);
    result += !inTag && !placeholder && place >= 0 ? to[place] : letter;
    if (letter == QLatin1Char('>')) inTag = false;
  }
  const int extra = std::max(1, static_cast<int>(text.size()) * 4 / 10);
  return result + QString(extra, QChar(0x7E));
}

QString schemaText(const std::string& text) {
  return text.empty() ? QString() : QCoreApplication::translate("Schema", text.c_str());
}

QString metricTitle(const std::string& id) {
  if (const MetricText* row = metric(id)) return QCoreApplication::translate("Metric", row->title);
  QString readable = QString::fromStdString(id).replace(QLatin1Char('_'), QLatin1Char(' '));
  if (!readable.isEmpty()) readable[0] = readable[0].toUpper();
  return readable;
}

QString metricUnit(const std::string& id) {
  const MetricText* row = metric(id);
  return row && *row->unit ? QCoreApplication::translate("Metric", row->unit) : QString();
}

}  // namespace cloze
