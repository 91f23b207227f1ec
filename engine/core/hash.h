// SHA-256 of bytes, text and files (OpenSSL): content identity of corpora, tokenisers, specs and generated files.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace cloze {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(const void* bytes, std::size_t size);
  void update(std::string_view text) { update(text.data(), text.size()); }
  // 64 lower-case hexadecimal digits; the object is used up.
  std::string hexDigest();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

std::string sha256(std::string_view text);
// Streams the file; std::runtime_error when it cannot be read.
std::string sha256File(const std::filesystem::path& path);

}  // namespace cloze
