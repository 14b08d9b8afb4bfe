#include "roster/fields/list_kind.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace list_kind_tests {

using roster::field_kind;
using test::check;
using test::read;

using integers = std::vector<std::int64_t>;
using pair = std::array<double, 2>;

TEST_CASE("A list is read with all of its elements", "[list_kind][message]") {
  integers field{7};
  CHECK(read(field, {30, 80.0}) == "");
  CHECK(field == integers{30, 80});
  CHECK(read(field, 3) == "not one");
  CHECK(read(field, "3") == "not one");
  CHECK(field == integers{30, 80});
  CHECK(read(field, integers()) == "");
  CHECK(field.empty());
  CHECK(read(field, {3, 4.5, -1, "x", 0}, roster::at_least(0)) ==
        "x: 3 problems\n"
        "  [1] is 4.5, expected an integer of at least 0\n"
        "  [2] is -1, expected an integer of at least 0\n"
        "  [3] is \"x\", expected an integer of at least 0");
}

TEST_CASE("A list of a fixed length has that length", "[list_kind][message]") {
  pair field{0.9, 0.999};
  CHECK(read(field, {0.5, 1}) == "");
  CHECK(field == pair{0.5, 1});
  CHECK(read(field, {1}) == "x: has 1 element, expected a list of 2 real numbers");
  CHECK(read(field, {1, 2, 3}) == "x: has 3 elements, expected a list of 2 real numbers");
  CHECK(read(field, 0.5) == "not one");
  CHECK(field == pair{0.5, 1});
  CHECK(read(field, {true, 1}, roster::from_to_below(0, 1)) ==
        "x: 2 problems\n"
        "  [0] is true, expected a real number of at least 0 and below 1\n"
        "  [1] is 1.0, expected a real number of at least 0 and below 1");
}

TEST_CASE("A list may contain lists", "[list_kind][message]") {
  std::vector<pair> field;
  const std::vector<std::vector<double>> given{{1, 2}, {3}, {-1, 5}};
  CHECK(read(field, given, roster::at_least(0)) ==
        "x: 2 problems\n"
        "  [1] has 1 element, expected a list of 2 real numbers\n"
        "  [2][0] is -1.0, expected a real number of at least 0");
  CHECK(field_kind<std::vector<pair>>::one() == "a list of lists of 2 real numbers");
  CHECK(field_kind<std::vector<integers>>::one() == "a list of lists of integers");
}

TEST_CASE("A list that was written in code is checked, and written, element by element", "[list_kind][message]") {
  CHECK(check(integers{1, -1, 2}, roster::at_least(0)) == "x: [1] is -1, expected an integer of at least 0");
  CHECK(check(pair{0, 1}, roster::from_to_below(0, 1)) ==
        "x: [1] is 1.0, expected a real number of at least 0 and below 1");
  CHECK(roster::to_json(field_kind<integers>::write({1, 2})) == "[1, 2]");
  CHECK(roster::to_json(field_kind<pair>::write({0.5, 1})) == "[0.5, 1.0]");
  CHECK(roster::to_json(field_kind<integers>::write({})) == "[]");
}

TEST_CASE("A list in words shows at most eight elements", "[list_kind]") {
  CHECK(roster::detail::field_text(pair{0.5, 1}) == "[0.5, 1.0]");
  CHECK(roster::detail::field_text(integers{1, 2, 3, 4, 5, 6, 7, 8}) == "[1, 2, 3, 4, 5, 6, 7, 8]");
  CHECK(roster::detail::field_text(integers{1, 2, 3, 4, 5, 6, 7, 8, 9}) == "[1, 2, 3, 4, 5, 6, 7, 8, …]");
  CHECK(roster::detail::field_text(std::vector<integers>{{1}, {}}) == "[[1], []]");
}

TEST_CASE("The schema of a list has the elements' schema and a fixed length", "[list_kind]") {
  CHECK(test::schema_of<std::vector<double>>(roster::above(0)) ==
        R"({"type": "array", "items": {"type": "number", "exclusiveMinimum": 0}})");
  CHECK(test::schema_of<pair>({}) == R"({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2})");
}

TEST_CASE("A list of booleans is a list, though it holds bits", "[list_kind][message]") {
  std::vector<bool> field{true};
  CHECK(read(field, {false, true, false}) == "");
  CHECK(field == std::vector{false, true, false});
  CHECK(read(field, {true, 1}) == "x: [1] is 1, expected true or false");
  CHECK(check(field) == "");
  CHECK(roster::to_json(field_kind<std::vector<bool>>::write({true, false})) == "[true, false]");
  CHECK(roster::detail::field_text(std::vector{true, false}) == "[true, false]");
}

TEST_CASE("The elements of a list are within the range of their type", "[list_kind][message]") {
  std::vector<unsigned char> field;
  CHECK(read(field, {1, 256, "x"}) ==
        "x: 2 problems\n"
        "  [1] is 256, expected an integer from 0 to 255\n"
        "  [2] is \"x\", expected an integer from 0 to 255");
}

}  // namespace list_kind_tests
