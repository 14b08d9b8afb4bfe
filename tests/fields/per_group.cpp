#include "roster/fields/per_group.hpp"

#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "roster/fields/list_kind.hpp"
#include "roster/fields/schema.hpp"
#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace per_group_tests {

using rates = roster::per_group<double>;
using kind = roster::field_kind<rates>;

static_assert(std::convertible_to<int, rates> && !std::convertible_to<bool, rates> &&
              !std::convertible_to<double, roster::per_group<std::int64_t>>);

TEST_CASE("One value is for all groups, and a list has one for each", "[per_group]") {
  const rates one = 0.1;
  CHECK(one[0] == 0.1);
  CHECK(one[99] == 0.1);
  CHECK(one.of(3) == std::vector{0.1, 0.1, 0.1});
  CHECK(*one.for_all() == 0.1);
  CHECK_FALSE(one.for_each());

  const rates each = {0.1, 0.01};
  CHECK(each[1] == 0.01);
  CHECK(each.of(2) == std::vector{0.1, 0.01});
  CHECK_FALSE(each.for_all());
  CHECK(*each.for_each() == std::vector{0.1, 0.01});
  CHECK(*rates(std::vector{3.0}).for_each() == std::vector{3.0});

  CHECK(*rates().for_all() == 0.0);
  CHECK(*rates(3).for_all() == 3.0);
}

TEST_CASE("A value for each group is read as a list, even for one group", "[per_group][message]") {
  rates field;
  CHECK(test::read(field, 2) == "");
  CHECK(*field.for_all() == 2.0);
  CHECK(test::read(field, {2, 0.5}) == "");
  CHECK(*field.for_each() == std::vector{2, 0.5});
  CHECK(test::read(field, {2}) == "");
  CHECK(*field.for_each() == std::vector{2.0});
  CHECK(test::read(field, "x") == "not one");
  CHECK(*field.for_each() == std::vector{2.0});
  CHECK(test::read(field, -1, roster::at_least(0)) == "x: is -1.0, expected a real number of at least 0");
  CHECK(test::read(field, {1, -1, "x"}, roster::at_least(0)) ==
        "x: 2 problems\n"
        "  [1] is -1.0, expected a real number of at least 0\n"
        "  [2] is \"x\", expected a real number of at least 0");
  CHECK(kind::one() == "a real number or a list with one for each group");
  CHECK(kind::many() == "real numbers or lists of them");
}

TEST_CASE("Every value of a list for the groups is checked, and written as it is", "[per_group][message]") {
  CHECK(test::check(rates(-1), roster::at_least(0)) == "x: is -1.0, expected a real number of at least 0");
  CHECK(test::check(rates{1, -1}, roster::at_least(0)) == "x: [1] is -1.0, expected a real number of at least 0");
  CHECK(roster::to_json(kind::write(0.5)) == "0.5");
  CHECK(roster::to_json(kind::write({0.5})) == "[0.5]");
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(kind::schema(roster::at_least(0), parts))) ==
        R"({"anyOf": [{"type": "number", "minimum": 0}, )"
        R"({"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 1}]})");
}

TEST_CASE("An empty list fits no optimizer", "[per_group][message]") {
  const std::string told = "x: is empty, expected a real number or a list with one for each group, each at least 0";
  rates field;
  CHECK(test::read(field, std::vector<double>{}, roster::at_least(0)) == told);
  CHECK(test::check(rates(std::vector<double>{}), roster::at_least(0)) == told);
  CHECK(test::check(roster::per_group<std::int64_t>(std::vector<std::int64_t>{})) ==
        "x: is empty, expected an integer or a list with one for each group");
}

TEST_CASE("A list for the groups must be as long as there are groups", "[per_group][message]") {
  const auto count = [](const rates& field, std::size_t groups) {
    return test::reported("x", [&](const roster::place& here) { kind::check_groups(field, groups, here); });
  };
  CHECK(count(rates{1, 2}, 2) == "");
  CHECK(count(rates{1, 2}, 3) == "x: has 2 elements, expected 3, one for each group");
  CHECK(count(rates{1}, 0) == "x: has 1 element, expected 0, one for each group");
  CHECK(count(rates(1), 3) == "");
}

TEST_CASE("A list for the groups takes the order of the groups that there are now", "[per_group][message]") {
  const auto regrouped = [](rates field, const std::vector<std::size_t>& from) {
    CHECK(test::reported("x", [&](const roster::place& here) { kind::check_origins(field, from, here); }) == "");
    kind::regroup(field, from);
    return roster::to_json(kind::write(field));
  };
  CHECK(regrouped(rates{1, 2, 3}, {2, 0}) == "[3.0, 1.0]");
  CHECK(regrouped(rates{1, 2}, {}) == "[]");
  CHECK(regrouped(rates(1), {1, 0}) == "1.0");
  CHECK(test::reported("x", [&](const roster::place& here) {
          kind::check_origins(rates{1, 2}, std::vector<std::size_t>{1, 2}, here);
        }) == "x: has no value for group 1, which joined");
}

TEST_CASE("A list that may be null has an element for each group, and follows them", "[per_group][message]") {
  using optional_kind = roster::field_kind<std::optional<rates>>;
  std::optional<rates> field;
  const auto reported_for = [&](std::size_t groups) {
    return test::reported("x", [&](const roster::place& here) { optional_kind::check_groups(field, groups, here); });
  };
  const std::vector<std::size_t> swapped{1, 0}, joined{0, 2};
  CHECK(reported_for(3) == "");
  optional_kind::regroup(field, swapped);
  CHECK_FALSE(field);

  field = rates{1, 2};
  CHECK(reported_for(2) == "");
  CHECK(reported_for(3) == "x: has 2 elements, expected 3, one for each group");
  CHECK(test::reported("x", [&](const roster::place& here) { optional_kind::check_origins(field, joined, here); }) ==
        "x: has no value for group 1, which joined");
  optional_kind::regroup(field, swapped);
  CHECK(*field->for_each() == std::vector{2.0, 1.0});
}

}  // namespace per_group_tests
