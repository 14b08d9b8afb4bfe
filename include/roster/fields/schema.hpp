#pragma once

#include <algorithm>

#include "roster/fields/fields.hpp"

namespace roster {

/// The named parts of a JSON Schema. Each is made once, because the schema of a composite refers to itself.
class definitions {
  template <class Key>
  static constexpr char identity{};

 public:
  /// A reference to the part for `Key`. `make()` makes the part if it does not exist yet. The part is called `name`,
  /// with a number if another part has that name.
  template <class Key, class Make>
  node refer(std::string_view name, Make&& make) {
    const auto at = find(&identity<Key>);
    if (at == all_.size()) {
      add(&identity<Key>, name);
      auto made = make();
      all_[at].given = std::move(made);
    }
    return node(node::object{{"$ref", detail::concat({"#/$defs/", all_[at].name})}});
  }

  const node::object& all() const noexcept { return all_; }

 private:
  std::size_t find(const void* key) const noexcept {
    return static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
  }
  void add(const void* key, std::string_view wanted) {
    std::string name(wanted);
    for (auto& c : name) {
      const bool fits_into_a_reference = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!fits_into_a_reference) c = '_';
    }
    const auto is_taken = [&](std::string_view one) {
      return std::any_of(all_.begin(), all_.end(), [&](const auto& part) { return part.name == one; });
    };
    auto unique = name;
    for (int i = 2; is_taken(unique); ++i) unique = detail::concat({name, "_", std::to_string(i)});
    keys_.push_back(key);
    all_.push_back({unique, {}});
  }

  node::object all_;
  std::vector<const void*> keys_;  // of each part: the address of its Key's identity
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
    if (field.is_required) names.push_back(field.name);
  }
  return node(std::move(names));
}

using field_schema = node::object (*)(const limit& allowed, definitions& parts);

/// The schema of each of a config's fields, by name.
inline node::object field_schemas(const config_info& info, const rule* rules, const field_writer* writers,
                                  const field_schema* schemas, const void* defaults, definitions& parts) {
  node::object properties;
  for (std::size_t i = 0; i < info.fields.size(); ++i) {
    const auto& field = info.fields[i];
    auto members = schemas[i](field.allowed, parts);
    if (!rules[i].about.empty()) members.push_back({"description", rules[i].about});
    if (!field.is_required) members.push_back({"default", writers[i](field.in(defaults))});
    properties.push_back({field.name, std::move(members)});
  }
  return properties;
}
template <class Config>
node::object field_schemas(definitions& parts) {
  const auto config = defaults<Config>();
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    constexpr field_schema schemas[] = {field_kind<held_type<I, Config>>::schema..., nullptr};
    return field_schemas(info_of<Config>, rules_of<Config>(), writers_of<Config>.data(), schemas, &config, parts);
  }(std::make_index_sequence<field_count<Config>>{});
}

/// The schema of an object with these members, and no others. All names are in one place: some editors ignore
/// `unevaluatedProperties`, and VS Code drops `properties` next to a `$ref`.
inline node::object schema_of_object(node::object properties, node required) {
  return {{"type", "object"},
          {"properties", node(std::move(properties))},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

/// The schema of an object with `members` and the fields of `type`, which the part `fields` describes.
inline node::object schema_with_fields(node::object members, node required, const config_info& type, node fields) {
  for (const auto& field : type.fields) members.push_back({field.name, true});
  auto schema = schema_of_object(std::move(members), std::move(required));
  schema.push_back({"allOf", node(node::list{std::move(fields)})});
  return schema;
}

}  // namespace detail

/// A JSON Schema (2020-12) of what `read_config<Recipe>` or `read_recipe<Recipe>` reads from a file, for editors to
/// complete and check recipes. It covers all but the lengths of lists for parameter groups and the rules about several
/// fields; `static node::object schema_of_check()` of the recipe adds what a schema can say of those. A document may
/// also be an entry `Alone`, unless that is void. `id` is the schema's URI, if it has one.
template <class Recipe, class Alone = void>
node schema(std::string_view title, std::string_view id = {}) {
  definitions parts;
  const auto& type = detail::info_of<Recipe>;
  auto fields = detail::field_schemas<Recipe>(parts);
  fields.push_back({"$schema", detail::schema_of_type("string")});
  auto whole = detail::schema_of_object(std::move(fields), detail::required_names(type));
  if constexpr (requires { Recipe::schema_of_check(); }) {
    for (auto& member : Recipe::schema_of_check()) whole.push_back(std::move(member));
  }
  const node::member heading("title", title);
  whole.insert(whole.begin(), heading);
  if constexpr (!std::is_void_v<Alone>) {
    whole = field_kind<Alone>::schema_of_document(type, std::move(whole), parts);
    whole.insert(whole.begin(), heading);
  }
  if (!id.empty()) whole.insert(whole.begin(), {"$id", id});
  whole.insert(whole.begin(), {"$schema", "https://json-schema.org/draft/2020-12/schema"});
  whole.push_back({"$defs", node(parts.all())});
  return node(std::move(whole));
}

}  // namespace roster
