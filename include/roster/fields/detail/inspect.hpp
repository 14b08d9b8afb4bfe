#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#ifdef __cpp_impl_reflection  // C++26, GCC 16 with -freflection
#include <meta>
#else
#include <boost/pfr/core.hpp>
#endif

// Whether a type can be taken apart into its fields. Where it cannot, Boost.PFR's own errors are long and do not say
// why.
namespace roster::detail {

/// Why a type cannot be taken apart. People read these names in compiler messages.
enum class obstacle {
  none,
  not_an_aggregate,
  base_class,
  c_array,
  bit_field,
  not_assignable,
  takes_anything,
  too_many_fields,
};

/// The number of a type's fields, or why they are not known, and the position of the field that is the reason.
struct inspection {
  std::size_t fields = 0;
  obstacle found = obstacle::none;
  std::size_t position = 0;
};

/// The most fields of a config: Boost.PFR takes no more apart.
inline constexpr std::size_t most_fields = 200;

#ifdef __cpp_impl_reflection

template <class Config, std::size_t = 0>
consteval inspection inspect() {
  const auto all = std::meta::access_context::unchecked();
  if (!std::is_aggregate_v<Config> || std::is_union_v<Config>) return {.found = obstacle::not_an_aggregate};
  if (!std::meta::bases_of(^^Config, all).empty()) return {.found = obstacle::base_class};
  const auto members = std::meta::nonstatic_data_members_of(^^Config, all);
  if (members.size() > most_fields) return {.found = obstacle::too_many_fields, .position = most_fields};
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto type = std::meta::type_of(members[i]);
    if (std::meta::is_array_type(type)) return {.found = obstacle::c_array, .position = i};
    if (std::meta::is_bit_field(members[i])) return {.found = obstacle::bit_field, .position = i};
    if (std::meta::is_reference_type(type) || !std::meta::is_move_assignable_type(type)) {
      return {.found = obstacle::not_assignable, .position = i};
    }
  }
  return {.fields = members.size()};
}

#else

/// Converts to whatever a field of `Config` wants, as what PFR counts with does.
template <class Config>
struct anything {
  template <class T>
    requires(!std::is_base_of_v<Config, T>)
  operator T&() const& noexcept;
  template <class T>
    requires(!std::is_base_of_v<Config, T>)
  operator T&() const&& noexcept;
};
template <class Config>
  requires(!std::is_copy_constructible_v<Config>)
struct anything<Config> {
  template <class T>
    requires(!std::is_base_of_v<Config, T>)
  operator T() const&& noexcept;
};
template <class Config>
struct any_base_of {
  template <class T>
    requires(std::is_base_of_v<T, Config> && !std::is_same_v<T, Config>)
  operator T() const noexcept;
};

// In parentheses, unlike in braces, a C array takes nothing from the list: each value is for one whole member.
template <class Config, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires { Config((static_cast<void>(I), anything<Config>{})...); };
}
template <class Config, std::size_t Count>
inline constexpr bool takes_members = takes<Config>(std::make_index_sequence<Count>{});

template <class Config, std::size_t... I>
constexpr bool has_base_class(std::index_sequence<I...>) {
  return requires { Config(any_base_of<Config>{}, (static_cast<void>(I), anything<Config>{})...); };
}
/// Whether there is a member after those that take anything.
template <class Config, std::size_t... I>
constexpr bool has_further_member(std::index_sequence<I...>) {
  return requires { Config{(static_cast<void>(I), anything<Config>{})..., {}}; };
}
template <class Config, std::size_t... I>
constexpr bool takes_elements(std::index_sequence<I...>) {
  return requires { Config{(static_cast<void>(I), anything<Config>{})...}; };
}

/// The lowest number of values that makes a config: that of its required fields. More than `most_fields` if none does.
template <class Config, std::size_t Count = 0>
constexpr std::size_t first_that_fits() {
  if constexpr (Count > most_fields || takes_members<Config, Count>) {
    return Count;
  } else {
    return first_that_fits<Config, Count + 1>();
  }
}
/// The number of members: `Low` of them fit, `High` do not.
template <class Config, std::size_t Low, std::size_t High>
constexpr std::size_t members_between() {
  if constexpr (High - Low <= 1) {
    return Low;
  } else if constexpr (constexpr auto middle = (Low + High) / 2; takes_members<Config, middle>) {
    return members_between<Config, middle, High>();
  } else {
    return members_between<Config, Low, middle>();
  }
}
template <class Config, std::size_t Low, std::size_t Step>
constexpr std::size_t member_count() {
  if constexpr (Low <= most_fields && takes_members<Config, Low + Step>) {
    return member_count<Config, Low + Step, 2 * Step>();
  } else {
    return members_between<Config, Low, Low + Step>();
  }
}

/// The position of the first field that cannot be assigned. PFR hides references: 0 if there is only one of these.
template <class Config, std::size_t... I>
constexpr std::size_t first_not_assignable(std::index_sequence<I...>) {
  std::size_t at = 0;
  const bool found = ((!std::is_move_assignable_v<boost::pfr::tuple_element_t<I, Config> > || (++at, false)) || ...);
  return found ? at : 0;
}

/// A number of values that makes a config: `Guess` if it does.
template <class Config, std::size_t Guess>
constexpr std::size_t number_that_fits() {
  if constexpr (Guess > 0 && Guess <= most_fields && takes_members<Config, Guess>) {
    return Guess;
  } else {
    return first_that_fits<Config>();
  }
}

template <class Config, std::size_t Guess>
constexpr inspection inspect_aggregate() {
  constexpr auto first = number_that_fits<Config, Guess>();
  if constexpr (first > most_fields) {
    return {.found = obstacle::takes_anything};
  } else if constexpr (constexpr auto count = member_count<Config, first, first == Guess ? 1 : 4>();
                       count > most_fields) {
    return {.found = obstacle::too_many_fields, .position = most_fields};
  } else if constexpr (count > 0 && has_base_class<Config>(std::make_index_sequence<count - (count > 0)>{})) {
    return {.found = obstacle::base_class};
  } else if constexpr (has_further_member<Config>(std::make_index_sequence<count>{})) {
    constexpr bool is_array = takes_elements<Config>(std::make_index_sequence<count + 1>{});
    return {.found = is_array ? obstacle::c_array : obstacle::takes_anything, .position = count};
  } else if constexpr (!std::is_move_assignable_v<Config>) {
    return {.found = obstacle::not_assignable,
            .position = first_not_assignable<Config>(std::make_index_sequence<count>{})};
  } else {
    return {.fields = count};
  }
}
/// `Guess`: the probable number of fields. A right one saves most attempts.
template <class Config, std::size_t Guess = 0>
constexpr inspection inspect() {
  if constexpr (!std::is_aggregate_v<Config> || std::is_union_v<Config>) {
    return {.found = obstacle::not_an_aggregate};
  } else {
    return inspect_aggregate<Config, Guess>();
  }
}

#endif

}  // namespace roster::detail
