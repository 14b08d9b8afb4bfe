#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "roster/definitions.hpp"
#include "roster/fields.hpp"
#include "roster/node.hpp"
#include "roster/value.hpp"

namespace roster {

/// A JSON Schema (2020-12) of what `read_recipe<Recipe>` takes: an editor completes and checks recipes with it. It says
/// all of the fields but the rules that join several of them, and how many elements a list for parameter groups has.
template <class Recipe>
node schema(std::string_view title) {
  definitions parts;
  auto whole = detail::schema_of_fields<Recipe>(parts);
  whole.back().second.template as<node::object>()->emplace_back("$schema", node(detail::schema_of_type("string")));
  node::object members{{"$schema", node(value("https://json-schema.org/draft/2020-12/schema"))},
                       {"title", node(value(title))},
                       {"type", node(value("object"))}};
  for (auto& member : whole) members.push_back(std::move(member));
  members.emplace_back("required", detail::required_names<Recipe>());
  members.emplace_back("additionalProperties", node(value(false)));
  members.emplace_back("$defs", node(parts.all()));
  return node(std::move(members));
}

}  // namespace roster
