// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/task_example.h"

#include "engine/tasks/tags.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

constexpr int kShownLetters = 900;

QString words(const char* text) { return QCoreApplication::translate("TaskExample", text); }
QString text(const std::string& given) { return QString::fromStdString(given); }

double wrongTags(const TaskPrediction& prediction) {
  if (prediction.goldTags.empty()) return 0;
  double wrong = 0;
  for (std::size_t i = 0; i < std::min(prediction.tags.size(), prediction.goldTags.size()); ++i) wrong += prediction.tags[i] != prediction.goldTags[i];
  return wrong / static_cast<double>(prediction.goldTags.size());
}

QString numberText(const std::string& number) { return formatNumber(std::atof(number.c_str())); }

// A choice is numbered from 0; people count from 1.
QString answerText(TaskKind kind, const TaskPrediction& prediction, const std::string& label) {
  if (kind == TaskKind::Regression) return numberText(label);
  if (kind == TaskKind::Choice) {
    const auto number = static_cast<std::size_t>(std::atoi(label.c_str()));
    return number < prediction.choices.size() ? text(prediction.choices[number]) : text(label);
  }
  if (kind == TaskKind::Span && label.empty()) return words(QT_TRANSLATE_NOOP("TaskExample", "no answer"));
  return text(label);
}

int colourOf(const std::string& type, const std::vector<std::string>& labels) {
  std::vector<std::string> types;
  for (const std::string& label : labels) {
    const std::string one = label.size() > 2 ? label.substr(2) : std::string();
    if (!one.empty() && std::find(types.begin(), types.end(), one) == types.end()) types.push_back(one);
  }
  return static_cast<int>(std::find(types.begin(), types.end(), type) - types.begin());
}

MarkedText* markedPassage(const TaskPrediction& prediction) {
  const TextWords passage = wordsOf(prediction.pair);
  std::vector<TextMark> marks;
  const auto add = [&](std::pair<std::int64_t, std::int64_t> bytes, bool gold) {
    const auto [begin, end] = bytes.first < 0 ? std::pair(0, 0) : wordsIn(passage, bytes);
    if (end > begin) marks.push_back({begin, end, gold ? words(QT_TRANSLATE_NOOP("TaskExample", "right")) : words(QT_TRANSLATE_NOOP("TaskExample", "found")), gold, gold ? 2 : 0});
  };
  add(prediction.answerBytes, false);
  add(prediction.goldBytes, true);
  auto* shown = new MarkedText;
  shown->setText(passage.words, std::move(marks));
  return shown;
}

MarkedText* markedWords(const TaskPrediction& prediction, const std::vector<std::string>& labels) {
  QStringList sentence;
  for (const std::string& word : prediction.words) sentence << text(word);
  std::vector<TextMark> marks = tagMarks(prediction.tags, false, labels);
  for (TextMark& mark : tagMarks(prediction.goldTags, true, labels)) marks.push_back(std::move(mark));
  auto* shown = new MarkedText;
  shown->setText(sentence, std::move(marks));
  return shown;
}

QString allProbabilities(const TaskPrediction& prediction, const std::vector<std::string>& labels) {
  QStringList lines;
  for (std::size_t i = 0; i < prediction.probabilities.size(); ++i) {
    const QString name = i < labels.size() ? text(labels[i]) : i < prediction.choices.size() ? text(prediction.choices[i]) : formatCount(static_cast<std::int64_t>(i));
    lines << QStringLiteral("%1: %2").arg(name, formatPercent(prediction.probabilities[i]));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

double badness(TaskKind kind, const TaskPrediction& prediction) {
  if (kind == TaskKind::Tagging) return wrongTags(prediction);
  if (kind == TaskKind::Span) return isRight(kind, prediction) ? -prediction.probability : prediction.probability;
  return prediction.loss;
}

bool isRight(TaskKind kind, const TaskPrediction& prediction) {
  if (kind == TaskKind::Tagging) return wrongTags(prediction) == 0;
  return !prediction.labelled || prediction.gold == prediction.label;
}

QString verdictText(TaskKind kind, const TaskPrediction& prediction) {
  if (kind == TaskKind::Tagging) {
    if (prediction.goldTags.empty()) return words(QT_TRANSLATE_NOOP("TaskExample", "tags found"));
    const double wrong = wrongTags(prediction);
    return wrong == 0 ? words(QT_TRANSLATE_NOOP("TaskExample", "right: every tag")) : words(QT_TRANSLATE_NOOP("TaskExample", "wrong: %1 of the tags")).arg(formatPercent(wrong));
  }
  const QString said = answerText(kind, prediction, prediction.label);
  if (kind == TaskKind::Regression)
    return !prediction.labelled ? words(QT_TRANSLATE_NOOP("TaskExample", "predicted %1")).arg(said) : words(QT_TRANSLATE_NOOP("TaskExample", "predicted %1, true %2")).arg(said, numberText(prediction.gold));
  const QString sure = formatPercent(prediction.probability);
  if (!prediction.labelled) return words(QT_TRANSLATE_NOOP("TaskExample", "%1, %2")).arg(said, sure);
  if (isRight(kind, prediction)) return words(QT_TRANSLATE_NOOP("TaskExample", "right: %1, %2")).arg(said, sure);
  return words(QT_TRANSLATE_NOOP("TaskExample", "wrong: %1, %2; true: %3")).arg(said, sure, answerText(kind, prediction, prediction.gold));
}

std::vector<TextMark> tagMarks(const std::vector<std::string>& tags, bool gold, const std::vector<std::string>& labels) {
  std::vector<TextMark> marks;
  for (const TagSpan& span : spansOf(tags)) marks.push_back({static_cast<int>(span.begin), static_cast<int>(span.end), text(span.type), gold, colourOf(span.type, labels)});
  return marks;
}

QWidget* makeTaskExample(TaskKind kind, const TaskPrediction& prediction, const std::vector<std::string>& labels) {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column, "raised");
  column->setContentsMargins(kSpace3, kSpace2, kSpace3, kSpace2);
  column->setSpacing(kSpace1);
  QLabel* verdict = makeText(verdictText(kind, prediction), !prediction.labelled || kind == TaskKind::Regression ? "heading" : isRight(kind, prediction) ? "good" : "bad");
  verdict->setToolTip(allProbabilities(prediction, labels));
  column->addWidget(verdict);
  if (kind == TaskKind::Tagging) {
    column->addWidget(markedWords(prediction, labels));
    return card;
  }
  column->addWidget(makeText(text(prediction.text).left(kShownLetters)));
  if (kind == TaskKind::Span) column->addWidget(markedPassage(prediction));
  else if (!prediction.pair.empty()) column->addWidget(makeText(text(prediction.pair).left(kShownLetters), "muted"));
  for (const std::string& choice : prediction.choices) column->addWidget(makeText(QStringLiteral("– ") + text(choice), "muted"));
  return card;
}

}  // namespace cloze
