#include "roster/input/detail/odd_text.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace odd_text_tests {

using namespace roster::detail;

TEST_CASE("What people may not see in a text is named", "[odd_text]") {
  CHECK(what_is_odd("0.1") == "");
  CHECK(what_is_odd("größe…") == "");
  CHECK(what_is_odd("0.1\u00a0") == "ends with U+00A0 NO-BREAK SPACE");
  CHECK(what_is_odd("\u2212"
                    "1") == "begins with U+2212 MINUS SIGN");
  CHECK(what_is_odd("\u201cSGD\u201d") == "begins with U+201C LEFT DOUBLE QUOTATION MARK");
  CHECK(what_is_odd("1\u2013"
                    "3") == "has U+2013 EN DASH inside");
  CHECK(what_is_odd("\u200b") == "begins with U+200B ZERO WIDTH SPACE");
  CHECK(what_is_odd("a\x1b[m\t") == "");
  CHECK(what_is_odd("a\u009bm") == "has U+009B inside");
  CHECK(what_is_odd("a\U000E0041") == "ends with U+E0041");
  CHECK(what_is_odd("\xff\u00a0\xff") == "has U+00A0 NO-BREAK SPACE inside");
}

TEST_CASE("A name and a value without a space between are named", "[odd_text]") {
  CHECK(what_is_odd("step_size:30") == "has no space after the colon");
  for (const auto* const text : {"12:30", "a: 1", "a:", ":a", "a::b", "a b:c", ""}) {
    CAPTURE(text);
    CHECK(what_is_odd(text) == "");
  }
}

TEST_CASE("A name as people see it has no odd characters", "[odd_text]") {
  CHECK(name_as_seen("lr") == "lr");
  CHECK(name_as_seen("\u00a0l\u200br\u00a0") == "lr");
  CHECK(name_as_seen("\u201cSGD\u201d") == "SGD");
  CHECK(name_as_seen("name:SGD") == "name");
  CHECK(name_as_seen("größe") == "größe");
  CHECK(name_as_seen("\u200b") == "");
}

}  // namespace odd_text_tests
