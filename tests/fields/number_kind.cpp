#include "roster/fields/number_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "roster/fields/schema.hpp"
#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace number_kind_tests {

using roster::field_kind;
using roster::node;
using test::check;
using test::read;
using test::schema_of;

constexpr std::int64_t exact = std::int64_t{1} << 53;

TEST_CASE("An integer may be written as a real number that is whole", "[number_kind][message]") {
  std::int64_t field = 7;
  CHECK(read(field, 30) == "");
  CHECK(field == 30);
  CHECK(read(field, 1e5) == "");
  CHECK(field == 100'000);
  CHECK(read(field, 0x1p53) == "");
  CHECK(field == exact);
  for (const double other : {30.5, double(INFINITY), double(NAN)}) CHECK(read(field, other) == "not one");
  CHECK(read(field, 0x1p53 + 2) == "x: is 9007199254740994, expected an integer from -2^53 to 2^53");
  CHECK(read(field, -0x1p54) == "x: is -18014398509481984, expected an integer from -2^53 to 2^53");
  CHECK(read(field, 1e300) == "x: is 1e+300, expected an integer from -2^53 to 2^53");
  for (const roster::value& other : {roster::value(true), roster::value("30"), roster::value(nullptr)}) {
    CHECK(read(field, other) == "not one");
  }
  CHECK(field == exact);
  CHECK(field_kind<std::int64_t>::one() == "an integer");
  CHECK(field_kind<std::int64_t>::many() == "integers");
  CHECK(field_kind<std::int64_t>::write(-3) == node(-3));
}

TEST_CASE("An integer must be within its limit and from -2^53 to 2^53", "[number_kind][message]") {
  std::int64_t field = 7;
  CHECK(read(field, 0, roster::at_least(1)) == "x: is 0, expected an integer of at least 1");
  CHECK(read(field, 1, roster::at_least(1)) == "");
  CHECK(check(exact) == "");
  CHECK(check(-exact) == "");
  CHECK(check(exact + 1) == "x: is 9007199254740993, expected an integer from -2^53 to 2^53");
  CHECK(check(-exact - 1) == "x: is -9007199254740993, expected an integer from -2^53 to 2^53");
  CHECK(check(std::numeric_limits<std::int64_t>::min()) ==
        "x: is -9223372036854775808, expected an integer from -2^53 to 2^53");
  CHECK(schema_of<std::int64_t>() ==
        R"({"type": "integer", "minimum": -9007199254740992, "maximum": 9007199254740992})");
  CHECK(schema_of<std::int64_t>(roster::above(0)) ==
        R"({"type": "integer", "exclusiveMinimum": 0, "maximum": 9007199254740992})");
}

TEST_CASE("A real number may be written as an integer", "[number_kind]") {
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

TEST_CASE("A real number must be finite and within its limit", "[number_kind][message]") {
  CHECK(check(0.0, roster::above(0)) == "x: is 0.0, expected a real number above 0");
  CHECK(check(double(NAN)) == "x: is nan, expected a finite real number");
  CHECK(check(double(-INFINITY), roster::at_least(0)) == "x: is -inf, expected a finite real number of at least 0");
  CHECK(check(double(INFINITY), roster::or_infinite()) == "");
  CHECK(check(double(NAN), roster::or_infinite()) == "x: is nan, expected a finite real number");
  CHECK(schema_of<double>() == R"({"type": "number"})");
  CHECK(schema_of<double>(roster::above_to(0.5, 1)) == R"({"type": "number", "exclusiveMinimum": 0.5, "maximum": 1})");
  CHECK(schema_of<double>(roster::from_to_below(0, 1e300)) ==
        R"({"type": "number", "minimum": 0, "exclusiveMaximum": 1e+300})");
}

TEST_CASE("An integer is within the range of its type, and within 2^53", "[number_kind][message]") {
  std::uint8_t byte = 7;
  CHECK(read(byte, 255) == "");
  CHECK(byte == 255);
  CHECK(read(byte, 256) == "x: is 256, expected an integer from 0 to 255");
  CHECK(read(byte, -1, roster::above(-5)) == "x: is -1, expected an integer from 0 to 255");
  CHECK(read(byte, 9, roster::between(1, 8)) == "x: is 9, expected an integer from 1 to 8");
  CHECK(read(byte, 300.0) == "x: is 300, expected an integer from 0 to 255");
  CHECK(byte == 9);
  std::int16_t small = 0;
  CHECK(read(small, -32768) == "");
  CHECK(read(small, 40'000) == "x: is 40000, expected an integer from -32768 to 32767");
  int number = 0;
  CHECK(read(number, 3e9) == "x: is 3000000000, expected an integer from -2147483648 to 2147483647");
  unsigned natural = 0;
  CHECK(read(natural, -1) == "x: is -1, expected an integer from 0 to 4294967295");
  std::size_t size = 0;
  CHECK(read(size, -1) == "x: is -1, expected an integer of at least 0");
  CHECK(read(size, exact) == "");
  CHECK(size == std::size_t{1} << 53);
  CHECK(read(size, exact + 1) == "x: is 9007199254740993, expected an integer from 0 to 2^53");
  CHECK(read(byte, 1e40, roster::at_least(1)) == "x: is 1e+40, expected an integer from 1 to 255");
  CHECK(check(std::numeric_limits<std::uint64_t>::max()) ==
        "x: is 18446744073709551615, expected an integer from 0 to 2^53");
  CHECK(check(std::uint8_t{3}, roster::at_least(4)) == "x: is 3, expected an integer from 4 to 255");
  CHECK(field_kind<std::int8_t>::one() == "an integer");
  CHECK(field_kind<unsigned char>::write(200) == node(200));
  CHECK(schema_of<std::uint8_t>() == R"({"type": "integer", "minimum": 0, "maximum": 255})");
  CHECK(schema_of<std::size_t>(roster::at_least(1)) ==
        R"({"type": "integer", "minimum": 1, "maximum": 9007199254740992})");
}

TEST_CASE("A float is written with its own digits, and must hold the number", "[number_kind][message]") {
  float field = 0;
  CHECK(read(field, 0.1) == "");
  CHECK(field == 0.1f);
  CHECK(field_kind<float>::write(0.1f) == node(0.1));
  CHECK(field_kind<float>::write(3.4028235e38f) == node(3.4028235e38));
  CHECK(read(field, 1e39) == "x: is 1e+39, expected a real number that a float can hold");
  CHECK(field == 0.1f);
  CHECK(read(field, double(INFINITY), roster::or_infinite()) == "");
  CHECK(std::isinf(field));
  CHECK(check(-0.5f, roster::at_least(0)) == "x: is -0.5, expected a real number of at least 0");
  CHECK(schema_of<float>(roster::above(0)) == R"({"type": "number", "exclusiveMinimum": 0})");
  long double precise = 0;
  CHECK(read(precise, 1e300) == "");
  CHECK(precise == static_cast<long double>(1e300));
  CHECK(field_kind<long double>::write(0.25L) == node(0.25));
}

}  // namespace number_kind_tests
