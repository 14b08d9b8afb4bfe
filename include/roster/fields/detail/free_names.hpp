#pragma once

#include <initializer_list>
#include <span>

#include "roster/fields/detail/field_names.hpp"
#include "roster/registry/registry.hpp"

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
constexpr std::size_t find_taken(std::span<const std::string_view> names,
                                 std::initializer_list<std::span<const std::string_view>> taken) {
  for (std::size_t at = 0; at < names.size(); ++at) {
    for (const auto& others : taken) {
      for (const auto& other : others) {
        if (other.size() == names[at].size() && other == names[at]) return at;
      }
    }
  }
  return names.size();
}

/// The position of the first field of `Config` with the name of a field of `Others`, or the number of fields.
template <class Config, class... Others>
inline constexpr std::size_t first_taken = find_taken(field_names<Config>, {field_names<Others>...});

template <class Config, class... Others>
constexpr auto taken_name() {
  if constexpr (first_taken<Config, Others...> < field_count<Config>) {
    return fixed_field_name<Config, first_taken<Config, Others...>>();
  } else {
    return fixed_string("");
  }
}

/// Refuses a field of `Config` with the name of a field of `Others`: an input gives all of them in one object.
template <class Config, class... Others>
struct has_free_names : field_name_is_free<Config, taken_name<Config, Others...>(),
                                           first_taken<Config, Others...> == field_count<Config>> {};
/// The same for all configs of a registry. Only if one has such a field, the compiler gets a class for each.
template <class... Others>
struct free_names {
  template <class... Configs>
  struct each : has_free_names<Configs, Others...>... {};
  template <class... Configs>
  struct of : std::conditional_t<all_are(true, {(first_taken<Configs, Others...> == field_count<Configs>)...}),
                                 free_names, each<Configs...>> {};
};
template <class Registry, class... Others>
using names_are_free = typename Registry::template apply<free_names<Others...>::template of>;

}  // namespace roster::detail
