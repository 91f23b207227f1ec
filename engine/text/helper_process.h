// A helper program as a child: text in, bytes out, its messages kept. Started by posix_spawn (never fork, which a threaded process must not);
// whatever it dies of, the parent reads it as a status.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

class HelperProcess {
 public:
  using LineListener = std::function<void(const std::string&)>;      // a line of its standard error
  // std::runtime_error when the program cannot be started.
  HelperProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments, LineListener listener = {});
  ~HelperProcess();                                                  // kills it if it still runs
  HelperProcess(const HelperProcess&) = delete;
  HelperProcess& operator=(const HelperProcess&) = delete;

  // To its standard input. False once it reads no more (it died: see finish).
  bool write(std::string_view text);
  struct Result { int exitCode = 0, signal = 0; std::string output; std::vector<std::string> messages; };   // the last lines of standard error
  // Ends its input and waits. Throws Cancelled (and kills it) when `progress` says so.
  Result finish(const Progress& progress);

 private:
  bool exchange(std::string_view* input, int milliseconds);
  bool readInto(int& descriptor, std::string& buffer);
  void takeLines(bool all);
  int m_input = -1, m_output = -1, m_errors = -1;
  pid_t m_process = -1;
  LineListener m_listener;
  std::string m_bytes, m_text;
  std::vector<std::string> m_messages;
};

}  // namespace cloze
