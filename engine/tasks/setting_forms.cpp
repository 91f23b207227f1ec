// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/setting_forms.h"

#include <map>

namespace cloze {

std::vector<std::string> settingForms(const std::string& path) {
  static const std::map<std::string, std::vector<std::string>> forms{
      {"transfer.freeze", {"none", "all_but_head", R"({"below": 1})", "gradual"}},
      {"transfer.features.layers", {"usual", "last", "second_to_last", "embeddings", "1", "sum_all", "sum_last4", "mean_last4", "concat_last4", "scalar_mix"}},
      {"init.parts", {"all", "encoder", "embeddings", R"({"lower": 1})"}}};
  const auto found = forms.find(path);
  return found == forms.end() ? std::vector<std::string>() : found->second;
}

}  // namespace cloze
