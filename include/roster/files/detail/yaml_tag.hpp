#pragma once

#include "roster/files/detail/diagnosis.hpp"
#include "roster/files/detail/yaml_scalar.hpp"

// YAML's own tags, as in `lr: !!float 1e-4`. A tag says what a value is, whatever it looks like.
namespace roster::detail {

/// A tag of YAML 1.2's core schema, and what it has to be on.
struct yaml_tag {
  std::string_view name;
  std::string_view expected;
};

inline constexpr yaml_tag yaml_tags[] = {{"str", "text"},           {"int", "an integer"}, {"float", "a real number"},
                                         {"bool", "true or false"}, {"null", "null"},      {"seq", "a list"},
                                         {"map", "an object"}};

/// `!!` is short for this.
inline constexpr std::string_view yaml_tag_prefix = "tag:yaml.org,2002:";

/// The tag of that full name; null if it is not YAML's own.
inline const yaml_tag* find_yaml_tag(std::string_view full) {
  if (!full.starts_with(yaml_tag_prefix)) return nullptr;
  for (const auto& one : yaml_tags) {
    if (one.name == full.substr(yaml_tag_prefix.size())) return &one;
  }
  return nullptr;
}

/// The full name of a tag that is written as `!!int` or `!<tag:yaml.org,2002:int>`.
inline std::string full_tag(std::string_view written) {
  if (written.starts_with("!<") && written.ends_with('>')) return std::string(written.substr(2, written.size() - 3));
  if (written.starts_with("!!")) return concat({yaml_tag_prefix, written.substr(2)});
  return std::string(written);
}

/// "has the tag !!set, expected one of YAML's own: !!str, !!int, …"
inline std::string unknown_tag(std::string_view full) {
  const bool is_core = full.starts_with(yaml_tag_prefix);
  const auto name = piece(is_core ? full.substr(yaml_tag_prefix.size()) : full);
  const auto written = is_core ? concat({"!!", name}) : full.starts_with('!') ? name : concat({"!<", name, ">"});
  std::string known;
  for (const auto& one : yaml_tags) known += concat({known.empty() ? "!!" : ", !!", one.name});
  return concat({"has the tag ", written, ", expected one of YAML's own: ", known});
}

/// "has the tag !!seq on an object, expected a list"
inline std::string wrong_tag(const yaml_tag& tag, std::string_view what) {
  return concat({"has the tag !!", tag.name, " on ", what, ", expected ", tag.expected});
}
/// The same for a scalar: "has the tag !!int on 3.5, expected an integer"
inline std::string wrong_scalar_tag(const yaml_tag& tag, const std::string& text) {
  const auto read = plain_scalar(text);
  const auto plain = read.value_or(node());
  if (!read && tag.name == "float") return too_large(text);
  if (tag.name == "int" && value(plain).as<double>() && text.find_first_not_of("+-0123456789") == text.npos) {
    return concat({piece(text), " is too large for an integer of 64 bits"});
  }
  if (text.empty()) return wrong_tag(tag, "an empty value");
  return wrong_tag(tag, value(plain).as<std::string_view>() ? to_text(text) : piece(text));
}

/// A scalar with a tag; nothing if they do not fit.
inline std::optional<node> tagged_scalar(const yaml_tag& tag, const std::string& text) {
  if (tag.name == "str") return node(value(text));
  auto read = plain_scalar(text);
  if (!read) return std::nullopt;
  if (tag.name == "float" && value(*read).as<std::int64_t>()) read = plain_scalar(text + ".");  // -0 keeps its sign
  const value shown = *read;
  const bool fits = tag.name == "int"     ? shown.as<std::int64_t>() != nullptr
                    : tag.name == "float" ? shown.as<double>() != nullptr
                    : tag.name == "bool"  ? shown.as<bool>() != nullptr
                                          : tag.name == "null" && shown.is_null();
  return fits ? read : std::nullopt;
}

}  // namespace roster::detail
