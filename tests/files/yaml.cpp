#include "roster/files/yaml.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"
#include "support/large_input.hpp"
#include "support/refusal.hpp"

namespace yaml_tests {

using test::repeated;

/// The tree as JSON: numbers stay numbers, and texts are in quotes.
std::string json(std::string_view text) { return roster::to_json(roster::parse_yaml(text)); }

std::string refusal(std::string_view text) {
  return test::refusal([&] { roster::parse_yaml(text); });
}

TEST_CASE("YAML's block and flow styles give the same tree", "[yaml]") {
  const auto tree = R"({"a": 1, "b": [2, {"c": 3, "d": [4]}, [5, 6]], "e": {"f": null}, "g": "x y\nz\n"})";
  CHECK(json("a: 1\n"
             "b:\n"
             "- 2\n"
             "- c: 3\n"
             "  d:\n"
             "    - 4\n"
             "- - 5\n"
             "  - 6\n"
             "e:\n"
             "  f:\n"
             "g: |\n"
             "  x y\n"
             "  z\n") == tree);
  CHECK(json(R"({a: 1, b: [2, {c: 3, d: [4]}, [5, 6,],], e: {f: }, g: "x y\nz\n"})") == tree);
  CHECK(json(tree) == tree);
  CHECK(json("? a\n: 1\n? b\n: [2]") == R"({"a": 1, "b": [2]})");
  CHECK(json("a: >\n  x\n  y\n\n  z\n") == R"({"a": "x y\nz\n"})");
  CHECK(json("a: |-\n  x\nb: x\n  y\nc: 'x\n  y'") == R"({"a": "x", "b": "x y", "c": "x y"})");
  CHECK(json("[a: 1, b]") == R"([{"a": 1}, "b"])");
  CHECK(json("{a, b: }") == R"({"a": null, "b": null})");
  CHECK(json("[]") == "[]");
  CHECK(json("{}") == "{}");
  CHECK(json("'null': 1\n1: 2\ntrue: 3\n'': 4") == R"({"null": 1, "1": 2, "true": 3, "": 4})");  // names are text
}

TEST_CASE("Comments, markers and line ends of YAML change nothing", "[yaml]") {
  const auto tree = R"({"a": 1, "b": [2]})";
  CHECK(json("# before\n\na: 1 # of a\n# between\nb:\n  # in b\n  - 2\n# after") == tree);
  CHECK(json("a: 1\r\nb:\r\n  - 2\r\n") == tree);
  CHECK(json("\xef\xbb\xbf"
             "a: 1\nb: [2]") == tree);
  CHECK(json("%YAML 1.2\n---\na: 1\nb: [2]\n...\n") == tree);
  CHECK(json("a:\t1\t\nb: [\t2 ]") == tree);  // a tab that indents nothing
  CHECK(json("a: '#1'\nb: x#1") == R"({"a": "#1", "b": "x#1"})");
  for (const auto* const text : {"", " ", "\n\n", "# only\n# comments", "---", "---\n...", "\xef\xbb\xbf"}) {
    CAPTURE(text);
    CHECK(json(text) == "null");
  }
}

TEST_CASE("A recipe is written as YAML and read back", "[yaml]") {
  const auto tree = roster::parse_json(R"({"name": "SGD", "lr": 0.1, "groups": [{"params": "fc.*", "lr": 1e-08}]})");
  const auto text = roster::to_yaml(tree);
  CHECK(text ==
        "name: SGD\n"
        "lr: 0.1\n"
        "groups:\n"
        "  - {params: fc.*, lr: 1e-08}\n");
  CHECK(roster::parse_yaml(text) == tree);
}

TEST_CASE("The subject begins the message about YAML", "[yaml][message]") {
  CHECK(test::refusal([] { roster::parse_yaml("[", "a.yaml"); }) ==
        "a.yaml:1:1: is not YAML: has a [ that is never closed");
  CHECK(test::refusal([] { roster::parse_yaml("!!int x", "a.yaml"); }) ==
        "a.yaml:1:1: has the tag !!int on \"x\", expected an integer");
}

TEST_CASE("A mebibyte of any YAML is read or refused quickly", "[yaml]") {
  // The slowest of some hundred inputs that were tried
  const std::size_t most = std::size_t{1} << 20;
  for (const std::string piece :
       {"[", "{a: ", "[1,\n", "a\n", "! ", "!!str ", "- !!str\n", "- &a ~\n", "!!map {a: ", "a: |\n "}) {
    CAPTURE(piece);
    const auto text = repeated(piece, most / piece.size());
    CHECK(test::ends([&] { refusal(text); }));
  }
  std::string stairs;
  for (std::size_t i = 0; stairs.size() < most - 2000; ++i) stairs += repeated(" ", i) + "a:\n";
  CHECK(test::ends([&] { CHECK(refusal(stairs) == "YAML:65:65: is nested deeper than 64 levels"); }));
}

}  // namespace yaml_tests
