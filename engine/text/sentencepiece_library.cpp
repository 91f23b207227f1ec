// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece_library.h"

#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/core/resources.h"
#include "engine/text/helper_process.h"

#include <dlfcn.h>

#include <cstring>
#include <mutex>
#include <set>
#include <stdexcept>

namespace cloze {

namespace {

const ClozeSentencePiece& openLibrary() {
  const std::filesystem::path path = libraryFolder() / "cloze_sentencepiece.so";
#ifdef CLOZE_SANITIZED                      // sanitizers refuse RTLD_DEEPBIND; their programs carry no LibTorch, so nothing interposes
  constexpr int kFlags = RTLD_NOW | RTLD_LOCAL;
#else
  constexpr int kFlags = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#endif
  void* library = dlopen(path.c_str(), kFlags);
  if (!library) throw std::runtime_error("sentencepiece cannot be opened: " + std::string(dlerror()) + "; it is built as " + path.string());
  const auto entry = reinterpret_cast<ClozeSentencePieceEntry>(dlsym(library, CLOZE_SENTENCEPIECE_ENTRY));
  if (!entry || entry()->version != kClozeSentencePieceVersion) throw std::runtime_error(path.string() + ": is of another version of Cloze; build it again");
  return *entry();                          // never closed: models may live as long as the program
}

const ClozeSentencePiece& library() {
  static const ClozeSentencePiece& opened = openLibrary();
  return opened;
}

void assignText(void* context, const char* bytes, std::size_t size) { static_cast<std::string*>(context)->assign(bytes, size); }

struct PieceList { std::vector<SentencePieceModel::Piece>& pieces; std::int32_t unknown; };

void appendPiece(void* context, std::int32_t id, std::uint32_t begin, std::uint32_t end, const char* text, std::size_t size) {
  auto* list = static_cast<PieceList*>(context);
  list->pieces.push_back({id, begin, end, id == list->unknown ? std::string(text, size) : std::string()});
}

// The helper reads the very bytes that are loaded afterwards, not the file, which might change in between.
void probeModel(const SentencePieceFile& file, const std::string& source) {
  static std::mutex mutex;
  static std::set<std::string> safe;
  const std::string hash = sha256(file.bytes);
  const std::lock_guard<std::mutex> lock(mutex);
  if (safe.count(hash)) return;
  HelperProcess helper(libraryFolder() / "cloze-sentencepiece-trainer", {"probe"});
  helper.write(file.bytes);
  const HelperProcess::Result result = helper.finish(Progress());
  if (result.signal != 0)
    throw std::invalid_argument(source + ": unsafe model refused: a process that tried it was killed (" + strsignal(result.signal) + "). The file is damaged or made to do harm; fetch it again from where it was published");
  if (result.exitCode != 0) {
    const std::string reason = result.messages.empty() ? "exit status " + std::to_string(result.exitCode) : result.messages.back();
    throw std::invalid_argument(source + ": sentencepiece refuses the model (" + reason + ")");
  }
  safe.insert(hash);
}

}  // namespace

SentencePieceModel::SentencePieceModel(const SentencePieceFile& file, const std::string& source, bool probe) {
  if (probe) probeModel(file, source);
  std::string reason;
  ClozeSentencePieceModel* model = library().load(file.bytes.data(), file.bytes.size(), assignText, &reason);
  if (!model) throw std::invalid_argument(source + ": sentencepiece refuses the model (" + reason + ")");
  m_model = std::shared_ptr<ClozeSentencePieceModel>(model, library().release);
  if (library().size(model) != static_cast<std::int32_t>(file.pieces.size())) throw std::invalid_argument(source + ": the library counts other pieces than the file holds; the model is damaged");
  while (file.pieces[static_cast<std::size_t>(m_unknown)].type != PieceType::Unknown) ++m_unknown;
}

void SentencePieceModel::encode(std::string_view text, std::vector<Piece>& out) const {
  std::string reason;
  PieceList list{out, m_unknown};
  if (library().encode(m_model.get(), text.data(), text.size(), appendPiece, &list, assignText, &reason) != 0)
    throw std::runtime_error("sentencepiece cannot encode the text: " + reason);
}

std::string SentencePieceModel::decode(const std::vector<std::int32_t>& ids) const {
  std::string text, reason;
  if (library().decode(m_model.get(), ids.data(), ids.size(), assignText, &text, assignText, &reason) != 0)
    throw std::runtime_error("sentencepiece cannot decode the ids: " + reason);
  return text;
}

}  // namespace cloze
