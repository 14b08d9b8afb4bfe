#pragma once

#include <algorithm>

#include "roster/fields/detail/reflect.hpp"
#include "roster/registry/fixed_string.hpp"

namespace roster {

/// Compilers list the functions that a call does not fit. One that takes this fits no call, and so tells who misspelt a
/// field of a braced initialiser which fields there are: `fields_are<"step_size", "gamma">`.
template <fixed_string... Names>
struct fields_are {
  fields_are(const fields_are&) = delete;
};

namespace detail {

template <class Config, std::size_t I>
constexpr auto fixed_field_name() {
  constexpr auto name = field_name<I, Config>();
  char text[name.size() + 1]{};
  std::ranges::copy(name, text);
  return fixed_string(text);
}

template <class Config, std::size_t... I>
constexpr auto list_fields(std::index_sequence<I...>) {
  return std::type_identity<fields_are<fixed_field_name<Config, I>()...>>{};
}

}  // namespace detail

/// `fields_are` of a config's names
template <class Config>
using fields_of =
    typename decltype(detail::list_fields<Config>(std::make_index_sequence<detail::field_count<Config>>{}))::type;

}  // namespace roster
