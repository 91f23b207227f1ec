// JSON as Cloze uses it: keys keep their order, so that files read like the structs that wrote them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace cloze {

using Json = nlohmann::ordered_json;

// Parses strictly: duplicate keys, depth over 64 and trailing text are errors naming `source` (a file name) and the line.
// Accepts a byte-order mark. Throws std::invalid_argument.
Json parseJson(const std::string& text, const std::string& source);
// Reads and parses a file; std::runtime_error when it cannot be read.
Json readJsonFile(const std::filesystem::path& path);
// Keys sorted, no spaces: equal values give equal text. The input of hashes.
std::string canonicalJson(const Json& value);

}  // namespace cloze
