#pragma once

#include "roster/run/optimizer_traits.hpp"

// What the traits of an optimizer may leave out.
namespace roster::detail {

/// What tells the groups of an optimizer apart: the `identity` of its traits, or nothing.
template <class Traits>
struct group_identity {
  using type = no_identity;
  static type of(const typename Traits::group&) noexcept { return {}; }
  static bool is(const typename Traits::group&, type) noexcept { return true; }
  static constexpr std::string_view told_apart_by = "an identity in optimizer_traits";
};
template <class Traits>
  requires requires { typename Traits::identity; }
struct group_identity<Traits> {
  using type = typename Traits::identity;
  static type of(const typename Traits::group& group) { return Traits::identify(group); }
  static bool is(const typename Traits::group& group, const type& known) { return Traits::is(group, known); }
  static constexpr std::string_view told_apart_by = Traits::told_apart_by;
};

/// What a group has that schedulers can drive: the `parameters` of the optimizer's traits, or its learning rate alone.
template <class Traits>
struct group_parameters_of {
  using group = typename Traits::group;
  static double get(group& of) { return Traits::lr(of); }
  static void set(group& of, double to) { Traits::set_lr(of, to); }
  static constexpr parameter<group> only_lr[] = {{"lr", get, set}};
  static std::span<const parameter<group>> of(group&) { return only_lr; }
};
template <class Traits>
  requires requires(typename Traits::group& of) { Traits::parameters(of); }
struct group_parameters_of<Traits> {
  using group = typename Traits::group;
  static std::span<const parameter<group>> of(group& one) { return Traits::parameters(one); }
};

}  // namespace roster::detail
