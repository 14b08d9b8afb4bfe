#include "roster/input/detail/text.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "roster/input/node.hpp"
#include "support/large_input.hpp"

namespace text_tests {

using roster::detail::to_text;

TEST_CASE("A real number is written in the fewest digits that read back to it", "[text]") {
  CHECK(to_text(0.1) == "0.1");
  CHECK(to_text(0.1 + 0.2) == "0.30000000000000004");
  CHECK(to_text(1.0 / 3) == "0.3333333333333333");
  CHECK(to_text(1e-8) == "1e-08");
  CHECK(to_text(1e300) == "1e+300");
  CHECK(to_text(5e-324) == "5e-324");
  CHECK(to_text(-std::numeric_limits<double>::max()) == "-1.7976931348623157e+308");
}

TEST_CASE("A real number is not written like an integer", "[text]") {
  CHECK(to_text(30.0) == "30.0");
  CHECK(roster::detail::shortest_text(30.0) == "30");
  CHECK(to_text(-0.0) == "-0.0");
  CHECK(to_text(0x1p53) == "9007199254740992.0");
  CHECK(to_text(1e5) == "1e+05");
  CHECK(to_text(INFINITY) == "inf");
  CHECK(to_text(-INFINITY) == "-inf");
  CHECK(to_text(NAN) == "nan");
  CHECK(to_text(-NAN) == "nan");
}

TEST_CASE("Integers and booleans are written as usual", "[text]") {
  CHECK(to_text(std::int64_t{-30}) == "-30");
  CHECK(to_text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(to_text(true) == "true");
  CHECK(to_text(false) == "false");
  CHECK(roster::detail::counted(1, "step") == "1 step");
  CHECK(roster::detail::counted(5, "step") == "5 steps");
  CHECK(roster::detail::elements(0) == "0 elements");
  CHECK(roster::detail::elements(1) == "1 element");
  CHECK(roster::detail::elements(2) == "2 elements");
}

TEST_CASE("Text is quoted and on one line, whatever it holds", "[text]") {
  const auto quoted = [](std::string_view text) { return to_text(text); };
  CHECK(quoted("") == "\"\"");
  CHECK(quoted("a \"b\" \\") == "\"a \\\"b\\\" \\\\\"");
  CHECK(quoted("a\nb\x1b[31m\x7f") == "\"a\\x0ab\\x1b[31m\\x7f\"");
  CHECK(quoted(std::string_view("a\0b", 3)) == "\"a\\x00b\"");
  CHECK(quoted("größe…") == "\"größe…\"");
}

TEST_CASE("Text is cut after 60 bytes, but never within a character", "[text]") {
  const auto cut_behind = [](std::size_t bytes, std::string_view next) {
    const std::string kept(bytes, 'x');
    return to_text(std::string_view(kept + std::string(next))) == '"' + kept + "…\"";
  };
  CHECK(to_text(std::string_view(std::string(60, 'x'))) == '"' + std::string(60, 'x') + '"');
  CHECK(cut_behind(60, "x"));
  CHECK(cut_behind(60, "é"));
  CHECK(cut_behind(59, "é"));
  CHECK(cut_behind(58, "…"));
  CHECK(cut_behind(57, "😀"));
  CHECK(cut_behind(60, std::string(1'000'000, 'x')));
  // Text that is not UTF-8 is cut too.
  CHECK(to_text(std::string_view(std::string(100, '\x80'))) == '"' + test::repeated("\\x80", 60) + "…\"");
}

TEST_CASE("A list is shown with its first eight elements, and nested lists with none", "[text]") {
  using roster::node;
  using roster::value;
  const auto shown = [](const node& tree) { return to_text(value(tree)); };
  CHECK(shown({}) == "null");
  CHECK(shown(node::list{}) == "[]");
  CHECK(shown(node::list{1, 0.5, "a", true, node()}) == "[1, 0.5, \"a\", true, null]");
  CHECK(shown(node::list{node::list{1, 2}, node::object{{"a", 1}}}) == "[[…], {…}]");
  CHECK(shown(std::vector{1, 2, 3, 4, 5, 6, 7, 8}) == "[1, 2, 3, 4, 5, 6, 7, 8]");
  CHECK(shown(std::vector{1, 2, 3, 4, 5, 6, 7, 8, 9}) == "[1, 2, 3, 4, 5, 6, 7, 8, …]");
  CHECK(shown(node::object{{"a", 1}}) == "an object");
}

}  // namespace text_tests
