#include "roster/files/detail/yaml_reader.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"
#include "roster/files/yaml.hpp"
#include "support/large_input.hpp"
#include "support/refusal.hpp"

namespace yaml_reader_tests {

using test::repeated;

/// The tree as JSON: numbers stay numbers, and texts are in quotes.
std::string json(std::string_view text) { return roster::to_json(roster::parse_yaml(text)); }

std::string refusal(std::string_view text) {
  return test::refusal([&] { roster::parse_yaml(text); });
}

TEST_CASE("Scalars in quotes are text", "[yaml_reader]") {
  CHECK(json(R"(["1", '5e-4', "null", '', "\x41\u00e9\n\t\"", 'it''s', ! 5])") ==
        R"(["1", "5e-4", "null", "", "Aé\n\t\"", "it's", "5"])");
  CHECK(json("[1, 5e-4, null, x, -]") == R"([1, 5e-04, null, "x", "-"])");
}

TEST_CASE("Every value in YAML has its line and column", "[yaml_reader]") {
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

TEST_CASE("An alias is replaced by a copy of its anchor's value", "[yaml_reader][message]") {
  CHECK(json("a: &x {b: [1, 2]}\nc: *x\nd: [*x, *x]") ==
        R"({"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": [{"b": [1, 2]}, {"b": [1, 2]}]})");
  CHECK(json("a: &x 1\nb: *x\nc: &x 2\nd: *x") == R"({"a": 1, "b": 1, "c": 2, "d": 2})");
  CHECK(json("- &x '1'\n- *x\n- &y\n- *y") == R"(["1", "1", null, null])");
  CHECK(json("&k a: &v 1\nb: [*k, *v]\n&n 7: *n") == R"({"a": 1, "b": ["a", 1], "7": 7})");
  // The copy has the location of the alias.
  CHECK(roster::parse_yaml("a: &x 1\nb:\n  - *x").find("b")->where == roster::location{2, 1});

  CHECK(refusal("a: &x [1, *x]") == "YAML:1:11: has an alias inside its own anchor");
  CHECK(refusal("&x {a: {b: *x}}") == "YAML:1:12: has an alias inside its own anchor");
  CHECK(refusal("- &x a\n- *x : 1") == "YAML:2:3: has an alias as a key, expected text");
  CHECK(refusal("&x &y 1") == "YAML:1:4: is not YAML: cannot assign multiple anchors to the same node");
}

TEST_CASE("Aliases cannot make a large tree of a small file", "[yaml_reader][message]") {
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
    CHECK(refusal(long_text) == "YAML:3:3: has aliases that expand to more than 1 MiB of text");
    CHECK(refusal(long_name) == "YAML:3:3: has aliases that expand to more than 1 MiB of text");
  }));
}

TEST_CASE("Duplicate members of YAML are kept, so that the reader can report them", "[yaml_reader]") {
  CHECK(json("a: 1\nb: 2\na: 3") == R"({"a": 1, "b": 2, "a": 3})");
}

TEST_CASE("YAML's own tags decide what a value is, in every position", "[yaml_reader]") {
  CHECK(json("lr: !!float 1e-4") == R"({"lr": 1e-04})");
  CHECK(json("[!!str 1, !!int \"3\", !!float '3', !!bool \"true\", !!null '', !!str, !!null ]") ==
        R"(["1", 3, 3.0, true, null, "", null])");
  CHECK(json("a: !<tag:yaml.org,2002:float> 3\nb: [!<tag:yaml.org,2002:str> 3, 4]") == R"({"a": 3.0, "b": ["3", 4]})");
  CHECK(json("!!map\na: !!seq\n- !!map\n  b: !!str\n    1\n- !!seq [!!map {}]") == R"({"a": [{"b": "1"}, [{}]]})");
  CHECK(json("!!str a: 1\n!!str null: 2\n!!int 3: 4\n!!str \"b\": !!str 5\n!!str <<: 6") ==
        R"({"a": 1, "null": 2, "3": 4, "b": "5", "<<": 6})");
  CHECK(json("{!!str a: 1, !!str \"b\":2}") == R"({"a": 1, "b": 2})");
  CHECK(json("a: !!str &x 1\nb: &y !!int '2'\nc: [*x, *y]\n&z !!str 3: *z") ==
        R"({"a": "1", "b": 2, "c": ["1", 2], "3": "3"})");
  CHECK(json("a: !!str |\n  1\nb: !!int >-\n  2\n") == R"({"a": "1\n", "b": 2})");
  CHECK(json("a: ! 1\nb: ! null\nc: ! [1]") == R"({"a": "1", "b": "null", "c": [1]})");
  CHECK(json("%TAG !y! tag:yaml.org,2002:\n---\na: !y!str 1") == R"({"a": "1"})");
  // yaml-cpp reports a null without its tag.
  CHECK(json("!!str") == R"("")");
  CHECK(json("!!str # nothing\n\n") == R"("")");
  CHECK(json("!!null") == "null");
  CHECK(json("a: !!str null\nb: &x !!str ~\nc: *x") == R"({"a": "null", "b": "~", "c": "~"})");
  CHECK(json("a:\n!!str null: 1") == R"({"a": null, "null": 1})");
  CHECK(json("a: !!int 3\r\nb: !!str\r\nc: !!null\r\n") == R"({"a": 3, "b": "", "c": null})");
}

TEST_CASE("A null may have an anchor", "[yaml_reader]") {
  const auto tree = roster::parse_yaml("a: &x null\nb: *x\nc: &y\nd: *y");
  CHECK_FALSE(roster::value(*tree.find("a")).is_nothing());
  CHECK_FALSE(roster::value(*tree.find("b")).is_nothing());
  CHECK(roster::value(*tree.find("c")).is_nothing());
  CHECK(roster::value(*tree.find("d")).is_nothing());
}

TEST_CASE("A tag that is unknown or does not fit is refused where it is", "[yaml_reader][message]") {
  CHECK(refusal("a: 1\nb: !!int 3.5") == "YAML:2:4: has the tag !!int on 3.5, expected an integer");
  CHECK(refusal("a:\n  !!bool\n  maybe") == R"(YAML:2:3: has the tag !!bool on "maybe", expected true or false)");
  CHECK(refusal("[1, !!null x]") == R"(YAML:1:5: has the tag !!null on "x", expected null)");
  CHECK(refusal("!!int x: 1") == R"(YAML:1:1: has the tag !!int on "x", expected an integer)");
  CHECK(refusal("a: !!float 1e400") == "YAML:1:4: 1e400 is too large for a double");
  CHECK(refusal("a: !!int\nb: 1") == "YAML:1:4: has the tag !!int on an empty value, expected an integer");
  CHECK(refusal("!!int") == "YAML:1:1: has the tag !!int on an empty value, expected an integer");
  CHECK(refusal("a: !!seq {b: 1}") == "YAML:1:4: has the tag !!seq on an object, expected a list");
  CHECK(refusal("a: !!map\n- 1") == "YAML:1:4: has the tag !!map on a list, expected an object");
  CHECK(refusal("a: !!str\n  b: 1") == "YAML:1:4: has the tag !!str on an object, expected text");
  CHECK(refusal("[!!map a: 1]") == R"(YAML:1:2: has the tag !!map on "a", expected an object)");  // a tag of the key
  CHECK(refusal("!!null ~: 1") == "YAML:1:1: has a key that is not text");
  CHECK(refusal("!!seq [1]: 2") == "YAML:1:1: has a key that is not text");

  const std::string known = ", expected one of YAML's own: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map";
  CHECK(refusal("a: !mine {b: 1}") == "YAML:1:4: has the tag !mine" + known);
  CHECK(refusal("a: !float 1") == "YAML:1:4: has the tag !float" + known);
  CHECK(refusal("a: !!binary eA==") == "YAML:1:4: has the tag !!binary" + known);
  CHECK(refusal("a: !!timestamp null") == "YAML:1:4: has the tag !!timestamp" + known);
  CHECK(refusal("a: !!set {b}") == "YAML:1:4: has the tag !!set" + known);
  CHECK(refusal("- !!python/tuple [1, 2]") == "YAML:1:3: has the tag !!python/tuple" + known);
  CHECK(refusal("!!merge <<: 1") == "YAML:1:1: has the tag !!merge" + known);
  CHECK(refusal("a: !<tag:x,2000:int> 1") == "YAML:1:4: has the tag !<tag:x,2000:int>" + known);
  CHECK(refusal("a: !! 5") == "YAML:1:4: has the tag !!" + known);
  CHECK(refusal("a: !&b 5") == "YAML:1:4: has the tag !&b" + known);
  CHECK(refusal("a: !!!int 5") == "YAML:1:4: has the tag !!!int" + known);
  CHECK(refusal("a: !<tag:yaml.org,2002:int 5") == "YAML:1:4: is not YAML: has a !< that is never closed");
  CHECK(refusal("a: !!int !!str 3") == "YAML:1:10: is not YAML: cannot assign multiple tags to the same node");
}

TEST_CASE("An alias has no tag or anchor of its own", "[yaml_reader][message]") {
  const std::string rest = "is not YAML: has a tag or an anchor before the alias *x, which has those of its anchor";
  CHECK(refusal("a: &x 1\nb: !!str *x\nc: 2") == "YAML:2:4: " + rest);
  CHECK(refusal("a: &x 1\nb: [!!int *x]") == "YAML:2:5: " + rest);
  CHECK(refusal("a: &x 1\nb: &y *x\n") == "YAML:2:4: " + rest);
  CHECK(json("- &x 1\n- &y\n- *x") == "[1, null, 1]");
}

TEST_CASE("Second documents, odd keys and merge keys are refused", "[yaml_reader][message]") {
  const std::string second =
      "holds more than one document, or a line that does not continue the one before; check the indentation";
  CHECK(refusal("a: 1\n---\nb: 2") == "YAML:2:1: " + second);
  CHECK(refusal("a: 1\n...\nb: 2") == "YAML:3:1: " + second);
  CHECK(refusal("? [1]\n: 2") == "YAML:1:3: has a key that is not text");
  CHECK(refusal("a: {[1]: 2}") == "YAML:1:5: has a key that is not text");
  CHECK(refusal("{a: 1}: 2") == "YAML:1:1: has a key that is not text");
  CHECK(refusal("a: 1\nnull: 2") == "YAML:2:1: has a key that is not text");
  CHECK(refusal("a:\n  : 2") == "YAML:2:3: has a key that is not text");
  CHECK(refusal("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2") ==
        "YAML:3:3: has a merge key (<<), which is not part of YAML 1.2; write the members out");
  CHECK(json("'<<': 1") == R"({"<<": 1})");
}

TEST_CASE("An error in YAML has the line and column of its cause", "[yaml_reader][message]") {
  CHECK(refusal("a:\n\tb: 1") == "YAML:2:1: is not YAML: is indented with a tab; indent YAML with spaces");
  CHECK(refusal("é: {b: 1\nc: 2") == "YAML:1:4: is not YAML: has a { that is never closed");
  CHECK(refusal("- 1\n-2") == "YAML:2:1: is not YAML: has no space after the - in -2");
  CHECK(refusal("[1, 2] x") == "YAML:1:8: is not YAML: has x after ]");
  CHECK(refusal("a: 'x\nb: 1\n") == "YAML:1:4: is not YAML: has a quote that is never closed");
  CHECK(refusal("- &a \"x\\\" \n") == "YAML:1:6: is not YAML: has a quote that is never closed");
  CHECK(refusal("a: !!str 'x\nb: 1\n") == "YAML:1:10: is not YAML: has a quote that is never closed");
  CHECK(refusal("&a !!str 'x \n") == "YAML:1:10: is not YAML: has a quote that is never closed");
  CHECK(json("a: |\n  it's\n") == R"({"a": "it's\n"})");
  CHECK(json("a: !!str >\n  \"x\n") == R"({"a": "\"x\n"})");
  CHECK(json("['a ', 'it''s ', \"\\\" \", ' #', 'x\n\n']") == R"(["a ", "it's ", "\" ", " #", "x\n"])");
  CHECK(refusal("a: \"\\q\"") == "YAML:1:5: is not YAML: has \\q inside a text; write \\\\ for a backslash");
  CHECK(refusal("\"\\é\"") == "YAML:1:2: is not YAML: has \\é inside a text; write \\\\ for a backslash");
  CHECK(refusal(R"(a: "x\N")") == R"(YAML:1:4: has an escape \N or \_; write \u0085 or \u00a0 instead)");
  CHECK(refusal(R"("\_": 1)") == R"(YAML:1:1: has an escape \N or \_; write \u0085 or \u00a0 instead)");
  CHECK(json(R"("\u0085\u00a0\L\P\0")") ==
        roster::to_json(std::string("\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9\0", 11)));
  CHECK(refusal("a: 1\nb: 1e400") == "YAML:2:4: 1e400 is too large for a double");
  CHECK(refusal("1" + repeated("0", 400)) == "YAML:1:1: 1" + repeated("0", 59) + "… is too large for a double");
  // yaml-cpp's own words, where they say more than ours
  CHECK(refusal("%YAML 3.0\n--- a") == "YAML:1:1: is not YAML: YAML major version too large");
  CHECK(refusal("? a\n: b\n c: d") ==
        "YAML:3:3: is not YAML from here on; check the indentation, colons, quotes and brackets");
}

TEST_CASE("An alias without an anchor says that a text with * needs quotes", "[yaml_reader][message]") {
  const std::string rest = ", whose anchor (&) does not exist; put a text that begins with * in quotes";
  CHECK(refusal("a: *x") == "YAML:1:4: is not YAML: has the alias *x" + rest);
  CHECK(refusal("a: [*.bias, &x 1]") == "YAML:1:5: is not YAML: has the alias *.bias" + rest);
  CHECK(refusal("é: *") == "YAML:1:4: is not YAML: has the alias *" + rest);
}

TEST_CASE("A name that begins with a character that people do not see is refused", "[yaml_reader][message]") {
  CHECK(refusal("a:\n\u00a0\u00a0b: 1\n") ==
        "YAML:2:1: is not YAML: is indented with U+00A0 NO-BREAK SPACE; indent YAML with spaces");
  CHECK(refusal("{\u200ba: 1}") ==
        "YAML:1:2: is not YAML: is indented with U+200B ZERO WIDTH SPACE; indent YAML with spaces");
  CHECK(json("\"\u00a0a\": 1") == "{\"\u00a0a\": 1}");
}

TEST_CASE("A line that yaml-cpp would ignore is refused", "[yaml_reader][message]") {
  CHECK(refusal("a: 1\n%b: 2") == "YAML:2:1: is not YAML: has a text that begins with %; put it in quotes");
  CHECK(refusal("%a: 2") == "YAML:1:1: is not YAML: has a text that begins with %; put it in quotes");
  CHECK(json("%TAG ! tag:x,2000:\n%YAML 1.2\n---\na: 1") == R"({"a": 1})");
}

TEST_CASE("Nothing differs from null only in messages", "[yaml_reader]") {
  const auto tree = roster::parse_yaml("{a: , b: ~, c: null, d}\n");
  CHECK(roster::value(*tree.find("a")).is_nothing());
  CHECK_FALSE(roster::value(*tree.find("b")).is_nothing());
  CHECK_FALSE(roster::value(*tree.find("c")).is_nothing());
  CHECK(roster::value(*tree.find("d")).is_nothing());
  CHECK(roster::value(*roster::parse_yaml("a:\nnull_field: 1").find("a")).is_nothing());
  CHECK(roster::value(roster::parse_yaml("# nothing")).is_nothing());
  CHECK_FALSE(roster::value(roster::parse_yaml("null")).is_nothing());
  CHECK(roster::to_json(tree) == R"({"a": null, "b": null, "c": null, "d": null})");
}

TEST_CASE("A column in YAML counts characters, and a byte order mark counts none", "[yaml_reader]") {
  const auto tree = roster::parse_yaml("\ufeffé: {größe: 1, \"😀\": [é, 2]}\r\nb: 1");
  const auto* const inner = tree.find("é");
  CHECK(inner->where == roster::location{1, 1});
  CHECK(inner->find("größe")->where == roster::location{1, 5});
  CHECK(inner->find("😀")->where == roster::location{1, 15});
  CHECK((*inner->find("😀")->as<roster::node::list>())[1].where == roster::location{1, 24});
  CHECK(tree.find("b")->where == roster::location{2, 1});
}

TEST_CASE("All values of a mebibyte in one line are located quickly", "[yaml_reader]") {
  const auto text = "[" + repeated("éééééééééé,", 50'000) + "1]";
  CHECK(test::ends([&] {
    const auto tree = roster::parse_yaml(text);
    CHECK(tree.as<roster::node::list>()->back().where == roster::location{1, 550'002});
  }));
}

TEST_CASE("Bytes that are not UTF-8 text are refused", "[yaml_reader][message]") {
  CHECK(refusal(std::string_view("a: 1\n\0b: 2", 10)) == "YAML:2:1: has the control character U+0000, expected text");
  CHECK(refusal("a: 1\n# \x04 b") ==  // yaml-cpp would stop here
        "YAML:2:3: has the control character U+0004, expected text");
  CHECK(refusal("\xff\xfe") == "YAML:1:1: is UTF-16, expected text in UTF-8");
  CHECK(refusal("é: \"\xe9\"") == "YAML:1:5: has the byte 0xe9, expected text in UTF-8");
  for (const auto* const text : {"\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                 "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "a\tb"}) {
    CHECK(json("'" + std::string(text) + "'") == roster::to_json(text));
  }
}

TEST_CASE("YAML may be 64 levels deep", "[yaml_reader][message]") {
  CHECK(refusal(repeated("[", 64) + repeated("]", 64)).empty());
  CHECK(refusal(repeated("[", 65) + repeated("]", 65)) == "YAML:1:65: is nested deeper than 64 levels");
  CHECK(refusal(repeated("- ", 65) + "1") == "YAML:1:129: is nested deeper than 64 levels");
  CHECK(refusal(repeated("{a: ", 64) + repeated("}", 64)).empty());
  CHECK(refusal("a: " + repeated("{a: ", 64) + repeated("}", 64)) == "YAML:1:256: is nested deeper than 64 levels");
}

}  // namespace yaml_reader_tests
