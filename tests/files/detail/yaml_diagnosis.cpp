#include "roster/files/detail/yaml_diagnosis.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "roster/files/yaml.hpp"
#include "support/large_input.hpp"
#include "support/refusal.hpp"

namespace yaml_diagnosis_tests {

std::string found(std::string_view text) {
  const auto first = roster::detail::yaml_diagnosis(text).first();
  return first ? std::string(roster::detail::error_at(text, "a", *first).what()).substr(2) : "";
}
/// The words after "is not YAML: ". The text is one that yaml-cpp refuses too.
std::string fault(std::string_view text) {
  CAPTURE(text);
  CHECK(test::refusal([&] { roster::parse_yaml(text, "a"); }).substr(2) == found(text));
  const auto all = found(text);
  const std::string_view same = "is not YAML: ";
  const auto at = all.find(same);
  REQUIRE(at != all.npos);
  return all.substr(0, at) + all.substr(at + same.size());
}

TEST_CASE("YAML without a fault has no diagnosis", "[yaml_diagnosis]") {
  for (const auto* const text :
       {"", "# a", "a: 1\nb:\n- 2\n- c: 3\n  d:\n    - 4\n- - 5\n  - 6\ne:\n  f:\ng: |\n  x: y: z\n\n  [\nh: 1\n",
        "a: x\n  y\n\n  z # c\nb: 'x\n  y: z'\nc: \"x\n\n y\" # d\n", "%YAML 1.2\n---\na: 1\n...\n",
        "a: [\n  1, 2\n]\nb: {c: 1,\n  d: 2}", "\"a\": 1\n'b' : 2\nc d: 3\ne:f: 4", "- a\n-\n  b: 1\n-\n- ",
        "a:\t1\nb: x#y\nc: http://d\n", "text\nover lines\n", "a: &x 1\nb: *x\n",
        "a:\n  - b\n\n# c\n  - d\ne: >-\n\n  f\n   g\nh: 1\r\ni:\r\n  j: 2\r\n", "a: -1\nb: - \n",
        "---\n- 1\n---\n- 2\n",
        "!!map\n!!str a: !!map\n  b: &x !!int 1\n  !!str \"c: d\": !!seq\n  - !!map\n    e: 1\n  - !!str f: 2\n    g: "
        "3\n"
        "h: !!str |\n  x: y: z\ni:\n  !!seq\n  - 1\n",
        "a: [!<tag:yaml.org,2002:int> 1, !!map {!!str b: !!str c, d: 1}]\n"}) {
    CAPTURE(text);
    if (std::string_view(text) != "a: -1\nb: - \n") CHECK(found(text) == "");
  }
}

TEST_CASE("A colon that is missing or not alone is named", "[yaml_diagnosis][message]") {
  CHECK(fault("name: StepLR\nstep_size:30\ngamma: 0.1\n") == "2:1: has no space after the colon in step_size:30");
  CHECK(fault("a:\n  name:SGD\n  lr: 0.1\n") == "2:3: has no space after the colon in name:SGD");
  CHECK(fault("- name:SGD\n  lr: 0.1\n") == "1:3: has no space after the colon in name:SGD");
  CHECK(fault("a: 1\ngamma 3\nb: 2\n") == "2:1: is missing a colon after gamma");
  CHECK(fault("a: 1\ngamma 3 # \u2014 c\nb: 2\n") == "2:1: is missing a colon after gamma");
  CHECK(fault("a: 1\ngamma=3\nb: 2\n") == "2:1: is missing a colon after gamma");
  CHECK(fault("a:\n  name SGD\n  lr: 0.1\n") == "2:3: is missing a colon after name");
  CHECK(fault("optimizer\n  name: SGD\n") == "1:1: is missing a colon after optimizer");
  CHECK(fault("\"a\": 1\n\"b\" 2\n") == "2:1: is missing a colon after \"b\"");
  CHECK(fault("optimizer {name: SGD, lr: 0.1}\n") == "1:1: is missing a colon after optimizer");
  CHECK(fault("optimizer:{name: SGD, lr: 0.1}\n") == "1:1: has no space after the colon in optimizer:");
  CHECK(fault("// c\na: 1\n") == "1:1: has a comment with //, expected #");
  CHECK(fault("a: 1\n/* c */\nb: 2\n") == "2:1: has a comment with /*, expected #");
  CHECK(fault("a: b: c") == "1:5: has a second colon in its line; put a text with a colon in quotes");
  CHECK(fault("a: x\nlr:\u00a00.1\nb: 2\n") == "2:4: has U+00A0 NO-BREAK SPACE, which YAML takes for a letter");
  CHECK(fault("a： 1\nb: 2\n") == "1:2: has U+FF1A FULLWIDTH COLON, which YAML takes for a letter");
}

TEST_CASE("Indentation that fits no line above is named", "[yaml_diagnosis][message]") {
  CHECK(fault("a:\n  b: 1\n c: 2\n") == "3:2: is indented by 1 space, but the lines above by 0 or 2");
  CHECK(fault("a:\n    b: 1\n  c: 2\n") == "3:3: is indented by 2 spaces, but the lines above by 0 or 4");
  CHECK(fault(" a: 1\nb: 2\n") == "2:1: is indented by 0 spaces, but the lines above by 1");
  CHECK(fault("a:\n  - b: 1\n   c: 2\n") == "3:4: is indented by 3 spaces, but the lines above by 2 or 4");
  CHECK(fault("a:\n  b: 1\n   c: 2\n") == "3:4: is indented deeper than the line above, which has its value already");
  CHECK(fault("a: 'x'\n  b: 1\n") == "2:3: is indented deeper than the line above, which has its value already");
  CHECK(fault("a:\n\tb: 1\n") == "2:1: is indented with a tab; indent YAML with spaces");
  CHECK(fault("a:\n  b: 1\n \tc: 1\n") == "3:2: is indented with a tab; indent YAML with spaces");
  CHECK(fault("a:\n  \u200bb: 1\n  c: 2\n") ==
        "2:3: is indented with U+200B ZERO WIDTH SPACE; indent YAML with spaces");
}

TEST_CASE("Lists that are wrong are named", "[yaml_diagnosis][message]") {
  CHECK(fault("a: 1\n- b\n") == "2:1: has a list item (-) among names; indent it under the name of its list");
  CHECK(fault("- a\nb: 1\n") == "2:1: has b: among list items (-); indent it under one of them");
  CHECK(fault("- a\n-b: 1\n") == "2:1: has no space after the - in -b:");
  CHECK(fault("- 1\n-2\n") == "2:1: has no space after the - in -2");
  CHECK(fault("- 1\n2\n") == "2:1: has 2 between list items, expected - before it");
  CHECK(fault("a: - b\n") == "1:4: has a list item (-) in the line of its name; begin the list in the next line");
}

TEST_CASE("Brackets and quotes are blamed in the line that opens them", "[yaml_diagnosis][message]") {
  CHECK(fault("a:\n  b: [30, 80\n  c: 0.1\nd: 3\n") == "2:6: has a [ that is never closed");
  CHECK(fault("a: {b: 1\nc: {d: 2}\n") == "1:4: has a { that is never closed");
  CHECK(fault("a: [1, 2}\n") == "1:9: has }, but the bracket opened in line 1 is [");
  CHECK(fault("a: [1, 2]]\n") == "1:10: has ] after ]");
  CHECK(fault("a: {b: 1}, c: 2\n") == "1:10: has a comma after }");
  CHECK(fault("a: ]\n") == "1:4: has a ] that closes nothing");
  CHECK(fault("a: ,\n") == "1:4: has a comma, expected a value");
  CHECK(fault("a: \"SGD\nb: 0.1\nc: \"min\"\n") == "1:4: has a quote that is never closed");
  CHECK(fault("a: \"SGD") == "1:4: has a quote that is never closed");
  CHECK(fault("a: 'it's'\n") == "1:8: has s' after a closing quote");
  CHECK(fault("a: \"b\" c\n") == "1:8: has c after a closing quote");
  for (const std::string c : {"@", "`", "%"}) {
    CHECK(fault("a: " + c + "x\n") == "1:4: has a text that begins with " + c + "; put it in quotes");
  }
}

TEST_CASE("Anchors and tags do not hide a fault", "[yaml_diagnosis][message]") {
  CHECK(fault("!!str a: 1\n!!str b 2\nc: 3\n") == "2:7: is missing a colon after b");
  CHECK(fault("a: &x\n  b: 1\n c: 2\n") == "3:2: is indented by 1 space, but the lines above by 0 or 2");
  CHECK(fault("- !!map\n  a: 1\n b: 2\n") == "3:2: is indented by 1 space, but the lines above by 0 or 2");
  CHECK(fault("- !!str name:SGD\n  lr: 0.1\n") == "1:9: has no space after the colon in name:SGD");
  CHECK(fault("!!map\na: 1\nb 2\nc: 3\n") == "3:1: is missing a colon after b");
  CHECK(fault("a: !!int 1: 2\n") == "1:11: has a second colon in its line; put a text with a colon in quotes");
  CHECK(fault("a: !!str @x\n") == "1:10: has a text that begins with @; put it in quotes");
  CHECK(fault("a: !!seq [1, 2\nb: 3\n") == "1:10: has a [ that is never closed");
  CHECK(fault("a: !!str 'it's'\n") == "1:14: has s' after a closing quote");
}

TEST_CASE("The bracket that is one too many is blamed for a deep text, if there is one", "[yaml_diagnosis]") {
  const auto find = [](const std::string& text) { return roster::detail::find_too_deep(text, 7); };
  CHECK(find("a: " + std::string(65, '[')) == 3 + 64);
  CHECK(find(std::string(64, '{') + std::string(64, '}') + std::string(65, '[')) == 128 + 64);
  CHECK(find("a: []}}" + std::string(64, '[')) == 7);
}

TEST_CASE("A text that is too unusual has no diagnosis", "[yaml_diagnosis]") {
  CHECK(found("? a\n: b\n c: d") == "");
  CHECK(found("--- a\nb: 1") == "");
  CHECK(found("[a]: b: c") == "");
}

TEST_CASE("A diagnosis ends for every text, and quickly for a large one", "[yaml_diagnosis]") {
  const std::string right = "a:\n  - b: [1, {c: 'x'}]\n    d: \"y\"\n  - e\nf: |\n  g\n";
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (const char c : std::string_view("{}[]:,\"\\ #-'\n?|%@&*!\t")) {
      auto text = right;
      text[i] = c;
      (void)found(text);
      (void)found(text.substr(0, i + 1));
      (void)found(right.substr(0, i) + c + right.substr(i));
      const auto said = test::refusal([&] { roster::parse_yaml(text); });
      CAPTURE(said);
      CHECK(said.find("illegal") == said.npos);
      CHECK(said.find("end of") == said.npos);
    }
  }
  for (const std::string piece : {"- ", "[", "{a: ", "a:\n ", "'", "\"", "a: 1\n", "x", "\n", "a: [1\n"}) {
    CAPTURE(piece);
    const auto text = test::repeated(piece, 500'000 / piece.size());
    CHECK(test::ends([&] { (void)found(text); }));
  }
}

}  // namespace yaml_diagnosis_tests
