#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace roster {

/// How a scheduler reaches the parameter groups of an optimizer. Specialise it for an optimizer class of your own, with
/// the members that the specialisation below has for plain groups.
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
    std::size(groups);
    groups.end();
  }
struct optimizer_traits<Groups> {
  /// The type that a scheduler refers to: the optimizer's base class, if it has one.
  using optimizer = Groups;
  /// A base class for schedulers on this optimizer, constructed from it: LibTorch's `LRScheduler`, or an empty one.
  template <class Scheduler>
  struct face {
    explicit face(Groups&) {}
  };

  using group = std::remove_reference_t<decltype(std::declval<Groups&>()[0])>;

  static std::size_t size(const Groups& groups) { return std::size(groups); }
  /// Calls `f(group&)` for every group, in order.
  template <class F>
  static void for_each_group(Groups& groups, F&& f) {
    for (auto& one : groups) f(one);
  }
  static double lr(const group& of) { return of.lr; }
  static void set_lr(group& of, double lr) { of.lr = lr; }

  /// Whether the group has a momentum (or beta1) that can be set.
  static bool has_momentum(const group&) {
    return requires(group& of) { of.momentum; };
  }
  static double momentum([[maybe_unused]] const group& of) {
    if constexpr (requires { of.momentum; }) {
      return of.momentum;
    } else {
      return 0;
    }
  }
  static void set_momentum(group& of, double momentum) {
    if constexpr (requires { of.momentum; }) of.momentum = momentum;
  }
};

/// An optimizer or a container of groups that a scheduler can drive.
template <class Optimizer>
concept has_parameter_groups = requires { typename optimizer_traits<Optimizer>::optimizer; };

}  // namespace roster
