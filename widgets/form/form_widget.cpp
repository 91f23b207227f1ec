// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/form_widget.h"

#include "widgets/form/field_editor.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QEvent>
#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

// A family's config often has the group "Model" inside the group "Family": the inner label is the better heading.
QString sectionTitle(const FormModel& model, const std::string& group) {
  if (group.empty()) return FormWidget::tr("Run");
  for (const FormRow& row : model.rows()) {
    const bool heads = row.kind == RowKind::Group ? row.path == group : row.kind == RowKind::Variant && row.group == group;
    if (heads) return schemaText(row.info.shownLabel());
  }
  return {};
}

}  // namespace

FormWidget::FormWidget(FormModel* model, std::set<std::string> hidden, std::vector<std::string> first, QWidget* parent)
    : QWidget(parent), m_model(model), m_hidden(std::move(hidden)), m_first(std::move(first)), m_scroll(new QScrollArea), m_searchBox(new QLineEdit),
      m_allButton(makeButton({}, {}, "link")), m_folded(makeButton({}, QStringLiteral("error"), "link")), m_foot(makeText(tr("Point at a setting to read what it does."), "small")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  auto* head = new QHBoxLayout;
  m_searchBox->setPlaceholderText(tr("Search all settings"));
  m_searchBox->setAccessibleName(tr("Search all settings"));
  m_searchBox->setClearButtonEnabled(true);
  head->addWidget(m_searchBox, 1);
  head->addWidget(m_allButton);
  column->addLayout(head);
  column->addWidget(m_folded, 0, Qt::AlignLeft);
  m_scroll->setWidgetResizable(true);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setAccessibleName(tr("All settings"));
  column->addWidget(m_scroll, 1);
  m_foot->setMinimumHeight(m_foot->fontMetrics().lineSpacing() * 2);
  m_foot->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  column->addWidget(makeRule());
  column->addWidget(m_foot);
  connect(m_searchBox, &QLineEdit::textChanged, this, &FormWidget::search);
  connect(m_allButton, &QPushButton::clicked, this, [this] { showAll(!m_all); });
  connect(m_folded, &QPushButton::clicked, this, [this] { m_searchBox->clear(); showAll(true); });
  connect(m_model, &FormModel::rebuilt, this, &FormWidget::rebuild, Qt::QueuedConnection);   // not inside an editor's own signal
  connect(m_model, &FormModel::valuesChanged, this, &FormWidget::refreshValues);
  connect(m_model, &FormModel::problemsChanged, this, &FormWidget::refreshProblems);
  rebuild();
}

FieldEditor* FormWidget::editor(const std::string& path) const {
  const auto found = m_parts.find(path);
  return found == m_parts.end() ? nullptr : found->second.editor;
}

// Of a section; what stands in no group comes last.
std::size_t FormWidget::placeOf(const std::string& group) const {
  if (group.empty()) return m_first.size() + 1;
  return static_cast<std::size_t>(std::find(m_first.begin(), m_first.end(), group) - m_first.begin());
}

void FormWidget::showAll(bool all) {
  m_all = all;
  rebuild();
}

void FormWidget::search(const QString& text) {
  m_search = text.trimmed();
  rebuild();
}

bool FormWidget::isAmong(const std::set<std::string>& paths, const std::string& path) {
  return std::any_of(paths.begin(), paths.end(), [&path](const std::string& one) { return path == one || (one.back() == '.' && path.compare(0, one.size(), one) == 0); });
}

void FormWidget::choose(std::set<std::string> hidden, std::vector<std::string> first, std::set<std::string> open) {
  m_hidden = std::move(hidden);
  m_first = std::move(first);
  m_open = std::move(open);
  rebuild();
}

bool FormWidget::wanted(const FormRow& row, bool advanced) const {
  if (row.kind == RowKind::Group || !row.shown || isHidden(row.path)) return false;
  if (m_search.isEmpty()) return (row.advanced && !isAmong(m_open, row.path)) == advanced;
  if (advanced) return false;   // found rows stand in their own sections
  const QString text = schemaText(row.info.shownLabel()) + QLatin1Char(' ') + QString::fromStdString(row.path) + QLatin1Char(' ') + schemaText(row.info.help);
  return text.contains(m_search, Qt::CaseInsensitive);
}

void FormWidget::rebuild() {
  const int scrolled = m_scroll->verticalScrollBar()->value();
  const std::string focused = focusedPath();
  m_parts.clear();
  auto* page = new QWidget;
  page->setProperty("role", QStringLiteral("page"));
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, kSpace2, 0);
  column->setSpacing(kSpace3);
  for (const bool advanced : {false, true}) {
    if (advanced && (!m_all || !m_search.isEmpty())) continue;
    std::vector<std::string> groups;
    for (const FormRow& row : m_model->rows())
      if (wanted(row, advanced) && std::find(groups.begin(), groups.end(), row.group) == groups.end()) groups.push_back(row.group);
    std::stable_sort(groups.begin(), groups.end(), [this](const std::string& a, const std::string& b) { return placeOf(a) < placeOf(b); });
    for (const std::string& group : groups) {
      std::vector<const FormRow*> rows;
      for (const FormRow& row : m_model->rows())
        if (row.group == group && wanted(row, advanced)) rows.push_back(&row);
      const QString title = sectionTitle(*m_model, group);
      addSection(column, advanced ? tr("%1, more").arg(title) : title, rows);
    }
  }
  if (m_parts.empty()) column->addWidget(makeText(tr("No setting has this word in its name or help."), "muted"));
  column->addStretch(1);
  if (QWidget* former = m_scroll->widget()) polishAll(former);
  m_scroll->setWidget(page);
  m_scroll->setMinimumWidth(page->minimumSizeHint().width() + m_scroll->verticalScrollBar()->sizeHint().width());   // it does not scroll sideways
  m_allButton->setText(m_all ? tr("Fewer settings") : tr("All settings"));
  m_allButton->setVisible(m_search.isEmpty());
  refreshValues();
  refreshProblems();
  if (FieldEditor* again = editor(focused)) again->input()->setFocus();
  QTimer::singleShot(0, this, [this, scrolled] { m_scroll->verticalScrollBar()->setValue(scrolled); });
}

// Of the setting that has the focus; "" when none has.
std::string FormWidget::focusedPath() const {
  const QWidget* focus = focusWidget();
  return focus && focus->hasFocus() ? focus->property("path").toString().toStdString() : std::string();
}

void FormWidget::addSection(QVBoxLayout* column, const QString& title, const std::vector<const FormRow*>& rows) {
  column->addWidget(makeLabel(title.toUpper(), "section"));
  auto* grid = new QGridLayout;
  grid->setContentsMargins(0, 0, 0, kSpace2);
  grid->setHorizontalSpacing(kSpace2);
  grid->setVerticalSpacing(kSpace1);
  grid->setColumnMinimumWidth(0, 8);
  grid->setColumnMinimumWidth(1, labelWidth());
  grid->setColumnStretch(2, 1);
  for (const FormRow* row : rows) addRow(grid, *row);
  column->addLayout(grid);
}

FormWidget::RowParts FormWidget::makeParts(const FormRow& row) {
  const QString label = schemaText(row.info.shownLabel()), help = schemaText(row.info.help);
  RowParts parts{makeLabel(QStringLiteral("•"), "dot"), makeText(label), makeFieldEditor(row, this), makeText(schemaText(row.info.unit), "small"),
                 makeButton({}, QStringLiteral("reset"), "link"), makeText({}, "problem")};
  parts.label->setTextInteractionFlags(Qt::NoTextInteraction);
  parts.label->setBuddy(parts.editor->input());
  parts.label->setFixedWidth(labelWidth());
  parts.dot->setToolTip(tr("Differs from the preset"));
  parts.reset->setToolTip(tr("Back to the preset's value"));
  parts.reset->setAccessibleName(tr("Reset %1").arg(label));
  parts.reset->setFixedWidth(28);
  parts.editor->input()->setAccessibleName(label);
  parts.editor->input()->setAccessibleDescription(help);
  parts.editor->input()->setObjectName(QString::fromStdString(row.path));
  for (QWidget* part : {static_cast<QWidget*>(parts.label), parts.editor->input()}) {
    part->setToolTip(help.isEmpty() ? QString() : QStringLiteral("<p>%1</p><p><i>%2</i></p>").arg(help.toHtmlEscaped(), QString::fromStdString(row.path)));
    part->setProperty("path", QString::fromStdString(row.path));
    part->installEventFilter(this);
  }
  return parts;
}

void FormWidget::addRow(QGridLayout* grid, const FormRow& row) {
  const RowParts parts = makeParts(row);
  const int line = grid->rowCount();
  const std::string path = row.path;
  grid->addWidget(parts.dot, line, 0);
  grid->addWidget(parts.label, line, 1);
  auto* field = new QHBoxLayout;
  field->setSpacing(kSpace2);
  field->addWidget(parts.editor, row.info.unit.empty() ? 1 : 0);
  if (row.info.unit.empty()) delete parts.unit;
  else field->addWidget(parts.unit, 1);
  grid->addLayout(field, line, 2);
  grid->addWidget(parts.reset, line, 3);
  grid->addWidget(parts.problem, line + 1, 2, 1, 2);
  parts.problem->hide();
  QSizePolicy policy = parts.reset->sizePolicy();
  policy.setRetainSizeWhenHidden(true);
  parts.reset->setSizePolicy(policy);
  connect(parts.editor, &FieldEditor::edited, this, [this, path](const Json& value) { m_model->setValue(path, value); });
  connect(parts.reset, &QPushButton::clicked, this, [this, path] { m_model->reset(path); });
  m_parts.emplace(path, parts);
}

void FormWidget::refreshValues() {
  for (auto& [path, parts] : m_parts) {
    const FormRow* row = m_model->row(path);
    if (!row) continue;
    parts.editor->setValue(row->current);
    const bool differs = m_model->differs(path);
    parts.dot->setText(differs ? QStringLiteral("•") : QString());
    parts.reset->setVisible(differs);
  }
}

void FormWidget::refreshProblems() {
  const auto& problems = m_model->problems();
  const auto folded = std::count_if(problems.begin(), problems.end(), [this](const auto& problem) { return m_model->row(problem.first) && m_parts.count(problem.first) == 0 && !isHidden(problem.first); });
  m_folded->setText(tr("%n folded settings are wrong: show them", nullptr, static_cast<int>(folded)));
  m_folded->setVisible(folded > 0);
  for (auto& [path, parts] : m_parts) {
    const auto problem = m_model->problems().find(path);
    const bool wrong = problem != m_model->problems().end();
    parts.problem->setVisible(wrong);
    parts.problem->setText(wrong ? messageText(problem->second) : QString());
    if (parts.editor->input()->property("problem").toBool() == wrong) continue;
    parts.editor->input()->setProperty("problem", wrong);
    restyle(parts.editor->input());
  }
}

bool FormWidget::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::FocusIn) showHelp(watched->property("path").toString().toStdString());
  return QWidget::eventFilter(watched, event);
}

void FormWidget::showHelp(const std::string& path) {
  const FormRow* row = m_model->row(path);
  if (row) m_foot->setText(schemaText(row->info.help));
}

int FormWidget::labelWidth() const { return static_cast<int>(132 * Theme::current().fontScale()); }

}  // namespace cloze
