#pragma once

#include <array>

#include "roster/fields/rule.hpp"
#include "roster/input/messages.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/nearest.hpp"

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

/// What moves in a schedule that moves the momentum too: for an Adam, that is beta1.
template <class Group>
const parameter<Group>* find_momentum(std::span<const parameter<Group>> all) {
  const auto* const found = find_parameter(all, "momentum");
  return found ? found : find_parameter(all, "beta1");
}

/// Reports that a group has no parameter of that name. `group`: "group 0 of the optimizer"
inline void report_no_parameter(std::string_view name, std::string_view group, std::span<const std::string_view> all,
                                const place& here) {
  auto meant = nearest(name, all);
  if (meant == all.size() && name == "momentum") meant = nearest("beta1", all);
  here.member("parameter")
      .report(problem_kind::unknown_name,
              concat({"is ", to_text(name), ", but ", group, " has only ", enumerated(all, " and ")}),
              meant < all.size() ? all[meant] : "");
}

}  // namespace detail
}  // namespace roster
