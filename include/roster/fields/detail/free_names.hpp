#pragma once

#include <algorithm>
#include <span>

#include "roster/fields/detail/field_names.hpp"

// Whether the fields of several configs, which one object gives, have different names.
namespace roster::detail {

/// Shown by the compiler: the config and its field.
template <class Config, fixed_string Field, bool Free>
struct field_name_is_free {
  static_assert(
      Free,
      "roster: the name of this field is taken: by an option, by name, which chooses the type, or, in the state "
      "of a scheduler, by what every state has");
};

/// The position of the first name that is among those taken, or `names.size()`.
constexpr std::size_t find_taken(std::span<const std::string_view> names, std::span<const std::string_view> taken) {
  for (std::size_t at = 0; at < names.size(); ++at) {
    for (const auto one : taken) {
      if (one == names[at]) return at;
    }
  }
  return names.size();
}

/// The position of the first field of `Config` with the name of a field of `Others`, or `field_count<Config>`.
template <class Config, class... Others>
inline constexpr std::size_t taken_field =
    std::min({find_taken(field_names<Config>, field_names<Others>)..., std::size_t{field_count<Config>}});

template <class Config, std::size_t Taken, bool Free = (Taken == field_count<Config>)>
struct all_names_are_free {};
template <class Config, std::size_t Taken>
struct all_names_are_free<Config, Taken, false> : field_name_is_free<Config, fixed_field_name<Config, Taken>(), false> {
};

/// Refuses a field of `Config` with the name of a field of `Others`: an input gives all of them in one object.
template <class Config, class... Others>
using has_free_names = all_names_are_free<Config, taken_field<Config, Others...>>;

/// The same for all configs of a registry.
template <class... Others>
struct free_names {
  template <class... Configs>
  struct of : has_free_names<Configs, Others...>... {};
};
template <class Registry, class... Others>
using names_are_free = typename Registry::template apply<free_names<Others...>::template of>;

}  // namespace roster::detail
