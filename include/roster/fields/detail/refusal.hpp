#pragma once

#include <string_view>

#include "roster/fields/detail/field_names.hpp"
#include "roster/fields/field_kind.hpp"

// What the compiler says of a config that cannot be one. People read the names of these templates in its messages.
namespace roster::detail {

/// Shown by the compiler: the config, what is in the way, and the position of the field, counted from 0.
template <class Config, obstacle Found, std::size_t Position>
struct can_be_a_config {
  static_assert(
      Found != obstacle::not_an_aggregate,
      "roster: a config is an aggregate: a struct without constructors, private members and virtual functions");
  static_assert(Found != obstacle::base_class,
                "roster: a config cannot have a base class: make the base a field, or repeat its fields in the config");
  static_assert(Found != obstacle::c_array,
                "roster: a field of this config is a C array: write std::array instead; the field's position is above, "
                "counted from 0");
  static_assert(Found != obstacle::bit_field,
                "roster: a field of this config is a bit-field: write it without a width; its position is above, "
                "counted from 0");
  static_assert(
      Found != obstacle::not_assignable,
      "roster: a field of this config cannot be assigned, because it is const, a reference, an atomic, …: write "
      "a plain value; the field's position is above, counted from 0");
  static_assert(
      Found != obstacle::takes_anything,
      "roster: a field of this config has a type with a constructor that takes anything, so its fields cannot "
      "be counted: constrain that constructor; the field's position is above, counted from 0");
  static_assert(Found != obstacle::too_many_fields,
                "roster: a config has at most 200 fields: move some of them into a struct that is a field");
};

/// Why a type cannot be that of a field.
enum class unfit { fits, pointer, view, enumeration, unknown };

template <class Config, fixed_string Field, class Type, unfit Because>
struct can_be_a_field {
  static_assert(
      Because != unfit::pointer,
      "roster: this field is a pointer: write the type itself, or std::optional of it; for text, std::string");
  static_assert(Because != unfit::view,
                "roster: this field is a view, which owns nothing: write std::string for text, std::vector for a list");
  static_assert(Because != unfit::enumeration, "roster: enums are fields after #include <roster/enums.hpp>");
  static_assert(
      Because != unfit::unknown,
      "roster: this type is unknown: #include <roster/fields.hpp> for structs and the standard library's types, "
      "or specialise roster::field_kind for it");
};

template <class T>
concept is_view = std::is_same_v<T, std::string_view> || std::is_same_v<T, value> || std::is_same_v<T, list_view> ||
                  std::is_same_v<T, object_view> || requires {
                    typename T::element_type;
                    T::extent;
                  };

template <class T>
concept is_pointer = std::is_pointer_v<T> || std::is_member_pointer_v<T> || requires(const T& smart) {
  { smart.get() } -> std::same_as<typename T::element_type*>;
};

template <class Types>
struct unknown_among;
/// The first type that is unknown among those that `T` is made of; void if all are known.
template <class T>
struct unknown_in {
  using type = void;
};
template <class T>
  requires requires { typename field_kind<T>::unknown; }
struct unknown_in<T> {
  using type = T;
};
template <class T>
  requires requires { typename field_kind<T>::parts; }
struct unknown_in<T> : unknown_among<typename field_kind<T>::parts> {};

template <class... Parts>
struct unknown_among<types<Parts...>> {
  using type = void;
};
template <class First, class... Parts>
struct unknown_among<types<First, Parts...>> {
  using in_first = typename unknown_in<First>::type;
  using type = typename std::conditional_t<std::is_void_v<in_first>, unknown_among<types<Parts...>>,
                                           std::type_identity<in_first>>::type;
};

template <class T>
inline constexpr unfit why_unfit = [] {
  using unknown = typename unknown_in<T>::type;
  if (std::is_void_v<unknown>) return unfit::fits;
  if (is_pointer<unknown>) return unfit::pointer;
  if (is_view<unknown>) return unfit::view;
  return std::is_enum_v<unknown> ? unfit::enumeration : unfit::unknown;
}();

/// Refuses fields that do not fit.
template <class Config, class Indices>
struct fields_fit;
template <class Config, std::size_t... I>
struct fields_fit<Config, std::index_sequence<I...>>
    : can_be_a_field<Config, fixed_field_name<Config, I>(), held_type<I, Config>, why_unfit<held_type<I, Config>>>... {
};

/// Refuses a type that is not a config.
template <class Config>
struct fit_to_be_a_config : can_be_a_config<Config, inspected<Config>.found, inspected<Config>.position>,
                            fields_fit<Config, std::make_index_sequence<field_count<Config>>> {};

/// Whether it is a config. Only of one that is not, `fit_to_be_a_config` is instantiated, which is dear.
template <class Config>
inline constexpr bool is_fit = []<std::size_t... I>(std::index_sequence<I...>) {
  return is_config<Config> && ((why_unfit<held_type<I, Config>> == unfit::fits) && ...);
}(std::make_index_sequence<field_count<Config>>{});

}  // namespace roster::detail
