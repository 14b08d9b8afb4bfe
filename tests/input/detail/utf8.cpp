#include "roster/input/detail/utf8.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace utf8_tests {

using roster::detail::character_count;
using roster::detail::character_length;
using roster::detail::is_utf8;

/// The character of that code point in `length` bytes, whether UTF-8 allows that or not.
std::string written(unsigned code, std::size_t length) {
  if (length == 1) return {static_cast<char>(code)};
  constexpr unsigned marks[] = {0xC0, 0xE0, 0xF0};
  std::string bytes{static_cast<char>(marks[length - 2] | code >> (6 * (length - 1)))};
  for (auto left = length - 1; left-- > 0;) bytes += static_cast<char>(0x80 | (code >> (6 * left) & 0x3F));
  return bytes;
}

TEST_CASE("A character has only one valid encoding", "[utf8]") {
  for (unsigned code = 0; code < 0x120000; ++code) {
    const std::size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    const bool valid = code < 0xD800 || (code > 0xDFFF && code < 0x110000);
    CAPTURE(code);
    if (character_length(written(code, length)) != (valid ? length : 0)) FAIL("as short as can be");
    if (length < 4 && character_length(written(code, length + 1)) != 0) FAIL("longer than need be");
  }
}

TEST_CASE("The beginning of a character is not a character", "[utf8]") {
  for (const std::string whole : {"é", "…", "😀"}) {
    CHECK(character_length(whole) == whole.size());
    CHECK(character_length(whole + "x") == whole.size());
    CHECK(is_utf8("a" + whole + "b"));
    for (std::size_t bytes = 1; bytes < whole.size(); ++bytes) {
      const auto begun = whole.substr(0, bytes);
      CHECK(character_length(begun) == 0);
      CHECK(character_length(begun + "x") == 0);
      CHECK_FALSE(is_utf8("a" + begun));
      CHECK_FALSE(is_utf8(begun + whole));
    }
  }
  CHECK(character_length("") == 0);
}

TEST_CASE("Bytes that cannot begin a character are refused", "[utf8]") {
  for (unsigned byte = 0x80; byte < 0x100; ++byte) {
    if (byte >= 0xC2 && byte < 0xF5) continue;
    CAPTURE(byte);
    CHECK(character_length(std::string{static_cast<char>(byte)} + "\x80\x80\x80") == 0);
  }
}

TEST_CASE("Text is UTF-8 if all of it is", "[utf8]") {
  CHECK(is_utf8(""));
  CHECK(is_utf8(std::string_view("a\0b", 3)));
  CHECK_FALSE(is_utf8("a\xff"));
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));
  CHECK(character_count("") == 0);
  CHECK(character_count("größe…😀") == 7);
}

TEST_CASE("A character has a code point", "[utf8]") {
  CHECK(roster::detail::code_point("a") == U'a');
  CHECK(roster::detail::code_point("\u00a0") == 0xA0);
  CHECK(roster::detail::code_point("\u2212") == 0x2212);
  CHECK(roster::detail::code_point("\U0001F600") == 0x1F600);
}

TEST_CASE("Only a byte order mark at the beginning is left out", "[utf8]") {
  CHECK(roster::detail::without_mark("\ufeff\ufeffa") == "\ufeffa");
  CHECK(roster::detail::without_mark("a\ufeff") == "a\ufeff");
  CHECK(roster::detail::without_mark("").empty());
}

}  // namespace utf8_tests
