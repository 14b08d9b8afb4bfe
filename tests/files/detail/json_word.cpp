#include "roster/files/detail/json_word.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string_view>

namespace json_word_tests {

using namespace roster::detail;

TEST_CASE("A number is one by JSON's grammar", "[json_word]") {
  for (const std::string_view word : {"0", "-0", "10", "0.5", "1e5", "1E+05", "-1.25e-3"}) {
    CAPTURE(word);
    CHECK(is_number(word));
    CHECK(fault_of_word(word, {}) == "");
  }
  for (const std::string_view word :
       {"", "-", "+1", "01", "-01", ".5", "5.", "1e", "1e+", "0x10", "1_000", "1.e3", "1-"}) {
    CAPTURE(word);
    CHECK_FALSE(is_number(word));
  }
}

TEST_CASE("What is wrong with a number or a constant is named", "[json_word][message]") {
  const auto fault = [](std::string_view word) { return fault_of_word(word, {}); };
  CHECK(fault("True") == ", expected true");
  CHECK(fault("FALSE") == ", expected false");
  CHECK(fault("None") == ", expected null");
  for (const std::string_view word : {"NaN", "nan", "-Infinity", "+inf", ".inf", "-.INF"}) {
    CAPTURE(word);
    CHECK(fault(word) == ", which is not a number in JSON");
  }
  CHECK(fault("+1") == ", expected a number without a plus sign");
  CHECK(fault(".5") == ", expected a digit before the decimal point");
  CHECK(fault("-.5") == ", expected a digit before the decimal point");
  CHECK(fault("5.") == ", expected a digit after the decimal point");
  CHECK(fault("5.e3") == ", expected a digit after the decimal point");
  CHECK(fault("007") == ", expected a number without leading zeros");
  for (const std::string_view word : {"0x10", "1_000", "1e", "-", "1.2.3", "--1", "2024-01-01", "30k"}) {
    CAPTURE(word);
    CHECK(fault(word) == ", expected a number such as 30, 0.1 or 1e-3");
  }
  CHECK(fault("SGD") == "");
  CHECK(fault("true") == "");
}

TEST_CASE("Python's constants are words of a state alone", "[json_word]") {
  CHECK(is_constant("null", {}));
  for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
    CHECK_FALSE(is_constant(word, {}));
    CHECK(is_constant(word, {.constants = true}));
    CHECK(fault_of_word(word, {.constants = true}) == "");
  }
  CHECK(fault_of_word("-NaN", {.constants = true}) == ", which is not a number in JSON");
}

}  // namespace json_word_tests
