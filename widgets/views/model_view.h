// Pages that ask about models, as the window connects them: what goes out, what comes back, which models there are. A ModelView is such a page over one
// model of a kind: which models are offered, what happens when another one is chosen, comes or moves on while it trains, and what to do where there is none.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QWidget>

class QBoxLayout;
class QScrollArea;

namespace cloze {

class EmptyState;
class ModelPicker;

struct AskerRange { AskerId first, last; };

class AskingView : public QWidget {
  Q_OBJECT
 public:
  bool asks(AskerId asker) const { return asker >= m_askers.first && asker <= m_askers.last; }
  virtual void setModels(const std::vector<ModelChoice>& models) = 0;   // all there are
  virtual void showModel(const ModelChoice& model) = 0;
  virtual void setSentence(const QString& text) = 0;        // what is looked at
  virtual QString sentence() const = 0;
  virtual void modelMoved(const std::string&) {}            // the live model of this run has a new step

  // To what one of its askers asked.
  virtual void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) = 0;
  virtual void showWaiting(AskerId asker, const QString& text) = 0;
  virtual void showError(AskerId asker, const QString& text) = 0;

 Q_SIGNALS:
  void asked(cloze::AskerId asker, const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);
  void cancelled(cloze::AskerId asker);
  void exampleRequested(const std::string& objective);      // a model that learns it, to be trained at once on the toy world

 protected:
  AskingView(AskerRange askers, QWidget* parent) : QWidget(parent), m_askers(askers) {}

 private:
  AskerRange m_askers;
};

// Models of one kind, and what is said and trained where there is none.
struct ModelKind { std::string objective; QString advice; };

class ModelView : public AskingView {
  Q_OBJECT
 public:
  void setModels(const std::vector<ModelChoice>& models) override;   // those whose family trains the view's objective are kept
  void showModel(const ModelChoice& model) override;
  void modelMoved(const std::string& run) override;

 protected:
  ModelView(AskerRange askers, const ModelKind& kind, QWidget* parent);
  // The card with the question above, the answer below it scrolls; where there is no model, advice stands in its place.
  QScrollArea* arrange(QBoxLayout* head, QWidget* answer);
  ModelPicker* picker() const { return m_picker; }
  int colour() const;                                       // of the model chosen
  virtual void askAll() = 0;                                // of a model chosen just now
  virtual void askAgain() { askAll(); }                     // of the same model some steps later

 private:
  void showPart();
  std::string m_objective;
  ModelPicker* m_picker;
  EmptyState* m_missing;
  QScrollArea* m_answer = nullptr;
};

}  // namespace cloze
