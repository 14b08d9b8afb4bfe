#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "roster/fields/rule.hpp"
#include "roster/input/messages.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/nearest.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// A number of a parameter group that a scheduler can drive: a learning rate, a momentum, a weight decay.
template <class Group>
struct parameter {
  std::string_view name;
  double (*get)(Group&);
  void (*set)(Group&, double);
  limit allowed = {};  ///< a scheduler of another parameter than the learning rate may not leave it
};

namespace detail {

/// Whether a parameter with that limit may have that value.
inline bool allows(const limit& allowed, double number) noexcept {
  return allowed.allows(number) && (std::isfinite(number) || !allowed.finite);
}
/// Whether the bits differ.
inline bool differ(double a, double b) noexcept {
  return std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b);
}

template <class Number, class Group>
double get_number(Group& of) {
  return Number::in(of);
}
template <class Number, class Group>
void set_number(Group& of, double to) {
  Number::in(of) = to;
}
/// The parameters that are numbers in a group. Each `Number` has a `name`, the limit `allowed`, and `double&
/// in(group)`.
template <class Group, class... Numbers>
inline constexpr std::array<parameter<Group>, sizeof...(Numbers)> parameters_at{
    parameter<Group>{Numbers::name, get_number<Numbers, Group>, set_number<Numbers, Group>, Numbers::allowed}...};

template <class Group>
const parameter<Group>* find_parameter(std::span<const parameter<Group>> all, std::string_view name) {
  for (const auto& one : all) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

/// The name that a parameter has in groups that have none of this name: the momentum of an Adam is beta1.
constexpr std::string_view other_name(std::string_view name) noexcept {
  for (const auto& one : companions) {
    if (one.name == name) return one.other_name;
  }
  return name;
}

/// What moves along with the learning rate in a schedule that moves the parameter of that name.
template <class Group>
const parameter<Group>* find_companion(std::span<const parameter<Group>> all, std::string_view name) {
  const auto* const found = find_parameter(all, name);
  return found ? found : find_parameter(all, other_name(name));
}

/// Reports that a group has no parameter of that name. `group`: "group 0 of the optimizer"
inline void report_no_parameter(std::string_view name, std::string_view group, std::span<const std::string_view> all,
                                const place& here) {
  auto meant = nearest(name, all);
  if (meant == all.size()) meant = nearest(other_name(name), all);
  here.member("parameter")
      .report(problem_kind::unknown_name,
              concat({"is ", to_text(name), ", but ", group, " has only ", enumerated(all, " and ")}),
              meant < all.size() ? all[meant] : "");
}

}  // namespace detail
}  // namespace roster
