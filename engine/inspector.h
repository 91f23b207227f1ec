// The facade of looking: fill masks, find neighbours, embed. std only; calls block, so the window makes them on its inspector thread.
// Every call takes a Progress (report, cancel). An Inspector is used by one thread at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/layer_mix.h"
#include "engine/core/progress.h"
#include "engine/core/reading.h"
#include "engine/data/sense_labels.h"

namespace cloze {

class ModelSnapshot;

// text: what it adds to the text before it, where that is known (generation).
struct Candidate { std::string token; std::int64_t id = 0; double probability = 0; std::string text = {}; };

// A word the user names at a mask. Of several pieces it has no probability of its own: rank 0.
struct NamedCandidate { std::string word; std::vector<std::string> pieces; std::int64_t rank = 0; double probability = 0; };

struct MaskAnswer {
  std::int64_t index = 0;                     // position in the token sequence, special tokens counted
  Reading reading = Reading::BothSides;       // what it is guessed from; a model that reads from both ends gives an answer for each
  std::vector<Candidate> candidates;          // most probable first, ties by id
  std::string trueToken;                      // "" when it is not known (the text itself had [MASK])
  std::int64_t trueRank = 0;                  // 1-based; 0 unknown
  double trueProbability = 0;
  std::vector<NamedCandidate> named;          // one for each of the request's candidates
  std::int64_t turn = 0;                      // Sequential, Joint: which one was filled first, 1-based; 0: all at once
};

enum class FillMode { Independent, Sequential, Joint };   // each mask alone; left to right, filled one by one; the most probable first

struct FillRequest {
  std::string text;                           // with the tokeniser's mask token, or
  std::vector<std::int64_t> maskPieces;       // numbers of pieces (0-based, special tokens not counted) to mask; their true tokens are known
  std::vector<std::pair<std::int32_t, std::int32_t>> maskBytes;   // or places of the text: pieces that touch one are masked
  std::vector<std::string> candidates;        // words whose probability and rank are asked for beside the best
  std::int64_t topK = 5;                      // more than the vocabulary holds: all of it
  FillMode mode = FillMode::Independent;
  bool cutLongText = false;                   // else a text longer than the model takes is refused
};

struct FillResult {
  std::vector<std::string> tokens;            // the sequence as the model saw it, special tokens included
  std::vector<bool> continuesWord;            // per token: joined to the one before
  std::vector<MaskAnswer> masks;
  FillMode mode = FillMode::Independent;
  std::int64_t vocabulary = 0;                // candidates there are
  std::int64_t leftOut = 0;                   // pieces cut off the end
  std::int64_t step = -1;                     // of the snapshot or checkpoint; -1 unknown
  bool bytePieces = false;                    // the pieces are written in an alphabet of bytes: readablePiece (engine/text/readable.h)
};

// As `cloze fill --json` prints it and the log keeps it: {"masks":[{"index","candidates":[{"token","id","probability"}]}],"tokens":[..],"step"}.
std::string fillJson(const FillResult& result);

// Which words were replaced? A generator proposes words for some places (chosen ones, and those with the mask token), the model judges all.
struct JudgeRequest {
  std::string text;
  std::vector<std::pair<std::int32_t, std::int32_t>> replaceBytes;   // byte ranges of the text whose pieces are replaced; none: judged as it is
  std::int64_t seed = 1;                      // of the words that are drawn
  std::int64_t topK = 5;                      // candidates of the generator that are told
};

struct JudgedToken {
  std::string original, shown;                // as written, and as the model judges it
  bool continuesWord = false, special = false;
  bool proposed = false, replaced = false;    // the generator put a word here; another one than the original
  double proposalProbability = 0;             // of the word it drew
  double replacedProbability = 0;             // what the model says: 1 = replaced
  std::vector<Candidate> candidates;          // of the generator, most probable first
};
struct JudgeResult {
  std::vector<JudgedToken> tokens;            // special ones included
  std::int64_t step = -1, leftOut = 0;        // pieces behind what the model reads
  bool bytePieces = false;                    // readablePiece
};

// Words of a text predicted in a random order, each from all the others and from those that came before it.
struct OrderRequest {
  std::string text;
  std::vector<std::pair<std::int32_t, std::int32_t>> predictBytes;   // byte ranges of the text whose pieces are predicted; none: some, as in training
  std::int64_t seed = 1;                      // of the order and of what is predicted
  std::int64_t topK = 5;                      // candidates that are told
};

struct OrderedToken {
  std::string token;
  std::int32_t byteBegin = 0, byteEnd = 0;
  bool continuesWord = false, special = false;
  std::int32_t number = 0;                    // as which it is predicted, from 1; 0: it is not
  double probability = 0;                     // of the true token
  std::int64_t rank = 0;                      // 1-based
  std::vector<Candidate> candidates;          // most probable first
};
struct OrderResult {
  std::vector<OrderedToken> tokens;           // T, special ones included
  std::vector<std::uint8_t> sees;             // [T * T] 1: what is asked at place i may look at the token at place j
  std::int64_t step = -1;
  bool bytePieces = false;                    // readablePiece
};

struct GenerateRequest {
  std::string prompt;
  std::int64_t maximumNew = 50;
  double temperature = 0;                     // 0: always the most probable token
  std::int64_t topK = 0;                      // draw among this many; 0: all
  double topP = 1;                            // draw among the most probable ones that have this much together
  std::int64_t beams = 1;                     // more than one: the most probable text of so many (without temperature)
  double lengthPenalty = 1;                   // beams: the sum of log-probabilities is divided by length ^ this
  std::int64_t noRepeat = 0;                  // no run of so many tokens comes twice; 0: any may
  std::int64_t seed = 1;
  std::int64_t candidates = 0;                // so many alternatives of each new token are told
  std::int64_t threads = 0;                   // 0: one a core
};

struct GenerateResult {
  std::string text;                           // the continuation alone
  bool ownText = false;                       // it is no continuation: the prompt was read, and this written
  std::vector<std::int64_t> ids;              // of its tokens
  std::vector<std::string> tokens;
  std::vector<std::vector<Candidate>> candidates;   // per new token, most probable first
  std::int64_t promptTokens = 0, cut = 0;     // of the prompt; of them too far back for the model to see
  bool stopped = false;                       // by the token that ends a text
  bool bytePieces = false;                    // readablePiece
  std::int64_t step = -1;
};

// Spans of a text are hidden behind sentinels, and a model of two sequences writes what stood there.
struct SpansRequest {
  std::string text;
  std::vector<std::pair<std::int32_t, std::int32_t>> hide;   // bytes of the text; pieces that touch are hidden. Empty: nothing, the text is read as it is
  bool atRandom = false;                      // instead: as in training, by the paper's rule
  std::int64_t seed = 1;                      // of the random spans
  std::int64_t beams = 1, maximumNew = 64;
  double noiseDensity = 0.15, meanSpanLength = 3;
};

struct SpansResult {
  struct Span { std::int64_t place = 0; std::string sentinel, hidden, written; bool right = false; };   // place in `source`
  std::vector<std::string> source, target, written;          // tokens; `written` without the end token
  std::vector<double> probabilities;                         // of the tokens written; empty with beams
  std::vector<Span> spans;
  std::vector<std::pair<std::int32_t, std::int32_t>> hidden; // bytes of the text that are hidden
  std::string writtenText;
  bool stopped = false;                       // by the end token rather than by the limit
  std::int64_t step = -1;
};

// A question with k solved examples before it, and answers to choose among.
struct PromptRequest {
  struct Example { std::string input, answer; };
  std::string instruction, query;
  std::vector<Example> examples;              // k of them: zero, one, few shots
  std::vector<std::string> options;
};

struct PromptResult {
  // Log-probability of the option behind the prompt in nats, as a sum and a mean over its tokens, and less that of the option without the question.
  struct Option { std::string text; double sum = 0, perToken = 0, calibrated = 0; std::int64_t tokens = 0; };
  std::string prompt;
  std::int64_t examples = 0;                  // that fit the model
  std::vector<Option> options;                // in the order asked
};

// Pieces of a sentence, for chips.
struct PieceList {
  std::vector<std::string> tokens;
  std::vector<std::pair<std::int32_t, std::int32_t>> byteOffsets;
  std::vector<bool> continuesWord, unknown;   // unknown: the vocabulary has no piece for this text
  bool bytePieces = false;                    // readablePiece
};

struct EmbeddingTable {
  std::int64_t rows = 0, width = 0;
  std::vector<float> values;                  // [rows * width], row-major
  std::vector<std::string> labels;            // [rows] token or sentence
  std::vector<std::int64_t> sources;          // [rows] number of the text it comes from, from 0
};

enum class Pooling { Token, First, Mean };

struct EmbedRequest {
  std::vector<std::string> texts;
  std::int64_t layer = -1;                    // 0 = embeddings, 1..L; -1 = last; kMixedLayers
  Pooling pooling = Pooling::Mean;
  bool carryState = false;                    // of a recurrent model: each text is read with the state that the one before it left
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
  std::string sense = {};                     // gold, where the caller knows one
};

struct NeighbourResult {
  std::vector<Neighbour> neighbours;
  std::int64_t layer = 0, step = -1;
  std::int64_t occurrences = 0;               // words of the corpus that have a vector
  std::int64_t skipped = 0;                   // of them: vectors that are not numbers
  std::int64_t sameSentence = 0;              // of them: words of the query's own sentence, which the corpus holds; they are no answer
};

struct QueryWord { std::string sentence, word; std::int64_t occurrence = 1; };

// The occurrences of the queries' words in a corpus, as points; with gold senses also how well each layer tells them apart.
struct WordMapRequest {
  std::vector<std::string> corpus;
  std::vector<SenseLabel> senses;
  std::vector<QueryWord> queries;
  std::int64_t layer = -1;
  std::int64_t most = 1000;                   // occurrences, the first ones
};

struct MapPoint {
  std::string sentence, word, sense;
  std::int64_t line = 0;                      // as in Neighbour; 0 for a query
  std::int32_t byteBegin = 0, byteEnd = 0;
  std::int32_t query = -1;                    // its number, from 0; -1: of the corpus
  double x = 0, y = 0;
};

struct WordMap {
  std::vector<MapPoint> points;               // queries last
  double explained[2] = {0, 0};               // shares of the variance: exact PCA of all points, signs fixed (project.h)
  std::int64_t layer = 0, found = 0, skipped = 0;   // occurrences there are; vectors that are no numbers
  std::vector<std::string> senses;            // those found, sorted
  // [layers + 1], and one more for the mixture of layers where the family has one: mean over the senses of the share whose nearest neighbour (cosine, itself and equal sentences left out) has the same sense;
  // empty without two senses of two occurrences each.
  std::vector<double> senseAccuracy;
};

// Neighbours of a word that has one vector, whatever its sentence.
struct StaticNeighbour { std::string word; double similarity = 0; };
struct StaticResult { std::string word; std::vector<StaticNeighbour> neighbours; std::int64_t words = 0; };   // compared with so many

// A text file of word vectors: GloVe's rows "word v1 ... vd", or word2vec's, which begin with a line "rows d". Also gzipped.
struct WordVectors {
  std::filesystem::path file;
  std::vector<std::string> words;
  std::int64_t width = 0;
  std::vector<float> values;                  // [words * width]
  std::int64_t badRows = 0;                   // left out
  std::vector<std::string> badExamples;       // "FILE:17: 49 numbers instead of 50", the first few
};
// Streamed. std::invalid_argument: not such a file, no good row, a header that the rows contradict. std::runtime_error: cannot be read, too large.
std::shared_ptr<const WordVectors> readWordVectors(const std::filesystem::path& file, Progress& progress);
// std::invalid_argument when the file has neither the word nor its lower-case form.
StaticResult nearestWords(const WordVectors& vectors, const std::string& word, std::int64_t k);

// Held-out text of a run as its evaluations read it, with what the model expects at the predicted places.
struct HeldOutRequest {
  std::string specJson;                       // the run's, frozen
  std::filesystem::path out;                  // its folder with the frozen tokeniser and texts; where they are not, the texts are read again
  std::filesystem::path tokenizer;            // with this tokeniser: the folder of the model
  std::int64_t most = 300;                    // rows scored at most, always the same ones
};

struct HeldOutWord {
  std::int64_t index = 0;                     // position in the row
  std::string trueToken, predicted;           // predicted: the most probable one
  double trueProbability = 0, probability = 0;
  std::int64_t trueRank = 0;                  // 1-based
};

struct HeldOutRow {
  std::vector<std::string> tokens;            // as the model saw them, padding left out; of two sequences the target's
  std::vector<bool> continuesWord;
  std::vector<std::string> source;            // of two sequences: what was read
  std::vector<HeldOutWord> words;             // in the order of their places
  double loss = 0;                            // nats, mean over the words
};

struct HeldOutResult { std::vector<HeldOutRow> rows; std::int64_t step = -1, available = 0; double loss = 0; bool bytePieces = false; };   // loss: mean over all words

// "instruction\n\nQ: input\nA: answer\n\nQ: query\nA:", from the given example on; without examples and instruction the query as it is.
std::string promptText(const PromptRequest& request, std::size_t firstExample = 0);

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
  // std::invalid_argument for a model that does not judge words, or one without its generator where words are to be replaced.
  JudgeResult judge(const JudgeRequest& request, Progress& progress);
  bool judgesWords() const;
  // std::invalid_argument for a model that does not predict words in an order.
  OrderResult order(const OrderRequest& request, Progress& progress);
  bool proposesWords() const;                 // masked or next ones
  // std::invalid_argument for a model that neither goes on from a text nor turns one into another.
  GenerateResult generate(const GenerateRequest& request, Progress& progress);
  // std::invalid_argument for a model that does not turn one text into another, or whose tokeniser has no sentinels.
  SpansResult fillSpans(const SpansRequest& request, Progress& progress);
  PromptResult scoreOptions(const PromptRequest& request, Progress& progress);
  bool predictsNext() const;                  // this model predicts the next token rather than masked ones
  bool readsAndWrites() const;                // this model turns a text into another one
  std::vector<Reading> readings() const;      // how it guesses a word: one answer each
  LayerMix layerMix() const;
  NeighbourResult neighbours(const NeighbourRequest& request, Progress& progress);
  std::shared_ptr<const EmbeddingTable> embed(const EmbedRequest& request, Progress& progress);
  WordMap wordMap(const WordMapRequest& request, Progress& progress);
  // By the rows of the input embedding (a word of several pieces: their mean), among the whole words of the vocabulary.
  StaticResult staticNeighbours(const std::string& word, std::int64_t k);
  // std::invalid_argument: no held-out text, or an objective without predicted words.
  HeldOutResult heldOut(const HeldOutRequest& request, Progress& progress);
  PieceList pieces(const std::string& text) const;
  std::int64_t layers() const;
  std::int64_t maximumPieces() const;         // of one input, special tokens left out; 0: no limit
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
