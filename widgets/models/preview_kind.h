// What can be asked about a run before it starts. Each is answered on a thread of its own; a newer question makes the older one stale.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cloze {

enum class PreviewKind { LearningRates, Text, Tokenizer, Batch, Cost, Task };
inline constexpr int kPreviewKinds = 6;

}  // namespace cloze
