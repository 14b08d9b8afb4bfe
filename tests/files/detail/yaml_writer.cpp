#include "roster/files/detail/yaml_writer.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/yaml.hpp"
#include "support/refusal.hpp"

namespace yaml_writer_tests {

TEST_CASE("Any tree is written as YAML that reads back the same", "[yaml_writer]") {
  using roster::node;
  const auto tree = roster::parse_json(
      R"({"name": "SGD", "lr": 0.1, "list": [1, 2.5, true, null], "none": [], "empty": {},
          "groups": [{"params": "fc.*", "lr": 1e-08}, {"in": {"deep": [[1], []]}}]})");
  CHECK(roster::to_yaml(tree) ==
        "name: SGD\n"
        "lr: 0.1\n"
        "list: [1, 2.5, true, null]\n"
        "none: []\n"
        "empty: {}\n"
        "groups:\n"
        "  - {params: fc.*, lr: 1e-08}\n"
        "  - in:\n"
        "      deep:\n"
        "        - [1]\n"
        "        - []\n");
  CHECK(roster::parse_yaml(roster::to_yaml(tree)) == tree);

  for (const auto* const text : {"",
                                 " ",
                                 "a b",
                                 " a",
                                 "a ",
                                 "1",
                                 "5e-4",
                                 "+3",
                                 "1e400",
                                 "0x1F",
                                 "null",
                                 "~",
                                 "true",
                                 "yes",
                                 ".inf",
                                 "-",
                                 "- a",
                                 "?",
                                 "? a",
                                 ":",
                                 "a: b",
                                 "a:",
                                 "#",
                                 "a #b",
                                 "[",
                                 "{a",
                                 "a]",
                                 "&a",
                                 "*",
                                 "*a",
                                 "!",
                                 "!!int",
                                 "|",
                                 ">",
                                 "'",
                                 "\"",
                                 "%",
                                 "@",
                                 "`",
                                 "<<",
                                 "=",
                                 "a\nb",
                                 "\n",
                                 "a\n",
                                 "\n\na",
                                 "\ta",
                                 "a\tb",
                                 "\\",
                                 "\\n",
                                 "---",
                                 "...",
                                 "--- a",
                                 "é",
                                 "\xc2\x85",
                                 "\xe2\x80\xa8",
                                 "\xef\xbb\xbf",
                                 "\xf0\x9f\x98\x80",
                                 "a,b",
                                 "a, b",
                                 "fc.*",
                                 "**",
                                 "0o17",
                                 "1_000",
                                 "-.5",
                                 "2001-01-01"}) {
    CAPTURE(text);
    const std::string owned(text);
    const node scalar{roster::value(owned)};
    const node all(node::object{{"a", scalar},
                                {owned, node(node::list{scalar, node(node::object{{owned, scalar}})})},
                                {"b", node(node::object{{"c", scalar}})}});
    CHECK(roster::parse_yaml(roster::to_yaml(scalar)) == scalar);
    CHECK(roster::parse_yaml(roster::to_yaml(all)) == all);
  }
  const std::vector<double> reals{
      0.0, -0.0, 0.1, 1.0 / 3, 1e22, 1e-5, 100000.0, 1e300, 5e-324, 1.7976931348623157e308, INFINITY, -INFINITY};
  const node numbers{roster::value(reals)};
  CHECK(roster::parse_yaml(roster::to_yaml(numbers)) == numbers);
  CHECK(roster::to_yaml(node(roster::value(std::vector<double>{NAN, -INFINITY, INFINITY, 30.0}))) ==
        "[.nan, -.inf, .inf, 30.0]\n");
  const std::vector<std::int64_t> integers{0, -1, std::numeric_limits<std::int64_t>::max(),
                                           std::numeric_limits<std::int64_t>::min()};
  CHECK(roster::parse_yaml(roster::to_yaml(node(roster::value(integers)))) == node(roster::value(integers)));
  CHECK(roster::to_yaml(node()) == "null\n");
}

TEST_CASE("to_yaml refuses what YAML cannot hold", "[yaml_writer][message]") {
  const auto refuse = [](const roster::node& tree) { return test::refusal([&] { roster::to_yaml(tree); }); };
  using roster::node;
  const std::string latin = "\xe9";
  CHECK(refuse(node(roster::value({1, latin}))) == "YAML: [1] is \"\\xe9\", expected UTF-8");
  CHECK(refuse(node(node::object{{latin, node()}})) == "YAML: \"\\xe9\" is \"\\xe9\", expected UTF-8");
  const std::string control("\0\x01\x04\x1b\x7f", 5);  // these are escaped
  CHECK(roster::parse_yaml(roster::to_yaml(node(roster::value(control)))) == node(roster::value(control)));
  node deep;
  for (int i = 0; i < 64; ++i) deep = node(node::list{std::move(deep)});
  CHECK(roster::parse_yaml(roster::to_yaml(deep)) == deep);
  deep = node(node::list{std::move(deep)});
  CHECK(refuse(deep).ends_with("[0][0] is nested deeper than 64 levels"));
}

TEST_CASE("Long names, and characters that Unicode reserves, come back", "[yaml_writer]") {
  using roster::node;
  std::vector<std::string> texts;
  for (const std::size_t length : {100U, 101U, 1022U, 1023U, 1024U, 1025U, 5000U}) {
    texts.emplace_back(length, 'n');
    texts.emplace_back(length, ' ');
    texts.emplace_back(length, '\1');
  }
  for (const auto* const text : {"\xef\xb7\x90", "a\xef\xb7\xaf", "\xef\xbf\xbe", "\xef\xbf\xbf z", "\xf0\x9f\xbf\xbf",
                                 "\xf4\x8f\xbf\xbe\"\\\n\x7f\xc2\x85", "\xef\xbf\xbd"}) {
    texts.emplace_back(text);
  }
  for (const auto& text : texts) {
    INFO(text);
    const node inner(node::object{{text, text}});
    const node flow(node::object{{"in", inner}, {"list", node(node::list{inner, text})}});
    const node block(node::object{{text, node(node::object{{text, inner}, {"a", flow}})}, {"b", 1}});
    for (const auto& tree : {node(text), inner, flow, block}) CHECK(roster::parse_yaml(roster::to_yaml(tree)) == tree);
  }
  CHECK(roster::to_yaml(node("\xef\xbf\xbf")) == "\"\\U0000FFFF\"\n");
}

}  // namespace yaml_writer_tests
