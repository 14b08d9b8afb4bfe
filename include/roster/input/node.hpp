#pragma once

#include <algorithm>

#include "roster/input/detail/any_of.hpp"
#include "roster/input/detail/text.hpp"
#include "roster/input/error.hpp"

namespace roster {

/// A tree of values that owns what it holds: a part of a recipe, a saved state. Objects keep the order of their
/// members.
class node {
 public:
  struct member;
  using list = std::vector<node>;
  using object = std::vector<member>;

  node() = default;
  /// Copies `given` with all that it holds.
  node(const value& given);
  /// Copies whatever a `value` can be made of: a number, a text, a `std::vector<double>`, …
  template <class T>
    requires(!std::same_as<T, node> && !std::same_as<T, value> && std::constructible_from<value, const T&>)
  node(const T& given) : node(value(given)) {}
  node(list items);
  node(object members);

  /// A null of which nothing is written; otherwise like any null.
  static node nothing() { return node(value::nothing()); }

  /// A view of the tree, which has to outlive it.
  operator value() const;

  /// The first member of that name, or null if there is none or this is not an object.
  const node* find(std::string_view name) const;

  /// The list or the object, or null if this is something else. `T`: list, object.
  template <class T>
  T* as() noexcept {
    return held_.as<T>();
  }
  template <class T>
  const T* as() const noexcept {
    return held_.as<T>();
  }

  location where = {};  ///< in the text that it was read from; for a member of an object, that of its name

  /// Compares what the nodes hold, not their locations.
  bool operator==(const node& other) const;

 private:
  struct types : detail::alternatives<bool, std::int64_t, double, std::string, list, object> {};
  detail::any_of<types> held_;  // empty: null
  bool is_nothing_ = false;
};

/// A member of an object.
struct node::member {
  std::string name;
  node given;

  member(std::string_view called, node held) : name(called), given(std::move(held)) {}
  bool operator==(const member&) const = default;
};

inline node::node(const value& given) : is_nothing_(given.is_nothing()) {
  if (const auto* b = given.as<bool>()) held_.emplace<bool>(*b);
  if (const auto* i = given.as<std::int64_t>()) held_.emplace<std::int64_t>(*i);
  if (const auto* d = given.as<double>()) held_.emplace<double>(*d);
  if (const auto* s = given.as<std::string_view>()) held_.emplace<std::string>(*s);
  if (const auto* l = given.as<list_view>()) {
    list items;
    items.reserve(l->size);
    for (const auto& item : *l) items.push_back(item);
    held_.emplace<list>(std::move(items));
  }
  if (const auto* o = given.as<object_view>()) {
    object members;
    members.reserve(o->size);
    for (const auto& one : *o) members.push_back({one.name, one.given});
    held_.emplace<object>(std::move(members));
  }
}
inline node::node(list items) { held_.emplace<list>(std::move(items)); }
inline node::node(object members) { held_.emplace<object>(std::move(members)); }

inline node::operator value() const {
  if (const auto* b = held_.as<bool>()) return *b;
  if (const auto* i = held_.as<std::int64_t>()) return *i;
  if (const auto* d = held_.as<double>()) return *d;
  if (const auto* s = held_.as<std::string>()) return std::string_view(*s);
  if (const auto* l = held_.as<list>()) {
    return list_view{l->size(), l->data(), [](const void* data, std::size_t position) -> value {
                       return static_cast<const node*>(data)[position];
                     }};
  }
  if (const auto* o = held_.as<object>()) {
    return object_view{o->size(), o->data(), [](const void* data, std::size_t position) -> keyword {
                         const auto& one = static_cast<const member*>(data)[position];
                         return {one.name, one.given};
                       }};
  }
  return is_nothing_ ? value::nothing() : value(nullptr);
}

inline const node* node::find(std::string_view name) const {
  const auto* members = as<object>();
  if (!members) return nullptr;
  for (const auto& one : *members) {
    if (one.name == name) return &one.given;
  }
  return nullptr;
}

inline bool node::operator==(const node& other) const {
  const auto same = [&]<class T>(std::type_identity<T>) {
    const auto* a = held_.as<T>();
    const auto* b = other.held_.as<T>();
    return a && b ? *a == *b : !a && !b;
  };
  return same(std::type_identity<bool>()) && same(std::type_identity<std::int64_t>()) &&
         same(std::type_identity<double>()) && same(std::type_identity<std::string>()) &&
         same(std::type_identity<list>()) && same(std::type_identity<object>());
}

namespace detail {

/// The most levels that a tree from outside may have: the functions that walk trees are recursive.
inline constexpr std::size_t deepest_tree = 64;
inline std::string too_deep() { return concat({"is nested deeper than ", std::to_string(deepest_tree), " levels"}); }

/// Calls `f` with every element of a list, every member of an object.
template <class Node, class F>
void for_each_child(Node& whole, F&& f) {
  if (auto* items = whole.template as<node::list>()) {
    for (auto& item : *items) f(item);
  }
  if (auto* members = whole.template as<node::object>()) {
    for (auto& [name, member] : *members) f(member);
  }
}

/// How deep a tree is nested: 0 for a number, 1 for a list of numbers.
inline std::size_t levels(const node& whole) {
  if (!whole.as<node::list>() && !whole.as<node::object>()) return 0;
  std::size_t deepest = 0;
  for_each_child(whole, [&](const node& child) { deepest = std::max(deepest, levels(child)); });
  return deepest + 1;
}

}  // namespace detail

}  // namespace roster
