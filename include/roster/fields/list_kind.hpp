#pragma once

#include <array>

#include "roster/fields/number_kind.hpp"
#include "roster/fields/plain_kind.hpp"

// Lists as fields: of any length, and of a fixed one.
namespace roster {

namespace detail {

/// Reads a part of a field, such as an element of a list.
template <class T>
void read_part(const value& given, T& part, const limit& allowed, const place& here) {
  if (!field_kind<T>::read(given, part, allowed, here)) {
    here.report(problem_kind::wrong_type, is_not(given, expected<T>(allowed)));
  }
}

/// Calls the visitor with each number of steps in a part of a field.
template <class T>
void visit_part(T& part, const limit& allowed, const place& here, const steps_visitor& visitor) {
  if constexpr (holds_steps<T>) field_kind<T>::each_steps(part, allowed, here, visitor);
}

/// Reads a list, one element after the other.
template <class List>
void read_one_by_one(const list_view& given, List& field, const limit& allowed, const place& here) {
  field.clear();
  for (std::size_t i = 0; i < given.size; ++i) {
    auto element = fresh<typename List::value_type>();
    read_part(given[i], element, allowed, here.element(i));
    field.push_back(std::move(element));
  }
}

/// What all lists of elements of one type have in common.
template <class List>
struct list_kind {
  using type = typename List::value_type;
  using element = field_kind<type>;
  using parts = types<type>;
  static constexpr limit range = range_of<type>;

  static std::string one() { return concat({"a list of ", element::many()}); }
  static std::string many() { return concat({"lists of ", element::many()}); }
  static void check(const List& field, const limit& allowed, const place& here) {
    std::size_t i = 0;
    for (const auto& item : field) element::check(item, allowed, here.element(i++));
  }
  static void each_steps(List& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires holds_steps<type>
  {
    std::size_t i = 0;
    for (auto& item : field) element::each_steps(item, allowed, here.element(i++), visitor);
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
    std::size_t i = 0;
    for (const auto& item : field) {
      if (i == most_shown) return concat({"[", items, ", …]"});
      items += concat({i++ ? ", " : "", field_text<type>(item)});
    }
    return concat({"[", items, "]"});
  }
};

}  // namespace detail

template <class T>
struct field_kind<std::vector<T>> : detail::list_kind<std::vector<T>> {
  static bool read(const value& given, std::vector<T>& field, const limit& allowed, const place& here) {
    const auto* items = given.as<list_view>();
    if (!items) return false;
    if constexpr (std::is_same_v<T, bool> || !std::default_initializable<T>) {
      detail::read_one_by_one(*items, field, allowed, here);
    } else {
      field = std::vector<T>(items->size);
      for (std::size_t i = 0; i < items->size; ++i) {
        detail::read_part((*items)[i], field[i], allowed, here.element(i));
      }
    }
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
      for (std::size_t i = 0; i < N; ++i) detail::read_part((*items)[i], field[i], allowed, here.element(i));
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
