#include "roster/fields/field_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "roster/fields/schema.hpp"
#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace field_kind_tests {

using roster::field_kind;
using roster::node;
using test::check;
using test::read;

template <class T>
std::string schema(const roster::limit& allowed = {}) {
  roster::definitions parts;
  return roster::to_json(node(field_kind<T>::schema(allowed, parts)));
}

constexpr std::int64_t exact = std::int64_t{1} << 53;

TEST_CASE("A boolean is true or false, not a number or text", "[field_kind]") {
  bool field = false;
  CHECK(read(field, true) == "");
  CHECK(field);
  CHECK(read(field, 0) == "not one");
  CHECK(read(field, "false") == "not one");
  CHECK(field);
  CHECK(field_kind<bool>::one() == "true or false");
  CHECK(field_kind<bool>::many() == "booleans");
  CHECK(field_kind<bool>::write(true) == node(true));
  CHECK(schema<bool>() == R"({"type": "boolean"})");
}

TEST_CASE("An integer may be written as a real number that is whole", "[field_kind][message]") {
  std::int64_t field = 7;
  CHECK(read(field, 30) == "");
  CHECK(field == 30);
  CHECK(read(field, 1e5) == "");
  CHECK(field == 100'000);
  CHECK(read(field, 0x1p53) == "");
  CHECK(field == exact);
  for (const double other : {30.5, 0x1p53 + 2, -0x1p54, 1e300, double(INFINITY), double(NAN)}) {
    CHECK(read(field, other) == "not one");
  }
  for (const roster::value& other : {roster::value(true), roster::value("30"), roster::value(nullptr)}) {
    CHECK(read(field, other) == "not one");
  }
  CHECK(field == exact);
  CHECK(field_kind<std::int64_t>::one() == "an integer");
  CHECK(field_kind<std::int64_t>::many() == "integers");
  CHECK(field_kind<std::int64_t>::write(-3) == node(-3));
}

TEST_CASE("An integer must be within its limit and from -2^53 to 2^53", "[field_kind][message]") {
  std::int64_t field = 7;
  CHECK(read(field, 0, roster::at_least(1)) == "x: is 0, expected an integer of at least 1");
  CHECK(read(field, 1, roster::at_least(1)) == "");
  CHECK(check(exact) == "");
  CHECK(check(-exact) == "");
  CHECK(check(exact + 1) == "x: is 9007199254740993, expected an integer from -2^53 to 2^53");
  CHECK(check(-exact - 1) == "x: is -9007199254740993, expected an integer from -2^53 to 2^53");
  CHECK(check(std::numeric_limits<std::int64_t>::min()) ==
        "x: is -9223372036854775808, expected an integer from -2^53 to 2^53");
  CHECK(schema<std::int64_t>() == R"({"type": "integer", "minimum": -9007199254740992, "maximum": 9007199254740992})");
  CHECK(schema<std::int64_t>(roster::above(0)) ==
        R"({"type": "integer", "exclusiveMinimum": 0, "maximum": 9007199254740992})");
}

TEST_CASE("A real number may be written as an integer", "[field_kind]") {
  double field = 7;
  CHECK(read(field, 0.5) == "");
  CHECK(field == 0.5);
  CHECK(read(field, -3) == "");
  CHECK(field == -3.0);
  CHECK(read(field, "0.5") == "not one");
  CHECK(read(field, false) == "not one");
  CHECK(read(field, {1}) == "not one");
  CHECK(field == -3.0);
  CHECK(field_kind<double>::one() == "a real number");
  CHECK(field_kind<double>::many() == "real numbers");
  CHECK(field_kind<double>::write(3) == node(3.0));
}

TEST_CASE("A real number must be finite and within its limit", "[field_kind][message]") {
  CHECK(check(0.0, roster::above(0)) == "x: is 0.0, expected a real number above 0");
  CHECK(check(double(NAN)) == "x: is nan, expected a finite real number");
  CHECK(check(double(-INFINITY), roster::at_least(0)) == "x: is -inf, expected a finite real number of at least 0");
  CHECK(check(double(INFINITY), roster::or_infinite()) == "");
  CHECK(check(double(NAN), roster::or_infinite()) == "x: is nan, expected a finite real number");
  CHECK(schema<double>() == R"({"type": "number"})");
  CHECK(schema<double>(roster::above_to(0.5, 1)) == R"({"type": "number", "exclusiveMinimum": 0.5, "maximum": 1})");
  CHECK(schema<double>(roster::from_to_below(0, 1e300)) ==
        R"({"type": "number", "minimum": 0, "exclusiveMaximum": 1e+300})");
}

TEST_CASE("Text is text", "[field_kind]") {
  std::string field = "before";
  CHECK(read(field, 3) == "not one");
  CHECK(field == "before");
  CHECK(read(field, "") == "");
  CHECK(field.empty());
  CHECK(field_kind<std::string>::one() == "text");
  CHECK(field_kind<std::string>::many() == "texts");
  CHECK(field_kind<std::string>::write("a") == node("a"));
  CHECK(schema<std::string>() == R"({"type": "string"})");
}

TEST_CASE("A node is any input, kept as it is", "[field_kind]") {
  node field;
  CHECK(read(field, {1, "a", {0.5}}) == "");
  CHECK(field == node(node::list{1, "a", node::list{0.5}}));
  CHECK(field_kind<node>::write(field) == field);
  CHECK(read(field, nullptr) == "");
  CHECK(field == node());
  CHECK(field_kind<node>::one() == "a value");
  CHECK(schema<node>() == "{}");
}

TEST_CASE("An optional field takes null, or whatever its inner field takes", "[field_kind][message]") {
  using kind = field_kind<std::optional<double>>;
  std::optional<double> field;
  CHECK(read(field, 2) == "");
  CHECK(field == 2.0);
  CHECK(read(field, "a") == "not one");
  CHECK(read(field, -1, roster::at_least(0)) == "x: is -1.0, expected a real number of at least 0");
  CHECK(read(field, nullptr, roster::at_least(0)) == "");
  CHECK_FALSE(field);
  CHECK(check(field, roster::at_least(0)) == "");
  CHECK(check(std::optional(-1.0), roster::at_least(0)) == "x: is -1.0, expected a real number of at least 0");
  CHECK(kind::one() == "null or a real number");
  CHECK(kind::many() == "nulls or real numbers");
  CHECK(kind::write({}) == node());
  CHECK(kind::write(0.5) == node(0.5));
  CHECK(schema<std::optional<bool>>() == R"({"anyOf": [{"type": "boolean"}, {"type": "null"}]})");
}

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

}  // namespace field_kind_tests
