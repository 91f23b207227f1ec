// The look of the window in one place: colours, spacing and type (light, dark, high contrast), applied through QPalette and one style
// sheet (resources/styles/cloze.qss). No colour literal exists outside theme.cpp; painters ask Theme::current() each time they paint.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPen>
#include <QString>

#include <optional>

class QApplication;

namespace cloze {

enum class ThemeKind { Light, Dark, Contrast };

struct ThemeTokens {
  QColor window, surface, raised, line;           // behind cards; cards, tables, charts; headers, chips, hover; borders and grid
  QColor text, muted;                             // contrast >= 4.5:1 on the three above
  QColor accent, onAccent, selection;             // primary button and focus; text on it; background of what is selected
  QColor good, warn, bad;                         // always beside an icon or a word
  QColor mask;                                    // background of a masked token
  QColor disabled;                                // text of what cannot be used now
};

// Spacing in device-independent pixels.
constexpr int kSpace1 = 4, kSpace2 = 8, kSpace3 = 12, kSpace4 = 16, kSpace5 = 24;
constexpr int kRadius = 6;

class Theme {
 public:
  static const Theme& current();
  // Fusion style, palette, fonts and style sheet for the whole application. May be called again to switch.
  static void apply(QApplication& application, ThemeKind kind, double fontScale = 1.0);
  static ThemeKind systemKind(const QApplication& application);      // from the lightness of the system's palette, before apply()
  static std::optional<ThemeKind> kindFromId(const QString& id);     // "light", "dark", "contrast"
  static ThemeTokens tokensOf(ThemeKind kind);

  ThemeKind kind() const { return m_kind; }
  const ThemeTokens& tokens() const { return m_tokens; }
  double fontScale() const { return m_fontScale; }

  // Colour of the n-th run, fixed for the life of the run; after eight the same hues are dashed, then dotted.
  QColor runColour(int index) const;
  Qt::PenStyle runPenStyle(int index) const;

  QFont body() const { return m_body; }
  QFont small() const;
  QFont title() const;
  QFont figure() const;
  QFont token() const;

 private:
  ThemeKind m_kind = ThemeKind::Light;
  ThemeTokens m_tokens = tokensOf(ThemeKind::Light);
  double m_fontScale = 1.0;
  QFont m_body;
};

// WCAG 2 contrast of two opaque colours, 1..21.
double contrastRatio(const QColor& a, const QColor& b);

}  // namespace cloze
