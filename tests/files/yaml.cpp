#include "roster/files/yaml.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"
#include "support/large_input.hpp"
#include "support/refusal.hpp"

namespace yaml_tests {

using test::repeated;

/// As JSON: what was a number is one, and what was text is in quotes.
std::string json(std::string_view text) { return roster::to_json(roster::parse_yaml(text)); }

std::string refusal(std::string_view text) {
  return test::refusal([&] { roster::parse_yaml(text); });
}

TEST_CASE("Scalars are those of YAML 1.2's core schema", "[yaml]") {
  const struct {
    std::string_view text, read;
  } all[] = {
      {"5e-4", "5e-04"},
      {"1e-3", "0.001"},
      {"1E5", "1e+05"},
      {"1e+05", "1e+05"},
      {".5", "0.5"},
      {"+.5", "0.5"},
      {"-.5e3", "-500.0"},
      {"5.", "5.0"},
      {"5.e1", "50.0"},
      {"+3", "3"},
      {"-3", "-3"},
      {"-0", "0"},
      {"-0.0", "-0.0"},
      {"007", "7"},
      {"08", "8"},
      {"0x1F", "31"},
      {"0xff", "255"},
      {"0o17", "15"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775808", "9223372036854775808.0"},
      {".inf", "Infinity"},
      {"+.Inf", "Infinity"},
      {"-.INF", "-Infinity"},
      {".nan", "NaN"},
      {".NaN", "NaN"},
      {"1e-400", "0.0"},
      {"-0.1E-400", "0.0"},
      {"0e999", "0.0"},
      {"", "null"},
      {"~", "null"},
      {"null", "null"},
      {"Null", "null"},
      {"NULL", "null"},
      {"true", "true"},
      {"True", "true"},
      {"TRUE", "true"},
      {"false", "false"},
      {"False", "false"},
      {"FALSE", "false"},
      // Numbers and truth values of YAML 1.1, of Python and of C++, and what only begins like a number
      {"yes", R"("yes")"},
      {"no", R"("no")"},
      {"on", R"("on")"},
      {"off", R"("off")"},
      {"y", R"("y")"},
      {"nULL", R"("nULL")"},
      {"None", R"("None")"},
      {"tRUE", R"("tRUE")"},
      {"inf", R"("inf")"},
      {"nan", R"("nan")"},
      {".iNF", R"(".iNF")"},
      {"-.nan", R"("-.nan")"},
      {"1_000", R"("1_000")"},
      {"0b1", R"("0b1")"},
      {"0x", R"("0x")"},
      {"0xG", R"("0xG")"},
      {"0x-1F", R"("0x-1F")"},
      {"-0x1F", R"("-0x1F")"},
      {"0xFFFFFFFFFFFFFFFFFF", R"("0xFFFFFFFFFFFFFFFFFF")"},
      {"0o8", R"("0o8")"},
      {"0o-7", R"("0o-7")"},
      {"0x1p3", R"("0x1p3")"},
      {"1:30", R"("1:30")"},
      {"2001-01-01", R"("2001-01-01")"},
      {"1e", R"("1e")"},
      {"e1", R"("e1")"},
      {"1e+", R"("1e+")"},
      {".", R"(".")"},
      {"+", R"("+")"},
      {"-", "[null]"},
      {"+-1", R"("+-1")"},
      {"--1", R"("--1")"},
      {"1.2.3", R"("1.2.3")"},
      {"1f", R"("1f")"},
      // In quotes it is text.
      {R"("1")", R"("1")"},
      {"'5e-4'", R"("5e-4")"},
      {R"("null")", R"("null")"},
      {"''", R"("")"},
      {R"("\x41\u00e9\n\t\"")", R"("Aé\n\t\"")"},
      {"'it''s'", R"("it's")"},
      {"! 5", R"("5")"},
  };
  for (const auto& one : all) {
    CAPTURE(one.text);
    CHECK(json(one.text) == one.read);
  }
  // However many digits there are
  CHECK(json("0." + repeated("0", 400) + "1") == "0.0");
  CHECK(json("0." + repeated("0", 100) + "1") == "1e-101");
  CHECK(json("1" + repeated("0", 300)) == "1e+300");
  CHECK(refusal("1" + repeated("0", 400)) ==
        "YAML:1:1: has the number 1" + repeated("0", 59) + "…, which no double holds");
}

TEST_CASE("Block and flow styles are the same tree", "[yaml]") {
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

TEST_CASE("What stands around the tree does not matter", "[yaml]") {
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

TEST_CASE("Everything knows where it stands", "[yaml]") {
  const auto tree = roster::parse_yaml("# a comment\nfirst: 1\nlist:\n  - 2\n  -   x: 3\n      y: [4, 5]\n");
  using roster::location;
  CHECK(tree.where == location{2, 1});
  CHECK(tree.find("first")->where == location{2, 1});
  const auto& list = *tree.find("list");
  CHECK(list.where == location{3, 1});
  const auto& items = *list.as<roster::node::list>();
  CHECK(items[0].where == location{4, 5});
  CHECK(items[1].where == location{5, 7});
  CHECK(items[1].find("x")->where == location{5, 7});
  CHECK(items[1].find("y")->where == location{6, 7});
  const auto& inner = *items[1].find("y")->as<roster::node::list>();
  CHECK(inner[0].where == location{6, 11});
  CHECK(inner[1].where == location{6, 14});
}

TEST_CASE("Aliases are replaced by what they stand for", "[yaml][message]") {
  CHECK(json("a: &x {b: [1, 2]}\nc: *x\nd: [*x, *x]") ==
        R"({"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": [{"b": [1, 2]}, {"b": [1, 2]}]})");
  CHECK(json("a: &x 1\nb: *x\nc: &x 2\nd: *x") == R"({"a": 1, "b": 1, "c": 2, "d": 2})");
  CHECK(json("- &x '1'\n- *x\n- &y\n- *y") == R"(["1", "1", null, null])");
  CHECK(json("&k a: &v 1\nb: [*k, *v]\n&n 7: *n") == R"({"a": 1, "b": ["a", 1], "7": 7})");
  // The copy stands where the alias does.
  CHECK(roster::parse_yaml("a: &x 1\nb:\n  - *x").find("b")->where == roster::location{2, 1});

  CHECK(refusal("a: *x").starts_with("YAML:1:4: is no YAML: the referenced anchor is not defined"));
  CHECK(refusal("a: [*x, &x 1]").starts_with("YAML:1:5: is no YAML: the referenced anchor is not defined"));
  CHECK(refusal("a: &x [1, *x]") == "YAML:1:11: has an alias within what it stands for");
  CHECK(refusal("&x {a: {b: *x}}") == "YAML:1:12: has an alias within what it stands for");
  CHECK(refusal("- &x a\n- *x : 1") == "YAML:2:3: has an alias as a key, expected text");
  CHECK(refusal("&x &y 1") == "YAML:1:4: is no YAML: cannot assign multiple anchors to the same node");
}

TEST_CASE("Aliases cannot make much of little", "[yaml][message]") {
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const auto before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + repeated(", " + before, 8) + "]\n";
  }
  std::string deep = "- &a0 [1]\n";
  for (int i = 1; i < 100; ++i) deep += "- &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  // Copies of a long text, or of an object with a long name, are few values.
  const auto long_text = "- &a " + repeated("x", 500'000) + "\n" + repeated("- *a\n", 90'000);
  const auto long_name = "- &a {? " + repeated("x", 500'000) + " : 1}\n" + repeated("- *a\n", 90'000);
  CHECK(test::ends([&] {
    CHECK(refusal(laughs) == "YAML:5:5: holds more than 100000 values");
    CHECK(refusal(deep) == "YAML:64:9: is nested deeper than 64 levels");
    CHECK(refusal(long_text) == "YAML:3:3: has aliases for more than 1 MiB of text");
    CHECK(refusal(long_name) == "YAML:3:3: has aliases for more than 1 MiB of text");
  }));
}

TEST_CASE("Names that are there twice are kept, for the reader to tell", "[yaml]") {
  CHECK(json("a: 1\nb: 2\na: 3") == R"({"a": 1, "b": 2, "a": 3})");
}

TEST_CASE("What no recipe needs is refused, with the place", "[yaml][message]") {
  CHECK(refusal("a: 1\nb: !!int 5") == R"(YAML:2:4: has the tag "tag:yaml.org,2002:int", expected none)");
  CHECK(refusal("a: !mine {b: 1}") == R"(YAML:1:4: has the tag "!mine", expected none)");
  CHECK(refusal("!!python/object:os.system [1]") ==
        R"(YAML:1:1: has the tag "tag:yaml.org,2002:python/object:os.system", expected none)");
  CHECK(refusal("!!str a: 1") == R"(YAML:1:1: has the tag "tag:yaml.org,2002:str", expected none)");
  const std::string second =
      "holds more than one document, or a line that does not belong to those before: check the indentation";
  CHECK(refusal("a: 1\n---\nb: 2") == "YAML:2:1: " + second);
  CHECK(refusal("a: 1\n...\nb: 2") == "YAML:3:1: " + second);
  CHECK(refusal("- 1\n-2") == "YAML:2:1: " + second);
  CHECK(refusal("[1, 2] x") == "YAML:1:8: " + second);
  CHECK(refusal("? [1]\n: 2") == "YAML:1:3: has a key that is no text");
  CHECK(refusal("a: {[1]: 2}") == "YAML:1:5: has a key that is no text");
  CHECK(refusal("{a: 1}: 2") == "YAML:1:1: has a key that is no text");
  CHECK(refusal("a: 1\nnull: 2") == "YAML:2:1: has a key that is no text");
  CHECK(refusal("a:\n  : 2") == "YAML:2:3: has a key that is no text");
  CHECK(refusal("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2") ==
        "YAML:3:3: has a merge key (<<), which YAML 1.2 has not: write the members out");
  CHECK(json("'<<': 1") == R"({"<<": 1})");
}

TEST_CASE("What is no YAML is refused with the place", "[yaml][message]") {
  const auto tab = "is no YAML: illegal map value (the line begins with a tab: YAML is indented with spaces)";
  CHECK(refusal("a:\n\tb: 1") == "YAML:2:3: " + std::string(tab));
  CHECK(refusal("a:\n  b: 1\n \tc: 1") ==
        "YAML:3:2: is no YAML: illegal tab when looking for indentation (the line begins with a tab: YAML is indented "
        "with spaces)");
  CHECK(refusal("a: 1\n b: 2") == "YAML:2:3: is no YAML: illegal map value");
  CHECK(refusal("a: b: c") == "YAML:1:5: is no YAML: illegal map value");
  CHECK(refusal("a: 1\n- b") == "YAML:2:1: is no YAML: end of map not found");
  CHECK(refusal("a: - b") == "YAML:1:4: is no YAML: illegal block entry");
  CHECK(refusal("{a: 1") == "YAML:1:1: is no YAML: end of map flow not found");
  CHECK(refusal("a: {b: 1\nc: 2").ends_with(": is no YAML: end of map flow not found"));
  CHECK(refusal("[1, [2, 3]") == "YAML:1:1: is no YAML: end of sequence flow not found");
  CHECK(refusal("[1, 2}") == "YAML:1:6: is no YAML: illegal flow end");
  CHECK(refusal("a: ]") == "YAML:1:4: is no YAML: illegal flow end");
  CHECK(refusal("a: \"x") == "YAML:1:6: is no YAML: illegal EOF in scalar");
  CHECK(refusal("a: 'x\nb: 1\n") == "YAML:1:4: has a quote that is never closed");
  CHECK(refusal("- &a \"x\\\" \n") == "YAML:1:3: has a quote that is never closed");
  CHECK(json("['a ', 'it''s ', \"\\\" \", ' #', 'x\n\n']") == R"(["a ", "it's ", "\" ", " #", "x\n"])");
  CHECK(refusal("a: \"\\q\"").starts_with("YAML:1:7: is no YAML: unknown escape character: "));
  CHECK(refusal("\"\\é\"") == "YAML:1:4: is no YAML: unknown escape character: \\xc3");
  CHECK(refusal(R"(a: "x\N")") == R"(YAML:1:4: has an escape \N or \_: write \u0085 or \u00a0)");
  CHECK(refusal(R"("\_": 1)") == R"(YAML:1:1: has an escape \N or \_: write \u0085 or \u00a0)");
  CHECK(json(R"("\u0085\u00a0\L\P\0")") ==
        roster::to_json(std::string("\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9\0", 11)));
  CHECK(refusal("a: @x") == "YAML:1:4: is no YAML: unknown token");
  CHECK(refusal("a: 1\nb: 1e400") == "YAML:2:4: has the number 1e400, which no double holds");
  CHECK(refusal("%YAML 3.0\n--- a") == "YAML:1:1: is no YAML: YAML major version too large");
}

TEST_CASE("What is no text is refused", "[yaml][message]") {
  const auto bytes = [](std::string_view text, std::string_view byte, std::string_view where) {
    CAPTURE(byte);
    CHECK(refusal(text) ==
          "YAML:" + std::string(where) + ": has the byte " + std::string(byte) + ", expected text in UTF-8");
  };
  bytes(std::string_view("a: 1\n\0b: 2", 10), "0x00", "2:1");
  bytes("a: 1\n# \x04 b", "0x04", "2:3");  // with it, yaml-cpp would end
  bytes("\xff\xfe", "0xff", "1:1");        // UTF-16
  bytes("é: \"\xe9\"", "0xe9", "1:6");     // Latin 1
  bytes("a\x1b[31m", "0x1b", "1:2");
  bytes("\x80", "0x80", "1:1");
  bytes("\xc0\x80", "0xc0", "1:1");  // longer than need be
  bytes("\xc1\xbf", "0xc1", "1:1");
  bytes("\xe0\x9f\xbf", "0xe0", "1:1");
  bytes("\xf0\x8f\xbf\xbf", "0xf0", "1:1");
  bytes("\xed\xa0\x80", "0xed", "1:1");      // half of a pair of UTF-16
  bytes("\xf4\x90\x80\x80", "0xf4", "1:1");  // beyond the last character
  bytes("\xf5\x80\x80\x80", "0xf5", "1:1");
  bytes("a\xe2\x82", "0xe2", "1:2");  // cut off
  bytes(
      "\xe2\x82"
      "a",
      "0xe2", "1:1");
  for (const auto* const text : {"\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                 "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "a\tb"}) {
    CHECK(json("'" + std::string(text) + "'") == roster::to_json(text));
  }
}

TEST_CASE("The depth is bounded", "[yaml][message]") {
  CHECK(refusal(repeated("[", 64) + repeated("]", 64)).empty());
  CHECK(refusal(repeated("[", 65) + repeated("]", 65)) == "YAML:1:65: is nested deeper than 64 levels");
  CHECK(refusal(repeated("- ", 65) + "1") == "YAML:1:129: is nested deeper than 64 levels");
  CHECK(refusal(repeated("{a: ", 64) + repeated("}", 64)).empty());
  CHECK(refusal("a: " + repeated("{a: ", 64) + repeated("}", 64)) == "YAML:1:256: is nested deeper than 64 levels");
}

TEST_CASE("A mebibyte of anything is read or refused soon", "[yaml]") {
  // The slowest of some hundred kinds
  const std::size_t most = std::size_t{1} << 20;
  for (const std::string piece : {"[", "{a: ", "[1,\n", "a\n", "! ", "a: |\n "}) {
    CAPTURE(piece);
    const auto text = repeated(piece, most / piece.size());
    CHECK(test::ends([&] { refusal(text); }));
  }
  std::string stairs;
  for (std::size_t i = 0; stairs.size() < most - 2000; ++i) stairs += repeated(" ", i) + "a:\n";
  CHECK(test::ends([&] { CHECK(refusal(stairs) == "YAML:65:65: is nested deeper than 64 levels"); }));
}

TEST_CASE("A tree is written as YAML that is read back to the same", "[yaml]") {
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

TEST_CASE("What YAML cannot hold is not written", "[yaml][message]") {
  const auto refuse = [](const roster::node& tree) { return test::refusal([&] { roster::to_yaml(tree); }); };
  using roster::node;
  const std::string latin = "\xe9";
  CHECK(refuse(node(roster::value({1, latin}))) == "YAML: [1] is \"\xe9\", expected UTF-8");
  CHECK(refuse(node(node::object{{latin, node()}})) == "YAML: \"\xe9\" is \"\xe9\", expected UTF-8");
  const std::string control("\0\x01\x04\x1b\x7f", 5);  // these are escaped
  CHECK(roster::parse_yaml(roster::to_yaml(node(roster::value(control)))) == node(roster::value(control)));
  node deep;
  for (int i = 0; i < 64; ++i) deep = node(node::list{std::move(deep)});
  CHECK(roster::parse_yaml(roster::to_yaml(deep)) == deep);
  deep = node(node::list{std::move(deep)});
  CHECK(refuse(deep).ends_with("[0][0] is nested deeper than 64 levels"));
}

}  // namespace yaml_tests
