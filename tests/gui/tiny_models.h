// Models of the families whose pages ask for one of their kind, trained for a few steps on made-up words when first wanted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/whole_run.h"
#include "widgets/models/inspector_messages.h"

namespace cloze::tests {

class TinyModels : private WholeRun {
 protected:
  ModelChoice writer() { return trained("gpt2", {{"n_embd", 32}, {"n_head", 2}, {"n_layer", 1}, {"n_positions", 32}}, "causal_lm", "byte_bpe"); }
  ModelChoice judge() {
    return trained("electra", {{"hidden_size", 32}, {"num_attention_heads", 2}, {"intermediate_size", 64}, {"num_hidden_layers", 1}, {"max_position_embeddings", 32}},
                   "replaced_tokens", "wordpiece");
  }
  ModelChoice orderer() {
    return trained("xlnet", {{"d_model", 32}, {"n_head", 2}, {"n_layer", 1}, {"d_inner", 64}, {"mem_len", 8}, {"reuse_len", 8}}, "permutation_lm", "unigram_cls_last");
  }
  ModelChoice gapFiller() {
    return trained("t5", {{"d_model", 32}, {"num_heads", 2}, {"d_kv", 16}, {"num_layers", 1}, {"num_decoder_layers", 1}, {"d_ff", 64}}, "span_corruption", "unigram_sentinels");
  }

 private:
  ModelChoice trained(const char* family, const Json& config, const char* objective, const char* tokenizer) {
    const QString out = QString::fromLatin1(family);
    if (!std::filesystem::exists(folder() / family)) {
      Json spec = tinySpec();
      spec["family"] = {{"id", family}, {"preset", "tiny"}, {"config", config}};
      spec["objective"] = {{"id", objective}};
      spec["tokenizer"] = {{"kind", tokenizer}, {"vocab_size", 300}};
      spec["train"] = {{"steps", 4}, {"batch_size", 4}, {"checkpoint_every", 4}, {"evaluate_every", 0}};
      writeFileAtomically(folder() / "text.txt", sentencesOfMadeUpWords());
      writeFileAtomically(folder() / (std::string(family) + ".json"), spec.dump());
      const ChildResult run = this->run({"train", m_folder.path() + "/" + out + ".json", "--out", m_folder.path() + "/" + out, "--json"});
      if (run.exitCode != 0) qWarning("%s", qPrintable(run.errors));
    }
    return {out, folder() / family, {}, 1, false, 4, {}, out, family};
  }
};

}  // namespace cloze::tests
