// A field's value as JSON: shared by the visitors of schema.cpp and json_schema.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/field.h"
#include "engine/core/json.h"

namespace cloze {

template <class... Ts> struct Overloaded : Ts... { using Ts::operator()...; };
template <class... Ts> Overloaded(Ts...) -> Overloaded<Ts...>;

inline Json valueToJson(const FieldValue& value) {
  return std::visit(Overloaded{
                        [](const FreeJson* free) {
                          Json json = Json::parse(free->text, nullptr, false);
                          return json.is_discarded() ? Json(free->text) : json;     // a plain word needs no quotes
                        },
                        [](const auto* plain) -> Json {
                          using T = std::decay_t<decltype(*plain)>;
                          if constexpr (std::is_same_v<T, std::optional<std::int64_t>> || std::is_same_v<T, std::optional<double>> ||
                                        std::is_same_v<T, std::optional<std::string>>)
                            return *plain ? Json(**plain) : Json(nullptr);
                          else
                            return Json(*plain);
                        },
                    },
                    value);
}

}  // namespace cloze
