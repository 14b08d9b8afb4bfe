#include "roster/fields/rule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>

namespace rule_tests {

constexpr auto infinity = std::numeric_limits<double>::infinity();

static_assert(roster::at_least(1).allows(1) && !roster::at_least(1).allows(0.5));
static_assert(roster::above(0).allows(1e-300) && !roster::above(0).allows(0));
static_assert(roster::between(0, 1).allows(0) && roster::between(0, 1).allows(1) && !roster::between(0, 1).allows(1.1));
static_assert(!roster::above_to(0, 1).allows(0) && roster::above_to(0, 1).allows(1));
static_assert(roster::from_to_below(0, 1).allows(0) && !roster::from_to_below(0, 1).allows(1));
static_assert(roster::limit{}.allows(-1e308));
static_assert(!roster::at_least(0).allows(std::numeric_limits<double>::quiet_NaN()));
static_assert(roster::or_infinite().allows(infinity) && roster::or_infinite().allows(-infinity));
static_assert(roster::limit{}.finite && !roster::or_infinite().finite);
static_assert(roster::above(0) == roster::limit{.low = 0, .low_allowed = false} &&
              roster::above(0) != roster::at_least(0));

TEST_CASE("A limit can be written in words", "[rule]") {
  CHECK(roster::limit{}.text().empty());
  CHECK(roster::or_infinite().text().empty());
  CHECK(roster::at_least(1).text() == "at least 1");
  CHECK(roster::above(0.5).text() == "above 0.5");
  CHECK(roster::limit{.high = 2}.text() == "at most 2");
  CHECK(roster::limit{.high = 2, .high_allowed = false}.text() == "below 2");
  CHECK(roster::between(-1, 1e9).text() == "from -1 to 1000000000");
  CHECK(roster::between(1, 1).text() == "equal to 1");
  CHECK(roster::between(0.5, 1e300).text() == "from 0.5 to 1e+300");
  CHECK(roster::at_least(-0x1p53).text() == "at least -2^53");
  CHECK(roster::limit{.low = 0, .high = 1, .low_allowed = false, .high_allowed = false}.text() ==
        "above 0 and below 1");
  CHECK(roster::above_to(0, 1).text() == "above 0 and at most 1");
  CHECK(roster::from_to_below(0, 1).text() == "at least 0 and below 1");
}

TEST_CASE("Two limits allow what both allow", "[rule]") {
  using namespace roster;
  CHECK(at_least(0).within({}) == at_least(0));
  CHECK(limit{}.within(at_least(0)) == at_least(0));
  CHECK(at_least(0).within(between(-5, 5)) == between(0, 5));
  CHECK(between(-5, 5).within(above(0)) == above_to(0, 5));
  CHECK(above(0).within(at_least(0)) == above(0));
  CHECK(from_to_below(0, 1).within(between(0, 1)) == from_to_below(0, 1));
  CHECK(between(0, 1).within(from_to_below(0, 1)) == from_to_below(0, 1));
  CHECK(or_infinite().within(between(0, 1)) == limit{.low = 0, .high = 1, .finite = false});
}

}  // namespace rule_tests
