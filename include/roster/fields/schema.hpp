#pragma once

#include <algorithm>

#include "roster/fields/fields.hpp"

namespace roster {

/// The parts of a JSON Schema that have names, each made once: what makes schedulers of schedulers refers to itself.
class definitions {
 public:
  /// A reference to the part of that name, which `make()` makes if it is not there yet.
  template <class Make>
  node refer(const std::string& name, Make&& make) {
    if (std::ranges::find(all_, name, &node::object::value_type::first) == all_.end()) {
      const auto position = all_.size();
      all_.emplace_back(name, node());
      auto made = make();
      all_[position].second = std::move(made);
    }
    return node(node::object{{"$ref", "#/$defs/" + name}});
  }

  const node::object& all() const noexcept { return all_; }

 private:
  node::object all_;
};

namespace detail {

/// Whether no file can hold a config, because a required field of it is a function.
template <class Config>
inline constexpr bool only_in_code = []<std::size_t... I>(std::index_sequence<I...>) {
  return ((is_required_field<I, Config> && is_function<field_type<I, Config>>) || ...);
}(std::make_index_sequence<field_count<Config>>{});

/// The names of the fields without a default.
template <class Config>
node required_names() {
  node::list names;
  for (std::size_t i = 0; i < required_count<Config>; ++i) names.emplace_back(value(field_names<Config>[i]));
  return node(std::move(names));
}

/// The JSON Schema of each of a config's fields, by name.
template <class Config>
node::object field_schemas(definitions& parts) {
  node::object properties;
  const auto config = defaults<Config>();
  for_each_field(config, [&](auto i, const auto& field) {
    using type = std::remove_cvref_t<decltype(field)>;
    constexpr auto r = rule_of<Config, i>();
    auto members = field_kind<type>::schema(r.allowed, parts);
    if (!r.about.empty()) members.emplace_back("description", r.about);
    if (!is_required_field<i, Config>) members.emplace_back("default", field_kind<type>::write(field));
    properties.emplace_back(r.field, node(std::move(members)));
  });
  return properties;
}

}  // namespace detail

/// A JSON Schema (2020-12) of what `read_recipe<Recipe>` takes: an editor completes and checks recipes with it. It says
/// all of the fields but the rules that join several of them, and how many elements a list for parameter groups has.
template <class Recipe>
node schema(std::string_view title) {
  definitions parts;
  auto fields = detail::field_schemas<Recipe>(parts);
  fields.emplace_back("$schema", node(detail::schema_of_type("string")));
  return node(node::object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                           {"title", title},
                           {"type", "object"},
                           {"properties", node(std::move(fields))},
                           {"required", detail::required_names<Recipe>()},
                           {"additionalProperties", false},
                           {"$defs", node(parts.all())}});
}

}  // namespace roster
