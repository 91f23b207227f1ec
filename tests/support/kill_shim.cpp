// Preloaded into a child (LD_PRELOAD) to kill it at an exact place, as a power cut would, or to fill its disk there. "call:text:n:count" names
// the n-th (from 1) call of `call` whose path contains `text`, and the count - 1 after it: CLOZE_KILL_AT raises SIGKILL at the n-th,
// CLOZE_FAIL_AT lets them fail with ENOSPC. Calls: write, fsync, rename, product (a matrix product, only to be killed at; text is not looked at).
// CLOZE_COUNT_PRODUCTS=FILE writes the number of products when the process ends by itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>

#include <dlfcn.h>
#include <unistd.h>

namespace {

struct Order {
  std::string call, text;
  long number = 0, count = 0;
  std::atomic<long> matches{0};

  explicit Order(const char* variable) {
    const char* given = std::getenv(variable);
    if (!given) return;
    std::istringstream parts(given);
    std::getline(parts, call, ':');
    std::getline(parts, text, ':');
    char colon = 0;
    parts >> number;
    if (!(parts >> colon >> count)) count = 1;
  }
  bool meets(const char* called, const char* path) {
    if (number == 0 || call != called || !std::strstr(path, text.c_str())) return false;
    const long match = ++matches;
    return match >= number && match < number + count;
  }
};

std::atomic<long> products{0};

// Whether this call shall fail; does not come back when the process shall die here.
bool failsAt(const char* call, const char* path) {
  static Order toKill("CLOZE_KILL_AT"), toFail("CLOZE_FAIL_AT");
  if (toKill.meets(call, path)) raise(SIGKILL);
  if (!toFail.meets(call, path)) return false;
  errno = ENOSPC;
  return true;
}

bool failsAt(const char* call, int file) {
  char link[64], path[4096] = {};
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  return readlink(link, path, sizeof path - 1) > 0 && failsAt(call, path);
}

template <class Function>
Function original(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct Report {
  ~Report() {
    const char* path = std::getenv("CLOZE_COUNT_PRODUCTS");
    if (!path) return;
    if (FILE* file = std::fopen(path, "w")) {
      std::fprintf(file, "%ld", products.load());
      std::fclose(file);
    }
  }
} const report;

}  // namespace

extern "C" {

int fsync(int file) {
  static const auto next = original<int (*)(int)>("fsync");
  return failsAt("fsync", file) ? -1 : next(file);
}

ssize_t write(int file, const void* bytes, size_t count) {
  static const auto next = original<ssize_t (*)(int, const void*, size_t)>("write");
  return failsAt("write", file) ? -1 : next(file, bytes, count);
}

int rename(const char* from, const char* to) {
  static const auto next = original<int (*)(const char*, const char*)>("rename");
  return failsAt("rename", to) ? -1 : next(from, to);
}

void sgemm_(const char* ta, const char* tb, const int* m, const int* n, const int* k, const float* alpha, const float* a, const int* lda, const float* b,
            const int* ldb, const float* beta, float* c, const int* ldc) {
  static const auto next = original<decltype(&sgemm_)>("sgemm_");
  ++products;
  failsAt("product", "");
  next(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

}
