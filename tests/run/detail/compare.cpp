#include "roster/run/detail/compare.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"

namespace compare_tests {

TEST_CASE("Two values are the same whatever the kind of number and the order of members", "[compare]") {
  const auto same = [](std::string_view a, std::string_view b) {
    return roster::detail::same(roster::parse_json(a), roster::parse_json(b));
  };
  CHECK(same("1", "1.0"));
  CHECK_FALSE(same("1", "1.5"));
  CHECK_FALSE(same("1", "true"));
  CHECK_FALSE(same("1", "\"1\""));
  CHECK(same("null", "null"));
  CHECK(same("[1, [2.0]]", "[1.0, [2]]"));
  CHECK_FALSE(same("[1, 2]", "[2, 1]"));
  CHECK_FALSE(same("[1]", "[1, 1]"));
  CHECK(same(R"({"a": 1, "b": {"c": 2}})", R"({"b": {"c": 2.0}, "a": 1})"));
  CHECK_FALSE(same(R"({"a": 1})", R"({"a": 1, "b": 2})"));
  CHECK_FALSE(same(R"({"a": 1})", R"({"b": 1})"));
}

/// What differs, as sentences on lines of their own.
std::string compared(std::string_view then, std::string_view now) {
  std::vector<roster::difference> found;
  std::vector<roster::problem> problems;
  roster::detail::compare(roster::parse_json(then), roster::parse_json(now), roster::place(problems), found);
  std::string all;
  for (const auto& one : found) all += one.path + " " + roster::detail::differs(one) + "\n";
  return all;
}

TEST_CASE("Objects are compared member by member", "[compare][message]") {
  CHECK(compared(R"({"a": 1, "b": {"c": 2}})", R"({"b": {"c": 2.0}, "a": 1.0})") == "");
  CHECK(compared(R"({"a": 1, "b": {"c": 2, "d": "x"}})", R"({"a": true, "b": {"c": 3, "d": "x"}})") ==
        "a is 1 in the state, but true here\n"
        "b.c is 2 in the state, but 3 here\n");
  CHECK(compared(R"({"a": 1, "b": 2})", R"({"b": 2, "c": null, "d": 4})") ==
        "a is 1 in the state, but null here\n"
        "d is null in the state, but 4 here\n");
}

TEST_CASE("A list is shown whole if that shows what differs, otherwise element by element", "[compare][message]") {
  CHECK(compared(R"({"m": [30, 60]})", R"({"m": [30, 80]})") == "m is [30, 60] in the state, but [30, 80] here\n");
  CHECK(compared(R"({"m": [1, 2, 3, 4, 5, 6, 7, 8, 9]})", R"({"m": [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]})") ==
        "m[8] is 9 in the state, but 10 here\n"
        "m[9] is null in the state, but 11 here\n");
  CHECK(compared(R"({"m": [{"a": 1}]})", R"({"m": [{"a": 2}]})") == "m[0].a is 1 in the state, but 2 here\n");
}

}  // namespace compare_tests
