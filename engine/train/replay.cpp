// A batch of a launched run once more: every batch is a function of the frozen data, the seed and the step (engine/run.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalogue.h"
#include "engine/run.h"
#include "engine/train/run_data.h"

namespace cloze {

BatchPreview replayBatch(const RunSpec& frozen, const std::filesystem::path& out, std::int64_t step, Progress& progress) {
  const bool complete = !out.empty() && std::filesystem::exists(out / "data.json") && std::filesystem::exists(out / "tokenizer");
  const PreparedData data = prepareData(frozen, complete ? out : std::filesystem::path(), progress);
  BatchPreview replay;
  replay.batch = data.training->batch(step, 0);
  replay.idea = objective(frozen.objective.id()).idea;
  replay.bytePieces = data.tokenizer->kind() == "byte_bpe";
  const Batch& batch = replay.batch;
  for (std::int64_t place = 0; place < batch.rows * batch.length; ++place) {
    if (place % batch.length == 0) replay.tokens.emplace_back();
    replay.tokens.back().push_back(data.tokenizer->token(batch.ids[static_cast<std::size_t>(place)]));
  }
  for (const TokenId target : batch.targets) replay.trueTokens.push_back(data.tokenizer->token(target));
  return replay;
}

}  // namespace cloze
