#pragma once

#include <algorithm>

#include "roster/fields/list_kind.hpp"

// Containers other than std::vector, whoever made them: sequences, sets, and maps with names as keys.
namespace roster {

namespace detail {

/// `std::deque`, `std::list`, …
template <class T>
concept sequence = !std::convertible_to<const T&, std::string_view> &&
                   requires(T all, typename T::value_type one) { all.push_back(std::move(one)); };
/// `std::set`, `std::unordered_set`, …
template <class T>
concept set_like = !requires { typename T::mapped_type; } &&
                   requires(T all, typename T::key_type one) { all.insert(std::move(one)).second; };
/// `std::map`, `std::unordered_map`, … of `std::string`
template <class T>
concept map_like = requires(T all, typename T::key_type name, typename T::mapped_type one) {
  requires std::same_as<typename T::key_type, std::string>;
  all.insert_or_assign(std::move(name), std::move(one));
};

/// Whether iterating the container gives another order each time the program runs.
template <class T>
concept unordered = requires { typename T::hasher; };

}  // namespace detail

template <detail::sequence List>
struct field_kind<List> : detail::list_kind<List> {
  static bool read(const value& given, List& field, const limit& allowed, const place& here) {
    const auto* items = given.as<list_view>();
    if (items) detail::read_one_by_one(*items, field, allowed, here);
    return items;
  }
};

/// A list without two equal elements.
template <detail::set_like Set>
struct field_kind<Set> : detail::list_kind<Set> {
  using base = detail::list_kind<Set>;

  static std::string one() { return detail::concat({"a list of different ", base::element::many()}); }
  static std::string many() { return detail::concat({"lists of different ", base::element::many()}); }
  static bool read(const value& given, Set& field, const limit& allowed, const place& here) {
    const auto* items = given.as<list_view>();
    if (!items) return false;
    field.clear();
    for (std::size_t i = 0; i < items->size; ++i) {
      const auto there = here.element(i);
      const auto before = here.problems();
      auto element = detail::fresh<typename Set::value_type>();
      detail::read_part((*items)[i], element, allowed, there);
      if (!field.insert(std::move(element)).second && here.problems() == before) {
        there.report(problem_kind::given_twice,
                     detail::concat({"is ", detail::to_text((*items)[i]), ", which is in the list already"}));
      }
    }
    return true;
  }
  static void each_steps(Set& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires detail::holds_steps<typename Set::value_type>
  {
    Set all;
    std::size_t i = 0;
    for (auto item : field) {
      base::element::each_steps(item, allowed, here.element(i++), visitor);
      all.insert(std::move(item));
    }
    if (all != field) field = std::move(all);
  }
  static node write(const Set& field) {
    auto all = base::write(field);
    if constexpr (detail::unordered<Set>) {
      std::ranges::sort(*all.template as<node::list>(), {},
                        [](const node& one) { return detail::to_text(value(one)); });
    }
    return all;
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    auto schema = base::schema(allowed, parts);
    schema.push_back({"uniqueItems", true});
    return schema;
  }
};

/// An object with any names.
template <detail::map_like Map>
struct field_kind<Map> {
  using type = typename Map::mapped_type;
  using member = field_kind<type>;
  using parts = types<type>;
  static constexpr limit range = detail::range_of<type>;

  static std::string one() { return detail::concat({"an object whose members are ", member::many()}); }
  static std::string many() { return detail::concat({"objects whose members are ", member::many()}); }
  static bool read(const value& given, Map& field, const limit& allowed, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) return false;
    field.clear();
    for (const auto& [name, one] : *members) {
      const auto there = here.member(name);
      auto read = detail::fresh<type>();
      if (field.contains(std::string(name))) {
        there.report(problem_kind::given_twice, detail::is_given_twice());
        continue;
      }
      detail::read_part(one, read, allowed, there);
      field.insert_or_assign(std::string(name), std::move(read));
    }
    return true;
  }
  static void check(const Map& field, const limit& allowed, const place& here) {
    for (const auto& [name, one] : field) member::check(one, allowed, here.member(name));
  }
  static void each_steps(Map& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires detail::holds_steps<type>
  {
    for (auto& [name, one] : field) member::each_steps(one, allowed, here.member(name), visitor);
  }
  static node write(const Map& field) {
    node::object members;
    for (const auto& [name, one] : field) members.push_back({name, member::write(one)});
    if constexpr (detail::unordered<Map>) std::ranges::sort(members, {}, &node::member::name);
    return node(std::move(members));
  }
  static std::string text(const Map& field) {
    std::string members;
    std::size_t shown = 0;
    for (const auto& [name, one] : field) {
      if (shown == detail::most_shown) return detail::concat({"{", members, ", …}"});
      members += detail::concat({shown++ ? ", " : "", detail::name_in_path(name), ": ", detail::field_text(one)});
    }
    return detail::concat({"{", members, "}"});
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    auto schema = detail::schema_of_type("object");
    schema.push_back({"additionalProperties", member::schema(allowed, parts)});
    return schema;
  }
};

}  // namespace roster
