// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/theme.h"

#include "engine/core/resources.h"
#include "widgets/shared/icons.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cmath>

namespace cloze {

namespace {

Theme& mutableCurrent() {
  static Theme theme;
  return theme;
}

struct RunColour { const char* light; const char* dark; const char* contrast; };
constexpr std::array<RunColour, 8> kRunColours{{
    {"#0072B2", "#56B4E9", "#5CC8FF"},   // blue
    {"#D55E00", "#FF8A4C", "#FF9D5C"},   // vermilion
    {"#009E73", "#3DD6A5", "#4CF0B8"},   // green
    {"#8E5BB5", "#C79BE3", "#DDB6F5"},   // purple
    {"#B58900", "#F0C649", "#FFE066"},   // gold
    {"#0F8B8D", "#4FD1D3", "#66E8EA"},   // cyan
    {"#B8336A", "#F27FA9", "#FF9CC2"},   // rose
    {"#5A6472", "#9AA4B2", "#D0D0D0"},   // grey
}};

ThemeTokens lightTokens() {
  return {"#F6F7F9", "#FFFFFF", "#EEF1F5", "#D5DAE1", "#1A1D21", "#5A6472", "#0B6BCB", "#FFFFFF", "#DCEBFA",
          "#1A7F4B", "#9A6700", "#B42318", "#FFF2D6", "#5A6472"};
}

ThemeTokens darkTokens() {
  return {"#1B1D21", "#24272C", "#2D3138", "#3A3F47", "#E7E9EC", "#9AA4B2", "#5AA9F5", "#10151B", "#22384F",
          "#4CC38A", "#E2B340", "#FF7A6B", "#4A3D1C", "#9AA4B2"};
}

ThemeTokens contrastTokens() {
  return {"#000000", "#000000", "#1A1A1A", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFE000", "#000000", "#4D4300",
          "#7CFFB2", "#FFE000", "#FF9C8F", "#4D4300", "#9E9E9E"};
}

QPalette paletteOf(const ThemeTokens& tokens) {
  QPalette palette;
  palette.setColor(QPalette::Window, tokens.window);
  palette.setColor(QPalette::WindowText, tokens.text);
  palette.setColor(QPalette::Base, tokens.surface);
  palette.setColor(QPalette::AlternateBase, tokens.raised);
  palette.setColor(QPalette::Text, tokens.text);
  palette.setColor(QPalette::Button, tokens.surface);
  palette.setColor(QPalette::ButtonText, tokens.text);
  palette.setColor(QPalette::BrightText, tokens.onAccent);
  palette.setColor(QPalette::Highlight, tokens.accent);
  palette.setColor(QPalette::HighlightedText, tokens.onAccent);
  palette.setColor(QPalette::Link, tokens.accent);
  palette.setColor(QPalette::ToolTipBase, tokens.surface);
  palette.setColor(QPalette::ToolTipText, tokens.text);
  palette.setColor(QPalette::PlaceholderText, tokens.muted);
  palette.setColor(QPalette::Light, tokens.raised);
  palette.setColor(QPalette::Mid, tokens.line);
  palette.setColor(QPalette::Dark, tokens.line);
  palette.setColor(QPalette::Midlight, tokens.raised);
  palette.setColor(QPalette::Shadow, tokens.line);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, tokens.disabled);
  return palette;
}

// Arrows and ticks of the style sheet are files: recoloured copies of our icons in a folder that lives as long as the program.
QString imageFile(const QString& icon, const QColor& colour) {
  static QTemporaryDir folder;
  const QString path = folder.filePath(icon + colour.name().mid(1) + QStringLiteral(".svg"));
  if (!QFile::exists(path)) {
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write(iconSource(icon, colour));
  }
  return path;
}

QString styleSheetOf(const ThemeTokens& tokens, const Theme& theme) {
  QFile file(QString::fromStdString((resourcesFolder() / "styles" / "cloze.qss").string()));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString sheet = QString::fromUtf8(file.readAll());
  const std::pair<const char*, QColor> colours[] = {
      {"@window@", tokens.window}, {"@surface@", tokens.surface}, {"@raised@", tokens.raised}, {"@line@", tokens.line},
      {"@text@", tokens.text}, {"@muted@", tokens.muted}, {"@disabled@", tokens.disabled}, {"@accent@", tokens.accent}, {"@onAccent@", tokens.onAccent},
      {"@selection@", tokens.selection}, {"@good@", tokens.good}, {"@warn@", tokens.warn}, {"@bad@", tokens.bad}, {"@mask@", tokens.mask}};
  for (const auto& [name, colour] : colours) sheet.replace(QLatin1String(name), colour.name());
  const std::pair<const char*, QFont> fonts[] = {{"@small@", theme.small()}, {"@title@", theme.title()}, {"@figure@", theme.figure()}, {"@token@", theme.token()}};
  for (const auto& [name, font] : fonts) sheet.replace(QLatin1String(name), QString::number(font.pointSizeF(), 'f', 1) + QStringLiteral("pt"));
  sheet.replace(QStringLiteral("@arrow@"), imageFile(QStringLiteral("chevron-down"), tokens.muted));
  sheet.replace(QStringLiteral("@arrowUp@"), imageFile(QStringLiteral("chevron-up"), tokens.muted));
  sheet.replace(QStringLiteral("@tick@"), imageFile(QStringLiteral("tick"), tokens.onAccent));
  sheet.replace(QStringLiteral("@close@"), imageFile(QStringLiteral("close"), tokens.muted));
  sheet.replace(QStringLiteral("@monospace@"), theme.token().family());
  return sheet;
}

QFont scaled(QFont font, double points, int weight, double scale) {
  font.setPointSizeF(points * scale);
  font.setWeight(static_cast<QFont::Weight>(weight));
  return font;
}

double luminance(const QColor& colour) {
  const auto linear = [](double channel) { return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

const Theme& Theme::current() { return mutableCurrent(); }

void Theme::apply(QApplication& application, ThemeKind kind, double fontScale) {
  Theme& theme = mutableCurrent();
  theme.m_kind = kind;
  theme.m_tokens = tokensOf(kind);
  theme.m_fontScale = fontScale;
  theme.m_body = scaled(QFontDatabase::systemFont(QFontDatabase::GeneralFont), 10, QFont::Normal, fontScale);
  application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  application.setPalette(paletteOf(theme.m_tokens));
  application.setFont(theme.m_body);
  application.setStyleSheet(styleSheetOf(theme.m_tokens, theme));
}

ThemeKind Theme::systemKind(const QApplication& application) {
  const QPalette palette = application.palette();
  return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF() ? ThemeKind::Dark : ThemeKind::Light;
}

std::optional<ThemeKind> Theme::kindFromId(const QString& id) {
  if (id == QLatin1String("light")) return ThemeKind::Light;
  if (id == QLatin1String("dark")) return ThemeKind::Dark;
  if (id == QLatin1String("contrast")) return ThemeKind::Contrast;
  return std::nullopt;
}

ThemeTokens Theme::tokensOf(ThemeKind kind) {
  switch (kind) {
    case ThemeKind::Dark: return darkTokens();
    case ThemeKind::Contrast: return contrastTokens();
    case ThemeKind::Light: break;
  }
  return lightTokens();
}

QColor Theme::runColour(int index) const {
  const RunColour& colour = kRunColours[static_cast<std::size_t>(std::max(index, 0)) % kRunColours.size()];
  return QColor(m_kind == ThemeKind::Light ? colour.light : m_kind == ThemeKind::Dark ? colour.dark : colour.contrast);
}

Qt::PenStyle Theme::runPenStyle(int index) const {
  constexpr std::array styles{Qt::SolidLine, Qt::DashLine, Qt::DotLine};
  return styles[std::min<std::size_t>(static_cast<std::size_t>(std::max(index, 0)) / kRunColours.size(), styles.size() - 1)];
}

QFont Theme::small() const { return scaled(m_body, 9, QFont::Normal, m_fontScale); }
QFont Theme::title() const { return scaled(m_body, 13, QFont::DemiBold, m_fontScale); }
QFont Theme::figure() const { return scaled(m_body, 20, QFont::DemiBold, m_fontScale); }
QFont Theme::token() const { return scaled(QFontDatabase::systemFont(QFontDatabase::FixedFont), 11, QFont::Normal, m_fontScale); }

double contrastRatio(const QColor& a, const QColor& b) {
  const double first = luminance(a), second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace cloze
