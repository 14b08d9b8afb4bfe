#pragma once

#include <array>

#include "roster/fields/field_kind.hpp"

// Lists as fields: of any length, and of a fixed one.
namespace roster {

namespace detail {

/// Reads the elements of a list into `field`, which already has the list's length.
template <class List>
void read_elements(const list_view& given, List& field, const limit& allowed, const place& here) {
  using kind = field_kind<typename List::value_type>;
  for (std::size_t i = 0; i < given.size; ++i) {
    const auto element = given[i];
    const auto there = here.element(i);
    if (!kind::read(element, field[i], allowed, there)) {
      there.report(problem_kind::wrong_type, is_not(element, bounded(kind::one(), allowed)));
    }
  }
}

template <class List>
struct list_kind {
  using element = field_kind<typename List::value_type>;

  static void check(const List& field, const limit& allowed, const place& here) {
    for (std::size_t i = 0; i < field.size(); ++i) element::check(field[i], allowed, here.element(i));
  }
  static node write(const List& field) {
    node::list items;
    for (const auto& item : field) items.push_back(element::write(item));
    return node(std::move(items));
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    auto schema = detail::schema_of_type("array");
    schema.push_back({"items", element::schema(allowed, parts)});
    return schema;
  }
  static std::string text(const List& field) {
    std::string items;
    for (std::size_t i = 0; i < field.size() && i < most_shown; ++i) {
      items += concat({i ? ", " : "", field_text(field[i])});
    }
    return concat({"[", items, field.size() > most_shown ? ", …]" : "]"});
  }
};

}  // namespace detail

template <class T>
struct field_kind<std::vector<T>> : detail::list_kind<std::vector<T>> {
  static std::string one() { return detail::concat({"a list of ", field_kind<T>::many()}); }
  static std::string many() { return detail::concat({"lists of ", field_kind<T>::many()}); }
  static bool read(const value& given, std::vector<T>& field, const limit& allowed, const place& here) {
    const auto* items = given.as<list_view>();
    if (!items) return false;
    field = std::vector<T>(items->size);
    detail::read_elements(*items, field, allowed, here);
    return true;
  }
};

template <class T, std::size_t N>
struct field_kind<std::array<T, N>> : detail::list_kind<std::array<T, N>> {
  static std::string one() { return detail::concat({"a list of ", std::to_string(N), " ", field_kind<T>::many()}); }
  static std::string many() { return detail::concat({"lists of ", std::to_string(N), " ", field_kind<T>::many()}); }
  static bool read(const value& given, std::array<T, N>& field, const limit& allowed, const place& here) {
    const auto* items = given.as<list_view>();
    if (!items) return false;
    if (items->size == N) {
      detail::read_elements(*items, field, allowed, here);
    } else {
      here.report(problem_kind::wrong_length, detail::has_length(items->size, one()));
    }
    return true;
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    auto schema = detail::list_kind<std::array<T, N>>::schema(allowed, parts);
    for (const auto* bound : {"minItems", "maxItems"}) schema.push_back({bound, N});
    return schema;
  }
};

}  // namespace roster
