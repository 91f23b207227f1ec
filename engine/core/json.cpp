// Strict parsing: nlohmann's callback sees every key, so that duplicates and depth are refused while the text is read.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/json.h"

#include "engine/core/files.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace cloze {

namespace {

constexpr int kMaximumDepth = 64;

std::size_t lineOf(const std::string& text, std::size_t byte) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size())), '\n'));
}

// Refuses what nlohmann would accept in silence: a key given twice, and nesting that a hostile file uses to exhaust the stack.
class StrictKeys {
 public:
  explicit StrictKeys(std::string source) : m_source(std::move(source)) {}

  bool operator()(int depth, Json::parse_event_t event, Json& value) {
    if (depth > kMaximumDepth) throw std::invalid_argument(m_source + ": nested deeper than " + std::to_string(kMaximumDepth) + " levels");
    if (event == Json::parse_event_t::object_start) m_keys.emplace_back();
    if (event == Json::parse_event_t::object_end) m_keys.pop_back();
    if (event == Json::parse_event_t::key && !m_keys.back().insert(value.get<std::string>()).second)
      throw std::invalid_argument(m_source + ": the key \"" + value.get<std::string>() + "\" is given twice in one object; keep one of them");
    return true;
  }

 private:
  std::string m_source;
  std::vector<std::set<std::string>> m_keys;
};

void appendCanonical(const Json& value, std::string& out) {
  if (value.is_object()) {
    std::vector<std::string> keys;
    for (const auto& item : value.items()) keys.push_back(item.key());
    std::sort(keys.begin(), keys.end());
    out += '{';
    for (const std::string& key : keys) {
      if (out.back() != '{') out += ',';
      out += Json(key).dump() + ':';
      appendCanonical(value.at(key), out);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (const Json& element : value) {
      if (out.back() != '[') out += ',';
      appendCanonical(element, out);
    }
    out += ']';
  } else {
    out += value.dump();
  }
}

}  // namespace

Json parseJson(const std::string& text, const std::string& source) {
  const std::size_t begin = text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
  try {
    return Json::parse(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), StrictKeys(source));
  } catch (const Json::parse_error& error) {
    throw std::invalid_argument(source + ":" + std::to_string(lineOf(text, begin + error.byte)) + ": not valid JSON (" + error.what() + ")");
  } catch (const Json::exception& error) {
    throw std::invalid_argument(source + ": not valid JSON (" + error.what() + ")");
  }
}

Json readJsonFile(const std::filesystem::path& path) { return parseJson(readFile(path), path.string()); }

std::string canonicalJson(const Json& value) {
  std::string text;
  appendCanonical(value, text);
  return text;
}

}  // namespace cloze
