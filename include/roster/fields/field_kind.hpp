#pragma once

#include <type_traits>

#include "roster/fields/origins.hpp"
#include "roster/fields/required.hpp"
#include "roster/fields/rule.hpp"
#include "roster/input/messages.hpp"
#include "roster/input/node.hpp"
#include "roster/input/place.hpp"

namespace roster {

class definitions;  // schema.hpp

/// How a field of type `T` is read, checked and written. Specialise it to use a type of your own for fields:
/// - `static std::string one()` and `many()`: what messages call it, "an integer", "integers"
/// - `static bool read(const value&, T&, const limit&, const place&)`: false, with nothing changed, if the value is of
///   another kind; otherwise true, and problems with the value or inside it are reported to the place
/// - `static void check(const T&, const limit&, const place&)`: reports what is out of bounds
/// - `static node write(const T&)`: a value that `read` reads back
/// - `static node::object schema(const limit&, definitions&)`: the JSON Schema of what `read` accepts
/// - `static std::string text(const T&)`, if a person would not write it as the value that `write` returns
/// - if it may hold a list with one element for each parameter group:
///   `static void check_groups(const T&, std::size_t groups, const place&)`: reports a list of another length;
///   `static void check_origins(const T&, origins, const place&)`: reports a list without an element for one that
///   joined; `static void regroup(T&, origins) noexcept`: puts the list into the order of the groups that there are now
/// - if it may hold `steps`: `static void each_steps(T&, const limit&, const place&, const steps_visitor&)`: calls
///   the visitor, or the `each_steps` of what it is made of, with each of them
/// - `static constexpr limit range`, if it holds fewer numbers than a double does
/// - `using parts = roster::types<…>`, if it is made of other types, whose kinds it uses
///
/// A field that is `required<T>` counts as one of type `T`. Of the types of the language and of the standard library,
/// the kinds of structs, maps, tuples, variants, paths and durations are in `roster/fields.hpp`, that of enums is in
/// `roster/enums.hpp`, and all others come with every header that reads fields.
template <class T>
struct field_kind {
  // An unknown type. The config that has such a field is refused with one message (detail/refusal.hpp); these are here
  // so that the compiler has nothing else to say about it.
  struct unknown {};
  static std::string one() { return {}; }
  static std::string many() { return {}; }
  static bool read(const value&, const T&, const limit&, const place&) { return false; }
  static void check(const T&, const limit&, const place&) {}
  static node write(const T&) { return {}; }
  static node::object schema(const limit&, definitions&) { return {}; }
};

/// The types that a type is made of.
template <class... Types>
struct types {};

namespace detail {

/// Whether only code, not a file, can give a field of that type.
template <class T>
inline constexpr bool is_function = false;
template <class T>
inline constexpr bool is_function<required<T>> = is_function<T>;

/// The numbers that a type can hold.
template <class T>
inline constexpr limit range_of = {};
template <class T>
  requires requires { field_kind<T>::range; }
inline constexpr limit range_of<T> = field_kind<T>::range;

/// A field as a person would write it.
template <class T>
std::string field_text(const T& field) {
  if constexpr (requires { field_kind<T>::text(field); }) {
    return field_kind<T>::text(field);
  } else {
    return to_text(value(field_kind<T>::write(field)));
  }
}

inline node::object schema_of_type(std::string_view type) { return {{"type", type}}; }

inline node::object schema_of_any(node::object one, node::object other) {
  return {{"anyOf", node(node::list{node(std::move(one)), node(std::move(other))})}};
}

/// "an integer of at least 1", "a list of integers, each at least 1"
inline std::string bounded(std::string_view kind, const limit& allowed) {
  const auto bounds = allowed.text();
  if (bounds.empty()) return std::string(kind);
  const bool is_many = kind.find("list ") != kind.npos || kind.find("members ") != kind.npos;
  return concat({kind, is_many ? ", each " : bounds.starts_with("at ") ? " of " : " ", bounds});
}
/// What a message expects of a `T`: "an integer from 0 to 255".
template <class T>
std::string expected(const limit& allowed) {
  return bounded(field_kind<T>::one(), allowed.within(range_of<T>));
}

}  // namespace detail
}  // namespace roster
