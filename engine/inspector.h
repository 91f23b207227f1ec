// The facade of looking: fill masks, find neighbours, embed. std only; calls block, so the window makes them on its inspector thread.
// Every call takes a Progress (report, cancel). An Inspector is used by one thread at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/progress.h"

namespace cloze {

class ModelSnapshot;

struct Candidate { std::string token; std::int64_t id = 0; double probability = 0; };

struct MaskAnswer {
  std::int64_t index = 0;                     // position in the token sequence, special tokens counted
  std::vector<Candidate> candidates;          // most probable first, ties by id
  std::string trueToken;                      // "" when it is not known (the text itself had [MASK])
  std::int64_t trueRank = 0;                  // 1-based; 0 unknown
  double trueProbability = 0;
};

enum class FillMode { Independent, Sequential, Joint };   // each mask alone; left to right, filled one by one; the most probable first

struct FillRequest {
  std::string text;                           // with the tokeniser's mask token, or
  std::vector<std::int64_t> maskPieces;       // numbers of pieces (0-based, special tokens not counted) to mask; their true tokens are known
  std::int64_t topK = 5;
  FillMode mode = FillMode::Independent;
};

struct FillResult {
  std::vector<std::string> tokens;            // the sequence as the model saw it, special tokens included
  std::vector<bool> continuesWord;            // per token: joined to the one before
  std::vector<MaskAnswer> masks;
  std::int64_t step = -1;                     // of the snapshot or checkpoint; -1 unknown
};

// As `cloze fill --json` prints it and the log keeps it: {"masks":[{"index","candidates":[{"token","id","probability"}]}],"tokens":[..],"step"}.
std::string fillJson(const FillResult& result);

// Pieces of a sentence, for chips.
struct PieceList { std::vector<std::string> tokens; std::vector<std::pair<std::int32_t, std::int32_t>> byteOffsets; std::vector<bool> continuesWord; };

struct EmbeddingTable {
  std::int64_t rows = 0, width = 0;
  std::vector<float> values;                  // [rows * width], row-major
  std::vector<std::string> labels;            // [rows] token or sentence
  std::vector<std::int64_t> sources;          // [rows] number of the text it comes from, from 0
};

enum class Pooling { Token, First, Mean };

struct EmbedRequest {
  std::vector<std::string> texts;
  std::int64_t layer = -1;                    // 0 = embeddings, 1..L; -1 = last
  Pooling pooling = Pooling::Mean;
};

struct NeighbourRequest {
  std::vector<std::string> corpus;            // one sentence an entry
  std::string query;
  std::string word;
  std::int64_t occurrence = 1;                // which one in the query, 1-based
  std::int64_t layer = -1;                    // -1 = last
  std::int64_t k = 10;
  bool sameWordOnly = false;                  // only occurrences of the same word
};

struct Neighbour {
  std::string sentence, word;
  std::int64_t line = 0;                      // 1-based number in the corpus
  std::int32_t byteBegin = 0, byteEnd = 0;    // of the word in the sentence
  double similarity = 0;                      // cosine in the original space
};

struct NeighbourResult {
  std::vector<Neighbour> neighbours;
  std::int64_t layer = 0, step = -1;
  std::int64_t occurrences = 0;               // words of the corpus that have a vector
  std::int64_t skipped = 0;                   // of them: vectors that are not numbers
  std::int64_t sameSentence = 0;              // of them: words of the query's own sentence, which the corpus holds; they are no answer
};

class Inspector {
 public:
  // CKPT: a folder with config.json, a run's OUT folder (its newest checkpoint), or a run id resolved by the caller. Throws
  // std::invalid_argument / std::runtime_error with what, where, expected.
  explicit Inspector(const std::filesystem::path& checkpoint);
  explicit Inspector(std::shared_ptr<const ModelSnapshot> snapshot);
  ~Inspector();
  Inspector(Inspector&&) noexcept;
  Inspector& operator=(Inspector&&) noexcept;

  FillResult fill(const FillRequest& request, Progress& progress);
  NeighbourResult neighbours(const NeighbourRequest& request, Progress& progress);
  std::shared_ptr<const EmbeddingTable> embed(const EmbedRequest& request, Progress& progress);
  PieceList pieces(const std::string& text) const;
  std::int64_t layers() const;
  std::string maskToken() const;              // "" when the model has none
  std::string family() const;
  std::int64_t step() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> m_implementation;
};

// Writes vectors as FILE says: .npy or .safetensors (tensor "embeddings" [rows, width]), or .tsv as TensorBoard's projector reads them; beside
// it FILE.metadata.tsv with number of the text and label of each row. Returns the files written. std::invalid_argument for another ending.
std::vector<std::filesystem::path> writeEmbeddings(const EmbeddingTable& table, const std::filesystem::path& file);

// CKPT as users write it: a folder with config.json, or an OUT folder (its newest complete checkpoint). std::invalid_argument otherwise.
std::filesystem::path resolveCheckpoint(const std::filesystem::path& path);

}  // namespace cloze
