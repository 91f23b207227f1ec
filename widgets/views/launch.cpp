// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/launch.h"

#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "widgets/shared/format.h"
#include "widgets/shared/translation.h"
#include "widgets/views/family_cards.h"

#include <QCoreApplication>

namespace cloze {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Launch", text); }

QString labelOf(const RunSpec& spec, const std::string& path) {
  for (const FlatSetting& setting : flatten(spec))
    if (setting.path == path) return schemaText(setting.info.shownLabel());
  return QString::fromStdString(path);
}

void doubtText(const RunSpec& spec, const CorpusReport& text, QStringList& doubts) {
  const std::int64_t rows = spec.train.batchSize * spec.train.accumulate;
  if (text.sentences > 0 && text.sentences < rows)
    doubts << words(QT_TRANSLATE_NOOP("Launch", "The text has %1 sentences, fewer than the %2 examples of one step: they repeat within a step.")).arg(formatCount(text.sentences), formatCount(rows));
}

void doubtRoom(const RunSpec& spec, const std::optional<CostEstimate>& cost, QStringList& doubts) {
  if (cost && cost->peakBytes > cost->freeBytes)
    doubts << words(QT_TRANSLATE_NOOP("Launch", "The run needs about %1 of memory, %2 are free.")).arg(formatBytes(cost->peakBytes), formatBytes(cost->freeBytes));
  constexpr std::uint64_t kBytesOfAParameter = 12;         // weight and two moments
  const auto parameters = spec.family.settings() ? parametersOf(spec.family.id(), familyConfig(spec), spec.tokenizer.vocabSize) : 0;
  const std::uint64_t checkpoint = cost ? cost->checkpointBytes : static_cast<std::uint64_t>(std::max<std::int64_t>(0, parameters)) * kBytesOfAParameter;
  const std::uint64_t needed = checkpoint * static_cast<std::uint64_t>(spec.train.keepCheckpoints + 1), free = freeBytes(homeFolder());
  if (needed > free) doubts << words(QT_TRANSLATE_NOOP("Launch", "The checkpoints need %1 of disk, %2 are free.")).arg(formatBytes(needed), formatBytes(free));
}

}  // namespace

QStringList launchDoubts(const RunSpec& spec, const std::optional<CorpusReport>& text, const std::optional<CostEstimate>& cost) {
  QStringList doubts;
  for (const Problem& doubt : doubtsAbout(spec)) doubts << labelOf(spec, doubt.where) + QLatin1Char(' ') + messageText(doubt.message);
  if (text) doubtText(spec, *text, doubts);
  doubtRoom(spec, cost, doubts);
  return doubts;
}

std::string trialTag(Trial trial) { return trial == Trial::OneBatch ? "one batch" : "trial"; }

RunSpec trialSpec(const RunSpec& spec, Trial trial) {
  RunSpec result = spec;
  const std::int64_t steps = trial == Trial::OneBatch ? 100 : 20;
  const QString suffix = trial == Trial::OneBatch ? words(QT_TRANSLATE_NOOP("Launch", ", one batch")) : words(QT_TRANSLATE_NOOP("Launch", ", 20 steps"));
  result.name += suffix.toStdString();
  result.train.overfitOneBatch = trial == Trial::OneBatch;
  const Json schedule = toJson(*result.schedule.settings());
  if (schedule.contains("warmup_steps")) {
    const double share = static_cast<double>(schedule["warmup_steps"].get<std::int64_t>()) / static_cast<double>(std::max<std::int64_t>(1, spec.train.steps));
    readJson(*result.schedule.settings(), Json{{"warmup_steps", static_cast<std::int64_t>(std::min(share, 1.0) * static_cast<double>(steps))}});
  }
  result.train.steps = steps;
  result.train.epochs = 0;
  result.train.evaluateEvery = 0;
  result.train.checkpointEvery = 0;
  return result;
}

}  // namespace cloze
