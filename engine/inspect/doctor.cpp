// What this machine offers to the engine: processor, memory, LibTorch and the BLAS behind it. The reference BLAS is thirty times slower than
// OpenBLAS, and nothing else tells a user that it is the one in use.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include <torch/torch.h>
#include <torch/version.h>

#include "engine/core/clock.h"
#include "engine/core/files.h"
#include "engine/core/memory.h"
#include "engine/tools.h"
#include "engine/train/environment.h"

namespace cloze {
namespace {

constexpr double kSlowGflops = 8;          // one core of any processor of the last ten years does more with a good BLAS

std::string instructionSets() {
  std::string names;
#if defined(__x86_64__)
  const auto add = [&](bool has, const char* name) { if (has) names += (names.empty() ? "" : ", ") + std::string(name); };
  add(__builtin_cpu_supports("avx2"), "AVX2");
  add(__builtin_cpu_supports("fma"), "FMA");
  add(__builtin_cpu_supports("avx512f"), "AVX-512");
#endif
  return names;
}

double gigabytes(double bytes) { return bytes / 1e9; }

std::string text(const char* format, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

// The file that sgemm_ really comes from, alternatives followed.
std::string blasFile() {
  void* symbol = ::dlsym(RTLD_DEFAULT, "sgemm_");
  Dl_info info{};
  if (symbol == nullptr || ::dladdr(symbol, &info) == 0 || info.dli_fname == nullptr) return "";
  std::error_code error;
  const auto file = std::filesystem::canonical(info.dli_fname, error);
  return error ? info.dli_fname : file.string();
}

std::string blasName() {
  const std::string file = blasFile();
  if (auto* config = reinterpret_cast<const char* (*)()>(::dlsym(RTLD_DEFAULT, "openblas_get_config")); config != nullptr) return config();
  if (at::show_config().find("MKL") != std::string::npos) return "MKL";
  if (file.find("blis") != std::string::npos) return "BLIS";
  if (file.find("atlas") != std::string::npos) return "ATLAS";
  return file.find("/blas/libblas") != std::string::npos ? "reference BLAS" : "unknown BLAS";
}

// The best of a few products of 384 x 384 matrices on one thread.
double sgemmGflops() {
  const torch::NoGradGuard noGradients;
  constexpr std::int64_t kSize = 384;
  const torch::Tensor a = torch::ones({kSize, kSize}), b = torch::ones({kSize, kSize});
  torch::Tensor c = torch::empty({kSize, kSize});
  double best = 1e9;
  for (int attempt = 0; attempt < 8; ++attempt) {
    const double begin = steadySeconds();
    at::mm_out(c, a, b);
    best = std::min(best, steadySeconds() - begin);
  }
  return 2.0 * kSize * kSize * kSize / best / 1e9;
}

EnvironmentReport::Row blasRow(double gflops) {
  EnvironmentReport::Row row;
  row.name = "BLAS";
  row.value = blasName() + ", " + text("%.0f", gflops) + " GFLOP/s on one thread" + (blasFile().empty() ? "" : " (" + blasFile() + ")");
  row.good = gflops >= kSlowGflops;
  if (!row.good) row.advice = "slow: install OpenBLAS (Debian: apt install libopenblas0-pthread), training will be many times faster";
  return row;
}

EnvironmentReport::Row memoryRow() {
  EnvironmentReport::Row row{"Memory", text("%.1f GB", gigabytes(static_cast<double>(availableMemory()))) + " free of " + text("%.1f GB", gigabytes(static_cast<double>(installedMemory()))), "", true};
  row.good = availableMemory() > 2000000000;
  if (!row.good) row.advice = "training the larger presets needs 2 GB and more: close other programs or take a smaller preset";
  return row;
}

EnvironmentReport::Row diskRow(const std::string& name, const std::filesystem::path& folder) {
  const double bytes = static_cast<double>(freeBytes(folder));
  EnvironmentReport::Row row{name, folder.string() + ", " + text("%.1f GB", gigabytes(bytes)) + " free", "", bytes > 1e9};
  if (!row.good) row.advice = "less than 1 GB: checkpoints may not fit; set CLOZE_HOME to a roomier disk";
  return row;
}

}  // namespace

EnvironmentReport doctor() {
  EnvironmentReport report;
  const auto add = [&](const std::string& name, const std::string& value) { report.rows.push_back({name, value, "", true}); };
  add("Cloze", CLOZE_VERSION);
  add("Processor", processorName() + (instructionSets().empty() ? "" : " (" + instructionSets() + ")"));
  add("Cores", std::to_string(std::thread::hardware_concurrency()) + "; a run trains on one shard each unless its compute.shards says otherwise");
  add("LibTorch", std::string(TORCH_VERSION) + ", " + std::to_string(at::get_num_threads()) + (at::get_num_threads() == 1 ? " thread" : " threads") + " an operator");
  report.rows.push_back(blasRow(sgemmGflops()));
  report.rows.push_back(memoryRow());
  report.rows.push_back(diskRow("Home", homeFolder()));
  report.rows.push_back(diskRow("Cache", cacheFolder()));
  return report;
}

}  // namespace cloze
