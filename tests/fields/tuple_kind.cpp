#include "roster/fields/tuple_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <tuple>
#include <utility>

#include "support/fields.hpp"

namespace tuple_kind_tests {

using roster::field_kind;
using test::check;
using test::read;

using range = std::pair<unsigned char, double>;
using row = std::tuple<int, std::string, bool>;

TEST_CASE("A pair is a list with one element for each of its types", "[tuple_kind][message]") {
  range field{1, 2};
  CHECK(read(field, {3, 0.5}) == "");
  CHECK(field == range{3, 0.5});
  CHECK(read(field, {256, "x"}, roster::at_least(0)) ==
        "x: 2 problems\n"
        "  [0] is 256, expected an integer from 0 to 255\n"
        "  [1] is \"x\", expected a real number of at least 0");
  CHECK(read(field, {1}) == "x: has 1 element, expected a list of an integer and a real number");
  CHECK(read(field, 3) == "not one");
  CHECK(check(range{1, -1}, roster::at_least(0)) == "x: [1] is -1.0, expected a real number of at least 0");
  CHECK(roster::to_json(field_kind<range>::write({3, 0.5})) == "[3, 0.5]");
}

TEST_CASE("A tuple is a list of that many elements", "[tuple_kind][message]") {
  row field;
  CHECK(read(field, {1, "a", true}) == "");
  CHECK(field == row{1, "a", true});
  CHECK(read(field, {1, 2, 3}) ==
        "x: 2 problems\n"
        "  [1] is 2, expected text\n"
        "  [2] is 3, expected true or false");
  CHECK(read(field, {1, "a", true, 2}) == "x: has 4 elements, expected a list of an integer, text and true or false");
  CHECK(roster::detail::field_text(row{1, "a", true}) == "[1, \"a\", true]");
  CHECK(field_kind<row>::many() == "lists of an integer, text and true or false");
  CHECK(test::schema_of<std::tuple<bool, std::string>>() ==
        R"({"type": "array", "items": {"anyOf": [{"type": "boolean"}, {"type": "string"}]}, )"
        R"("prefixItems": [{"type": "boolean"}, {"type": "string"}], "minItems": 2, "maxItems": 2})");
}

}  // namespace tuple_kind_tests
