#pragma once

#include <filesystem>

#include "roster/fields/field_kind.hpp"

namespace roster {

/// A path of a file or a folder, as text. Whether there is such a file is not checked.
template <>
struct field_kind<std::filesystem::path> {
  static std::string one() { return "a path"; }
  static std::string many() { return "paths"; }
  static bool read(const value& given, std::filesystem::path& field, const limit&, const place&) {
    const auto* text = given.as<std::string_view>();
    if (text) field = *text;
    return text;
  }
  static void check(const std::filesystem::path&, const limit&, const place&) {}
  static node write(const std::filesystem::path& field) { return field.string(); }
  static node::object schema(const limit&, definitions&) { return detail::schema_of_type("string"); }
};

}  // namespace roster
