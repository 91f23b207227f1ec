// Which of many scored examples are shown: the worst, the best, or a random few. And which checkpoint of a run scores them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QComboBox>

#include <cstdint>
#include <optional>
#include <vector>

class QButtonGroup;

namespace cloze {

class OrderButtons : public QWidget {
  Q_OBJECT
 public:
  enum Order { Worst, Best, Random };
  explicit OrderButtons(QWidget* parent = nullptr);
  void choose(Order order);                             // as a click: Random draws others each time
  Order order() const { return m_order; }
  // Of the examples in `among` at most so many, in their order; badness[i] is example i's.
  std::vector<std::size_t> pick(std::vector<std::size_t> among, const std::vector<double>& badness, std::size_t most) const;

 Q_SIGNALS:
  void changed();

 private:
  QButtonGroup* m_buttons;
  Order m_order = Worst;
  std::uint64_t m_draw = 1;                             // another random few each time
};

// The checkpoints of one run, newest first.
class CheckpointBox : public QComboBox {
 public:
  explicit CheckpointBox(const QString& name, QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);   // keeps what is chosen; the newest stays the newest
  std::optional<ModelChoice> chosen() const;
  const std::vector<ModelChoice>& models() const { return m_models; }
  void choose(const ModelChoice& model);

 private:
  std::vector<ModelChoice> m_models;
};

}  // namespace cloze
