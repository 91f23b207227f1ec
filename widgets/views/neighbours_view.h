// Neighbours: a sentence, a word in it, a text and a layer; the nearest occurrences as key word in context with their cosine as number and
// bar. The search starts when asked.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/models/table_model.h"

#include <QStyledItemDelegate>
#include <QWidget>

class QButtonGroup;
class QCheckBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace cloze {

class EmptyState;
class ModelPicker;
class TextSources;
class TokenChips;

class NeighboursModel : public TableModel<Neighbour> {
  Q_OBJECT
 public:
  enum Role { BeforeRole = Qt::UserRole, WordRole, AfterRole, SimilarityRole };
  using TableModel::TableModel;

 protected:
  const QStringList& titles() const override;
  QVariant cell(const Neighbour& row, int column, int role) const override;
  bool numeric(int) const override { return false; }
  bool sameKey(const Neighbour& left, const Neighbour& right) const override { return left.line == right.line && left.byteBegin == right.byteBegin; }
};

// The word centred and in the model's colour, its context at both sides, below it the bar and the number.
class NeighbourDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  int colour = 0;
};

class NeighboursView : public QWidget {
  Q_OBJECT
 public:
  static constexpr AskerId kAsker = 2000, kPiecesAsker = 2001;
  explicit NeighboursView(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);
  void showModel(const ModelChoice& model);
  void setSentence(const QString& text);
  void chooseWord(const QString& word);                 // the first one of that spelling, as soon as the pieces are there
  void setTexts(const std::vector<std::string>& texts);
  void search();
  NeighboursModel* results() const { return m_results; }
  QLabel* summary() const { return m_summary; }

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer);
  void showWaiting(AskerId asker, const QString& text);
  void showError(AskerId asker, const QString& text);

 Q_SIGNALS:
  void asked(cloze::AskerId asker, const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);
  void cancelled(cloze::AskerId asker);

 private:
  struct Word { std::string text; std::int32_t begin = 0, end = 0; std::int64_t occurrence = 1; };
  QWidget* makeQuery();
  QWidget* makeResults();
  void askPieces();
  void showPieces(const PieceList& pieces);
  void wordChosen(int index);
  void refreshLayers(std::int64_t layers);
  void showResult(const NeighboursAnswer& answer, const ModelFacts& facts);
  void setSearching(bool searching);

  ModelPicker* m_picker = nullptr;
  QLineEdit* m_sentence = nullptr;
  TokenChips* m_chips = nullptr;
  QWidget* m_layers = nullptr;
  QButtonGroup* m_layerGroup;
  QSpinBox* m_count = nullptr;
  QCheckBox* m_sameWord = nullptr;
  TextSources* m_texts = nullptr;
  QPushButton *m_find = nullptr, *m_cancel = nullptr;
  QLabel *m_state = nullptr, *m_summary = nullptr, *m_title = nullptr;
  NeighboursModel* m_results;
  NeighbourDelegate* m_delegate = nullptr;
  QStackedWidget* m_stack = nullptr;
  EmptyState* m_empty = nullptr;
  std::vector<Word> m_words;
  int m_word = -1;
  QString m_wantedWord;
  std::string m_text;
  std::int64_t m_layerCount = -1;
  bool m_searchWhenReady = false;
};

}  // namespace cloze
