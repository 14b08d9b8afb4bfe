#include "roster/files/detail/json_diagnosis.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"
#include "support/refusal.hpp"

namespace json_diagnosis_tests {

using roster::detail::json_dialect;

std::string found(std::string_view text, json_dialect dialect = {}) {
  const auto first = roster::detail::json_diagnosis(text, dialect).first();
  return first ? std::string(roster::detail::error_at(text, "a", *first).what()).substr(2) : "";
}
/// Without the words that most begin with
std::string fault(std::string_view text) {
  const auto all = found(text);
  const std::string_view same = "is not JSON: ";
  const auto at = all.find(same);
  REQUIRE(at != all.npos);
  return all.substr(0, at) + all.substr(at + same.size());
}

TEST_CASE("JSON without a fault has no diagnosis", "[json_diagnosis]") {
  for (const auto* text :
       {"{}", "[]", " 1 ", "null", "\"a\"", R"({"a": [1, {"b": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}]})"}) {
    CAPTURE(text);
    CHECK(found(text) == "");
  }
  CHECK(found("// a\n{\"a\": /* b */ 1} // c", {.comments = true}) == "");
  CHECK(found("[NaN, -Infinity]", {.constants = true}) == "");
}

TEST_CASE("A text that is not JSON says what a person did", "[json_diagnosis][message]") {
  CHECK(found("") == "1:1: is empty, expected JSON");
  CHECK(found(" \n") == "1:1: is empty, expected JSON");
  CHECK(found("[1e400]") == "1:2: 1e400 is too large for a double");
  CHECK(found("[" + std::string(900'000, '1') + "]") == "1:2: " + std::string(60, '1') + "… is too large for a double");
  CHECK(found("\xff\xfe{") == "1:1: is UTF-16, expected text in UTF-8");
  CHECK(found("{\"größe\": \"\xe9\"}") == "1:12: has the byte 0xe9, expected text in UTF-8");

  CHECK(fault("{\"a\": 1, // b\n}") == "1:10: has a comment, which JSON does not allow; call the file .jsonc");
  CHECK(fault("{/* b */}") == "1:2: has a comment, which JSON does not allow; call the file .jsonc");
  CHECK(fault("{\"a\": 1} # b") == "1:10: has a comment, which JSON does not allow; call the file .jsonc");
  CHECK(fault("{'a': 1}") == "1:2: has a single quote, expected double quotes (\")");
  CHECK(fault("{\"a\": 'b'}") == "1:7: has a single quote, expected double quotes (\")");
  CHECK(fault("{\"a\": True}") == "1:7: has True, expected true");
  CHECK(fault("[None]") == "1:2: has None, expected null");
  CHECK(fault("[01]") == "1:2: has 01, expected a number without leading zeros");
  CHECK(fault("[NaN]") == "1:2: has NaN, which is not a number in JSON");
  CHECK(fault("{a: 1}") == "1:2: has the name a without quotes, expected \"a\"");
  CHECK(fault("{\"name\": SGD}") == "1:10: has SGD without quotes, expected \"SGD\"");
  CHECK(fault("{1: 2}") == "1:2: has the name 1 without quotes, expected \"1\"");
  CHECK(fault("{[1]: 2}") == "1:2: has [, expected a name in double quotes");
}

TEST_CASE("Commas, colons and brackets that are wrong or missing are named", "[json_diagnosis][message]") {
  CHECK(fault("{\n  \"a\": 1,\n}") == "2:9: has a comma before }; remove it");
  CHECK(fault("[1,\n 2,\n]") == "2:3: has a comma before ]; remove it");
  CHECK(fault("[1,,2]") == "1:4: has two commas without a value between");
  CHECK(fault("[,1]") == "1:2: has a comma, expected a value");
  CHECK(fault("{,}") == "1:2: has a comma, expected a name in double quotes");
  CHECK(fault("{\"a\": 1\n \"b\": 2}") == "2:2: is missing a comma before \"b\"");
  CHECK(fault("[1 2]") == "1:4: is missing a comma before 2");
  CHECK(fault("[1; 2]") == "1:3: is missing a comma before ;");
  CHECK(fault("{\"a\" 1}") == "1:6: is missing a colon after \"a\"");
  CHECK(fault("{\"a\" = 1}") == "1:6: is missing a colon after \"a\"");
  CHECK(fault("{\"a\"}") == "1:5: is missing a colon after \"a\"");
  CHECK(fault("{\"a\": }") == "1:7: has }, expected a value");
  CHECK(fault("{\"a\": ]") == "1:7: has ], expected a value");
  CHECK(fault("{\"a\": :1}") == "1:7: has a colon, expected a value");
  CHECK(fault("{\n\"a\": [1, 2}") == "2:11: has }, but the bracket opened in line 2 is [");
  CHECK(fault("{\"a\": {\n\"b\": 1}\n") == "1:1: has a { that is never closed");
  CHECK(fault("{\"a\": [\n1\n") == "1:7: has a [ that is never closed");
  CHECK(fault("]") == "1:1: has ], expected a value");
  CHECK(fault("[1]\n x") == "2:2: has x after its end");
  CHECK(fault("{} {}") == "1:4: has { after its end");
  CHECK(fault("\"a\": 1") == "1:1: is missing the { at its beginning");
}

TEST_CASE("Texts that are wrong are named", "[json_diagnosis][message]") {
  CHECK(fault("{\"a\": \"b}") == "1:7: has a quote that is never closed");
  CHECK(fault("{\"a\": \"b,\n\"c\": 1}") == "1:7: has a quote that is never closed");
  CHECK(fault("[\"a\r\n\"]") == "1:2: has a quote that is never closed");
  CHECK(fault("\"\\") == "1:1: has a quote that is never closed");
  CHECK(fault("[\"a\tb\"]") == "1:4: has a tab inside a text; write \\t");
  CHECK(fault(R"(["C:\data"])") == "1:5: has \\d inside a text; write \\\\ for a backslash");
  CHECK(fault("[\"\\é\"]") == "1:3: has \\é inside a text; write \\\\ for a backslash");
  CHECK(fault(R"(["\u12"])") == "1:3: has a \\u without four hexadecimal digits");
  CHECK(fault(R"(["\u-123"])") == "1:3: has a \\u without four hexadecimal digits");
  CHECK(fault(R"(["\ud800"])") == "1:3: has a \\u that is half of a character");
  CHECK(fault(R"(["\udc00\ud800"])") == "1:3: has a \\u that is half of a character");
}

TEST_CASE("Characters in JSON that people do not see are named", "[json_diagnosis][message]") {
  CHECK(fault("{\u201cname\u201d: 1}") == "1:2: has U+201C LEFT DOUBLE QUOTATION MARK, expected a plain quote (\")");
  CHECK(fault("{\"a\":\u00a01}") == "1:6: has U+00A0 NO-BREAK SPACE outside of a text");
  CHECK(fault("{\"a\": \u22121}") == "1:7: has U+2212 MINUS SIGN outside of a text");
  CHECK(fault("[1,\n\ufeff2]") == "2:1: has U+FEFF ZERO WIDTH NO-BREAK SPACE outside of a text");
}

TEST_CASE("YAML in a JSON file is recognised", "[json_diagnosis][message]") {
  for (const auto* text : {"name: StepLR", "# a\noptimizer:\n", "---\na: 1", "- 1", "'a': 1", "lr : 1", "%YAML 1.2"}) {
    CAPTURE(text);
    CHECK(fault(text) == "1:1: looks like YAML; call the file .yaml");
  }
  CHECK(fault("SGD") == "1:1: has SGD without quotes, expected \"SGD\"");
  CHECK(fault("# a\n{\"a\": 1}") == "1:1: has a comment, which JSON does not allow; call the file .jsonc");
}

TEST_CASE("Faults of comments are named where they are allowed", "[json_diagnosis][message]") {
  CHECK(found("{ # a\n}", {.comments = true}) == "1:3: is not JSON: has a comment with #, expected //");
  CHECK(found("{} /* a", {.comments = true}) == "1:4: is not JSON: has a comment that is never closed");
  CHECK(found("{} /*/", {.comments = true}) == "1:4: is not JSON: has a comment that is never closed");
  CHECK(found("{ /a }", {.comments = true}) == "1:3: is not JSON: has /, expected a name in double quotes");
}

TEST_CASE("A text has a diagnosis exactly if nlohmann's parser refuses it", "[json_diagnosis]") {
  const std::string right = R"({"a": [1, -2.5e3, "x\n\u00e9"], "b": {"c": true}, "d": [[], {}, null]})";
  const auto agree = [](const std::string& text, json_dialect dialect) {
    CAPTURE(text);
    const auto said = test::refusal([&] { dialect.comments ? roster::parse_jsonc(text) : roster::parse_json(text); });
    CHECK(said.empty() == found(text, dialect).empty());
    CHECK(said.find("json.exception") == said.npos);
  };
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (const char c : std::string_view("{}[]:,\"\\ 0.-+eux/*'\n\r\t")) {
      auto text = right;
      text[i] = c;
      agree(text, {});
      text = right;
      text.insert(i, 1, c);
      agree(text, {.comments = true});
    }
    agree(right.substr(0, i), {});
    agree(right.substr(i), {});
    agree(right.substr(0, i) + right.substr(i + 1), {});
  }
}

}  // namespace json_diagnosis_tests
