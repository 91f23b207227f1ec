// The figures of a run at a glance: phase, step of steps, loss and its trend, speed with its spread, time left, memory. One line of tiles, or two
// of compact ones where the window is narrow.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/run_data.h"

#include <QWidget>

#include <array>

class QGridLayout;

namespace cloze {

class StatTile;

class RunTiles : public QWidget {
  Q_OBJECT
 public:
  explicit RunTiles(RunData* run, QWidget* parent = nullptr);
  enum Tile { Phase, Step, Loss, Speed, Left, Memory, kTiles };
  StatTile* tile(Tile which) const { return m_tiles[which]; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();
  void showPhase();
  void showLoss();
  void showSpeed();
  void showTime();
  void arrange(int columns);

  RunData* m_run;
  QGridLayout* m_grid;
  std::array<StatTile*, kTiles> m_tiles{};
  int m_columns = 0;
};

}  // namespace cloze
