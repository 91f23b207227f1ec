// From which side a model guesses a word. Std only: models, inspectors and the window name it alike.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cloze {

// From all other words, from those before it, or from those after it.
enum class Reading { BothSides, Before, After };

}  // namespace cloze
