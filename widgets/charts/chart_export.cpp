// A chart as PNG, SVG, CSV, table and sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_view.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QAbstractTableModel>
#include <QDialog>
#include <QFileDialog>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTableView>
#include <QTextStream>
#include <QVBoxLayout>

#include <cmath>

namespace cloze {

namespace {

// curve, step, value; reads the stores as they are when it was made.
class PointsModel final : public QAbstractTableModel {
 public:
  PointsModel(std::vector<ChartCurve> curves, QObject* parent) : QAbstractTableModel(parent), m_curves(std::move(curves)) {
    for (const ChartCurve& curve : m_curves) m_ends.push_back((m_ends.empty() ? 0 : m_ends.back()) + static_cast<int>(curve.data->raw().size()));
  }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() || m_ends.empty() ? 0 : m_ends.back(); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 3; }
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) return {};
    return section == 0 ? ChartView::tr("Curve") : section == 1 ? ChartView::tr("Step") : ChartView::tr("Value");
  }
  QVariant data(const QModelIndex& index, int role) const override {
    if (role == Qt::TextAlignmentRole && index.column() > 0) return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    std::size_t curve = 0;
    while (index.row() >= m_ends[curve]) ++curve;
    const auto point = static_cast<std::size_t>(index.row() - (curve == 0 ? 0 : m_ends[curve - 1]));
    const CurveStore& store = m_curves[curve].data->raw();
    if (index.column() == 0) return m_curves[curve].name;
    return index.column() == 1 ? formatCount(static_cast<std::int64_t>(store.x(point))) : formatNumber(store.y(point), 5);
  }

 private:
  std::vector<ChartCurve> m_curves;
  std::vector<int> m_ends;
};

}  // namespace

bool ChartView::savePng(const QString& file) {
  updateNow();
  QPixmap picture(size() * 2);
  picture.setDevicePixelRatio(2);
  picture.fill(Theme::current().tokens().surface);
  render(&picture);
  return picture.save(file, "PNG");
}

bool ChartView::saveSvg(const QString& file) {
  updateNow();
  QSvgGenerator generator;
  generator.setFileName(file);
  generator.setSize(m_view->size());
  generator.setViewBox(m_view->rect());
  generator.setTitle(m_title->text());
  QPainter painter;
  if (!painter.begin(&generator)) return false;
  painter.fillRect(m_view->rect(), Theme::current().tokens().surface);
  m_view->scene()->render(&painter, m_view->rect(), m_view->mapToScene(m_view->rect()).boundingRect());
  return painter.end();
}

QString ChartView::csv() const {
  QString text;
  QTextStream out(&text);
  out << "curve,step,value\n";
  for (const ChartCurve& curve : m_item->curves()) {
    const CurveStore& store = curve.data->raw();
    QString name = curve.name;
    if (name.contains(QLatin1Char(',')) || name.contains(QLatin1Char('"'))) name = QLatin1Char('"') + name.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    for (std::size_t i = 0; i < store.size(); ++i)
      out << name << ',' << QString::number(store.x(i), 'g', 15) << ',' << QString::number(store.y(i), 'g', 17) << '\n';
  }
  return text;
}

bool ChartView::saveCsv(const QString& file) const {
  QSaveFile target(file);
  return target.open(QIODevice::WriteOnly) && target.write(csv().toUtf8()) >= 0 && target.commit();
}

void ChartView::saveAs(const QString& kind) {
  const QString file = QFileDialog::getSaveFileName(this, tr("Save chart"), m_title->text() + QLatin1Char('.') + kind);
  if (file.isEmpty()) return;
  const bool saved = kind == QLatin1String("png") ? savePng(file) : kind == QLatin1String("svg") ? saveSvg(file) : saveCsv(file);
  if (!saved) m_unit->setText(tr("could not be saved to %1").arg(file));
}

void ChartView::showTable() {
  auto* dialog = new QDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(m_title->text());
  auto* column = new QVBoxLayout(dialog);
  column->addWidget(makeText(sentence()));
  auto* table = new QTableView;
  table->setModel(new PointsModel(m_item->curves(), table));
  table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table->verticalHeader()->hide();
  table->setAccessibleName(m_title->text());
  column->addWidget(table);
  dialog->resize(480, 560);
  dialog->show();
}

QString ChartView::sentence() const {
  for (const ChartCurve& curve : m_item->curves()) {
    const CurveStore& store = curve.store();
    if (store.size() < 2) continue;
    const double first = store.y(0), last = store.lastY();
    const QString from = formatNumber(first), to = formatNumber(last), begin = formatNumber(store.x(0)), end = formatCount(static_cast<std::int64_t>(store.lastX()));
    if (last < first) return tr("%1 fell from %2 to %3 between step %4 and %5.").arg(m_title->text(), from, to, begin, end);
    return tr("%1 rose from %2 to %3 between step %4 and %5.").arg(m_title->text(), from, to, begin, end);
  }
  return tr("%1: no points yet.").arg(m_title->text());
}

}  // namespace cloze
