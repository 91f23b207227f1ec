// The table of data sets. A row says what the files look like; engine/tasks/README.md tells where they come from.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/task_row.h"

namespace cloze {
namespace {

using Names = std::vector<std::string>;

const Names kInference{"entailment", "not_entailment"};
const Names kThreeWay{"contradiction", "entailment", "neutral"};

// ---- layouts of tables

TableLayout sentences(Names text, Names label, std::vector<TableLayout::Plain> plain = {}) {
  TableLayout layout;
  layout.text = std::move(text);
  layout.label = std::move(label);
  layout.id = {"index", "id"};
  layout.plain = std::move(plain);
  return layout;
}

TableLayout pairs(Names text, Names pair, Names label, std::vector<TableLayout::Plain> plain = {}) {
  TableLayout layout = sentences(std::move(text), std::move(label), std::move(plain));
  layout.pair = std::move(pair);
  layout.id = {"index", "id", "pairID", "pair_ID"};
  return layout;
}

TableLayout inference() {                              // MNLI, SNLI
  TableLayout layout = pairs({"sentence1"}, {"sentence2"}, {"gold_label"});
  layout.dropped = "-";
  return layout;
}

TableLayout duplicates() {                             // QQP
  TableLayout layout = pairs({"question1"}, {"question2"}, {"is_duplicate"});
  layout.skipsBrokenRows = true;
  return layout;
}

TableLayout news() {
  TableLayout layout = sentences({"Title"}, {"Class Index"}, {{3, 1, -1, 0}});
  layout.format = TableFormat::Csv;
  layout.alsoText = "Description";
  layout.backslashIsLineBreak = true;
  return layout;
}

TableLayout acceptability() { return sentences({"sentence"}, {"label"}, {{4, 3, -1, 1}}); }
TableLayout paraphrases() { return pairs({"#1 String"}, {"#2 String"}, {"Quality"}); }
TableLayout similarity() { return pairs({"sentence1"}, {"sentence2"}, {"score"}, {{7, 5, 6, 4}, {9, 5, 6, 4}}); }
TableLayout entailment() { return pairs({"sentence1"}, {"sentence2"}, {"label"}, {{4, 1, 2, 3, 0}}); }
TableLayout sickPairs(Names label) { return pairs({"sentence_A"}, {"sentence_B"}, std::move(label)); }

// ---- names of files

std::vector<SplitNames> splits(Names train, Names dev, Names test) {
  return {{"train", std::move(train)}, {"dev", std::move(dev)}, {"test", std::move(test)}};
}

std::vector<SplitNames> withValidation(std::vector<SplitNames> names, const std::string& file) {
  names.push_back({"val", {file}});
  return names;
}

std::vector<SplitNames> glueSplits() { return splits({"train.tsv"}, {"dev.tsv"}, {"test.tsv"}); }

std::vector<SplitNames> multiGenreSplits() {
  return {{"train", {"train.tsv", "multinli_1.0_train.txt", "multinli_1.0_train.jsonl"}},
          {"dev", {"dev_matched.tsv", "multinli_1.0_dev_matched.txt", "multinli_1.0_dev_matched.jsonl"}},
          {"dev_mismatched", {"dev_mismatched.tsv", "multinli_1.0_dev_mismatched.txt", "multinli_1.0_dev_mismatched.jsonl"}},
          {"test", {"test_matched.tsv"}},
          {"test_mismatched", {"test_mismatched.tsv"}},
          {"diagnostic", {"diagnostic.tsv", "AX.tsv"}}};
}

std::vector<SplitNames> snliSplits() {
  return splits({"snli_1.0_train.txt", "snli_1.0_train.jsonl", "train.tsv"}, {"snli_1.0_dev.txt", "snli_1.0_dev.jsonl", "dev.tsv"},
                {"snli_1.0_test.txt", "snli_1.0_test.jsonl", "test.tsv"});
}

std::vector<SplitNames> sickSplits() { return splits({"SICK_train.txt"}, {"SICK_trial.txt"}, {"SICK_test_annotated.txt", "SICK_test.txt"}); }

std::vector<SplitNames> questionSplits(const std::string& version) {
  return {{"train", {"train-v" + version + ".json"}}, {"dev", {"dev-v" + version + ".json"}}};
}

// A set of the toy world: its own folder or the whole world's.
std::vector<SplitNames> toySplits(const std::string& folder, const std::string& extension) {
  std::vector<SplitNames> names;
  for (const char* split : {"train", "dev", "test"}) names.push_back({split, {folder + "/" + split + extension, split + extension}});
  return names;
}

// ---- rows

TaskInfo describe(std::string id, std::string title, TaskKind kind, Names labels, Names metrics, std::string paper, std::int64_t maximumLength = 128) {
  TaskInfo info;
  info.id = std::move(id);
  info.title = std::move(title);
  info.kind = kind;
  info.labels = std::move(labels);
  info.metrics = std::move(metrics);
  info.paper = std::move(paper);
  info.maximumLength = maximumLength;
  return info;
}

TaskInfo scored(TaskInfo info, double smallest, double largest) {
  info.scores = {smallest, largest};
  return info;
}

void addGlue(std::vector<TaskRow>& rows) {
  const auto kClass = TaskKind::Classification;
  const Names zeroOne{"0", "1"};
  rows.push_back({describe("cola", "CoLA", kClass, {"unacceptable", "acceptable"}, {"matthews", "accuracy"}, "Warstadt et al., 2019"), zeroOne, readTableTask,
                  acceptability(), withValidation(splits({"train.tsv", "in_domain_train.tsv"}, {"dev.tsv", "in_domain_dev.tsv"}, {"test.tsv"}), "val.tsv")});
  rows.push_back({describe("sst-2", "SST-2", kClass, {"negative", "positive"}, {"accuracy"}, "Socher et al., 2013"), zeroOne, readTableTask,
                  sentences({"sentence"}, {"label"}), glueSplits()});
  rows.push_back({describe("mrpc", "MRPC", kClass, {"not_paraphrase", "paraphrase"}, {"f1", "accuracy"}, "Dolan and Brockett, 2005"), zeroOne, readTableTask, paraphrases(),
                  withValidation(splits({"train.tsv", "msr_paraphrase_train.txt", "msr-para-train.tsv"}, {"dev.tsv", "msr-para-val.tsv"},
                                        {"test.tsv", "msr_paraphrase_test.txt", "msr-para-test.tsv"}), "msr-para-val.tsv")});
  rows.push_back({scored(describe("sts-b", "STS-B", TaskKind::Regression, {}, {"pearson", "spearman"}, "Cer et al., 2017"), 0, 5), {}, readTableTask, similarity(),
                  splits({"train.tsv", "sts-train.csv", "sts-train.tsv"}, {"dev.tsv", "sts-dev.csv", "sts-dev.tsv"}, {"test.tsv", "sts-test.csv", "sts-test.tsv"})});
  rows.push_back({describe("qqp", "QQP", kClass, {"not_duplicate", "duplicate"}, {"f1", "accuracy"}, "Iyer et al., 2017"), zeroOne, readTableTask, duplicates(), glueSplits()});
  rows.push_back({describe("mnli", "MNLI", kClass, kThreeWay, {"accuracy"}, "Williams et al., 2018"), {}, readTableTask, inference(), multiGenreSplits()});
  rows.push_back({describe("qnli", "QNLI", kClass, kInference, {"accuracy"}, "Wang et al., 2018"), {}, readTableTask,
                  pairs({"question"}, {"sentence"}, {"label"}), glueSplits()});
  rows.push_back({describe("rte", "RTE", kClass, kInference, {"accuracy"}, "Dagan et al., 2006 and later"), {}, readTableTask, entailment(), withValidation(glueSplits(), "val.tsv")});
  rows.push_back({describe("wnli", "WNLI", kClass, {"not_entailment", "entailment"}, {"accuracy"}, "Levesque et al., 2012"), zeroOne, readTableTask,
                  pairs({"sentence1"}, {"sentence2"}, {"label"}), glueSplits()});
}

void addSentences(std::vector<TaskRow>& rows) {
  const auto kClass = TaskKind::Classification;
  const std::string sick = "Marelli et al., 2014";
  rows.push_back({describe("snli", "SNLI", kClass, kThreeWay, {"accuracy"}, "Bowman et al., 2015"), {}, readTableTask, inference(), snliSplits()});
  rows.push_back({describe("sick-entailment", "SICK, entailment", kClass, kThreeWay, {"accuracy"}, sick), {"CONTRADICTION", "ENTAILMENT", "NEUTRAL"}, readTableTask,
                  sickPairs({"entailment_judgment", "entailment_label"}), sickSplits()});
  rows.push_back({scored(describe("sick-relatedness", "SICK, relatedness", TaskKind::Regression, {}, {"pearson", "spearman"}, sick), 1, 5), {}, readTableTask,
                  sickPairs({"relatedness_score"}), sickSplits()});
  const auto questions = splits({"train_5500.label"}, {"TREC_10.label"}, {"TREC_10.label"});
  rows.push_back({describe("trec-6", "TREC, 6 classes", kClass, {"ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"}, {"accuracy"}, "Li and Roth, 2002"), {}, readCoarseQuestions, {}, questions});
  rows.push_back({describe("trec-50", "TREC, 50 classes", kClass, {}, {"accuracy"}, "Li and Roth, 2002"), {}, readFineQuestions, {}, questions});
  rows.push_back({describe("ag-news", "AG News", kClass, {"World", "Sports", "Business", "Sci/Tech"}, {"accuracy"}, "Zhang et al., 2015"), {"1", "2", "3", "4"}, readTableTask,
                  news(), splits({"train.csv"}, {"test.csv"}, {"test.csv"})});
  rows.push_back({describe("sst-5", "SST-5", kClass, {"very_negative", "negative", "neutral", "positive", "very_positive"}, {"accuracy"}, "Socher et al., 2013"),
                  {"0", "1", "2", "3", "4"}, readTrees, {}, splits({"train.txt"}, {"dev.txt"}, {"test.txt"})});
  auto reviews = splits({"train"}, {"test"}, {"test"});
  reviews.push_back({"unsup", {"train/unsup"}});
  rows.push_back({describe("imdb", "IMDb", kClass, {"negative", "positive"}, {"accuracy"}, "Maas et al., 2011", 256), {"neg", "pos"}, readReviewFolders, {}, reviews, ratedReviews});
}

// ---- questions, words

Names entityTags(const Names& types) {
  Names tags{"O"};
  for (const std::string& type : types) tags.insert(tags.end(), {"B-" + type, "I-" + type});
  return tags;
}

TaskRow spanQuestions(std::string id, std::string title, std::string paper, std::vector<SplitNames> names) {
  return {describe(std::move(id), std::move(title), TaskKind::Span, {}, {"answer_f1", "exact_match"}, std::move(paper), 384), {}, readSpanQuestions, {}, std::move(names)};
}

TaskRow entities(std::string id, std::string title, const Names& types, std::string paper, std::vector<SplitNames> names) {
  return {describe(std::move(id), std::move(title), TaskKind::Tagging, entityTags(types), {"span_f1", "accuracy"}, std::move(paper)), {}, readTaggedColumns, {}, std::move(names)};
}

TaskRow roles(std::string id, std::string title, std::string paper, std::vector<SplitNames> names) {
  return {describe(std::move(id), std::move(title), TaskKind::Tagging, {}, {"role_f1", "accuracy"}, std::move(paper)), {}, readRoleColumns, {}, std::move(names), roleFilesBelow};
}

TaskRow choices(std::string id, std::string title, std::string paper, std::vector<SplitNames> names) {
  return {describe(std::move(id), std::move(title), TaskKind::Choice, {}, {"accuracy"}, std::move(paper)), {}, readChoices, {}, std::move(names)};
}

TaskRow wordPairs(std::string id, std::string title, std::string paper, std::vector<SplitNames> names) {
  return {describe(std::move(id), std::move(title), TaskKind::WordInContext, {"different", "same"}, {"accuracy"}, std::move(paper)), {"F", "T"}, readWordPairs, {}, std::move(names),
          withGoldFile};
}

void addQuestions(std::vector<TaskRow>& rows) {
  rows.push_back(spanQuestions("squad-1.1", "SQuAD 1.1", "Rajpurkar et al., 2016", questionSplits("1.1")));
  rows.push_back(spanQuestions("squad-2.0", "SQuAD 2.0", "Rajpurkar et al., 2018", questionSplits("2.0")));
  rows.push_back(entities("conll-2003", "CoNLL-2003", {"PER", "ORG", "LOC", "MISC"}, "Tjong Kim Sang and De Meulder, 2003",
                          splits({"eng.train", "train.txt"}, {"eng.testa", "valid.txt", "dev.txt"}, {"eng.testb", "test.txt"})));
  rows.push_back(roles("conll-2012-srl", "CoNLL-2012, semantic roles", "Pradhan et al., 2013",
                       splits({"train.gold_conll", "train"}, {"dev.gold_conll", "development", "dev"}, {"test.gold_conll", "test"})));
  rows.push_back(choices("swag", "SWAG", "Zellers et al., 2018", splits({"train.csv"}, {"val.csv", "dev.csv"}, {"test.csv"})));
  rows.push_back(wordPairs("wic", "WiC", "Pilehvar and Camacho-Collados, 2019",
                           splits({"train/train.data.txt", "train.data.txt"}, {"dev/dev.data.txt", "dev.data.txt"}, {"test/test.data.txt", "test.data.txt"})));
}

void addToyWorld(std::vector<TaskRow>& rows) {
  const auto kClass = TaskKind::Classification;
  const std::string synthetic = "synthetic, made by cloze toy-world";
  const Names zeroOne{"0", "1"};
  auto sentiment = toySplits("sentiment", ".tsv");
  sentiment.push_back({"test_seen", {"sentiment/test_seen.tsv", "test_seen.tsv"}});
  rows.push_back({describe("toy-sentiment", "Toy world: sentiment", kClass, {"negative", "positive"}, {"accuracy"}, synthetic), zeroOne, readTableTask,
                  sentences({"sentence"}, {"label"}), sentiment});
  rows.push_back({describe("toy-nli", "Toy world: inference", kClass, kThreeWay, {"accuracy"}, synthetic), {}, readTableTask, inference(), toySplits("nli", ".tsv")});
  rows.push_back({scored(describe("toy-similarity", "Toy world: similarity", TaskKind::Regression, {}, {"pearson", "spearman"}, synthetic), 0, 5), {}, readTableTask,
                  similarity(), toySplits("similarity", ".tsv")});
  rows.push_back({describe("toy-paraphrase", "Toy world: paraphrase", kClass, {"not_paraphrase", "paraphrase"}, {"f1", "accuracy"}, synthetic), zeroOne, readTableTask,
                  paraphrases(), toySplits("paraphrase", ".tsv")});
  rows.push_back({describe("toy-acceptability", "Toy world: acceptability", kClass, {"unacceptable", "acceptable"}, {"matthews", "accuracy"}, synthetic), zeroOne, readTableTask,
                  acceptability(), toySplits("acceptability", ".tsv")});
  rows.push_back({describe("toy-sentence-order", "Toy world: order of sentences", kClass, {"turned_round", "in_order"}, {"accuracy"}, synthetic), zeroOne, readTableTask,
                  pairs({"sentence1"}, {"sentence2"}, {"label"}), toySplits("sentence_order", ".tsv")});
  rows.push_back(spanQuestions("toy-span-qa", "Toy world: questions", synthetic, toySplits("span_qa", ".json")));
  rows.push_back(entities("toy-ner", "Toy world: names", {"PER", "LOC", "PROD"}, synthetic, toySplits("ner", ".txt")));
  rows.push_back(roles("toy-srl", "Toy world: semantic roles", synthetic, toySplits("srl", ".gold_conll")));
  rows.push_back(choices("toy-multiple-choice", "Toy world: what comes next", synthetic, toySplits("multiple_choice", ".csv")));
  rows.push_back(wordPairs("toy-sense-pairs", "Toy world: senses of words", synthetic, toySplits("sense_pairs", ".data.txt")));
}

void addColumns(std::vector<TaskRow>& rows) {
  const auto names = splits({"train.tsv", "train.csv", "train.jsonl"}, {"dev.tsv", "dev.csv", "dev.jsonl"}, {"test.tsv", "test.csv", "test.jsonl"});
  rows.push_back({describe("text_classification", "Any table, classes", TaskKind::Classification, {}, {"accuracy", "macro_f1"}, ""), {}, readColumnsTask, {}, names});
  rows.push_back({describe("text_regression", "Any table, numbers", TaskKind::Regression, {}, {"pearson", "spearman"}, ""), {}, readColumnsTask, {}, names});
}

}  // namespace

const std::vector<TaskRow>& taskRows() {
  static const std::vector<TaskRow> table = [] {
    std::vector<TaskRow> rows;
    for (const auto add : {addGlue, addSentences, addQuestions, addToyWorld, addColumns}) add(rows);
    for (TaskRow& row : rows)
      for (const SplitNames& names : row.splits) row.info.splits.push_back(names.split);
    return rows;
  }();
  return table;
}

}  // namespace cloze
