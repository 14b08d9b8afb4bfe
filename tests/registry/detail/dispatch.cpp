#include "roster/registry/detail/dispatch.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace dispatch_tests {

using namespace roster::detail;

static_assert(std::is_same_v<switch_for<0>, generated_switch<16>> &&
              std::is_same_v<switch_for<16>, generated_switch<16>>);
static_assert(std::is_same_v<switch_for<17>, generated_switch<64>> &&
              std::is_same_v<switch_for<64>, generated_switch<64>>);
static_assert(std::is_same_v<switch_for<65>, generated_switch<256>> &&
              std::is_same_v<switch_for<256>, generated_switch<256>>);
static_assert(std::is_same_v<switch_for<257>, generated_switch<65536>> &&
              std::is_same_v<switch_for<65534>, generated_switch<65536>>);

template <char Letter>
struct letter {
  static constexpr char value = Letter;
};
using types = cut<letter<'a'>, letter<'b'>, letter<'c'>>;

/// What `Switch` makes of a position, its cases being those of the positions from `First` to before `Last`.
template <class Switch, std::size_t First, std::size_t Last>
constexpr char jump(std::size_t position) {
  const auto f = [](auto type) { return decltype(type)::type::value; };
  const auto otherwise = [] { return '-'; };
  return Switch::template jump<types, First, Last>(position, f, otherwise);
}

TEST_CASE("A switch goes to the type at a position", "[dispatch]") {
  const auto check = []<class Switch>(std::type_identity<Switch>) {
    CHECK(jump<Switch, 0, 3>(0) == 'a');
    CHECK(jump<Switch, 0, 3>(2) == 'c');
    CHECK(jump<Switch, 0, 2>(2) == '-');
    CHECK(jump<Switch, 0, 3>(3) == '-');
    CHECK(jump<Switch, 0, 3>(65'535) == '-');
    CHECK(jump<Switch, 0, 0>(0) == '-');
  };
  check(std::type_identity<generated_switch<16>>{});
  check(std::type_identity<generated_switch<64>>{});
  check(std::type_identity<generated_switch<256>>{});
  check(std::type_identity<generated_switch<65536>>{});
  CHECK(jump<generated_switch<16>, 1, 3>(1) == 'b');
  CHECK(jump<generated_switch<16>, 1, 3>(0) == '-');
}

template <class>
struct numbers;
template <std::size_t... I>
struct numbers<std::index_sequence<I...>> {
  using types = cut<std::integral_constant<std::size_t, I>...>;
};

TEST_CASE("A switch of more than 256 types goes through its blocks", "[dispatch]") {
  using types_600 = numbers<std::make_index_sequence<600>>::types;
  const auto f = [](auto type) { return decltype(type)::type::value; };
  const auto otherwise = [] { return std::size_t{9999}; };
  for (std::size_t i = 0; i < 1300; ++i) {
    const auto reached = switch_for<600>::jump<types_600, 0, 600>(i, f, otherwise);
    CHECK(reached == (i < 600 ? i : 9999));
  }
}

static_assert(jump<generated_switch<65536>, 0, 3>(2) == 'c', "the compiler can take it too");

}  // namespace dispatch_tests
