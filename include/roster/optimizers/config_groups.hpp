#pragma once

#include "roster/optimizers/optimizer_entry.hpp"
#include "roster/run/optimizer_traits.hpp"

namespace roster {

/// The parameter groups of an optimizer that is not made yet, as configs: schedulers drive their fields as they would
/// drive the optimizer's. For checks, traces and pictures.
template <class Registry>
using config_groups = std::vector<any_config<Registry>>;

/// The groups of a recipe's optimizer, with their values.
template <class Registry>
config_groups<Registry> groups_of(const optimizer_entry<Registry>& optimizer) {
  config_groups<Registry> groups{optimizer};
  for (const auto& group : optimizer.groups) groups.push_back(group.config);
  return groups;
}

namespace detail {

/// A number of the config that a group is.
template <class Config, class Number>
struct number_of_config : Number {
  template <class Registry>
  static double& in(any_config<Registry>& of) {
    return Number::in(*static_cast<Config*>(of.object()));
  }
};
template <class Registry, class Config>
inline constexpr auto parameters_of_config = with_numbers<Config>([]<class... Numbers>() {
  return std::span(parameters_at<any_config<Registry>, number_of_config<Config, Numbers>...>);
});

}  // namespace detail

template <detail::of_optimizers Registry>
struct optimizer_traits<config_groups<Registry>> {
  using optimizer = config_groups<Registry>;
  using group = any_config<Registry>;
  template <class Scheduler>
  struct face {
    explicit face(optimizer&) {}
  };

  static std::size_t size(const optimizer& groups) { return groups.size(); }
  template <class F>
  static void for_each_group(optimizer& groups, F&& f) {
    for (auto& one : groups) f(one);
  }
  static std::span<const parameter<group>> parameters(const group& of) {
    return of.visit([]<class Config>(const Config&) -> std::span<const parameter<group>> {
      return detail::parameters_of_config<Registry, Config>;
    });
  }
  static double lr(group& of) { return detail::find_parameter(parameters(of), "lr")->get(of); }
  static void set_lr(group& of, double lr) { detail::find_parameter(parameters(of), "lr")->set(of, lr); }
};

}  // namespace roster
