// The settings of span corruption (Raffel et al., 2020, section 3.1.4) as specs and forms hold them: "objective": {"spans": {...}}.
// engine/corrupt/corrupt_spans.h turns them, with a tokeniser, into a SpanRule.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/field.h"

namespace cloze {

struct SpanSpec {
  double noiseDensity = 0.15;
  double meanSpanLength = 3;
  bool closingSentinel = false;           // the paper's figure has one behind the last span, the authors' code has not

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("noise_density", self.noiseDensity, Label{"Hidden share"}, Help{"Share of the tokens that are hidden in spans"}, Range{0.01, 0.9});
    visit("mean_span_length", self.meanSpanLength, Label{"Mean span"}, Unit{"tokens"}, Help{"Tokens that one sentinel stands for, on average"}, Range{1.0, 64.0});
    visit("closing_sentinel", self.closingSentinel, Label{"Closing sentinel"}, Help{"One more sentinel ends the target: as in the paper's figure, not in its code"}, Advanced{});
  }
};

}  // namespace cloze
