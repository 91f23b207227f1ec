// The helper program that trains sentencepiece models and tries out models of unknown origin. The library aborts the process for some
// inputs, so it works here and the parent (engine/text/sentencepiece_trainer.cpp) sees an exit status:
//   cloze-sentencepiece-trainer train key=value ...   sentences on stdin, one a line; the model on stdout; 0 trained, 1 failed (reason on stderr)
//   cloze-sentencepiece-trainer probe                 a model on stdin: loads it and encodes a few texts; 0 safe to load
// SPDX-License-Identifier: GPL-3.0-or-later
#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <sys/resource.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>
#include <unordered_map>

namespace {

class StandardInput final : public sentencepiece::SentenceIterator {
 public:
  StandardInput() { Next(); }
  bool done() const override { return m_done; }
  void Next() override { m_done = !std::getline(std::cin, m_line); }
  const std::string& value() const override { return m_line; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  std::string m_line;
  bool m_done = false;
};

int fail(const std::string& reason) {
  std::fprintf(stderr, "error: %s\n", reason.c_str());
  return 1;
}

int train(int count, char** arguments) {
  std::unordered_map<std::string, std::string> options;
  for (int i = 0; i < count; ++i) {
    const char* equals = std::strchr(arguments[i], '=');
    if (!equals) return fail(std::string("not key=value: ") + arguments[i]);
    options[std::string(arguments[i], static_cast<std::size_t>(equals - arguments[i]))] = equals + 1;
  }
  sentencepiece::SetRandomGeneratorSeed(1);
  StandardInput sentences;
  std::string model;
  const auto status = sentencepiece::SentencePieceTrainer::Train(options, &sentences, &model);
  if (!status.ok()) return fail(status.ToString());
  std::cout.write(model.data(), static_cast<std::streamsize>(model.size()));
  return std::cout.flush() ? 0 : fail("the model cannot be handed over");
}

void limitResources() {
  const rlimit seconds{20, 20}, core{0, 0};
  setrlimit(RLIMIT_CPU, &seconds);
  setrlimit(RLIMIT_CORE, &core);
#ifndef CLOZE_SANITIZED                     // sanitizers reserve terabytes of addresses
  const rlimit memory{1u << 30, 1u << 30};
  setrlimit(RLIMIT_AS, &memory);
#endif
}

std::string utf8(unsigned codePoint) {      // below 0x10000
  if (codePoint < 0x80) return std::string(1, static_cast<char>(codePoint));
  const char last = static_cast<char>(0x80 | (codePoint & 63));
  if (codePoint < 0x800) return {static_cast<char>(0xC0 | (codePoint >> 6)), last};
  return {static_cast<char>(0xE0 | (codePoint >> 12)), static_cast<char>(0x80 | ((codePoint >> 6) & 63)), last};
}

int probe() {
  limitResources();
  const std::string model{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  sentencepiece::SentencePieceProcessor processor;
  const auto status = processor.LoadFromSerializedProto(model);
  if (!status.ok()) return fail(status.ToString());
  static const char* const kTexts[] = {
      "", " ", "The quick brown fox, 3.14 \t\n ok!", "Ёжик в тумане — ещё чай; №5 ½ ﬁ Ⅷ", "日本語テキスト 한국어 العربية हिन्दी", "e\xCC\x81 \xC2\xA0 \xE2\x80\x8B \xEF\xBB\xBF 😀👩‍👩‍👧", "\xFF\xC3 broken \xE2\x82"};
  for (const char* text : kTexts) {
    const auto ids = processor.EncodeAsIds(text);
    processor.DecodeIds(ids);
  }
  for (unsigned codePoint = 0x20; codePoint < 0x3100; ++codePoint) processor.EncodeAsIds(utf8(codePoint));   // walks the normalisation table
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  try {
    if (count >= 3 && std::strcmp(arguments[1], "train") == 0) return train(count - 2, arguments + 2);
    if (count == 2 && std::strcmp(arguments[1], "probe") == 0) return probe();
  } catch (const std::exception& failure) {
    return fail(failure.what());
  }
  return fail("cloze-sentencepiece-trainer train key=value ... | probe (started by cloze, not by hand)");
}
