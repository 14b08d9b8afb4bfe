#include "roster/registry/hook.hpp"

#include <catch2/catch_test_macros.hpp>
#include <type_traits>

namespace hook_tests {

using roster::detail::beside;
using roster::detail::is_field;

struct names {
  int wanted;
};
template <class Type>
constexpr bool has_wanted = !requires { &beside<Type, names>::wanted; };
template <class Type>
constexpr bool has_field_wanted = requires { requires is_field<&Type::wanted>; };

struct nothing {
  double other = 1;
};
struct field {
  double wanted = 1;
};
struct function {
  int wanted() const;
};
struct overloaded {
  int wanted() const;
  int wanted(int) const;
};
struct templated {
  template <class T>
  int wanted(T) const;
};
struct constant {
  static constexpr int wanted = 1;
};
struct type {
  using wanted = int;
};
struct inherits : function {};
struct without_default {
  without_default() = delete;
  int wanted() const;
};

// A name is found whatever it stands for, and only a field is one.
static_assert(!has_wanted<nothing> && !has_field_wanted<nothing>);
static_assert(has_wanted<field> && has_field_wanted<field>);
static_assert(has_wanted<function> && !has_field_wanted<function>);
static_assert(has_wanted<overloaded> && !has_field_wanted<overloaded>);
static_assert(has_wanted<templated> && !has_field_wanted<templated>);
static_assert(has_wanted<constant> && !has_field_wanted<constant>);
static_assert(has_wanted<type> && !has_field_wanted<type>);
static_assert(has_wanted<inherits> && !has_field_wanted<inherits>);
static_assert(has_wanted<without_default>);

TEST_CASE("A member of a name that is looked for may be missing, a field, or one that fits", "[hook]") {
  using roster::detail::is_misfit;
  STATIC_CHECK(!is_misfit(has_wanted<nothing>, has_field_wanted<nothing>, false));
  STATIC_CHECK(!is_misfit(has_wanted<field>, has_field_wanted<field>, false));
  STATIC_CHECK(!is_misfit(has_wanted<function>, has_field_wanted<function>, true));
  STATIC_CHECK(is_misfit(has_wanted<function>, has_field_wanted<function>, false));
  STATIC_CHECK(is_misfit(has_wanted<constant>, has_field_wanted<constant>, false));
}

}  // namespace hook_tests
