#include "roster/fields/enum_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <vector>

#include "roster/fields/list_kind.hpp"
#include "support/fields.hpp"

namespace enum_kind_tests {

enum class colour { red, green, blue };
enum plain { plain_small = -3, plain_large = 100 };
enum class wide : unsigned long { nothing = 0, something = 7 };
struct Paint {
  roster::required<colour> base;
  plain size = plain_small;
};

using roster::field_kind;
using test::check;
using test::read;

TEST_CASE("An enum is read by the names of its enumerators", "[enum_kind][message]") {
  colour field = colour::red;
  CHECK(read(field, "blue") == "");
  CHECK(field == colour::blue);
  CHECK(read(field, "grean") == "x: is \"grean\", expected \"red\", \"green\" or \"blue\"; did you mean green?");
  CHECK(read(field, "Red") == "x: is \"Red\", expected \"red\", \"green\" or \"blue\"; did you mean red?");
  CHECK(read(field, "purple") == "x: is \"purple\", expected \"red\", \"green\" or \"blue\"");
  CHECK(read(field, 1) == "not one");
  CHECK(field == colour::blue);
  CHECK(field_kind<colour>::one() == "\"red\", \"green\" or \"blue\"");
  CHECK(field_kind<std::vector<colour>>::one() == "a list of names, each \"red\", \"green\" or \"blue\"");
}

TEST_CASE("An enum without a scope or with another type is one too", "[enum_kind][message]") {
  plain field = plain_small;
  CHECK(read(field, "plain_large") == "");
  CHECK(field == plain_large);
  CHECK(read(field, "large") == "x: is \"large\", expected \"plain_small\" or \"plain_large\"");
  wide other{};
  CHECK(read(other, "something") == "");
  CHECK(other == wide::something);
}

TEST_CASE("An enum is written by name; a value without a name is a problem", "[enum_kind][message]") {
  CHECK(field_kind<colour>::write(colour::green) == roster::node("green"));
  CHECK(field_kind<colour>::write(colour(7)) == roster::node(7));
  CHECK(check(colour::green) == "");
  CHECK(check(colour(7)) == "x: is 7, expected \"red\", \"green\" or \"blue\"");
  CHECK(check(wide(1)) == "x: is 1, expected \"nothing\" or \"something\"");
  CHECK(roster::detail::field_text(std::optional(colour::red)) == "\"red\"");
  CHECK(test::schema_of<colour>() == R"({"type": "string", "enum": ["red", "green", "blue"]})");
}

TEST_CASE("An enum is a field, required or with a default", "[enum_kind][message]") {
  const auto read_paint = [](roster::keywords given) {
    return roster::checked("Paint", [&](const roster::place& here) {
      return roster::read_config<Paint>(roster::detail::as_object(given), here);
    });
  };
  const auto paint = read_paint({{"base", "blue"}});
  CHECK(*paint.base == colour::blue);
  CHECK(paint.size == plain_small);
  CHECK(roster::config_text(Paint{.base = colour::red}) == "Paint(base=\"red\", size=\"plain_small\")");
}

}  // namespace enum_kind_tests
