// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/environment.h"

#include <fstream>
#include <string>
#include <thread>

#include <dlfcn.h>
#include <unistd.h>

#include <torch/version.h>

namespace cloze {

std::string blasDescription() {
  using Describe = char* (*)();
  std::string text;
  if (auto* config = reinterpret_cast<Describe>(dlsym(RTLD_DEFAULT, "openblas_get_config"))) text = config();
  if (auto* core = reinterpret_cast<Describe>(dlsym(RTLD_DEFAULT, "openblas_get_corename"))) text += std::string(" running as ") + core();
  return text.empty() ? "unknown" : text;
}

std::string processorName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos) return line.substr(line.find(": ") + 2);
  return "unknown";
}

Json environmentJson(std::int64_t shards) {
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0) host[0] = 0;
  const auto memory = static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
  return {{"cloze", CLOZE_VERSION},   {"compiler", __VERSION__}, {"libtorch", TORCH_VERSION},
          {"blas", blasDescription()}, {"processor", processorName()}, {"cores", std::thread::hardware_concurrency()},
          {"memory_bytes", memory},   {"shards", shards},        {"process", ::getpid()},
          {"host", host}};
}

}  // namespace cloze
