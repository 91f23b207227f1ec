// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/field_editor.h"

#include "engine/tasks/setting_forms.h"
#include "widgets/form/shape_editor.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

// Scrolling the page must not change a number under the pointer: only the focused input takes the wheel.
class WheelGuard final : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus()) return false;
    event->ignore();
    return true;
  }
};

template <class Input>
Input* place(FieldEditor* editor, Input* input, int stretch = 1) {
  auto* row = new QHBoxLayout(editor);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(input, stretch);
  if (stretch == 0) row->addStretch(1);
  editor->setFocusProxy(input);
  return input;
}

class TickEditor final : public FieldEditor {
 public:
  TickEditor(const FormRow&, QWidget* parent) : FieldEditor(parent), m_input(place(this, new QCheckBox)) {
    connect(m_input, &QCheckBox::toggled, this, [this](bool on) { Q_EMIT edited(on); });
  }
  void setValue(const Json& value) override { const QSignalBlocker block(m_input); m_input->setChecked(value.is_boolean() && value.get<bool>()); }
  QWidget* input() override { return m_input; }

 private:
  QCheckBox* m_input;
};

// Numbers of both kinds; doubles hold whole numbers exactly up to 2^53, more than any setting.
class NumberBox final : public QDoubleSpinBox {
 public:
  explicit NumberBox(bool whole) : m_whole(whole) {
    setDecimals(whole ? 0 : 12);
    setStepType(AdaptiveDecimalStepType);
    setKeyboardTracking(false);
    setGroupSeparatorShown(whole);
    setCorrectionMode(CorrectToPreviousValue);
  }
  QString textFromValue(double value) const override {
    if (m_whole) return QLocale().toString(value, 'f', 0);
    const double size = std::abs(value);
    if (size > 0 && (size < 1e-3 || size >= 1e7)) {
      const int exponent = static_cast<int>(std::floor(std::log10(size) + 1e-12));
      return QLocale().toString(value / std::pow(10.0, exponent), 'g', 6) + QLatin1Char('e') + QString::number(exponent);
    }
    return QLocale().toString(value, 'g', 8);
  }
  // The arrows stay within the range of the setting.
  void setSteps(double lowest, double highest) { m_lowest = lowest; m_highest = highest; }
  void stepBy(int steps) override {
    QDoubleSpinBox::stepBy(steps);
    setValue(std::clamp(value(), m_lowest, m_highest));
  }
  double valueFromText(const QString& text) const override { return parse(text).value_or(value()); }
  QValidator::State validate(QString& text, int&) const override {
    const auto number = parse(text);
    if (!number) return QValidator::Intermediate;
    return *number >= minimum() && *number <= maximum() && (!m_whole || *number == std::floor(*number)) ? QValidator::Acceptable : QValidator::Intermediate;
  }

 private:
  std::optional<double> parse(const QString& text) const {
    bool good = false;
    QString plain = text.trimmed();
    plain.remove(QLocale().groupSeparator()).remove(QChar(0xA0)).remove(QChar(0x202F));
    const double local = QLocale().toDouble(plain, &good);
    if (good) return local;
    const double neutral = plain.toDouble(&good);
    return good ? std::optional<double>(neutral) : std::nullopt;
  }
  bool m_whole;
  double m_lowest = -1e300, m_highest = 1e300;
};

class NumberEditor final : public FieldEditor {
 public:
  NumberEditor(const FormRow& row, QWidget* parent)
      : FieldEditor(parent), m_whole(row.value == ValueKind::Integer), m_input(place(this, new NumberBox(m_whole), 0)) {
    const double limit = m_whole ? 9007199254740991.0 : 1e300;
    m_input->setRange(-limit, limit);                  // what is out of range may be typed: the check says so under the field
    if (row.info.range) m_input->setSteps(row.info.range->minimum, row.info.range->maximum);
    fitToText(m_input, [this] { m_input->setFixedWidth(static_cast<int>(120 * Theme::current().fontScale())); });   // its hint is as wide as the largest number
    guardWheel(m_input);
    connect(m_input, &QDoubleSpinBox::valueChanged, this, &NumberEditor::tell);
  }
  void setValue(const Json& value) override { const QSignalBlocker block(m_input); if (value.is_number()) m_input->setValue(value.get<double>()); }
  QWidget* input() override { return m_input; }

 private:
  void tell(double value) { Q_EMIT edited(m_whole ? Json(static_cast<std::int64_t>(std::llround(value))) : Json(value)); }
  bool m_whole;
  NumberBox* m_input;
};

class ChoiceEditor final : public FieldEditor {
 public:
  ChoiceEditor(const FormRow& row, QWidget* parent) : FieldEditor(parent), m_input(place(this, new QComboBox)) {
    if (row.optional) m_input->addItem(FieldEditor::tr("none"), QVariant());
    for (const FormChoice& choice : row.choices) {
      m_input->addItem(choice.title == choice.id ? choiceText(choice.id) : schemaText(choice.title), QString::fromStdString(choice.id));
      if (!choice.help.empty()) m_input->setItemData(m_input->count() - 1, schemaText(choice.help), Qt::ToolTipRole);
    }
    m_input->setMinimumContentsLength(6);
    m_input->setMinimumWidth(80);
    m_input->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    guardWheel(m_input);
    connect(m_input, &QComboBox::activated, this, &ChoiceEditor::tell);
  }
  void setValue(const Json& value) override {
    const QSignalBlocker block(m_input);
    m_input->setCurrentIndex(m_input->findData(value.is_string() ? QVariant(QString::fromStdString(value.get<std::string>())) : QVariant()));
  }
  QWidget* input() override { return m_input; }

 private:
  void tell(int index) {
    const QVariant id = m_input->itemData(index);
    Q_EMIT edited(id.isValid() ? Json(id.toString().toStdString()) : Json());
  }
  QComboBox* m_input;
};

// Text, free JSON, optional numbers and lists of numbers: one line; what cannot be read is left to the check, which names it.
class LineEditor final : public FieldEditor {
 public:
  LineEditor(const FormRow& row, QWidget* parent) : FieldEditor(parent), m_kind(row.value), m_optional(row.optional), m_input(place(this, new QLineEdit)) {
    if (m_optional) m_input->setPlaceholderText(FieldEditor::tr("none"));
    connect(m_input, &QLineEdit::editingFinished, this, &LineEditor::tell);
    if (m_kind == ValueKind::Text) connect(m_input, &QLineEdit::textEdited, this, &LineEditor::tell);
  }
  void setValue(const Json& value) override {
    const QSignalBlocker block(m_input);
    const QString text = m_kind == ValueKind::FreeJson && value.is_string() ? bare(value.get<std::string>()) : shown(value);
    if (m_input->text() != text) m_input->setText(text);
  }
  QWidget* input() override { return m_input; }

 private:
  // A word is shown, and may be typed, without the quotes of JSON.
  static QString bare(const std::string& json) {
    const Json value = Json::parse(json, nullptr, false);
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : json);
  }
  static std::string quoted(const std::string& text) { return Json::accept(text) ? text : Json(text).dump(); }
  static QString shown(const Json& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return QString::fromStdString(value.get<std::string>());
    if (!value.is_array()) return QString::fromStdString(value.dump());
    QStringList parts;
    for (const Json& part : value) parts << QString::fromStdString(part.dump());
    return parts.join(QStringLiteral(", "));
  }
  Json read() const {
    const std::string text = m_input->text().trimmed().toStdString();
    if (m_optional && text.empty()) return Json();
    if (m_kind == ValueKind::FreeJson) return quoted(text);
    if (m_kind == ValueKind::Text) return m_input->text().toStdString();
    const bool list = m_kind == ValueKind::IntegerList || m_kind == ValueKind::RealList;
    return Json::parse(list ? "[" + text + "]" : text, nullptr, false);
  }
  void tell() {
    const Json value = read();
    m_input->setProperty("problem", value.is_discarded());
    restyle(m_input);
    if (!value.is_discarded()) Q_EMIT edited(value);
  }
  ValueKind m_kind;
  bool m_optional;
  QLineEdit* m_input;
};

class LinesEditor final : public FieldEditor {
 public:
  LinesEditor(const FormRow&, QWidget* parent) : FieldEditor(parent), m_input(place(this, new QPlainTextEdit)) {
    m_input->setPlaceholderText(FieldEditor::tr("One a line"));
    m_input->setTabChangesFocus(true);
    m_input->setFixedHeight(m_input->fontMetrics().lineSpacing() * 3 + 2 * kSpace3);
    connect(m_input, &QPlainTextEdit::textChanged, this, &LinesEditor::tell);
  }
  void setValue(const Json& value) override {
    const QSignalBlocker block(m_input);
    QStringList wanted;
    if (value.is_array())
      for (const Json& line : value) wanted << QString::fromStdString(line.get<std::string>());
    if (lines() != wanted) m_input->setPlainText(wanted.join(QLatin1Char('\n')));
  }
  QWidget* input() override { return m_input; }

 private:
  QStringList lines() const { return m_input->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts); }
  void tell() {
    Json value = Json::array();
    for (const QString& line : lines()) value.push_back(line.toStdString());
    Q_EMIT edited(value);
  }
  QPlainTextEdit* m_input;
};

}  // namespace

void guardWheel(QWidget* input) {
  input->setFocusPolicy(Qt::StrongFocus);
  input->installEventFilter(new WheelGuard(input));
}

FieldEditor* makeFieldEditor(const FormRow& row, QWidget* parent) {
  if (const std::vector<std::string> forms = settingForms(row.path); !forms.empty()) return makeShapeEditor(forms, parent);
  if (!row.choices.empty()) return new ChoiceEditor(row, parent);
  switch (row.value) {
    case ValueKind::Boolean: return new TickEditor(row, parent);
    case ValueKind::Integer:
    case ValueKind::Real: if (!row.optional) return new NumberEditor(row, parent); break;
    case ValueKind::TextList: return new LinesEditor(row, parent);
    default: break;
  }
  return new LineEditor(row, parent);
}

}  // namespace cloze
