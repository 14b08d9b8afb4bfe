#include "roster/fields/fields_of.hpp"

#include <catch2/catch_test_macros.hpp>
#include <type_traits>
#include <vector>

#include "roster/roster.hpp"

namespace fields_of_tests {

using roster::fields_are;
using roster::fields_of;
using groups = std::vector<roster::plain_group>;

struct Nothing {};

static_assert(std::is_same_v<fields_of<Nothing>, fields_are<>>);
static_assert(std::is_same_v<fields_of<roster::StepLR>, fields_are<"step_size", "gamma">>);
static_assert(std::is_same_v<fields_of<roster::SequentialLR>, fields_are<"schedulers", "milestones">>);
static_assert(!std::is_default_constructible_v<fields_are<"a">> && !std::is_copy_constructible_v<fields_are<"a">>,
              "no call has one to give");

// tests/compile_fail/misspelt_field.cpp tests the compiler's message.
TEST_CASE("Right fields select the right overload, however they are given", "[fields_of]") {
  groups optimizer{{.lr = 1.0}};
  CHECK(roster::make<"LinearLR">(optimizer, {}).schedule().config().total_iters == 5);
  CHECK(roster::make<"StepLR">(optimizer, {3}).schedule().config().step_size == 3);
  CHECK(roster::make<"StepLR">(optimizer, {{3}, 0.5}, {.verbose = false}).schedule().config().gamma == 0.5);
  CHECK(roster::make<"StepLR">(optimizer, {roster::StepLR{.step_size = 4}}).schedule().config().step_size == 4);
  CHECK(roster::default_registry::make<"LinearLR">(optimizer, {}, {}).schedule().config().total_iters == 5);
}

}  // namespace fields_of_tests
