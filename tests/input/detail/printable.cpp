#include "roster/input/detail/printable.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

namespace printable_tests {

using roster::detail::printable;

TEST_CASE("What terminals obey and people do not see is shown as an escape", "[printable]") {
  CHECK(printable("größe… 😀 \"a\"\\ ~") == "größe… 😀 \"a\"\\ ~");
  CHECK(printable("\x1b[31m\n\t\x7f") == R"(\x1b[31m\x0a\x09\x7f)");
  CHECK(printable(std::string_view("\0", 1)) == R"(\x00)");
  CHECK(printable("\u0085\u009b\u00a0\u00ad") == R"(\u0085\u009b\u00a0\u00ad)");
  CHECK(printable("\u200b\u200f\u2028\u2029\u202e\u2060\u2069\ufeff\u3000") ==
        R"(\u200b\u200f\u2028\u2029\u202e\u2060\u2069\ufeff\u3000)");
  CHECK(printable("\U000E0041") == R"(\U000e0041)");
  CHECK(printable("\u2010\u2018\u2212") == "\u2010\u2018\u2212");
}

TEST_CASE("Bytes that are not UTF-8 are shown as escapes", "[printable]") {
  CHECK(printable("a\xe9z") == R"(a\xe9z)");
  CHECK(printable("\xe2\x82") == R"(\xe2\x82)");
  CHECK(printable("\xff\xfe") == R"(\xff\xfe)");
}

TEST_CASE("Printable text is cut between characters", "[printable]") {
  CHECK(printable("abc", 3) == "abc");
  CHECK(printable("abc", 2) == "ab…");
  CHECK(printable("aé", 2) == "a…");
  CHECK(printable("\u00a0\u00a0", 2) == R"(\u00a0…)");
  CHECK(printable("a\"b", 9, "\"") == R"(a\"b)");
}

}  // namespace printable_tests
