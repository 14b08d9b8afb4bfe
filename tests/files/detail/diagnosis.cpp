#include "roster/files/detail/diagnosis.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

namespace diagnosis_tests {

std::string found(std::string_view text) {
  const auto no_text = roster::detail::find_no_text(text);
  return no_text ? roster::detail::error_at(text, "a", *no_text).what() : "";
}

TEST_CASE("A file that is not text in UTF-8 says so", "[diagnosis][message]") {
  CHECK(found("") == "");
  CHECK(found("aé\t\r\n\x7f") == "");
  CHECK(found("a\n é\xe9") == "a:2:3: has the byte 0xe9, expected text in UTF-8");
  CHECK(found("a\x1b") == "a:1:2: has the control character U+001B, expected text");
  CHECK(found(std::string_view("ab\0", 3)) == "a:1:3: has the control character U+0000, expected text");
}

TEST_CASE("A file in UTF-16 says so", "[diagnosis][message]") {
  const std::string said = "a:1:1: is UTF-16, expected text in UTF-8";
  CHECK(found("\xff\xfe{") == said);
  CHECK(found("\xfe\xff") == said);
  CHECK(found(std::string_view("{\0}\0", 4)) == said);
  CHECK(found(std::string_view("\0{\0}", 4)) == said);
}

TEST_CASE("An error has the location of the cause", "[diagnosis][message]") {
  CHECK(roster::detail::error_at("a\n  é: b", "f", {6, "is wrong"}).what() == std::string("f:2:4: is wrong"));
  CHECK(roster::detail::piece(std::string(100, 'x')) == std::string(60, 'x') + "…");
  CHECK(roster::detail::too_large("1e400") == "1e400 is too large for a double");
  CHECK(roster::detail::never_closed("[") == "has a [ that is never closed");
}

}  // namespace diagnosis_tests
