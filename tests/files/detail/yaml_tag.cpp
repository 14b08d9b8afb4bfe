#include "roster/files/detail/yaml_tag.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"

namespace yaml_tag_tests {

using namespace roster::detail;

const std::string known = ", expected one of YAML's own: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map";

/// The scalar as JSON, or why its tag does not fit.
std::string read(std::string_view tag, const std::string& text) {
  const auto& found = *find_yaml_tag(full_tag(tag));
  const auto made = tagged_scalar(found, text);
  return made ? roster::to_json(*made) : wrong_scalar_tag(found, text);
}

TEST_CASE("A tag is one of YAML's own under each of its names", "[yaml_tag][message]") {
  CHECK(full_tag("!!int") == "tag:yaml.org,2002:int");
  CHECK(full_tag("!<tag:yaml.org,2002:int>") == "tag:yaml.org,2002:int");
  CHECK(full_tag("!mine") == "!mine");
  CHECK(full_tag("!") == "!");
  CHECK(find_yaml_tag("tag:yaml.org,2002:int")->expected == "an integer");
  for (const auto* const other : {"int", "!int", "tag:yaml.org,2002:", "tag:yaml.org,2002:Int", "tag:x,2002:int"}) {
    CAPTURE(other);
    CHECK(find_yaml_tag(other) == nullptr);
  }
  CHECK(unknown_tag("tag:yaml.org,2002:set") == "has the tag !!set" + known);
  CHECK(unknown_tag("!mine") == "has the tag !mine" + known);
  CHECK(unknown_tag("tag:x,2002:int") == "has the tag !<tag:x,2002:int>" + known);
}

TEST_CASE("A tag decides what a scalar is", "[yaml_tag]") {
  const struct {
    std::string_view tag, text, read;
  } all[] = {
      {"!!str", "1", R"("1")"},
      {"!!str", "null", R"("null")"},
      {"!!str", "1e400", R"("1e400")"},
      {"!!str", "", R"("")"},
      {"!!int", "3", "3"},
      {"!!int", "-0x1F", R"(has the tag !!int on "-0x1F", expected an integer)"},
      {"!!int", "0x1F", "31"},
      {"!!float", "1e-4", "1e-04"},
      {"!!float", "3", "3.0"},
      {"!!float", "+3", "3.0"},
      {"!!float", "-0", "-0.0"},
      {"!!float", ".inf", "Infinity"},
      {"!!float", "1e-400", "0.0"},
      {"!!bool", "True", "true"},
      {"!!bool", "false", "false"},
      {"!!null", "", "null"},
      {"!!null", "~", "null"},
      {"!!null", "NULL", "null"},
  };
  for (const auto& one : all) {
    CAPTURE(one.tag, one.text);
    CHECK(read(one.tag, std::string(one.text)) == one.read);
  }
}

TEST_CASE("A tag that does not fit says what it is on and what it needs", "[yaml_tag][message]") {
  CHECK(read("!!int", "3.5") == "has the tag !!int on 3.5, expected an integer");
  CHECK(read("!!int", "1e3") == "has the tag !!int on 1e3, expected an integer");
  CHECK(read("!!int", "three") == R"(has the tag !!int on "three", expected an integer)");
  CHECK(read("!!int", " 3") == R"(has the tag !!int on " 3", expected an integer)");
  CHECK(read("!!int", "") == "has the tag !!int on an empty value, expected an integer");
  CHECK(read("!!int", "null") == "has the tag !!int on null, expected an integer");
  CHECK(read("!!int", "1e400") == "has the tag !!int on 1e400, expected an integer");
  CHECK(read("!!int", "-9223372036854775809") == "-9223372036854775809 is too large for an integer of 64 bits");
  CHECK(read("!!float", "1e400") == "1e400 is too large for a double");
  CHECK(read("!!float", "0x1F") == "has the tag !!float on 0x1F, expected a real number");
  CHECK(read("!!float", "inf") == R"(has the tag !!float on "inf", expected a real number)");
  CHECK(read("!!bool", "maybe") == R"(has the tag !!bool on "maybe", expected true or false)");
  CHECK(read("!!bool", "1") == "has the tag !!bool on 1, expected true or false");
  CHECK(read("!!null", "x") == R"(has the tag !!null on "x", expected null)");
  CHECK(read("!!null", "0") == "has the tag !!null on 0, expected null");
  CHECK(read("!!seq", "") == "has the tag !!seq on an empty value, expected a list");
  CHECK(read("!!map", "true") == "has the tag !!map on true, expected an object");
  CHECK(wrong_tag(*find_yaml_tag("tag:yaml.org,2002:seq"), "an object") ==
        "has the tag !!seq on an object, expected a list");
}

}  // namespace yaml_tag_tests
