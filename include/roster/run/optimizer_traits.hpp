#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>

#include "roster/fields/numbers.hpp"
#include "roster/run/parameter.hpp"

namespace roster {

/// How a scheduler reaches the parameter groups of an optimizer. Specialise it for an optimizer class of your own, with
/// the members that the specialisation below has for plain groups. These may be left out:
/// - `parameters`: then schedulers drive the learning rate only
/// - `parameter_choice`: then the compiler does not check the names of parameters
/// - `identity`, `identify`, `is` and `told_apart_by`: then no group can leave
template <class Optimizer>
struct optimizer_traits;

/// A parameter group without an optimizer.
struct plain_group {
  double lr;
  double momentum = 0.0;
  double weight_decay = 0.0;

  static constexpr rule rules[] = {
      {"lr", "the learning rate"},
      {"momentum", "the momentum", from_to_below(0, 1)},
      {"weight_decay", "the weight decay", at_least(0)},
  };
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

template <class Group, class... Numbers>
struct group_numbers {
  static constexpr auto& all = parameters_at<Group, Numbers...>;
  using choice = one_of<Numbers::fixed_name...>;
};

// The numbers of groups that are not aggregates
struct lr_member {
  static constexpr fixed_string fixed_name{"lr"};
  static constexpr std::string_view name = fixed_name;
  static constexpr limit allowed = {};
  static double& in(auto& of) noexcept { return of.lr; }
};
struct momentum_member {
  static constexpr fixed_string fixed_name{"momentum"};
  static constexpr std::string_view name = fixed_name;
  static constexpr limit allowed = from_to_below(0, 1);
  static double& in(auto& of) noexcept { return of.momentum; }
};

template <class Group>
constexpr auto find_group_numbers() {
  if constexpr (is_config<Group>) {
    return with_numbers<Group>([]<class... Numbers>() { return group_numbers<Group, Numbers...>(); });
  } else if constexpr (requires(Group& of) {
                         { of.momentum } -> std::same_as<double&>;
                       }) {
    return group_numbers<Group, lr_member, momentum_member>();
  } else {
    return group_numbers<Group, lr_member>();
  }
}
template <class Group>
using numbers_of_group = decltype(find_group_numbers<Group>());

}  // namespace detail

/// A container of groups with a `double lr`: `std::vector<roster::plain_group>`. If they are aggregates, schedulers can
/// drive all their members of type double, within the limits of their `rules` (rule.hpp). If they have a member `id`,
/// which can be copied and compared and is not the same for any two, groups may leave and change places.
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

  /// What schedulers can drive of a group; one of these is called "lr".
  static std::span<const parameter<group>> parameters(const group&) { return detail::numbers_of_group<group>::all; }
  /// Their names, known at compile time.
  using parameter_choice = typename detail::numbers_of_group<group>::choice;
};

/// An optimizer or a container of groups that a scheduler can drive.
template <class Optimizer>
concept has_parameter_groups = requires { typename optimizer_traits<Optimizer>::optimizer; };

}  // namespace roster
