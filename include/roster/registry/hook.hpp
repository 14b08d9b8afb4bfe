#pragma once

#include <type_traits>

#include "roster/registry/fixed_string.hpp"

// Some members of a type are looked for by name: `check`, `last`, `rules`. One that is there and does not fit must not
// be taken for one that is missing: the program would compile and do something else.
namespace roster::detail {

/// `Type` beside a struct that has members of all the names that are looked for. A name that is ambiguous here is one
/// of Type's, whatever it stands for: a function, overloaded or not, a constant, a type.
template <class Type, class Names>
struct beside : Type, Names {
  static_assert(!std::is_final_v<Type>, "roster: a config cannot be final: Roster derives from it to find its members");
};

/// A field, which may have any name.
template <auto Member>
concept is_field = std::is_member_object_pointer_v<decltype(Member)>;

/// Whether a member is there that is neither a field nor what is wanted.
constexpr bool is_misfit(bool is_there, bool is_field, bool fits) noexcept { return is_there && !is_field && !fits; }

/// Shown by the compiler: the type, and how its member has to be declared.
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
