// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/icons.h"

#include "engine/core/resources.h"
#include "widgets/shared/theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace cloze {

namespace {

QColor colourOf(IconColour colour) {
  const ThemeTokens& tokens = Theme::current().tokens();
  switch (colour) {
    case IconColour::Muted: return tokens.muted;
    case IconColour::Accent: return tokens.accent;
    case IconColour::OnAccent: return tokens.onAccent;
    case IconColour::Good: return tokens.good;
    case IconColour::Warn: return tokens.warn;
    case IconColour::Bad: return tokens.bad;
    case IconColour::Text: break;
  }
  return tokens.text;
}

const QByteArray& svgText(const QString& name) {
  static QHash<QString, QByteArray> cache;
  auto found = cache.find(name);
  if (found == cache.end()) {
    QFile file(QString::fromStdString((resourcesFolder() / "icons" / (name.toStdString() + ".svg")).string()));
    found = cache.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
  }
  return *found;
}

class SvgIconEngine final : public QIconEngine {
 public:
  SvgIconEngine(QString name, IconColour colour) : m_name(std::move(name)), m_colour(colour) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QColor colour = mode == QIcon::Disabled ? Theme::current().tokens().disabled : colourOf(m_colour);
    QSvgRenderer renderer(iconSource(m_name, colour));
    renderer.render(painter, rect);
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap result(size);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return result;
  }
  QIconEngine* clone() const override { return new SvgIconEngine(*this); }

 private:
  QString m_name;
  IconColour m_colour;
};

}  // namespace

QIcon icon(const QString& name, IconColour colour) { return QIcon(new SvgIconEngine(name, colour)); }

QByteArray iconSource(const QString& name, const QColor& colour) {
  QByteArray text = svgText(name);
  text.replace("currentColor", colour.name().toLatin1());
  return text;
}

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio) {
  QPixmap result(QSize(size, size) * devicePixelRatio);
  result.fill(Qt::transparent);
  QPainter painter(&result);
  QSvgRenderer(iconSource(name, colour)).render(&painter);
  painter.end();
  result.setDevicePixelRatio(devicePixelRatio);
  return result;
}

}  // namespace cloze
