// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/translation.h"

#include "engine/core/resources.h"
#include "engine/tasks/task.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QTranslator>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

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

// The language may change while the program runs: what was installed for the former one goes first.
std::vector<QTranslator*>& installed() {
  static std::vector<QTranslator*> translators;
  return translators;
}

void install(QCoreApplication& application, QTranslator* translator) {
  application.installTranslator(translator);
  installed().push_back(translator);
}

void load(QCoreApplication& application, const QString& file, const QString& folder) {
  auto* translator = new QTranslator(&application);
  if (translator->load(file, folder)) install(application, translator);
  else delete translator;
}

// Numbers, "names" and paths of a message stand as %1, %2 ... in its translation.
QString translatedMessage(const QString& text) {
  static const QRegularExpression variable(QStringLiteral(R"("[^"]*"|(?<![\w/.])/[^\s:,;]+|(?<![\w-])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w]))"));
  QString pattern;
  QStringList values;
  qsizetype from = 0;
  for (auto found = variable.globalMatch(text); found.hasNext();) {
    const auto match = found.next();
    values << match.captured();
    pattern += text.mid(from, match.capturedStart() - from) + QLatin1Char('%') + QString::number(values.size());
    from = match.capturedEnd();
  }
  pattern += text.mid(from);
  QString translated = QCoreApplication::translate("Schema", pattern.toUtf8().constData());
  if (translated == pattern) return text;
  for (qsizetype i = values.size(); i > 0; --i) translated.replace(QLatin1Char('%') + QString::number(i), values[i - 1]);
  return translated;
}

struct MetricText { const char* id; const char* title; const char* unit; };
constexpr std::array<MetricText, 49> kMetrics{{
    {"loss", QT_TRANSLATE_NOOP("Metric", "Loss"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"masked_lm_loss", QT_TRANSLATE_NOOP("Metric", "Loss on masked words"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"next_sentence_loss", QT_TRANSLATE_NOOP("Metric", "Loss on next sentence"), QT_TRANSLATE_NOOP("Metric", "nats per pair")},
    {"masked_accuracy", QT_TRANSLATE_NOOP("Metric", "Masked words right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"next_sentence_accuracy", QT_TRANSLATE_NOOP("Metric", "Next sentence right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"causal_lm_loss", QT_TRANSLATE_NOOP("Metric", "Loss on next words"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"span_corruption_loss", QT_TRANSLATE_NOOP("Metric", "Loss on hidden spans"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"permutation_lm_loss", QT_TRANSLATE_NOOP("Metric", "Loss on words in order"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"ordered_accuracy", QT_TRANSLATE_NOOP("Metric", "Words in order right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"text_to_text_loss", QT_TRANSLATE_NOOP("Metric", "Loss on targets"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"next_token_accuracy", QT_TRANSLATE_NOOP("Metric", "Next words right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"generator_loss", QT_TRANSLATE_NOOP("Metric", "Loss of the generator"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"generator_accuracy", QT_TRANSLATE_NOOP("Metric", "Generator right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"replaced_loss", QT_TRANSLATE_NOOP("Metric", "Loss of the judgement"), QT_TRANSLATE_NOOP("Metric", "nats per token")},
    {"replaced_accuracy", QT_TRANSLATE_NOOP("Metric", "Judged right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"replaced_share", QT_TRANSLATE_NOOP("Metric", "Really replaced"), QT_TRANSLATE_NOOP("Metric", "share of the places")},
    {"replaced_found", QT_TRANSLATE_NOOP("Metric", "Replacements found"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"accuracy", QT_TRANSLATE_NOOP("Metric", "Accuracy"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"f1", QT_TRANSLATE_NOOP("Metric", "F1"), QT_TRANSLATE_NOOP("Metric", "of the positive class")},
    {"macro_f1", QT_TRANSLATE_NOOP("Metric", "F1, mean of the classes"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"matthews", QT_TRANSLATE_NOOP("Metric", "Matthews correlation"), QT_TRANSLATE_NOOP("Metric", "-1 to 1")},
    {"pearson", QT_TRANSLATE_NOOP("Metric", "Pearson correlation"), QT_TRANSLATE_NOOP("Metric", "-1 to 1")},
    {"spearman", QT_TRANSLATE_NOOP("Metric", "Spearman correlation"), QT_TRANSLATE_NOOP("Metric", "-1 to 1")},
    {"exact_match", QT_TRANSLATE_NOOP("Metric", "Exact answers"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"answer_f1", QT_TRANSLATE_NOOP("Metric", "F1 of the answers' words"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"span_f1", QT_TRANSLATE_NOOP("Metric", "F1 of the spans"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"role_f1", QT_TRANSLATE_NOOP("Metric", "F1 of the roles"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"start_accuracy", QT_TRANSLATE_NOOP("Metric", "Starts right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"layer_movement", QT_TRANSLATE_NOOP("Metric", "How far each layer moved"), QT_TRANSLATE_NOOP("Metric", "share of its size at the start")},
    {"embeddings", QT_TRANSLATE_NOOP("Metric", "embeddings"), ""},
    {"head", QT_TRANSLATE_NOOP("Metric", "head"), ""},
    {"forward_lm_loss", QT_TRANSLATE_NOOP("Metric", "Loss, reading forward"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"backward_lm_loss", QT_TRANSLATE_NOOP("Metric", "Loss, reading backward"), QT_TRANSLATE_NOOP("Metric", "nats per prediction")},
    {"forward_perplexity", QT_TRANSLATE_NOOP("Metric", "Perplexity, reading forward"), QT_TRANSLATE_NOOP("Metric", "e to the loss")},
    {"backward_perplexity", QT_TRANSLATE_NOOP("Metric", "Perplexity, reading backward"), QT_TRANSLATE_NOOP("Metric", "e to the loss")},
    {"forward_accuracy", QT_TRANSLATE_NOOP("Metric", "Next words right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"backward_accuracy", QT_TRANSLATE_NOOP("Metric", "Words before right"), QT_TRANSLATE_NOOP("Metric", "share")},
    {"perplexity", QT_TRANSLATE_NOOP("Metric", "Perplexity"), QT_TRANSLATE_NOOP("Metric", "e to the loss")},
    {"gradient_norm", QT_TRANSLATE_NOOP("Metric", "Gradient norm"), QT_TRANSLATE_NOOP("Metric", "before clipping")},
    {"learning_rate", QT_TRANSLATE_NOOP("Metric", "Learning rate"), QT_TRANSLATE_NOOP("Metric", "per parameter group")},
    {"tokens_per_second", QT_TRANSLATE_NOOP("Metric", "Speed"), QT_TRANSLATE_NOOP("Metric", "tokens per second")},
    {"objective_losses", QT_TRANSLATE_NOOP("Metric", "Loss of each objective"), QT_TRANSLATE_NOOP("Metric", "nats")},
    {"padding_share", QT_TRANSLATE_NOOP("Metric", "Padding"), QT_TRANSLATE_NOOP("Metric", "share of the tokens computed")},
    {"memory_mb", QT_TRANSLATE_NOOP("Metric", "Memory"), QT_TRANSLATE_NOOP("Metric", "megabytes of this process")},
    {"decay", QT_TRANSLATE_NOOP("Metric", "with weight decay"), ""},
    {"no_decay", QT_TRANSLATE_NOOP("Metric", "without weight decay"), ""},
    {"sentences", QT_TRANSLATE_NOOP("Metric", "Sentences"), ""},
    {"average", QT_TRANSLATE_NOOP("Metric", "Mean of the tasks"), ""},
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
  for (QTranslator* former : std::exchange(installed(), {})) {
    QCoreApplication::removeTranslator(former);
    delete former;
  }
  QLocale::setDefault(russian ? QLocale(QLocale::Russian, QLocale::Russia) : QLocale(QLocale::English, QLocale::UnitedStates));
  if (language == QLatin1String("pseudo")) {
    install(application, new PseudoTranslator(&application));
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
  const bool breaks = text.contains(QLatin1Char(' '));                     // what is longer, is so by whole words
  for (int i = 0; i < extra; ++i) result += breaks && extra > 3 && i % 8 == 0 ? QLatin1Char(' ') : QLatin1Char('~');
  return result;
}

QString schemaText(const std::string& text) {
  return text.empty() ? QString() : QCoreApplication::translate("Schema", text.c_str());
}

QString messageText(const std::string& message) {
  QStringList lines;
  for (const QString& line : QString::fromStdString(message).split(QLatin1Char('\n'))) {
    const qsizetype colon = line.startsWith(QLatin1Char('/')) ? line.indexOf(QLatin1String(": ")) : -1;
    const qsizetype from = colon < 0 ? 0 : colon + 2;                      // a path, then what is said of it
    lines << line.left(from) + translatedMessage(line.mid(from));
  }
  return lines.join(QLatin1Char('\n'));
}

QString choiceText(const std::string& id) {
  static const std::map<std::string, const char*> names{{"wordpiece", "WordPiece"}, {"unigram", "Unigram"}, {"bpe", "BPE"}, {"byte_bpe", "BPE over bytes"}, {"char_bpe", "BPE over letters"}, {"unigram_sentinels", "Unigram with sentinels"}, {"characters", "Words by their letters"}, {"unigram_cls_last", "Unigram, [CLS] at the end"}, {"cpu", "CPU"},
                                                         {"fine_tune", "Fine-tune the weights"}, {"feature_based", "Features of a frozen body"}, {"layer_probe", "A probe on each layer"},
                                                         {"usual", "Usual for the family"}, {"first", "First"}, {"last", "Last"}, {"mean", "Mean of the tokens"}, {"concat", "Last, maximum, mean"},
                                                         {"cls_index", "The token [CLS]"}, {"bi", "To both sides"}, {"uni", "To what came before"},
                                                         {"proportional", "As the number of examples"}, {"square_root", "As its root"}, {"uniform", "All alike"}, {"annealed", "Towards all alike"},
                                                         {"all_but_head", "All but the head"}, {"gradual", "Gradually thawed"}, {"below", "The lower layers"}, {"lower", "The lower layers"}, {"layer", "Layer number"},
                                                         {"second_to_last", "The one before the last"}, {"sum_all", "Sum of all layers"}, {"sum_last4", "Sum of the last four"}, {"mean_last4", "Mean of the last four"},
                                                         {"concat_last4", "The last four side by side"}, {"scalar_mix", "Learned mix of all"}};
  const auto found = names.find(id);
  return found == names.end() ? QString::fromStdString(id).replace(QLatin1Char('_'), QLatin1Char(' ')) : schemaText(found->second);
}

QString metricTitle(const std::string& id) {
  if (const MetricText* row = metric(id)) return QCoreApplication::translate("Metric", row->title);
  if (id.rfind("layer_", 0) == 0 && id.find_first_not_of("0123456789", 6) == std::string::npos && id.size() > 6)
    return QCoreApplication::translate("Metric", "Layer %1").arg(QString::fromStdString(id.substr(6)));
  for (const TaskInfo& task : taskTable())                     // of several: a chart each
    if (task.id == id) return schemaText(task.title);
  QString readable = QString::fromStdString(id).replace(QLatin1Char('_'), QLatin1Char(' '));
  if (!readable.isEmpty()) readable[0] = readable[0].toUpper();
  return readable;
}

QString metricUnit(const std::string& id) {
  const MetricText* row = metric(id);
  return row && *row->unit ? QCoreApplication::translate("Metric", row->unit) : QString();
}

std::optional<ValueBounds> metricBounds(const std::string& id) {
  const MetricText* row = metric(id);
  const std::string_view unit = row ? row->unit : "";
  if (unit == "share" || unit == "of the positive class") return ValueBounds{0, 1};
  if (unit == "-1 to 1") return ValueBounds{-1, 1};
  return std::nullopt;
}

}  // namespace cloze
