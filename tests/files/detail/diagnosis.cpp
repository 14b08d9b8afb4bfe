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

TEST_CASE("Every byte that is not UTF-8 is found", "[diagnosis][message]") {
  const auto bytes = [](std::string_view text, std::string_view byte, std::string_view where) {
    CAPTURE(byte);
    CHECK(found(text) ==
          "a:" + std::string(where) + ": has the byte 0x" + std::string(byte) + ", expected text in UTF-8");
  };
  bytes("é: \"\xe9\"", "e9", "1:5");  // Latin 1
  bytes("\x80", "80", "1:1");
  bytes("\xc0\x80", "c0", "1:1");  // overlong
  bytes("\xc1\xbf", "c1", "1:1");
  bytes("\xe0\x9f\xbf", "e0", "1:1");
  bytes("\xf0\x8f\xbf\xbf", "f0", "1:1");
  bytes("\xed\xa0\x80", "ed", "1:1");      // a surrogate
  bytes("\xf4\x90\x80\x80", "f4", "1:1");  // beyond U+10FFFF
  bytes("\xf5\x80\x80\x80", "f5", "1:1");
  bytes("a\xe2\x82", "e2", "1:2");  // cut off
  bytes(
      "\xe2\x82"
      "a",
      "e2", "1:1");
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
