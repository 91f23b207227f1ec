// One chart card: title and unit, newest value, tools, legend, and the canvas. Follow / Keep / Fit say what an update does to the range, so that
// a zoom survives it. Saved as PNG, SVG or CSV (every point), read as a table and as one sentence. Several charts are tied together by a
// ChartGroup. Qt Charts was tried and left (it is deprecated since Qt 6.10, too): at small sizes it cut axis labels to dots, its legend took a
// row of the plot, and its grid lagged behind the plot area after a resize.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot.h"
#include "widgets/charts/value_table.h"

#include <QFrame>
#include <QSet>

class QLabel;
class QLayout;
class QMenu;
class QToolButton;

namespace cloze {

class ChartCanvas;
class ChartLegend;
class ElidedLabel;

enum class ChartMode { Follow, Keep, Fit };   // to the newest point; as it is; the whole run

class ChartView : public QFrame {
  Q_OBJECT
 public:
  ChartView(const QString& title, const QString& unit, QWidget* parent = nullptr);
  ~ChartView() override;

  QString title() const;
  void setTitle(const QString& title, const QString& unit);
  void setEmptyText(const QString& text) { m_plot.emptyText = text; }
  void setValueBounds(const std::optional<ValueBounds>& bounds) { m_plot.bounds = bounds; }
  void setXName(const QString& name) { m_plot.xName = name; }   // what is counted in place of steps
  // The shared data may grow afterwards: call dataChanged(), repaints are gathered to 30 Hz. A curve that was hidden stays hidden, by name.
  void setCurves(std::vector<ChartCurve> curves);
  // Signs on the x axis, by step of the run whose axis this is.
  void setFlags(std::vector<ChartFlag> flags, std::shared_ptr<const StepAxis> axis = nullptr);
  void setPlannedEnd(double step);                 // Fit shows at least [0, step]
  void setFigure(const QString& figure);           // newest value, top right
  void dataChanged();

  void setMode(ChartMode mode);
  ChartMode mode() const { return m_mode; }
  ChartWindow window() const { return m_plot.window; }
  const Plot& plot() const { return m_plot; }
  void zoom(double x0, double x1);                 // in the unit of x; switches to Keep
  void setXUnit(XUnit unit);                       // a zoom stays on the same steps
  void setLogX(bool logarithmic);
  void setLogY(bool logarithmic);
  void setSmoothing(double weight);                // 0: the raw values alone
  void setCrossHair(std::optional<double> position);
  void setSelection(std::optional<PositionRange> range);
  void setGrouped() { m_grouped = true; }          // a ChartGroup shows its values; a chart in none makes one of its own
  void setAlone(bool alone);                       // fills the screen: the tool brings it back
  void updateNow();                                // without waiting for the gathered repaint
  ChartCanvas* canvas() const { return m_canvas; }

  // Of the curves that are shown, for a ValueTable: at one position, over a range.
  std::vector<ValueLine> valuesAt(double position) const;
  std::vector<ValueLine> statisticsIn(const PositionRange& range) const;
  static QStringList statisticsColumns();

  bool savePng(const QString& file);
  bool saveSvg(const QString& file);
  bool saveCsv(const QString& file) const;
  QString csv() const;                             // curve,step,value in the C locale, every point; tokens and seconds where they are known
  QString sentence() const;                        // "Loss fell from 7.1 to 4.2 between step 1 and 300"
  void showTable();

 Q_SIGNALS:
  void modeChanged(cloze::ChartMode mode);
  void zoomed(double x0, double x1);               // by the user, for linked charts
  void hovered(std::optional<double> position);
  void selected(std::optional<cloze::PositionRange> range);
  void flagActivated(const cloze::ChartFlag& flag);
  void aloneAsked();

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  QLayout* makeHead();
  QToolButton* makeTool(const QString& iconName, const QString& name);
  QMenu* makeMenu();
  void connectCanvas();
  void showCurve(int curve, bool shown);
  void refreshWindow();
  void paintCard(QPainter& painter, const QSize& size) const;
  void saveAs(const QString& kind);

  Plot m_plot;
  QLabel *m_title, *m_figure;
  ElidedLabel* m_unit;
  QToolButton *m_log = nullptr, *m_alone = nullptr;
  QMenu* m_menu = nullptr;
  ChartLegend* m_legend;
  ChartCanvas* m_canvas;
  QSet<QString> m_hidden;
  bool m_grouped = false;
  bool m_stale = false;                            // told of points that are not painted yet
  ChartMode m_mode = ChartMode::Fit;
  double m_plannedEnd = 0, m_followWidth = 0;      // 0: from the start
  double m_smoothing = kSmoothing;
};

}  // namespace cloze
