#pragma once

#include <iterator>

#include "roster/fields/rule.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/hook.hpp"
#include "roster/registry/type_name.hpp"

namespace roster::detail {

// The members that a config may have besides its fields, by name
struct config_member_names {
  int name, about, rules, check;
};
template <class Config>
concept has_about = requires {
  requires !is_field<&Config::about>;
  typename std::integral_constant<std::size_t, std::string_view{Config::about}.size()>;
};
template <class Config>
concept has_rules = requires {
  requires !is_field<&Config::rules>;
  typename std::integral_constant<std::size_t, std::size(Config::rules)>;
  requires std::same_as<std::remove_cvref_t<decltype(Config::rules[0])>, rule>;
};
template <class Config>
concept has_check = requires(const Config& config, const place& here) { config.check(here); };

/// Refuses members with a wrong signature, at compile time. Returns whether all fit.
template <class Config>
constexpr bool demand_config_members() {
  using both = beside<Config, config_member_names>;
  bool fit = true;
  if constexpr (is_misfit(
                    !requires { &both::name; }, requires { requires is_field<&Config::name>; }, names_itself<Config>))
    fit = refuse_member<Config, "static constexpr std::string_view name">();
  if constexpr (is_misfit(
                    !requires { &both::about; }, requires { requires is_field<&Config::about>; }, has_about<Config>))
    fit = refuse_member<Config, "static constexpr std::string_view about">();
  if constexpr (is_misfit(
                    !requires { &both::rules; }, requires { requires is_field<&Config::rules>; }, has_rules<Config>))
    fit = refuse_member<Config, "static constexpr roster::rule rules[]">();
  if constexpr (is_misfit(
                    !requires { &both::check; }, requires { requires is_field<&Config::check>; }, has_check<Config>))
    fit = refuse_member<Config, "void check(const roster::place&) const">();
  return fit;
}

}  // namespace roster::detail
