#include "roster/files/json.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace json_tests {

std::string refusal(std::string_view text) {
  return test::refusal([&] { roster::parse_json(text); });
}

TEST_CASE("JSON becomes a tree that owns what it holds", "[json]") {
  const auto tree =
      roster::parse_json(R"({"a": [1, 2.5, true, null, "x"], "b": {"c": -3}, "d": 18446744073709551615})");
  const auto* list = tree.find("a");
  REQUIRE(list);
  CHECK(roster::detail::to_text(roster::value(*list)) == R"([1, 2.5, true, null, "x"])");
  CHECK(*tree.find("b")->find("c") == roster::node(roster::value(-3)));
  CHECK(*tree.find("d") == roster::node(roster::value(18446744073709551615.0)));
  CHECK_FALSE(tree.find("e"));
}

TEST_CASE("An error in JSON has its line and column", "[json][message]") {
  CHECK(refusal("").starts_with("JSON:1:1: is not JSON: "));  // nlohmann's words changed
  CHECK(refusal("{\n  \"a\": 1,\n}") ==
        "JSON:3:1: is not JSON: syntax error while parsing object key - unexpected '}'; expected string "
        "literal (remove the comma before it)");
  const std::string in_value = "is not JSON: syntax error while parsing value - ";
  CHECK(refusal("{\"a\": 1, // of a\n}") ==
        "JSON:1:10: is not JSON: syntax error while parsing object key - invalid literal; last read: '1, /'; expected "
        "string literal");
  CHECK(refusal("{\"a\": 1 \"b\": 2}") ==
        "JSON:1:11: is not JSON: syntax error while parsing object - unexpected string literal; expected '}'");
  CHECK(refusal("{a: 1}") ==
        "JSON:1:2: is not JSON: syntax error while parsing object key - invalid literal; last read: '{a'; expected "
        "string literal");
  CHECK(refusal("[1,\n 2,\n]") ==
        "JSON:3:1: " + in_value + "unexpected ']'; expected '[', '{', or a literal (remove the comma before it)");
  CHECK(refusal("{\"a\": ]}") == "JSON:1:7: " + in_value + "unexpected ']'; expected '[', '{', or a literal");
  CHECK(refusal("[1]\n x") ==
        "JSON:2:2: " + in_value + "invalid literal; last read: '1]<U+000A> x'; expected end of input");
  CHECK(refusal("[1e400]") == "JSON:1:2: is not JSON: number overflow parsing '1e400'");
  CHECK(refusal("{\"a\":\n  [1, -1e999]}") == "JSON:2:7: is not JSON: number overflow parsing '-1e999'");
  CHECK(refusal("[NaN]") == "JSON:1:2: " + in_value + "invalid literal; last read: '[N'");
  CHECK(refusal("[-Infinity]") ==
        "JSON:1:3: " + in_value + "invalid number; expected digit after '-'; last read: '-I'");
  CHECK(refusal("[01]") ==
        "JSON:1:3: is not JSON: syntax error while parsing array - unexpected number literal; expected ']'");
  CHECK(refusal("[1.]") == "JSON:1:4: " + in_value + "invalid number; expected digit after '.'; last read: '1.]'");
  CHECK(refusal("\"abc") == "JSON:1:5: " + in_value + "invalid string: missing closing quote; last read: '\"abc'");
  CHECK(refusal("[\"a\\q\"]") ==
        "JSON:1:5: " + in_value + "invalid string: forbidden character after backslash; last read: '\"a\\q'");
  CHECK(refusal("\"\xff\"").starts_with("JSON:1:2: " + in_value + "invalid string: ill-formed UTF-8 byte"));
  CHECK(refusal(std::string("[\"\0\"]", 5)).starts_with("JSON:1:3: " + in_value + "invalid string: control character"));
  CHECK(refusal(std::string(65, '[') + std::string(65, ']')) == "JSON:1:65: is nested deeper than 64 levels");
  CHECK(refusal(std::string(64, '[') + std::string(64, ']')).empty());
  CHECK(refusal(std::string(std::size_t{1} << 20, '[')) == "JSON:1:65: is nested deeper than 64 levels");
  std::string many = "[0";
  for (int i = 1; i < 100'000; ++i) many += ",0";
  CHECK(refusal(many + "]") == "JSON:1:200000: holds more than 100000 values");
}

TEST_CASE("Every value in JSON has its line and column", "[json]") {
  using roster::location;
  const auto tree = roster::parse_json(
      "\xef\xbb\xbf{\n"
      "  \"first\": 1e-3,\"second\":-2,\n"
      "\t\"te\\\"xt\" : \"é\\u00e9, [1]\", \"list\":\n"
      "    [true, null, [], {}, \"x\", {\"in\": [7,\r\n"
      "  8]}]\n"
      "  , \"last\": 0\n"
      "}\n");
  CHECK(tree.where.line == 1);
  CHECK(tree.find("first")->where == location{2, 3});
  CHECK(tree.find("second")->where == location{2, 17});
  CHECK(tree.find("te\"xt")->where == location{3, 2});
  CHECK(tree.find("list")->where == location{3, 30});
  const auto& list = *tree.find("list")->as<roster::node::list>();
  CHECK(list[0].where == location{4, 6});
  CHECK(list[1].where == location{4, 12});
  CHECK(list[2].where == location{4, 18});
  CHECK(list[3].where == location{4, 22});
  CHECK(list[4].where == location{4, 26});
  CHECK(list[5].where == location{4, 31});
  CHECK(list[5].find("in")->where == location{4, 32});
  const auto& in = *list[5].find("in")->as<roster::node::list>();
  CHECK(in[0].where == location{4, 39});
  CHECK(in[1].where == location{5, 3});
  CHECK(tree.find("last")->where == location{6, 5});
}

TEST_CASE("JSON is written as Python writes it", "[json]") {
  const roster::node tree = roster::parse_json(
      R"({"a": [1, -2.5, 3.0, true, null], "none": [], "empty": {}, "in": {"text": "\"\\\n\u0001é"}, "small": 1e-08})");
  CHECK(
      roster::to_json(tree) ==
      R"({"a": [1, -2.5, 3.0, true, null], "none": [], "empty": {}, "in": {"text": "\"\\\n\u0001é"}, "small": 1e-08})");
  CHECK(roster::to_json(*tree.find("a"), 2) == "[\n  1,\n  -2.5,\n  3.0,\n  true,\n  null\n]");
  CHECK(roster::to_json(roster::parse_json(R"({"a": {"b": []}, "c": {}})"), 1) ==
        "{\n \"a\": {\n  \"b\": []\n },\n \"c\": {}\n}");
  CHECK(roster::to_json({1, {2, 3}}, 0) == "[\n1,\n[\n2,\n3\n]\n]");
}

TEST_CASE("to_json refuses what JSON cannot hold", "[json][message]") {
  const auto refuse = [](const roster::value& tree) { return test::refusal([&] { roster::to_json(tree); }); };
  CHECK(refuse({1, "\xff"}) == "JSON: [1] is \"\xff\", expected UTF-8");
  roster::node deep;
  for (int i = 0; i < 64; ++i) deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(roster::parse_json(roster::to_json(deep)) == deep);
  deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(refuse(deep).ends_with("[0][0] is nested deeper than 64 levels"));
}

}  // namespace json_tests
