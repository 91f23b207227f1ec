// A new run in three columns: what (family, size, text), how (form from the schema), preview (learning rate from the function that trains, one
// real batch, the command). Start stays disabled only with the reason beside it. Expensive previews start when asked.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "engine/run_spec.h"
#include "widgets/form/form_model.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cloze {

class BatchView;
class ChartView;
class FamilyCards;
class FormWidget;
class SmoothedCurve;
class TextSources;

class NewRunView : public QWidget {
  Q_OBJECT
 public:
  explicit NewRunView(QWidget* parent = nullptr);
  const RunSpec& spec() const { return m_spec; }
  void setSpec(const RunSpec& spec);                    // an example, or a former run's settings
  FormModel* form() { return m_model; }
  FormWidget* formWidget() { return m_form; }
  QPushButton* startButton() { return m_start; }

  void showLearningRates(const std::vector<LearningRateCurve>& curves);
  void showBatch(const BatchPreview& preview, std::int64_t step);
  void showEstimate(const CostEstimate& estimate);
  void showPreviewProgress(const QString& text);        // "" = nothing is going on
  void showPreviewError(const QString& text);
  void askForPreview();                                 // learning rates now, without waiting for the pause after typing

 Q_SIGNALS:
  void learningRatesRequested();
  void batchRequested(qint64 step);
  void estimateRequested();
  void previewCancelled();
  void startRequested();
  void specFileRequested();                             // write the specification, copy the command

 private:
  QWidget* makeWhat();
  QWidget* makeHow();
  QWidget* makePreview();
  QWidget* makeFoot();
  void connectSignals();
  void refresh();
  void refreshPresets();
  QString reasonNotToStart() const;

  RunSpec m_spec;
  FormModel* m_model;
  QLineEdit* m_name = nullptr;
  FamilyCards* m_families = nullptr;
  QComboBox* m_preset = nullptr;
  TextSources* m_texts = nullptr;
  FormWidget* m_form = nullptr;
  ChartView* m_rates = nullptr;
  BatchView* m_batch = nullptr;
  QLabel *m_previewState = nullptr, *m_estimate = nullptr, *m_command = nullptr, *m_reason = nullptr;
  QPushButton *m_showBatch = nullptr, *m_cancel = nullptr, *m_start = nullptr;
  QTimer m_pause;                                       // after the last change, before the learning rates are asked for
  qint64 m_batchStep = 0;
};

}  // namespace cloze
