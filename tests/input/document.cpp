#include "roster/input/document.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "support/refusal.hpp"

namespace document_tests {

using roster::document;
using roster::location;
using roster::node;
using roster::problem_kind;

/// The tree after `path` is set to `given`, as JSON; or the problem with the path.
std::string after(std::string_view path, std::string_view given = "0", std::string_view before = R"(
    {"name": "x", "list": [1, {"a": 2}, [3]], "deep": {"er": {"list": []}}, "a b": {"c": 1}, "": 4})") {
  auto tree = roster::parse_json(before);
  const auto untouched = tree;
  std::vector<roster::problem> problems;
  set(tree, path, roster::parse_json(given), roster::place(problems));
  if (problems.empty()) return roster::to_json(tree);
  CHECK(problems.size() == 1);
  CHECK(problems[0].kind == problem_kind::unknown_field);
  CHECK(problems[0].path == "");
  CHECK(tree == untouched);
  return problems[0].sentence();
}

location place_of(const document& file, problem_kind kind, std::string_view path) {
  return roster::detail::error_in(file, {{kind, std::string(path), "is wrong"}}).problems()[0].where;
}

TEST_CASE("set replaces the value at a path", "[document]") {
  const std::string_view before = R"({"a": 1, "list": [1, {"b": 2}, [3, 4]]})";
  CHECK(after("a", R"({"x": [5]})", before) == R"({"a": {"x": [5]}, "list": [1, {"b": 2}, [3, 4]]})");
  CHECK(after("list", "null", before) == R"({"a": 1, "list": null})");
  CHECK(after("list[0]", "7", before) == R"({"a": 1, "list": [7, {"b": 2}, [3, 4]]})");
  CHECK(after("list[1].b", "7", before) == R"({"a": 1, "list": [1, {"b": 7}, [3, 4]]})");
  CHECK(after("list[2][1]", "7", before) == R"({"a": 1, "list": [1, {"b": 2}, [3, 7]]})");
  // A list is a document too.
  CHECK(after("[1][0].x", "7", R"([1, [{"x": 2}]])") == R"([1, [{"x": 7}]])");
  // A name that needs quotes is quoted, as in messages.
  CHECK(after("\"a b\".c", "7", R"({"a b": {"c": 1}, "": 4})") == R"({"a b": {"c": 7}, "": 4})");
  CHECK(after("\"\"", "7", R"({"a b": {"c": 1}, "": 4})") == R"({"a b": {"c": 1}, "": 7})");
  // Names with the same beginning
  CHECK(after("ab", "7", R"({"a": 1, "ab": 2, "abc": 3})") == R"({"a": 1, "ab": 7, "abc": 3})");
  // Of two members with one name, the one that is read is set.
  CHECK(after("a", "7", R"({"a": 1, "a": 2})") == R"({"a": 7, "a": 2})");
}

TEST_CASE("set adds a member that an object does not have", "[document]") {
  CHECK(after("b", "7", R"({"a": {}})") == R"({"a": {}, "b": 7})");
  CHECK(after("a.b", "[7]", R"({"a": {}})") == R"({"a": {"b": [7]}})");
  CHECK(after("a[0].c", "7", R"({"a": [{"b": 1}]})") == R"({"a": [{"b": 1, "c": 7}]})");
}

TEST_CASE("A path that leads nowhere is reported, and nothing changes", "[document][message]") {
  CHECK(after("nam.x") == "cannot set nam.x: nam does not exist; did you mean name?");
  CHECK(after("other.x") == "cannot set other.x: other does not exist");
  CHECK(after("deep.or.list") == "cannot set deep.or.list: deep.or does not exist; did you mean er?");
  CHECK(after("list[1].b[0]") == "cannot set list[1].b[0]: list[1].b does not exist; did you mean a?");
  CHECK(after("name.x") == "cannot set name.x: name is \"x\", expected an object or a list");
  CHECK(after("name[0]") == "cannot set name[0]: name is \"x\", expected an object or a list");
  CHECK(after("list[0].x") == "cannot set list[0].x: list[0] is 1, expected an object or a list");
  CHECK(after("list[3]") == "cannot set list[3]: list has 3 elements, counted from 0");
  CHECK(after("list[2][1].x") == "cannot set list[2][1].x: list[2] has 1 element, counted from 0");
  CHECK(after("deep.er.list[0]") == "cannot set deep.er.list[0]: deep.er.list has 0 elements, counted from 0");
  const std::string position = ": list is a list, expected a position such as list[0]";
  for (const std::string path :
       {"list.x", "list[x]", "list[]", "list[1", "list[1]x", "list[", "list[99999999999999999999]"}) {
    CHECK(after(path) == "cannot set " + path + position);
  }
  CHECK(after("list[-1]") == "cannot set \"list[-1]\"" + position);
  CHECK(after("list[ 1]") == "cannot set \"list[ 1]\"" + position);
  CHECK(after("[0]") == "cannot set [0]: expected a name instead of \"[0]\"");
  CHECK(after("list[1][0]") == "cannot set list[1][0]: expected a name instead of \"[0]\"");
  CHECK(after("deep..er") == "cannot set deep..er: expected a name instead of \".er\"");
  CHECK(after(".name") == "cannot set .name: expected a name instead of \".name\"");
  CHECK(after("deep.e-r") == "cannot set \"deep.e-r\": expected a name instead of \"e-r\"");
  CHECK(after("\"name\"") == "cannot set \"\\\"name\\\"\": expected a name instead of \"\\\"name\\\"\"");
  for (const std::string path : {".", "name.", "deep.", "deep.er.", "list[0]."}) {
    CHECK(after(path) == "cannot set " + path + ": expected a name after the last dot");
  }
  CHECK(after("a", "1", "null") == "cannot set a: the document is null, expected an object or a list");
  CHECK(after("a", "1", "[]") == "cannot set a: the document is a list, expected a position such as [0]");
  CHECK(after("[1]", "1", "[2]") == "cannot set [1]: the document has 1 element, counted from 0");
}

TEST_CASE("A path in a message is on one line and of limited length", "[document][message]") {
  CHECK(after("a\x1b[31m\n.b") == "cannot set \"a\\x1b[31m\\x0a.b\": expected a name instead of \"a\\x1b[31m\\x0a.b\"");
  const auto cut = '"' + std::string(60, 'x') + "…\"";
  CHECK(after(std::string(1'000'000, 'x')) == "cannot set " + cut + ": expected a name instead of " + cut);
}

TEST_CASE("set refuses trees deeper than those that are read", "[document][message]") {
  const auto lists = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  const auto depth_64 = R"({"a": )" + lists(63) + "}";
  CHECK(after("a", lists(63), R"({"a": 1})") == depth_64);
  CHECK(after("a", lists(63), "{}") == depth_64);
  CHECK(after("a", lists(64), R"({"a": 1})") == "cannot set a: is nested deeper than 64 levels");
  CHECK(after("a", lists(64), "{}") == "cannot set a: is nested deeper than 64 levels");
  CHECK(after("a.a", lists(63), R"({"a": {}})") == "cannot set a.a: is nested deeper than 64 levels");
  CHECK(after("a[0]", lists(62), R"({"a": [1]})") == depth_64);
  CHECK(after("a[0]", lists(63), R"({"a": [1]})") == "cannot set a[0]: is nested deeper than 64 levels");
}

TEST_CASE("A problem's location is where its path leads", "[document]") {
  const document file{"file", roster::parse_json("{\n"
                                                 "  \"a\": 1,\n"
                                                 "  \"list\": [\n"
                                                 "    {\"b\": 2},\n"
                                                 "    3],\n"
                                                 "  \"a\": 4, \"a b\": {\"c\": 5},\n"
                                                 "  \"ab\": 6}")};
  using enum problem_kind;
  CHECK(place_of(file, rule, "") == location{1, 1});
  CHECK(place_of(file, rule, "list") == location{3, 3});
  CHECK(place_of(file, rule, "list[0]") == location{4, 5});
  CHECK(place_of(file, rule, "list[0].b") == location{4, 6});
  CHECK(place_of(file, rule, "list[1]") == location{5, 5});
  CHECK(place_of(file, rule, "\"a b\".c") == location{6, 19});
  CHECK(place_of(file, rule, "ab") == location{7, 3});
  // The first of two members with one name is read; the second is the problem.
  CHECK(place_of(file, rule, "a") == location{2, 3});
  CHECK(place_of(file, given_twice, "a") == location{6, 3});
  // A missing member has the location of the object that should have it.
  CHECK(place_of(file, missing, "x") == location{1, 1});
  CHECK(place_of(file, missing, "list[0].x.y") == location{4, 5});
  CHECK(place_of(file, missing, "list[7]") == location{3, 3});
}

TEST_CASE("An error about a document has its name, and the line and column of each problem", "[document][message]") {
  const document file{"a.json", roster::parse_json("{\"a\": 1,\n \"b\": 2}")};
  const auto report = [](const roster::place& here) {
    here.member("b").report(problem_kind::rule, "is wrong");
    here.member("c").report(problem_kind::missing, "is missing");
  };
  CHECK(test::refusal([&] { roster::checked(file, report); }) ==
        "a.json: 2 problems\n"
        "  a.json:2:2: b is wrong\n"
        "  a.json:1:1: c is missing");
  CHECK(roster::checked(file, [](const roster::place&) { return 3; }) == 3);
}

TEST_CASE("Every repetition of a member has its own location", "[document][message]") {
  const document file{"f", roster::parse_json("{\"a\": 1,\n\"a\": 2,\n\"b\": 3,\n\"a\": 4}")};
  const auto report = [](const roster::place& here) {
    for (int i = 0; i < 3; ++i) here.member("a").report(problem_kind::given_twice, "is given twice");
  };
  CHECK(test::refusal([&] { roster::checked(file, report); }) ==
        "f: 3 problems\n"
        "  f:2:1: a is given twice\n"
        "  f:4:1: a is given twice\n"
        "  f:1:2: a is given twice");  // there is no fourth
}

TEST_CASE("A problem with a value from an override names the override", "[document][message]") {
  document file{
      "f", roster::parse_json(R"({"a": {"b": 1}, "list": [1, 2]})"), {"a.b=x y", "list[1]=3", "a.b=4", "a.bc=5"}};
  roster::detail::forget_places(file.tree);
  const auto said = [&](std::string_view path) {
    return std::string(roster::detail::error_in(file, {{problem_kind::rule, std::string(path), "is wrong"}}).what());
  };
  CHECK(said("a.b") == "f: a.b is wrong (from the override a.b=4)");
  CHECK(said("a.b.c") == "f: a.b.c is wrong (from the override a.b=4)");
  CHECK(said("a.bc") == "f: a.bc is wrong (from the override a.bc=5)");
  CHECK(said("list[1].x") == "f: list[1].x is wrong (from the override list[1]=3)");
  CHECK(said("list[0]") == "f: list[0] is wrong");
  CHECK(said("a") == "f: a is wrong");
  file.overrides = {"a=\x1b"};
  CHECK(said("a") == "f: a is wrong (from the override \"a=\\x1b\")");
}

TEST_CASE("A value that was set has no location", "[document]") {
  document file{"file", roster::parse_json(R"({"a": 1, "b": [2]})")};
  std::vector<roster::problem> problems;
  set(file.tree, "a", roster::parse_json(R"({"x": [3]})"), roster::place(problems));
  CHECK(place_of(file, problem_kind::rule, "a") == location{});
  CHECK(place_of(file, problem_kind::rule, "a.x[0]") == location{});
  CHECK(place_of(file, problem_kind::rule, "b[0]") == location{1, 16});
}

}  // namespace document_tests
