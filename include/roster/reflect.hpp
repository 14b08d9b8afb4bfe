#pragma once

#include <array>
#include <boost/pfr/core.hpp>
#include <boost/pfr/core_name.hpp>
#include <boost/pfr/tuple_size.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "roster/required.hpp"

// All that is asked of reflection, so that another back end than Boost.PFR can take its place.
namespace roster::detail {

template <class T>
inline constexpr std::size_t field_count = boost::pfr::tuple_size_v<T>;

/// The names of an aggregate's fields, in order. The aggregate is a type with linkage: not local to a function.
template <class T>
inline constexpr std::array<std::string_view, field_count<T>> field_names =
    []<std::size_t... I>(std::index_sequence<I...>) {
      return std::array<std::string_view, field_count<T>>{boost::pfr::get_name<I, T>()...};
    }(std::make_index_sequence<field_count<T>>{});

template <std::size_t I, class T>
using field_type = boost::pfr::tuple_element_t<I, T>;

/// Calls `f(std::integral_constant<std::size_t, I>, field)` for every field of `object`, in order.
template <class T, class F>
constexpr void for_each_field(T& object, F&& f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (f(std::integral_constant<std::size_t, I>{}, boost::pfr::get<I>(object)), ...);
  }(std::make_index_sequence<field_count<std::remove_const_t<T>>>{});
}

/// How many of the fields are `required`.
template <class T>
inline constexpr std::size_t required_count = []<std::size_t... I>(std::index_sequence<I...>) {
  return (std::size_t{0} + ... + std::size_t{is_required<field_type<I, T>>});
}(std::make_index_sequence<field_count<T>>{});

template <class Config, bool RequiredFirst>
struct required_fields_come_first {
  static_assert(RequiredFirst, "roster: a required field of this config stands behind one with a default");
};

// Converts to any required field.
struct blank_field {
  template <class T>
  constexpr operator required<T>() const {
    return required<T>(blank{});
  }
};

/// A `T` with its defaults, and blanks where it has none.
template <class T>
constexpr T defaults() {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    (void)required_fields_come_first<T, (is_required<field_type<I, T>> && ...)>{};
    return T{((void)I, blank_field{})...};
  }(std::make_index_sequence<required_count<T>>{});
}

}  // namespace roster::detail
