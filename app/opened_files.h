// What a path is that somebody dropped on the window, chose or opened before: a text, a model, a specification - or why it is none of these.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run_spec.h"

#include <QString>

#include <optional>

namespace cloze {

struct OpenedFile {
  enum class Kind { Text, Model, Specification, Problem } kind = Kind::Problem;
  std::filesystem::path path;                            // of a model: its folder
  std::optional<RunSpec> spec;
  QString problem;                                       // what, where, what to do
};

// Looks at the first bytes only; never throws.
OpenedFile lookAtFile(const std::filesystem::path& path);

}  // namespace cloze
