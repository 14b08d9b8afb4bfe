#pragma once

#include <algorithm>
#include <span>

#include "roster/fields/any_config.hpp"
#include "roster/fields/schema.hpp"
#include "roster/input/detail/utf8.hpp"

// The JSON Schema of an object whose member `name` chooses a type of a registry.
namespace roster {

/// What messages call a type of a registry, with the article: "a scheduler".
template <class Registry>
inline constexpr std::string_view kind_of_entry = "an entry";

namespace detail {

/// "scheduler" for "a scheduler"
template <class Registry>
std::string kind_without_article() {
  const std::string_view kind = kind_of_entry<Registry>;
  return std::string(kind.substr(kind.find(' ') + 1));
}

/// The JSON Schema of a type's fields. Other members are allowed, since objects with the fields have more.
template <class Config>
node schema_of_fields(definitions& parts) {
  return parts.refer<Config>(type_name<Config>, [&] {
    node::object schema{{"title", type_name<Config>}};
    if constexpr (has_about<Config>) schema.push_back({"description", Config::about});
    schema.push_back({"type", "object"});
    schema.push_back({"properties", field_schemas<Config>(parts)});
    return node(std::move(schema));
  });
}

/// Whether a type of the registry has a field of that name.
template <class Registry>
bool has_field(std::string_view name) {
  for (const auto* type : Registry::template apply<infos_of>::all) {
    for (const auto& field : type->fields) {
      if (field.name == name) return true;
    }
  }
  return false;
}

/// The JSON Schema of the member that chooses a type of a registry.
template <class Registry>
node schema_of_name() {
  node::list names;
  Registry::for_each([&]<class Config>(std::type_identity<Config>) {
    if (!only_in_code<Config>) names.push_back(type_name<Config>);
  });
  return node(node::object{{"description", concat({"which ", kind_without_article<Registry>()})},
                           {"type", "string"},
                           {"enum", node(std::move(names))}});
}

/// The condition that an object has a `name` and fits `others`. Editors also ask this of a value that is not an object
/// yet, and would offer a `name` that is described here.
inline node schema_of_named(node::object others) {
  others.insert(others.begin(), {"name", true});
  return node(node::object{
      {"type", "object"}, {"properties", node(std::move(others))}, {"required", node(node::list{"name"})}});
}

/// The schema of a name that chooses a type. yaml-language-server takes a name for each constant that begins with it,
/// and would offer the fields of "CosineDecayRestarts" for "CosineDecay", but for the length.
inline node::object schema_of_chosen(std::string_view name, std::span<const std::string_view> names) {
  const auto begins = [&](auto other) { return other.size() < name.size() && name.starts_with(other); };
  if (std::ranges::none_of(names, begins)) return {{"const", name}};
  return {{"type", "string"}, {"const", name}, {"minLength", character_count(name)}};
}

/// The JSON Schema of an object whose member `name` chooses a type of a registry. Its other members are the type's
/// fields, `options`, and those of `more(type)`. Editors offer them once there is a name.
template <class Registry, class More>
node schema_of_entry(definitions& parts, node::object options, More&& more) {
  node::object allowed{{"name", true}};
  for (const auto& option : options) allowed.push_back({option.name, true});
  node::list cases;
  Registry::for_each([&]<class Config>(std::type_identity<Config> type) {
    if constexpr (!only_in_code<Config>) {
      auto members = allowed;
      for (auto& member : more(type)) members.push_back(std::move(member));
      auto then = schema_with_fields(std::move(members), required_names(info_of<Config>), info_of<Config>,
                                     schema_of_fields<Config>(parts));
      node::object chosen{{"name", schema_of_chosen(type_name<Config>, Registry::names)}};
      cases.push_back(node::object{{"if", node::object{{"properties", std::move(chosen)}}}, {"then", std::move(then)}});
    }
  });
  node::object members{{"name", schema_of_name<Registry>()}};
  node::object then{{"properties", node(std::move(options))}, {"allOf", node(std::move(cases))}};
  return node(node::object{{"title", kind_without_article<Registry>()},
                           {"type", "object"},
                           {"properties", node(std::move(members))},
                           {"required", node(node::list{"name"})},
                           {"if", schema_of_named({})},
                           {"then", node(std::move(then))}});
}

}  // namespace detail
}  // namespace roster
