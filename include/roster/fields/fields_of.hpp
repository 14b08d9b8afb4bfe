#pragma once

#include "roster/fields/detail/field_names.hpp"
#include "roster/registry/fixed_string.hpp"

namespace roster {

/// An overload with this parameter never matches. It exists so that the compiler's list of candidates shows the valid
/// field names: `fields_are<"step_size", "gamma">`.
template <fixed_string... Names>
struct fields_are {
  fields_are(const fields_are&) = delete;
};

namespace detail {

template <class Config, std::size_t... I>
constexpr auto list_fields(std::index_sequence<I...>) {
  return std::type_identity<fields_are<fixed_field_name<Config, I>()...>>{};
}

}  // namespace detail

/// `fields_are` with the names of a config's fields.
template <class Config>
using fields_of =
    typename decltype(detail::list_fields<Config>(std::make_index_sequence<detail::field_count<Config>>{}))::type;

}  // namespace roster
