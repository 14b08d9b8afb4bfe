#pragma once

#include "roster/fields/fields.hpp"
#include "roster/files/document_file.hpp"

namespace roster {

namespace detail {

/// Removes a text `$schema`, by which editors find the JSON Schema of a document.
inline void remove_schema_name(node& tree) {
  auto* all = tree.as<node::object>();
  if (!all) return;
  std::erase_if(*all, [](const auto& member) {
    return member.name == "$schema" && value(member.given).template as<std::string_view>();
  });
}

/// The config in a document. `subject` and `expected` name it in messages: "a recipe", "an object with an optimizer".
template <class Config>
Config read_config_at(const document& file, std::string_view subject, std::string_view expected, const place& here) {
  auto tree = file.tree;
  remove_schema_name(tree);
  const value whole = tree;
  draft<Config> made;
  if (const auto* members = whole.as<object_view>()) {
    read_fields(*members, subject, here, made);
  } else {
    here.report(problem_kind::wrong_type, is_not(whole, expected));
  }
  return std::move(made.config());
}

}  // namespace detail

/// The config in a document: an object with its fields. A text `$schema` is ignored. Throws an `error` with all
/// problems.
template <class Config>
Config read_config(const document& file) {
  return checked(file, [&](const place& here) {
    const auto expected = detail::with_fields_of("an object", detail::info_of<Config>);
    return detail::read_config_at<Config>(file, type_name<Config>, expected, here);
  });
}

/// The config in a file, which `read_document<List>` reads, changed by overrides. Throws an `error` with all problems.
template <class Config, const auto& List = formats>
Config read_config(const std::filesystem::path& file, std::span<const std::string> overrides = {}) {
  auto read = read_document<List>(file);
  apply_overrides(read, overrides);
  return read_config<Config>(read);
}

}  // namespace roster
