// Settings of the objectives, torch-free: the rows of objectiveTable() in engine/catalogue.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/corrupt/masking_spec.h"
#include "engine/tasks/task.h"

namespace cloze {

// Objectives that mask words, alone or beside another.
struct MaskedLmSettings {
  MaskingSpec masking;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit.group("masking", self.masking, Label{"Masking"});
  }
};

// Of "fine_tune": follows from the task, so nobody sets it.
struct FineTuneSettings {
  TaskKind kind = TaskKind::Classification;
  std::int64_t labels = 2;

  template <class Self, class Visitor> static void describe(Self&, Visitor&) {}
};

struct NoSettings {
  template <class Self, class Visitor> static void describe(Self&, Visitor&) {}
};

}  // namespace cloze
