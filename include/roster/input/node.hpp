#pragma once

#include <algorithm>
#include <variant>

#include "roster/input/detail/text.hpp"
#include "roster/input/error.hpp"

namespace roster {

/// A tree of values that owns what it holds: a piece of a recipe, a saved state. Objects keep their order. What was
/// read from a text knows where it stands there: a member of an object where its name does.
class node {
 public:
  using list = std::vector<node>;
  using object = std::vector<std::pair<std::string, node>>;

  node() = default;
  /// Copies everything that `given` shows.
  node(const value& given) {
    if (const auto* b = given.as<bool>()) held_ = *b;
    if (const auto* i = given.as<std::int64_t>()) held_ = *i;
    if (const auto* d = given.as<double>()) held_ = *d;
    if (const auto* s = given.as<std::string_view>()) held_ = std::string(*s);
    if (const auto* l = given.as<list_view>()) {
      list items;
      items.reserve(l->size);
      for (const auto& item : *l) items.emplace_back(item);
      held_ = std::move(items);
    }
    if (const auto* o = given.as<object_view>()) {
      object members;
      members.reserve(o->size);
      for (const auto& [name, member] : *o) members.emplace_back(name, member);
      held_ = std::move(members);
    }
  }
  /// Copies whatever a `value` can show: a number, a text, a `std::vector<double>`, …
  template <class T>
    requires(!std::same_as<T, node> && !std::same_as<T, value> && std::constructible_from<value, const T&>)
  node(const T& given) : node(value(given)) {}
  node(list items) : held_(std::move(items)) {}
  node(object members) : held_(std::move(members)) {}

  /// A view of the tree, good while the tree lives.
  operator value() const {
    return std::visit(
        [](const auto& held) -> value {
          using type = std::remove_cvref_t<decltype(held)>;
          if constexpr (std::is_same_v<type, list>) {
            return list_view{held.size(), held.data(), [](const void* data, std::size_t position) -> value {
                               return static_cast<const node*>(data)[position];
                             }};
          } else if constexpr (std::is_same_v<type, object>) {
            return object_view{held.size(), held.data(), [](const void* data, std::size_t position) -> keyword {
                                 const auto& [name, member] = static_cast<const object::value_type*>(data)[position];
                                 return {name, member};
                               }};
          } else {
            return held;
          }
        },
        held_);
  }

  /// The member of an object, or null if there is none of that name.
  const node* find(std::string_view name) const {
    const auto* members = as<object>();
    if (!members) return nullptr;
    for (const auto& [key, member] : *members) {
      if (key == name) return &member;
    }
    return nullptr;
  }

  /// The list or the object that this is, or null if it is something else. `T`: list, object.
  template <class T>
  T* as() noexcept {
    return std::get_if<T>(&held_);
  }
  template <class T>
  const T* as() const noexcept {
    return std::get_if<T>(&held_);
  }

  location where = {};

  /// Of what it holds, wherever it stands.
  bool operator==(const node& other) const { return held_ == other.held_; }

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, list, object> held_ = nullptr;
};

namespace detail {

/// Trees from outside are walked by functions that call themselves: so many levels, and no more.
inline constexpr std::size_t deepest_tree = 64;
inline std::string too_deep() { return "is nested deeper than " + std::to_string(deepest_tree) + " levels"; }

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
