#pragma once

#include <type_traits>

#include "roster/registry/fixed_string.hpp"

// Some members of a type are looked for by name: `check`, `last`, `rules`. A member with a wrong signature must not
// count as missing: the program would compile and do something else.
namespace roster::detail {

/// Derived from `Type` and from a struct whose members have all the names that are looked for. A name that is ambiguous
/// here is a member of `Type`: a function, overloaded or not, a constant or a type.
template <class Type, class Names>
struct beside : Type, Names {
  static_assert(!std::is_final_v<Type>, "roster: a config cannot be final: Roster derives from it to find its members");
};

/// A field. It may have any name.
template <auto Member>
concept is_field = std::is_member_object_pointer_v<decltype(Member)>;

/// Whether there is a member that is neither a field nor of the wanted signature.
constexpr bool is_misfit(bool is_there, bool is_field, bool fits) noexcept { return is_there && !is_field && !fits; }

/// Shown by the compiler: the type, and the declaration that its member needs.
template <class Type, fixed_string Wanted, bool Fits>
struct member_fits {
  static_assert(Fits,
                "roster: a member of this type has the wrong signature; the type and the right signature are above");
};

template <class Type, fixed_string Wanted>
constexpr bool refuse_member() {
  (void)member_fits<Type, Wanted, false>{};
  return false;
}

}  // namespace roster::detail
