// Finds out what kind of tokeniser a path holds and reads it: a folder in Hugging Face's layout or a single file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"
#include "engine/text/bpe_files.h"
#include "engine/text/sentencepiece.h"
#include "engine/text/wordpiece_files.h"
#include "engine/text/words.h"

#include <algorithm>
#include <stdexcept>

namespace cloze {

namespace {

namespace fs = std::filesystem;

// Classes of Hugging Face whose vocab.txt is cut as BERT's.
const std::vector<std::string>& wordPieceClasses() {
  static const std::vector<std::string> kClasses{"BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer", "ErnieTokenizer", "LxmertTokenizer",
      "ConvBertTokenizer", "SqueezeBertTokenizer", "RetriBertTokenizer", "NystromformerTokenizer", "LayoutLMTokenizer", "DPRQuestionEncoderTokenizer",
      "DPRContextEncoderTokenizer", "RealmTokenizer", "PreTrainedTokenizer", "TokenizersBackend"};
  return kClasses;
}

fs::path firstExisting(const fs::path& folder, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (fs::exists(folder / name)) return folder / name;
  return {};
}

std::shared_ptr<const Tokenizer> loadFolder(const fs::path& folder) {
  const TokenizerConfig config = readTokenizerConfig(folder);
  const fs::path json = firstExisting(folder, {"tokenizer.json"}), vocabulary = firstExisting(folder, {"vocab.txt"});
  const fs::path model = firstExisting(folder, {"spiece.model", "sentencepiece.bpe.model", "tokenizer.model", "sentencepiece.model", "spm.model"});
  const fs::path bpeVocabulary = firstExisting(folder, {"vocab.json", "encoder.json"}), merges = firstExisting(folder, {"merges.txt", "vocab.bpe"});
  if (!json.empty() && model.empty() && vocabulary.empty() && tokenizerJsonModel(json) == "BPE") return std::make_shared<Bpe>(readBpeJson(json, config));
  if (json.empty() && !bpeVocabulary.empty() && !merges.empty()) return std::make_shared<Bpe>(readBpeFolder(bpeVocabulary, merges, config));
  if (!json.empty() && model.empty() && (vocabulary.empty() || tokenizerJsonModel(json) == "WordPiece")) return std::make_shared<WordPiece>(readTokenizerJson(json, config));
  if (!model.empty()) return loadSentencePiece(model, config);
  if (vocabulary.empty() && bpeVocabulary.empty() != merges.empty())
    throw std::invalid_argument(folder.string() + ": a byte-pair tokeniser needs both vocab.json and merges.txt; " + (merges.empty() ? "merges.txt" : "vocab.json") + " is missing");
  if (vocabulary.empty())
    throw std::invalid_argument(folder.string() + ": no tokeniser in this folder; expected vocab.txt, tokenizer.json, vocab.json with merges.txt or a sentencepiece model (spiece.model)");
  if (config.tokenizerClass == Words::kClass) return readWords(folder);
  const auto& classes = wordPieceClasses();
  if (!config.tokenizerClass.empty() && std::find(classes.begin(), classes.end(), config.tokenizerClass) == classes.end()) {
    const std::string nearest = nearestName(config.tokenizerClass, classes);
    throw std::invalid_argument(config.source + ": tokenizer_class: " + config.tokenizerClass + " is not one whose vocab.txt Cloze reads (BertTokenizer and its like)" +
                                (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
  }
  return std::make_shared<WordPiece>(readWordPieceVocabulary(vocabulary, config));
}

}  // namespace

std::shared_ptr<const Tokenizer> loadTokenizer(const fs::path& path) {
  if (!fs::exists(path)) throw std::invalid_argument(path.string() + ": no such file or folder; expected a tokeniser's folder, vocab.txt, tokenizer.json or *.model");
  if (fs::is_directory(path)) return loadFolder(path);
  const std::string extension = path.extension().string();
  if (extension == ".json" && tokenizerJsonModel(path) == "BPE") return std::make_shared<Bpe>(readBpeJson(path, {}));
  if (extension == ".json") return std::make_shared<WordPiece>(readTokenizerJson(path, {}));
  if (extension == ".txt") return std::make_shared<WordPiece>(readWordPieceVocabulary(path, {}));
  if (extension == ".model") return loadSentencePiece(path, {});
  throw std::invalid_argument(path.string() + ": not a tokeniser; expected a folder in Hugging Face's layout, vocab.txt, tokenizer.json or a sentencepiece *.model");
}

}  // namespace cloze
