#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <source_location>
#include <span>
#include <string_view>

#include "roster/fields/config_members.hpp"
#include "roster/fields/detail/reflect.hpp"

// The names of a config's fields, and its rules for them.
namespace roster::detail {

constexpr bool name_all(std::span<const rule> rules, std::span<const std::string_view> fields) {
  bool match = rules.size() == fields.size();
  for (std::size_t i = 0; match && i < fields.size(); ++i) match = rules[i].field == fields[i];
  return match;
}

#ifdef __cpp_impl_reflection

template <class Config, std::size_t... I>
constexpr bool rules_name_fields(std::index_sequence<I...>) {
  return name_all(Config::rules, reflected_names<Config>);
}

#else

// Boost.PFR would find the names, but that costs several instantiations for each field. To compare those that the rules
// give with the spelling of all fields' addresses costs one for the whole config.

/// A `T` that nobody makes: only the addresses of its fields are used.
template <class T>
union unmade {
  char none;
  T value;

  constexpr unmade() noexcept : none() {}
  constexpr ~unmade() {}
};
template <class T>
inline constexpr unmade<T> sample{};

/// The compiler's spelling of addresses: "… {(& sample<StepLR>.….StepLR::gamma), …}]" (GCC) or
/// "… <&sample.value.gamma, …>]" (Clang).
template <auto... Fields>
constexpr const char* spelt() {
  return std::source_location::current().function_name();
}
inline constexpr std::string_view spelt_without = spelt<>();  // "… {}]" or "… <>]"
inline constexpr std::size_t spelt_begin = spelt_without.size() - 2;
inline constexpr std::size_t brackets_of_each = spelt_without.ends_with("}]");

/// Whether the addresses end with the names of the rules. In front of the names they are all alike, so that this part's
/// length follows from that of the whole.
constexpr bool end_with_names(std::string_view addresses, std::span<const rule> rules) {
  constexpr auto behind = brackets_of_each + 2;  // with the comma and the space, as if they were after the last, too
  if (addresses.size() <= spelt_without.size() || rules.empty()) return false;
  auto alike = addresses.size() - spelt_without.size() + 2;
  for (const auto& one : rules) {
    if (alike < one.field.size() + behind) return false;
    alike -= one.field.size() + behind;
  }
  const auto size = alike / rules.size();
  if (size == 0 || size * rules.size() != alike) return false;
  auto at = spelt_begin;
  for (const auto& one : rules) {
    at += size;
    const char before = addresses[at - 1];
    if ((before != ':' && before != '.') || addresses.substr(at, one.field.size()) != one.field) return false;
    at += one.field.size() + behind;
  }
  return true;
}

template <class Config, std::size_t... I>
constexpr std::string_view spelt_fields(std::index_sequence<I...>) {
  if constexpr (requires {
                  typename std::bool_constant<(unmade<Config>(), true)>;  // Clang 18 cannot make all
                  spelt<&field_of<I>(sample<Config>.value)...>();
                }) {
    return spelt<&field_of<I>(sample<Config>.value)...>();
  } else {
    return {};
  }
}
template <class Config, class Indices>
constexpr bool rules_name_fields(Indices) {
  if constexpr (end_with_names(spelt_fields<Config>(Indices()), Config::rules)) {
    return true;
  } else {
    return name_all(Config::rules, reflected_names<Config>);
  }
}

#endif

template <class Config, bool Match>
struct rules_name_all_fields_in_order {
  static_assert(Match, "roster: Config::rules[] must have one rule for each field, by name and in the fields' order");
};

/// Whether the config has a rule for each field.
template <class Config>
inline constexpr bool has_matching_rules = [] {
  if constexpr (has_rules<Config> && is_config<Config>) {
    constexpr bool match = std::size(Config::rules) == field_count<Config> &&
                           rules_name_fields<Config>(std::make_index_sequence<field_count<Config>>{});
    (void)rules_name_all_fields_in_order<Config, match>{};
    return match;
  }
  return false;
}();

template <class Config>
inline constexpr auto rules_of_names = [] {
  std::array<rule, field_count<Config>> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i].field = reflected_names<Config>[i];
  return all;
}();

/// The rule of each field, from `Config::rules`; only its name if the config has no rules.
template <class Config>
constexpr const rule* rules_of() {
  if constexpr (has_matching_rules<Config>) {
    return std::data(Config::rules);
  } else {
    return rules_of_names<Config>.data();
  }
}

/// The names of a config's fields, in order.
template <class Config>
inline constexpr auto field_names = [] {
  std::array<std::string_view, field_count<Config>> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = rules_of<Config>()[i].field;
  return all;
}();

template <class Config, std::size_t I>
constexpr auto fixed_field_name() {
  constexpr auto name = rules_of<Config>()[I].field;
  char text[name.size() + 1]{};
  std::copy(name.begin(), name.end(), text);
  return fixed_string(text);
}

}  // namespace roster::detail
