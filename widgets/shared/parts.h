// The small pieces every view is made of: labels by role, cards, stat tiles, empty states, banners, a layout that flows. Looks come from the
// style sheet through the property "role".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/shared/icons.h"

#include <QFrame>
#include <QLabel>
#include <QLayout>
#include <QPushButton>

#include <functional>

class QBoxLayout;
class QScrollArea;

namespace cloze {

// role: "title", "heading", "figure", "small", "muted", "section", "good", "warn", "bad", "problem", "code"
QLabel* makeLabel(const QString& text, const char* role = nullptr, QWidget* parent = nullptr);
// Long text wraps and can be selected.
QLabel* makeText(const QString& text, const char* role = nullptr, QWidget* parent = nullptr);
// Cut with dots where there is no room; the whole text is the tooltip.
class ElidedLabel : public QLabel {
 public:
  ElidedLabel(const QString& text, const char* role, QWidget* parent = nullptr);
  void setText(const QString& text);
  QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
};

// Changes the role of a widget and restyles it.
void setRole(QWidget* widget, const char* role);
void restyle(QWidget* widget);

// role: "primary", "link", "segment" or none
QPushButton* makeButton(const QString& text, const QString& iconName = {}, const char* role = nullptr, QWidget* parent = nullptr);
QFrame* makeCard(QBoxLayout* layout, const char* role = "card", QWidget* parent = nullptr);   // takes the layout, with the card's margins
QFrame* makeRule(QWidget* parent = nullptr);

// Sizes that are counted in letters: `measure` runs now and whenever the size of the text changes.
void fitToText(QWidget* widget, std::function<void()> measure);

// Label (small, muted), figure (tabular), change.
class StatTile : public QFrame {
 public:
  explicit StatTile(const QString& label, QWidget* parent = nullptr);
  void show(const QString& figure, const QString& note = {});
  void setLabel(const QString& label);
  QString figureText() const { return m_figure->text(); }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void measure();
  void fit();                                      // the figure as large as it can be, the note cut where it must
  QString m_noteText;
  QLabel* m_label;
  QLabel* m_figure;
  QLabel* m_note;
};

// Icon, one sentence, at most one button.
class EmptyState : public QWidget {
  Q_OBJECT
 public:
  EmptyState(const QString& iconName, const QString& sentence, const QString& action = {}, QWidget* parent = nullptr);
  void setSentence(const QString& sentence);
  void setIconName(const QString& name);

 Q_SIGNALS:
  void triggered();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void drawIcon();
  QString m_iconName;
  QLabel* m_icon;
  QLabel* m_sentence;
};

// One message in place, with an icon; hidden while there is nothing to say.
class Banner : public QFrame {
  Q_OBJECT
 public:
  explicit Banner(QWidget* parent = nullptr);
  void say(const QString& iconName, const char* role, const QString& text, const QString& action = {});
  void sayError(const QString& text) { say(QStringLiteral("error"), "banner-bad", text); }
  void clear() { hide(); }
  QString text() const { return m_text->text(); }

 Q_SIGNALS:
  void triggered();

 private:
  QLabel* m_icon;
  QLabel* m_text;
  QPushButton* m_action;
};

// Children one after the other, wrapping into lines.
class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(QWidget* parent = nullptr, int horizontal = 6, int vertical = 6);
  ~FlowLayout() override;
  void addItem(QLayoutItem* item) override { m_items.append(item); }
  void insertWidget(int index, QWidget* widget);
  int count() const override { return static_cast<int>(m_items.size()); }
  QLayoutItem* itemAt(int index) const override { return m_items.value(index); }
  QLayoutItem* takeAt(int index) override { return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr; }
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;
  int lineWidth() const;                           // all of them on one line
  void setGeometry(const QRect& rect) override;

 private:
  int arrange(const QRect& rect, bool apply) const;
  QList<QLayoutItem*> m_items;
  int m_horizontal, m_vertical;
};

// A row of controls that wraps; it is as high as it must be.
QWidget* makeFlow(int horizontal, int vertical);
// A page that scrolls up and down; sideways only where its content cannot be as narrow as the window. Takes the content.
QScrollArea* makePageScroll(QWidget* content);
// What a control is for: its tooltip, and its name for a screen reader.
void setHelp(QWidget* widget, const QString& text);

// Before a widget goes: Qt keeps the style rules it looked up for a part of it, and lets go of them only for parts that were polished, as they are
// when they are first shown. Without this what was never shown (the lists of combo boxes, pages behind others) leaves its rules behind for good.
void polishAll(const QWidget* widget);
// Removes and deletes everything in a layout.
void clearLayout(QLayout* layout);

}  // namespace cloze
