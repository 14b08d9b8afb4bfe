#pragma once

#include "roster/fields/fields.hpp"
#include "roster/fields/schema.hpp"

namespace roster {

namespace detail {

/// A struct without a kind of its own.
template <class T>
concept nested_config = std::is_class_v<T> && std::is_aggregate_v<T>;

}  // namespace detail

/// A config within a config: an object. If it is given, its fields that are not given have the defaults of their own
/// struct; it replaces the default of the whole.
template <detail::nested_config Config>
struct field_kind<Config> {
  static std::string one() { return detail::with_fields_of("an object", detail::info_of<Config>); }
  static std::string many() { return detail::with_fields_of("objects", detail::info_of<Config>); }
  static bool read(const value& given, Config& field, const limit&, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) return false;
    field = read_config<Config>(*members, here);
    return true;
  }
  static void check(const Config& field, const limit&, const place& here) { check_config(field, here); }
  static void check_groups(const Config& field, std::size_t groups, const place& here) {
    detail::info_of<Config>.check_groups(&field, groups, here);
  }
  static void check_origins(const Config& field, origins from, const place& here) {
    detail::info_of<Config>.check_origins(&field, from, here);
  }
  static void regroup(Config& field, origins from) noexcept { detail::info_of<Config>.regroup(&field, from); }
  static void each_steps(Config& field, const limit&, const place& here, const steps_visitor& visitor) {
    detail::info_of<Config>.each_steps(&field, here, visitor);
  }
  static node write(const Config& field) { return node(write_fields(field)); }
  static std::string text(const Config& field) { return config_text(field); }
  static node::object schema(const limit&, definitions& parts) {
    auto part = parts.refer<Config>(type_name<Config>, [&] {
      node::object schema{{"title", type_name<Config>}};
      if constexpr (detail::has_about<Config>) schema.push_back({"description", Config::about});
      for (auto& member : detail::schema_of_object(detail::field_schemas<Config>(parts),
                                                   detail::required_names(detail::info_of<Config>))) {
        schema.push_back(std::move(member));
      }
      return node(std::move(schema));
    });
    return std::move(*part.template as<node::object>());
  }
};

}  // namespace roster
