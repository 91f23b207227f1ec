// Errors of Cloze: std::invalid_argument for a wrong request (exit code 2), std::runtime_error for the world (exit code 1).
// InvalidRequest carries every problem found, so that a user mends them all at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace cloze {

// One thing that is wrong: where (a key path, file:line, tensor) and what was found, what was expected, what to do.
struct Problem {
  std::string where;
  std::string message;
};

// "where: message" lines, one a problem.
std::string describeProblems(const std::vector<Problem>& problems);

class InvalidRequest : public std::invalid_argument {
 public:
  explicit InvalidRequest(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return m_problems; }

 private:
  std::vector<Problem> m_problems;
};

// Work was given up because the user asked for it (Ctrl-C, Cancel, Stop). Exit code 130.
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("cancelled") {}
};

// The known name nearest to `name` by edit distance, or "" when none is near (more than a third of its letters differ).
std::string nearestName(const std::string& name, const std::vector<std::string>& known);

}  // namespace cloze
