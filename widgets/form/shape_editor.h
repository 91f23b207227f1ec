// The editor of free JSON whose forms are known (engine/tasks/setting_forms.h): a list of names, and a number where the form holds one - "none", {"below": 3}, 7. What
// fits none of them, out of a file, is kept and shown as it is written.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/form/field_editor.h"

namespace cloze {

FieldEditor* makeShapeEditor(const std::vector<std::string>& forms, QWidget* parent);

}  // namespace cloze
