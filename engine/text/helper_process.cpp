// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/helper_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

namespace cloze {

namespace {

constexpr std::size_t kKeptMessages = 50;

void closeDescriptor(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

struct ChildEnds { int input = -1, output = -1, errors = -1; };

pid_t spawn(const std::filesystem::path& program, const std::vector<std::string>& arguments, const ChildEnds& ends) {
  std::vector<std::string> texts{program.string()};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends.input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends.output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends.errors, STDERR_FILENO);
  pid_t process = -1;
  const int error = posix_spawn(&process, program.c_str(), &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error(program.string() + " cannot be started: " + std::strerror(error) + "; it belongs to Cloze and is built beside it");
  return process;
}

}  // namespace

HelperProcess::HelperProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments, LineListener listener) : m_listener(std::move(listener)) {
  std::array<int, 2> input{-1, -1}, output{-1, -1}, errors{-1, -1};
  // A socket, not a pipe, for its input: writing to a dead reader must not raise SIGPIPE here.
  const bool open = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input.data()) == 0 && pipe2(output.data(), O_CLOEXEC) == 0 && pipe2(errors.data(), O_CLOEXEC) == 0;
  m_input = input[0];
  m_output = output[0];
  m_errors = errors[0];
  ChildEnds ends{input[1], output[1], errors[1]};
  const auto closeAll = [&] {
    for (int* descriptor : {&ends.input, &ends.output, &ends.errors}) closeDescriptor(*descriptor);
  };
  try {
    if (!open) throw std::runtime_error(std::string("no pipe to ") + program.filename().string() + ": " + std::strerror(errno));
    m_process = spawn(program, arguments, ends);
  } catch (...) {
    closeAll();
    for (int* descriptor : {&m_input, &m_output, &m_errors}) closeDescriptor(*descriptor);
    throw;
  }
  closeAll();
}

HelperProcess::~HelperProcess() {
  for (int* descriptor : {&m_input, &m_output, &m_errors}) closeDescriptor(*descriptor);
  if (m_process < 0) return;
  ::kill(m_process, SIGKILL);
  while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {}
}

bool HelperProcess::readInto(int& descriptor, std::string& buffer) {
  std::array<char, 65536> chunk;
  const ssize_t count = ::read(descriptor, chunk.data(), chunk.size());
  if (count > 0) buffer.append(chunk.data(), static_cast<std::size_t>(count));
  else if (count == 0 || (errno != EINTR && errno != EAGAIN)) closeDescriptor(descriptor);
  return count > 0;
}

void HelperProcess::takeLines(bool all) {
  std::size_t begin = 0;
  for (std::size_t end = m_text.find('\n'); end != std::string::npos || (all && begin < m_text.size()); end = m_text.find('\n', begin)) {
    const std::string line = m_text.substr(begin, end == std::string::npos ? end : end - begin);
    begin = end == std::string::npos ? m_text.size() : end + 1;
    m_messages.push_back(line);
    if (m_messages.size() > kKeptMessages) m_messages.erase(m_messages.begin());
    if (m_listener) m_listener(line);
  }
  m_text.erase(0, begin);
}

// One round of waiting: sends what it takes of `input`, reads what it says. False when its input is closed.
bool HelperProcess::exchange(std::string_view* input, int milliseconds) {
  const short wantsInput = input && m_input >= 0 ? POLLOUT : 0;
  std::array<pollfd, 3> waiting{{{m_input, wantsInput, 0}, {m_output, POLLIN, 0}, {m_errors, POLLIN, 0}}};   // negative ones are passed over
  if (::poll(waiting.data(), waiting.size(), milliseconds) < 0 && errno != EINTR) throw std::runtime_error(std::string("waiting for a helper failed: ") + std::strerror(errno));
  if (waiting[1].revents != 0) readInto(m_output, m_bytes);
  if (waiting[2].revents != 0 && readInto(m_errors, m_text)) takeLines(false);
  if (!wantsInput || waiting[0].revents == 0) return m_input >= 0;
  const ssize_t sent = ::send(m_input, input->data(), input->size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) input->remove_prefix(static_cast<std::size_t>(sent));
  else if (errno != EAGAIN && errno != EINTR) closeDescriptor(m_input);
  return m_input >= 0;
}

bool HelperProcess::write(std::string_view text) {
  while (!text.empty())
    if (!exchange(&text, -1)) return false;
  return m_input >= 0;
}

HelperProcess::Result HelperProcess::finish(const Progress& progress) {
  closeDescriptor(m_input);
  while (m_output >= 0 || m_errors >= 0) {
    progress.throwIfCancelled();
    exchange(nullptr, 100);
  }
  takeLines(true);
  int status = 0;
  while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {}
  m_process = -1;
  Result result;
  result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result.output = std::move(m_bytes);
  result.messages = std::move(m_messages);
  return result;
}

}  // namespace cloze
