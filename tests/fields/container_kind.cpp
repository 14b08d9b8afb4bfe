#include "roster/fields/container_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "roster/fields/nested_kind.hpp"
#include "support/fields.hpp"

namespace container_kind_tests {

using roster::field_kind;
using test::check;
using test::read;
using test::schema_of;

struct Point {
  roster::required<int> x;
};

template <class T>
std::string written(const T& field) {
  return roster::to_json(field_kind<T>::write(field));
}
roster::node object(std::string_view json) { return roster::parse_json(json); }

TEST_CASE("A deque and a list of the standard library are lists", "[container_kind][message]") {
  std::deque<double> numbers{7};
  CHECK(read(numbers, {0.5, 1}) == "");
  CHECK(numbers == std::deque{0.5, 1.0});
  CHECK(read(numbers, {0.5, "x", -1}, roster::at_least(0)) ==
        "x: 2 problems\n"
        "  [1] is \"x\", expected a real number of at least 0\n"
        "  [2] is -1.0, expected a real number of at least 0");
  CHECK(read(numbers, 3) == "not one");
  CHECK(check(std::deque{-1.0}, roster::at_least(0)) == "x: [0] is -1.0, expected a real number of at least 0");
  std::list<std::string> names;
  CHECK(read(names, {"a", "b"}) == "");
  CHECK(written(names) == R"(["a", "b"])");
  CHECK(roster::detail::field_text(names) == R"(["a", "b"])");
  CHECK(field_kind<std::list<std::string>>::one() == "a list of texts");
  CHECK(schema_of<std::deque<bool>>() == R"({"type": "array", "items": {"type": "boolean"}})");
}

TEST_CASE("A set is a list without equal elements, in a fixed order", "[container_kind][message]") {
  std::set<int> field;
  CHECK(read(field, {3, 1, 2}) == "");
  CHECK(written(field) == "[1, 2, 3]");
  CHECK(read(field, {3, 1, 3, "x", "y"}) ==
        "x: 3 problems\n"
        "  [2] is 3, which is in the list already\n"
        "  [3] is \"x\", expected an integer from -2147483648 to 2147483647\n"
        "  [4] is \"y\", expected an integer from -2147483648 to 2147483647");
  CHECK(field_kind<std::set<int>>::one() == "a list of different integers");
  std::unordered_set<std::string> names;
  CHECK(read(names, {"c", "a", "b", "a"}) == "x: [3] is \"a\", which is in the list already");
  CHECK(written(names) == R"(["a", "b", "c"])");
  CHECK(schema_of<std::set<std::string>>() == R"({"type": "array", "items": {"type": "string"}, "uniqueItems": true})");
}

TEST_CASE("A map is an object with any names", "[container_kind][message]") {
  std::map<std::string, double> field;
  CHECK(read(field, object(R"({"b": 1, "a": 0.5})"), roster::at_least(0)) == "");
  CHECK(field == std::map<std::string, double>{{"a", 0.5}, {"b", 1}});
  CHECK(written(field) == R"({"a": 0.5, "b": 1.0})");
  CHECK(roster::detail::field_text(field) == "{a: 0.5, b: 1.0}");
  CHECK(read(field, object(R"({"a": -1, "b c": "x", "a": 2})"), roster::at_least(0)) ==
        "x: 3 problems\n"
        "  a is -1.0, expected a real number of at least 0\n"
        "  \"b c\" is \"x\", expected a real number of at least 0\n"
        "  a is given twice");
  CHECK(read(field, {1}) == "not one");
  CHECK(check(std::map<std::string, double>{{"a", -1}}, roster::at_least(0)) ==
        "x: a is -1.0, expected a real number of at least 0");
  CHECK(field_kind<std::map<std::string, double>>::one() == "an object whose members are real numbers");
  CHECK(roster::detail::expected<std::map<std::string, double>>(roster::at_least(0)) ==
        "an object whose members are real numbers, each at least 0");
  CHECK(schema_of<std::map<std::string, double>>() ==
        R"({"type": "object", "additionalProperties": {"type": "number"}})");
}

TEST_CASE("Maps hold lists, maps and structs; one without an order is written by its names", "[container_kind]") {
  std::unordered_map<std::string, std::vector<int>> lists;
  CHECK(read(lists, object(R"({"c": [], "a": [1], "b": [2, 3]})")) == "");
  CHECK(written(lists) == R"({"a": [1], "b": [2, 3], "c": []})");
  std::map<std::string, std::map<std::string, Point>> points;
  CHECK(read(points, object(R"({"a": {"p": {"x": 1}}, "b": {"q": {"x": "1"}, "r": {}}})")) ==
        "x: 2 problems\n"
        "  b.q.x is \"1\", expected an integer from -2147483648 to 2147483647\n"
        "  b.r.x is missing, expected an integer from -2147483648 to 2147483647");
  CHECK(points["a"].at("p").x == 1);
}

TEST_CASE("A long map in words shows at most eight members", "[container_kind]") {
  std::map<std::string, int> field;
  for (char c = 'a'; c <= 'i'; ++c) field[std::string(1, c)] = 1;
  CHECK(roster::detail::field_text(field) == "{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, …}");
}

}  // namespace container_kind_tests
