// The form of a FormModel: groups of rows (dot, label, editor, unit, reset), the error under its field, help in the foot line. Advanced
// settings are folded under "All settings", with a search over everything.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/form/form_model.h"

#include <QWidget>

#include <map>
#include <set>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace cloze {

class FieldEditor;

class FormWidget : public QWidget {
  Q_OBJECT
 public:
  // `hidden`: paths (or beginnings ending in '.') shown elsewhere. `first`: groups that come first, in this order; the others follow as the struct
  // has them.
  FormWidget(FormModel* model, std::set<std::string> hidden, std::vector<std::string> first = {}, QWidget* parent = nullptr);
  // Other settings matter now. `open`: beginnings of paths that are not folded away although they are advanced.
  void choose(std::set<std::string> hidden, std::vector<std::string> first, std::set<std::string> open);
  FieldEditor* editor(const std::string& path) const;
  void showAll(bool all);
  void search(const QString& text);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct RowParts { QLabel* dot; QLabel* label; FieldEditor* editor; QLabel* unit; QPushButton* reset; QLabel* problem; };

  void rebuild();
  void refreshValues();
  void refreshProblems();
  void addSection(QVBoxLayout* column, const QString& title, const std::vector<const FormRow*>& rows);
  void addRow(QGridLayout* grid, const FormRow& row);
  RowParts makeParts(const FormRow& row);
  bool wanted(const FormRow& row, bool advanced) const;
  bool isHidden(const std::string& path) const { return isAmong(m_hidden, path); }
  static bool isAmong(const std::set<std::string>& paths, const std::string& path);
  void showHelp(const std::string& path);
  std::string focusedPath() const;
  int labelWidth() const;
  std::size_t placeOf(const std::string& group) const;

  FormModel* m_model;
  std::set<std::string> m_hidden, m_open;
  std::vector<std::string> m_first;
  std::map<std::string, RowParts> m_parts;
  bool m_all = false;
  QString m_search;
  QScrollArea* m_scroll;
  QLineEdit* m_searchBox;
  QPushButton *m_allButton, *m_folded;           // m_folded: says that a folded setting is wrong, and opens it
  QLabel* m_foot;
};

}  // namespace cloze
