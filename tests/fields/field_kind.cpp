#include "roster/fields/field_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

#include "roster/fields/list_kind.hpp"

namespace field_kind_tests {

struct shouted {
  std::string text;
};

}  // namespace field_kind_tests

namespace roster {

/// A user's own type
template <>
struct field_kind<field_kind_tests::shouted> {
  static node write(const field_kind_tests::shouted& field) { return field.text; }
  static std::string text(const field_kind_tests::shouted& field) { return field.text + "!"; }
};

}  // namespace roster

namespace field_kind_tests {

TEST_CASE("A field in words is its value, or what its kind says", "[field_kind]") {
  using roster::detail::field_text;
  CHECK(field_text(0.5) == "0.5");
  CHECK(field_text(std::string("a")) == "\"a\"");
  CHECK(field_text(std::optional<double>()) == "null");
  CHECK(field_text(shouted{"a"}) == "a!");
}

TEST_CASE("What is expected is the kind, with the numbers that the rule and the type allow", "[field_kind]") {
  using roster::detail::expected;
  CHECK(expected<double>({}) == "a real number");
  CHECK(expected<double>(roster::at_least(0)) == "a real number of at least 0");
  CHECK(expected<unsigned char>({}) == "an integer from 0 to 255");
  CHECK(expected<unsigned char>(roster::at_least(1)) == "an integer from 1 to 255");
  CHECK(expected<std::vector<unsigned char>>(roster::above(0)) == "a list of integers, each above 0 and at most 255");
}

}  // namespace field_kind_tests
