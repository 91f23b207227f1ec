// Our own SVG icons (resources/icons/NAME.svg, 24 px grid, 1.5 px stroke), recoloured from the palette at the moment they are painted, so
// that a change of theme needs no refresh.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace cloze {

enum class IconColour { Text, Muted, Accent, OnAccent, Good, Warn, Bad };

QIcon icon(const QString& name, IconColour colour = IconColour::Text);
// The SVG with `currentColor` replaced; empty when there is no such icon.
QByteArray iconSource(const QString& name, const QColor& colour);
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio);

}  // namespace cloze
