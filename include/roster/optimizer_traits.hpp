#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>

namespace roster {

/// How a scheduler reaches the parameter groups of an optimizer. A specialisation opens one's own optimizer to all
/// schedulers; see the one for plain groups below.
template <class Optimizer>
struct optimizer_traits;

/// A parameter group without an optimizer.
struct plain_group {
  double lr;
  double momentum = 0.0;

  bool operator==(const plain_group&) const = default;
};

/// A container of groups with a member `lr`, and perhaps `momentum`: `std::vector<roster::plain_group>`.
template <class Groups>
  requires requires(Groups& groups, std::size_t i) {
    { groups[i].lr } -> std::same_as<double&>;
    { std::size(groups) } -> std::convertible_to<std::size_t>;
  }
struct optimizer_traits<Groups> {
  /// What a scheduler refers to; the base class, of an optimizer that has one.
  using optimizer = Groups;
  /// What a scheduler on this optimizer can be used as, beside itself: a base class, made from the optimizer.
  template <class Scheduler>
  struct face {
    explicit face(Groups&) {}
  };

  static std::size_t size(const Groups& groups) { return std::size(groups); }
  static double lr(const Groups& groups, std::size_t i) { return groups[i].lr; }
  static void set_lr(Groups& groups, std::size_t i, double lr) { groups[i].lr = lr; }

  /// Whether the group has a momentum (or beta1) that can be set.
  static bool has_momentum(const Groups& groups, std::size_t i) {
    return requires { groups[i].momentum; };
  }
  static void set_momentum(Groups& groups, std::size_t i, double momentum) {
    if constexpr (requires { groups[i].momentum; }) groups[i].momentum = momentum;
  }
};

template <class Optimizer>
concept has_parameter_groups = requires {
  typename optimizer_traits<Optimizer>::optimizer;
};

}  // namespace roster
