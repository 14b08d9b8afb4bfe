#include "roster/files/detail/yaml_flow.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace yaml_flow_tests {

using namespace roster::detail;

/// The fault in a text that begins with a bracket or a quote, after its line and column; or what comes after it.
std::string found(std::string_view text, std::optional<std::size_t> indent = {}) {
  yaml_flow flow(yaml_text(text), indent);
  const auto end = text[0] == '[' || text[0] == '{' ? flow.read(0) : flow.read_quote(0);
  if (!flow.fault) return "rest:" + std::string(text.substr(end));
  return std::string(error_at(text, "a", *flow.fault).what()).substr(2);
}

TEST_CASE("Brackets and quotes without a fault are read to their end", "[yaml_flow]") {
  CHECK(found("{a: 1, 'b': [x y, {c: }, \"]\"], d: it's, e: {}} # f") == "rest: # f");
  CHECK(found("[a: 1, b # ]\n, c:d, -1, 'it''s', \"\\\"\"]") == "rest:");
  CHECK(found("{\"a\":1, \"b\":[2]}, c") == "rest:, c");
  CHECK(found("{a:, b}") == "rest:");
  CHECK(found("[!<tag:yaml.org,2002:str> 'a', !!seq [!!int 1], &x {!!str \"a\":!!str, b: !}]") == "rest:");
  CHECK(found("[\n1,\n2\n]\n", 0) == "rest:\n");
  CHECK(found("'a''b' # c") == "rest: # c");
  CHECK(found("\"a\n b\": 1") == "rest:: 1");
}

TEST_CASE("Faults in brackets and quotes are found where they are", "[yaml_flow][message]") {
  CHECK(found("[1, [2, 3]") == "1:1: has a [ that is never closed");
  CHECK(found("{a: {b: 1}") == "1:1: has a { that is never closed");
  CHECK(found("[1, 2}") == "1:6: has }, but the bracket opened in line 1 is [");
  CHECK(found("{\na: [1,\n 2}") == "3:3: has }, but the bracket opened in line 2 is [");
  CHECK(found("{a: 1 b: 2}") == "1:7: is missing a comma before b");
  CHECK(found("{\"a\": 1\n \"b\": 2}") == "2:2: is missing a comma before \"b\"");
  CHECK(found("{a: 'x' b: 2}") == "1:9: is missing a comma before b");
  CHECK(found("{a: [1] b: 2}") == "1:9: is missing a comma before b");
  CHECK(found("[[1] [2]]") == "1:6: is missing a comma before [");
  CHECK(found("{a: 'it's'}") == "1:9: has s' after a closing quote");
  CHECK(found("{a: !!str 'x' b: 2}") == "1:15: is missing a comma before b");
  CHECK(found("{a: !<tag:yaml.org,2002:str> x b: 2}") == "1:32: is missing a comma before b");
  CHECK(found("[!!str @x]") == "1:8: has a text that begins with @; put it in quotes");
  CHECK(found("{a: @x}") == "1:5: has a text that begins with @; put it in quotes");
  CHECK(found("{a: \"x, b: 1}\nc: 2") == "1:5: has a quote that is never closed");
  CHECK(found("{a: \"x, b: 1}\nc: \"2\"") == "1:5: has a quote that is never closed");
  CHECK(found("'a\nb: 'c'") == "1:1: has a quote that is never closed");
  CHECK(found("\"a\\\"") == "1:1: has a quote that is never closed");
}

TEST_CASE("A bracket is not closed if the block around goes on", "[yaml_flow][message]") {
  CHECK(found("[1, 2\nb: [3]", 0) == "1:1: has a [ that is never closed");
  CHECK(found("[1, 2\n  b: 3\n", 2) == "1:1: has a [ that is never closed");
  CHECK(found("[1, 2\n- b]", 0) == "1:1: has a [ that is never closed");
  CHECK(found("{a: 1,\nb: 2}") == "rest:");  // no block around
  CHECK(found("[1,\n  2\n]", 0) == "rest:");
}

}  // namespace yaml_flow_tests
