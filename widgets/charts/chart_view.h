// One chart card: title and unit left, newest value right, everything between from CurveItem. Wheel zooms, drag moves,
// double click fits; Follow / Keep / Fit say what an update does to the range, so that a zoom survives it. Saved as PNG, SVG or CSV (every
// point), read as a table. Qt Charts was tried and left (it is deprecated since Qt 6.10, too): at small sizes it cut axis labels to dots, its legend took a row of the plot, and its
// grid lagged behind the plot area after a resize.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/curve_item.h"

#include <QFrame>
#include <QTimer>

class QGraphicsView;
class QLabel;
class QToolButton;

namespace cloze {

enum class ChartMode { Follow, Keep, Fit };   // to the newest point; as it is; the whole run

class ChartView : public QFrame {
  Q_OBJECT
 public:
  ChartView(const QString& title, const QString& unit, QWidget* parent = nullptr);
  ~ChartView() override;

  void setTitle(const QString& title, const QString& unit);
  void setEmptyText(const QString& text) { m_item->setEmptyText(text); }
  // The shared data may grow afterwards: call dataChanged(), repaints are gathered to 30 Hz.
  void setCurves(std::vector<ChartCurve> curves);
  void setFlags(std::vector<ChartFlag> flags) { m_item->setFlags(std::move(flags)); }
  void setPlannedEnd(double x);                    // Fit shows at least [0, x]
  void setFigure(const QString& figure);           // newest value, top right
  void dataChanged();

  void setMode(ChartMode mode);
  ChartMode mode() const { return m_mode; }
  ChartWindow window() const { return m_item->window(); }
  void zoom(double x0, double x1);                 // switches to Keep
  void setCrossHair(std::optional<double> x) { m_item->setCrossHair(x, false); }
  void updateNow();                                // without waiting for the gathered repaint

  bool savePng(const QString& file);
  bool saveSvg(const QString& file);
  bool saveCsv(const QString& file) const;
  QString csv() const;                             // curve,step,value in the C locale, every point
  QString sentence() const;                        // "Loss fell from 7.1 to 4.2 between step 1 and 300"

 Q_SIGNALS:
  void modeChanged(cloze::ChartMode mode);
  void zoomed(double x0, double x1);               // by the user, for linked charts
  void hovered(std::optional<double> x);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QToolButton* makeMenuButton();
  void makeChart();
  void refreshWindow();
  void refreshAxes();
  ChartWindow wantedWindow() const;
  CurveRange valuesIn(double x0, double x1) const;
  bool handleWheel(class QWheelEvent* event);
  bool handleMouse(class QMouseEvent* event);
  void saveAs(const QString& kind);
  void showTable();

  QLabel *m_title, *m_unit, *m_figure;
  QGraphicsView* m_view = nullptr;
  CurveItem* m_item = nullptr;
  QTimer m_refresh;
  ChartMode m_mode = ChartMode::Fit;
  double m_plannedEnd = 0, m_followWidth = 0;      // 0: from the start
  std::optional<QPointF> m_dragFrom;
  ChartWindow m_dragWindow;
};

}  // namespace cloze
