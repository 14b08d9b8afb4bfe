#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

#include "roster/input/node.hpp"

// What `fields_from` needs to read the attributes in a state of PyTorch's.
namespace roster::detail {

/// The number in a node, or NaN.
inline double number_of(const node& holder) {
  const value given = holder;
  if (const auto* i = given.as<std::int64_t>()) return static_cast<double>(*i);
  if (const auto* d = given.as<double>()) return *d;
  return std::numeric_limits<double>::quiet_NaN();
}
/// The member of that name, or null.
inline node member_of(const node& state, std::string_view name) {
  const auto* const member = state.find(name);
  return member ? *member : node();
}

/// A whole number as an integer.
inline node whole(double number) {
  return std::abs(number) < 0x1p53 ? node(static_cast<std::int64_t>(std::round(number))) : node(number);
}

/// The list of that name, which has an element for each group: its one value, if all are the same.
inline node for_all_groups(const node& state, std::string_view name) {
  auto given = member_of(state, name);
  const auto* const list = given.as<node::list>();
  if (!list || list->empty()) return given;
  for (const auto& one : *list) {
    if (one != list->front()) return given;
  }
  return list->front();
}

}  // namespace roster::detail
