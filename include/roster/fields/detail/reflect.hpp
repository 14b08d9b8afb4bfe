#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#ifdef __cpp_impl_reflection  // C++26, GCC 16 with -freflection
#include <meta>
#else
#include <boost/pfr/core.hpp>
#include <boost/pfr/core_name.hpp>
#include <boost/pfr/tuple_size.hpp>
#endif

#include "roster/fields/required.hpp"

// All that is asked of reflection: once of the language, where it has it, and otherwise of Boost.PFR.
namespace roster::detail {

#ifdef __cpp_impl_reflection

template <class T>
inline constexpr auto members_of =
    std::define_static_array(std::meta::nonstatic_data_members_of(^^T, std::meta::access_context::current()));

template <class T>
inline constexpr std::size_t field_count = members_of<T>.size();

template <std::size_t I, class T>
constexpr std::string_view field_name() {
  return std::meta::identifier_of(members_of<T>[I]);
}

template <std::size_t I, class T>
using field_type = typename[:std::meta::type_of(members_of<T>[I]):];

/// Whether the field has no default: here, any that is declared without one.
template <std::size_t I, class T>
inline constexpr bool is_required_field = !std::meta::has_default_member_initializer(members_of<T>[I]);

template <std::size_t I, class T>
constexpr auto& field_of(T& object) {
  return object.[:members_of<std::remove_const_t<T>>[I]:];
}

#else

template <class T>
inline constexpr std::size_t field_count = boost::pfr::tuple_size_v<T>;

template <std::size_t I, class T>
constexpr std::string_view field_name() {
  return boost::pfr::get_name<I, T>();
}

template <std::size_t I, class T>
using field_type = boost::pfr::tuple_element_t<I, T>;

/// Whether the field has no default.
template <std::size_t I, class T>
inline constexpr bool is_required_field = is_required<field_type<I, T>>;

template <std::size_t I, class T>
constexpr auto& field_of(T& object) {
  return boost::pfr::get<I>(object);
}

#endif

/// The names of an aggregate's fields, in order. The aggregate is a type with linkage: not local to a function.
template <class T>
inline constexpr std::array<std::string_view, field_count<T>> field_names =
    []<std::size_t... I>(std::index_sequence<I...>) {
      return std::array<std::string_view, field_count<T>>{field_name<I, T>()...};
    }(std::make_index_sequence<field_count<T>>{});

/// Calls `f(std::integral_constant<std::size_t, I>, field)` for every field of `object`, in order.
template <class T, class F>
constexpr void for_each_field(T& object, F&& f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (f(std::integral_constant<std::size_t, I>{}, field_of<I>(object)), ...);
  }(std::make_index_sequence<field_count<std::remove_const_t<T>>>{});
}

/// How many of the fields have no default.
template <class T>
inline constexpr std::size_t required_count = []<std::size_t... I>(std::index_sequence<I...>) {
  return (std::size_t{0} + ... + std::size_t{is_required_field<I, T>});
}(std::make_index_sequence<field_count<T>>{});

template <class Config, bool RequiredFirst>
struct required_fields_come_first {
  static_assert(RequiredFirst, "roster: a required field of this config stands behind one with a default");
};

template <class Field>
constexpr Field blank_field() {
  if constexpr (is_required<Field>) {
    return Field(blank{});
  } else {
    return Field();
  }
}

/// A `T` with its defaults, and blanks where it has none.
template <class T>
constexpr T defaults() {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    (void)required_fields_come_first<T, (is_required_field<I, T> && ...)>{};
    return T{blank_field<field_type<I, T>>()...};
  }(std::make_index_sequence<required_count<T>>{});
}

}  // namespace roster::detail
