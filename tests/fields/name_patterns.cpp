#include "roster/fields/name_patterns.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "roster/fields/schema.hpp"
#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace name_patterns_tests {

using roster::name_patterns;
using kind = roster::field_kind<name_patterns>;

TEST_CASE("A pattern matches whole names", "[name_patterns]") {
  const auto check = [](std::string_view pattern, const std::vector<std::string_view>& yes,
                        const std::vector<std::string_view>& no) {
    for (const auto name : yes) {
      CAPTURE(pattern, name);
      CHECK(roster::matches(pattern, name));
    }
    for (const auto name : no) {
      CAPTURE(pattern, name);
      CHECK_FALSE(roster::matches(pattern, name));
    }
  };
  check("", {""}, {"a"});
  check("fc", {"fc"}, {"", "f", "fcc", "afc", "FC", "fc.weight"});
  check("*", {"", "a", "fc.weight", "*"}, {});
  check("?", {"a", "?", "*"}, {"", "ab"});
  check("fc.*", {"fc.", "fc.weight", "fc.0.bias"}, {"fc", "fc1.weight", "a.fc.weight"});
  check("*.bias", {".bias", "fc.bias", "a.bias.bias"}, {"bias", "fc.bias2", "fc.weight"});
  check("layer?.*.weight", {"layer1.0.weight", "layer1.0.conv.weight", "layer1..weight"},
        {"layer1.weight", "layer12.0.weight", "layer1.0.bias"});
  check("*a*b*", {"ab", "aab", "xaybz", "abab"}, {"a", "b", "ba"});
  check("**", {"", "a"}, {});
  check("a*a", {"aa", "aba", "aaa"}, {"a", "ab"});
  check("[ab]", {"[ab]"}, {"a"});
  static_assert(roster::matches("conv?.*", "conv1.weight"));
}

TEST_CASE("A pattern with many stars is matched quickly", "[name_patterns]") {
  // Trying every star again for each length of the one before would take for ever.
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "*a";
  const std::string name(100'000, 'a');
  CHECK(roster::matches(pattern, name));
  CHECK_FALSE(roster::matches(pattern + "b", name));
}

TEST_CASE("Patterns are one text or a list of texts, but never empty", "[name_patterns][message]") {
  const std::string empty = "is empty, expected a pattern of parameter names such as \"fc.*\", or a list of patterns";
  name_patterns field;
  CHECK(test::read(field, "fc.*") == "");
  CHECK(field.all == std::vector<std::string>{"fc.*"});
  CHECK(test::read(field, {"fc.*", "*.bias"}) == "");
  CHECK(field.all == std::vector<std::string>{"fc.*", "*.bias"});
  CHECK(test::read(field, 3) == "not one");
  CHECK(field.all.size() == 2);
  CHECK(test::read(field, {"fc.*", 3}) == "x: [1] is 3, expected text");
  CHECK(test::read(field, std::vector<std::string>()) == "x: " + empty);
  CHECK(test::check(name_patterns{}) == "x: " + empty);
  CHECK(test::check(name_patterns{{"a"}}) == "");
  CHECK(kind::many() == "patterns or lists of them");
}

TEST_CASE("One pattern is written as text, several as a list", "[name_patterns]") {
  CHECK(roster::to_json(kind::write({{"fc.*"}})) == R"("fc.*")");
  CHECK(roster::to_json(kind::write({{"fc.*", "*.bias"}})) == R"(["fc.*", "*.bias"])");
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(kind::schema({}, parts))) ==
        R"({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]})");
}

}  // namespace name_patterns_tests
