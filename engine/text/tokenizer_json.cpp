// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer_json.h"

namespace cloze {

namespace {

Json templateEntries(const Tokenizer& tokenizer, const std::vector<Tokenizer::LayoutEntry>& layout) {
  Json list = Json::array();
  for (const Tokenizer::LayoutEntry& entry : layout) {
    const bool sequence = entry.id < 0;
    const std::string id = sequence ? (entry.id == Tokenizer::kTextA ? "A" : "B") : tokenizer.token(entry.id);
    list.push_back(Json{{sequence ? "Sequence" : "SpecialToken", {{"id", id}, {"type_id", entry.typeId}}}});
  }
  return list;
}

}  // namespace

Json postProcessorJson(const Tokenizer& tokenizer) {
  Json special = Json::object();
  for (const Tokenizer::LayoutEntry& entry : tokenizer.layout(true)) {
    if (entry.id < 0) continue;
    const std::string& text = tokenizer.token(entry.id);
    special[text] = {{"id", text}, {"ids", Json::array({entry.id})}, {"tokens", Json::array({text})}};
  }
  return Json{{"type", "TemplateProcessing"}, {"single", templateEntries(tokenizer, tokenizer.layout(false))},
              {"pair", templateEntries(tokenizer, tokenizer.layout(true))}, {"special_tokens", special}};
}

Json addedTokensJson(const std::vector<AddedToken>& tokens) {
  Json list = Json::array();
  for (const AddedToken& added : tokens)
    list.push_back(Json{{"id", added.id}, {"content", added.text}, {"single_word", added.singleWord}, {"lstrip", added.leftStrip},
                        {"rstrip", added.rightStrip}, {"normalized", false}, {"special", added.special}});
  return list;
}

}  // namespace cloze
