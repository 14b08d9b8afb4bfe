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
  static_assert(!std::is_final_v<Type>,
                "roster: a config cannot be final: its members are looked for in a derived type");
};

/// A field, which may have any name.
template <auto Member>
concept is_field = std::is_member_object_pointer_v<decltype(Member)>;

/// Shown by the compiler: the type, and how its member has to be declared.
template <class Type, fixed_string Wanted, bool Fits>
struct member_fits {
  static_assert(Fits,
                "roster: a member of this type has another signature than the one that is wanted: both are above");
};

/// Refuses a member that has the name, does not fit and is not a field. Returns whether all is right.
template <class Type, fixed_string Wanted, bool IsThere, bool IsField, bool Fits>
constexpr bool demand() {
  constexpr bool right = !IsThere || IsField || Fits;
  (void)member_fits<Type, Wanted, right>{};
  return right;
}

}  // namespace roster::detail
