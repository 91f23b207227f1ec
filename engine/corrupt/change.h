// What a corruption did to a position that is predicted (BERT: 80 / 10 / 10).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cloze {

enum class Change : std::uint8_t { None, Masked, Replaced, Kept };

}  // namespace cloze
