// The settings of a family as the type that it made them of. Torch-free.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

#include "engine/core/field.h"

namespace cloze {

// std::invalid_argument for those of another family.
template <class Config>
const Config& settingsAs(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<Config>*>(&settings);
  if (!typed) throw std::invalid_argument("these settings are another family's");
  return typed->value;
}

}  // namespace cloze
