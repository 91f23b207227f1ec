// Neighbours: a word in its sentence, a text and a layer; the nearest occurrences beside what the word's static vector says, a second sentence
// with the same word beside them, and a map of all occurrences with the senses told apart by layer. The search starts when asked.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/model_view.h"
#include "widgets/views/occurrence_map.h"
#include "widgets/views/query_panel.h"

#include <optional>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace cloze {

class ElidedLabel;
class ModelPicker;
class SenseBars;
class SourcePicker;

class NeighboursView : public AskingView {
  Q_OBJECT
 public:
  // The search, and that of the second sentence's own model; the pieces of the first sentence, the second's is the next number.
  static constexpr AskerId kAsker = 2000, kPiecesAsker = 2001, kSecondAsker = 2003;

  explicit NeighboursView(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models) override;
  void showModel(const ModelChoice& model) override;
  void showModels(const std::vector<ModelChoice>& models);   // of two: the same word in both, side by side
  void setSentence(const QString& text) override { m_panels[0]->setSentence(text); }
  QString sentence() const override { return QString::fromStdString(m_panels[0]->text()); }
  void chooseWord(const QString& word) { m_panels[0]->chooseWord(word); }
  void addSecondSentence(const QString& text = {});     // with the same word chosen, where it stands in it
  void setTexts(const std::vector<std::string>& texts);
  void setVectorFile(const std::string& file);
  void chooseLayer(int layer);
  void search();
  void checkpointSaved(const std::string& run);         // asks again when it is followed
  NeighboursModel* results() const { return m_panels[0]->results(); }
  QueryPanel* panel(int number) const { return m_panels[number]; }
  OccurrenceMap* map() const { return m_map; }
  SenseBars* senseBars() const { return m_bars; }
  QCheckBox* follow() const { return m_follow; }
  QComboBox* colours() const { return m_colours; }
  QLabel* summary() const { return m_summary; }

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) override;
  void showWaiting(AskerId asker, const QString& text) override;
  void showError(AskerId asker, const QString& text) override;

 private:
  QWidget* makeBar();
  QWidget* makeSources();
  QWidget* makeSearch();
  QueryPanel* makePanel(int number);
  QWidget* makeMapCard();
  void askPieces(int number);
  void askAllPieces();
  std::optional<ModelChoice> modelOf(int panel) const;
  bool twoModels() const;                               // the second sentence is shown, and asked of another model
  NeighboursQuestion questionOf(std::vector<QueryWord> queries) const;
  void refreshLayers(std::int64_t layers, bool mixed);
  void refreshOwnText();
  void setSearching(bool searching);
  void showResult(const NeighboursAnswer& answer, const ModelFacts& facts);
  void showMap();
  std::vector<std::string> sensesInOrder() const;
  int kindBySentence(const MapPoint& point) const;
  void selectEverywhere(std::int64_t line, std::int32_t byteBegin);
  void removeSecondSentence();
  void exportAs(const QString& kind);

  ModelPicker* m_picker;
  std::optional<ModelChoice> m_firstModel;              // the second sentence follows it until it has one of its own
  SourcePicker *m_texts, *m_vectors;
  QWidget* m_layers;
  QButtonGroup* m_layerGroup;
  QSpinBox* m_count;
  QCheckBox *m_sameWord, *m_follow;
  QPushButton *m_find, *m_cancel, *m_second, *m_export;
  ElidedLabel* m_mapTitle;
  QLabel *m_summary, *m_mapNote, *m_selected, *m_barsTitle;
  QComboBox* m_colours;
  QueryPanel* m_panels[2] = {nullptr, nullptr};
  OccurrenceMap* m_map;
  SenseBars* m_bars;
  std::vector<ModelChoice> m_models;
  NeighboursAnswer m_answer;
  std::int64_t m_layerCount = -1;
  bool m_mixed = false;                                 // the model mixes its layers
  bool m_searchWhenReady = false;
};

}  // namespace cloze
