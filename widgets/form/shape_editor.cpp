// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/shape_editor.h"

#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace cloze {

namespace {

constexpr int kMostLayers = 256;

// A form without its number: {"below": 3} and {"below": 1} are one.
struct Shape { std::string key; bool counted = false; int count = 1; };

Shape shapeOf(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) json = text;                  // a plain word needs no quotes
  if (json.is_string())
    if (const Json number = Json::parse(json.get<std::string>(), nullptr, false); number.is_number_unsigned()) json = number;
  if (json.is_number_unsigned()) return {"", true, json.get<int>()};
  if (json.is_object() && json.size() == 1 && json.begin()->is_number_unsigned()) return {json.begin().key(), true, json.begin()->get<int>()};
  return {json.is_string() ? json.get<std::string>() : json.dump(), false, 1};
}

std::string textOf(const Shape& shape) {
  if (!shape.counted) return Json(shape.key).dump();
  return shape.key.empty() ? std::to_string(shape.count) : Json{{shape.key, shape.count}}.dump();
}

class ShapeEditor final : public FieldEditor {
 public:
  ShapeEditor(const std::vector<std::string>& forms, QWidget* parent) : FieldEditor(parent), m_input(new QComboBox), m_count(new QSpinBox) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kSpace1);
    line->addWidget(m_input, 1);
    line->addWidget(m_count);
    for (const std::string& form : forms) add(shapeOf(form));
    m_known = static_cast<int>(m_shapes.size());
    m_input->setMinimumContentsLength(6);
    m_input->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_count->setRange(0, kMostLayers);
    m_count->setAccessibleName(FieldEditor::tr("How many, or which"));
    for (QWidget* input : std::initializer_list<QWidget*>{m_input, m_count}) guardWheel(input);
    setFocusProxy(m_input);
    connect(m_input, &QComboBox::activated, this, &ShapeEditor::tell);
    connect(m_count, &QSpinBox::valueChanged, this, &ShapeEditor::tell);
  }
  void setValue(const Json& value) override {
    const QSignalBlocker blockInput(m_input), blockCount(m_count);
    const Shape shape = shapeOf(value.is_string() ? value.get<std::string>() : value.dump());
    while (static_cast<int>(m_shapes.size()) > m_known) removeLast();
    auto found = std::find_if(m_shapes.begin(), m_shapes.end(), [&shape](const Shape& one) { return one.key == shape.key && one.counted == shape.counted; });
    if (found == m_shapes.end()) found = add(shape);
    m_input->setCurrentIndex(static_cast<int>(found - m_shapes.begin()));
    if (shape.counted) m_count->setValue(shape.count);
    m_count->setVisible(shape.counted);
  }
  QWidget* input() override { return m_input; }

 private:
  std::vector<Shape>::iterator add(const Shape& shape) {
    m_shapes.push_back(shape);
    m_input->addItem(choiceText(shape.key.empty() ? "layer" : shape.key));
    return m_shapes.end() - 1;
  }
  void removeLast() {
    m_input->removeItem(static_cast<int>(m_shapes.size()) - 1);
    m_shapes.pop_back();
  }
  void tell() {
    Shape shape = m_shapes.at(static_cast<std::size_t>(std::max(0, m_input->currentIndex())));
    shape.count = m_count->value();
    m_count->setVisible(shape.counted);
    Q_EMIT edited(textOf(shape));
  }
  std::vector<Shape> m_shapes;                           // one an item of the list
  int m_known = 0;                                       // of the schema; one more: out of a file
  QComboBox* m_input;
  QSpinBox* m_count;
};

}  // namespace

FieldEditor* makeShapeEditor(const std::vector<std::string>& forms, QWidget* parent) { return new ShapeEditor(forms, parent); }

}  // namespace cloze
