#include "roster/json.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/roster.hpp"
#include "temporary_folder.hpp"

namespace {

std::string refusal(std::string_view text) {
  try {
    roster::parse_json(text);
  } catch (const roster::error& error) {
    return error.what();
  }
  return "";
}

/// A file in a folder of its own, both gone at the end.
struct temporary_file {
  test::temporary_folder folder;
  std::filesystem::path path;

  explicit temporary_file(std::string_view text) : path(folder.file("recipe.json", text)) {}
};

}  // namespace

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

TEST_CASE("What is no JSON is refused with the place", "[json][message]") {
  CHECK(refusal("").starts_with("JSON:1:1: is no JSON: "));  // nlohmann's words changed
  CHECK(refusal("{\n  \"a\": 1,\n}") ==
        "JSON:3:1: is no JSON: syntax error while parsing object key - unexpected '}'; expected string "
        "literal");
  CHECK(refusal("[1e999]") == "JSON: is no JSON: number overflow parsing '1e999'");
  CHECK(refusal("[NaN]").starts_with("JSON:1:2: is no JSON: "));
  CHECK(refusal(std::string(100, '[') + std::string(100, ']')) == "JSON: is no JSON: is nested deeper than 64 levels");
  CHECK(refusal(std::string(64, '[') + std::string(64, ']')).empty());
}

TEST_CASE("A tree is written as Python writes it", "[json]") {
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

TEST_CASE("Doubles come back bit for bit, and stay doubles", "[json]") {
  using limits = std::numeric_limits<double>;
  const std::vector all{0.0,
                        -0.0,
                        0.1,
                        1.0 / 3.0,
                        1e22,
                        1e-5,
                        100000.0,
                        1e16,
                        4e3,
                        1e300,
                        -123.456,
                        limits::min(),
                        limits::max(),
                        limits::denorm_min(),
                        limits::infinity(),
                        -limits::infinity()};
  const auto tree = roster::parse_state(roster::to_json(all));
  CHECK(tree == roster::node(roster::value(all)));
  const roster::value view = tree;
  CHECK(std::signbit(*view.as<roster::list_view>()->at(view.as<roster::list_view>()->data, 1).as<double>()));
  CHECK(roster::to_json(all) ==
        "[0.0, -0.0, 0.1, 0.3333333333333333, 1e+22, 1e-05, 1e+05, 1e+16, 4000.0, 1e+300, -123.456, "
        "2.2250738585072014e-308, 1.7976931348623157e+308, 5e-324, Infinity, -Infinity]");
}

TEST_CASE("A state may have Infinity and NaN, as Python writes them", "[json]") {
  const auto again = [](std::string_view text) { return roster::to_json(roster::parse_state(std::string(text))); };
  CHECK(again("NaN") == "NaN");
  CHECK(again(R"({"best":-Infinity,"mode_worse":Infinity,"a":[NaN,NaN]})") ==
        R"({"best": -Infinity, "mode_worse": Infinity, "a": [NaN, NaN]})");
  // In a text they are text.
  CHECK(again(R"({"NaN": "NaN", "\"": "-Infinity, \\", "Infinity": "\\\"NaN"})") ==
        R"({"NaN": "NaN", "\"": "-Infinity, \\", "Infinity": "\\\"NaN"})");
  // What they are parsed as may be there too.
  CHECK(again("[0e0, 0e000000, -0e000000, 0e00, 0.0, \"0e0\"]") == "[0.0, 0.0, -0.0, 0.0, 0.0, \"0e0\"]");

  const auto refuse = [](std::string_view text) -> std::string {
    try {
      roster::parse_state(std::string(text));
    } catch (const roster::error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refuse("[NaN,\n  Infinity 1]") ==
        "JSON:2:12: is no JSON: syntax error while parsing array - unexpected number literal; expected "
        "']'");
  CHECK(refuse("[1, -NaN]") ==
        "JSON:1:6: is no JSON: syntax error while parsing value - invalid number; expected digit after "
        "'-'; last read: '-N'");
  CHECK(refuse("{NaN: 1}") ==
        "JSON:1:4: is no JSON: syntax error while parsing object key - unexpected number literal; "
        "expected string literal");
  CHECK(refuse("[1e999]") == "JSON: is no JSON: number overflow parsing '1e999'");
  for (const auto* text : {"NaNNaN", "Infinit", "Infinityy", "+Infinity", "nan", "-", "\"NaN", "[NaN", "\"\\"}) {
    CAPTURE(text);
    CHECK(refuse(text).starts_with("JSON:1:"));
  }
}

TEST_CASE("What JSON cannot hold is not written", "[json][message]") {
  const auto refuse = [](const roster::value& tree) -> std::string {
    try {
      roster::to_json(tree);
    } catch (const roster::error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refuse({1, "\xff"}) == "JSON: [1] is \"\xff\", expected UTF-8");
  roster::node deep;
  for (int i = 0; i < 64; ++i) deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(roster::parse_state(roster::to_json(deep)) == deep);
  deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(refuse(deep).ends_with("[0][0] is nested deeper than 64 levels"));
}

TEST_CASE("A scheduler goes on from a file", "[json]") {
  const temporary_file file("");
  std::vector<roster::plain_group> groups{{.lr = 0.1}, {.lr = 0.3}};
  auto scheduler = roster::make<"CosineAnnealingLR">(groups, {.T_max = 7});
  for (int i = 0; i < 3; ++i) scheduler.step();
  roster::write_state(file.path, scheduler.state_dict());

  std::vector<roster::plain_group> fresh{{.lr = 0.1}, {.lr = 0.3}};
  auto resumed = roster::make<"CosineAnnealingLR">(fresh, {.T_max = 7});
  resumed.load_state_dict(roster::read_state(file.path));
  CHECK(fresh == groups);
  CHECK(resumed.state_dict() == scheduler.state_dict());
}

TEST_CASE("A file that cannot be read says so", "[json][message]") {
  const temporary_file file("{}");
  const auto refuse = [](const std::filesystem::path& path) -> std::string {
    try {
      roster::read_json(path);
    } catch (const roster::error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refuse(file.folder.path) == file.folder.path.string() + ": is a directory, expected a file");
  CHECK(refuse(file.folder.path / "none.json") ==
        (file.folder.path / "none.json").string() + ": there is no such file");
}
