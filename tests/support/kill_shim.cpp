// Preloaded into a child (LD_PRELOAD) to kill it at an exact place, as a power cut would: CLOZE_KILL_AT="call:text:n" raises SIGKILL at the
// n-th (from 1) call of `call` whose path contains `text`. Calls: fsync, rename, product (a matrix product; text is not looked at).
// CLOZE_COUNT_PRODUCTS=FILE writes the number of products when the process ends by itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <dlfcn.h>
#include <unistd.h>

namespace {

struct Order {
  std::string call, text;
  long number = 0;
  Order() {
    const char* given = std::getenv("CLOZE_KILL_AT");
    if (!given) return;
    const std::string all = given;
    const auto first = all.find(':'), last = all.rfind(':');
    if (first == std::string::npos || first == last) return;
    call = all.substr(0, first);
    text = all.substr(first + 1, last - first - 1);
    number = std::atol(all.c_str() + last + 1);
  }
};

const Order& order() {
  static const Order given;
  return given;
}

std::atomic<long> matches{0}, products{0};

void countCall(const char* call, const char* path) {
  if (order().number == 0 || order().call != call || !std::strstr(path, order().text.c_str())) return;
  if (++matches == order().number) raise(SIGKILL);
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
  char link[64], path[4096] = {};
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  if (readlink(link, path, sizeof path - 1) > 0) countCall("fsync", path);
  return next(file);
}

int rename(const char* from, const char* to) {
  static const auto next = original<int (*)(const char*, const char*)>("rename");
  countCall("rename", to);
  return next(from, to);
}

void sgemm_(const char* ta, const char* tb, const int* m, const int* n, const int* k, const float* alpha, const float* a, const int* lda, const float* b,
            const int* ldb, const float* beta, float* c, const int* ldc) {
  static const auto next = original<decltype(&sgemm_)>("sgemm_");
  ++products;
  countCall("product", "");
  next(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

}
