// The parts of the schema that need no template.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/field.h"

#include <cctype>
#include <stdexcept>

namespace cloze {

std::string FieldInfo::shownLabel() const {
  if (!label.empty()) return label;
  std::string text = key;
  for (char& letter : text)
    if (letter == '_') letter = ' ';
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

void Variant::choose(const VariantTable& table, const std::string& id) {
  m_id = id;
  m_settings.reset();
  for (const VariantRow& row : table)
    if (row.id == id) m_settings = row.make();
}

void Variant::wrongType() const { throw std::invalid_argument("the settings of \"" + m_id + "\" are of another type than asked for"); }

}  // namespace cloze
