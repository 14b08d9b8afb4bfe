#pragma once

#include <algorithm>

#include "roster/fields/fields.hpp"

namespace roster {

/// The named parts of a JSON Schema. Each is made once, because the schema of a composite refers to itself.
class definitions {
 public:
  /// A reference to the part of that name. `make()` makes the part if it does not exist yet.
  template <class Make>
  node refer(const std::string& name, Make&& make) {
    if (std::none_of(all_.begin(), all_.end(), [&](const auto& part) { return part.name == name; })) {
      const auto position = all_.size();
      all_.push_back({name, {}});
      auto made = make();
      all_[position].given = std::move(made);
    }
    return node(node::object{{"$ref", detail::concat({"#/$defs/", name})}});
  }

  const node::object& all() const noexcept { return all_; }

 private:
  node::object all_;
};

namespace detail {

/// Whether no file can hold the config, because a required field is a function.
template <class Config>
inline constexpr bool only_in_code = []<std::size_t... I>(std::index_sequence<I...>) {
  return ((is_required_field<I, Config> && is_function<field_type<I, Config>>) || ...);
}(std::make_index_sequence<field_count<Config>>{});

/// The names of the fields without a default.
inline node required_names(const config_info& type) {
  node::list names;
  for (const auto& field : type.fields) {
    if (field.is_required) names.push_back(field.declared.field);
  }
  return node(std::move(names));
}

using field_schema = node::object (*)(const limit& allowed, definitions& parts);

/// The schema of each of a config's fields, by name.
inline node::object field_schemas(const config_writing& type, const field_schema* schemas, const void* defaults,
                                  definitions& parts) {
  node::object properties;
  for (std::size_t i = 0; i < type.info->fields.size(); ++i) {
    const auto& field = type.info->fields[i];
    auto members = schemas[i](field.declared.allowed, parts);
    if (!field.declared.about.empty()) members.push_back({"description", field.declared.about});
    if (!field.is_required) members.push_back({"default", type.fields[i]->write(field.in(defaults))});
    properties.push_back({field.declared.field, std::move(members)});
  }
  return properties;
}
template <class Config>
node::object field_schemas(definitions& parts) {
  const auto config = defaults<Config>();
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    constexpr field_schema schemas[] = {field_kind<held_type<I, Config>>::schema..., nullptr};
    return field_schemas(writing_in<Config>, schemas, &config, parts);
  }(std::make_index_sequence<field_count<Config>>{});
}

}  // namespace detail

/// A JSON Schema (2020-12) of what `read_recipe<Recipe>` reads, for editors to complete and check recipes. It covers
/// all but the rules about several fields and the lengths of lists for parameter groups.
template <class Recipe>
node schema(std::string_view title) {
  definitions parts;
  auto fields = detail::field_schemas<Recipe>(parts);
  fields.push_back({"$schema", detail::schema_of_type("string")});
  return node(node::object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                           {"title", title},
                           {"type", "object"},
                           {"properties", node(std::move(fields))},
                           {"required", detail::required_names(detail::info_of<Recipe>)},
                           {"additionalProperties", false},
                           {"$defs", node(parts.all())}});
}

}  // namespace roster
