#include "roster/fields/variant_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <variant>
#include <vector>

#include "roster/fields/duration_kind.hpp"
#include "roster/fields/nested_kind.hpp"
#include "roster/fields/one_of.hpp"
#include "support/fields.hpp"

namespace variant_kind_tests {

using roster::field_kind;
using test::check;
using test::read;

struct Crop {
  roster::required<int> width;
};
struct Pad {
  roster::required<int> border;
  double value = 0;
};

roster::node object(std::string_view json) { return roster::parse_json(json); }

TEST_CASE("What came tells which alternative is meant", "[variant_kind]") {
  std::variant<std::string, double, int, std::vector<int>, bool> field;
  CHECK(read(field, 3) == "");
  CHECK(field.index() == 2);
  CHECK(read(field, 3.5) == "");
  CHECK(field.index() == 1);
  CHECK(read(field, 3.0) == "");
  CHECK(field.index() == 1);
  CHECK(read(field, 3e9) == "");
  CHECK(field.index() == 1);
  CHECK(read(field, "a") == "");
  CHECK(field.index() == 0);
  CHECK(read(field, {1, 2}) == "");
  CHECK(field.index() == 3);
  CHECK(read(field, true) == "");
  CHECK(field.index() == 4);
  CHECK(read(field, nullptr) == "not one");
  CHECK(field.index() == 4);
}

TEST_CASE("Text is any other alternative before it is text", "[variant_kind]") {
  std::variant<std::string, roster::one_of<"fast", "slow">, std::chrono::seconds> field;
  CHECK(read(field, "fast") == "");
  CHECK(field.index() == 1);
  CHECK(read(field, "3 min") == "");
  CHECK(std::get<2>(field) == std::chrono::minutes(3));
  CHECK(read(field, "medium") == "");
  CHECK(std::get<0>(field) == "medium");
}

TEST_CASE("If no alternative fits, the problems are those of the nearest one", "[variant_kind][message]") {
  std::variant<Crop, Pad, int> field = 3;
  CHECK(read(field, object(R"({"border": 2})")) == "");
  CHECK(std::get<Pad>(field).border == 2);
  CHECK(read(field, object(R"({"border": "2", "value": 1})")) ==
        "x: border is \"2\", expected an integer from -2147483648 to 2147483647");
  CHECK(read(field, 0, roster::at_least(1)) == "x: is 0, expected an integer from 1 to 2147483647");
  CHECK(read(field, "x") == "not one");
  CHECK(std::get<Pad>(field).border == 2);
  CHECK(field_kind<std::variant<int, std::string>>::one() == "an integer or text");
  CHECK(field_kind<std::variant<int, std::string>>::many() == "integers or texts");
}

TEST_CASE("A variant is checked and written as what it holds", "[variant_kind][message]") {
  using either = std::variant<std::monostate, int, std::string>;
  either field = 3;
  CHECK(check(either(-1), roster::at_least(0)) == "x: is -1, expected an integer from 0 to 2147483647");
  CHECK(check(either(), roster::at_least(0)) == "");
  CHECK(roster::to_json(field_kind<either>::write(3)) == "3");
  CHECK(roster::to_json(field_kind<either>::write({})) == "null");
  CHECK(roster::detail::field_text(either("a")) == "\"a\"");
  CHECK(read(field, nullptr) == "");
  CHECK(std::holds_alternative<std::monostate>(field));
  CHECK(test::schema_of<std::variant<std::monostate, bool, std::string>>() ==
        R"({"anyOf": [{"type": "null"}, {"type": "boolean"}, {"type": "string"}]})");
}

}  // namespace variant_kind_tests
