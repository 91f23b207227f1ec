// What a call of a case.json is given: tensors by name, plain values, outputs of earlier calls; and which of them nobody asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include <torch/torch.h>

#include "engine/core/json.h"
#include "engine/io/safetensors.h"

namespace cloze {

// The arguments of one call: tensors and plain values.
class CallArguments {
 public:
  CallArguments(const Json& kwargs, const NamedTensors& inputs, const std::string& call) : m_call(call) {
    for (const auto& item : kwargs.items()) {
      if (!item.value().is_string()) {
        m_flags[item.key()] = item.value();
        continue;
      }
      if (item.value().get<std::string>().compare(0, 1, "@") == 0) {                              // an output of an earlier call
        m_flags[item.key()] = item.value();
        continue;
      }
      const auto found = inputs.find(item.value().get<std::string>());
      if (found == inputs.end()) throw std::invalid_argument("call " + call + ": " + item.key() + " names \"" + item.value().get<std::string>() + "\", which is not among the inputs");
      m_tensors[item.key()] = found->second;
    }
  }
  torch::Tensor tensor(const std::string& name) {
    m_read.insert(name);
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? torch::Tensor() : found->second;
  }
  bool flag(const std::string& name) {
    m_read.insert(name);
    const auto found = m_flags.find(name);
    return found != m_flags.end() && found->second.is_boolean() && found->second.get<bool>();
  }
  double real(const std::string& name, double otherwise) {
    m_read.insert(name);
    const auto found = m_flags.find(name);
    return found != m_flags.end() && found->second.is_number() ? found->second.get<double>() : otherwise;
  }
  std::int64_t number(const std::string& name, std::int64_t otherwise) {
    m_read.insert(name);
    const auto found = m_flags.find(name);
    return found != m_flags.end() && found->second.is_number_integer() ? found->second.get<std::int64_t>() : otherwise;
  }
  // The call whose cache is meant by "@call.past_key_values"; "" without one.
  std::string callBefore(const std::string& name) {
    m_read.insert(name);
    const auto found = m_flags.find(name);
    if (found == m_flags.end() || !found->second.is_string()) return {};
    const auto text = found->second.get<std::string>();
    return text.substr(1, text.find('.') - 1);
  }
  void requireAllRead() const {
    for (const auto& entry : m_tensors)
      if (!m_read.count(entry.first)) throw std::invalid_argument("call " + m_call + ": the argument " + entry.first + " is not supported");
    for (const auto& entry : m_flags)
      if (!m_read.count(entry.first)) throw std::invalid_argument("call " + m_call + ": the argument " + entry.first + " is not supported");
  }

 private:
  std::string m_call;
  NamedTensors m_tensors;
  std::map<std::string, Json> m_flags;
  std::set<std::string> m_read;
};

}  // namespace cloze
