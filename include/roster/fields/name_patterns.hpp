#pragma once

#include "roster/fields/list_kind.hpp"

namespace roster {

/// One or several patterns of parameters' names: "fc.*". `*` stands for any characters, `?` for one.
struct name_patterns {
  std::vector<std::string> all;
};

template <>
struct field_kind<name_patterns> {
  static std::string one() { return "a pattern of parameter names such as \"fc.*\", or a list of patterns"; }
  static std::string many() { return "patterns or lists of them"; }
  static bool read(const value& given, name_patterns& field, const limit& allowed, const place& here) {
    if (const auto* text = given.as<std::string_view>()) {
      field.all = {std::string(*text)};
    } else if (!field_kind<std::vector<std::string>>::read(given, field.all, allowed, here)) {
      return false;
    }
    if (field.all.empty()) here.report(problem_kind::wrong_length, detail::is_empty(one()));
    return true;
  }
  static void check(const name_patterns& field, const limit&, const place& here) {
    if (field.all.empty()) here.report(problem_kind::wrong_length, detail::is_empty(one()));
  }
  static node write(const name_patterns& field) {
    return field.all.size() == 1 ? node(value(field.all.front())) : node(value(field.all));
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    auto list = field_kind<std::vector<std::string>>::schema(allowed, parts);
    list.push_back({"minItems", 1});
    return detail::schema_of_any(detail::schema_of_type("string"), std::move(list));
  }
};

/// Whether `name` matches `pattern`: `*` stands for any characters, `?` for one.
constexpr bool matches(std::string_view pattern, std::string_view name) noexcept {
  // With several `*`, only the length of the last one ever has to be tried again.
  std::size_t p = 0, n = 0, star = pattern.npos, taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != pattern.npos) {
      p = star + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace roster
