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
  CHECK(refusal("{\n  \"a\": 1,\n}") == "JSON:2:9: is not JSON: has a comma before }; remove it");
  CHECK(refusal("[1e400]") == "JSON:1:2: 1e400 is too large for a double");
  CHECK(refusal("\ufeff{\"é\": x}") == "JSON:1:7: is not JSON: has x without quotes, expected \"x\"");
  CHECK(refusal(std::string(65, '[') + std::string(65, ']')) == "JSON:1:65: is nested deeper than 64 levels");
  CHECK(refusal(std::string(64, '[') + std::string(64, ']')).empty());
  CHECK(refusal(std::string(std::size_t{1} << 20, '[')) == "JSON:1:65: is nested deeper than 64 levels");
  std::string many = "[0";
  for (int i = 1; i < 100'000; ++i) many += ",0";
  CHECK(refusal(many + "]") == "JSON:1:200000: holds more than 100000 values");
}

TEST_CASE("JSON with comments is read as JSON without them", "[json]") {
  const std::string_view text = "// a\n{\"a\": /* 1 */ 2, \"//\": \"/* */\"} // end";
  CHECK(roster::parse_jsonc(text) == roster::parse_json(R"({"a": 2, "//": "/* */"})"));
  CHECK(refusal(text) == "JSON:1:1: is not JSON: has a comment, which JSON does not allow; call the file .jsonc");
  CHECK(roster::jsonc_format::looks_like(text));
  CHECK_FALSE(roster::json_format::looks_like(text));
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
  CHECK(tree.find("list")->where == location{3, 29});
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
  CHECK(refuse({1, "\xff"}) == "JSON: [1] is \"\\xff\", expected UTF-8");
  roster::node deep;
  for (int i = 0; i < 64; ++i) deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(roster::parse_json(roster::to_json(deep)) == deep);
  deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(refuse(deep).ends_with("[0][0] is nested deeper than 64 levels"));
}

}  // namespace json_tests
