#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#ifdef __cpp_impl_reflection  // C++26, GCC 16 with -freflection
#include <meta>
#else
#include <boost/pfr/core.hpp>
#include <boost/pfr/core_name.hpp>
#endif

#include "roster/fields/detail/inspect.hpp"
#include "roster/fields/required.hpp"
#include "roster/registry/hook.hpp"

// All uses of reflection: the language's where it has it, otherwise Boost.PFR's.
namespace roster::detail {

/// The number of a type's rules, which it has one of for each field, or 0.
template <class T>
inline constexpr std::size_t rule_count = 0;
template <class T>
  requires requires {
    requires !is_field<&T::rules>;
    typename std::integral_constant<std::size_t, std::size(T::rules)>;
  }
inline constexpr std::size_t rule_count<T> = std::size(T::rules);

/// What was found in a type, and whether its fields are known. If they are not, everything here takes it as a config
/// without fields, so that the compiler's only message is the one that says why (`can_be_a_config`).
template <class T>
inline constexpr inspection inspected = inspect<T, rule_count<T>>();
template <class T>
inline constexpr bool is_config = inspected<T>.found == obstacle::none;
template <class T>
inline constexpr std::size_t field_count = is_config<T> ? inspected<T>.fields : 0;

#ifdef __cpp_impl_reflection

template <class T>
inline constexpr auto members_of =
    std::define_static_array(std::meta::nonstatic_data_members_of(^^T, std::meta::access_context::current()));

template <std::size_t I, class T>
constexpr std::string_view field_name() {
  return std::meta::identifier_of(members_of<T>[I]);
}

template <std::size_t I, class T>
using field_type = typename[:std::meta::type_of(members_of<T>[I]):];

/// Whether the field has no default: here, any field that is declared without one.
template <std::size_t I, class T>
inline constexpr bool is_required_field = !std::meta::has_default_member_initializer(members_of<T>[I]);

template <std::size_t I, class T>
constexpr auto& field_of(T& object) {
  return object.[:members_of<std::remove_const_t<T>>[I]:];
}

#else

template <std::size_t I, class T>
constexpr std::string_view field_name() {
  return boost::pfr::get_name<I, T>();
}

/// References to all fields. Some versions of PFR count them, if nobody does it for them.
template <class T>
constexpr auto references_to(T& object) {
  using count = std::integral_constant<std::size_t, field_count<std::remove_const_t<T>>>;
  if constexpr (requires { boost::pfr::detail::tie_as_tuple(object, count()); }) {
    return boost::pfr::detail::tie_as_tuple(object, count());
  } else {
    return boost::pfr::detail::tie_as_tuple(object);
  }
}

template <std::size_t I, class T>
constexpr auto& field_of(T& object) {
  return get<I>(references_to(object));
}

template <std::size_t I, class T>
struct field_type_at {
  // Of a const object, as for the names: everything is instantiated once, not twice.
  using type = std::remove_cvref_t<decltype(field_of<I>(std::declval<const T&>()))>;
};
template <std::size_t I, class T>
using field_type = typename field_type_at<I, T>::type;

/// Whether the field has no default.
template <std::size_t I, class T>
inline constexpr bool is_required_field = is_required<field_type<I, T>>;

#endif

#ifndef __cpp_impl_reflection

template <class Config, bool Plain>
struct fields_follow_each_other {
  static_assert(Plain,
                "roster: the fields of this config do not simply follow each other in memory; remove alignas, "
                "[[no_unique_address]] or packing");
};

/// Fields that follow each other in memory, as closely as their alignment allows.
struct layout {
  std::size_t end = 0;
  std::size_t alignment = 1;

  /// The offset of the next field.
  constexpr std::uint32_t add(std::size_t size, std::size_t field_alignment) noexcept {
    const auto offset = aligned(field_alignment);
    end = offset + size;
    alignment = std::max(alignment, field_alignment);
    return static_cast<std::uint32_t>(offset);
  }
  constexpr std::size_t aligned(std::size_t to) const noexcept { return (end + to - 1) / to * to; }
  constexpr bool is_that_of(std::size_t size, std::size_t whole_alignment) const noexcept {
    return std::max<std::size_t>(aligned(alignment), 1) == size && alignment == whole_alignment;
  }
};

/// The offset of each field, in bytes. PFR does not give it, but in an aggregate each field follows the one before.
template <class T>
inline constexpr auto field_offsets = []<std::size_t... I>(std::index_sequence<I...>) {
  constexpr auto whole = [] {
    layout all;
    (all.add(sizeof(field_type<I, T>), alignof(field_type<I, T>)), ...);
    return all;
  }();
  (void)fields_follow_each_other<T, !is_config<T> || whole.is_that_of(sizeof(T), alignof(T))>{};
  layout all;
  (void)all;
  return std::array<std::uint32_t, sizeof...(I)>{all.add(sizeof(field_type<I, T>), alignof(field_type<I, T>))...};
}(std::make_index_sequence<field_count<T>>{});

#else

/// The offset of each field, in bytes.
template <class T>
inline constexpr auto field_offsets = [] {
  std::array<std::uint32_t, field_count<T>> offsets{};
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    offsets[i] = static_cast<std::uint32_t>(std::meta::offset_of(members_of<T>[i]).bytes);
  }
  return offsets;
}();

#endif

/// The type that a field holds: for `required<T>`, it is `T`.
template <class Field>
struct held_in {
  using type = Field;
};
template <class T>
struct held_in<required<T>> {
  using type = T;
};
template <std::size_t I, class T>
using held_type = typename held_in<field_type<I, T>>::type;

/// The names of an aggregate's fields, in order.
template <class T>
inline constexpr auto reflected_names = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{field_name<I, T>()...};
}(std::make_index_sequence<field_count<T>>{});

/// Calls `f(std::integral_constant<std::size_t, I>, field)` for every field of `object`, in order.
template <class T, class F>
constexpr void for_each_field(T& object, F&& f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (f(std::integral_constant<std::size_t, I>{}, field_of<I>(object)), ...);
  }(std::make_index_sequence<field_count<std::remove_const_t<T>>>{});
}

template <class Config, bool RequiredFirst>
struct required_fields_come_first {
  static_assert(RequiredFirst,
                "roster: a required field of this config follows one with a default; required fields come first");
};

template <class T, std::size_t... I>
constexpr std::size_t count_required(std::index_sequence<I...>) {
  constexpr bool required[] = {is_required_field<I, T>..., false};
  constexpr auto first = std::ranges::find(required, false) - required;
  (void)required_fields_come_first<T, std::ranges::count(required, true) == first>{};
  return static_cast<std::size_t>(first);
}
/// The number of fields without a default.
template <class T>
inline constexpr std::size_t required_count = count_required<T>(std::make_index_sequence<field_count<T>>{});

template <class Field>
constexpr Field blank_field() {
  if constexpr (is_required<Field>) {
    return Field(blank{});
  } else {
    return fresh<Field>();
  }
}

template <class T, std::size_t... I>
constexpr T with_blanks(std::index_sequence<I...>) {
  return T{blank_field<field_type<I, T>>()...};
}

/// A `T` with its defaults; a field without one is blank.
template <class T>
constexpr T defaults() {
  if constexpr (is_config<T>) {
    return with_blanks<T>(std::make_index_sequence<required_count<T>>{});
  } else {
    return static_cast<T (*)()>(nullptr)();  // never called: the program does not compile
  }
}

/// Makes a `T` with its defaults at an address.
using default_maker = void (*)(void* at, void*);
template <class T, std::size_t... I>
void make_with_blanks(void* at, void*) {
  if constexpr (is_config<T>) new (at) T{blank_field<field_type<I, T>>()...};
}
template <class T, std::size_t... I>
constexpr default_maker maker_with_blanks(std::index_sequence<I...>) {
  return make_with_blanks<T, I...>;
}
/// One function: with `defaults<T>`, it would be three.
template <class T>
inline constexpr default_maker maker_of_defaults = maker_with_blanks<T>(std::make_index_sequence<required_count<T>>{});

template <class T>
constexpr T fresh() {
  if constexpr (std::default_initializable<T>) {
    return T();
  } else {
    return defaults<T>();
  }
}

}  // namespace roster::detail
