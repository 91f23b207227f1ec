// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/progress_line.h"

#include <unistd.h>

#include <cstdio>
#include <string>

namespace cloze {
namespace {

void show(const std::string& what, std::int64_t done, std::int64_t total) {
  if (total > 0) std::fprintf(stderr, "\r\x1b[K%s %lld / %lld", what.c_str(), static_cast<long long>(done), static_cast<long long>(total));
  else std::fprintf(stderr, "\r\x1b[K%s %lld", what.c_str(), static_cast<long long>(done));
}

}  // namespace

ProgressLine::ProgressLine() : m_terminal(::isatty(STDERR_FILENO) != 0), m_progress(m_terminal ? Progress::Listener(show) : Progress::Listener()) {}

ProgressLine::~ProgressLine() {
  if (m_terminal) std::fputs("\r\x1b[K", stderr);
}

}  // namespace cloze
