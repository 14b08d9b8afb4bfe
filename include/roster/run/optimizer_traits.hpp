#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>

namespace roster {

/// How a scheduler reaches the parameter groups of an optimizer. Specialise it for an optimizer class of your own, with
/// the members that the specialisation below has for plain groups. `identity`, `identify`, `is` and `told_apart_by` may
/// be left out; then no group can leave.
template <class Optimizer>
struct optimizer_traits;

/// A parameter group without an optimizer.
struct plain_group {
  double lr;
  double momentum = 0.0;

  bool operator==(const plain_group&) const = default;
};

namespace detail {

/// The identity of groups that nothing tells apart.
struct no_identity {
  bool operator==(const no_identity&) const = default;
};

template <class Group>
struct identity_of_group {
  using type = no_identity;
};
template <class Group>
  requires requires(const Group& of) { of.id; }
struct identity_of_group<Group> {
  using type = std::remove_cvref_t<decltype(std::declval<const Group&>().id)>;
};

}  // namespace detail

/// A container of groups with a member `lr`, and perhaps `momentum`: `std::vector<roster::plain_group>`. If they have a
/// member `id`, which can be copied and compared and is not the same for any two, groups may leave and change places.
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

  /// What tells a group from the others, wherever it is in the container.
  using identity = typename detail::identity_of_group<group>::type;
  static identity identify([[maybe_unused]] const group& of) {
    if constexpr (requires { of.id; }) {
      return of.id;
    } else {
      return {};
    }
  }
  static bool is([[maybe_unused]] const group& one, [[maybe_unused]] const identity& known) {
    if constexpr (requires { one.id; }) {
      return one.id == known;
    } else {
      return true;
    }
  }
  /// What groups have to have so that one of them can leave, for messages.
  static constexpr std::string_view told_apart_by = "a member id";

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
