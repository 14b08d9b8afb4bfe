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
  auto fields = detail::field_schemas<Recipe>(parts);
  fields.emplace_back("$schema", node(detail::schema_of_type("string")));
  return node(node::object{{"$schema", node(value("https://json-schema.org/draft/2020-12/schema"))},
                           {"title", node(value(title))},
                           {"type", node(value("object"))},
                           {"properties", node(std::move(fields))},
                           {"required", detail::required_names<Recipe>()},
                           {"additionalProperties", node(value(false))},
                           {"$defs", node(parts.all())}});
}

}  // namespace roster
